"""What others could read: permissions of all that is made, while it is made, and after every kind of end."""

import signal
import stat

import jobs
import kills
import oracle
import traced
import watch
from jobs import Job
from tally import EXPOSED, LEFTOVER, LOSS, WRONG

# Nothing is taken away from anybody: what is private is made so.
UMASK = 0o000
# Long enough for the watch to see each file as it was made.
DELAY = 5000
MARKER = jobs.MARKER.encode()

MORE = [
    Job("search", "indexed", jobs.QUERY, "reads"),
    Job("status", "indexed", ["status", "--json"], "reads"),
    Job("verify", "indexed", ["verify", "--json"], "reads"),
    Job("topics-no-keep", "indexed", ["topics", "--no-keep", "--json"], "reads"),
    Job("suggest", "indexed", ["topics", "suggest", "texts", "-o", "units.csv"], "reads"),
    Job("index-stdin", "empty", ["index", "-"], "reads", jobs.STDIN),
]
# What does not work, and must leave nothing that others can read.
ERRORS = {
    "no such path": ["index", "nowhere"],
    "no such report": ["topics", "texts", "-o", "nowhere/report.html"],
    "no text": ["index", "blank"],
    "no text to search": ["search", "anything", "blank"],
    "a field that is not there": ["index", "--text-field", "nothing", "texts"],
    "a word that is not known": ["search", "\u16a0\u16a1\u16a2", "texts"],
    "no such model": ["index", "--model", "nowhere.safetensors", "texts"],
}
SENT = ["INT", "TERM", "HUP", "KILL"]
WANTED = {"short": 4, "long": 96}


def run(tally, sandbox, seed, length):
    jobs.prepare(sandbox, seed)
    known = {job.name: job for job in jobs.JOBS}
    picked = [*jobs.JOBS, *MORE] if length == "long" else [known[name] for name in ("first", "update", "forget", "report", "stdin")] + MORE[:1]
    for number, job in enumerate([*jobs.JOBS, *MORE]):
        if job in picked and tally.asked(number):
            with tally.trial("privacy", number, job.name, sandbox) as trial:
                success(trial, sandbox, job)
    for number, (name, args) in enumerate(ERRORS.items(), 100):
        if tally.asked(number) and (length == "long" or number < 103):
            with tally.trial("privacy", number, f"error: {name}", sandbox) as trial:
                error(trial, sandbox, args)
    order = ["stdin", "first", "topics-stdin", "report", "update", "search-paths", "forget", "topics", "topics-paths", "compact", "reread", "rename"]
    for number in range(WANTED[length]):
        if tally.asked(200 + number):
            job, sent = known[order[number % len(order)]], SENT[(number + number // len(order)) % len(SENT)]
            jobs.learn(sandbox, job)
            with tally.trial("privacy", 200 + number, f"{job.name}, SIG{sent}", sandbox) as trial:
                ended(trial, sandbox, job, sent)
    for number, mode in enumerate([0o600, 0o640, 0o666], 400):
        if tally.asked(number):
            with tally.trial("privacy", number, f"a report of mode {mode:04o} is written anew", sandbox) as trial:
                rewritten(trial, sandbox, mode)


def reports_may(name):
    """Reports are the person's, and so are their unfinished forms; corpus and input as well."""
    if name in jobs.REPORTS or oracle.TEMPORARY.search(name) and name != jobs.COLLECTION:
        return 0o666
    return None if name in ("blank",) else 0


def watched(sandbox, job):
    return watch.Watch(sandbox.path, reports_may, MARKER if job.kind == "none" else None)


def judge(trial, seen, job, when):
    trial.check(not seen.exposed, EXPOSED, f"{seen.shown()} {when}")
    open_to_others = {name: mode for name, mode in seen.marked.items() if mode & 0o044}
    trial.check(not open_to_others, EXPOSED, f"standard input lay in {watch.shown(open_to_others)} {when}")


def gone(trial, sandbox, job, when):
    """Nothing of standard input is on the disk."""
    if job.kind == "none":
        left = watch.holding(sandbox.path, MARKER)
        trial.check(not left, LEFTOVER, f"standard input is in {', '.join(left[:4])} {when}")


def success(trial, sandbox, job):
    sandbox.restore(job.state)
    slowly = traced.prefix("/dev/null", "-e", "trace=openat,mkdir", "-e", f"inject=openat,mkdir:delay_exit={DELAY}")
    with watched(sandbox, job) as seen:
        run = sandbox.run(job.args, prefix=slowly, stdin=job.stdin, umask=UMASK)
    trial.check(run.code == 0, WRONG, f"it does not work: {run.short()}")
    judge(trial, seen, job, "while it ran, or after it")
    gone(trial, sandbox, job, "after it")


def error(trial, sandbox, args):
    sandbox.restore("empty")
    (sandbox.path / "blank").mkdir()
    (sandbox.path / "blank" / "blank.txt").write_text("\n\n")
    job = Job("error", "empty", args, "reads")
    with watched(sandbox, job) as seen:
        run = sandbox.run(args, umask=UMASK)
    oracle.clear_error(trial, run, "an error")
    judge(trial, seen, job, "before an error, or after it")
    oracle.leftovers(trial, sandbox, "after an error")


def ended(trial, sandbox, job, sent):
    """The same after a signal; after a kill, which nothing can tidy up after, once the next run is over."""
    sandbox.restore(job.state)
    spot = trial.rng.choice([trial.rng.choice(traced.turns(job.spots)), traced.any_call(trial.rng, job.spots)])
    with watched(sandbox, job) as seen:
        if trial.rng.random() < 0.3:
            run = kills.at_a_time(trial, sandbox, job, signal.Signals[f"SIG{sent}"], umask=UMASK)
        else:
            run = sandbox.run(job.args, prefix=traced.sending(sent, spot), stdin=job.stdin, umask=UMASK)
    trial.count("ended by the signal", run.code != 0)
    judge(trial, seen, job, f"before or after SIG{sent}")
    if sent != "KILL":
        gone(trial, sandbox, job, f"after SIG{sent}")
        return
    with watched(sandbox, job) as seen:
        sandbox.run(job.args, stdin=job.stdin, umask=UMASK)
    judge(trial, seen, job, "after a kill and the next run")
    gone(trial, sandbox, job, "after a kill and the next run")


def rewritten(trial, sandbox, mode):
    """A file that is written anew keeps its permissions, and what is to become it is no more open than it was."""
    sandbox.restore("reported")
    report = sandbox.path / jobs.REPORTS[0]
    report.chmod(mode)
    may = lambda name: mode if name in jobs.REPORTS or oracle.TEMPORARY.search(name) and name != jobs.COLLECTION else 0
    slowly = traced.prefix("/dev/null", "-e", "trace=openat,rename,renameat", "-e", f"inject=openat,rename,renameat:delay_exit={DELAY}")
    with watch.Watch(sandbox.path, lambda name: may(name) if name != jobs.REPORTS[1] else None) as seen:
        run = sandbox.run(["topics", "texts", "-o", report.name], prefix=slowly, umask=UMASK)
    trial.check(run.code == 0, WRONG, f"it does not work: {run.short()}")
    now = stat.S_IMODE(report.stat().st_mode)
    trial.check(now == mode, EXPOSED if now & ~mode else LOSS, f"a report of mode {mode:04o} has mode {now:04o} once it is written anew")
    reports = {name: shown for name, shown in seen.exposed.items() if "/" not in name and name not in ("cache", "tmp")}
    trial.check(not reports, EXPOSED, f"{watch.shown(reports)} while a report of mode {mode:04o} was written anew")
