-- In how many windows the model read the text: more than one when the text is longer than its window.
ALTER TABLE embedding ADD COLUMN windows INTEGER NOT NULL DEFAULT 1;
CREATE INDEX embedding_windowed ON embedding (model, id, hash) WHERE windows > 1;
