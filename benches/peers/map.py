"""How cognate's map does beside umap-learn's: the same vectors, in turn, in one run.

Started by `benches/peers/map`, which makes the Python and builds the worker. Writes a report in Markdown to standard output and, with
all figures as JSON, to the folder named with `--out`.
"""
import argparse
import importlib.metadata
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

from driver import rotated, say
from report import machine, megabytes, number, render_goals, table
from vectors import prepare

HERE = pathlib.Path(__file__).resolve().parent
NEIGHBORS = 15
# Neighbours on the map that are looked at, of so many rows, twice.
K = 15
SAMPLE = 2_000
# Rows whose distances to all others are held at once.
BLOCK = 100


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=args.out, prefix="work-") as work:
        work = pathlib.Path(work)
        vectors = prepare(args, args.n, work)
        n = len(vectors.rows)
        commands = {
            "cognate": [args.worker, "map", "--threads", args.threads],
            "umap-learn": [sys.executable, HERE / "map_peer.py", "--seed", 0],
        }
        runs = {name: [] for name in commands}
        load = os.getloadavg()[0]
        for turn in range(args.rounds):
            for name in rotated(list(commands), turn):
                say(f"{n} vectors, round {turn}: {name}")
                given = ["--vectors", vectors.path, "--dimension", vectors.dimension, "--neighbors", NEIGHBORS]
                runs[name].append(run([*commands[name], *given, "--out", work / f"{name}.f32"], args.threads))
                say(f"{number(runs[name][-1]['seconds'])} s")
        measured = {
            "machine": machine([f"umap-learn {importlib.metadata.version('umap-learn')}"]), "load": load, "n": n,
            "dimension": vectors.dimension, "vectors": vectors.what, "threads": args.threads, "contenders": {}}
        say("trustworthiness")
        samples = [np.arange(SAMPLE) * n // SAMPLE + offset for offset in (0, n // SAMPLE // 2)] if n > 2 * SAMPLE else [np.arange(n)] * 2
        for name, done in runs.items():
            places = np.fromfile(work / f"{name}.f32", dtype="<f4").reshape(n, 2)
            measured["contenders"][name] = {
                "seconds": [one["seconds"] for one in done], "neighbors_seconds": [one["neighbors_seconds"] for one in done],
                "peak_kb": max(one["peak_kb"] for one in done),
                "trustworthiness": [trustworthiness(vectors.rows, places, sample) for sample in samples]}
    text = "\n".join(render(measured)) + "\n"
    (args.out / "map.md").write_text(text, encoding="utf-8")
    (args.out / "map.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(text, end="")


def arguments():
    parser = argparse.ArgumentParser(
        prog="benches/peers/map", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--vectors", default="synthetic", metavar="FILE", help="`.npy`, or raw float32 as `FILE:DIMENSION` [default: synthetic]")
    add("--n", type=int, default=100_000, metavar="N", help="the first N of them [default: 100000]")
    add("--dimension", type=int, default=256, metavar="N", help="of the synthetic vectors [default: 256]")
    add("--rounds", type=int, default=3, metavar="N", help="how often each lays them out [default: 3]")
    add("--threads", type=int, default=2, metavar="N", help="[default: 2]")
    add("--out", type=pathlib.Path, metavar="FOLDER", help="[default: `map` in the target folder]")
    add("--worker", required=True, type=pathlib.Path, metavar="PROGRAM", help="[default: it is built]")
    add("--default-out", type=pathlib.Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    args.out = (args.out or args.default_out or pathlib.Path("map-report")).absolute()
    if min(args.n, args.rounds, args.threads) < 1 or args.n <= 4 * K:
        parser.error(f"there are at least one round and thread, and more than {4 * K} vectors")
    # Nothing is searched for: no rows are held out.
    args.n_queries, args.queries = 0, []
    return args


def run(command, threads):
    libraries = ("OMP", "OPENBLAS", "MKL", "NUMBA")
    environment = {**os.environ, **{f"{name}_NUM_THREADS": str(threads) for name in libraries}}
    done = subprocess.run(list(map(str, command)), env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"error: `{pathlib.Path(command[0]).name}` ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def trustworthiness(rows, places, sample):
    """Venna and Kaski (2001), by cosine, of the rows `sample`, each against all rows."""
    n, excess = len(rows), 0
    for start in range(0, len(sample), BLOCK):
        # Of equal ones, none counts as nearer.
        some = sample[start:start + BLOCK]
        itself = np.arange(len(some)), some
        cosines = rows[some] @ rows.T
        cosines[itself] = -np.inf
        apart = ((places[some, None, :] - places[None, :, :]) ** 2).sum(axis=2)
        apart[itself] = np.inf
        near = np.argpartition(apart, K - 1, axis=1)[:, :K]
        for row, others in zip(cosines, near):
            # Only those that are nearer than the farthest on the map need counting.
            nearer = row[row > row[others].min()]
            excess += sum(max(0, int((nearer > row[other]).sum()) + 1 - K) for other in others)
    return 1 - 2 * excess / (len(sample) * K * (2 * n - 3 * K - 1))


def render(measured):
    rows = measured["contenders"]
    lines = [
        *(f"{line}  " for line in measured["machine"]), "",
        f"{measured['n']} vectors of {measured['dimension']} dimensions ({measured['vectors']}), {NEIGHBORS} neighbours, each on "
        f"{measured['threads']} threads, {len(rows['cognate']['seconds'])} runs. Load of the machine before: {measured['load']:.1f}.", ""]
    cells = []
    for name, row in rows.items():
        seconds, near = statistics.median(row["seconds"]), statistics.median(row["neighbors_seconds"])
        cells.append([
            name, number(seconds), f"{number(min(row['seconds']))}–{number(max(row['seconds']))}", number(near), number(seconds - near),
            megabytes(row["peak_kb"]), *(f"{value:.4f}" for value in row["trustworthiness"])])
    head = ["contender", "seconds", "least–most", "neighbours s", "layout s", "peak MB", f"trustworthiness@{K}", "of other rows"]
    lines += [*table(head, cells), ""]
    ours, peer = rows["cognate"], rows["umap-learn"]
    faster = [theirs / own for theirs, own in zip(peer["seconds"], ours["seconds"])]
    kept = [own / theirs for own, theirs in zip(ours["trustworthiness"], peer["trustworthiness"])]
    ratio = statistics.median(faster)
    goals = [
        ("at least 5 times as fast as umap-learn, neighbours included", f"{ratio:.1f} ({min(faster):.1f}–{max(faster):.1f})", ratio >= 5),
        ("at least 0.98 of its trustworthiness", " and ".join(f"{value:.3f}" for value in kept), min(kept) >= 0.98),
        ("peak memory, of umap-learn's", f"{ours['peak_kb'] / peer['peak_kb']:.2f}", ours["peak_kb"] <= peer["peak_kb"])]
    return [*lines, *render_goals(goals), "", "Seconds are medians. MB are millions of bytes, vectors (and Python) included."]


if __name__ == "__main__":
    main()
