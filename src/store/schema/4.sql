-- Topics of the last run. Their numbers are never given twice; the next one is in `meta` as `next_topic`.
CREATE TABLE topic (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    name_given INTEGER NOT NULL,         -- 1: by a person
    centre     BLOB    NOT NULL          -- float32, little-endian; empty when it is not known
) STRICT;

-- Units of the last run, by the hash of their text. Replaced as a whole and read as a whole, so without an index.
CREATE TABLE topic_unit (
    topic INTEGER REFERENCES topic,      -- NULL: in no topic
    hash  BLOB NOT NULL
) STRICT;

-- Topics of earlier runs that are no more, and the topic, of whatever run, that took their units.
CREATE TABLE topic_gone (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    heir INTEGER
) STRICT;

-- Edits of a person that hold, each a JSON object.
CREATE TABLE topic_edit (
    number INTEGER PRIMARY KEY,
    edit   TEXT NOT NULL
) STRICT;

CREATE TABLE topic_run (
    number   INTEGER PRIMARY KEY,
    settings TEXT NOT NULL
) STRICT;
