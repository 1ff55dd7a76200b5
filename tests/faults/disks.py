"""Full disks: calls that find no room, and a small disk of its own where one may be mounted."""

import contextlib
import os
import shutil
import subprocess

import content
import jobs
import oracle
import traced
from tally import LOSS, WRONG

WANTED = {"short": (7, 5), "long": (60, 50)}
# What needs room.
GROWING = ["pwrite64", "write", "fallocate"]
# What may find out late that there was none.
LATE = ["ftruncate", "fsync", "fdatasync"]
NAMES = ["collection.db", "collection.db-wal", "collection.db-shm", "collection.db-journal", "index.cog", "words.cog", "cognate.toml", "lock"]
# Room of the small disk: more than any job needs.
ROOM = 32 << 20

# Jobs that keep something in a collection that can lie on a disk of its own.
KEEPING = [job for job in jobs.JOBS if job.kind != "none"]


def run(tally, sandbox, seed, length):
    jobs.prepare(sandbox, seed)
    injected, mounted = WANTED[length]
    for number in range(injected):
        if tally.asked(number):
            job = KEEPING[number % len(KEEPING)]
            jobs.learn(sandbox, job)
            with tally.trial("disks", number, job.name, sandbox) as trial:
                sandbox.restore(job.state)
                answer(trial, sandbox, job, full(trial, sandbox, job))
                oracle.after(trial, sandbox, job)
    if why := unmountable(sandbox):
        tally.skip("disks", f"no small disk: {why}")
        mounted = 0
    for number in range(injected, injected + mounted):
        if tally.asked(number):
            job = KEEPING[number % len(KEEPING)]
            jobs.learn(sandbox, job)
            with tally.trial("disks", number, f"{job.name} on a small disk", sandbox) as trial:
                small(trial, sandbox, job)
    number = injected + mounted
    if tally.asked(number):
        with tally.trial("disks", number, "a device without room", sandbox) as trial:
            sandbox.restore("empty")
            done = sandbox.run(["topics", "texts", "-o", "/dev/full", "--format", "json"])
            trial.check(oracle.FULL.search(done.err), WRONG, f"the message does not say so: {done.short()}")
            oracle.clear_error(trial, done, "`-o /dev/full`")


def full(trial, sandbox, job):
    """The job, with no room for the files of its collection from some call on."""
    paths = [sandbox.path / job.folder / name for name in NAMES]
    only = GROWING + (LATE if trial.rng.random() < 0.3 else [])
    spots, undisturbed = traced.calls(sandbox, job.args, only=only, paths=paths)
    trial.check(undisturbed.code == 0, WRONG, f"the job under strace: {undisturbed.short()}")
    sandbox.restore(job.state)
    trial.commands.clear()
    at = trial.rng.randrange(len(spots)) if spots else 0
    first = {call: 1 + sum(spot.call == call for spot in spots[:at]) for call in only}
    return sandbox.run(job.args, prefix=traced.failing("ENOSPC", first, only, paths))


def answer(trial, sandbox, job, run):
    """An error that says that the disk is full, or the whole work done."""
    if run.code == 0:
        trial.count("had room enough")
        return
    trial.count("full")
    if oracle.clear_error(trial, run, "with no room on the disk"):
        trial.check(oracle.FULL.search(run.err), WRONG, f"the error does not say that the disk is full: {run.short()}")


def unmountable(sandbox):
    """Why no disk can be mounted; nothing where one can."""
    if os.geteuid() != 0:
        return "only root can mount one"
    folder = sandbox.home / "try"
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "faults", folder], capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip()
    subprocess.run(["umount", folder], check=True)
    return None


@contextlib.contextmanager
def disk(folder, options=f"size={ROOM}"):
    """A disk of its own in the place of a folder, with what was in it."""
    kept = folder.with_name(folder.name + ".kept")
    if folder.exists():
        shutil.copytree(folder, kept, symlinks=True)
        shutil.rmtree(folder)
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"mode=755,{options}", "faults", folder], check=True)
    try:
        if kept.exists():
            shutil.copytree(kept, folder, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(kept)
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(folder, free):
    """Leaves `free` bytes."""
    stat = os.statvfs(folder)
    filler = folder / "filler"
    with open(filler, "wb") as file:
        left = max(stat.f_bavail * stat.f_frsize - free, 0)
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
    return filler


def small(trial, sandbox, job):
    """The job with its collection, or its cache, on a disk that has hardly any room; then with room."""
    sandbox.restore(job.state)
    place = sandbox.path / ("cache" if job.kind == "cache" else jobs.COLLECTION)
    with disk(place):
        free = round(4096 * 2 ** trial.rng.uniform(0, 10))
        filler = fill(place, free)
        trial.commands.append(f"# {free} bytes are free in {place}")
        answer(trial, sandbox, job, sandbox.run(job.args))
        for args in (jobs.QUERY, ["status"]):
            done = sandbox.run([*args, "--collection", job.folder])
            if done.code not in (0, 1):
                oracle.clear_error(trial, done, f"`{args[0]}` while the disk is full", hint=False)
        now = oracle.look(trial, sandbox, job)
        for sentence in content.between(now, job.before, job.after)[:5] if now else []:
            trial.fail(LOSS, sentence)
        filler.unlink()
        trial.commands.append("# there is room again")
        oracle.after(trial, sandbox, job)
