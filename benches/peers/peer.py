"""One of the peers as a process of its own, told what to do in the same words as cognate's worker.

Usage: peer.py NAME version
       peer.py NAME build --vectors F --dimension D --threads T --out INDEX [--m 16] [--ef-construction 200]
       peer.py NAME open --index INDEX --queries Q --dimension D [--mapped]
       peer.py NAME serve --index INDEX --queries Q --dimension D --k 10

NAME is hnswlib, faiss, usearch-f32, usearch-i8 or faiss-flat. Vectors are raw little-endian float32. `build` and `open`
print one line of JSON; `serve` reads a line of JSON for each thing to measure and answers with one. Seconds are those of
the library's own calls: reading vectors, writing the index and importing the library are not in them.
"""
import argparse
import importlib.metadata
import json
import os
import pathlib
import sys
import time

import numpy as np


class Hnswlib:
    package = "hnswlib"

    def __init__(self, dimension):
        import hnswlib

        self.index = hnswlib.Index(space="ip", dim=dimension)

    def build(self, vectors, threads, m, ef_construction):
        self.index.init_index(max_elements=len(vectors), M=m, ef_construction=ef_construction)
        self.index.add_items(vectors, num_threads=threads)

    def save(self, path):
        self.index.save_index(path)

    def load(self, path, mapped):
        assert not mapped, "hnswlib maps no file"
        self.index.load_index(path)

    def search(self, queries, k, ef):
        self.index.set_ef(ef)
        return self.index.knn_query(queries, k=k, num_threads=1)[0]

    def filter(self, queries, k, ef, mask):
        self.index.set_ef(ef)
        passes = mask.tolist().__getitem__
        ids = np.full((len(queries), k), -1)
        for row, query in enumerate(queries):
            try:
                ids[row] = self.index.knn_query(query, k=k, num_threads=1, filter=passes)[0]
            except RuntimeError:
                pass  # It found fewer than k, and then tells none of them.
        return ids


class Faiss:
    package = "faiss-cpu"

    def __init__(self, dimension):
        import faiss

        self.faiss = faiss
        self.dimension = dimension
        self.index = None

    def build(self, vectors, threads, m, ef_construction):
        self.faiss.omp_set_num_threads(threads)
        self.index = self.faiss.IndexHNSWFlat(self.dimension, m, self.faiss.METRIC_INNER_PRODUCT)
        self.index.hnsw.efConstruction = ef_construction
        self.index.add(vectors)

    def save(self, path):
        self.faiss.write_index(self.index, path)

    def load(self, path, mapped):
        self.faiss.omp_set_num_threads(1)
        self.index = self.faiss.read_index(path, self.faiss.IO_FLAG_MMAP_IFC if mapped else 0)

    def search(self, queries, k, ef):
        self.index.hnsw.efSearch = ef
        return self.index.search(queries, k)[1]

    def filter(self, queries, k, ef, mask):
        selector = self.faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        return self.index.search(queries, k, params=self.faiss.SearchParametersHNSW(sel=selector, efSearch=ef))[1]


class FaissFlat(Faiss):
    def build(self, vectors, threads, m, ef_construction):
        self.faiss.omp_set_num_threads(threads)
        self.index = self.faiss.IndexFlatIP(self.dimension)
        self.index.add(vectors)

    def exact(self, queries, k):
        return np.concatenate([self.index.search(query[np.newaxis], k)[1] for query in queries])


class Usearch:
    package = "usearch"
    metric, dtype = "ip", "f32"

    def __init__(self, dimension):
        import usearch.index

        self.kind = usearch.index.Index
        self.dimension = dimension
        self.index = None

    def build(self, vectors, threads, m, ef_construction):
        self.index = self.kind(
            ndim=self.dimension, metric=self.metric, dtype=self.dtype, connectivity=m, expansion_add=ef_construction)
        self.index.add(np.arange(len(vectors)), vectors, threads=threads)

    def save(self, path):
        self.index.save(path)

    def load(self, path, mapped):
        self.index = self.kind.restore(path, view=mapped)

    def search(self, queries, k, ef):
        self.index.expansion_search = ef
        found = self.index.search(queries, k, threads=1)
        # The answer to one query is of another kind.
        counts = found.counts if len(queries) > 1 else np.array([len(found)])
        return np.where(np.arange(k) < counts[:, np.newaxis], np.atleast_2d(found.keys).astype(np.int64), -1)


class UsearchBytes(Usearch):
    metric, dtype = "cos", "i8"


PEERS = {
    "hnswlib": Hnswlib, "faiss": Faiss, "usearch-f32": Usearch, "usearch-i8": UsearchBytes, "faiss-flat": FaissFlat}


def say(**values):
    print(json.dumps(values), flush=True)


def peak_kb():
    try:
        status = pathlib.Path("/proc/self/status").read_text()
    except OSError:
        return None
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1])


def read(path, dimension):
    return np.fromfile(path, dtype="<f4").reshape(-1, dimension)


def timed(function, *arguments):
    begin = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - begin, result


def build(peer, args):
    vectors = read(args.vectors, args.dimension)
    seconds, _ = timed(peer.build, vectors, args.threads, args.m, args.ef_construction)
    peak = peak_kb()
    peer.save(args.out)
    say(seconds=seconds, bytes=os.path.getsize(args.out), peak_kb=peak)


def open_once(peer, args):
    query = read(args.queries, args.dimension)[:1]
    opened, _ = timed(peer.load, args.index, args.mapped)
    searched, _ = timed(peer.search, query, args.k, 64)
    say(open_ms=opened * 1e3, first_query_ms=searched * 1e3)


def serve(peer, args):
    queries = read(args.queries, args.dimension)
    peer.load(args.index, False)
    for line in sys.stdin:
        wanted = json.loads(line)
        if wanted["op"] == "memory":
            say(peak_kb=peak_kb())
            continue
        if wanted["op"] == "search":
            seconds, ids = timed(peer.search, queries, args.k, wanted["ef"])
        elif wanted["op"] == "exact":
            seconds, ids = timed(peer.exact, queries, args.k)
        elif wanted["op"] == "filter":
            mask = np.fromfile(wanted["file"], dtype=bool)
            seconds, ids = timed(peer.filter, queries, args.k, wanted["ef"], mask)
        else:
            raise ValueError(f"what is `{wanted['op']}`?")
        path = f"{args.index}.ids"
        np.asarray(ids, dtype="<i8").tofile(path)
        say(seconds=seconds, ids=path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("what", choices=["version", "build", "open", "serve"])
    parser.add_argument("--vectors")
    parser.add_argument("--queries")
    parser.add_argument("--dimension", type=int)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--m", type=int, default=16)
    parser.add_argument("--ef-construction", type=int, default=200)
    parser.add_argument("--out")
    parser.add_argument("--index")
    parser.add_argument("--mapped", action="store_true")
    parser.add_argument("--k", type=int, default=10)
    args = parser.parse_args()
    kind = PEERS[args.name]
    if args.what == "version":
        say(version=f"{kind.package} {importlib.metadata.version(kind.package)}")
    else:
        {"build": build, "open": open_once, "serve": serve}[args.what](kind(args.dimension), args)


if __name__ == "__main__":
    main()
