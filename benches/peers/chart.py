"""Charts, written as SVG."""
import html
import math

COLOURS = {
    "cognate": "#d55e00", "cognate-compact": "#e69f00", "hnswlib": "#0072b2", "faiss": "#009e73",
    "usearch-f32": "#7b3294", "usearch-i8": "#b96fb0"}
LABEL_HEIGHT = 17


class Panel:
    """A rectangle with axes; places are fractions of it between 0 and 1."""

    def __init__(self, left, top, width, height):
        self.left, self.top, self.width, self.height = left, top, width, height

    def at(self, x, y):
        return self.left + x * self.width, self.top + (1 - y) * self.height

    def frame(self, title, ticks_x, ticks_y, label_x):
        """The frame and its grid; ticks are pairs of a place and a text."""
        left, bottom = self.at(0, 0)
        right, top = self.at(1, 1)
        parts = [text(left, top - 12, title, weight="bold")]
        for place, label in ticks_x:
            x = self.at(place, 0)[0]
            parts += [line([(x, top), (x, bottom)], "#e4e4e4", 1), text(x, bottom + 18, label, "middle")]
        for place, label in ticks_y:
            y = self.at(0, place)[1]
            parts += [line([(left, y), (right, y)], "#e4e4e4", 1), text(left - 8, y + 4, label, "end")]
        parts.append(line([(left, top), (left, bottom), (right, bottom)], "#666666", 1))
        return [*parts, text((left + right) / 2, bottom + 38, label_x, "middle")]

    def curve(self, name, points):
        places = [self.at(x, y) for x, y in points]
        width = 3 if name == "cognate" else 2
        dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{width}" fill="{COLOURS[name]}"/>' for x, y in places]
        return [line(places, COLOURS[name], width), *dots]


class Scale:
    """Logarithmic, with a margin at both ends."""

    def __init__(self, values, margin=0.08):
        least, most = math.log10(min(values)), math.log10(max(values))
        extra = max((most - least) * margin, 0.1)
        self.least, self.most = least - extra, most + extra

    def at(self, value):
        return (math.log10(value) - self.least) / (self.most - self.least)

    def ticks(self):
        decades = range(math.floor(self.least), math.ceil(self.most) + 1)
        for steps in ((1,), (1, 3), (1, 2, 5)):
            values = [step * 10.0**decade for decade in decades for step in steps]
            values = [value for value in values if 0 <= self.at(value) <= 1]
            if len(values) >= 3:
                break
        return [(self.at(value), short(value)) for value in values]


def recall_and_rate(measured):
    """Queries per second over recall, a line for each contender with its name at the end."""
    curves = {name: clipped(row["curve"]) for name, row in measured["contenders"].items()}
    shown = {name: points for name, points in curves.items() if points}
    panel = Panel(80, 78, 560, 380)
    scale = Scale([rate for points in shown.values() for _, rate in points] or [1])
    recalls = [(x / 10, f"{0.9 + x / 100:.2f}") for x in range(0, 11, 2)]
    parts = [
        text(80, 28, "Queries per second at a recall", size=17, weight="bold"),
        text(80, 48, f"{measured['n']:,} vectors of {measured['dimension']} dimensions ({measured['vectors']}), "
             "one thread; up and right is better"),
        *panel.frame("", recalls, scale.ticks(), f"recall@{measured['k']}"),
        dashed(panel.at(0.9, 0), panel.at(0.9, 1)),
    ]
    ends = {}
    for name, points in shown.items():
        places = [((recall - 0.9) * 10, scale.at(rate)) for recall, rate in points]
        parts += panel.curve(name, places)
        ends[name] = panel.at(*places[-1])
    parts += labels(ends, panel.at(1, 0)[0] + 24)
    hidden = [name for name in curves if name not in shown]
    if hidden:
        parts.append(text(80, 516, f"below a recall of 0.9: {', '.join(hidden)}"))
    return svg(800, 530, parts)


def clipped(curve):
    """Pairs of recall and rate from 0.9 on; the line begins where it passes 0.9."""
    points = [(point["recall"], point["qps"]["median"]) for point in curve]
    kept = [point for point in points if point[0] >= 0.9]
    if kept and kept[0] != points[0]:
        (low, slow), (high, fast) = points[points.index(kept[0]) - 1], kept[0]
        share = (0.9 - low) / (high - low)
        kept.insert(0, (0.9, slow ** (1 - share) * fast**share))
    return kept


def labels(ends, x):
    """Names beside the ends of their lines, pushed apart where they would touch."""
    parts, free = [], -math.inf
    for name, (end_x, end_y) in sorted(ends.items(), key=lambda item: item[1][1]):
        y = max(end_y, free)
        free = y + LABEL_HEIGHT
        weight = "bold" if name == "cognate" else "normal"
        parts.append(line([(end_x + 5, end_y), (x - 4, y)], COLOURS[name], 0.7))
        parts.append(text(x, y + 4, name, fill=COLOURS[name], weight=weight))
    return parts


def growth(measured):
    """Time per query at recall 0.99, build time and memory over the number of vectors."""
    sizes = measured["sizes"]
    names = list(sizes[0]["contenders"])
    panels = [
        ("ms per query at recall 0.99", lambda row: 1e3 / row["qps_at_goal"]["median"] if row["qps_at_goal"] else None),
        ("build, seconds", lambda row: row["build_seconds"]["median"]),
        ("peak memory of the build, MB", lambda row: row["build_peak_kb"] and row["build_peak_kb"] * 1024 / 1e6),
    ]
    parts = [
        text(70, 28, "How cost grows with the number of vectors", size=17, weight="bold"),
        text(70, 48, f"{sizes[0]['dimension']} dimensions ({sizes[0]['vectors']}), k = {sizes[0]['k']}, "
             f"search on 1 thread, build on {sizes[0]['threads']}"),
        *legend(names, 70, 74),
    ]
    across = Scale([size["n"] for size in sizes])
    ticks = [(across.at(size["n"]), short(size["n"])) for size in sizes]
    for place, (title, figure) in enumerate(panels):
        panel = Panel(70 + 300 * place, 120, 220, 240)
        lines = {name: [(size["n"], figure(size["contenders"][name])) for size in sizes] for name in names}
        lines = {name: [point for point in points if point[1]] for name, points in lines.items()}
        up = Scale([value for points in lines.values() for _, value in points] or [1])
        parts += panel.frame(title, ticks, up.ticks(), "vectors")
        for name, points in lines.items():
            parts += panel.curve(name, [(across.at(n), up.at(value)) for n, value in points])
    return svg(920, 420, parts)


def legend(names, x, y):
    parts = []
    for name in names:
        parts += [line([(x, y - 4), (x + 22, y - 4)], COLOURS[name], 3), text(x + 28, y, name)]
        x += 50 + 8 * len(name)
    return parts


def short(value):
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:g}{letter}"
    return f"{value:g}"


def line(points, colour, width):
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'


def dashed(start, end):
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#999999" stroke-dasharray="4 4"/>'


def text(x, y, content, anchor="start", fill="#333333", size=13, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" font-size="{size}" '
            f'font-weight="{weight}">{html.escape(content)}</text>')


def svg(width, height, parts):
    # The white ground keeps it readable on a dark page.
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="system-ui, sans-serif">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>', *parts, "</svg>", ""])
