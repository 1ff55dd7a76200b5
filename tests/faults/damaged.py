"""Files of a collection that are cut short or overwritten, and folders that cannot be written."""

import contextlib
import os
import sqlite3
import subprocess

import content
import corpus
import disks
import jobs
import oracle
from hostile import READERS, WRITERS, bounded, first_text
from sandbox import NOBODY, Sandbox
from tally import LOSS, WRONG

WANTED = {"short": 3, "long": 100}


def run(tally, sandbox, seed, length):
    jobs.prepare(sandbox, seed)
    for number, (name, spoil) in enumerate(SPOILT.items()):
        if tally.asked(number):
            with tally.trial("damaged", number, f"collection.db {name}", sandbox) as trial:
                spoilt(trial, sandbox, spoil)
    for number in range(WANTED[length]):
        if tally.asked(100 + number):
            with tally.trial("damaged", 100 + number, "collection.db overwritten somewhere", sandbox) as trial:
                overwritten(trial, sandbox, "collection.db")
        if tally.asked(300 + number):
            with tally.trial("damaged", 300 + number, "index.cog overwritten somewhere", sandbox) as trial:
                overwritten(trial, sandbox, "index.cog")
        if tally.asked(400 + number):
            with tally.trial("damaged", 400 + number, "words.cog overwritten somewhere", sandbox) as trial:
                overwritten(trial, sandbox, "words.cog")
    for number, text in enumerate([b"model = \"builtin\"\nunit = \"page\"\n", b"\xff\xfe\0", b"[" * 5000, b"max_chars = 0\n", b"model = \"/dev/zero\"\n"], 600):
        if tally.asked(number):
            with tally.trial("damaged", number, f"cognate.toml is {text[:20]!r}", sandbox) as trial:
                settings(trial, sandbox, text)
    read_only(tally, sandbox, seed)


SPOILT = {
    "without bytes": lambda data, rng: b"",
    "of one byte": lambda data, rng: data[:1],
    "cut in its first page": lambda data, rng: data[:rng.randrange(17, 4096)],
    "cut at a page": lambda data, rng: data[:4096 * rng.randrange(1, len(data) // 4096)],
    "cut anywhere": lambda data, rng: data[:rng.randrange(4096, len(data))],
    "of random bytes": lambda data, rng: rng.randbytes(len(data)),
    "of zeros": lambda data, rng: bytes(len(data)),
    "of text": lambda data, rng: b"It was a dark and stormy night.\n" * 400,
    "with random bytes after its head": lambda data, rng: data[:100] + rng.randbytes(len(data) - 100),
    "of another program's": lambda data, rng: None,
}


def spoilt(trial, sandbox, spoil):
    """Every command says what is wrong, and what to do; the file stays for whoever can mend it."""
    sandbox.restore("topics")
    path = sandbox.path / jobs.COLLECTION / "collection.db"
    data = spoil(path.read_bytes(), trial.rng)
    if data is None:
        data = foreign(sandbox)
    path.write_bytes(data)
    trial.commands.append(f"# collection.db has {len(data)} bytes")
    for args in [*READERS, *WRITERS]:
        run = bounded(trial, sandbox, args, "a spoilt database")
        verify = args[0] == "verify" and run.out
        if run.code != 0 and not run.panicked() and not verify:
            trial.check("hint: " in run.err, WRONG, f"`{' '.join(args[:2])}` does not say what to do: {run.short()}")
        trial.check(run.code != 0 or args[0] != "verify", WRONG, f"`verify` takes a spoilt database for a good one: {run.short()}")


def foreign(sandbox):
    """A database of another program's."""
    path = sandbox.path / "foreign.db"
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE file (name TEXT); CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x');")
    connection.close()
    return path.read_bytes()


def overwritten(trial, sandbox, name):
    """Some bytes are others: whatever is answered, nothing breaks down; an index is made anew from the database."""
    sandbox.restore("topics")
    path = sandbox.path / jobs.COLLECTION / name
    data = bytearray(path.read_bytes())
    for _ in range(trial.rng.randrange(1, 6)):
        n = trial.rng.choice([1, 4, 64, 4096])
        at = trial.rng.randrange(0, max(1, len(data) - n))
        data[at:at + n] = trial.rng.randbytes(n)
    if trial.rng.random() < 0.2:
        del data[trial.rng.randrange(len(data)):]
    path.write_bytes(data)
    for args in [*READERS, *WRITERS]:
        run = bounded(trial, sandbox, args, f"{name} overwritten somewhere")
        if name.endswith(".cog") and args == jobs.QUERY:
            first_text(trial, run, corpus.STABLE, "with a damaged index")
    if name.endswith(".cog"):
        for args in (["index", "--json"], ["verify", "--json"]):
            run = sandbox.run(args)
            trial.check(run.code == 0, WRONG, f"`{args[0]}` after a damaged index: {run.short()}")


def settings(trial, sandbox, text):
    sandbox.restore("indexed")
    path = sandbox.path / jobs.COLLECTION / "cognate.toml"
    path.write_bytes(text)
    for args in (jobs.QUERY, ["index", "--json"], ["status"]):
        run = bounded(trial, sandbox, args, "settings that are none")
        oracle.clear_error(trial, run, f"`{args[0]}` with settings that are none")
    trial.check(path.read_bytes() == text, LOSS, "settings that were not understood were written over")


def read_only(tally, sandbox, seed):
    """Folders that cannot be written are read all the same."""
    if os.geteuid() == 0:
        nobody = Sandbox(sandbox.home.parent / "nobody", sandbox.binary, NOBODY)
        jobs.prepare(nobody, seed)
    else:
        nobody = sandbox
    for number, (name, folder) in enumerate([("the collection", jobs.COLLECTION), ("all around it", "."), ("the files as well", "files")], 600):
        if tally.asked(number):
            with tally.trial("damaged", number, f"not to be written: {name}", nobody) as trial:
                nobody.restore("topics")
                collection = nobody.path / jobs.COLLECTION
                closed = [*collection.iterdir(), collection] if folder == "files" else [nobody.path / folder]
                for path in closed:
                    path.chmod(0o500 if path.is_dir() else 0o400)
                    trial.commands.append(f"chmod a-w {path}")
                if folder == ".":
                    collection.chmod(0o500)
                try:
                    reads(trial, nobody)
                finally:
                    for path in [nobody.path, collection, *collection.iterdir()]:
                        path.chmod(0o700)
    if why := disks.unmountable(sandbox):
        return tally.skip("damaged", f"no disk that is read only: {why}")
    for number, user in enumerate([sandbox, nobody], 610):
        if tally.asked(number):
            with tally.trial("damaged", number, f"a disk that is read only, as {'root' if user is sandbox else 'another user'}", user) as trial:
                user.restore("topics")
                with mounted_read_only(user.path / jobs.COLLECTION):
                    reads(trial, user)


@contextlib.contextmanager
def mounted_read_only(folder):
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def reads(trial, sandbox):
    before = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
    for args in READERS:
        run = sandbox.run(args)
        trial.check(run.code == 0, WRONG, f"`{' '.join(args[:2])}` where nothing can be written: {run.short()}")
        if args == jobs.QUERY and run.code == 0:
            first_text(trial, run, corpus.STABLE, "where nothing can be written")
    for args in WRITERS:
        run = sandbox.run(args)
        if args[0] == "topics" and run.code == 0 and "not kept" in run.err:
            # They are found and shown, and that they are not kept is said.
            continue
        oracle.clear_error(trial, run, f"`{args[0]}` where nothing can be written", hint=False)
    after = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
    trial.check(after == before, LOSS, "the content changed where nothing can be written")
