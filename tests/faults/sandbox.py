"""A folder of its own for the program, the program run in it, and states of the folder that are come back to."""

import json
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass

# The user who owns nothing.
NOBODY = 65534
# Seconds after which a run counts as hanging.
PATIENCE = 60


def quoted(part):
    """An argument as a shell takes it, also where its bytes are no text or would command a terminal."""
    raw = os.fsencode(part)
    try:
        if raw.decode().isprintable():
            return shlex.quote(raw.decode())
    except UnicodeDecodeError:
        pass
    plain = lambda byte: chr(byte) if 32 <= byte < 127 and byte not in b"\\'" else f"\\x{byte:02x}"
    return "$'" + "".join(map(plain, raw)) + "'"


@dataclass
class Run:
    """How a run ended and what it printed."""

    code: int
    out: bytes
    err: str
    hung: bool = False

    def json(self):
        return json.loads(self.out)

    def panicked(self):
        """It broke down: a panic, a signal that nobody sent, or no end at all."""
        return self.hung or self.code == 101 or self.code < 0 or self.code >= 128 or "panicked" in self.err

    def short(self):
        return f"exit {self.code}{' (hung)' if self.hung else ''}: {self.err.strip()[:400] or self.out[:200]!r}"


class Sandbox:
    """The folder `here`, always of the same path, since collections know where their texts are."""

    def __init__(self, home, binary, user=None):
        self.home = pathlib.Path(home)
        self.home.mkdir(exist_ok=True)
        self.path = self.home / "here"
        self.states = self.home / "states"
        self.states.mkdir(exist_ok=True)
        self.binary = binary
        self.user = user
        self.trial = None
        self.clear()

    def clear(self):
        """An empty folder, with one for temporary files."""
        if self.path.exists():
            self.open_up(self.path)
            shutil.rmtree(self.path)
        self.path.mkdir(mode=0o755)
        self.tmp.mkdir(mode=0o700)
        self.hand_over()

    @property
    def tmp(self):
        return self.path / "tmp"

    @staticmethod
    def open_up(folder):
        """Lets everything be deleted again."""
        for at, folders, _ in os.walk(folder):
            for name in folders:
                path = os.path.join(at, name)
                if not os.path.islink(path):
                    os.chmod(path, 0o700)

    def hand_over(self, path=None):
        """Gives the folder to the user whom the program runs as."""
        if self.user is None:
            return
        top = path or self.path
        os.lchown(top, self.user, self.user)
        for at, folders, files in os.walk(top):
            for name in folders + files:
                os.lchown(os.path.join(at, name), self.user, self.user)

    def keep(self, name):
        """Keeps the folder as a state."""
        shutil.rmtree(self.states / name, ignore_errors=True)
        shutil.copytree(self.path, self.states / name, symlinks=True)

    def has(self, name):
        return (self.states / name).is_dir()

    def restore(self, name):
        """Comes back to a state."""
        self.clear()
        shutil.copytree(self.states / name, self.path, symlinks=True, dirs_exist_ok=True)
        self.hand_over()

    def environment(self):
        here = self.path
        env = {name: os.environ[name] for name in ("PATH", "LANG", "RUST_BACKTRACE") if name in os.environ}
        own = {name: str(here / folder) for name, folder in (
            ("COGNATE_CACHE_DIR", "cache"), ("COGNATE_DATA_DIR", "data"), ("COGNATE_CONFIG_DIR", "config"), ("TMPDIR", "tmp"), ("HOME", "home"))}
        # Nobody answers there: no trial asks a real hub.
        return {**env, **own, "HF_ENDPOINT": "http://127.0.0.1:9", "NO_COLOR": "1"}

    def command(self, args, prefix=()):
        """The whole command line, of the unprivileged user where the sandbox has one."""
        as_user = []
        if self.user is not None:
            as_user = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        return [*as_user, *prefix, self.binary, *args]

    def note(self, line, cwd, umask, stdin):
        """Notes a command line so that a person can type it."""
        if self.trial is None:
            return
        fed = "" if stdin is None else f" <<< {quoted(stdin[:60])}..."
        masked = "" if umask == 0o022 else f"umask {umask:03o}; "
        typed = " ".join(map(quoted, line))
        self.trial.commands.append(f"cd {quoted(str(cwd))} && {masked}{typed}{fed}")

    def start(self, args, prefix=(), stdin=None, umask=0o022, cwd=None, env=None):
        """Starts the program; `stdin` only says that something will be fed to it."""
        line, cwd = self.command(args, prefix), cwd or self.path
        self.note(line, cwd, umask, stdin)
        feed = subprocess.DEVNULL if stdin is None else subprocess.PIPE
        return subprocess.Popen(line, cwd=cwd, env={**self.environment(), **(env or {})}, umask=umask, stdin=feed,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    def run(self, args, prefix=(), stdin=None, umask=0o022, cwd=None, env=None, patience=PATIENCE):
        """Runs the program to its end."""
        return self.end(self.start(args, prefix, stdin, umask, cwd, env), stdin, patience)

    def end(self, process, stdin=None, patience=PATIENCE):
        """Waits for the end of a started program."""
        hung = False
        try:
            out, err = process.communicate(stdin, timeout=patience)
        except subprocess.TimeoutExpired:
            hung = True
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        return Run(process.returncode, out, err.decode(errors="replace"), hung)

    def timed(self, args, **how):
        """A run and how many seconds it took."""
        began = time.monotonic()
        run = self.run(args, **how)
        return run, time.monotonic() - began
