"""The search beside what can be installed, on a labelled collection typed in ten ways.

    python -m benchmarks retrieval FOLDER [--limit 200] [--only ours,fts5]

nDCG@10 by way of typing, and milliseconds of processor time for a query. The others index title and text of each
passage as ours does: rapidfuzz `process.extract` (partial_ratio over whole passages), SQLite FTS5 with its default and
its trigram tokenizer, bm25s over character bigrams, and tantivy's own n-gram field. MB are what the engine adds to the
process.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.collection import WAYS, Passage, changes, documents, ndcg, passages, percentile, queries, resident_mb

Search = Callable[[str], list[str]]
DEPTH = 10


def ours(rows: list[Passage]) -> Search:
    from bot.search.engine import Engine

    engine = Engine(None)
    engine.apply(changes(documents(rows)), revision=1)
    return lambda query: [hit.section.id for hit in engine.search(query, limit=DEPTH).hits]


def rapidfuzz(rows: list[Passage]) -> Search:
    from rapidfuzz import fuzz, process

    texts = {row.id: f"{row.title}\n{row.text}" for row in rows}
    return lambda query: [found[2] for found in process.extract(query, texts, scorer=fuzz.partial_ratio, limit=DEPTH)]


def _fts5(rows: list[Passage], tokenizer: str, *, grams: bool) -> Search:
    database = sqlite3.connect(":memory:")
    database.execute(f"create virtual table passages using fts5(id unindexed, title, text, tokenize='{tokenizer}')")
    database.executemany("insert into passages values (?, ?, ?)", [(row.id, row.title, row.text) for row in rows])

    def search(query: str) -> list[str]:
        words = re.findall(r"\w+", query)
        if grams:
            words = [word[place : place + 3] for word in words for place in range(max(1, len(word) - 2))]
            words = [word for word in words if len(word) == 3]
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        found = database.execute("select id from passages where passages match ? order by rank limit ?", (match, DEPTH))
        return [name for (name,) in found]

    return search


def fts5(rows: list[Passage]) -> Search:
    return _fts5(rows, "unicode61", grams=False)


def fts5_trigram(rows: list[Passage]) -> Search:
    return _fts5(rows, "trigram", grams=True)


def bigrams(text: str) -> list[str]:
    return [run[place : place + 2] for run in re.findall(r"\w+", text.lower()) for place in range(len(run) - 1)]


def bm25s(rows: list[Passage]) -> Search:
    import bm25s as library

    retriever = library.BM25()
    retriever.index([bigrams(f"{row.title}\n{row.text}") for row in rows], show_progress=False)

    def search(query: str) -> list[str]:
        grams = bigrams(query)
        if not grams:
            return []
        found, scores = retriever.retrieve([grams], k=DEPTH, show_progress=False)
        return [rows[place].id for place, score in zip(found[0], scores[0], strict=True) if score > 0]

    return search


def tantivy_ngram(rows: list[Passage]) -> Search:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="grams", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema)
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2, prefix_only=False))
    index.register_tokenizer("grams", analyzer.filter(tantivy.Filter.lowercase()).build())
    writer = index.writer(30_000_000, 1)
    for row in rows:
        writer.add_document(tantivy.Document(id=row.id, text=f"{row.title}\n{row.text}"))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[str]:
        grams = dict.fromkeys(query.lower()[place : place + 2] for place in range(len(query) - 1))
        parts = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", gram)) for gram in grams]
        hits = searcher.search(tantivy.Query.boolean_query(parts), DEPTH, count=False).hits if parts else []
        return [str(searcher.doc(address)["id"][0]) for _, address in hits]

    return search


ENGINES: dict[str, Callable[[list[Passage]], Search]] = {
    "ours": ours,
    "rapidfuzz": rapidfuzz,
    "fts5": fts5,
    "fts5_trigram": fts5_trigram,
    "bm25s": bm25s,
    "tantivy_ngram": tantivy_ngram,
}


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="retrieval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="questions per way of typing; all by default")
    parser.add_argument("--only", default=",".join(ENGINES), help="engines, with commas between")
    chosen = parser.parse_args(argv)
    rows, asked = passages(chosen.folder), queries(chosen.folder, chosen.limit)
    print(f"{len(rows)} passages, {len(asked)} queries; nDCG@{DEPTH}\n")
    print(f"{'engine':14}" + "".join(f"{way:>9}" for way in WAYS) + f"{'macro':>9}{'p50 ms':>9}{'p99 ms':>9}{'MB':>9}")
    medians: dict[str, float] = {}
    for name in chosen.only.split(","):
        before = resident_mb()
        search = ENGINES[name](rows)
        for query in asked[:5]:
            search(query.text)
        scores: dict[str, list[float]] = {way: [] for way in WAYS}
        times = []
        for query in asked:
            began = time.process_time()
            found = search(query.text)
            times.append((time.process_time() - began) * 1000)
            scores[query.way].append(ndcg(found, query.gold))
        means = [sum(scores[way]) / max(1, len(scores[way])) for way in WAYS]
        medians[name] = percentile(times, 0.5)
        print(
            f"{name:14}" + "".join(f"{mean:9.4f}" for mean in means)
            + f"{sum(means) / len(means):9.4f}{medians[name]:9.2f}{percentile(times, 0.99):9.2f}"
            + f"{resident_mb() - before:9.0f}", flush=True,
        )  # fmt: skip
    if "ours" in medians:
        for name, median in medians.items():
            if name != "ours":
                print(f"ours is {median / medians['ours']:.1f} times as fast as {name} at the median")
    print(f"resident {resident_mb():.0f} MB with all of them")
