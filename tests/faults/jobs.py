"""The commands that write, the states from which they set out, and what an undisturbed run of each makes."""

import json
from dataclasses import dataclass, field

import content
import corpus
import traced

ROOTS = ["texts", "more"]
COLLECTION = ".cognate"
REPORTS = ["report.html", "units.csv"]
# What a report is before another takes its place.
OLD = b"an older report\n"
# Of standard input, and nowhere else.
MARKER = "Zebulon Quartermain"
STDIN = "".join(f"{MARKER} told in letter {i} of the caravan that crossed the desert near well {i}. He drank tea.\n\n" for i in range(40)).encode()
QUERY = ["search", corpus.STABLE, "-k", "5", "--json"]


@dataclass
class Job:
    """A command that writes.

    `kind` says what a run that was cut off may leave: `files` (each file as before or after it), `forget` (the same, and the
    root with them), `whole` (all as before or all as after), `none` (nothing is kept), `cache` (as `files`, of a cached collection).
    """

    name: str
    state: str
    args: list
    kind: str
    stdin: bytes | None = None
    # What an undisturbed run leaves, once it was made.
    before: content.Content = None
    after: content.Content = None
    out: bytes = b""
    reports: dict = field(default_factory=dict)
    seconds: float = 0.0
    folder: str = COLLECTION
    spots: list = field(default_factory=list)

    @property
    def first(self):
        """There is no collection before it."""
        return self.state == "empty" or self.state == "reported"


JOBS = [
    Job("first", "empty", ["index", *ROOTS, "--json"], "files"),
    Job("update", "changed", ["index", "--json"], "files"),
    Job("forget", "indexed", ["index", "--forget", "more", "--json"], "forget"),
    Job("reread", "indexed", ["index", "--unit", "sentence", *ROOTS, "--json"], "files"),
    Job("compact", "indexed", ["compact", "--json"], "whole"),
    Job("compact-small", "indexed", ["compact", "--small", "--json"], "whole"),
    Job("topics", "indexed", ["topics", "--json"], "whole"),
    Job("rename", "topics", ["topics", "edit", "rename", "1", "What I call it", "--json"], "whole"),
    Job("merge", "topics", ["topics", "edit", "merge", "1", "2", "--json"], "whole"),
    Job("move", "topics", ["topics", "edit", "move", "texts/grain/article00.txt:1", "none", "--json"], "whole"),
    Job("undo", "edited", ["topics", "edit", "undo", "--json"], "whole"),
    Job("search-paths", "empty", [*QUERY, "texts"], "cache"),
    Job("topics-paths", "empty", ["topics", "texts", "--json"], "cache"),
    Job("report", "reported", ["topics", "texts", "-o", "report.html", "-o", "units.csv"], "cache"),
    Job("stdin", "empty", ["search", MARKER, "-k", "3", "--json", "-"], "none", STDIN),
    Job("topics-stdin", "empty", ["topics", "--json", "-"], "none", STDIN),
]


def good(run):
    if run.code != 0:
        raise RuntimeError(f"a command that must work did not: {run.short()}")
    return run


def prepare(sandbox, seed):
    """Makes the states: without a collection, indexed, changed since then, with topics and edits."""
    if sandbox.has("empty"):
        return
    sandbox.clear()
    corpus.write(sandbox.path, seed)
    sandbox.hand_over()
    sandbox.keep("empty")
    for report in REPORTS:
        (sandbox.path / report).write_bytes(OLD)
    sandbox.keep("reported")
    sandbox.restore("empty")
    good(sandbox.run(["index", *ROOTS]))
    sandbox.keep("indexed")
    corpus.change(sandbox.path, seed)
    sandbox.keep("changed")
    sandbox.restore("indexed")
    good(sandbox.run(["topics", "--json"]))
    sandbox.keep("topics")
    good(sandbox.run(["topics", "edit", "rename", "1", "Taken back again"]))
    sandbox.keep("edited")


def collections(sandbox):
    """Folders of collections: the nearest one, or those of the cache."""
    return sorted(path.parent for path in sandbox.path.rglob("collection.db"))


def learn(sandbox, job, trace=True):
    """Runs a job undisturbed, once, and keeps what comes of it."""
    if job.after is not None:
        return
    sandbox.restore(job.state)
    before = content.read(sandbox.path / COLLECTION, sandbox.path)
    run, job.seconds = sandbox.timed(job.args, stdin=job.stdin)
    good(run)
    if job.kind == "forget":
        good(sandbox.run(["index"]))
    found = collections(sandbox)
    job.folder = str(found[0].relative_to(sandbox.path)) if found else COLLECTION
    after = content.read(sandbox.path / job.folder, sandbox.path)
    job.out = run.out
    job.reports = {name: (sandbox.path / name).read_bytes() for name in REPORTS if (sandbox.path / name).exists()}
    job.before = before
    if trace:
        sandbox.restore(job.state)
        job.spots, run = traced.calls(sandbox, job.args, stdin=job.stdin)
        good(run)
    job.after = after


def results(run):
    return json.loads(run.out)["results"]
