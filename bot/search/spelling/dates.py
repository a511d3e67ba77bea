"""Days and periods as people type them into a filter: `2024-10`, `2024년 10월`, `7d`, `지난달`, `last week`."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_ABSOLUTE = re.compile(r"(\d{4})(?:\s*[-./년]\s*(\d{1,2})(?:\s*[-./월]\s*(\d{1,2})\s*일?)?\s*월?)?\s*[년.]?")
_AGO = re.compile(r"(\d{1,4})\s*(d|days?|일|w|weeks?|주일?|m|months?|개월|달|y|years?|년)(?:\s*전)?", re.IGNORECASE)
_DAYS = {"d": 1, "일": 1, "w": 7, "주": 7}
_WORDS = {
    "today": "day0", "오늘": "day0", "yesterday": "day1", "어제": "day1",
    "이번주": "week0", "thisweek": "week0", "지난주": "week1", "lastweek": "week1",
    "이번달": "month0", "이달": "month0", "thismonth": "month0", "지난달": "month1", "lastmonth": "month1",
    "올해": "year0", "금년": "year0", "thisyear": "year0", "작년": "year1", "지난해": "year1", "lastyear": "year1",
}  # fmt: skip


def period(text: str, *, today: date) -> tuple[date, date] | None:
    """First and last day of what the text names; None where it names no day. `7d` is the one day a week ago."""
    text = text.strip()
    if word := _WORDS.get(re.sub(r"[\s_-]+", "", text.lower())):
        return _named(word, today)
    if match := _AGO.fullmatch(text):
        if match[2] == "년" and len(match[1]) == 4:
            return _whole(int(match[1]), None, None)
        day = _ago(int(match[1]), match[2].lower(), today)
        return None if day is None else (day, day)
    if match := _ABSOLUTE.fullmatch(text):
        return _whole(*(int(part) if part else None for part in match.groups()))
    return None


def _whole(year: int | None, month: int | None, day: int | None) -> tuple[date, date] | None:
    try:
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _ago(count: int, unit: str, today: date) -> date | None:
    if days := _DAYS.get(unit[0]):
        return _back(today, days * count)
    months = count * (12 if unit[0] in "y년" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _back(today: date, days: int) -> date | None:
    try:
        return today - timedelta(days=days)
    except OverflowError:
        return None


def _named(word: str, today: date) -> tuple[date, date]:
    unit, back = word[:-1], int(word[-1])
    if unit == "day":
        day = today - timedelta(days=back)
        return day, day
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(today.year - back, 1, 1), date(today.year - back, 12, 31)
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])
