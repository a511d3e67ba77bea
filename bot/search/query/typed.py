"""A typed query: its words and its filters.

    tag: source: author: doc: category: after: before: "a phrase" -word        and in Korean
    태그: 출처: 저자: 문서: 분류: 이후: 이전:

A filter whose value cannot be read (`after:soon`) is searched as text and reported; a date that is none
(`after:2025-02-30`) is reported and left out, since its digits would weigh more than the words. `-tag:` and the like
exclude. Values of one filter may be separated by commas or given in quotes. What is quoted within a sentence
(`"resigns"와`) is no phrase but text: a particle follows at once. Dates: `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from bot.domain.query import Filters
from bot.search.spelling.amounts import amount_notations
from bot.search.spelling.analyze import PARTICLES, Token, squeeze, tokens
from bot.search.spelling.dates import period
from bot.search.spelling.hangul import from_keys, keys
from bot.search.spelling.notations import notations
from bot.search.spelling.numerals import COUNTED, counts, in_digits

MAX_CHARS = 8_000
"""What is read of a query; Slack's own limit for a command is below."""

MAX_WORDS = 64
"""Words searched; the first ones, since a longer text is a pasted document and its beginning tells enough."""

MAX_WORD_CHARS = 64
"""Characters searched of a word, and eight times as many of all: many ways to take a word apart are tried."""

_PILED = re.compile(r"([^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]+")
"""More marks in a row than any writing sets on a letter (30, by Unicode's stream-safe format). To put n of them in
their normal order takes n squared steps: of 8,000 marks a search took 214 ms, now 68.
"""

_NAMES = {
    "tag": "tags", "tags": "tags", "태그": "tags",
    "source": "sources", "출처": "sources", "소스": "sources",
    "author": "authors", "저자": "authors", "작성자": "authors", "글쓴이": "authors",
    "doc": "documents", "document": "documents", "문서": "documents",
    "category": "categories", "분류": "categories", "카테고리": "categories",
    "after": "after", "since": "after", "이후": "after", "부터": "after",
    "before": "before", "until": "before", "이전": "before", "까지": "before",
}  # fmt: skip
_NAMES |= {from_keys(name) if name.isascii() else keys(name): field for name, field in _NAMES.items()}

_FACETS = {"tags": "tag", "sources": "source", "authors": "author", "documents": "doc", "categories": "category"}
_BOUNDS = frozenset({"after", "before"})

_QUOTED = '"([^"]*)"|“([^”]*)”|「([^」]*)」'
_PART = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:{_QUOTED})"
    rf"|(?<!\S)(?P<not>-)?(?P<name>[^\W\d_]+)[:：][ \t]*(?P<value>(?:{_QUOTED}"
    r"|\d{4}년(?:\s*\d{1,2}월(?:\s*\d{1,2}일)?)?|[^\s\"“「]+)?)"
    r"|(?<!\S)-(?P<word>[^\W\d_][^\s\"“「:：]*)"
)
_MARK = re.compile('[-:："“「]')
"""What every filter and phrase has; most queries have none."""

_DIGITS_OF_DATE = re.compile(
    r"(?<![\d.-])((?:19|20)\d\d)(?:-(0\d|1[0-2])|([-./])([1-9]|0[1-9]|1[0-2])\3([1-9]|[12]\d|3[01]|0[1-9]))(?![\d-])"
)
"""`2024-10`, `2024-10-15`, `2024.10.15`: a month in digits and points alone would be a version too."""

_BRIEF_DATE = re.compile(
    r"(?<![\d./-])(?:(2\d)([./-])(0?[1-9]|1[0-2])\2([12]\d|3[01]|0?[1-9])|(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01]))"
    r"(?![./-]?\d)"
)
"""`24.10.15` of this century, and `10/15`, where the day can be no month."""

_DIGIT, _SYLLABLE = re.compile(r"\d"), re.compile("[가-힣]")
_VERSION = re.compile(rf"(?<=[\s-])\d{{1,2}}(?:\.\d)?(?![\w.,%:/~-]|\s(?:{COUNTED}))")
"""A small number that counts nothing; behind a name it tells which one."""

_LAUGHTER = re.compile(r"([ㅋㅎㅠㅜ])\1+(?![ㄱ-ㅣ가-힣])")
"""Laughter and tears, which are no initial consonants where anything else stands beside them."""

_PERCENT = re.compile(r"(?<=\d)\s?(?:퍼센트|프로(?![가-힣])|percent)")

_JOINT_OF_DATE = re.compile(
    r"(?:19|20)\d\d년(?=\d{1,2}월)"
    rf"|(?<!\d)(?:1[0-2]|[1-9])월(?:(?=\d{{1,2}}일)|(?!(?:{'|'.join(PARTICLES)}|호)(?![가-힣]))(?=[가-힣]{{2}}))"
)
"""A year or a month with the rest of the date or another word behind it and no blank between them, particles aside."""


class Typed(NamedTuple):
    """A word as typed. `raw` keeps capitals, which the keyboard layout needs; `glued` follows without a blank;
    `notations` are those of a date or an amount; `of_name` is a number that may belong to the name before (`GPT-6`).
    """

    text: str
    raw: str
    glued: bool
    notations: tuple[str, ...] = ()
    of_name: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What was typed, taken apart; phrases are filters and words at once. `text` is all but the other filters."""

    words: tuple[Typed, ...]
    filters: Filters
    unread: tuple[str, ...]
    text: str = ""
    left_out: tuple[str, ...] = ()


def parse(query: str, *, today: date) -> ParsedQuery:
    """Read any string; relative dates count from `today`, the reader's local day."""
    query = _PILED.sub(r"\1", query[:MAX_CHARS])
    filters, unread, left_out, text = Filters(), [], [], []
    place = 0
    for part in _PART.finditer(query) if _MARK.search(query) else ():
        text.append(query[place : part.start()])
        place = part.end()
        read = _filter(part, today)
        if read is None and _is_no_date(part):
            left_out.append(part.group().strip())
        elif read is None:
            text.append(part.group())
            if part["name"] is not None and part["name"].lower() in _NAMES:
                unread.append(part.group().strip())
        else:
            filters = _joined(filters, *read)
            if read[0] == "phrases" and isinstance(read[1], tuple):
                text.append(f" {read[1][0]} ")
    text.append(query[place:])
    plain = "".join(text)
    words, told = _noted(_typed(plain), today), " ".join(plain.split())
    return ParsedQuery(words, filters, tuple(dict.fromkeys(unread)), told, tuple(dict.fromkeys(left_out)))


