"""From where on a section is an answer: refusals and false answers at every threshold.

    python -m benchmarks threshold [FOLDER] [--docs seeds] [--labelled tests/search/labelled.tsv]

Over the shipped documents the labelled queries tell both. A collection (see `benchmarks.collection`) adds the share of
its questions that are refused, and the share that is answered once the article that answers them has been taken out:
the hardest questions without an answer, since what else the collection holds is about their neighbours.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.collection import Query, documents, passages, queries
from bot.domain.ports import Change
from bot.ingest.load import read_document
from bot.search import retrieve as retrieval
from bot.search.engine import Engine
from bot.search.evaluate import Labelled, read_labelled
from bot.search.words.glossary import read_glossary

STEPS = (0.9, 1.0, 1.1, 1.15, 1.2, 1.3, 1.4, 1.6, 1.8, 2.0)
QUESTIONS = ("orig", "typo", "space")
"""Ways of typing a whole question."""

SAMPLE = 150
"""Questions of each way of typing that are asked with and without their article."""


def labelled(docs: Path, asked: Iterable[Labelled]) -> Iterator[tuple[int, int]]:
    """Refused and wrongly answered at each step."""
    files = [path for path in sorted(docs.iterdir()) if path.suffix in {".md", ".markdown", ".txt"}]
    read = [read_document(path.read_bytes(), path=path.name).document for path in files]
    engine = Engine(None, read_glossary(docs / "glossary.yml").groups, today=lambda: datetime.now(UTC).date())
    engine.apply([Change(number, one.info.id, one) for number, one in enumerate(read, 1) if one], revision=1)
    chosen = [query for query in asked if query.kind != "filter"]
    for step in STEPS:
        retrieval.ANSWERED = step  # type: ignore[attr-defined]  # imported there: what search compares with
        answered = [(engine.search(query.query).answered, bool(query.expected)) for query in chosen]
        yield answered.count((False, True)), answered.count((True, False))


def collected(folder: Path) -> Iterator[tuple[float, float]]:
    """Shares of questions refused, and answered without their article, at each step."""
    rows = passages(folder)
    owner = {row.id: row.doc for row in rows}
    whole = {document.info.id: document for document in documents(rows)}
    engine = Engine(None)
    engine.apply([Change(1, name, document) for name, document in whole.items()], revision=1)
    asked: dict[str, list[Query]] = {}
    for query in queries(folder, SAMPLE):
        asked.setdefault(owner[min(query.gold)], []).append(query)
    held, without = [0] * len(STEPS), [0] * len(STEPS)
    for name, group in asked.items():
        _count(engine, group, held)
        engine.apply([Change(1, name, None)], revision=1)
        # Keywords fit other articles too, and are answered by them rightly.
        _count(engine, [query for query in group if query.way in QUESTIONS], without)
        engine.apply([Change(1, name, whole[name])], revision=1)
    total = sum(map(len, asked.values()))
    questions = sum(query.way in QUESTIONS for group in asked.values() for query in group)
    for found, wrong in zip(held, without, strict=True):
        yield 1 - found / total, wrong / questions


def _count(engine: Engine, asked: Iterable[Query], answered: list[int]) -> None:
    """Adds up what is answered at each step; an answer at one step is one at every lower step."""
    for query in asked:
        for number, step in enumerate(STEPS):
            retrieval.ANSWERED = step  # type: ignore[attr-defined]  # imported there: what search compares with
            if not engine.search(query.text, limit=1).answered:
                break
            answered[number] += 1


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="threshold", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    parser.add_argument("--labelled", type=Path, default=Path("tests/search/labelled.tsv"))
    chosen = parser.parse_args(argv)
    print("threshold  refused  answered wrongly")
    for step, (refused, wrong) in zip(STEPS, labelled(chosen.docs, read_labelled(chosen.labelled)), strict=True):
        print(f"{step:9.2f}  {refused:7}  {wrong:16}", flush=True)
    if chosen.folder:
        print("\nthreshold  refused  answered without the article")
        for step, (lost, found) in zip(STEPS, collected(chosen.folder), strict=True):
            print(f"{step:9.2f}  {lost:7.3f}  {found:28.2f}")
