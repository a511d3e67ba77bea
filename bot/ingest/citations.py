"""Source lines and footnotes, as briefs and reports write them under their text.

A source line names who published what and when: `출처: Europol, AI and policing, 2024.09.24.` Nothing is invented: a
section without such a line has no citation, a line without a date has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from urllib.parse import urlsplit

from bot.domain.document import Citation
from bot.ingest.dates.mentions import find_date
from bot.ingest.markup.inline import plain
from bot.ingest.markup.lines import Lines

MAX_CITATIONS = 200
"""Of one text, as of footnotes; a document that lists more is a bibliography."""
MAX_LINE_CHARS = 1_000
"""The longest source line at hand has 160; a longer one is prose that begins with the word."""

_MARK = re.compile(
    r"[^\w\n|]{0,24}(?:\[\d{1,3}\][^\w\n|]{0,8})?_{0,2}"
    r"(?:(?:자료[ \t]?)?출처|참고[ \t]?자료|자료|Sources?|SOURCES?)[)\]>*_]{0,3}[ \t]{0,4}[:：][*_]{0,3}[ \t]*"
)
"""Whatever signs an editor sets before the word (`☞ 출처:`, `※ 자료:`); a cell of a table is none."""
_NUMERIC = r"(?:19|20)\d\d[ \t]?[.\-/년][ \t]?\d{1,2}(?:[ \t]?[.\-/월][ \t]?\d{1,2}[ \t]?일?|[ \t]?월)?"
_WORDED = r"[A-Z][a-z]{2,8}\.?[ \t]\d{1,2},?[ \t](?:19|20)\d\d|\d{1,2}[ \t][A-Z][a-z]{2,8}\.?[ \t](?:19|20)\d\d"
_WEEKDAY = r"(?:[ \t]?\([월화수목금토일]\))?"
_DATE_AT_END = re.compile(rf"(?:^|[,，(\s])(?P<date>{_NUMERIC}|{_WORDED})\.?{_WEEKDAY}[).\s]*\Z")
_NEXT = re.compile(r"(?<=[\d.일)])[ \t]*[;/|][ \t]+")
_URL = re.compile(r"https?://[^\s<>()\[\]\"']+")
_COMMA = re.compile(r"[,，](?!\d)[ \t]*")
_COMPANY = re.compile(r"(?:Inc|Ltd|LLC|Corp|Co|GmbH|S\.A|PLC)\b", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*(?:[-+•○●▷△◦]|\d{1,3}[.)]|#{1,6})[ \t]")
_QUOTES = "\"'“”‘’「」『』《》<>"

_NOTE = re.compile(r"[ \t]*(?:[-+•][ \t]+)?(?:\\\*|＊)(?:\\?\*|＊)*[ \t]*(?=\S)")
_BARE_NOTE = re.compile(r"\*{1,4}[ \t]+(?=\S)")
_NUMBERED_NOTE = re.compile(r"\[\^[^\]\s]{1,20}\]:[ \t]*(?=\S)")
_DASHED_ITEM = re.compile(r"^[ \t]*-[ \t]", re.MULTILINE)


def read_citations(text: str) -> tuple[Citation, ...]:
    """The citations of a section's source lines, in order.

    A line that follows a source line and has its shape belongs to it, as where two prizes share one `출처:`.
    """
    if not _may_cite(text):
        return ()
    found = (citation for source in _source_lines(text) for citation in _citations(source))
    return tuple(islice(found, MAX_CITATIONS))


def is_source(line: str) -> bool:
    """Whether a line says where its section comes from."""
    return len(line) <= MAX_LINE_CHARS and _may_cite(line) and _MARK.match(line) is not None


def read_footnotes(text: str) -> tuple[str, ...]:
    r"""The footnotes of a section without their marks: `\*`, `\*\*` or `[^1]:` at the start of a line.

    A bare `*` opens a footnote only where the section's items are written with `-`.
    """
    if "*" not in text and "＊" not in text and "[^" not in text:
        return ()
    bare = bool(_DASHED_ITEM.search(text))
    notes: list[str] = []
    is_open = False
    lines = Lines(text)
    for index in range(len(lines)):
        line = lines[index]
        mark = _note_mark(line, bare=bare)
        if mark is not None:
            notes.append(line[mark.end() :])
            is_open = True
        elif is_open and line.strip() and not _BULLET.match(line) and not is_source(line):
            notes[-1] += " " + line
            is_open = len(notes[-1]) < MAX_LINE_CHARS
        else:
            is_open = False
    return tuple(note for note in map(plain, notes[:MAX_CITATIONS]) if note)


def _note_mark(line: str, *, bare: bool) -> re.Match[str] | None:
    return _NOTE.match(line) or _NUMBERED_NOTE.match(line) or (_BARE_NOTE.match(line) if bare else None)


def _may_cite(text: str) -> bool:
    return "출처" in text or "자료" in text or "ource" in text or "OURCE" in text


def _source_lines(text: str) -> Iterator[str]:
    """What stands behind the marks of source lines, and the lines that belong to them."""
    lines = Lines(text)
    index = 0
    while index < len(lines):
        line = lines[index]
        mark = _MARK.match(line) if len(line) <= MAX_LINE_CHARS else None
        if mark is None or not line[mark.end() :].strip():
            index += 1
            continue
        words, index = _with_its_rest(lines, index, line[mark.end() :].strip())
        yield words
        following = _next_like_it(lines, index)
        while following is not None:
            yield lines[following].strip()
            index = following + 1
            following = _next_like_it(lines, index)


def _with_its_rest(lines: Lines, index: int, words: str) -> tuple[str, int]:
    """A source line that was broken before its date, joined with the line that ends it."""
    after = index + 1
    if _DATE_AT_END.search(words) or after >= len(lines):
        return words, after
    rest = lines[after]
    if not rest.strip() or len(rest) > MAX_LINE_CHARS or _BULLET.match(rest) or _MARK.match(rest):
        return words, after
    joined = f"{words} {rest.strip()}"
    return (joined, after + 1) if _DATE_AT_END.search(joined) else (words, after)


def _next_like_it(lines: Lines, index: int) -> int | None:
    """The index of the next line with words, where it is publisher, title and date and no new source line."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    if index >= len(lines) or len(line := lines[index]) > MAX_LINE_CHARS or _BULLET.match(line) or _MARK.match(line):
        return None
    dated = _DATE_AT_END.search(line)
    return index if dated is not None and _COMMA.search(line[: dated.start()]) else None


