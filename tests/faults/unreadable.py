"""What cannot be read just now is kept: permissions, open files, disks that are not there; only what was deleted goes."""

import contextlib
import os
import shutil
import subprocess

import content
import corpus
import disks
import jobs
import oracle
from tally import LEFTOVER, LOSS, WRONG

# Few open files: from where hardly anything can be opened to where all can.
LIMITS = {"short": [9, 14, 24], "long": [*range(8, 40), 48, 64]}
DELETED = "texts/sea/article08.txt"


CASES = {
    "a file": ["texts/rail/article02.txt"],
    "a file of records": ["texts/records.jsonl"],
    "a folder": ["texts/grain"],
    "a folder and a file": ["texts/health", "more/note3.txt"],
    "a root": ["more"],
    "every root": ["texts", "more"],
    "a folder that can be listed and not entered": ["texts/space:644"],
    "a folder that can be entered and not listed": ["texts/space:311"],
}


def run(tally, sandbox, seed, length):
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        return tally.skip("unreadable", "setpriv is needed to run the program as another user")
    jobs.prepare(sandbox, seed)
    cases = list(CASES.items())
    number = 0
    for name, paths in cases:
        for with_deleted in (False, True):
            if tally.asked(number) and (length == "long" or with_deleted or name == "a root"):
                with tally.trial("unreadable", number, name + (" and one deleted" if with_deleted else ""), sandbox) as trial:
                    forbidden(trial, sandbox, paths, with_deleted)
            number += 1
    for limit in LIMITS[length]:
        if tally.asked(100 + limit):
            with tally.trial("unreadable", 100 + limit, f"{limit} open files", sandbox) as trial:
                few_files(trial, sandbox, limit)
    emptied_cases = [("a root emptied", emptied), ("a root emptied and pruned", pruned), ("a root gone", gone), ("a root that is a file", root_file),
                     ("a root replaced by a file", replaced)]
    for number, (name, act) in enumerate(emptied_cases, 300):
        if tally.asked(number):
            with tally.trial("unreadable", number, name, sandbox) as trial:
                act(trial, sandbox)
    if why := disks.unmountable(sandbox):
        return tally.skip("unreadable", f"no disk that goes away: {why}")
    for number, place in enumerate(["texts", "texts/grain"], 400):
        if tally.asked(number):
            with tally.trial("unreadable", number, f"a disk at {place} that is not there", sandbox) as trial:
                unmounted(trial, sandbox, place)


def now(sandbox):
    return content.read(sandbox.path / jobs.COLLECTION, sandbox.path)


def kept(trial, sandbox, before, what, deleted=()):
    """All files and embeddings but those of what was deleted, and still found."""
    after = now(sandbox)
    lost = before.files.keys() - after.files.keys() - set(deleted)
    trial.check(not lost, LOSS, f"{content.some(lost)} counted as gone: {what}")
    left = set(deleted) & after.files.keys()
    trial.check(not left, LEFTOVER, f"{content.some(left)} was deleted and is still there: {what}")
    lack, unused = content.embedded(after)
    trial.check(not lack, LOSS, f"{lack} texts have no embedding: {what}")
    trial.check(not unused or left, LEFTOVER, f"{unused} embeddings are of texts that are gone: {what}")
    trial.check(after.roots == before.roots, LOSS, f"the roots are {sorted(after.roots)}: {what}")
    run = sandbox.run(["search", corpus.FORGOTTEN, "-k", "1", "--json"])
    if trial.check(run.code == 0, WRONG, f"`search`: {run.short()}"):
        trial.check(jobs.results(run)[0]["text"] == corpus.FORGOTTEN, LOSS, f"a text is not found any more: {what}")


