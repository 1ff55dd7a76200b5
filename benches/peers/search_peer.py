"""A full-text index as a process of its own: SQLite FTS5 or tantivy.

Usage: search_peer.py NAME version
       search_peer.py NAME index --texts F.jsonl --threads T --out FOLDER
       search_peer.py NAME serve --index FOLDER --queries F --k 10

NAME is fts5-trigram, fts5-unicode61 or tantivy. `index` prints one line of JSON, `serve` reads a line of JSON for each thing to
measure and answers with one. Imports are in no seconds; reading the texts is in those of `index`.
"""
import argparse
import importlib.metadata
import json
import pathlib
import re
import sqlite3
import sys
import time

from peer import peak_kb, say

WORD = re.compile(r"\w+")


class Fts5:
    """One table of SQLite, which has the texts beside the index."""

    tokenizer = ""

    def __init__(self, folder):
        self.file = folder / "fts5.db"
        self.database = sqlite3.connect(self.file)

    @staticmethod
    def version():
        return f"SQLite {sqlite3.sqlite_version}"

    def index(self, texts, _threads):
        self.database.execute(f"CREATE VIRTUAL TABLE t USING fts5(text, tokenize = '{self.tokenizer}')")
        self.database.executemany("INSERT INTO t(text) VALUES (?)", ((text,) for text in texts))
        self.database.commit()

    def sizes(self):
        """Bytes of the index, and of the texts that are kept with it and what is left of the file."""
        index = self.database.execute("SELECT sum(length(block)) FROM t_data").fetchone()[0]
        return index, self.file.stat().st_size - index

    def search(self, query, k):
        terms = " OR ".join(f'"{word}"' for word in WORD.findall(query))
        if not terms:
            return []
        return self.database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (terms, k)).fetchall()


class Trigram(Fts5):
    tokenizer = "trigram"


class Unicode61(Fts5):
    tokenizer = "unicode61"


class Tantivy:
    """Its default tokenizer, and texts in its store."""

    def __init__(self, folder):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True)
        self.document = tantivy.Document
        self.folder = folder / "tantivy"
        self.folder.mkdir(exist_ok=True)
        self.opened = tantivy.Index(builder.build(), path=str(self.folder))
        self.searcher = self.opened.searcher()

    @staticmethod
    def version():
        return f"tantivy {importlib.metadata.version('tantivy')}"

    def index(self, texts, threads):
        writer = self.opened.writer(num_threads=threads)
        for text in texts:
            writer.add_document(self.document(text=[text]))
        writer.commit()
        writer.wait_merging_threads()

    def sizes(self):
        sizes = [(path.suffix == ".store", path.stat().st_size) for path in self.folder.iterdir()]
        return tuple(sum(size for is_store, size in sizes if is_store == wanted) for wanted in (False, True))

    def search(self, query, k):
        # Words in quotes are no operators; without one between them, any of them will do.
        terms = " ".join(f'"{word}"' for word in WORD.findall(query))
        return self.searcher.search(self.opened.parse_query(terms, ["text"]), k).hits if terms else []


PEERS = {"fts5-trigram": Trigram, "fts5-unicode61": Unicode61, "tantivy": Tantivy}


def read(path):
    """The texts one after the other, so that memory is that of the index."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def index(kind, args):
    args.out.mkdir(parents=True, exist_ok=True)
    peer = kind(args.out)
    began, began_cpu = time.perf_counter(), time.process_time()
    peer.index(read(args.texts), args.threads)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - began_cpu
    index_bytes, text_bytes = peer.sizes()
    say(seconds=seconds, cpu_seconds=cpu_seconds, peak_kb=peak_kb(), index_bytes=index_bytes, text_bytes=text_bytes)


def serve(kind, args):
    peer = kind(args.index)
    queries = args.queries.read_text(encoding="utf-8").splitlines()
    for line in sys.stdin:
        if json.loads(line)["op"] == "memory":
            say(peak_kb=peak_kb())
            continue
        times, answered, began_cpu = [], 0, time.process_time()
        for query in queries:
            began = time.perf_counter()
            found = peer.search(query, args.k)
            times.append(time.perf_counter() - began)
            answered += bool(found)
        say(times=times, cpu_seconds=time.process_time() - began_cpu, answered=answered)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("what", choices=["version", "index", "serve"])
    for name in ("texts", "out", "index", "queries"):
        parser.add_argument(f"--{name}", type=pathlib.Path)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--k", type=int, default=10)
    args = parser.parse_args()
    kind = PEERS[args.name]
    if args.what == "version":
        say(version=kind.version())
    else:
        {"index": index, "serve": serve}[args.what](kind, args)


if __name__ == "__main__":
    main()
