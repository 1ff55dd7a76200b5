"""Kills: every command that writes, at system calls and at any time, and what is there then and after the next run."""

import os
import signal
import time

import jobs
import oracle
import traced
from tally import LOSS, WRONG

# Kills of each length of the whole.
WANTED = {"short": 16, "long": 560}


def run(tally, sandbox, seed, length):
    """One kill of each job in turn until there are enough."""
    jobs.prepare(sandbox, seed)
    for number in range(WANTED[length]):
        if not tally.asked(number):
            continue
        job = jobs.JOBS[number % len(jobs.JOBS)]
        jobs.learn(sandbox, job)
        with tally.trial("kills", number, job.name, sandbox) as trial:
            sandbox.restore(job.state)
            killed(trial, sandbox, job)
            while trial.rng.random() < 0.2:
                # What goes on after a kill may be killed as well.
                killed(trial, sandbox, job)
            reports(trial, sandbox, job)
            oracle.after(trial, sandbox, job)


def killed(trial, sandbox, job):
    """Kills the job somewhere; it may come to its end before."""
    lot = trial.rng.random()
    if lot < 0.25:
        run = at_a_time(trial, sandbox, job, signal.SIGKILL)
    else:
        spot = trial.rng.choice(traced.turns(job.spots)) if lot < 0.7 else traced.any_call(trial.rng, job.spots)
        run = sandbox.run(job.args, prefix=traced.sending("KILL", spot), stdin=job.stdin)
    if run.code == -signal.SIGKILL and not run.hung:
        trial.count("killed")
    else:
        trial.check(run.code == 0 or len(trial.commands) > 1 and run.code in (1, 2), WRONG, f"the job itself: {run.short()}")


def at_a_time(trial, sandbox, job, sent, **how):
    """Sends a signal to the job at any time of its run."""
    delay = trial.rng.uniform(0, job.seconds)
    process = sandbox.start(job.args, stdin=job.stdin, **how)
    if trial.commands:
        trial.commands[-1] += f"  # {sent.name} after {delay:.4f} s"
    if job.stdin is not None:
        # It is small enough for the pipe to take it whole.
        process.stdin.write(job.stdin)
        process.stdin.close()
        process.stdin = None
    time.sleep(delay)
    if process.poll() is None:
        os.kill(process.pid, sent)
    return sandbox.end(process)


def reports(trial, sandbox, job):
    """A report is the old one or the new one, never a part."""
    for name, new in job.reports.items():
        path = sandbox.path / name
        bytes = path.read_bytes() if path.exists() else None
        trial.check(bytes in (jobs.OLD, new), LOSS, f"`{name}` is neither the old one nor the new one ({len(bytes or b'')} bytes)")
