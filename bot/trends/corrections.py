"""Whether a document's correction concerns what was posted: only a figure or a date that changed does.

A better wording, another heading, a new paragraph leave a posted digest as it is; nobody wants a message edited under
their eyes for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.digest import DatedSection, Digest, Highlight
from bot.domain.document import Span
from bot.domain.event import Event
from bot.trends.keysentence import key_sentence
from bot.trends.sentences import sentences
from bot.trends.words import keys, normal

T = TypeVar("T")
Present = Callable[[str], Sequence[DatedSection]]
"""Gives the present sections of a document by its id; none where it is gone."""
Announced = Callable[[str], Event | None]
"""Gives an event as it is announced now, by its uid."""

SAME_SENTENCE = 0.5
"""A sentence or a heading that shares so much of its words (Dice) with another is that one, corrected."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")


def figures(text: str) -> Counter[str]:
    """Every number of a text with how often it stands there: 1,200 is 1200, and 3.2 is itself."""
    return Counter(_THOUSANDS.sub("", found) for found in _FIGURE.findall(normal(text)))


def needs_correction(old: Highlight, new: Highlight) -> bool:
    """Whether a highlight that was posted and the same one as it reads now differ in a figure or a date."""
    return (
        old.dated != new.dated
        or figures(old.section.heading) != figures(new.section.heading)
        or figures(old.quote) != figures(new.quote)
    )


def kept(digest: Digest) -> Digest:
    """A digest with of its sections only what its messages show: enough to correct it, a tenth of the size."""
    return replace(digest, highlights=tuple(map(_kept, digest.highlights)))


def corrected(posted: Digest, present: Present, events: Announced) -> Digest:
    """The digest as it should have read, where a figure or a date of it changed; else the same one.

    What is gone stays as it was posted: that it was said is true.
    """
    highlights = tuple(_mended(old, _same_section(old, present(old.document.id))) for old in posted.highlights)
    dates = tuple(_moved(old, events(old.uid)) for old in posted.events)
    return replace(posted, highlights=highlights, events=dates)


def as_now(old: Highlight, dated: DatedSection) -> Highlight:
    """A highlight as its section reads now: the same sentence, else the one nearest to it, else the best there is."""
    text = dated.section.text
    at = text.find(old.quote)
    sentence = Span(at, at + len(old.quote)) if at >= 0 else _nearest(old.quote, text) or key_sentence(dated)
    return replace(
        old,
        document=dated.info,
        section=dated.section,
        sentence=sentence or Span(0, 0),
        dated=dated.section.date or dated.info.date,
        fingerprint=dated.fingerprint,
    )


def _kept(highlight: Highlight) -> Highlight:
    section, quote = highlight.section, highlight.quote
    tables = tuple(replace(table, rows=()) for table in section.tables)
    short = replace(section, text=quote, key_contents=(), tables=tables, footnotes=())
    return replace(highlight, section=short, sentence=Span(0, len(quote)))


def _same_section(old: Highlight, sections: Sequence[DatedSection]) -> DatedSection | None:
    """By its id, else by its heading: where a figure of the heading was corrected, the id is another one."""
    by_id = next((dated for dated in sections if dated.section.id == old.section.id), None)
    if by_id is not None or not old.section.heading:
        return by_id
    return _likest(old.section.heading, sections, lambda dated: dated.section.heading)


def _mended(old: Highlight, dated: DatedSection | None) -> Highlight:
    if dated is None:
        return old
    new = as_now(old, dated)
    gone = _nearest(old.quote, dated.section.text) is None
    if gone and figures(old.quote) <= figures(dated.section.text) and old.dated == new.dated:
        return old
    return new if needs_correction(old, new) else old


def _moved(old: Event, new: Event | None) -> Event:
    return new if new is not None and (new.starts, new.ends, new.vague) != (old.starts, old.ends, old.vague) else old


def _nearest(quote: str, text: str) -> Span | None:
    """The sentence of a text that a quote has become; None where there is none."""
    return _likest(quote, sentences(text), lambda span: text[span.start : span.end])


def _likest(said: str, others: Iterable[T], wording: Callable[[T], str]) -> T | None:
    """What shares the most words with something said; None where nothing shares `SAME_SENTENCE` of them."""
    rated = [(_alike(said, wording(other)), other) for other in others]
    alike, found = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return found if alike >= SAME_SENTENCE else None


def _alike(one: str, other: str) -> float:
    """Dice's coefficient of the words: from 0 to 1, for the same ones."""
    a, b = Counter(keys(normal(one))), Counter(keys(normal(other)))
    return 2 * (a & b).total() / max(1, a.total() + b.total())
