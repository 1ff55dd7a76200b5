"""Collections that somebody else made, moved, or set a trap with."""

import os
import shutil
import sqlite3
import struct

import content
import corpus
import jobs
import oracle
from sandbox import NOBODY
from tally import LEFTOVER, LOSS, WRONG

# A trap may make a program read for ever: its memory ends first.
BOUNDED = ["prlimit", "--as=3000000000", "--"]
PATIENCE = 12
READERS = [jobs.QUERY, ["status", "--json"], ["verify", "--json"], ["topics", "--no-keep", "--json"], ["topics", "edit", "list", "--json"]]
WRITERS = [["index", "--json"], ["topics", "--json"], ["compact", "--json"]]
VICTIM = b"what the victim wrote\n"


def run(tally, sandbox, seed, length):
    jobs.prepare(sandbox, seed)
    trials = [("copied with its texts", lambda trial: copied(trial, sandbox)),
              ("moved with its texts", lambda trial: moved(trial, sandbox)),
              ("copied without its texts", lambda trial: without(trial, sandbox))]
    trials += [(f"a view named {table}", lambda trial, table=table: view(trial, sandbox, table)) for table in ("unit", "file", "meta", "root", "embedding", "topic_gone")]
    trials += [("a view without end", lambda trial: endless(trial, sandbox)),
               ("a trigger that deletes", lambda trial: trigger(trial, sandbox, "DELETE FROM unit")),
               ("a trigger that adds a root", lambda trial: trigger(trial, sandbox, "INSERT OR IGNORE INTO root (path) VALUES ('/etc')")),
               ("NaN in the database", lambda trial: not_numbers(trial, sandbox, "collection.db")),
               ("NaN in the index", lambda trial: not_numbers(trial, sandbox, "index.cog"))]
    for name in ("lock", "cognate.toml", "collection.db", "collection.db-wal", "index.cog", "words.cog"):
        for victim in (VICTIM, b""):
            trials.append((f"{name} is a link to a file {'of another' if victim else 'without bytes'}",
                           lambda trial, name=name, victim=victim: link(trial, sandbox, name, victim)))
        trials.append((f"{name} is a pipe", lambda trial, name=name: device(trial, sandbox, name, None)))
        trials.append((f"{name} is a link to /dev/zero", lambda trial, name=name: device(trial, sandbox, name, "/dev/zero")))
    for number, (name, act) in enumerate(trials):
        if tally.asked(number) and (length == "long" or number % 4 == 0 or number < 3):
            with tally.trial("hostile", number, name, sandbox) as trial:
                act(trial)
    if os.geteuid() != 0:
        tally.skip("hostile", "only root can make a collection of another user's")
    elif tally.asked(100):
        with tally.trial("hostile", 100, "a collection of another user's", sandbox) as trial:
            another(trial, sandbox)


def bounded(trial, sandbox, args, what, cwd=None):
    """A run that must end, and not by breaking down."""
    run = sandbox.run(args, prefix=BOUNDED, patience=PATIENCE, cwd=cwd)
    trial.check(not run.panicked(), WRONG, f"`{' '.join(args[:2])}` with {what}: {run.short()}")
    if run.code == 2 and not run.panicked() and not (args[0] == "verify" and run.out):
        oracle.clear_error(trial, run, f"`{' '.join(args[:2])}` with {what}", hint=False)
    return run


def database(sandbox):
    """The database, opened to be changed by hand."""
    return sqlite3.connect(sandbox.path / jobs.COLLECTION / "collection.db")


def first_text(trial, run, wanted, what):
    if trial.check(run.code == 0, WRONG, f"`search` {what}: {run.short()}"):
        found = jobs.results(run)
        trial.check(found and found[0]["text"] == wanted, LOSS, f"{what} the text is not found first, but {found[:1]}")


def project(sandbox):
    """A folder with texts and their collection, below the sandbox."""
    sandbox.restore("empty")
    folder = sandbox.path / "project"
    folder.mkdir()
    for name in jobs.ROOTS:
        (sandbox.path / name).rename(folder / name)
    jobs.good(sandbox.run(["index", *jobs.ROOTS], cwd=folder))
    return folder


def changed_there(trial, sandbox, folder, what):
    """`index` in a place reads what lies in that place."""
    new = "The puppeteer Rosalind Achterberg carved a marionette of limewood for the festival. It bows."
    path = folder / "more" / "note0.txt"
    path.write_text(new + "\n")
    corpus.later(path)
    run = sandbox.run(["index", "--json"], cwd=folder)
    if not trial.check(run.code == 0, WRONG, f"`index` {what}: {run.short()}"):
        return
    counts = run.json()
    trial.check((counts["changed"], counts["removed"]) == (1, 0), WRONG, f"`index` {what} finds {counts['changed']} changed and {counts['removed']} removed, not 1 and 0")
    first_text(trial, sandbox.run(["search", new, "-k", "1", "--json"], cwd=folder), new, what)
    now = content.read(folder / jobs.COLLECTION, folder)
    trial.check(len(now.files) == 37, LOSS, f"{len(now.files)} files are there {what}, not 37")
    trial.check(corpus.FORGOTTEN not in now.texts(), LEFTOVER, f"the text from before is still there {what}")
    trial.check(all(not path.startswith("/") for path in now.files), WRONG, f"{what} paths lead elsewhere: {content.some(p for p in now.files if p.startswith('/'))}")


