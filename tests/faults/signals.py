"""Signals that ask a program to end: it ends by them, and nothing temporary is left at once."""

import os
import signal
import time

import jobs
import kills
import oracle
import traced
from tally import LEFTOVER, WRONG

WANTED = {"short": 10, "long": 120}
SENT = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
# Nothing of these may be left at once; what is in a collection may wait for the next run.
AT_ONCE = {"stdin", "topics-stdin", "report"}
ORDER = ["report", "stdin", "update", "topics-stdin", "first", "report", "forget", "search-paths", "compact", "topics-stdin", "topics",
         "report", "reread", "topics-paths", "stdin", "rename"]


def run(tally, sandbox, seed, length):
    jobs.prepare(sandbox, seed)
    by_name = {job.name: job for job in jobs.JOBS}
    wanted = WANTED[length]
    for number in range(wanted):
        if not tally.asked(number):
            continue
        job = by_name[ORDER[number % len(ORDER)]]
        sent = SENT[number % len(SENT)]
        jobs.learn(sandbox, job)
        with tally.trial("signals", number, f"{job.name} {sent.name}", sandbox) as trial:
            sandbox.restore(job.state)
            asked(trial, sandbox, job, sent)
            kills.reports(trial, sandbox, job)
            oracle.after(trial, sandbox, job)
    for number, job in enumerate([by_name["update"], by_name["report"], by_name["topics-stdin"]], wanted):
        if tally.asked(number):
            jobs.learn(sandbox, job)
            with tally.trial("signals", number, f"{job.name}, SIGHUP ignored", sandbox) as trial:
                sandbox.restore(job.state)
                run = kills.at_a_time(trial, sandbox, job, signal.SIGHUP, prefix=["sh", "-c", 'trap "" HUP; exec "$@"', "sh"])
                trial.check(run.code == 0, WRONG, f"a program that ignores SIGHUP was ended: {run.short()}")
                oracle.whole(trial, sandbox, job)
    number = wanted + 3
    for number, sent in enumerate(SENT, wanted + 3):
        if tally.asked(number):
            with tally.trial("signals", number, f"half of standard input, {sent.name}", sandbox) as trial:
                half(trial, sandbox, sent)


def asked(trial, sandbox, job, sent):
    """Sends the signal at a system call or at any time; the program ends by it, or had come to its end."""
    if trial.rng.random() < 0.5:
        run = kills.at_a_time(trial, sandbox, job, sent)
    else:
        spots = traced.turns(job.spots) if trial.rng.random() < 0.5 else [traced.any_call(trial.rng, job.spots)]
        run = sandbox.run(job.args, prefix=traced.sending(sent.name[3:], trial.rng.choice(spots)), stdin=job.stdin)
    by_it = run.code in (-sent, 128 + sent)
    trial.count("ended by it", by_it)
    trial.check(by_it or run.code == 0, WRONG, f"{sent.name} did not end it as a signal does: {run.short()}")
    if job.name in AT_ONCE:
        at_once(trial, sandbox)


def at_once(trial, sandbox):
    """Before any other run: no temporary data, no unfinished report."""
    left = sorted(path.name for path in [*sandbox.tmp.iterdir(), *sandbox.path.iterdir()]
                  if path.parent == sandbox.tmp or oracle.TEMPORARY.search(path.name) and path.name != jobs.COLLECTION)
    trial.check(not left, LEFTOVER, f"{', '.join(left)} left right after the signal")


def half(trial, sandbox, sent):
    """The signal comes while standard input is being read."""
    sandbox.restore("empty")
    process = sandbox.start(["search", jobs.MARKER, "-"], stdin=jobs.STDIN)
    process.stdin.write(jobs.STDIN[:1000])
    process.stdin.flush()
    time.sleep(0.2)
    os.kill(process.pid, sent)
    run = sandbox.end(process)
    trial.check(run.code in (-sent, 128 + sent), WRONG, f"{sent.name} did not end it: {run.short()}")
    at_once(trial, sandbox)