def _citations(words: str) -> Iterator[Citation]:
    for part in _NEXT.split(words):
        citation = _citation(part)
        if citation is not None:
            yield citation


def _citation(words: str) -> Citation | None:
    found_url = _URL.search(words)
    url = found_url[0].rstrip(".,;") if found_url else ""
    rest = plain(words) if not url else plain(_without_url(words))
    day, rest = _parted_date(rest)
    publisher, title = _parted_publisher(rest.strip(" ,，"))
    if not publisher and url:
        publisher = (urlsplit(url).hostname or "").removeprefix("www.")
    return Citation(publisher, title, day, url) if publisher else None


def _without_url(words: str) -> str:
    """The words without addresses: a link keeps its label, brackets around nothing go."""
    labelled = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", words)
    return re.sub(r"[(<\[][ \t]*[)>\]]", " ", _URL.sub("", labelled))


def _parted_date(words: str) -> tuple[date | None, str]:
    dated = _DATE_AT_END.search(words)
    day = find_date(dated["date"]) if dated else None
    return (day, words[: dated.start()]) if dated and day else (None, words.rstrip(" ."))


def _parted_publisher(words: str) -> tuple[str, str]:
    """The words up to the first comma that stands in no bracket, and the rest."""
    for comma in _COMMA.finditer(words):
        before, after = words[: comma.start()], words[comma.end() :]
        if before.count("(") > before.count(")") or _COMPANY.match(after):
            continue
        return before.strip(), after.strip(" ,").strip(_QUOTES) if _is_quoted(after.strip(" ,")) else after.strip(" ,")
    return words.strip(), ""


def _is_quoted(title: str) -> bool:
    """Whether quotes enclose the whole title, not only its first and last words."""
    return (
        len(title) > 1 and title[0] in _QUOTES and title[-1] in _QUOTES and not any(c in _QUOTES for c in title[1:-1])
    )