def told(trial, run, names, what):
    """The run says which files it could not read, whether it ends with 0 or with 2."""
    # The number of texts is no word about the folder `texts`.
    said = (run.out.decode(errors="replace") + run.err).replace('"texts":', "")
    trial.check(run.code in (0, 2) and not run.panicked(), WRONG, f"{what}: {run.short()}")
    if run.code == 2:
        oracle.clear_error(trial, run, what, hint=False)
    untold = [name for name in names if name not in said]
    if run.code == 0 and run.out and run.json().get("kept", 0) > 0:
        untold = []
    # An error names the first thing that is wrong.
    trial.check(not untold or run.code == 2 and len(untold) < len(names), WRONG, f"nothing is said of {', '.join(untold)}: {run.short()}")


def back(trial, sandbox, before, deleted=(), unchanged=True):
    """With everything to be read again all is as before, and nothing is embedded again."""
    run = sandbox.run(["index", "--json"])
    if not trial.check(run.code == 0, WRONG, f"`index` with everything to be read again: {run.short()}"):
        return
    trial.check(run.json()["embedded"] == 0, LOSS, f"{run.json()['embedded']} texts were embedded again")
    after = now(sandbox)
    expected = {path for path in before.files if path not in deleted}
    trial.check(after.files.keys() == expected, LOSS, f"afterwards there are {len(after.files)} files, not {len(expected)}")
    if unchanged:
        changed = [path for path in expected & after.files.keys() if after.files[path] != before.files[path]]
        trial.check(not changed, LOSS, f"{content.some(changed)} changed")
    run = sandbox.run(["verify", "--json"])
    trial.check(run.code == 0, WRONG, f"`verify` at last: {run.short()}")


def forbidden(trial, sandbox, paths, with_deleted):
    sandbox.restore("indexed")
    before = now(sandbox)
    deleted = []
    modes = {}
    for path in paths:
        path, _, mode = path.partition(":")
        modes[path] = (sandbox.path / path).stat().st_mode & 0o777, int(mode or "0", 8)
    if with_deleted and "texts" not in modes:
        deleted = [DELETED]
        (sandbox.path / DELETED).unlink()
    for path, (_, mode) in modes.items():
        (sandbox.path / path).chmod(mode)
        trial.commands.append(f"chmod {mode:o} {path}")
    run = sandbox.run(["index", "--json"])
    told(trial, run, modes, f"`index` without permission for {', '.join(modes)}")
    # One root that cannot be read may keep the others from being looked at.
    removed = deleted if run.code == 0 else [path for path in deleted if path not in now(sandbox).files]
    kept(trial, sandbox, before, f"no permission for {', '.join(modes)}", removed)
    for path, (mode, _) in modes.items():
        (sandbox.path / path).chmod(mode)
        trial.commands.append(f"chmod {mode:o} {path}")
    back(trial, sandbox, before, deleted)


def few_files(trial, sandbox, limit):
    sandbox.restore("indexed")
    before = now(sandbox)
    run = sandbox.run(["index", "--json"], prefix=["prlimit", f"--nofile={limit}:{limit}", "--"])
    if not trial.check(run.code in (0, 2) and not run.panicked(), WRONG, f"with {limit} open files: {run.short()}"):
        return
    if run.code == 2:
        oracle.clear_error(trial, run, f"with {limit} open files", hint=False)
    kept(trial, sandbox, before, f"at most {limit} open files")
    back(trial, sandbox, before)


def empty(folder):
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def emptied(trial, sandbox):
    sandbox.restore("indexed")
    before = now(sandbox)
    away = sandbox.path / "away"
    shutil.copytree(sandbox.path / "more", away)
    sandbox.hand_over(away)
    empty(sandbox.path / "more")
    (sandbox.path / DELETED).unlink()
    run = sandbox.run(["index", "--json"])
    told(trial, run, ["more"], "`index` with a root that is empty")
    kept(trial, sandbox, before, "a root is empty", [DELETED] if run.code == 0 else [])
    shutil.copytree(away, sandbox.path / "more", dirs_exist_ok=True)
    sandbox.hand_over(sandbox.path / "more")
    back(trial, sandbox, before, [DELETED])


