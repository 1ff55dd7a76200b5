-- Every embedding that went since the files made of them were written, also one without a vector: the index of words holds its text.
DROP TRIGGER embedding_removed;
CREATE TRIGGER embedding_removed AFTER DELETE ON embedding
BEGIN
    INSERT OR IGNORE INTO removed VALUES (old.id);
END;
