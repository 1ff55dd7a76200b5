"""Contenders that find topics: each run is a process of its own, of which time, peak memory and labels come back."""
import dataclasses
import importlib.metadata
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np

import topics_sets

HERE = pathlib.Path(__file__).resolve().parent
# How often the embedding is timed.
EMBEDDINGS = 3


class Failed(Exception):
    """A run that ended without topics."""


@dataclasses.dataclass
class Embedded:
    """A set as files: all texts as they are given, and for the peers those that have a vector, with the vectors."""

    work: pathlib.Path
    texts: pathlib.Path
    # Topics of the texts with seed 0 on one thread.
    one_thread: pathlib.Path
    # The texts as a collection of cognate: read, embedded and stored, without topics.
    collection: pathlib.Path
    # Whether each text has a vector.
    has: np.ndarray
    # Of each time that the texts were embedded.
    seconds: list

    def of_peers(self):
        """Texts that have a vector, and the vectors."""
        return self.work / "peers.jsonl", self.work / "peers.npy"


@dataclasses.dataclass
class Run:
    """One run: a topic of each text, or -1."""

    labels: np.ndarray
    # From embeddings to topics, names of topics included where the contender names them.
    seconds: float
    # The same, of all processors.
    cpu_seconds: float
    peak_kb: int
    # From a file of texts to topics, where that was measured.
    whole_seconds: float | None = None


class Cognate:
    name = "cognate"
    is_told = False

    def __init__(self, program, threads):
        self.program, self.threads = program, threads

    def version(self):
        return subprocess.run([self.program, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()

    def units_of(self, path, folder):
        """What cognate reads of a path below `folder`: the units, with text, file and line."""
        with tempfile.TemporaryDirectory() as cache:
            done = subprocess.run(
                [self.program, "topics", path, "--json", "--quiet"], cwd=folder, stdout=subprocess.PIPE, text=True,
                env={**os.environ, "COGNATE_CACHE_DIR": cache})
        if done.returncode != 0:
            raise SystemExit(f"error: `cognate topics {path}` ended with {done.returncode}")
        return json.loads(done.stdout)["units"]

    def prepare(self, texts, work):
        """Embeds the texts as cognate reads them, once for everyone, and makes a collection of them.

        Reading evens out white space and leaves control characters out: without it, the embeddings would not quite be the same.
        """
        embedded = Embedded(work, work / "texts.jsonl", work / "one-thread.json", work / "collection", None, [])
        write(texts, embedded.texts)
        try:
            self.whole(embedded, 0, 1, embedded.one_thread)
            texts = list(texts)
            for unit in units(embedded.one_thread):
                texts[int(unit["own_id"])] = unit["text"]
            lines = write(texts, work / "read.jsonl")
            for _ in range(EMBEDDINGS):
                done = self.run(["embed"], work / "vectors.jsonl", stdin=work / "read.jsonl")
                embedded.seconds.append(done["seconds"])
            self.run(["index", embedded.texts, "--collection", embedded.collection, *as_documents()], work / "index.out")
        except Failed as failed:
            raise SystemExit(f"error: cognate: {failed}") from None
        vectors, embedded.has = topics_sets.vectors(work / "vectors.jsonl")
        peers_texts, peers_vectors = embedded.of_peers()
        peers_texts.write_text("".join(line for line, has in zip(lines, embedded.has) if has), encoding="utf-8")
        np.save(peers_vectors, vectors)
        return embedded

    def find(self, embedded, told, seed):
        """Topics from a file of texts, in a cache that is empty; and, for its time, from a collection of the same texts."""
        del told
        whole = self.whole(embedded, seed, self.threads, self.report(embedded, seed))
        # A copy, so that nothing that one run writes is there for the next.
        collection = embedded.work / "copy"
        shutil.copytree(embedded.collection, collection)
        try:
            apart = self.run(["topics", "--collection", collection, *as_json(seed)], embedded.work / "apart.json")
        finally:
            shutil.rmtree(collection)
        labels = np.full(len(embedded.has), -1)
        for unit in units(self.report(embedded, seed)):
            if unit["topic"] is not None:
                labels[int(unit["own_id"])] = unit["topic"]
        return Run(labels, apart["seconds"], apart["cpu_seconds"], whole["peak_kb"], whole["seconds"])

    def whole(self, embedded, seed, threads, report):
        cache = embedded.work / "cache"
        try:
            command = ["topics", embedded.texts, *as_documents(), *as_json(seed)]
            return self.run(command, report, threads=threads, COGNATE_CACHE_DIR=str(cache))
        finally:
            shutil.rmtree(cache, ignore_errors=True)

    def report(self, embedded, seed):
        return embedded.work / f"cognate-{seed}.json"

    def is_same_on_one_thread(self, embedded):
        """Whether the report of seed 0 comes out the same, byte by byte, on one thread."""
        return self.report(embedded, 0).read_bytes() == embedded.one_thread.read_bytes()

    def run(self, arguments, stdout, stdin=os.devnull, threads=None, **environment):
        command = [self.program, *arguments, "--quiet", "--threads", threads or self.threads]
        done = timed(command, stdin, stdout, self.threads, **environment)
        # 1 is "nothing found".
        if done["code"] not in (0, 1):
            raise Failed(f"`{arguments[0]}` ended with {done['code']}: {done['told']}")
        return done


class Peer:
    def __init__(self, name, threads):
        self.name, self.threads = name, threads
        self.is_told = "kmeans" in name

    def find(self, embedded, told, seed):
        texts, vectors = embedded.of_peers()
        labels, answer = embedded.work / "labels.npy", embedded.work / "answer.json"
        done = timed(
            [sys.executable, HERE / "topics_peer.py", self.name, "--texts", texts, "--embeddings", vectors, "--seed", seed,
             "--topics", told, "--labels", labels],
            os.devnull, answer, self.threads)
        if done["code"] != 0:
            raise Failed(f"ended with {done['code']}: {done['told']}")
        found = np.full(len(embedded.has), -1)
        found[embedded.has] = np.load(labels)
        measured = json.loads(answer.read_text(encoding="utf-8").splitlines()[-1])
        return Run(found, measured["seconds"], measured["cpu_seconds"], done["peak_kb"])


def write(texts, path):
    """Texts as JSON Lines with their numbers as ids: the lines."""
    lines = [json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n" for i, text in enumerate(texts)]
    path.write_text("".join(lines), encoding="utf-8")
    return lines


def units(report):
    return json.loads(report.read_text(encoding="utf-8"))["units"]


def as_documents():
    return ["--unit", "document", "--text-field", "text", "--id-field", "id"]


def as_json(seed):
    return ["--json", "--seed", seed]


def timed(command, stdin, stdout, threads, **environment):
    """Runs a command: seconds, peak memory, exit code, and the last line that it told on standard error."""
    libraries = ("OMP", "OPENBLAS", "MKL", "NUMBA")
    environment = {**os.environ, **{f"{name}_NUM_THREADS": str(threads) for name in libraries}, **environment}
    done = subprocess.run(
        list(map(str, [sys.executable, "-I", "-S", HERE / "timed.py", stdin, stdout, *command])),
        env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"cannot be started: {last_line(done.stderr)}")
    return {**json.loads(done.stdout), "told": last_line(done.stderr)}


def last_line(text):
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "nothing was told")


def versions():
    """Of the packages that the figures depend on."""
    packages = ["bertopic", "umap-learn", "hdbscan", "scikit-learn", "numba", "numpy"]
    return [f"{package} {importlib.metadata.version(package)}" for package in packages]