def pruned(trial, sandbox):
    """Asked for, what an empty root had is removed."""
    sandbox.restore("indexed")
    empty(sandbox.path / "more")
    run = sandbox.run(["index", "--prune", "--json"])
    trial.check(run.code == 0, WRONG, f"`index --prune`: {run.short()}")
    after = now(sandbox)
    left = [path for path in after.files if path.startswith("more/")]
    trial.check(not left, LEFTOVER, f"{content.some(left)} is still there after `--prune`")
    trial.check(len(after.files) == 31, LOSS, f"{len(after.files)} files are there after `--prune`, not 31")
    trial.check(content.embedded(after) == (0, 0), LEFTOVER, f"texts without embedding, embeddings without text: {content.embedded(after)}")
    sandbox.restore("indexed")
    empty(sandbox.path / "more")
    run = sandbox.run(["index", "--forget", "more", "--json"])
    trial.check(run.code == 0, WRONG, f"`index --forget` of an empty root: {run.short()}")
    left = [path for path in now(sandbox).files if path.startswith("more/")]
    trial.check(not left, LEFTOVER, f"{content.some(left)} is still there after `--forget`")


def gone(trial, sandbox):
    sandbox.restore("indexed")
    before = now(sandbox)
    (sandbox.path / "more").rename(sandbox.path / "elsewhere")
    run = sandbox.run(["index", "--json"])
    told(trial, run, ["more"], "`index` with a root that is gone")
    kept(trial, sandbox, before, "a root is gone")
    (sandbox.path / "elsewhere").rename(sandbox.path / "more")
    back(trial, sandbox, before)


def root_file(trial, sandbox):
    """A root that is a file itself, and cannot be read."""
    sandbox.restore("indexed")
    single = sandbox.path / "single.txt"
    single.write_text("The cartographer Ines Falk drew every islet of the archipelago by hand.\n")
    sandbox.hand_over(single)
    jobs.good(sandbox.run(["index", "single.txt"]))
    before = now(sandbox)
    single.chmod(0)
    told(trial, sandbox.run(["index", "--json"]), ["single.txt"], "`index` with a root that cannot be read")
    kept(trial, sandbox, before, "a file that is a root cannot be read")
    single.chmod(0o600)
    back(trial, sandbox, before)


def replaced(trial, sandbox):
    """A file where the root was says nothing of the texts of the folder."""
    sandbox.restore("indexed")
    before = now(sandbox)
    more = sandbox.path / "more"
    more.rename(sandbox.path / "elsewhere")
    more.symlink_to("nowhere")
    told(trial, sandbox.run(["index", "--json"]), ["more"], "`index` with a root that is a link to nowhere")
    kept(trial, sandbox, before, "a root is a link to nowhere")
    more.unlink()
    (sandbox.path / "elsewhere").rename(more)
    back(trial, sandbox, before)


def unmounted(trial, sandbox, place):
    """The texts lie on a disk of their own, which is not there for a while."""
    sandbox.restore("empty")
    folder = sandbox.path / place
    other = sandbox.home / "disk"
    other.mkdir(exist_ok=True)
    with disks.disk(other):
        shutil.copytree(folder, other, dirs_exist_ok=True)
        sandbox.hand_over(other)
        empty(folder)
        with bound(other, folder):
            jobs.good(sandbox.run(["index", *jobs.ROOTS]))
        before = now(sandbox)
        told(trial, sandbox.run(["index", "--json"]), [place], f"`index` without the disk of {place}")
        kept(trial, sandbox, before, f"the disk of {place} is not there")
        with bound(other, folder):
            back(trial, sandbox, before)


@contextlib.contextmanager
def bound(disk, folder):
    """The disk in the place of the folder."""
    subprocess.run(["mount", "--bind", disk, folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
