"""Lines above a text that say who wrote it and when, as documents without front matter begin.

A line counts only where every part of it is such a thing: `작성 2025. 10. 7. / 기획팀`, `By Kim, Oct 7, 2025`. One that
tells anything else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ingest.citations import is_source
from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Outline

MAX_LINE_CHARS = 120
MAX_LINES = 8
_MAX_NAME_CHARS = 24

DATE = (
    r"(?:19|20)\d\d[ \t]?[.\-/년][ \t]?\d{1,2}(?:[ \t]?[.\-/월][ \t]?\d{1,2}(?!\d)(?:[ \t]?[일.])?|[ \t]?월)?|"
    r"[A-Z][a-z]{2,8}\.?[ \t]\d{1,2},?[ \t](?:19|20)\d\d|\d{1,2}[ \t][A-Z][a-z]{2,8}\.?[ \t](?:19|20)\d\d"
)
"""A day or a month with its year, as it stands in such lines."""
_DATED = re.compile(rf"(?<!\d)(?:{DATE})(?!\d)(?:[ \t]?\([월화수목금토일]\))?(?:[ \t]\d{{1,2}}:\d\d)?")
_DATE_LABEL = (
    r"(?:최종[ \t]?|최초[ \t]?)?(?:작성|발행|게시|등록|입력|수정|배포|공개|보도|업데이트|갱신)[ \t]?"
    r"(?:일자|일시|일|날짜)?|"
    r"날짜|일자|(?:last[ \t])?(?:updated|published|posted|written|created|date)(?:[ \t]on)?"
)
_AUTHOR_LABEL = (
    r"작성자?|글쓴이|글|저자|필자|지은이|편집[자인]?|엮은이|옮긴이|번역|담당자?|정리|"
    r"authors?|(?:written|edited)[ \t]by|by|editors?"
)
_SOURCE_LABEL = r"발행[처인]?|publisher"
_OTHER_LABEL = r"태그|키워드|분류|카테고리|조회수?|버전|읽는[ \t]시간|tags?|keywords?|category|version|reading[ \t]time"
_PART = re.compile(
    rf"(?:(?P<day>(?:(?:{_DATE_LABEL})[ \t]*[:：]?[ \t]*)?\0(?:[ \t]*(?:{_DATE_LABEL}))?)"
    rf"|(?P<field>(?:(?P<author>{_AUTHOR_LABEL})|(?P<source>{_SOURCE_LABEL})|(?:{_OTHER_LABEL}))"
    r"(?:[ \t]*[:：][ \t]*|(?<=by)[ \t]+)(?P<value>[^\0]{1,60}))"
    r"|(?P<dated>\0)[ \t]+(?P<name>[^\0]{1,60})|(?P<bare>[^\0]{1,60}))[ \t.]*",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?:{_AUTHOR_LABEL})[ \t]+", re.IGNORECASE)
_BREAK = re.compile(r"[ \t]*[|/,，·ㆍ•][ \t]*|[ \t]+[-–—][ \t]+")
_NAME = re.compile(r"[가-힣A-Za-z][가-힣A-Za-z0-9 .&()]*")
_NO_NAME = re.compile(
    r"(?:기록|정리|자료|메모|기준|발표|개최|보도|시행|예정|이후|이전|현재|세미나|회의|강연|판|호|월|[분반]기|"
    r"가을|봄|여름|겨울)\)?\Z"
)
"""What a date is said to be the date of: no person and no team is called so."""
_SENTENCE = re.compile(r"(?:[가-힣]\.|[!?。…:;]|[다요음함됨])[\"'”’)]*\Z")
_NAMED = re.compile(
    r"(?:.*[|/,·•] ?)?(?:작성자|저자|필자|편집자|글쓴이|지은이|엮은이|옮긴이)[ \t]*[:：][ \t]*[가-힣]{2,4}"
)
"""Behind a word for a person stands a name, which may end as sentences do: `작성자: 김하음`."""
_MARKS = " \t>*_-—–•#"


@dataclass(frozen=True, slots=True)
class Byline:
    """The line after what was read, and the fields; `dates` are the lines that hold a date, in order."""

    after: int
    author: str = ""
    source: str = ""
    dates: tuple[str, ...] = ()


def read_byline(outline: Outline, first: int, after: int) -> Byline:
    """The byline at the beginning of the lines from index `first` up to, not with, `after`; empty where none stands."""
    found = Byline(first)
    is_open = False
    count = 0
    for index in range(first, after):
        line = outline.lines[index]
        if not line.strip():
            is_open = False
            continue
        count += 1
        read = None if outline.is_hidden(index) or count > MAX_LINES else read_line(line, is_open=is_open)
        if read is None:
            break
        is_open = True
        found = Byline(index + 1, found.author or read.author, found.source or read.source, (*found.dates, *read.dates))
    return found


def read_line(line: str, *, is_open: bool = False) -> Byline | None:
    """A single line's fields; None for a line of text. `is_open` follows one that was read: then it may be a name."""
    words = _words(line)
    if not words:
        return None
    if is_source(words):
        return Byline(0)
    marked = _DATED.sub("\0", words)
    parts: list[re.Match[str]] = []
    for words_of_part in filter(None, _BREAK.split(marked)):
        part = _PART.fullmatch(words_of_part)
        if part is None:
            return None
        parts.append(part)
    names = [name for part in parts for name in (part["name"], part["bare"]) if name]
    is_byline = is_open or any(not part["bare"] for part in parts)
    is_sentence = _SENTENCE.search(words) and not _NAMED.fullmatch(words)
    if not is_byline or is_sentence or not all(_is_name(name) for name in names):
        return None
    labelled = [part["value"].strip(" .") for part in parts if part["author"]]
    is_signed = labelled or "\0" in marked or not any(part["field"] for part in parts)
    return Byline(
        0,
        author=", ".join((*labelled, *(_LABEL.sub("", name) for name in names))) if is_signed else "",
        source=next((part["value"].strip(" .") for part in parts if part["source"]), ""),
        dates=(words,) if "\0" in marked else (),
    )


def begins_with_date(line: str) -> bool:
    """Whether a line opens with a date and goes on with a note, as `2025년 4월, 사내 강연 기록`; no sentence does."""
    words = _words(line)
    day = _DATED.match(words)
    return bool(day and re.match(r"[ \t]*(?:\Z|[|/,·])", words[day.end() :]) and not _SENTENCE.search(words))


def _words(line: str) -> str:
    """The words of a line without marks around them, empty for one that is too long to be read here."""
    words = plain(line.strip(_MARKS)) if len(line) <= MAX_LINE_CHARS * 4 else ""
    return words if len(words) <= MAX_LINE_CHARS else ""


def _is_name(words: str) -> bool:
    return len(words) <= _MAX_NAME_CHARS and bool(_NAME.fullmatch(words)) and not _NO_NAME.search(words)