def copied(trial, sandbox):
    folder = project(sandbox)
    other = sandbox.path / "copy"
    shutil.copytree(folder, other)
    before = content.read(folder / jobs.COLLECTION, folder)
    changed_there(trial, sandbox, other, "in a copy")
    after = content.read(folder / jobs.COLLECTION, folder)
    trial.check(after == before, LOSS, "what was done in the copy changed the original")
    run = sandbox.run(["index", "--json"], cwd=folder)
    trial.check(run.code == 0 and run.json()["unchanged"] == 37, WRONG, f"`index` in the original: {run.short()}")


def moved(trial, sandbox):
    folder = project(sandbox)
    other = sandbox.path / "elsewhere"
    folder.rename(other)
    run = sandbox.run(["search", corpus.FORGOTTEN, "-k", "1", "--json"], cwd=other)
    first_text(trial, run, corpus.FORGOTTEN, "where it was moved to")
    changed_there(trial, sandbox, other, "where it was moved to")


def without(trial, sandbox):
    """Nothing is lost, and something is said, whatever `index` makes of it."""
    folder = project(sandbox)
    other = sandbox.path / "alone"
    other.mkdir()
    shutil.copytree(folder / jobs.COLLECTION, other / jobs.COLLECTION)
    before = content.read(other / jobs.COLLECTION, folder)
    run = sandbox.run(["index", "--json"], cwd=other)
    told = run.code == 2 and "error: " in run.err and "hint: " in run.err or run.code == 0 and "note: " in run.err
    trial.check(told and not run.panicked(), WRONG, f"`index` says nothing of texts that are not there: {run.short()}")
    after = content.read(other / jobs.COLLECTION, folder)
    trial.check(len(after.texts()) == len(before.texts()), LOSS, f"{len(after.texts())} texts are left of {len(before.texts())}")
    first_text(trial, sandbox.run(["search", corpus.FORGOTTEN, "-k", "1", "--json"], cwd=other), corpus.FORGOTTEN, "in a copy without the texts")


def another(trial, sandbox):
    """Somebody else's collection tells root to read what only root can."""
    sandbox.restore("topics")
    connection = database(sandbox)
    (path,) = connection.execute("SELECT path FROM root LIMIT 1").fetchone()
    secret = sandbox.path / "secret"
    secret.mkdir(mode=0o700)
    (secret / "key.txt").write_text("The secret key of the vault is amethyst sunrise forty-two. Nobody may know it.\n")
    for root in (secret, "/etc"):
        connection.execute("INSERT OR IGNORE INTO root (path) VALUES (?)", (os.fsencode(root) if isinstance(path, bytes) else str(root),))
    connection.commit()
    connection.close()
    folder = sandbox.path / jobs.COLLECTION
    for at in [folder, *folder.iterdir()]:
        os.lchown(at, NOBODY, NOBODY)
    for args in WRITERS:
        run = bounded(trial, sandbox, args, "a collection of another user's")
        # Topics are found and shown, and kept nowhere.
        refused = run.code == 2 or (args[0] == "topics" and run.code == 0 and "not kept" in run.err)
        trial.check(refused, WRONG, f"`{args[0]}` of another user's collection as root: {run.short()}")
    now = content.read(folder, sandbox.path)
    stolen = [path for path in now.files if path.startswith(("/etc", "secret"))]
    trial.check(not stolen, WRONG, f"{content.some(stolen)} was read for another user")
    first_text(trial, bounded(trial, sandbox, jobs.QUERY, "a collection of another user's"), corpus.STABLE, "in another user's collection")
    for args in READERS[1:3]:
        run = bounded(trial, sandbox, args, "a collection of another user's")
        trial.check(run.code == 0, WRONG, f"`{args[0]}` of another user's collection: {run.short()}")
    owners = {path.name: path.lstat().st_uid for path in folder.iterdir() if path.lstat().st_uid != NOBODY}
    trial.check(not owners, LEFTOVER, f"files of root's in another user's folder: {owners}")


def all_of_them(trial, sandbox, what, cwd=None):
    return {" ".join(args[:2]): bounded(trial, sandbox, args, what, cwd) for args in [*READERS, *WRITERS, ["index", "--forget", "more", "--json"]]}


def view(trial, sandbox, table):
    """A view in the place of a table: an error, or right answers."""
    sandbox.restore("topics")
    connection = database(sandbox)
    connection.executescript(f"PRAGMA legacy_alter_table = ON; ALTER TABLE {table} RENAME TO was_{table}; CREATE VIEW {table} AS SELECT * FROM was_{table};")
    connection.close()
    runs = all_of_them(trial, sandbox, f"a view named {table}")
    search = next(iter(runs.values()))
    if search.code == 0:
        first_text(trial, search, corpus.STABLE, f"with a view named {table}")


