"""Vectors to search in, queries, the true nearest neighbours, and how many of them were found.

The synthetic set is made of blocks that depend on nothing but their number, so that a small set is the beginning of a
larger one. Its points lie near a curved surface of few dimensions, in clusters that overlap, as embeddings of text do.
"""
import dataclasses
import pathlib

import numpy as np

SEED = 2023
LATENT = 32
CLUSTERS = 200
# Standard deviation within a cluster; that of the centres is 1.
SPREAD = 1.0
NOISE = 0.02
BLOCK = 10_000
TIE = 1e-6


@dataclasses.dataclass
class Vectors:
    """Unit vectors in a file of raw float32, and queries in another one."""

    what: str
    path: pathlib.Path
    rows: np.ndarray
    queries_path: pathlib.Path
    queries: np.ndarray

    @property
    def dimension(self):
        return self.rows.shape[1]

    def first(self, n):
        """The same with the first `n` queries."""
        path = self.queries_path.with_suffix(".first.f32")
        self.queries[:n].astype("<f4").tofile(path)
        return dataclasses.replace(self, queries_path=path, queries=self.queries[:n])


def prepare(args, n, folder):
    """The set that the arguments ask for, `n` vectors at most."""
    if args.vectors == "synthetic":
        what = f"synthetic, {LATENT} latent dimensions"
        blocks = (synthetic(number, min(BLOCK, n - number * BLOCK), args.dimension)
                  for number in range(-(-n // BLOCK)))
        queries = synthetic(-1, args.n_queries, args.dimension)
    else:
        rows = load(args.vectors)
        held_out = args.n_queries if not args.queries else 0
        if len(rows) <= held_out:
            raise SystemExit(f"error: {args.vectors}: {len(rows)} vectors, and {held_out} are held out as queries")
        what = pathlib.Path(args.vectors.rpartition(":")[0] or args.vectors).name
        base = rows[:min(n, len(rows) - held_out)]
        blocks = (unit(base[start:start + BLOCK]) for start in range(0, len(base), BLOCK))
        queries = unit(rows[len(rows) - held_out:])
    if args.queries:
        queries = unit(np.concatenate([load(name) for name in args.queries])[:args.n_queries])
    path, queries_path = folder / "vectors.f32", folder / "queries.f32"
    with path.open("wb") as out:
        for block in blocks:
            block.astype("<f4").tofile(out)
    queries.astype("<f4").tofile(queries_path)
    dimension = queries.shape[1]
    written = np.memmap(path, dtype="<f4", mode="r").reshape(-1, dimension)
    return Vectors(what, path, written, queries_path, queries)


def synthetic(number, n, dimension):
    """A block of the synthetic set; queries are block -1."""
    shared = np.random.default_rng(SEED)
    centres = shared.standard_normal((CLUSTERS, LATENT), dtype=np.float32)
    lift = shared.standard_normal((LATENT, dimension), dtype=np.float32) / np.float32(np.sqrt(LATENT))
    own = np.random.default_rng([SEED, number + 1])
    latent = centres[own.integers(CLUSTERS, size=n)] + np.float32(SPREAD) * own.standard_normal(
        (n, LATENT), dtype=np.float32)
    rows = np.tanh(latent @ lift) + np.float32(NOISE) * own.standard_normal((n, dimension), dtype=np.float32)
    return unit(rows)


def load(name):
    """`FILE.npy` or raw float32 as `FILE:DIMENSION`; it is not read yet."""
    if name.endswith(".npy"):
        rows = np.load(name, mmap_mode="r")
    else:
        path, _, dimension = name.rpartition(":")
        if not path or not dimension.isdigit():
            raise SystemExit(f"error: {name}: neither a file `.npy` nor raw float32 as `FILE:DIMENSION`")
        rows = np.memmap(path, dtype="<f4", mode="r").reshape(-1, int(dimension))
    if rows.ndim != 2:
        raise SystemExit(f"error: {name}: not a table of vectors")
    return rows


def unit(rows):
    """Rows of length 1; those without a direction are left out."""
    rows = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    has_direction = np.isfinite(lengths[:, 0]) & (lengths[:, 0] > 0)
    return rows[has_direction] / lengths[has_direction]


@dataclasses.dataclass
class Truth:
    """For each query the least similarity of its true neighbours, and how many there are."""

    least: np.ndarray
    count: int

    def first(self, n):
        return Truth(self.least[:n], self.count)


def truth(vectors, k, mask=None):
    """The exact neighbours among all rows, or among those that pass, by comparing with every one of them."""
    queries = vectors.queries
    count = min(k, len(vectors.rows) if mask is None else int(mask.sum()))
    ids = np.zeros((len(queries), 0), dtype=np.int64)
    similarities = np.zeros((len(queries), 0), dtype=np.float32)
    for start in range(0, len(vectors.rows), BLOCK):
        numbers = np.arange(start, min(start + BLOCK, len(vectors.rows)))
        if mask is not None:
            numbers = numbers[mask[numbers]]
        ids = np.hstack([ids, np.broadcast_to(numbers, (len(queries), len(numbers)))])
        similarities = np.hstack([similarities, queries @ vectors.rows[numbers].T])
        if ids.shape[1] > count:
            best = np.argpartition(-similarities, count - 1, axis=1)[:, :count]
            ids, similarities = np.take_along_axis(ids, best, 1), np.take_along_axis(similarities, best, 1)
    return Truth(similarity(vectors, ids).min(axis=1), count)


def similarity(vectors, ids):
    return np.einsum("qkd,qd->qk", vectors.rows[ids], vectors.queries, dtype=np.float64)


def recall(vectors, true, ids, mask=None):
    """The share of true neighbours among those found; one as similar as the last true one is as good as it."""
    if ids.max() >= len(vectors.rows):
        raise SystemExit(f"error: row {ids.max()} was found, and there are {len(vectors.rows)}")
    ids = np.sort(ids, axis=1)
    valid = ids >= 0
    valid[:, 1:] &= ids[:, 1:] != ids[:, :-1]
    if mask is not None:
        valid &= mask[ids]
    near = similarity(vectors, np.maximum(ids, 0)) >= true.least[:, np.newaxis] - TIE
    return float(np.minimum((valid & near).sum(axis=1), true.count).mean() / true.count)
