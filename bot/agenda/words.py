"""Whether an event is about some words: as typed, without the particle behind them, or with a slip forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.event import Event

_PARTICLE = re.compile(r"(?<=[가-힣])(?:에서|에게|으로|이랑|하고|은|는|이|가|을|를|의|에|로|와|과|도)$")
_FILLERS = {
    *("행사", "행사들", "이벤트", "일정", "목록", "언제", "뭐", "무슨", "있어", "있나", "있나요", "있어요"),
    *("알려줘", "알려주세요", "보여줘", "열리는", "하는", "event", "events", "agenda", "calendar", "list", "show"),
    *("me", "what", "when", "is", "are", "there", "any", "the", "a", "an", "in", "of", "for", "on", "at"),
}
"""Words of a question that say nothing of the event that is meant."""
_EVENTS = re.compile(r"(?:행사|이벤트|일정)들?|events?|agenda")
"""Words by which a question says that it is about events."""
_FORGIVEN = 82
"""Percent of letters (of Hangul: of its parts) that must agree; one slip in a word of six letters."""


def words_of(text: str) -> tuple[str, ...]:
    """The words that an event has to be about, in the order typed."""
    found = (word for word in _typed(text) if _PARTICLE.sub("", word) not in _FILLERS)
    return tuple(dict.fromkeys(word for word in found if word not in _FILLERS))


def names_events(text: str) -> bool:
    """Whether a question is about events by its own words."""
    return any(_EVENTS.fullmatch(_PARTICLE.sub("", word)) for word in _typed(text))


def _typed(text: str) -> Iterator[str]:
    typed = unicodedata.normalize("NFKC", text).casefold()
    return filter(None, (word.strip("?!.,·~-'\"()[]{}:;") for word in typed.split()))


def matches(event: Event, words: tuple[str, ...], *, forgiving: bool = False) -> bool:
    """Whether the event has all the words; blanks within it do not count."""
    if not words:
        return True
    hay = _hay("\n".join((event.title, event.place, event.summary)))
    return all(_has(hay, word, forgiving=forgiving) for word in words)


def _has(hay: str, word: str, *, forgiving: bool) -> bool:
    bare = _PARTICLE.sub("", word)
    if word in hay or (len(bare) > 1 and bare in hay):
        return True
    if not forgiving or len(bare) < 3:
        return False
    from rapidfuzz.fuzz import partial_ratio

    return partial_ratio(_parts(bare), _parts(hay)) >= _FORGIVEN


@lru_cache(maxsize=2048)
def _hay(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=2048)
def _parts(text: str) -> str:
    """Hangul syllables as their letters, so that a slip in one does not cost the syllable."""
    return unicodedata.normalize("NFD", text)