def endless(trial, sandbox):
    sandbox.restore("topics")
    connection = database(sandbox)
    connection.executescript("""PRAGMA foreign_keys = OFF; DROP TABLE topic_gone; CREATE VIEW topic_gone AS
        WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, 'name' AS name, NULL AS heir FROM n;""")
    connection.close()
    for args in (["topics", "edit", "list"], ["topics", "--json"], jobs.QUERY):
        bounded(trial, sandbox, args, "a view without end")


def trigger(trial, sandbox, statement):
    """Whatever a trigger would do is not done: an error, or the right content."""
    sandbox.restore("indexed")
    before = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
    connection = database(sandbox)
    for event in ("INSERT ON file", "DELETE ON file", "UPDATE ON meta", "INSERT ON meta", "INSERT ON embedding"):
        connection.execute(f"CREATE TRIGGER trap_{event.split()[0]}_{event.split()[-1]} AFTER {event} BEGIN {statement}; END")
    connection.commit()
    connection.close()
    path = sandbox.path / "more" / "note2.txt"
    path.write_text("The falconer Eustace Moor trained a kestrel on the cliffs of the island. It never came back.\n")
    corpus.later(path)
    run = bounded(trial, sandbox, ["index", "--json"], "a trigger")
    now = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
    lost = [path for path, file in before.files.items() if path != "more/note2.txt" and now.files.get(path) != file]
    trial.check(not lost, LOSS, f"a trigger changed {content.some(lost)} ({run.short()})")
    trial.check(now.roots == before.roots, WRONG, f"a trigger added roots: {now.roots - before.roots}")


def not_numbers(trial, sandbox, where):
    """Vectors of NaN are never found as if they were near, and are told of."""
    sandbox.restore("topics")
    folder = sandbox.path / jobs.COLLECTION
    connection = database(sandbox)
    vectors = connection.execute("SELECT id, vector FROM embedding WHERE vector IS NOT NULL ORDER BY id LIMIT 40").fetchall()
    nan = struct.pack("<f", float("nan"))
    if where == "collection.db":
        connection.executemany("UPDATE embedding SET vector = ? WHERE id = ?", [(nan * (len(vector) // 4), id) for id, vector in vectors])
        connection.commit()
        (folder / "index.cog").unlink()
    else:
        data = (folder / where).read_bytes()
        for _, vector in vectors:
            data = data.replace(vector[:64], nan * 16)
        trial.check(data.count(nan * 16) > 0, WRONG, "the vectors of the index are not where they were expected")
        (folder / where).write_bytes(data)
    connection.close()
    for wanted in ("wheat and barley", "measles", corpus.STABLE):
        run = bounded(trial, sandbox, ["search", wanted, "--json"], f"NaN in {where}")
        odd = [hit for hit in jobs.results(run) if hit["similarity"] is not None and not -1.01 <= hit["similarity"] <= 1.01] if run.code == 0 else []
        trial.check(not odd, WRONG, f"with NaN in {where} there are results of similarity {[hit['similarity'] for hit in odd]}")
    if where == "index.cog":
        first_text(trial, run, corpus.STABLE, "with NaN in the index")
    verify = bounded(trial, sandbox, ["verify", "--json"], f"NaN in {where}")
    trial.check(verify.code == 2, WRONG, f"`verify` does not find NaN in {where}: {verify.short()}")
    for args in READERS[1:] + WRITERS:
        bounded(trial, sandbox, args, f"NaN in {where}")


def place(sandbox, name):
    """Where something else is to stand in the place of a file of the collection."""
    sandbox.restore("indexed")
    path = sandbox.path / jobs.COLLECTION / name
    path.unlink(missing_ok=True)
    return path


def link(trial, sandbox, name, bytes):
    """A link in the place of a file: what it leads to stays as it was."""
    path = place(sandbox, name)
    victim = sandbox.path / "victim"
    victim.write_bytes(bytes)
    path.symlink_to(victim)
    corpus.change(sandbox.path, 7)
    for args in [*WRITERS, *READERS, ["index", "--unit", "sentence", "texts"], ["index", "texts", "more"]]:
        run = bounded(trial, sandbox, args, f"a link in the place of {name}")
        if not trial.check(victim.read_bytes() == bytes, WRONG, f"`{' '.join(args[:2])}` wrote {victim.stat().st_size} bytes to where {name} leads ({run.short()})"):
            return


def device(trial, sandbox, name, target):
    """What never ends, or waits for ever, in the place of a file."""
    path = place(sandbox, name)
    path.symlink_to(target) if target else os.mkfifo(path)
    for args in [["status"], jobs.QUERY, ["index", "--json"], ["verify"], ["compact"]]:
        run = bounded(trial, sandbox, args, f"{target or 'a pipe'} in the place of {name}")
        trial.check("memory" not in run.err, WRONG, f"`{args[0]}` reads {target} until its memory ends: {run.short()}")
        if run.hung:
            return
