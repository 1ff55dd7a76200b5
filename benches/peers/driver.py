"""How cognate's index does beside hnswlib, faiss and usearch: the same vectors, in turn, in one run.

  compare   recall and queries per second, build, size, opening, memory, and exact search beside faiss's (the default)
  growth    the same for several numbers of vectors, and how time per query, build and memory grow
  filters   search among the rows that pass a filter, beside an exact scan of them

Started by `benches/peers/run`, which makes the Python and the worker. Writes a report in Markdown to standard output and,
with SVG and JSON, to the folder named with `--out`.
"""
import argparse
import contextlib
import json
import pathlib
import statistics
import sys
import tempfile

import numpy as np

import report
from contenders import contenders, faiss_flat
from vectors import SEED, prepare, recall, truth

K = 10
EFS = [10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024]
# A curve ends when it is here: more would only cost time.
ENOUGH = 0.998
GOAL = 0.99
OPENINGS = 7
SELECTIVITIES = [0.5, 0.1, 0.01, 0.001]


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    known = contenders(args.worker, args.builder)
    unknown = [name for name in args.contenders if name not in known]
    if unknown:
        raise SystemExit(f"error: no contender is named `{unknown[0]}`; there are {', '.join(known)}")
    chosen = [known[name] for name in args.contenders]
    if args.what == "filters" and not all(contender.can_filter for contender in chosen):
        raise SystemExit("error: usearch takes no filter from Python")
    machine = report.machine([contender.version() for contender in chosen if contender.is_peer])
    # Beside the results, as a folder for temporary files may lie in memory.
    with tempfile.TemporaryDirectory(dir=args.out, prefix="work-") as work:
        work = pathlib.Path(work)
        if args.what == "growth":
            measured = {"sizes": [compare(args, chosen, size, work) for size in args.sizes]}
        elif args.what == "filters":
            measured = filters(args, chosen, work)
        else:
            measured = compare(args, chosen, args.n, work)
    measured["machine"] = machine
    report.write(args.what, measured, args.out)


