"""How the topics of cognate do beside those of BERTopic, Top2Vec's way and k-means: the same embeddings, in turn, in one run.

Sets are files of labelled texts: JSON Lines with `text`, `label` and perhaps `title`, as `cognate eval clustering` reads
them. With `--data`, a folder with the sources of known sets, these are converted first: fr and en (MasakhaNEWS), newsgroups,
sib200 (five languages pooled). The set `seeds` is the sample corpus of this project and needs no data.

Started by `benches/peers/topics`, which makes the Python and builds cognate. Writes a report in Markdown to standard output
and, with all figures as JSON, to the folder named with `--out`.
"""
import argparse
import itertools
import os
import pathlib
import statistics
import sys
import tempfile

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, v_measure_score

import topics_report
import topics_sets
from driver import rotated, say, spread
from topics_contenders import Cognate, Failed, Peer, versions
from topics_peer import PEERS

# What is compared with cognate in time and memory alone, over many texts.
AT_SCALE = ["cognate", "bertopic"]


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    cognate = Cognate(args.cognate, args.threads)
    converted = topics_sets.convert(args.sets, args.data, cognate, args.out / "sets")
    if args.convert_only:
        print("\n".join(map(str, converted)))
        return
    # All of them before the first is measured, so that a fault in the last is told at once.
    sets = [topics_sets.read(path) for path in [*converted, *args.files]]
    large = topics_sets.read(args.scale_file, args.scale, labelled=False) if args.scale_file else None
    everyone = [cognate, *(Peer(name, args.threads) for name in PEERS)]
    chosen = [contender for contender in everyone if contender.name in args.contenders]
    measured = {
        "machine": [", ".join([cognate.version(), *versions()]), *topics_report.machine()],
        "load": os.getloadavg()[0], "threads": args.threads, "seeds": args.seeds, "sets": [], "scale": None}
    for labelled in sets:
        measured["sets"].append(compare(args, labelled, chosen, cognate))
        topics_report.write(measured, args.out)
    if large:
        measured["scale"] = compare(args, large, [one for one in chosen if one.name in AT_SCALE], cognate)
        topics_report.write(measured, args.out)
    print((args.out / topics_report.NAME).with_suffix(".md").read_text(encoding="utf-8"), end="")
    if any(row["failures"] for part in [*measured["sets"], measured["scale"]] if part for row in part["contenders"].values()):
        raise SystemExit("error: a contender failed; the report says which")


