"""What a query has to read at least, from the headers of cognate's files, and how long this machine's memory takes for so much."""
import pathlib
import re
import struct
import time
import unicodedata

import numpy as np

PAGE = 4096
SECTIONS = ["ids", "lengths", "norms", "tongues", "by_key", "text_ends", "text", "piece_ends", "pieces", "posting_ends", "postings",
            "rows", "signatures", "spoken"]
# Far beyond the caches.
COPIED = 1 << 28


def bound(collection, queries, is_exact):
    """Bytes of one query, the mean over all, by part."""
    with open(collection / "index.cog", "rb") as file:
        header = file.read(PAGE)
    dimension, n = struct.unpack_from("<I", header, 12)[0], struct.unpack_from("<Q", header, 16)[0]
    words = Words(collection / "words.cog")
    parts = {
        "codes of the vectors": n * -(-dimension // 64) * 64 if is_exact else 0,
        "rows of the model": words.length("rows") // 4 * dimension,
        "pieces of the words": sum(map(words.length, ("pieces", "piece_ends", "norms"))),
        "postings of the query's own words": words.postings(queries),
    }
    rate = bandwidth()
    total = sum(parts.values())
    return {
        "parts": parts, "bytes": total, "bytes_per_second": rate, "ms": total / rate * 1e3, "texts": n,
        "words": words.count, "rows": words.length("rows") // 4, "all_postings": words.length("postings")}


class Words:
    """The sections of `words.cog` (docs/formats.md)."""

    def __init__(self, path: pathlib.Path):
        self.bytes = np.memmap(path, dtype=np.uint8, mode="r")
        lengths = np.frombuffer(self.bytes[32:32 + 8 * len(SECTIONS)].tobytes(), dtype="<u8").astype(int)
        self.places, start = {}, PAGE
        for name, length in zip(SECTIONS, lengths):
            self.places[name] = (start, int(length))
            start += -(-int(length) // PAGE) * PAGE
        self.count = self.length("norms") // 4

    def length(self, name):
        return self.places[name][1]

    def section(self, name):
        start, length = self.places[name]
        return self.bytes[start:start + length]

    def postings(self, queries):
        """Bytes of the postings of those words of a query that some text has, the mean over all queries."""
        text = self.section("text").tobytes()
        ends = self.section("text_ends").view("<u4").astype(int)
        postings = self.section("posting_ends").view("<u4").astype(int)
        place_of = {text[start:end].decode(): place for place, (start, end) in enumerate(zip(ends, ends[1:]))}
        total = 0
        for query in queries:
            for word in set(re.findall(r"\w+", unicodedata.normalize("NFKC", query).lower())):
                place = place_of.get(word)
                total += 0 if place is None else int(postings[place + 1] - postings[place])
        return total / len(queries)


def bandwidth():
    """Bytes that one thread reads and writes a second when it copies, the best of several."""
    source = np.ones(COPIED, dtype=np.uint8)
    target = np.empty_like(source)
    best = float("inf")
    for _ in range(9):
        began = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - began)
    return 2 * COPIED / best
