"""Every word of the interface, in Korean and English, in one place.

A text's fields are filled by `str.format` with three marks of its own: `{word:을}` puts the word and the particle that
its last sound asks for, `{count:n|result|results}` the number with its noun, `{count:,}` the number with separators.
The values are plain text: the block builders escape them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack.particles import PAIRS, with_particle
from bot.slack.texts import reminders
from bot.slack.texts.en import TEXTS as ENGLISH
from bot.slack.texts.ko import TEXTS as KOREAN

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "ko": KOREAN | reminders.KOREAN,
    "en": ENGLISH | reminders.ENGLISH,
}
DEFAULT = "ko"

_PARTICLES = {form for pair in PAIRS.values() for form in pair}
_WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Filler(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:  # Any: the base class takes any value
        if format_spec in _PARTICLES:
            return with_particle(str(value), format_spec)
        if format_spec.startswith("n|"):
            _, one, many = format_spec.split("|")
            return f"{value:,} {one if value == 1 else many}"
        return str(super().format_field(value, format_spec))


_FILLER = _Filler()


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT
        self._table = LANGUAGES[self.language]

    def __call__(self, key: str, **fields: object) -> str:
        """The text of a key, filled. An unknown key is a defect and raises KeyError."""
        return _FILLER.vformat(self._table[key], (), fields)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._table

    def quoted(self, words: str) -> str:
        """The words as the language quotes them."""
        return f"‘{words}’" if self.language == "ko" else f"“{words}”"

    def day(self, value: date, *, weekday: bool = False) -> str:
        """A date as people of the language write it: 2024년 12월 10일(화), Tue, Dec 10, 2024."""
        name = _WEEKDAYS[self.language][value.weekday()]
        if self.language == "ko":
            return f"{value.year}년 {value.month}월 {value.day}일" + (f"({name})" if weekday else "")
        return (f"{name}, " if weekday else "") + f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"

    def days(self, first: date, last: date) -> str:
        """A range of dates without what repeats itself: 2024년 12월 10일~15일."""
        if first == last:
            return self.day(first, weekday=True)
        if self.language == "ko":
            year = "" if first.year == last.year else f"{last.year}년 "
            month = "" if (first.year, first.month) == (last.year, last.month) else f"{last.month}월 "
            return f"{self.day(first)}~{year}{month}{last.day}일"
        if (first.year, first.month) == (last.year, last.month):
            return f"{_MONTHS[first.month - 1]} {first.day}–{last.day}, {first.year}"
        year = "" if first.year == last.year else f", {first.year}"
        return f"{_MONTHS[first.month - 1]} {first.day}{year} – {self.day(last)}"

    def weekday(self, number: int) -> str:
        """The name of a weekday, 0 being Monday."""
        name = _WEEKDAYS[self.language][number]
        return f"{name}요일" if self.language == "ko" else name

    def moment(self, instant: datetime, zone: ZoneInfo) -> str:
        """An instant as plain text in a zone, for where Slack's own date markup has no place."""
        local = instant.astimezone(zone)
        comma = "," if self.language == "en" else ""
        return f"{self.day(local.date(), weekday=True)}{comma} {local:%H:%M}"


_BY_LANGUAGE = {language: Texts(language) for language in LANGUAGES}


def of(language: str) -> Texts:
    """The texts of a language or locale (`ko`, `en`, `ko-KR`, `en_GB`); the default's where it is another one."""
    return _BY_LANGUAGE.get(language[:2].lower(), _BY_LANGUAGE[DEFAULT])
