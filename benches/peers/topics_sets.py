"""Labelled texts: read from files, converted from the sources of known sets, and embedded by cognate."""
import csv
import dataclasses
import json
import lzma
import pathlib
import tomllib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Files of a data folder, each perhaps with `.xz` after its name, that make up a set.
SOURCES = {
    "fr": ["masakhanews.fr.dev.jsonl", "masakhanews.fr.train50.jsonl"],
    "en": ["masakhanews.en.dev.jsonl", "masakhanews.en.train50.jsonl"],
    "newsgroups": ["newsgroups20_sample.jsonl"],
    "sib200": ["sib200_train_dev.tsv"],
}
SIB_LANGUAGES = ["en", "fr", "de", "ru", "zh"]
KNOWN = [*SOURCES, "seeds"]


@dataclasses.dataclass
class Set:
    """Texts, each with its title before it, and the label of each; no labels where only time is measured."""

    name: str
    texts: list
    labels: list | None

    def gold_topics(self):
        return len(set(self.labels))


def read(path, first=None, labelled=True):
    """The set in a file of JSON Lines; `first` is how many of its texts, which all have to be there."""
    texts, labels = [], []
    for number, record in records(path):
        if len(texts) == first:
            break
        wanted = ["text", "label"] if labelled else ["text"]
        for field in wanted:
            if not isinstance(record.get(field), (str, int, float) if field == "label" else str):
                raise SystemExit(f"error: {path}:{number}: no `{field}`; a line is {{\"text\": \"...\", \"label\": \"...\"}}")
        title = (record.get("title") or "").strip()
        texts.append(f"{title}. {record['text']}" if title else record["text"])
        labels.append(str(record.get("label")))
    if first and len(texts) < first:
        raise SystemExit(f"error: {path} has {len(texts)} texts; ask for no more with `--scale`")
    if len(texts) < 2:
        raise SystemExit(f"error: {path} has {len(texts)} texts; topics need two or more")
    return Set(path.name.removesuffix(".xz").removesuffix(".jsonl"), texts, labels if labelled else None)


def records(path):
    """The objects of a file of JSON Lines with the numbers of their lines; blank lines are passed over."""
    with opened(path) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise SystemExit(f"error: {path}:{number}: no JSON: {error}") from None
            if not isinstance(record, dict):
                raise SystemExit(f"error: {path}:{number}: no JSON object")
            yield number, record


def opened(path):
    try:
        return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
    except OSError as error:
        raise SystemExit(f"error: {path}: {error.strerror}") from None


def convert(names, data, cognate, folder):
    """Known sets as files of labelled texts in `folder`: the paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in names:
        rows = seeds(cognate) if name == "seeds" else sib(data) if name == "sib200" else news(SOURCES[name], data)
        paths.append(folder / f"{name}.jsonl")
        write(rows, paths[-1])
    return paths


def write(rows, path):
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def source(name, data):
    for path in (data / name, data / f"{name}.xz"):
        if path.is_file():
            return path
    raise SystemExit(f"error: {data}: neither `{name}` nor `{name}.xz` is there")


def news(names, data):
    for name in names:
        for _, record in records(source(name, data)):
            yield {field: record[field] for field in ("title", "text", "label") if record.get(field)}


def sib(data):
    """The same sentences in several languages, pooled."""
    with opened(source(SOURCES["sib200"][0], data)) as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["lang"] in SIB_LANGUAGES:
                yield {"text": row["text"], "label": row["category"], "lang": row["lang"]}


def seeds(cognate):
    """The sample corpus in the paragraphs that cognate reads, with its gold topics; boilerplate is left out, as it has none."""
    gold = tomllib.loads((ROOT / "seeds/gold.toml").read_text(encoding="utf-8"))
    articles = {f"seeds/{article['file']}": article for article in gold["article"]}
    rows, paragraphs = [], sum(len(article["paragraphs"]) for article in articles.values())
    units = cognate.units_of("seeds", ROOT)
    for unit in units:
        article = articles[unit["file"]]
        # A heading stands on a line of its own before the paragraph that it introduces.
        lines = [plain(line) for line in unit["text"].splitlines()]
        found = [p for p in article["paragraphs"] if any(line.startswith(plain(p["starts"])) for line in lines)]
        if len(found) != 1:
            raise SystemExit(f"error: {unit['file']}:{unit['line']}: {len(found)} gold paragraphs begin here, not one")
        rows.append({"text": unit["text"], "label": found[0]["topic"], "lang": article["language"]})
    if len(rows) != paragraphs:
        raise SystemExit(f"error: seeds: {len(rows)} paragraphs were read, and {paragraphs} have a gold topic")
    return [row for row in rows if row["label"] != "boilerplate"]


def plain(text):
    """Without the kinds of white space that formats differ in."""
    return " ".join(text.split())


def vectors(path):
    """What `cognate embed` wrote: a matrix of the vectors, and whether each text has one."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line)["vector"] for line in file]
    has = np.array([row is not None for row in rows])
    return np.array([row for row in rows if row is not None], dtype=np.float32), has
