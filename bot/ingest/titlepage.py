"""What a document calls itself and when it appeared, where its front matter does not say.

The date is inferred from title, file name and first and last lines, the most exact of them first; failing those, from
the newest source that the document cites, since it cannot be older. A year alone stands for its first day: an inferred
date must never let old news pose as new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from bot.ingest.dates import find_date
from bot.ingest.inline import plain
from bot.ingest.markdown import Outline
from bot.ingest.sources import read_citations

_YEARS = range(1990, 2100)
_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[ \t]?[.\-/년_][ \t]?\d{1,2}[ \t]?[.\-/월_][ \t]?\d{1,2}|[01]\d[0-3]\d)(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[ \t]?[.\-/년_][ \t]?(?P<month>\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<![\w.])(?P<year>(?:19|20)\d\d)(?=년|[\W_]|\Z)(?![.,]\d)")
_ISSUE_LINE = re.compile(
    r"(?:작성|발행|게시|등록|입력|수정|배포|공개|보도)[ \t]?(?:일자|일시|일|날짜)?[ \t]*[:：]|날짜[ \t]*[:：]|"
    r"(?:[Dd]ate|[Pp]ublished|[Pp]osted|[Uu]pdated)(?: on)?[ \t]*[:：]|월[ \t]?호|\d호\b"
)
_PATH_DATE = re.compile(
    r"/(?P<year>20\d\d)[/\-]?(?P<month>0[1-9]|1[0-2])[/\-]?(?P<day>0[1-9]|[12]\d|3[01])(?=\d*(?:[/?#\s)>]|\Z))"
)
_ISSUE_LINES_READ = 12
_MAX_ISSUE_CHARS = 120
_HASH_NAME = re.compile(r"[0-9a-f]{12,}")


def title_of(outline: Outline, path: str) -> str:
    """The first heading of level 1, else the file's name without its ending, its hyphens as blanks."""
    first = next((heading.title for heading in outline.headings if heading.level == 1), "")
    return first or file_title(path)


def file_title(path: str) -> str:
    """The file's name without its ending, its hyphens as blanks."""
    return PurePosixPath(path).stem.replace("_", " ").replace("-", " ").strip() or path


def title_heading(outline: Outline) -> int | None:
    """The position of the heading that names the whole document: the only one of level 1, before all others."""
    firsts = [at for at, heading in enumerate(outline.headings) if heading.level == 1]
    return 0 if firsts == [0] else None


def inferred_date(outline: Outline, *, title: str, path: str) -> date | None:
    """The day (a month or a year stand for their first one) that the document itself suggests, else None."""
    name = _HASH_NAME.sub(" ", PurePosixPath(path).stem)
    issue = list(_issue_lines(outline))
    for exactness in (_day, _month, _year):
        for place in (title, name, *(issue if exactness is not _year else ())):
            if (found := exactness(place)) is not None:
                return found
    return max(_source_dates(outline), default=None)


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    return _sane(find_date(match[0])) if match else None


def _month(text: str) -> date | None:
    match = _MONTH.search(text)
    if match is None or not 1 <= int(match["month"]) <= 12:
        return None
    return _sane(date(int(match["year"]), int(match["month"]), 1))


def _year(text: str) -> date | None:
    match = _YEAR.search(text)
    return _sane(date(int(match["year"]), 1, 1)) if match else None


def _sane(found: date | None) -> date | None:
    return found if found is not None and found.year in _YEARS else None


def _issue_lines(outline: Outline) -> Iterator[str]:
    """Lines among the first and the last ones that say when the document was issued, in words that mean it."""
    lines = outline.lines
    first, after = outline.first, outline.after
    ends = range(max(after - _ISSUE_LINES_READ, first + _ISSUE_LINES_READ), after)
    for index in (*range(first, min(first + _ISSUE_LINES_READ, after)), *ends):
        line = lines[index]
        if len(line) <= _MAX_ISSUE_CHARS and _ISSUE_LINE.search(line):
            yield plain(line)


def _source_dates(outline: Outline) -> Iterator[date]:
    """The days of what the document cites: its source lines, and days in the addresses of its references."""
    for citation in read_citations(outline.text):
        if citation.date is not None:
            yield citation.date
    for match in _PATH_DATE.finditer(outline.text, outline.lines.start(outline.first)):
        try:
            yield date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
