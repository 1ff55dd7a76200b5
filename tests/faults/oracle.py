"""What must hold after a run was cut off, and after the next one."""

import json
import re
import sqlite3

import content
import corpus
import jobs
from tally import FALSE_ALARM, LEFTOVER, LOSS, WRONG

# A finding of `verify` that says what is still to be done.
TO_DO = re.compile(r"no embedding yet|there is none|to be done|left to do|did not come to its end|not finished|cut off|interrupt|`cognate index`")
DAMAGE = re.compile(r"damaged|hash|points to nothing|unit vector|ends before|malformed|corrupt")
# The interrupted run is named.
NAMED = re.compile(r"did not come to its end|interrupt|not finished|cut off|killed|still running|unfinished")
FULL = re.compile(r"disk is full|no space left|not enough (room|space)|storage full", re.I)
TEMPORARY = re.compile(r"^(\.new-|\.cognate-|etilqs_|\.tmp)|-journal$")


def clear_error(trial, run, where, hint=True):
    """An error as it should be: exit code 2, a message, and a way out."""
    wrong = f"{where}: {run.short()}"
    holds = run.code == 2 and "error: " in run.err and not run.panicked() and ("hint: " in run.err or not hint)
    return trial.check(holds, WRONG, f"no clear error: {wrong}")


def verified(trial, run, where, cut_off=True):
    """No false alarm: all is well, or a run that was cut off has left something to do."""
    if run.panicked():
        return trial.fail(WRONG, f"`verify` broke down {where}: {run.short()}")
    if run.code == 0:
        return True
    try:
        findings = json.loads(run.out)["findings"]
    except (ValueError, KeyError):
        return trial.fail(FALSE_ALARM, f"`verify` {where}: {run.short()}")
    problems = [problem for finding in findings for problem in finding["problems"]]
    harmless = problems and all(TO_DO.search(line) and not DAMAGE.search(line) for line in problems)
    if not harmless:
        return trial.fail(FALSE_ALARM, f"`verify` {where} finds damage: {problems}")
    named = NAMED.search(run.out.decode(errors="replace") + run.err)
    return trial.check(cut_off and named, FALSE_ALARM, f"`verify` {where} does not name the run that was cut off: {problems} {run.err.strip()[:300]}")


def readers(trial, sandbox, job):
    """What reads the collection after a run was cut off: right answers, or a clear error where the first run was not finished."""
    here = ["--collection", job.folder]
    verify, status = sandbox.run(["verify", "--json", *here]), sandbox.run(["status", "--json", *here])
    search = sandbox.run([*jobs.QUERY, *here])
    runs = [("verify", verify), ("status", status), ("search", search)]
    for name, run in runs:
        if run.panicked():
            trial.fail(WRONG, f"`{name}` broke down after the run was cut off: {run.short()}")
    first = job.first
    for name, run in runs[1:]:
        if run.panicked() or run.code == 0:
            continue
        if first and run.code == 2:
            clear_error(trial, run, f"`{name}` after the first run was cut off")
            trial.check("cognate index" in run.err, WRONG, f"`{name}` does not say that `cognate index` is to be run: {run.short()}")
        else:
            # Old units are gone and new ones are not embedded: what is not there yet is not found, and that is said.
            told = (first or job.name == "reread") and run.code == 1 and NAMED.search(run.err)
            trial.check(told, WRONG, f"`{name}` does not work after the run was cut off: {run.short()}")
    if not (first and verify.code == 2 and not verify.out):
        verified(trial, verify, "after the run was cut off")
    if search.code == 0:
        answers(trial, search, job)


def answers(trial, run, job):
    """Every result is a text of before or of after, and where it stood; what both have is found."""
    texts = {}
    for known in (job.before, job.after):
        for text, files in known.texts().items():
            texts.setdefault(text, set()).update(files)
    found = jobs.results(run)
    for hit in found:
        trial.check(hit["file"] in texts.get(hit["text"], ()), WRONG, f"a result that never was: {hit['file']}: {hit['text'][:80]!r}")
    if job.name != "reread" and not job.first:
        best = found[0]["text"] if found else None
        trial.check(best == corpus.STABLE, LOSS, f"a text that was there all the time is not found first, but {best!r}")


