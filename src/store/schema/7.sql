-- Files that were not read, or not whole, when the paths were last looked at.
CREATE TABLE unread (
    path    TEXT PRIMARY KEY, -- as in `file`
    kind    TEXT NOT NULL,
    reason  TEXT NOT NULL,    -- in words
    records INTEGER           -- records that were left out, NULL where nothing of the file was read
) STRICT, WITHOUT ROWID;

-- Where a unit stands in a document that has pages, slides or the like.
ALTER TABLE unit ADD COLUMN place TEXT;
