"""Contenders: programs that build an index, open it, and search in it when they are told to."""
import dataclasses
import json
import pathlib
import subprocess
import sys

import numpy as np

from vectors import Vectors

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Contender:
    name: str
    command: list
    # cognate itself, or one of those that it is compared with.
    is_peer: bool
    # Vectors of full precision.
    is_full: bool
    build_options: list = dataclasses.field(default_factory=list)
    can_map: bool = False
    can_filter: bool = False

    def ask(self, *arguments):
        done = subprocess.run([*self.command, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise SystemExit(f"error: {self.name}: `{arguments[0]}` ended with {done.returncode}")
        return json.loads(done.stdout.splitlines()[-1])

    def version(self):
        return self.ask("version")["version"]

    def index(self, folder):
        return folder / f"{self.name}.index"

    def build(self, vectors: Vectors, threads, folder):
        return self.ask(
            "build", "--vectors", vectors.path, "--dimension", vectors.dimension, "--threads", threads,
            "--m", 16, "--ef-construction", 200, "--out", self.index(folder), *self.build_options)

    def open(self, vectors: Vectors, folder, mapped=False):
        return self.ask(
            "open", "--index", self.index(folder), "--queries", vectors.queries_path,
            "--dimension", vectors.dimension, *(["--mapped"] if mapped else []))

    def serve(self, vectors: Vectors, folder, k):
        return Server(self.name, [
            *self.command, "serve", "--index", self.index(folder), "--queries", vectors.queries_path,
            "--dimension", vectors.dimension, "--k", k], k)


class Server:
    """A contender that has opened its index and waits while others work."""

    def __init__(self, name, command, k):
        self.name, self.k = name, k
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, op, **arguments):
        try:
            self.process.stdin.write(json.dumps({"op": op, **arguments}) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # It has ended, which the missing answer tells.
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"error: {self.name}: `{op}` ended with {self.process.wait()}")
        return json.loads(line)

    def found(self, answer):
        """The rows that the answer names, those of each query in a row of their own."""
        return np.fromfile(answer["ids"], dtype="<i8").reshape(-1, self.k)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def contenders(worker, builder):
    """All of them by name."""
    ours = ["--builder", builder] if builder else []
    peer = [sys.executable, HERE / "peer.py"]
    everyone = [
        Contender("cognate", [worker], False, True, ours, can_filter=True),
        Contender("cognate-compact", [worker], False, False, [*ours, "--compact"], can_filter=True),
        Contender("hnswlib", [*peer, "hnswlib"], True, True, can_filter=True),
        Contender("faiss", [*peer, "faiss"], True, True, can_map=True, can_filter=True),
        Contender("usearch-f32", [*peer, "usearch-f32"], True, True, can_map=True),
        Contender("usearch-i8", [*peer, "usearch-i8"], True, False, can_map=True),
    ]
    return {contender.name: contender for contender in everyone}


def faiss_flat():
    """Exact search by faiss."""
    return Contender("faiss-flat", [sys.executable, HERE / "peer.py", "faiss-flat"], True, True)
