"""Names of files: bytes that are no text, characters that command a terminal, names that look like others."""

import os
import pathlib

import content
import corpus
import jobs
import oracle
from tally import LEFTOVER, LOSS, WRONG

# What moves the cursor, turns the direction of text or ends a line.
CONTROLS = [*(chr(code) for code in range(32) if code not in (9, 10)), "\x7f", *map(chr, range(0x80, 0xA0)), *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]

# Pairs that must not be taken for each other.
PAIRS = {
    "bytes that are no UTF-8": (b"caf\xe9.txt", b"caf\xe8.txt"),
    "a byte and the letters by which it is shown": (b"caf\xe9.txt", rb"caf\xe9.txt"),
    "a byte and the letter that stands for any": (b"caf\xe9.txt", "caf\ufffd.txt".encode()),
    "composed and decomposed": ("caf\u00e9.txt".encode(), "cafe\u0301.txt".encode()),
    "upper and lower case": (b"CAFE.txt", b"cafe.txt"),
    "half a pair of surrogates": (b"x\xed\xa0\x80.txt", b"x\xed\xb0\x80.txt"),
}
ESCAPES = {
    "red": b"a\x1b[31mred.txt",
    "a title of the window": b"b\x1b]0;owned\x07.txt",
    "a line": b"c\nerror: all is lost.txt",
    "a tabulator and a backspace": b"d\t\x08\x08.txt",
    "another direction": "e\u202etxt.exe.txt".encode(),
    "a C1 control": "f\x9b31m.txt".encode(),
    "quotes": b"g'\"`$(touch owned)`.txt",
    "a dash": b"--help.txt",
    "a percent sign and a brace": b"h%s{}%n.txt",
    "a name of 251 bytes": b"i" * 247 + b".txt",
}
# Words of the built-in model, so that each text differs in meaning as well.
SUBJECTS = ["glacier", "orchestra", "vineyard", "submarine", "parliament", "volcano", "carpenter", "elephant", "bakery", "telescope", "lighthouse", "bicycle"]


def run(tally, sandbox, seed, length):
    jobs.prepare(sandbox, seed)
    trials = [(f"two names: {name}", lambda trial, pair=pair: two(trial, sandbox, pair)) for name, pair in PAIRS.items()]
    trials += [("names with escapes", lambda trial: escapes(trial, sandbox)),
               ("a root that is no UTF-8", lambda trial: root(trial, sandbox, b"dossi\xe9r")),
               ("a root with an escape", lambda trial: root(trial, sandbox, b"dossier\x1b[31m\n")),
               ("two roots that are no UTF-8", lambda trial: roots(trial, sandbox)),
               ("paths that are no UTF-8, cached", lambda trial: cached(trial, sandbox)),
               ("what is not there", lambda trial: missing(trial, sandbox)),
               ("a working folder that is no UTF-8", lambda trial: working_folder(trial, sandbox))]
    for number, (name, act) in enumerate(trials):
        if tally.asked(number):
            with tally.trial("names", number, name, sandbox) as trial:
                act(trial)


def text(i):
    return f"The {SUBJECTS[i]} of chapter {i + 11} was described by the traveller in his second letter. Nobody believed him."


def put(sandbox, folder, names):
    """Files of these names, each with a text of its own; the texts."""
    folder = os.path.join(os.fsencode(sandbox.path), folder)
    os.makedirs(folder, exist_ok=True)
    for i, name in enumerate(names):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text(i) + "\n")
    return [text(i) for i in range(len(names))]


def found(trial, sandbox, texts, *more):
    """Each text is found first, and in a file of its own; the names of the files."""
    files = []
    for wanted in texts:
        run = sandbox.run(["search", wanted, "-k", "1", "--json", *more])
        if trial.check(run.code == 0, LOSS, f"`search` for {wanted[:40]!r}: {run.short()}"):
            hit = jobs.results(run)[0]
            trial.check(hit["text"] == wanted, LOSS, f"{wanted[:40]!r} is not found first, but {hit['text'][:40]!r}")
            files.append(hit["file"])
    trial.check(len(set(files)) == len(texts), WRONG, f"{len(texts)} files are shown by the names {sorted(set(files))!r}")
    return files


def good(trial, run, what):
    return trial.check(run.code == 0, WRONG, f"{what}: {run.short()}")


