"""Trials, what was found wrong in them, and how they are counted."""

import contextlib
import pathlib
import random
import re
import shutil
import tempfile
import traceback

# What can be wrong, in the order of the summary.
LOSS, LEFTOVER, FALSE_ALARM, WRONG, EXPOSED = "loss", "leftover", "false alarm", "wrong answer", "exposed"
WHAT = {LOSS: "losses", LEFTOVER: "leftovers", FALSE_ALARM: "false alarms", WRONG: "wrong answers", EXPOSED: "exposed"}


class Trial:
    """One trial: its random numbers, the commands that it ran and what it found."""

    def __init__(self, rng):
        self.rng = rng
        self.commands = []
        self.found = []
        self.counted = {}

    def fail(self, what, message):
        self.found.append((what, message.replace("\n", "\\n").replace("\x1b", "\\x1b")))

    def check(self, holds, what, message):
        """Notes `message` unless `holds`; gives back whether it does."""
        if not holds:
            self.fail(what, message)
        return bool(holds)

    def count(self, name, more=1):
        """Counts something for the summary of the kind, such as the trials in which the program was really killed."""
        self.counted[name] = self.counted.get(name, 0) + more


class Tally:
    """Prints each failure as it comes and counts by kind."""

    def __init__(self, seed, again, keep, only_trial=None):
        self.seed, self.again, self.keep, self.only_trial = seed, again, keep, only_trial
        self.kinds = {}
        self.skipped = []

    def asked(self, number):
        """Whether a trial of this number is to be run."""
        return self.only_trial is None or self.only_trial == number

    def row(self, kind):
        row = dict.fromkeys(["trials", "failed", *WHAT], 0)
        return self.kinds.setdefault(kind, {"counted": {}, **row})

    def skip(self, kind, why):
        """Says loudly that something is not tried here."""
        self.row(kind)
        self.skipped.append(f"{kind}: {why}")
        print(f"SKIP  {kind}: {why}", flush=True)

    @contextlib.contextmanager
    def trial(self, kind, number, name, sandbox):
        """A trial in a sandbox; what goes wrong in the harness itself is a failure as well."""
        trial = Trial(random.Random(f"{self.seed} {kind} {number} {name}"))
        sandbox.trial = trial
        row = self.row(kind)
        row["trials"] += 1
        try:
            yield trial
        except Exception:
            trial.fail(WRONG, "the trial did not come to its end: " + " ".join(traceback.format_exc(limit=-3).split()))
        sandbox.trial = None
        for counted, n in trial.counted.items():
            row["counted"][counted] = row["counted"].get(counted, 0) + n
        if trial.found:
            row["failed"] += 1
            for what in {what for what, _ in trial.found}:
                row[what] += 1
            self.tell(kind, number, name, trial, sandbox)

    def tell(self, kind, number, name, trial, sandbox):
        told = {}
        for what, message in trial.found:
            # The same again, but for numbers of processes and the like, is told once.
            told.setdefault((what, re.sub(r"\d+", "", message)[:200]), []).append(message)
        for (what, _), messages in told.items():
            times = f" ({len(messages)} times)" if len(messages) > 1 else ""
            print(f"FAIL  {kind} {number} ({name}): {what}: {messages[0][:1500]}{times}")
        print(f"      seed {self.seed}, trial {number}; again: {self.again} --only {kind} --trial {number}")
        for command in trial.commands:
            print(f"      $ {command}")
        if self.keep:
            kept = pathlib.Path(tempfile.mkdtemp(prefix=f"faults-{kind}-{number}-"))
            shutil.copytree(sandbox.path, kept, symlinks=True, dirs_exist_ok=True, ignore_dangling_symlinks=True)
            print(f"      what was there: {kept}")
        print(end="", flush=True)

    def close(self, kind, seconds):
        """The line of a kind."""
        row = self.row(kind)
        counts = [f"{row['trials']} trials", *(f"{row[what]} {name}" for what, name in WHAT.items())]
        counts += [f"{n} {name}" for name, n in row["counted"].items()]
        print(f"{kind}: {row['failed']} failed; " + ", ".join(counts) + f" ({seconds:.0f} s)", flush=True)
        return row
