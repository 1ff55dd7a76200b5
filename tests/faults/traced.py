"""The program under strace: which system calls it makes, and faults put in their places."""

import pathlib
import re
import tempfile
from dataclasses import dataclass

# At which the program is killed.
CALLS = ("pwrite64,write,fdatasync,fsync,rename,renameat,renameat2,unlink,unlinkat,openat,ftruncate,fallocate,mmap,munmap,close,mkdir,"
         "rmdir,fcntl,flock,link,chmod,fchmod,fchmodat").split(",")
# Around which much changes.
TURNS = {"fdatasync", "fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate", "mkdir", "rmdir", "flock", "link"}
# With these arguments: a file is made; the lock by which SQLite writes is given back, so that a transaction has ended.
SOME = [("openat", ["O_CREAT"]), ("fcntl", ["F_UNLCK", "l_start=120,"])]
LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")


@dataclass(frozen=True)
class Spot:
    """A system call by its ordinal in its thread."""

    call: str
    nth: int
    thread: int
    arguments: str

    def __str__(self):
        return f"{self.call} {self.nth}"


def prefix(into, *settings):
    return ["strace", "-f", "-qq", "-o", str(into), *settings]


def calls(sandbox, args, only=CALLS, paths=(), more=(), **how):
    """The calls of an undisturbed run, in order, and the run."""
    with tempfile.TemporaryDirectory(prefix="faults-trace-") as folder:
        # Also where the program runs as another user.
        pathlib.Path(folder).chmod(0o777)
        out = pathlib.Path(folder) / "trace"
        settings = ["-e", "trace=" + ",".join(only), *(part for path in paths for part in ("-P", str(path))), *more]
        run = sandbox.run(args, prefix=prefix(out, *settings), **how)
        return spots(out.read_text(errors="replace")), run


def spots(text):
    """The calls of a trace, each counted in its thread, as strace counts for `when`."""
    counts, found, first = {}, [], None
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        thread, call, arguments = int(match[1]), match[2], match[3]
        first = first or thread
        counts[thread, call] = counts.get((thread, call), 0) + 1
        found.append(Spot(call, counts[thread, call], 0 if thread == first else thread, arguments))
    return found


def turns(found):
    """The first call, the last, and those at and after which something takes effect, in the main thread."""
    main = [spot for spot in found if spot.thread == 0]
    picked = [main[0], main[-1]]
    for at, spot in enumerate(main):
        # A signal comes before its call: what the call did is there at the next one.
        if spot.call in TURNS or any(call == spot.call and all(word in spot.arguments for word in words) for call, words in SOME):
            picked += main[at:at + 2]
    return list(dict.fromkeys(picked))


def any_call(rng, found):
    """A call at random, of a kind at random: the rare ones as often as the frequent."""
    kind = rng.choice(sorted({spot.call for spot in found}))
    return rng.choice([spot for spot in found if spot.call == kind])


def sending(signal, spot):
    """Sends a signal when the spot is come to."""
    return prefix("/dev/null", "-e", f"trace={spot.call}", "-e", f"inject={spot.call}:signal={signal}:when={spot.nth}")


def failing(error, first, only, paths=()):
    """Lets every call of `only` fail from a place of the run on; `first` says for each call with which ordinal that begins."""
    settings = ["-e", "trace=" + ",".join(only)]
    for path in paths:
        settings += ["-P", str(path)]
    for call in only:
        settings += ["-e", f"inject={call}:error={error}:when={first.get(call, 1)}+"]
    return prefix("/dev/null", *settings)