def two(trial, sandbox, pair):
    sandbox.clear()
    texts = put(sandbox, b"texts", pair)
    run = sandbox.run(["index", "texts", "--json"])
    if not good(trial, run, "`index`"):
        return
    trial.check(run.json()["added"] == 2, LOSS, f"{run.json()['added']} of two files were added")
    files = found(trial, sandbox, texts)
    if b"caf\xe9.txt" in pair and files:
        trial.check(files[0].endswith("\\xe9.txt"), WRONG, f"the byte E9 is shown as {files[0]!r}")
    run = sandbox.run(["index", "--json"])
    if good(trial, run, "`index` again"):
        counts = {name: run.json()[name] for name in ("added", "changed", "removed", "unchanged", "embedded")}
        trial.check(counts == {"added": 0, "changed": 0, "removed": 0, "unchanged": 2, "embedded": 0}, WRONG, f"nothing changed, but {counts}")
    os.unlink(os.path.join(os.fsencode(sandbox.path), b"texts", pair[0]))
    run = sandbox.run(["index", "--json"])
    good(trial, run, "`index` without the first")
    found(trial, sandbox, texts[1:])
    left = content.read(sandbox.path / jobs.COLLECTION, sandbox.path).texts()
    trial.check(texts[0] not in left, LEFTOVER, "the text of a file that was deleted is still there")
    good(trial, sandbox.run(["verify"]), "`verify`")


def harmless(trial, run, what, json=False):
    """Nothing that commands a terminal is printed; JSON is for programs, and has rules of its own."""
    said = run.out.decode(errors="replace") + run.err
    bad = sorted({character for character in CONTROLS if character in said and not (json and character >= "\x7f")})
    trial.check(not bad, WRONG, f"{what} prints {bad!r}")
    trial.check("\nerror: all is lost" not in said, WRONG, f"{what} prints a name as lines of its own")
    trial.check(not run.panicked(), WRONG, f"{what}: {run.short()}")


def escapes(trial, sandbox):
    sandbox.clear()
    texts = put(sandbox, b"texts", ESCAPES.values())
    # Passed over, and said so.
    (sandbox.path / "texts" / "z\x1b[32m\n.bin").write_bytes(b"\0\1\2")
    (sandbox.path / "texts" / "y\x1b[32m\n.txt").write_bytes(bytes(range(256)) * 40)
    for args in (["index", "texts"], ["index", "texts", "--json"], ["status"], ["verify"], ["topics", "--full"], ["topics", "edit", "list"]):
        run = sandbox.run(args)
        harmless(trial, run, f"`{' '.join(args)}`", "--json" in args)
        trial.check(run.code in (0, 1), WRONG, f"`{' '.join(args)}`: {run.short()}")
    found(trial, sandbox, texts)
    for wanted in texts:
        harmless(trial, sandbox.run(["search", wanted]), "`search`")
        harmless(trial, sandbox.run(["search", wanted, "--json"]), "`search --json`", json=True)
    for name in ESCAPES.values():
        run = sandbox.run([b"search", b"glacier", b"texts/" + name])
        harmless(trial, run, "`search` in the file")
        run = sandbox.run([b"index", b"--forget", b"nowhere/" + name])
        harmless(trial, run, "`index --forget` of what is not known")
    trial.check(not (sandbox.path / "owned").exists(), WRONG, "a name was run as a command")


def root(trial, sandbox, name):
    sandbox.clear()
    texts = put(sandbox, name, [b"one.txt", b"two.txt"])
    if not good(trial, sandbox.run([b"index", name]), "`index` of the root"):
        return
    found(trial, sandbox, texts)
    path = pathlib.Path(os.fsdecode(os.path.join(os.fsencode(sandbox.path), name, b"two.txt")))
    path.write_text(text(7) + "\n")
    corpus.later(path)
    run = sandbox.run(["index", "--json"])
    if good(trial, run, "`index` without paths does not find the root again"):
        trial.check((run.json()["changed"], run.json()["unchanged"]) == (1, 1), WRONG, f"one of two changed, but {run.out[:300]!r}")
        found(trial, sandbox, [texts[0], text(7)])
    for args in (["status"], ["status", "--json"]):
        run = sandbox.run(args)
        harmless(trial, run, f"`{' '.join(args)}`", "--json" in args)
    good(trial, sandbox.run([b"index", b"--forget", name]), "`index --forget` of the root")
    left = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
    trial.check(not left.files and not left.roots, LEFTOVER, f"{len(left.files)} files and {len(left.roots)} roots are left when the root is forgotten")


