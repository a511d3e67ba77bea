"""Whether a document's correction concerns what was posted: only a figure or a date that changed does.

A better wording, another heading, a new paragraph leave a posted digest as it is; nobody wants a message edited under
their eyes for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.digest import DatedSection, Digest, Highlight
from bot.domain.document import Span
from bot.domain.event import Event
from bot.trends.keysentence import key_sentence
from bot.trends.sentences import sentences
from bot.trends.words import keys, normal

SAME_SENTENCE = 0.5
"""A sentence that shares so much of its words (Dice) with another is that one, corrected."""

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


def corrected(posted: Digest, sections: Mapping[str, DatedSection], events: Mapping[str, Event]) -> Digest | None:
    """The digest as it should have read, where a figure or a date of it changed; None where all is well.

    `sections` are the present ones by id and `events` by uid. What is gone from both stays as it was posted: that it
    was said is true.
    """
    highlights = tuple(_mended(old, sections.get(old.section.id)) for old in posted.highlights)
    dates = tuple(_moved(old, events.get(old.uid)) for old in posted.events)
    if highlights == posted.highlights and dates == posted.events:
        return None
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


def _mended(old: Highlight, dated: DatedSection | None) -> Highlight:
    if dated is None or (dated.fingerprint == old.fingerprint and dated.section.date == old.section.date):
        return old
    new = as_now(old, dated)
    gone = _nearest(old.quote, dated.section.text) is None
    if gone and figures(old.quote) <= figures(dated.section.text) and old.dated == new.dated:
        return old
    return new if needs_correction(old, new) else old


def _moved(old: Event, new: Event | None) -> Event:
    return new if new is not None and (new.starts, new.ends, new.vague) != (old.starts, old.ends, old.vague) else old


def _nearest(quote: str, text: str) -> Span | None:
    """The sentence of a text that shares the most words with a quote; None where none is the same one, corrected."""
    wanted = Counter(keys(normal(quote)))
    best, found = SAME_SENTENCE, None
    for span in sentences(text):
        words = Counter(keys(normal(text[span.start : span.end])))
        alike = 2 * (wanted & words).total() / max(1, wanted.total() + words.total())
        if alike >= best and (found is None or alike > best):
            best, found = alike, span
    return found
