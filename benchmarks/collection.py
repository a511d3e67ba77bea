"""A labelled collection of passages on disk, and documents and scores made of it.

A folder holds `corpus.jsonl` (id, doc, title, text of every passage) and `dev.jsonl` (qid, gold passage ids, and the
question in several ways of typing). Such collections are for measuring; none is part of this project.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.document import Document, DocumentInfo, Section, SectionKind
from bot.domain.ports import Change

WAYS = ("orig", "typo", "space", "kw", "kw_typo", "kw_typo2", "kw_space", "kw_ime", "kw_cho", "kw_latin")


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    doc: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    way: str
    text: str
    gold: frozenset[str]


def passages(folder: Path) -> list[Passage]:
    with (folder / "corpus.jsonl").open(encoding="utf8") as lines:
        return [Passage(row["id"], row["doc"], row["title"], row["text"]) for row in map(json.loads, lines)]


def queries(folder: Path, limit: int | None = None) -> list[Query]:
    """The first `limit` questions of every way of typing, or all."""
    found: dict[str, list[Query]] = {way: [] for way in WAYS}
    with (folder / "dev.jsonl").open(encoding="utf8") as lines:
        for row in map(json.loads, lines):
            for way, text in row["q"].items():
                if limit is None or len(found[way]) < limit:
                    found[way].append(Query(way, text, frozenset(row["gold"])))
    return [query for way in WAYS for query in found[way]]


def documents(rows: Iterable[Passage]) -> Iterator[Document]:
    """A document for every run of passages of one article, a section for every passage."""
    run: list[Passage] = []
    for row in rows:
        if run and run[-1].doc != row.doc:
            yield _document(run)
            run = []
        run.append(row)
    if run:
        yield _document(run)


def _document(rows: Sequence[Passage]) -> Document:
    sections, place = [], 0
    for number, row in enumerate(rows, 1):
        heading = (f"문단 {number} [{row.id}]",)
        sections.append(Section(row.id, SectionKind.PART, heading, row.text, place, place + len(row.text), number))
        place += len(row.text) + 1
    info = DocumentInfo(rows[0].doc, f"{rows[0].doc}.md", rows[0].title)
    return Document(info, "\n".join(row.text for row in rows), rows[0].doc, tuple(sections))


def changes(found: Iterable[Document]) -> Iterator[Change]:
    for number, document in enumerate(found, 1):
        yield Change(number, document.info.id, document)


def ndcg(ranked: Sequence[str], gold: frozenset[str], depth: int = 10) -> float:
    gain = sum(1 / math.log2(place + 2) for place, found in enumerate(ranked[:depth]) if found in gold)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(len(gold), depth)))


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def resident_mb() -> float:
    """What the process holds in memory now."""
    with Path("/proc/self/status").open() as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
