"""A date as people type it in words, in the notations in which documents write it: `12월`, `December`, `2024.12.10`.

Notations are squeezed; what stands in a text between the parts of a date does not matter then.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence

from bot.search.spelling.analyze import stem

YEARS_BACK, YEARS_AHEAD = 2, 1
"""A month typed without a year is one of these before and after the reader's: news are young, events come soon."""

_YEAR = re.compile(r"((?:19|20)\d\d)(?:년도?)?")
_MONTH, _DAY = re.compile(r"(\d{1,2})월"), re.compile(r"(\d{1,2})(?:일|st|nd|rd|th)?")
_ENGLISH = {name.lower(): month for month, name in enumerate(calendar.month_name) if month}
_SHORT = {name[:3]: month for name, month in _ENGLISH.items() if len(name) > 3} | {"sept": 9}
_MODAL = "may"
"""A month only where a day or a year stands beside it."""


def notations(words: Sequence[str], *, year: int) -> list[tuple[str, ...]]:
    """Other notations of each of the words, none for those that belong to no date. `year` is the reader's own."""
    found: list[tuple[str, ...]] = [()] * len(words)
    stems = [stem(word) for word in words]
    for place, word in enumerate(stems):
        month = _month(word)
        if not month:
            continue
        near = stems[max(0, place - 1) : place + 3]
        named = [int(match[1]) for other in near if (match := _YEAR.fullmatch(other))]
        behind = _DAY.fullmatch(stems[place + 1]) if place + 1 < len(words) else None
        day = int(behind[1]) if behind and 1 <= int(behind[1]) <= 31 else 0
        if word == _MODAL and not (named or day):
            continue
        years = named[:1] or range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
        found[place] = _of_month(month, years)
        if day:
            found[place + 1] = _of_day(month, day, years)
    return found


def _month(word: str) -> int:
    if match := _MONTH.fullmatch(word):
        return int(match[1]) if 1 <= int(match[1]) <= 12 else 0
    return _ENGLISH.get(word) or _SHORT.get(word, 0)


def _of_month(month: int, years: Sequence[int]) -> tuple[str, ...]:
    """`202412` is found in `2024.12.10`. A month of one digit is written in two ways, but `20241` begins `2024.12`."""
    shapes = dict.fromkeys((f"{month:02}", str(month) if month > 1 else "01"))
    digits = [f"{year}{shape}" for year in years for shape in shapes]
    return (f"{month}월", calendar.month_name[month].lower(), *digits)


def _of_day(month: int, day: int, years: Sequence[int]) -> tuple[str, ...]:
    pairs = dict.fromkeys(((f"{month:02}", f"{day:02}"), (str(month), str(day))))
    digits = [f"{year}{one}{other}" for year in years for one, other in pairs]
    return (f"{month}월{day}일", f"{calendar.month_name[month].lower()}{day}", *digits)