Read = tuple[str, tuple[str, ...] | tuple[tuple[str, str], ...] | date]


def _filter(part: re.Match[str], today: date) -> Read | None:
    """Field of `Filters` and its values; None for what is text."""
    if part["word"] is not None:
        return ("excluded", (part["word"],)) if squeeze(part["word"]) else None
    if part["name"] is None:
        if part.string[part.end() : part.end() + 1].isalpha():
            return None
        phrase = next((group for group in part.groups()[1:4] if group is not None), "").strip()
        return ("excluded" if part["minus"] else "phrases", (phrase,)) if squeeze(phrase) else None
    field = _NAMES.get(part["name"].lower())
    return _named(field, part, today) if field else None


def _named(field: str, part: re.Match[str], today: date) -> Read | None:
    """The same of a filter with a name."""
    if field in _BOUNDS:
        found = None if part["not"] else period(part["value"].strip('"“”「」'), today=today)
        return None if found is None else (field, found[field == "before"])
    values = _values(part["value"])
    if part["not"] and values:
        return "without", tuple((_FACETS[field], value) for value in values)
    return (field, values) if values else None


def _is_no_date(part: re.Match[str]) -> bool:
    """Whether a bound that could not be read was meant for a date: it begins with a digit."""
    is_bound = part["name"] is not None and _NAMES.get(part["name"].lower()) in _BOUNDS
    return is_bound and not part["not"] and part["value"].lstrip('"“「')[:1].isdigit()


def _values(value: str) -> tuple[str, ...]:
    quoted = re.fullmatch(_QUOTED, value)
    parts = [next(group for group in quoted.groups() if group is not None)] if quoted else re.split("[,，]", value)
    return tuple(part.strip() for part in parts if squeeze(part))


def _joined(filters: Filters, field: str, value: tuple[str, ...] | tuple[tuple[str, str], ...] | date) -> Filters:
    """Alternatives of one field add up; of several bounds the last one counts, as the last one typed is meant."""
    if isinstance(value, date):
        return replace(filters, after=value) if field == "after" else replace(filters, before=value)
    known = getattr(filters, field)
    both = tuple(dict.fromkeys((*known, *value)))
    return replace(filters, **{field: both})  # type: ignore[arg-type] # the field is one of alternatives


def _in_words(date: re.Match[str]) -> str:
    year, month, _, other, day = date.groups()
    return f"{year}년 {int(month or other)}월" + (f" {int(day)}일" if day else "")


def _brief_in_words(date: re.Match[str]) -> str:
    year, _, month, day, other_month, other_day = date.groups()
    return (f"20{year}년 " if year else "") + f"{int(month or other_month)}월 {int(day or other_day)}일"


def _noted(typed: tuple[Typed, ...], today: date) -> tuple[Typed, ...]:
    found = notations([word.text for word in typed], year=today.year)
    return tuple(
        word._replace(notations=others) if (others := dates or amount_notations(word.text)) else word
        for word, dates in zip(typed, found, strict=True)
    )


def _typed(text: str) -> tuple[Typed, ...]:
    found: list[Typed] = []
    last: Token | None = None
    left = 8 * MAX_WORD_CHARS
    if _SYLLABLE.search(text):
        text = _LAUGHTER.sub(" ", text)
    if _DIGIT.search(text):
        text = _BRIEF_DATE.sub(_brief_in_words, _DIGITS_OF_DATE.sub(_in_words, text))
        text = _PERCENT.sub("%", text)
        text = _JOINT_OF_DATE.sub(r"\g<0> ", text)
    for token in tokens(text):
        chars = min(MAX_WORD_CHARS, left)
        glued = last is not None and last.end + 1 >= token.start and not text[last.end : token.start].isspace()
        read = Typed(token.text[:chars], text[token.start : token.end][:chars], glued)
        if last is not None and _is_unit_of(found[-1].text, read.text, apart=last.end < token.start):
            before = found.pop()
            read = Typed(before.text + read.text, before.raw + read.raw, before.glued)
        elif found and _VERSION.match(text, token.start) and found[-1].text.isalpha():
            read = read._replace(of_name=True)
        found.append(read)
        last = token
        left -= len(token.text[:chars])
        if len(found) == MAX_WORDS or left <= 0:
            break
    return tuple(found)


def _is_unit_of(number: str, unit: str, *, apart: bool) -> bool:
    """Whether both are one amount: behind a point or a comma (`1.9조`), or with a blank behind a spelled number."""
    if not apart:
        return bool(amount_notations(number + unit))
    return counts(unit) and bool(in_digits(number + unit))


def with_values(query: str, others: Mapping[str, str]) -> str:
    """The query with other values in its filters; a filter with such a value is written once for each of its values."""

    def other(part: re.Match[str]) -> str:
        values = _values(part["value"] or "")
        if not any(value in others for value in values):
            return part.group()
        return " ".join(f'{part["name"]}:"{others.get(value, value)}"' for value in values)

    return _PART.sub(other, query)