def look(trial, sandbox, job):
    """The content now; `None` and a loss where it cannot be read."""
    try:
        return content.read(sandbox.path / job.folder, sandbox.path)
    except (sqlite3.Error, KeyError) as error:
        trial.fail(LOSS, f"the database cannot be read: {error}")
        return None


def cut_off(trial, sandbox, job):
    """After the cut, before the next run; gives the content."""
    if job.kind == "none":
        return content.Content()
    if (sandbox.path / job.folder / "collection.db").exists():
        readers(trial, sandbox, job)
    now = look(trial, sandbox, job)
    if now is None:
        return None
    for sentence in content.between(now, job.before, job.after)[:5]:
        trial.fail(LOSS, sentence)
    return now


def again(trial, sandbox, job, now):
    """The next run; whether it ended as it should."""
    same = lambda: sandbox.run(job.args, stdin=job.stdin)
    plain = lambda: sandbox.run(["index", "--json"])
    if job.kind in ("cache", "none"):
        run = same()
        trial.check(run.out == job.out, WRONG, f"the same command prints something else than undisturbed: {run.short()}")
        for name, expected in job.reports.items():
            path = sandbox.path / name
            trial.check(path.exists() and path.read_bytes() == expected, LOSS, f"`{name}` is not that of an undisturbed run")
        return ended(trial, run, "the same command once more")
    if job.kind == "whole":
        if now.topics == job.after.topics and job.before.topics != job.after.topics:
            return ended(trial, plain(), "`index` after it")
        return ended(trial, same(), "the same command once more")
    if job.kind == "forget":
        if trial.rng.random() < 0.5:
            run = same()
            trial.check(run.code in (0, 1) and not run.panicked(), WRONG, f"the same command once more: {run.short()}")
        holds = ended(trial, plain(), "`index` after it")
        left = look(trial, sandbox, job)
        if left and "more" in left.roots:
            return ended(trial, same(), "the same command after `index`") and ended(trial, plain(), "`index` at last")
        return holds
    # Where the first run was cut off before anything was stored, there is nothing to go on with.
    started = now.files or job.before.files
    if job.name != "reread" and started and trial.rng.random() < 0.5:
        return ended(trial, plain(), "`index` without paths")
    return ended(trial, same(), "the same command once more")


def ended(trial, run, what):
    return trial.check(run.code == 0, WRONG, f"{what}: {run.short()}")


def leftovers(trial, sandbox, when, folder=None):
    """Nothing temporary is left."""
    left = [path for path in (folder or sandbox.path).rglob("*") if TEMPORARY.search(path.name)]
    left += list(sandbox.tmp.iterdir()) if folder is None else []
    names = sorted({str(path.relative_to(sandbox.path)) for path in left})
    return trial.check(not names, LEFTOVER, f"{content.some(names)} left {when}")


def whole(trial, sandbox, job):
    """After the next run: the content of an undisturbed one, and nothing else."""
    if job.kind != "none":
        now = look(trial, sandbox, job)
        if now is None:
            return
        missing, left, other = content.differences(now, job.after)
        for what, sentences in [(LOSS, missing), (LEFTOVER, left), (WRONG, other)]:
            for sentence in sentences:
                trial.fail(what, f"after the next run {sentence}")
        verified(trial, sandbox.run(["verify", "--json", "--collection", job.folder]), "after the next run", cut_off=False)
    leftovers(trial, sandbox, "after the next run")


def after(trial, sandbox, job):
    """All of it."""
    now = cut_off(trial, sandbox, job)
    if now is not None:
        again(trial, sandbox, job, now)
        whole(trial, sandbox, job)