def arguments():
    def numbers(text):
        return [int(number) for number in text.split(",")]

    parser = argparse.ArgumentParser(
        prog="benches/peers/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("what", nargs="?", choices=["compare", "growth", "filters"], default="compare")
    add("--vectors", default="synthetic", metavar="synthetic|FILE.npy|FILE:DIMENSION",
        help="a file of NumPy or of raw float32; its last rows are the queries [default: synthetic]")
    add("--queries", nargs="+", metavar="FILE", help="queries from files of their own")
    add("--n-queries", type=int, default=1000, metavar="N", help="at most so many queries [default: 1000]")
    add("--exact-queries", type=int, default=200, metavar="N",
        help="so many of them for exact search in `compare` and `growth` [default: 200]")
    add("--n", type=int, default=100_000, help="at most so many vectors [default: 100000]")
    add("--sizes", type=numbers, default=[10_000, 100_000, 1_000_000], metavar="NS",
        help="numbers of vectors of `growth` [default: 10000,100000,1000000]")
    add("--dimension", type=int, default=384, metavar="D", help="of synthetic vectors [default: 384]")
    add("--threads", type=int, default=2, metavar="N", help="threads of a build [default: 2]")
    add("--rounds", type=int, default=3, metavar="N", help="passes of each over the queries [default: 3]")
    add("--builds", type=int, default=1, metavar="N", help="builds of each, in turn [default: 1]")
    add("--ef", type=numbers, metavar="NS", help="breadths of search [default: 10 to 1024, and 64 with `filters`]")
    add("--contenders", type=lambda text: text.split(","), metavar="NAMES",
        help="[default: all; cognate,hnswlib with `growth`; cognate,hnswlib,faiss with `filters`]")
    add("--builder", metavar="NAME", help="how cognate builds its graph")
    add("--out", type=pathlib.Path, metavar="FOLDER", help="[default: `peers` in the target folder]")
    add("--worker", required=True, help="cognate's worker [default: it is built]")
    add("--default-out", type=pathlib.Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    args.out = args.out or args.default_out or pathlib.Path("peers-report")
    args.ef = args.ef or ([64] if args.what == "filters" else EFS)
    args.contenders = args.contenders or {
        "compare": list(contenders("", None)), "growth": ["cognate", "hnswlib"],
        "filters": ["cognate", "hnswlib", "faiss"]}[args.what]
    least = min(args.n, args.rounds, args.builds, args.threads, args.n_queries, args.exact_queries, *args.sizes)
    if least < 1 or min(args.ef) < K or args.dimension < 2:
        parser.error(f"numbers are at least 1, those of `--ef` at least {K}, and a vector has 2 dimensions or more")
    return args


def compare(args, chosen, n, work):
    """Everything about one number of vectors."""
    vectors = prepare(args, n, work)
    say(f"{len(vectors.rows)} vectors: exact neighbours")
    true = truth(vectors, K)
    rows = {contender.name: {"is_peer": contender.is_peer, "is_full": contender.is_full} for contender in chosen}
    for turn in range(args.builds):
        for contender in rotated(chosen, turn):
            say(f"{contender.name}: build")
            built = contender.build(vectors, args.threads, work)
            rows[contender.name].setdefault("builds", []).append(built)
    for row in rows.values():
        row["build_seconds"] = spread([built["seconds"] for built in row["builds"]])
        row["build_peak_kb"] = most(built["peak_kb"] for built in row["builds"])
        row["bytes"] = row["builds"][0]["bytes"]
        row["bytes_per_vector"] = row["bytes"] / len(vectors.rows)
    for contender in chosen:
        say(f"{contender.name}: open")
        rows[contender.name]["open"] = opened(contender, vectors, work, False)
        if contender.can_map:
            rows[contender.name]["open_mapped"] = opened(contender, vectors, work, True)
    curves(args, chosen, vectors, true, rows, work)
    measured = {
        "vectors": vectors.what, "n": len(vectors.rows), "dimension": vectors.dimension,
        "queries": len(vectors.queries), "k": K, "threads": args.threads, "rounds": args.rounds,
        "contenders": rows,
    }
    if "cognate" in rows:
        measured["exact"] = exact(args, chosen, vectors, true, work)
    for contender in chosen:
        contender.index(work).unlink()
    return measured


def opened(contender, vectors, work, mapped):
    """Opening a file and the first query, each time in a fresh process; the file is in the system's cache."""
    times = [contender.open(vectors, work, mapped) for _ in range(OPENINGS)]
    return {
        "open_ms": spread([time["open_ms"] for time in times]),
        "first_query_ms": spread([time["first_query_ms"] for time in times]),
        "total_ms": spread([time["open_ms"] + time["first_query_ms"] for time in times]),
    }


def curves(args, chosen, vectors, true, rows, work):
    """Recall and queries per second at each breadth of search, contenders in turn."""
    queries = len(vectors.queries)
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(contender.serve(vectors, work, K)) for contender in chosen]
        for server in servers:
            say(f"{server.name}: recall")
            rows[server.name]["curve"] = points(server, args.ef, vectors, true)
        for turn in range(args.rounds):
            say(f"search: round {turn + 1} of {args.rounds}")
            for number, ef in enumerate(args.ef):
                for server in rotated(servers, turn):
                    curve = rows[server.name]["curve"]
                    if number < len(curve):
                        curve[number]["rounds"].append(queries / server.ask("search", ef=ef)["seconds"])
        for server in servers:
            rows[server.name]["search_peak_kb"] = server.ask("memory")["peak_kb"]
    for row in rows.values():
        for point in row["curve"]:
            point["qps"] = spread(point["rounds"])
        reached = [rate_at(GOAL, row["curve"], turn) for turn in range(args.rounds)]
        row["qps_at_goal"] = spread(reached) if None not in reached else None
        row["qps_at_goal_rounds"] = reached
    for row in rows.values():
        row["times_best_peer"] = times_best_peer(row, rows, args.rounds)


def points(server, efs, vectors, true):
    """Recall at each breadth of search until it is enough, or twice no better; this pass also warms up."""
    found = []
    for ef in efs:
        ids = server.found(server.ask("search", ef=ef))
        found.append({"ef": ef, "recall": recall(vectors, true, ids), "rounds": []})
        stands_still = len(found) > 2 and found[-1]["recall"] <= found[-3]["recall"]
        if found[-1]["recall"] >= ENOUGH or stands_still:
            break
    return found


def rate_at(goal, curve, turn):
    """Queries per second where the curve of a round passes `goal`: its logarithm is linear in recall between two points.

    The rate of the least breadth if that is enough already, and nothing if none is: the curve is not extended.
    """
    if curve[0]["recall"] >= goal:
        return curve[0]["rounds"][turn]
    for below, above in zip(curve, curve[1:]):
        if below["recall"] < goal <= above["recall"]:
            share = (goal - below["recall"]) / (above["recall"] - below["recall"])
            return below["rounds"][turn] ** (1 - share) * above["rounds"][turn] ** share
    return None


def times_best_peer(row, rows, rounds):
    """How many times the rate of the best peer at the goal, in the same round; the row itself is no peer of its own."""
    ratios = []
    for turn in range(rounds):
        peers = [other["qps_at_goal_rounds"][turn] for other in rows.values() if other["is_peer"] and other is not row]
        peers = [rate for rate in peers if rate is not None]
        own = row["qps_at_goal_rounds"][turn]
        if own is None or not peers:
            return None
        ratios.append(own / max(peers))
    return spread(ratios)


def exact(args, chosen, vectors, true, work):
    """Exact search, a query at a time on one thread: cognate and faiss in turn, over the first of the queries."""
    flat = faiss_flat()
    cognate = next(contender for contender in chosen if contender.name == "cognate")
    say("exact search")
    flat.build(vectors, args.threads, work)
    few, few_true = vectors.first(args.exact_queries), true.first(args.exact_queries)
    result = {"queries": len(few.queries)}
    with cognate.serve(few, work, K) as ours, flat.serve(few, work, K) as theirs:
        servers = [ours, theirs]
        rates = {}
        for server in servers:
            ids = server.found(server.ask("exact"))
            result[server.name] = {"recall": recall(few, few_true, ids)}
        for turn in range(args.rounds):
            for server in rotated(servers, turn):
                rates.setdefault(server.name, []).append(len(few.queries) / server.ask("exact")["seconds"])
    flat.index(work).unlink()
    for name, rounds in rates.items():
        result[name].update(qps=spread(rounds), rounds=rounds)
    result["times_faiss"] = spread([a / b for a, b in zip(rates["cognate"], rates["faiss-flat"])])
    return result


def filters(args, chosen, work):
    """Search among the rows that pass, chosen at random, beside an exact scan of them."""
    vectors = prepare(args, args.n, work)
    for contender in chosen:
        say(f"{contender.name}: build")
        contender.build(vectors, args.threads, work)
    random = np.random.default_rng(SEED)
    shares = []
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(contender.serve(vectors, work, K)) for contender in chosen]
        for selectivity in SELECTIVITIES:
            say(f"filter: {selectivity:.1%} of the rows pass")
            mask = np.zeros(len(vectors.rows), dtype=bool)
            passing = max(1, round(selectivity * len(mask)))
            mask[random.choice(len(mask), passing, replace=False)] = True
            shares.append({
                "selectivity": selectivity, "passing": passing,
                "searches": filtered(args, servers, vectors, mask, work)})
    return {
        "vectors": vectors.what, "n": len(vectors.rows), "dimension": vectors.dimension,
        "queries": len(vectors.queries), "k": K, "rounds": args.rounds, "filters": shares,
    }


def filtered(args, servers, vectors, mask, work):
    """One filter, by each contender that is given, in turn."""
    path = work / "mask"
    mask.tofile(path)
    true = truth(vectors, K, mask)
    searches = []
    for server in servers:
        if server.name.startswith("cognate"):
            searches.append((server, {"op": "filter_exact", "file": str(path)}))
        searches += [(server, {"op": "filter", "file": str(path), "ef": ef}) for ef in args.ef]
    results = []
    for server, wanted in searches:
        answer = server.ask(**wanted)
        results.append({
            "contender": server.name, "op": wanted["op"], "ef": wanted.get("ef"), "plan": answer.get("plan"),
            "recall": recall(vectors, true, server.found(answer), mask), "rounds": []})
    for turn in range(args.rounds):
        for (server, wanted), result in rotated(list(zip(searches, results)), turn):
            result["rounds"].append(server.ask(**wanted)["seconds"] / len(vectors.queries) * 1e3)
    for result in results:
        result["ms"] = spread(result["rounds"])
    return results


def rotated(items, turn):
    """Another one begins each round."""
    turn %= max(len(items), 1)
    return items[turn:] + items[:turn]


def spread(values):
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def most(values):
    return max((value for value in values if value is not None), default=None)


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