def arguments():
    def names(text):
        return text.split(",")

    parser = argparse.ArgumentParser(
        prog="benches/peers/topics", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("files", nargs="*", type=pathlib.Path, metavar="FILE", help="labelled texts, JSON Lines; `.xz` is read as well")
    add("--data", type=pathlib.Path, metavar="FOLDER", help="where the sources of the known sets lie")
    add("--sets", type=names, metavar="NAMES",
        help=f"which known sets, of {','.join(topics_sets.KNOWN)} [default: all with --data; seeds when nothing is named]")
    add("--convert-only", action="store_true", help="write the known sets as labelled texts to `sets` in --out, and end")
    add("--seeds", type=int, default=5, metavar="N", help="runs of each contender, with the seeds 0 to N - 1 [default: 5]")
    add("--scale-file", type=pathlib.Path, metavar="FILE",
        help="JSON Lines with `text`: cognate and BERTopic over many, time and memory only")
    add("--scale", type=int, default=20_000, metavar="N", help="the first N texts of --scale-file [default: 20000]")
    add("--threads", type=int, default=2, metavar="N", help="threads of each contender [default: 2]")
    add("--contenders", type=names, metavar="NAMES", default=["cognate", *PEERS],
        help=f"[default: cognate,{','.join(PEERS)}]")
    add("--out", type=pathlib.Path, metavar="FOLDER", help="[default: `topics` in the target folder]")
    add("--cognate", required=True, type=pathlib.Path, metavar="PROGRAM", help="[default: it is built]")
    add("--default-out", type=pathlib.Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    args.out = (args.out or args.default_out or pathlib.Path("topics-report")).absolute()
    args.cognate = args.cognate.absolute()
    if args.sets is None:
        args.sets = topics_sets.KNOWN if args.data else [] if args.files or args.scale_file else ["seeds"]
    for wanted, known in ((args.sets, topics_sets.KNOWN), (args.contenders, ["cognate", *PEERS])):
        unknown = [name for name in wanted if name not in known]
        if unknown:
            parser.error(f"nothing is named `{unknown[0]}`; there are {', '.join(known)}")
    if args.data is None and set(args.sets) - {"seeds"}:
        parser.error("`--data` names the folder with the sources of the known sets")
    if args.data is not None and not args.data.is_dir():
        parser.error(f"{args.data} is no folder")
    if not args.cognate.is_file():
        parser.error(f"{args.cognate} is not there")
    if min(args.seeds, args.threads) < 1 or args.scale < 2:
        parser.error("there is at least one seed and one thread, and `--scale` is at least 2")
    return args


def compare(args, labelled, chosen, cognate):
    """All that is measured over one set; without labels, time and memory only."""
    # Beside the results, as a folder for temporary files may lie in memory.
    with tempfile.TemporaryDirectory(dir=args.out, prefix="work-") as work:
        work = pathlib.Path(work)
        say(f"{labelled.name}: {len(labelled.texts)} texts, embed")
        embedded = cognate.prepare(labelled.texts, work)
        told = labelled.gold_topics() if labelled.labels else 0
        runs = {contender.name: [] for contender in chosen}
        failures = {contender.name: [] for contender in chosen}
        for seed in range(args.seeds):
            for contender in rotated(chosen, seed):
                say(f"{labelled.name}: seed {seed}, {contender.name}")
                try:
                    runs[contender.name].append(contender.find(embedded, told, seed))
                except Failed as failed:
                    say(f"{contender.name}: {failed}")
                    failures[contender.name].append(str(failed))
        measured = {
            "name": labelled.name, "texts": len(labelled.texts), "without_vector": int((~embedded.has).sum()),
            "gold": told or None, "embed_seconds": over(embedded.seconds), "contenders": {}}
        if runs.get("cognate"):
            measured["same_on_one_thread"] = cognate.is_same_on_one_thread(embedded)
    for contender in chosen:
        row = figures(runs[contender.name], labelled.labels, measured["embed_seconds"]["median"])
        measured["contenders"][contender.name] = {"is_told": contender.is_told, **row, "failures": failures[contender.name]}
    return measured


def figures(runs, gold, embed_seconds):
    """What the runs of a contender over one set come to."""
    if not runs:
        return {}
    labels = [run.labels for run in runs]
    row = {
        "seconds": over([run.seconds for run in runs]),
        "cpu_seconds": over([run.cpu_seconds for run in runs]),
        # The peers get their embeddings; cognate makes its own, in the same process.
        "whole_seconds": over([run.whole_seconds or embed_seconds + run.seconds for run in runs]),
        "peak_kb": over([run.peak_kb for run in runs]),
        "topics": over([len(set(found[found >= 0])) for found in labels]),
        "outliers": over([float(np.mean(found < 0)) for found in labels]),
    }
    if gold:
        alone = [apart(found) for found in labels]
        row["ami"] = over([adjusted_mutual_info_score(gold, found) for found in alone])
        row["v_measure"] = over([v_measure_score(gold, found) for found in alone])
        pairs = [adjusted_mutual_info_score(a, b) for a, b in itertools.combinations(alone, 2)]
        row["run_to_run"] = statistics.fmean(pairs) if pairs else None
    return row


def over(values):
    """The values of several runs, with their mean, median and range."""
    return {**spread(values), "mean": statistics.fmean(values), "runs": values}


def apart(labels):
    """Each outlier as a cluster of its own."""
    return np.where(labels < 0, labels.max(initial=0) + 1 + np.arange(len(labels)), labels)


if __name__ == "__main__":
    main()
