"""umap-learn as a process of its own: vectors in, a place in the plane of each out.

Usage: map_peer.py --vectors F.f32 --dimension D --neighbors K --seed S --out F.f32

Prints one line of JSON: the seconds of all, those of them that went into finding neighbours, and peak memory. Imports and reading are
not in them, and what is compiled when it is first used was compiled before, on random vectors.
"""
import argparse
import json
import resource
import sys
import time
import warnings

import numpy as np

# From as many rows on, UMAP searches neighbours by another way, which is compiled apart.
APPROXIMATE_FROM = 4096


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, kind in (("vectors", str), ("dimension", int), ("neighbors", int), ("seed", int), ("out", str)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    args = parser.parse_args()
    # What the libraries say to each other about coming versions.
    warnings.filterwarnings("ignore")
    from umap import UMAP, umap_

    rows = np.fromfile(args.vectors, dtype="<f4").reshape(-1, args.dimension)
    finding = []
    find = umap_.nearest_neighbors

    def timed(*given, **named):
        began = time.perf_counter()
        found = find(*given, **named)
        finding.append(time.perf_counter() - began)
        return found

    umap_.nearest_neighbors = timed
    random = np.random.default_rng(0)
    UMAP(n_neighbors=args.neighbors, metric="cosine").fit_transform(
        random.normal(size=(APPROXIMATE_FROM + 4, args.dimension)).astype(np.float32))
    # Without a random state of its own, with which it would run on one thread, it takes its start from here.
    np.random.seed(args.seed)
    began = time.perf_counter()
    places = UMAP(n_neighbors=args.neighbors, metric="cosine").fit_transform(rows)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.asarray(places, dtype="<f4").tofile(args.out)
    print(json.dumps({"seconds": seconds, "neighbors_seconds": finding[-1],
                      "peak_kb": peak // 1024 if sys.platform == "darwin" else peak}))


if __name__ == "__main__":
    main()
