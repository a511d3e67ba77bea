"""How good the search is on labelled queries: hit rates, rank metrics, false answers and latency, by kind of query.

A labelled file is UTF-8 with tab-separated columns, named in its first line: `query`, `kind`, `expected`. Expected
are `document#heading` alternatives between ` | `: the document's file name, path, title or id, and the beginning of a
heading, with or without its number, or a section's id; a document alone stands for all its sections, nothing for a
query that must not be answered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.domain.document import Document, DocumentInfo, Section
from bot.domain.ports import Searcher
from bot.errors import InputError
from bot.search.spelling.analyze import squeeze

DEPTH = 10
"""Results looked at; nDCG and MRR count nothing behind them."""

_NUMBER = re.compile(r"\s*\d{1,3}(?:[-.]\d{1,3})*[.)]\s+")

COLUMNS = ("query", "kind", "expected")


@dataclass(frozen=True, slots=True)
class Target:
    """A section that answers, as an editor names it: squeezed document and heading, the latter without its number and
    empty for any, and both as `written`.
    """

    document: str
    heading: str
    written: str = field(default="", compare=False)

    def names(self, info: DocumentInfo, section: Section) -> bool:
        """Whether this is the section meant."""
        stem = squeeze(info.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        known = {stem, squeeze(info.path), squeeze(info.path.rsplit("/", 1)[-1]), squeeze(info.title), squeeze(info.id)}
        if self.document not in known:
            return False
        names = (name for part in (*section.path, section.id) for name in (squeeze(part), _unnumbered(part)))
        return not self.heading or any(name.startswith(self.heading) for name in names)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query with the sections that answer it; none for one that has no answer."""

    query: str
    kind: str
    expected: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one kind. Rates are of answerable queries, `false_answers` of unanswerable ones; NaN where none."""

    kind: str
    queries: int
    hit1: float
    hit3: float
    mrr: float
    ndcg10: float
    refused: float
    false_answers: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A query whose first result is not the expected one."""

    query: str
    kind: str
    found: str


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by kind, the last one over all, and the misses."""

    scores: tuple[Score, ...]
    misses: tuple[Miss, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Headings of `rows`; `n` counts queries, `false` is the share of unanswerable ones that are answered."""
        return ("kind", "n", "hit@1", "hit@3", "MRR", "nDCG@10", "refused", "false", "p50 ms", "p99 ms")

    def rows(self) -> list[tuple[str, ...]]:
        """A line a kind, as text."""
        return [
            tuple(_cell(value, digits=1 if name.endswith("_ms") else 3) for name, value in asdict(score).items())
            for score in self.scores
        ]

    def as_json(self) -> dict[str, object]:
        """The same as JSON; a rate that has no queries is null."""
        return {
            "kinds": [
                {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
                for row in map(asdict, self.scores)
            ],
            "misses": [asdict(miss) for miss in self.misses],
        }


def compared(ways: Mapping[str, Report]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Ways of searching for the same queries side by side: headings, and a line a kind with each way's hit@1 and hit@3,
    or the share that it answers of what has no answer.
    """
    lines = []
    for scores in zip(*(report.scores for report in ways.values()), strict=True):
        hits = [f"{_cell(score.hit1)} {_cell(score.hit3)}" for score in scores]
        false = [f"answered {_cell(score.false_answers)}" for score in scores]
        lines.append((scores[0].kind, str(scores[0].queries), *(false if math.isnan(scores[0].hit1) else hits)))
    return ("kind", "n", *(f"{name} @1 @3" for name in ways)), lines


def _cell(value: object, *, digits: int = 3) -> str:
    if isinstance(value, float):
        return "-" if math.isnan(value) else f"{value:.{digits}f}"
    return str(value)


def read_labelled(path: Path) -> list[Labelled]:
    """Read a labelled file; raises InputError with the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    head = [name.strip().lower() for name in lines[0].split("\t")] if lines else []
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise InputError(f"{path}:1: the first line must name the columns {', '.join(COLUMNS)}; missing: {missing[0]}")
    found = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t") + [""] * (len(head) - line.count("\t") - 1)
        row = dict(zip(head, cells, strict=False))
        if not row["query"].strip():
            raise InputError(f"{path}:{number}: no query")
        found.append(Labelled(row["query"].strip(), row["kind"].strip() or "all", _targets(row["expected"])))
    return found


def _targets(text: str) -> tuple[Target, ...]:
    targets = []
    for part in text.split(" | "):
        document, _, heading = part.strip().partition("#")
        if squeeze(document):
            stem = document.strip().rsplit("/", 1)[-1]
            name = stem.rsplit(".", 1)[0] if stem.rsplit(".", 1)[-1].lower() in {"md", "markdown", "txt"} else document
            targets.append(Target(squeeze(name), _unnumbered(heading), part.strip()))
    return tuple(targets)


def _unnumbered(heading: str) -> str:
    """A heading without its number, which a text file may keep and the index not, squeezed."""
    return squeeze(_NUMBER.sub("", heading))


def nameless(queries: Iterable[Labelled], documents: Iterable[Document]) -> tuple[str, ...]:
    """What queries expect that no section of the documents is called, as written: they can only be missed."""
    left = dict.fromkeys(target for labelled in queries for target in labelled.expected)
    for document in documents:
        for section in document.sections:
            left = {target: None for target in left if not target.names(document.info, section)}
    return tuple(target.written for target in left)


@dataclass(slots=True)
class _Outcome:
    kind: str
    answerable: bool
    answered: bool
    ranks: tuple[int, ...]
    took_ms: float


def measure(searcher: Searcher, queries: Iterable[Labelled]) -> Report:
    """Ask every query once."""
    outcomes: list[_Outcome] = []
    misses: list[Miss] = []
    for labelled in queries:
        answer = searcher.search(labelled.query, limit=DEPTH)
        ranks, used = [], set()
        for rank, hit in enumerate(answer.hits, 1):
            named = next((t for t in labelled.expected if t not in used and t.names(hit.document, hit.section)), None)
            if named is not None:
                used.add(named)
                ranks.append(rank)
        wrong = bool(labelled.expected) != answer.answered or (bool(labelled.expected) and 1 not in ranks)
        if wrong:
            first = answer.hits[0] if answer.hits else None
            found = f"{first.document.path}#{first.section.heading}" if first else ""
            misses.append(Miss(labelled.query, labelled.kind, found))
        outcomes.append(
            _Outcome(
                labelled.kind,
                bool(labelled.expected),
                answer.answered,
                tuple(ranks),
                answer.took_ms,
            )
        )
    kinds = list(dict.fromkeys(outcome.kind for outcome in outcomes))
    scores = [_score(kind, [outcome for outcome in outcomes if outcome.kind == kind]) for kind in kinds]
    return Report((*scores, _score("all", outcomes)), tuple(misses))


def _score(kind: str, outcomes: Sequence[_Outcome]) -> Score:
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    others = [outcome for outcome in outcomes if not outcome.answerable]
    times = sorted(outcome.took_ms for outcome in outcomes)
    return Score(
        kind=kind,
        queries=len(outcomes),
        hit1=_mean(1 in outcome.ranks for outcome in answerable),
        hit3=_mean(any(rank <= 3 for rank in outcome.ranks) for outcome in answerable),
        mrr=_mean(1 / outcome.ranks[0] if outcome.ranks else 0.0 for outcome in answerable),
        ndcg10=_mean(_ndcg(outcome) for outcome in answerable),
        refused=_mean(not outcome.answered for outcome in answerable),
        false_answers=_mean(outcome.answered for outcome in others),
        p50_ms=_percentile(times, 0.5),
        p99_ms=_percentile(times, 0.99),
    )


def _ndcg(outcome: _Outcome) -> float:
    """With alternatives any one suffices: the ideal has the first place for the first of them."""
    return 1 / math.log2(outcome.ranks[0] + 1) if outcome.ranks else 0.0


def _mean(values: Iterable[float]) -> float:
    found = [float(value) for value in values]
    return sum(found) / len(found) if found else math.nan


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan
