#!/usr/bin/env python3
"""Chart of `cargo bench --bench clusters`: its table on standard input becomes an SVG on standard output.

cargo bench --bench clusters -- 10000 100000 1000000 | benches/peers/clusters.py > docs/images/clusters.svg
"""
import csv
import sys

import chart

COLOURS = {"neighbours": "#0072b2", "hdbscan": "#d55e00", "kmeans": "#009e73", "leiden": "#7b3294"}


def main():
    rows = list(csv.DictReader((line for line in sys.stdin if "\t" in line), delimiter="\t"))
    if not rows:
        raise SystemExit("error: no table on standard input\nhint: pipe `cargo bench --bench clusters -- 10000 100000` into this")
    chart.COLOURS.update(COLOURS)
    names = [name for name in COLOURS if any(row["step"] == name for row in rows)]
    sizes = sorted({int(row["rows"]) for row in rows})
    across = chart.Scale(sizes)
    ticks = [(across.at(size), chart.short(size)) for size in sizes]
    parts = [
        chart.text(70, 28, "How clustering grows with the number of rows", size=17, weight="bold"),
        chart.text(70, 48, "64 dimensions, 50 planted groups, a tenth noise; dashed: in proportion to the rows"),
        *chart.legend(names, 70, 74),
    ]
    seconds = {name: [(int(row["rows"]), max(float(row["seconds"]), 0.01)) for row in rows if row["step"] == name] for name in names}
    memory = {size: max(float(row["peak MB"]) for row in rows if int(row["rows"]) == size) for size in sizes}
    panels = [("seconds", seconds), ("peak memory of all so far, MB", {"neighbours": list(memory.items())})]
    for place, (title, lines) in enumerate(panels):
        panel = chart.Panel(70 + 380 * place, 120, 300, 260)
        up = chart.Scale([value for points in lines.values() for _, value in points])
        parts += panel.frame(title, ticks, up.ticks(), "rows")
        first = lines["neighbours"][0]
        straight = [(size, first[1] * size / first[0]) for size in sizes]
        inside = [(across.at(size), up.at(value)) for size, value in straight if 0 <= up.at(value) <= 1]
        parts += [chart.dashed(panel.at(*a), panel.at(*b)) for a, b in zip(inside, inside[1:])]
        for name, points in lines.items():
            parts += panel.curve(name, [(across.at(n), up.at(value)) for n, value in points])
    sys.stdout.write(chart.svg(820, 440, parts))


if __name__ == "__main__":
    main()
