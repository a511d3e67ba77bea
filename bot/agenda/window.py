"""Which days a person means: `12월`, `다음 주`, `2024-12`, `past`, beside the words that are no days."""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap, monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.agenda.words import words_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_DAY = r"(\d{4})[-./년]\s?(\d{1,2})[-./월]\s?(\d{1,2})(?:일|\b)\.?"


@dataclass(frozen=True, slots=True)
class Window:
    """The days asked for, both inclusive; `months` are months of any year. `past` is None where both may be meant."""

    first: date | None = None
    last: date | None = None
    months: frozenset[int] = frozenset()
    past: bool | None = None
    words: tuple[str, ...] = ()


Reader = Callable[[re.Match[str], date], Window]


def _days(first: date, last: date) -> Window:
    return Window(first=min(first, last), last=max(first, last))


def _day_range(match: re.Match[str], today: date) -> Window:
    del today
    year, month, day, *end = (int(g) if g else None for g in match.groups())
    first = date(year or 0, month or 0, day or 0)
    if not any(end):
        return _days(first, first)
    return _days(first, date(end[0] or first.year, end[1] or first.month, end[2] or first.day))


def _month_of(year: int, month: int) -> Window:
    return _days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _near(match: re.Match[str], today: date) -> Window:
    """A day without a year: the one nearest to today."""
    month, day = int(match[1]), int(match[2])
    years = range(today.year - 4, today.year + 5) if (month, day) == (2, 29) else range(today.year - 1, today.year + 2)
    tries = [date(year, month, day) for year in years if (month, day) != (2, 29) or isleap(year)]
    nearest = min(tries, key=lambda found: abs(found - today))
    return _days(nearest, nearest)


def _any_month(match: re.Match[str], today: date) -> Window:
    return Window(months=frozenset({date(today.year, int(match[1]), 1).month}))


def _week(shift: int) -> Reader:
    def read(match: re.Match[str], today: date) -> Window:
        del match
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return _days(monday, monday + timedelta(days=6))

    return read


def _month(shift: int) -> Reader:
    def read(match: re.Match[str], today: date) -> Window:
        del match
        year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
        return _month_of(year, month + 1)

    return read


def _year(shift: int) -> Reader:
    return lambda _match, today: _days(date(today.year + shift, 1, 1), date(today.year + shift, 12, 31))


def _one_day(shift: int) -> Reader:
    def read(match: re.Match[str], today: date) -> Window:
        del match
        day = today + timedelta(days=shift)
        return _days(day, day)

    return read


def _ahead(match: re.Match[str], today: date) -> Window:
    unit = match[2]
    days = 7 if unit.startswith(("주", "week")) else 30 if unit.startswith(("개월", "달", "month")) else 1
    return _days(today, today + timedelta(days=min(int(match[1]) * days, 3_660)))


def _english_month(match: re.Match[str], today: date) -> Window:
    del today
    month = _MONTHS.index(match[1][:3]) + 1
    return _month_of(int(match[2]), month) if match[2] else Window(months=frozenset({month}))


_RULES: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"{_DAY}(?:\s?[~–-]\s?(?:(?:(\d{{4}})[-./년]\s?)?(\d{{1,2}})[-./월]\s?)?(\d{{1,2}})일?\.?)?", _day_range),
        (r"\b(\d{4})(?:[-./]|년\s?)(\d{1,2})(?:월|\b)", lambda m, _: _month_of(int(m[1]), int(m[2]))),
        (r"\b(\d{1,2})월\s?(\d{1,2})일", _near),
        (r"\b(\d{1,2})[./](\d{1,2})\b", _near),
        (r"\b(\d{1,2})월", _any_month),
        (rf"\b({_MONTH})\b\.?(?:,?\s?(\d{{4}})\b)?", _english_month),
        (r"\b((?:19|20)\d\d)년?(?!\d)", lambda m, _: _days(date(int(m[1]), 1, 1), date(int(m[1]), 12, 31))),
        (
            r"(?:앞으로|향후|next|within)\s?(\d{1,3})\s?(일|days?|주|weeks?|개월|달|months?)(?:\s?(?:동안|간|이내|내|안))?",
            _ahead,
        ),
        (r"이번\s?주|금주|this week", _week(0)),
        (r"다음\s?주|차주|내주|next week", _week(1)),
        (r"지난\s?주|last week", _week(-1)),
        (r"이번\s?달|이달|금월|this month", _month(0)),
        (r"다음\s?달|내달|next month", _month(1)),
        (r"지난\s?달|저번\s?달|last month", _month(-1)),
        (r"올해|금년|this year", _year(0)),
        (r"내년|next year", _year(1)),
        (r"작년|지난\s?해|last year", _year(-1)),
        (r"오늘|today", _one_day(0)),
        (r"내일|tomorrow", _one_day(1)),
        (r"모레", _one_day(2)),
        (r"어제|yesterday", _one_day(-1)),
        (r"지난\s?행사|지난|끝난|종료된|\bpast\b|\bended\b", lambda _m, _t: Window(past=True)),
        (r"다가오는|예정된|예정|앞으로|\bupcoming\b|\bcoming\b", lambda _m, _t: Window(past=False)),
    )
)
_MAX_CHARS = 300
_BEHIND = re.compile(r"^(?:에는|에서|에|의|중에|중)(?!\S)")
"""Particles behind a period."""


def read_window(text: str, *, today: date) -> Window:
    """The days and words of a question. What looks like a day but is none (`13월`) stays a word.

    The first period named counts; a second one would be a contradiction and stays a word, too.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text[:_MAX_CHARS]).casefold().split())
    found = Window()
    for pattern, read in _RULES:
        match = pattern.search(plain)
        if match is None:
            continue
        try:
            named = read(match, today)
        except (ValueError, OverflowError):
            continue
        if named.past is not None:
            found = replace(found, past=named.past if found.past is None else found.past)
        elif found.first is None and not found.months:
            found = replace(found, first=named.first, last=named.last, months=named.months)
        else:
            continue
        plain = f"{plain[: match.start()]} {_BEHIND.sub('', plain[match.end() :])}"
    return replace(found, words=words_of(plain))
