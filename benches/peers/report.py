"""What was measured, as Markdown, JSON and SVG, and how it stands beside the goals."""
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess

import chart

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def machine(versions):
    """Versions, processor, cores and system."""
    return [", ".join([ours(), *unique(versions)]), f"Python {platform.python_version()}", processor()]


def ours():
    version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    try:
        revision = subprocess.run(
            ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return f"cognate {version}"
    return f"cognate {version} ({revision.stdout.strip()})"


def unique(values):
    return list(dict.fromkeys(values))


def processor():
    try:
        info = pathlib.Path("/proc/cpuinfo").read_text()
        name = next(line for line in info.splitlines() if line.startswith("model name")).split(": ", 1)[1]
    except (OSError, StopIteration):
        name = platform.processor() or "unknown processor"
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def write(what, measured, folder):
    """All files of one kind of measurement; the report goes to standard output as well."""
    name = "peers" if what == "compare" else what
    render = {"compare": render_compare, "growth": render_growth, "filters": render_filters}[what]
    text = "\n".join([*(f"{line}  " for line in measured["machine"]), "", *render(measured)]) + "\n"
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    if what == "compare":
        (folder / f"{name}.svg").write_text(chart.recall_and_rate(measured), encoding="utf-8")
    elif what == "growth":
        (folder / f"{name}.svg").write_text(chart.growth(measured), encoding="utf-8")
    print(text, end="")


def render_compare(measured):
    rows = measured["contenders"]
    lines = [
        f"{measured['n']} vectors of {measured['dimension']} dimensions ({measured['vectors']}), {measured['queries']} queries, "
        f"k = {measured['k']}; build on {measured['threads']} threads, search on 1",
        "",
        *table(
            ["contender", "build s", "build peak MB", "search peak MB", "index MB", "bytes/vector", "open + first query ms",
             "mapped", "QPS at recall 0.99", "least–most", "of the best peer", "least–most"],
            [summary(name, row) for name, row in rows.items()]),
        "",
        "Recall / QPS at each ef:",
        "",
        *table(["ef", *rows], curve_rows(rows)),
        "",
    ]
    if "exact" in measured:
        lines += [*render_exact(measured["exact"]), ""]
    found = goals(measured)
    if found:
        lines += [*render_goals(found), ""]
    return [*lines, f"QPS: medians of {measured['rounds']} rounds, in turn; a ratio is of one round. MB are millions of bytes."]


def summary(name, row):
    rate, times = row["qps_at_goal"], row["times_best_peer"]
    mapped = row.get("open_mapped")
    return [
        name,
        number(row["build_seconds"]["median"]),
        megabytes(row["build_peak_kb"]),
        megabytes(row["search_peak_kb"]),
        number(row["bytes"] / 1e6),
        f"{row['bytes_per_vector']:.0f}",
        number(row["open"]["total_ms"]["median"]),
        number(mapped["total_ms"]["median"]) if mapped else "",
        number(rate["median"]) if rate else "not reached",
        extent(rate),
        f"{times['median']:.2f} ×" if times else "",
        extent(times),
    ]


def curve_rows(rows):
    found = {name: {point["ef"]: point for point in row["curve"]} for name, row in rows.items()}
    for ef in sorted({ef for points in found.values() for ef in points}):
        cells = (points.get(ef) for points in found.values())
        yield [str(ef), *(f"{p['recall']:.4f} / {number(p['qps']['median'])}" if p else "" for p in cells)]


def render_exact(exact):
    return [
        f"Exact search, {exact['queries']} queries one at a time, 1 thread:",
        "",
        *table(
            ["", "queries/s", "least–most", "recall"],
            [[name, number(exact[name]["qps"]["median"]), extent(exact[name]["qps"]), f"{exact[name]['recall']:.4f}"]
             for name in ("cognate", "faiss-flat")]),
    ]


def goals(measured):
    """What is wanted, the figure, and whether it is met; goals of contenders that were left out are left out."""
    rows = measured["contenders"]
    peers = {name: row for name, row in rows.items() if row["is_peer"]}
    cognate, compact, hnswlib = (rows.get(name) for name in ("cognate", "cognate-compact", "hnswlib"))
    found = []
    if cognate and peers:
        times = cognate["times_best_peer"]
        found.append((f"QPS at recall 0.99 at least 3 times the best of {', '.join(peers)}",
                      f"{times['median']:.2f} times" if times else "not reached", bool(times) and times["median"] >= 3))
    full = {name: row["build_seconds"]["median"] for name, row in peers.items() if row["is_full"]}
    if cognate and full:
        fastest = min(full, key=full.get)
        ratio = cognate["build_seconds"]["median"] / full[fastest]
        found.append((f"build no slower than the fastest with full precision ({fastest})", f"{ratio:.2f} of its time", ratio <= 1))
    if cognate:
        limit = 5 if measured["n"] <= 100_000 else 20
        milliseconds = cognate["open"]["total_ms"]["median"]
        found.append((f"open and first query under {limit} ms", f"{milliseconds:.2f} ms", milliseconds < limit))
    for row, limit, what in ((cognate, 1.3, "at most 1.3"), (compact, 0.5, "`--compact`: at most 0.5")):
        if row and hnswlib:
            ratio = row["bytes"] / hnswlib["bytes"]
            found.append((f"bytes per vector on disk, {what} of hnswlib's", f"{ratio:.2f}", ratio <= limit))
    if "exact" in measured:
        times = measured["exact"]["times_faiss"]["median"]
        found.append(("exact search at least as fast as IndexFlatIP of faiss", f"{times:.2f} times", times >= 1))
    return found


def render_goals(found):
    return table(["goal", "measured", ""], [[what, figure, "met" if met else "not met"] for what, figure, met in found])


def render_growth(measured):
    lines = []
    for size in measured["sizes"]:
        lines += [f"## {size['n']} vectors", "", *render_compare(size), ""]
    rows = [
        [str(size["n"]), name, milliseconds(row["qps_at_goal"]), number(row["build_seconds"]["median"]), megabytes(row["build_peak_kb"]),
         megabytes(row["search_peak_kb"])]
        for size in measured["sizes"] for name, row in size["contenders"].items()]
    head = ["vectors", "contender", "ms per query at recall 0.99", "build s", "build peak MB", "search peak MB"]
    return [*lines, "## Growth", "", *table(head, rows)]


def milliseconds(rate):
    return number(1e3 / rate["median"]) if rate else "not reached"


def render_filters(measured):
    rows, found = [], []
    for share in measured["filters"]:
        exact = {result["contender"]: result for result in share["searches"] if result["op"] == "filter_exact"}
        for result in share["searches"]:
            rows.append([
                f"{share['selectivity']:.1%}", str(share["passing"]), result["contender"],
                "exact scan" if result["op"] == "filter_exact" else f"ef {result['ef']}", result["plan"] or "",
                f"{result['recall']:.4f}", number(result["ms"]["median"]), extent(result["ms"])])
            if result["op"] == "filter" and result["contender"] in exact:
                found += filter_goals(share, result, exact[result["contender"]])
    return [
        f"{measured['n']} vectors of {measured['dimension']} dimensions ({measured['vectors']}), {measured['queries']} queries, "
        f"k = {measured['k']}, 1 thread; rows that pass are chosen at random",
        "",
        *table(["pass", "rows", "contender", "search", "plan", "recall", "ms per query", "least–most"], rows),
        "",
        *(render_goals(found) if found else []),
        "",
        f"Medians of {measured['rounds']} rounds, in turn. Where the plan is `exact`, both do the same work, and times differ by "
        "noise.",
    ]


def filter_goals(share, result, exact):
    what = f"{result['contender']}, {share['selectivity']:.1%} pass, ef {result['ef']}"
    ratios = [ours / scan for ours, scan in zip(result["rounds"], exact["rounds"])]
    ratio = statistics.median(ratios)
    return [
        (f"{what}: recall at least 0.98", f"{result['recall']:.4f}", result["recall"] >= 0.98),
        (f"{what}: no slower than its exact scan", f"{ratio:.2f} of its time ({min(ratios):.2f}–{max(ratios):.2f})", ratio <= 1),
    ]


def table(head, rows):
    lines = [head, [":--", *["--:"] * (len(head) - 1)], *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def number(value):
    """Three digits at least, and none after the point of large ones."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}"


def megabytes(kilobytes):
    return "–" if kilobytes is None else f"{kilobytes * 1024 / 1e6:,.0f}"


def extent(values):
    return f"{number(values['least'])}–{number(values['most'])}" if values else ""
