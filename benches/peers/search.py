"""How fast `cognate search` answers beside SQLite FTS5 and tantivy: the same texts and queries, in turn, in one run.

Started by `benches/peers/search`, which makes the Python and builds cognate. Texts and queries are one's own: there is no set to
begin with. Writes a report in Markdown to standard output and, with all figures as JSON, to the folder named with `--out`.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from contenders import Contender, Server
from driver import rotated, say, spread
from report import unique
from search_bound import bound
from search_peer import PEERS
from search_report import render
from topics_report import machine

HERE = pathlib.Path(__file__).resolve().parent
K = 10


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    queries = read_queries(args)
    # Beside the results, as a folder for temporary files may lie in memory.
    with tempfile.TemporaryDirectory(dir=args.out, prefix="work-") as work:
        work = pathlib.Path(work)
        asked = work / "queries.txt"
        asked.write_text("".join(f"{query}\n" for query in queries), encoding="utf-8")
        measured = compare(args, queries, asked, work)
    (args.out / "search.json").write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = "\n".join(render(measured)) + "\n"
    (args.out / "search.md").write_text(text, encoding="utf-8")
    print(json.dumps(measured, ensure_ascii=False) if args.json else text, end="\n" if args.json else "")


def arguments():
    parser = argparse.ArgumentParser(
        prog="benches/peers/search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--texts", required=True, type=pathlib.Path, metavar="FILE", help="JSON Lines with `text`; there is no default")
    add("--queries", required=True, type=pathlib.Path, metavar="FILE", help="one query a line; there is no default")
    add("--n-queries", type=int, default=100, metavar="N", help="the first N of them [default: 100]")
    add("--rounds", type=int, default=3, metavar="N", help="passes over the queries in one process [default: 3]")
    add("--threads", type=int, default=2, metavar="N", help="most threads of cognate, and of the build of tantivy [default: 2]")
    add("--json", action="store_true", help="print the figures as JSON and not the report")
    add("--out", type=pathlib.Path, metavar="FOLDER", help="[default: `search` in the target folder]")
    add("--cognate", type=pathlib.Path, metavar="PROGRAM", help="[default: it is built]")
    add("--default-out", type=pathlib.Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.cognate is None:
        parser.error("`--cognate` names the program")
    args.out = (args.out or args.default_out or pathlib.Path("search-report")).absolute()
    args.texts, args.queries, args.cognate = args.texts.absolute(), args.queries.absolute(), args.cognate.absolute()
    for path in (args.texts, args.queries, args.cognate):
        if not path.is_file():
            parser.error(f"{path} is not there")
    if args.n_queries < 2 or min(args.rounds, args.threads) < 1:
        parser.error("there are at least two queries, one round and one thread")
    return args


def read_queries(args):
    """The first different ones that say anything."""
    lines = args.queries.read_text(encoding="utf-8").splitlines()
    queries = list(dict.fromkeys(line.strip() for line in lines if line.strip()))[:args.n_queries]
    if len(queries) < 2:
        raise SystemExit(f"error: {args.queries}: there are at least two different queries")
    return queries


class Cognate:
    def __init__(self, program, work):
        self.program, self.work, self.collection = program, work, work / "collection"

    def version(self):
        return subprocess.run([self.program, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[0]

    def run(self, what, *arguments, threads, accept=(0,)):
        """What a process of its own took, and what it wrote."""
        out = self.work / "cognate.out"
        command = [self.program, what, "--quiet", "--collection", self.collection, "--threads", threads, *arguments]
        done = subprocess.run(
            [sys.executable, HERE / "timed.py", os.devnull, str(out), *map(str, command)],
            env={**os.environ, "RAYON_NUM_THREADS": str(threads)}, stdout=subprocess.PIPE, text=True, check=True)
        took = json.loads(done.stdout)
        if took["code"] not in accept:
            raise SystemExit(f"error: cognate {what} ended with {took['code']}")
        return took, out

    def index(self, texts, threads):
        took, _ = self.run("index", texts, threads=threads)
        size = {path.name: path.stat().st_size for path in self.collection.iterdir()}
        files = {"index.cog": size["index.cog"], "words.cog": size["words.cog"],
                 "database": sum(value for name, value in size.items() if name.startswith("collection.db"))}
        return {**took, "files": files, "index_bytes": files["index.cog"] + files["words.cog"], "text_bytes": files["database"]}

    def search(self, query, threads):
        """One query in a process of its own; 1 is the exit code of no answer."""
        return self.run("search", "-k", K, "--", query, threads=threads, accept=(0, 1))[0]

    def search_all(self, file, threads):
        took, out = self.run("search", "-k", K, "--jsonl", "-f", file, threads=threads, accept=(0, 1))
        reports = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        answered = sum(bool(report["results"]) for report in reports)
        return {**took, "answered": answered, "is_exact": all(report["index"] == "exact" for report in reports)}


def compare(args, queries, asked, work):
    cognate = Cognate(args.cognate, work)
    peers = {name: Contender(name, [sys.executable, HERE / "search_peer.py", name], True, True) for name in PEERS}
    versions = [peer.version() for peer in peers.values()]
    measured = {
        "machine": [", ".join([cognate.version(), *unique(versions)]), *machine()], "load": os.getloadavg()[0],
        "texts": lines_of(args.texts), "text_bytes": args.texts.stat().st_size,
        "queries": len(queries), "k": K, "threads": args.threads, "rounds": args.rounds, "index": {}}
    say("cognate: index")
    measured["index"]["cognate"] = cognate.index(args.texts, args.threads)
    for name, peer in peers.items():
        say(f"{name}: index")
        measured["index"][name] = peer.ask("index", "--texts", args.texts, "--threads", args.threads, "--out", work / name)
    measured["open"] = opened(args, cognate, peers, len(queries), asked, work)
    say("cognate: a process for each query")
    cognate.search(queries[0], args.threads)
    done = [cognate.search(query, args.threads) for query in queries]
    measured["process"] = {
        "ms": percentiles([took["seconds"] for took in done]), "cpu_ms": percentiles([took["cpu_seconds"] for took in done]),
        "peak_kb": max(took["peak_kb"] for took in done)}
    measured["load_after"] = os.getloadavg()[0]
    measured["bound"] = bound(cognate.collection, queries, measured["open"]["cognate"]["is_exact"])
    return measured


def opened(args, cognate, peers, count, asked, work):
    """All queries by each, in turn, in a process that is open already; of cognate's, the time of a run with one query is taken off."""
    one = work / "query.txt"
    one.write_text(asked.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    ours = {"cognate": args.threads, "cognate, 1 thread": 1}
    rows = {name: {"ms": [], "cpu_ms": [], "peak_kb": 0} for name in [*ours, *peers]}
    servers = {
        name: Server(name, [*peer.command, "serve", "--index", work / name, "--queries", asked, "--k", K], K)
        for name, peer in peers.items()}
    singles = {name: [] for name in peers}
    # The first pass warms up and is not counted.
    for turn in range(-1, args.rounds):
        say("search: warm up" if turn < 0 else f"search: round {turn + 1} of {args.rounds}")
        for name in rotated(list(rows), max(turn, 0)):
            row = rows[name]
            if name in ours:
                alone, many = cognate.search_all(one, ours[name]), cognate.search_all(asked, ours[name])
                ms, cpu_ms = ((many[key] - alone[key]) / (count - 1) * 1e3 for key in ("seconds", "cpu_seconds"))
                row.update(answered=many["answered"], is_exact=many["is_exact"], peak_kb=max(row["peak_kb"], many["peak_kb"]))
            else:
                answer = servers[name].ask("search")
                ms, cpu_ms = sum(answer["times"]) / count * 1e3, answer["cpu_seconds"] / count * 1e3
                row["answered"] = answer["answered"]
            if turn >= 0:
                row["ms"].append(ms)
                row["cpu_ms"].append(cpu_ms)
                if name in peers:
                    singles[name] += answer["times"]
    for name, server in servers.items():
        rows[name].update(peak_kb=server.ask("memory")["peak_kb"], one_ms=percentiles(singles[name]))
        server.__exit__()
    for row in rows.values():
        row["ms"], row["cpu_ms"] = spread(row["ms"]), spread(row["cpu_ms"])
    return rows


def percentiles(seconds):
    """Median and 95th percentile, in milliseconds."""
    return {"median": statistics.median(seconds) * 1e3, "p95": statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1e3}


def lines_of(path):
    with open(path, "rb") as lines:
        return sum(1 for _ in lines)


if __name__ == "__main__":
    main()
