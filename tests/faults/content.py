"""What a collection holds, read from its database beside the program and compared whatever its ids are."""

import os
import pathlib
import shutil
import sqlite3
import struct
import tempfile
from dataclasses import dataclass, field

DOCUMENT = ["position", "own_id", "title", "date", "source", "language", "fields"]
UNIT = ["position", "span_start", "span_end", "line", "language", "boilerplate", "hash", "text"]
# Cosines of vectors that were computed in batches of other sizes.
CLOSE = 1e-5


@dataclass
class Content:
    """Everything that must be equal however the collection came about."""

    roots: set = field(default_factory=set)
    # Path -> (size, hash, documents with their units).
    files: dict = field(default_factory=dict)
    # (Model, hash) -> (vector, windows).
    embeddings: dict = field(default_factory=dict)
    topics: dict = field(default_factory=dict)

    def texts(self):
        """All texts, each with the files in which it stands."""
        found = {}
        for path, (_, _, documents) in self.files.items():
            for _, units in documents:
                for unit in units:
                    found.setdefault(unit[UNIT.index("text")], set()).add(path)
        return found

    def hashes(self):
        at = UNIT.index("hash")
        return {unit[at] for _, _, documents in self.files.values() for _, units in documents for unit in units}


def copy(folder, into):
    """Copies the database with what is not sorted in yet: opening it where it lies would change what lies there."""
    for name in ("collection.db", "collection.db-wal"):
        if (folder / name).exists():
            shutil.copyfile(folder / name, into / name)
    return into / "collection.db"


def read(folder, base):
    """The content of the collection in `folder`, paths relative to `base`; nothing in it where there is no database or no table yet."""
    if not (folder / "collection.db").exists():
        return Content()
    with tempfile.TemporaryDirectory(prefix="faults-look-") as scratch:
        connection = sqlite3.connect(copy(folder, pathlib.Path(scratch)))
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        try:
            return look(connection, folder, str(base))
        finally:
            connection.close()


def look(connection, folder, base):
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if "file" not in tables or "unit" not in tables or "embedding" not in tables:
        return Content()
    relative = lambda path: shown(path, folder, base)
    content = Content(roots={relative(path) for (path,) in connection.execute("SELECT path FROM root")})
    units = {}
    for document, *unit in connection.execute(f"SELECT document, {','.join(UNIT)} FROM unit ORDER BY document, position"):
        units.setdefault(document, []).append(tuple(unit))
    documents = {}
    for id, file, *rest in connection.execute(f"SELECT id, file, {','.join(DOCUMENT)} FROM document ORDER BY file, position"):
        documents.setdefault(file, []).append((tuple(rest), tuple(units.get(id, []))))
    for id, path, size, hash in connection.execute("SELECT id, path, size, hash FROM file"):
        content.files[relative(path)] = (size, hash, tuple(documents.get(id, [])))
    query = "SELECT m.name, m.revision, e.hash, e.vector, e.windows FROM embedding e JOIN model m ON m.id = e.model"
    for name, revision, hash, vector, windows in connection.execute(query):
        content.embeddings[(f"{name} {revision}", hash)] = (vector, windows)
    if "topic_unit" in tables:
        content.topics = topics(connection)
    return content


def topics(connection):
    """What is kept of topics, but for how many runs there were."""
    found = {"topics": {}, "none": set(), "gone": set(), "edits": []}
    for id, name, given in connection.execute("SELECT id, name, name_given FROM topic"):
        found["topics"][id] = (name, given, set())
    for topic, hash in connection.execute("SELECT topic, hash FROM topic_unit"):
        (found["none"] if topic is None else found["topics"][topic][2]).add(hash)
    found["gone"] = set(connection.execute("SELECT id, name, heir FROM topic_gone"))
    found["edits"] = [edit for (edit,) in connection.execute("SELECT edit FROM topic_edit ORDER BY number")]
    return found


def shown(path, folder, base):
    """A path as seen from `base`; the program keeps it whole, or from the folder that the collection lies in."""
    path = os.fsdecode(path) if isinstance(path, bytes) else path
    if path.startswith("./"):
        path = os.path.normpath(folder.parent / path)
    return path[len(base) + 1:] if path.startswith(base + "/") else path


def same_vector(a, b):
    if a == b or a is None or b is None:
        return a == b
    numbers = lambda blob: struct.unpack(f"<{len(blob) // 4}f", blob)
    return len(a) == len(b) and abs(sum(x * y for x, y in zip(numbers(a), numbers(b))) - 1) < CLOSE


def some(names):
    names = sorted(map(str, names))
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def differences(found, expected):
    """What is missing, what is left, and what is otherwise than in an undisturbed run: three lists of sentences."""
    missing, left, other = [], [], []
    for what, a, b in [("root", found.roots, expected.roots), ("file", found.files.keys(), expected.files.keys()),
                       ("topic", found.topics.get("topics", {}).keys(), expected.topics.get("topics", {}).keys())]:
        if b - a:
            missing.append(f"{what}s {some(b - a)} are not there")
        if a - b:
            left.append(f"{what}s {some(a - b)} are there")
    changed = [path for path in found.files.keys() & expected.files.keys() if found.files[path] != expected.files[path]]
    if changed:
        other.append(f"files {some(changed)} have other texts")
    lack, unused = embedded(found)
    if lack:
        missing.append(f"{lack} texts have no embedding")
    if unused:
        left.append(f"{unused} embeddings are of texts that are gone")
    for key in found.embeddings.keys() & expected.embeddings.keys():
        if not same_vector(found.embeddings[key][0], expected.embeddings[key][0]):
            other.append(f"the embedding {key[1].hex()[:12]} is another")
            break
    if not missing and not left and found.topics != expected.topics:
        other.append("the topics are others")
    return missing, left, other


def embedded(content):
    """Texts without an embedding, and embeddings without a text."""
    known = {hash for _, hash in content.embeddings}
    texts = content.hashes()
    return len(texts - known), len(known - texts)


def between(found, before, after):
    """What a run that was cut off left that is neither as before nor as after it, one sentence each; files change whole."""
    wrong = []
    for path in before.files.keys() | after.files.keys() | found.files.keys():
        now = found.files.get(path)
        if now not in (before.files.get(path), after.files.get(path)):
            wrong.append(f"`{path}` is neither as before nor as after the run" if now else f"`{path}` is gone")
    lost = before.roots & after.roots - found.roots
    if lost:
        wrong.append(f"roots {some(lost)} are gone")
    for key, (vector, _) in found.embeddings.items():
        known = after.embeddings.get(key) or before.embeddings.get(key)
        if known and not same_vector(vector, known[0]):
            wrong.append(f"the embedding {key[1].hex()[:12]} is another")
            break
    needed = before.hashes() & after.hashes() & found.hashes()
    gone = {hash for _, hash in before.embeddings} & needed - {hash for _, hash in found.embeddings}
    if gone:
        wrong.append(f"{len(gone)} embeddings of texts that are still there are gone")
    if found.topics and found.topics not in (before.topics, after.topics) and any(found.topics.values()):
        wrong.append("the topics are neither as before nor as after the run")
    return wrong
