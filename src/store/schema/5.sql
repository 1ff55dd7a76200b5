-- Paths below the folder that the collection lies in are kept relative to it from here on ("./a.txt"); the program rewrites the older ones.
-- The place of the collection when the path was named: elsewhere, a path outside of its folder is not read unless it is named again.
ALTER TABLE root ADD COLUMN place TEXT NOT NULL DEFAULT '';
-- The file system that the file lay on; NULL where it is not known.
ALTER TABLE file ADD COLUMN device INTEGER;
-- What a filter looks for.
CREATE INDEX unit_filter ON unit (language, boilerplate);
