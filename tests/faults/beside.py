"""Readers beside writers, and writers beside each other: every answer right, nobody kept waiting for nothing."""

import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field

import content
import corpus
import jobs
import oracle
from tally import LOSS, WRONG, Trial

SEARCHES = {"short": 80, "long": 2000}
# Rounds of trials that stop a program in its middle.
STOPPED = {"short": 2, "long": 16}
HOLDER = re.compile(r"process (\d+)")
# A writer that is stopped while it sorts in what is new keeps readers out, for longer than they wait.
KEPT_OUT = re.compile(r"database is (locked|busy)")
# A text is the query itself.
SAME = 0.999


@dataclass
class Told:
    """What the collection has to say at a time, kept by the writer, read by the readers."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    # Odd while a writer runs: what it changes may be found or not.
    generation: int = 0
    present: str = ""
    # What will have taken its place once a writer has come to its end.
    coming: str = ""
    removed: set = field(default_factory=set)
    left: int = 0
    done: threading.Event = field(default_factory=threading.Event)
    readings: dict = field(default_factory=dict)

    def now(self):
        with self.lock:
            return self.generation, self.present, frozenset(self.removed)


def run(tally, sandbox, seed, length):
    jobs.prepare(sandbox, seed)
    if tally.asked(0):
        with tally.trial("beside", 0, "readers beside writers", sandbox) as trial:
            beside(trial, sandbox, SEARCHES[length])
    for round in range(STOPPED[length]):
        if tally.asked(100 + round):
            with tally.trial("beside", 100 + round, "topics that are not kept, stopped in their middle, beside index", sandbox) as trial:
                not_kept(trial, sandbox)
        if tally.asked(200 + round):
            with tally.trial("beside", 200 + round, "two writers at once", sandbox) as trial:
                two(trial, sandbox, round)
        if tally.asked(300 + round):
            with tally.trial("beside", 300 + round, "readers beside a writer that is stopped", sandbox) as trial:
                stopped_writer(trial, sandbox)
    if tally.asked(400) and length == "long" or tally.only_trial == 400:
        with tally.trial("beside", 400, "a writer that does not end", sandbox) as trial:
            held(trial, sandbox)
    for number, job in enumerate([["search", corpus.STABLE, "--json", "texts"], ["topics", "texts", "--json"]], 500):
        if tally.asked(number):
            with tally.trial("beside", number, "two that share a cache", sandbox) as trial:
                cached(trial, sandbox, job)


def beside(trial, sandbox, searches):
    """Three readers while a writer changes, forgets, reads again and compacts."""
    sandbox.restore("indexed")
    told = Told(left=searches)
    versions = sandbox.path / "texts" / "version.txt"
    write_version(versions, told, 0)
    jobs.good(sandbox.run(["index", "--json"]))
    told.present = told.coming
    failures = []
    readers = [threading.Thread(target=read, args=(sandbox, told, failures, number)) for number in range(2)]
    for reader in readers:
        reader.start()
    version = 0
    while any(reader.is_alive() for reader in readers):
        version += 1
        write(sandbox, told, failures, versions, version)
    for reader in readers:
        reader.join()
    for what, message in failures:
        trial.fail(what, message)
    for name, n in told.readings.items():
        trial.count(name, n)
    trial.count("changes beside them", version)
    sandbox.trial = trial
    run = sandbox.run(["verify", "--json"])
    trial.check(run.code == 0, WRONG, f"`verify` at last: {run.short()}")


def sentence(version):
    return f"The balloonist Wilhelmina Okafor rose above the salt lake for flight {version * 7919 + 13}. Her log of it is sealed."


def write_version(path, told, version):
    """Puts another text in the place of the one before, which is gone once this has been read."""
    path.write_text(sentence(version) + "\n")
    corpus.later(path)
    told.coming = sentence(version)


def write(sandbox, told, failures, path, version):
    """One change of each kind in turn."""
    with told.lock:
        told.generation += 1
    if version % 5 == 3:
        run = quiet(sandbox, ["index", "--forget", "more"])
    elif version % 5 == 4:
        run = quiet(sandbox, ["index", "more"])
    elif version % 7 == 5:
        run = quiet(sandbox, ["compact", *(["--small"] if version % 2 else [])])
    else:
        write_version(path, told, version)
        run = quiet(sandbox, ["index"])
        with told.lock:
            if run.code == 0:
                told.removed |= {told.present} - {told.coming, ""}
                told.present = told.coming
            elif told.present:
                # How far it came is not known: no more is said of the text that goes than that it goes.
                told.present = ""
    with told.lock:
        told.generation += 1
    if run.code != 0:
        failures.append((WRONG, f"a writer beside readers: {run.short()}"))
    # So that readers find some time without a writer.
    time.sleep(0.03)


def quiet(sandbox, args):
    """A run that is not noted: there are too many."""
    return sandbox.end(subprocess.Popen(sandbox.command(args), cwd=sandbox.path, env=sandbox.environment(), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True))


def read(sandbox, told, failures, number):
    """Searches and their like until there were enough."""
    turn = number
    while told.left > 0:
        turn += 1
        try:
            name, wrong = reading(sandbox, told, turn)
        except Exception as error:
            name, wrong = "readings", [(WRONG, f"a reader did not come to its end: {error!r}")]
        with told.lock:
            told.readings[name] = told.readings.get(name, 0) + 1
            told.left -= name == "searches"
        failures += wrong


def reading(sandbox, told, turn):
    """One reading and what is wrong with it."""
    if turn % 23 == 0:
        run = quiet(sandbox, ["verify", "--json"])
        return "verifications", verified(run)
    if turn % 17 == 0:
        run = quiet(sandbox, ["status", "--json"])
        return "states", [] if run.code == 0 else [(WRONG, f"`status` beside a writer: {run.short()}")]
    if turn % 41 == 0:
        run = quiet(sandbox, ["topics", "--no-keep", "--json"])
        return "topics", [] if run.code == 0 else [(WRONG, f"`topics --no-keep` beside a writer: {run.short()}")]
    generation, present, removed = told.now()
    query = corpus.STABLE if turn % 3 or not present else present
    if turn % 5 == 0 and removed:
        query = max(removed)
    run = quiet(sandbox, ["search", query, "-k", "3", "--json"])
    after, _, _ = told.now()
    return "searches", searched(run, query, removed, present, undisturbed=generation == after and generation % 2 == 0)


def searched(run, query, removed, present, undisturbed):
    must = query == corpus.STABLE or query == present and undisturbed
    # A text that is gone, or just going, may have nothing that is like it: the search says so with 1.
    if run.code != 0 and (must or run.code != 1):
        return [(WRONG, f"`search` beside a writer: {run.short()}")]
    found = jobs.results(run)
    wrong = [(WRONG, f"a removed text is found: {hit['text'][:80]!r}") for hit in found if hit["text"] in removed]
    if must and (not found or found[0]["text"] != query or found[0]["similarity"] < SAME):
        wrong.append((LOSS, f"a text that is there is not found first: {query[:80]!r}, but {found[:1]}"))
    return wrong


def verified(run):
    noted = Trial(None)
    oracle.verified(noted, run, "beside a writer")
    return noted.found


def stop(trial, sandbox, args, seconds):
    """Starts a program and stops it at any time; `None` when it had ended."""
    process = sandbox.start(args)
    delay = trial.rng.uniform(0.2, 1) * seconds
    trial.commands[-1] += f"  # stopped after {delay:.4f} s"
    time.sleep(delay)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGSTOP)
    return process


def go_on(sandbox, process):
    if process.poll() is None:
        os.kill(process.pid, signal.SIGCONT)
    return sandbox.end(process)


def not_kept(trial, sandbox):
    sandbox.restore("changed")
    args = ["topics", "--no-keep", "--json"]
    _, seconds = sandbox.timed(args)
    process = stop(trial, sandbox, args, seconds)
    run = sandbox.run(["index", "--json"])
    trial.check(run.code == 0, WRONG, f"`index` beside `topics --no-keep`: {run.short()}")
    run = go_on(sandbox, process)
    trial.check(run.code == 0, WRONG, f"`topics --no-keep`: {run.short()}")


def two(trial, sandbox, round):
    """Both succeed, or the second says who writes."""
    sandbox.restore("changed")
    second_args = [["index", "--json"], ["index", "--forget", "more", "--json"], ["topics", "--json"], ["compact", "--json"]][round % 4]
    first = sandbox.start(["index", "--json"])
    time.sleep(trial.rng.uniform(0, 0.05))
    second = sandbox.start(second_args)
    pids = {first.pid, second.pid}
    runs = [sandbox.end(first), sandbox.end(second)]
    for run in runs:
        holder = HOLDER.search(run.err)
        told = run.code == 2 and holder and int(holder[1]) in pids
        trial.count("were told who writes", bool(told))
        trial.check(run.code == 0 or told, WRONG, f"one of two writers: {run.short()}")
    trial.check(any(run.code == 0 for run in runs), WRONG, "neither of two writers came to its end")
    run = sandbox.run(["index", "--json"])
    trial.check(run.code == 0, WRONG, f"`index` after two at once: {run.short()}")
    run = sandbox.run(["verify", "--json"])
    trial.check(run.code == 0, WRONG, f"`verify` after two at once: {run.short()}")
    now = content.read(sandbox.path / jobs.COLLECTION, sandbox.path)
    trial.check(content.embedded(now) == (0, 0), LOSS, f"texts without embedding, embeddings without text: {content.embedded(now)}")


def stopped_writer(trial, sandbox):
    """A writer in its middle keeps no reader waiting."""
    sandbox.restore("changed")
    process = stop(trial, sandbox, ["index", "--json"], 0.08)
    for args in (jobs.QUERY, ["status", "--json"], ["topics", "--no-keep", "--json"], ["verify", "--json"]):
        run = sandbox.run(args, patience=20)
        still = process.poll() is None
        if still and run.code == 2 and KEPT_OUT.search(run.err):
            # The time for which it waits was long enough for one of them.
            trial.count("readers kept out by a writer that was stopped")
            break
        if args[0] == "verify":
            oracle.verified(trial, run, "beside a writer", cut_off=still)
            continue
        trial.check(run.code == 0, WRONG, f"`{args[0]}` beside a writer: {run.short()}")
        if args == jobs.QUERY and run.code == 0:
            trial.check(jobs.results(run)[0]["text"] == corpus.STABLE, LOSS, "a text that is there all the time is not found beside a writer")
    run = go_on(sandbox, process)
    trial.check(run.code == 0, WRONG, f"the writer itself: {run.short()}")


def held(trial, sandbox):
    """A second writer gives up at last, and says which process writes."""
    lock = sandbox.path / jobs.COLLECTION / "lock"
    for _ in range(20):
        sandbox.restore("changed")
        process = sandbox.start(["index", "--json"])
        while process.poll() is None and lock.read_text().strip() != str(process.pid):
            time.sleep(0.0005)
        os.kill(process.pid, signal.SIGSTOP)
        if process.poll() is None:
            break
    trial.commands[-1] += "  # stopped once it has the lock"
    run = sandbox.run(["index", "--json"], patience=25)
    holder = HOLDER.search(run.err)
    named = run.code == 2 and holder and int(holder[1]) == process.pid
    trial.check(named, WRONG, f"a writer beside process {process.pid}, which does not end: {run.short()}")
    ended = go_on(sandbox, process)
    trial.check(ended.code == 0, WRONG, f"the writer that was stopped: {ended.short()}")


def cached(trial, sandbox, args):
    """The second waits for the first to have read the files."""
    sandbox.restore("empty")
    runs = [sandbox.end(process) for process in [sandbox.start(args), sandbox.start(args)]]
    trial.check(all(run.code == 0 for run in runs), WRONG, "; ".join(run.short() for run in runs))
    trial.check(runs[0].out == runs[1].out, WRONG, "two that share a cache print different things")
