"""Whether two titles name the same event, and whether two dates may be those of one event."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bot.domain.event import Event

EDITION_DAYS = 180
"""What starts so many days apart under one title is another year's or another half-year's event."""
_NUMBER = re.compile(r"\d+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@lru_cache(maxsize=4096)
def _key(title: str) -> str:
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(c for c in plain if c.isalnum())


def alike(one: str, other: str) -> float:
    """0 to 1: how much two titles agree in letters and digits, with or without what stands in brackets.

    Titles whose numbers contradict each other are different whatever their letters: the 7th is not the 8th.
    """
    return max(_alike(one, other), _alike(_BRACKETS.sub(" ", one), _BRACKETS.sub(" ", other)))


def _alike(one: str, other: str) -> float:
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if not (numbers <= others or others <= numbers):
        return 0.0
    if _key(one) == _key(other):
        return 1.0 if _key(one) else 0.0
    from rapidfuzz.fuzz import ratio

    return ratio(_key(one), _key(other)) / 100


def first_day(event: Event) -> date | None:
    """The day of the start as the document gave it, for comparing editions; None for an undated event."""
    return _day(event.starts)


def last_day(event: Event) -> date | None:
    """The day of the end, likewise."""
    return _day(event.ends)


def _day(moment: date | datetime | None) -> date | None:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def far_apart(one: Event, other: Event) -> bool:
    """Whether two dated events start too far from each other to be one."""
    first, second = first_day(one), first_day(other)
    return first is not None and second is not None and abs(first - second) > timedelta(days=EDITION_DAYS)
