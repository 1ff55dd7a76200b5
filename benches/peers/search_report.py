"""What was measured of search, as Markdown."""
from report import megabytes, number, table


def render(measured):
    index, rows, whole = measured["index"], measured["open"], measured["process"]
    return [
        *(f"{line}  " for line in measured["machine"]), "",
        f"{measured['texts']} texts ({number(measured['text_bytes'] / 1e6)} MB), {measured['queries']} queries, k = {measured['k']}, cognate on "
        f"{measured['threads']} threads unless it says otherwise, {measured['rounds']} rounds. Load of the machine before: "
        f"{measured['load']:.1f}, after: {measured['load_after']:.1f}.", "",
        "## In an open process", "", *opened(rows), "",
        "## A process for each query", "",
        *table(["contender", "median ms", "95 % ms", "median CPU ms", "95 % CPU ms", "peak MB"], [[
            "cognate", *(number(whole[kind][which]) for kind in ("ms", "cpu_ms") for which in ("median", "p95")),
            megabytes(whole["peak_kb"])]]), "",
        "## Index", "", *indexed(index), "",
        "`index.cog` {}, `words.cog` {}, database {} MB.".format(*(number(size / 1e6) for size in index["cognate"]["files"].values())), "",
        "## Bound", "", *bounded(measured["bound"], rows), "",
        "In parentheses: times the least of the column. MB are millions of bytes. In an open process: medians of the rounds' means.",
    ]


def opened(rows):
    columns = [ratios([row[kind]["median"] for row in rows.values()]) for kind in ("ms", "cpu_ms")]
    peaks = ratios([row["peak_kb"] * 1024 / 1e6 for row in rows.values()])
    cells = []
    for (name, row), ms, cpu_ms, peak in zip(rows.items(), *columns, peaks):
        one = row.get("one_ms")
        cells.append([
            name, ms, f"{number(row['ms']['least'])}–{number(row['ms']['most'])}", cpu_ms,
            *([number(one["median"]), number(one["p95"])] if one else ["–", "–"]), str(row["answered"]), peak])
    head = ["contender", "ms a query", "least–most", "CPU ms a query", "median ms", "95 % ms", "queries with a result", "peak MB"]
    return table(head, cells)


def indexed(index):
    made = index.values()
    columns = [ratios(values) for values in (
        [one["seconds"] for one in made], [one["cpu_seconds"] for one in made], [one["peak_kb"] * 1024 / 1e6 for one in made],
        [one["index_bytes"] / 1e6 for one in made], [(one["index_bytes"] + one["text_bytes"]) / 1e6 for one in made])]
    head = ["contender", "index s", "CPU s", "peak MB", "index MB", "with texts MB"]
    return table(head, [[name, *cells] for name, *cells in zip(index, *columns)])


def bounded(bound, rows):
    parts = [[what, number(size / 1e6)] for what, size in bound["parts"].items()]
    parts.append(["together", number(bound["bytes"] / 1e6)])
    alone = rows["cognate, 1 thread"]["cpu_ms"]["median"]
    return [
        *table(["a query reads", "MB"], parts), "",
        f"{bound['texts']} vectors, {bound['words']} words, {bound['rows']} rows. At {number(bound['bytes_per_second'] / 1e9)} GB/s (one thread "
        f"copies): {number(bound['ms'])} ms; cognate on one thread takes {number(alone)} ms of the processor, {alone / bound['ms']:.1f} times "
        f"as much. The postings of all words are {number(bound['all_postings'] / 1e6)} MB.",
    ]


def ratios(values):
    """Each with its ratio to the least; what noise made negative has none."""
    least = min(values)
    return [f"{number(value)} ({value / least:.1f} ×)" if least > 0 else number(value) for value in values]
