"""Watches a folder while the program runs: what others could have read there, if only for a moment."""

import os
import stat
import threading

# What belongs to the person, not to the program.
THEIRS = {"texts", "more", "away"}
# Bytes of a file in which a marker is looked for.
MOST = 1 << 20


class Watch:
    """A thread that looks at every file below a folder again and again, from `with` to its end.

    `open_to` says for a name directly in the folder which permissions others may have, `None` that it is not looked at.
    """

    def __init__(self, folder, open_to=None, marker=None):
        self.folder, self.marker = str(folder), marker
        self.open_to = open_to or (lambda name: 0)
        self.exposed, self.marked = {}, {}
        self.seen = 0
        self.stop = threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.repeat, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        self.look()

    def repeat(self):
        while not self.stop.is_set():
            self.look()
            # The program and strace need the processor too.
            self.stop.wait(0.0005)

    def look(self):
        self.seen += 1
        for entry in self.entries(self.folder):
            if entry.name in THEIRS or (allowed := self.open_to(entry.name)) is None:
                continue
            self.examine(entry, allowed)

    @staticmethod
    def entries(folder):
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError:
            # It came and went.
            return []

    def examine(self, entry, allowed=0):
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError:
            return
        name = os.fsdecode(entry.path)[len(self.folder) + 1:]
        if not stat.S_ISLNK(mode) and stat.S_IMODE(mode) & 0o077 & ~allowed:
            self.exposed.setdefault(name, stat.S_IMODE(mode))
        if stat.S_ISDIR(mode):
            for inner in self.entries(entry.path):
                self.examine(inner)
        elif self.marker and stat.S_ISREG(mode) and name not in self.marked:
            if contains(entry.path, self.marker):
                self.marked[name] = stat.S_IMODE(mode)

    def shown(self):
        return shown(self.exposed)


def shown(modes):
    """Names with their permissions; those that differ by chance only are shown once."""
    return ", ".join(f"{name} {mode:04o}" for name, mode in sorted(modes.items())[:8]) + (f" and {len(modes) - 8} more" if len(modes) > 8 else "")


def contains(path, marker):
    try:
        with open(path, "rb") as file:
            return marker in file.read(MOST)
    except OSError:
        return False


def holding(folder, marker):
    """Files below a folder that hold the marker."""
    found = []
    for at, _, files in os.walk(folder):
        found += [os.path.relpath(os.path.join(at, name), folder) for name in files if contains(os.path.join(at, name), marker)]
    return sorted(found)