def roots(trial, sandbox):
    """Forgetting one keeps the other."""
    sandbox.clear()
    put(sandbox, b"dossi\xe9r", [b"one.txt"])
    two = put(sandbox, b"dossi\xe8r", [b"one.txt", b"two.txt"])
    if good(trial, sandbox.run([b"index", b"dossi\xe9r", b"dossi\xe8r"]), "`index` of both"):
        now = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
        trial.check((len(now.files), len(now.roots)) == (3, 2), LOSS, f"there are {len(now.files)} files of 3 and {len(now.roots)} roots of 2")
        good(trial, sandbox.run([b"index", b"--forget", b"dossi\xe9r"]), "`index --forget` of one")
        good(trial, sandbox.run(["index"]), "`index` after it")
        found(trial, sandbox, two)
        now = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
        trial.check(len(now.files) == 2, WRONG, f"{len(now.files)} files are left of the two of the other root")


def cached(trial, sandbox):
    """Two folders that differ in such a byte have two caches."""
    sandbox.clear()
    for name, texts in ((b"dossi\xe9r", [text(1)]), (b"dossi\xe8r", [text(2)])):
        folder = os.path.join(os.fsencode(sandbox.path), name)
        os.makedirs(folder)
        with open(os.path.join(folder, b"one.txt"), "w") as file:
            file.write(texts[0] + "\n")
        run = sandbox.run([b"search", texts[0].encode(), b"--json", name])
        if good(trial, run, "`search` in the folder"):
            trial.check([hit["text"] for hit in jobs.results(run)] == texts, WRONG, f"what is found is {[hit['text'][:60] for hit in jobs.results(run)]}")
    trial.check(len(jobs.collections(sandbox)) == 2, WRONG, f"two folders have {len(jobs.collections(sandbox))} caches")


def missing(trial, sandbox):
    sandbox.restore("indexed")
    for name in [*ESCAPES.values(), b"caf\xe9.txt", b"caf\x1b[31m\xe9.txt"]:
        for args in ([b"index", name], [b"search", b"anything", name], [b"topics", b"texts", b"-o", b"nowhere/" + name + b".html"],
                     [b"report", b"check", name], [b"status", b"--collection", name], [b"topics", b"edit", b"move", name + b":1", b"none"]):
            if args[0] in (b"index", b"report") and name.startswith(b"--"):
                continue
            run = sandbox.run(args)
            harmless(trial, run, f"`{args[0].decode()}` of what is not there")
            # Where colours are printed, escapes of a name must not be taken for the program's own.
            coloured = sandbox.run(args, env={"CLICOLOR_FORCE": "1", "NO_COLOR": ""})
            bad = [part for part in ("\x1b[31mred", "\x1b]0;", "\x1b[31m\\xe9", "\x1b[31m\ufffd") if part in coloured.err]
            trial.check(not bad, WRONG, f"`{args[0].decode()}` of what is not there prints {bad!r} in colour")
            trial.check(run.code == 2, WRONG, f"`{args[0].decode()}` of what is not there: {run.short()}")


def working_folder(trial, sandbox):
    """The collection itself lies below such a name."""
    sandbox.clear()
    texts = put(sandbox, b"proj\xe9t/texts", [b"one.txt", b"two.txt"])
    folder = pathlib.Path(os.fsdecode(os.fsencode(sandbox.path) + b"/proj\xe9t"))
    for args in (["index", "texts"], ["index"], ["verify"], ["status", "--json"], ["topics", "--json"], ["compact"]):
        good(trial, sandbox.run(args, cwd=folder), f"`{' '.join(args)}` below a folder that is no UTF-8")
    for wanted in texts:
        run = sandbox.run(["search", wanted, "-k", "1", "--json"], cwd=folder)
        if good(trial, run, "`search` below a folder that is no UTF-8"):
            trial.check(jobs.results(run)[0]["text"] == wanted, LOSS, f"{wanted[:40]!r} is not found first")
    oracle.leftovers(trial, sandbox, "after all of it")
