-- Embeddings with a vector that went since the index file was written: it still holds them.
CREATE TABLE removed (
    embedding INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER embedding_removed AFTER DELETE ON embedding WHEN old.vector IS NOT NULL
BEGIN
    INSERT OR IGNORE INTO removed VALUES (old.id);
END;
