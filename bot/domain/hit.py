"""Answers: the sections found, and what a reader is shown of each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.document import DocumentInfo, Section, Span
from bot.domain.query import Interpretation


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that answers. All spans are offsets into `section.text`.

    `key_sentence` is the sentence (or table row) that best answers, `snippet` a window of a few sentences around it,
    `highlights` the places of the query's words in order and without overlap. `similar` are ids of near-duplicate
    sections that this one stands for; `by_meaning` says that words alone would not have found it.
    """

    document: DocumentInfo
    section: Section
    key_sentence: Span
    snippet: Span
    highlights: tuple[Span, ...]
    score: float
    similar: tuple[str, ...] = ()
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a search. `answered` is false where the best hit is too weak to be an answer; `hits` is then
    empty and `did_you_mean` may offer queries that the corpus can answer. `total` counts hits before `limit`.
    """

    query: str
    interpreted: Interpretation
    answered: bool
    hits: tuple[Hit, ...] = ()
    did_you_mean: tuple[str, ...] = ()
    total: int = 0
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row of a type-ahead list: a section and the words that name it."""

    section_id: str
    title: str
    heading: str
