"""What was measured of topics, as Markdown and JSON, and how it stands beside the goals."""
import json
import platform

from report import megabytes, number, processor, render_goals, table

NAME = "topics"
# What cognate's time and memory are compared with.
RIVALS = ["bertopic", "bertopic-kmeans", "top2vec-style", "kmeans"]


def machine():
    return [f"Python {platform.python_version()}", processor()]


def write(measured, folder):
    (folder / f"{NAME}.md").write_text("\n".join(render(measured)) + "\n", encoding="utf-8")
    (folder / f"{NAME}.json").write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def render(measured):
    scale = measured["scale"]
    parts = [*measured["sets"], *([scale] if scale else [])]
    lines = [
        *(f"{line}  " for line in measured["machine"]), "",
        f"Each contender on {measured['threads']} threads, {measured['seeds']} runs; an outlier is a cluster of its own. Load of "
        f"the machine before: {measured['load']:.1f}.", ""]
    for part in measured["sets"]:
        lines += [*heading(part), *table(HEAD, [row_of(*item) for item in part["contenders"].items()]), "", *failures(part)]
    if scale:
        rows = [row_of(*item) for item in scale["contenders"].items()]
        lines += [*heading(scale), *table(without_truth(HEAD), map(without_truth, rows)), "", *failures(scale)]
    rows = [row for part in parts for row in ratios(part)]
    if rows:
        head = ["set, contender", "clustering s", "CPU s", "whole s", "peak memory"]
        lines += ["## Times cognate's", "", *table(head, rows), ""]
    found = [goal for part in measured["sets"] for goal in goals(part)] + (goals_at_scale(scale) if scale else [])
    if found:
        lines += ["## Goals", "", *render_goals(found), ""]
    return [*lines, "`*` is told the true number of topics. AMI, V-measure: means, AMI with its range; else medians. MB are "
            "millions of bytes."]


HEAD = ["contender", "AMI", "least–most", "V-measure", "run-to-run AMI", "topics", "outliers", "clustering s", "CPU s", "whole s",
        "peak MB"]


def without_truth(cells):
    """The columns that need no labels: all but AMI, its range, V-measure and run-to-run AMI."""
    return [cells[0], *cells[5:]]


def heading(part):
    about = [f"{part['texts']} texts"]
    if part["gold"]:
        about.append(f"{part['gold']} gold topics")
    if part["without_vector"]:
        about.append(f"{part['without_vector']} texts without a vector")
    about.append(f"`cognate embed` takes {number(part['embed_seconds']['median'])} s")
    return [f"## {part['name']}", "", ", ".join(about), ""]


def row_of(name, row):
    shown = f"{name} *" if row["is_told"] else name
    if "seconds" not in row:
        return [shown, *["failed"] * (len(HEAD) - 1)]
    truth = ["", "", "", ""]
    if "ami" in row:
        ami, same = row["ami"], row["run_to_run"]
        truth = [f"{ami['mean']:.3f}", f"{ami['least']:.3f}–{ami['most']:.3f}", f"{row['v_measure']['mean']:.3f}",
                 "" if same is None else f"{same:.3f}"]
    return [
        shown, *truth, f"{row['topics']['median']:g}", f"{row['outliers']['median']:.1%}", number(row["seconds"]["median"]),
        number(row["cpu_seconds"]["median"]), number(row["whole_seconds"]["median"]), megabytes(row["peak_kb"]["median"])]


def failures(part):
    told = [f"{name}: {failure}  " for name, row in part["contenders"].items() for failure in row["failures"]]
    return [*told, ""] if told else []


def ratios(part):
    """How many times cognate's time and memory each of the others takes."""
    for name in RIVALS:
        if times(part, name, "seconds"):
            figures = [times(part, name, figure) for figure in ("seconds", "cpu_seconds", "whole_seconds", "peak_kb")]
            yield [f"{part['name']}, {name}", *(f"{figure:.1f} ×" for figure in figures)]


def times(part, name, figure):
    """The median of `name` over that of cognate, where both are there."""
    rows = [part["contenders"].get(one, {}).get(figure) for one in (name, "cognate")]
    return rows[0]["median"] / rows[1]["median"] if all(rows) else None


def goals(part):
    """What is wanted on a labelled set, the figure, and whether it is met."""
    row, told = (part["contenders"].get(name, {}) for name in ("cognate", "kmeans"))
    if "ami" not in row:
        return []
    found, ami = [], row["ami"]["mean"]
    if "ami" in told:
        least = told["ami"]["mean"]
        what = f"{part['name']}: AMI at least that of k-means told the number of topics"
        found.append((what, f"{ami:.3f}, {least:.3f}", ami >= least))
    topics, gold = row["topics"], part["gold"]
    is_near = gold / 2 <= topics["least"] and topics["most"] <= gold * 2
    found.append((f"{part['name']}: topics within a factor of two of {gold}, in each run", extent_of(topics, "g"), is_near))
    most = row["outliers"]["most"]
    found.append((f"{part['name']}: outliers under 10 %, in each run", f"{most:.1%}", most < 0.1))
    if row["run_to_run"] is not None:
        found.append((f"{part['name']}: run-to-run AMI at least 0.95", f"{row['run_to_run']:.3f}", row["run_to_run"] >= 0.95))
    if part.get("same_on_one_thread") is not None:
        same = part["same_on_one_thread"]
        found.append((f"{part['name']}: the same bytes on one thread", "the same" if same else "others", same))
    return found


def goals_at_scale(part):
    found = []
    for figure, least, what in (
            ("whole_seconds", 10, "fast from texts to topics"), ("seconds", 10, "fast from embeddings to topics"),
            ("peak_kb", 4, "lean in memory")):
        ratio = times(part, "bertopic", figure)
        if ratio:
            goal = f"{part['texts']} texts: at least {least} times as {what} as BERTopic"
            found.append((goal, f"{ratio:.1f} times", ratio >= least))
    return found


def extent_of(values, form):
    least, most = format(values["least"], form), format(values["most"], form)
    return least if least == most else f"{least}–{most}"
