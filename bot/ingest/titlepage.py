"""What a document calls itself, who wrote it and when, where its front matter does not say.

The date is inferred from byline, title, file name and first and last lines, the most exact of them first; failing
those, from the newest source that the document cites, since it cannot be older. A year alone stands for its first day:
an inferred date must never let old news pose as new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from bot.ingest.bylines import Byline, begins_with_date, read_byline, read_line
from bot.ingest.citations import read_citations
from bot.ingest.dates.mentions import find_date
from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Outline

_YEARS = range(1990, 2100)
_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[ \t]?[.\-/년_][ \t]?\d{1,2}[ \t]?[.\-/월_][ \t]?\d{1,2}|[01]\d[0-3]\d)(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[ \t]?[.\-/년_][ \t]?(?P<month>\d{1,2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDED_MONTH = re.compile(
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,?[ \t](?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w.])(?P<year>(?:19|20)\d\d)(?=년|[\W_]|\Z)(?![.,]\d)")
_ISSUED = r"(?:작성|발행|게시|등록|입력|수정|배포|공개|보도)[ \t]?(?:일자|일시|일|날짜)?[ \t]*"
_ISSUE_LINE = re.compile(
    rf"{_ISSUED}[:：]|(?:\A|[|(/·,])[ \t*_]*(?:최종[ \t]?|최초[ \t]?)?{_ISSUED}(?=(?:19|20)\d\d[ \t]?[.\-/년])|"
    r"날짜[ \t]*[:：]|"
    r"(?:[Dd]ate|[Pp]ublished|[Pp]osted|[Uu]pdated)(?: on)?[ \t]*[:：]|월[ \t]?호|\d호\b|"
    r"(?:정리한|작성한|기록한|쓴|적은|옮긴)[ \t](?:글|문서|자료|메모|기록|노트)(?:이다|임|입니다|이?[에예]요)?[\W_]*\Z"
)
"""`2026년 2월에 정리한 글입니다.` ends so; a sentence that goes on may speak of another's text."""
_PATH_DATE = re.compile(
    r"/(?P<year>20\d\d)[/\-]?(?P<month>0[1-9]|1[0-2])[/\-]?(?P<day>0[1-9]|[12]\d|3[01])(?=\d*(?:[/?#\s)>]|\Z))"
)
_ISSUE_LINES_READ = 12
_MAX_ISSUE_CHARS = 120
_MAX_TITLE_CHARS = 80
_MIN_TITLE_CHARS = 4
_NO_TITLE = re.compile(
    r"[ \t]*(?:[>|<□■○●◇◆①-⑳]|[-*+•][ \t]|(?:\d{1,3}|[가-하])[.)][ \t])|.*[\t|]|.*[.。…:;,!][\"'”’)*_]*\Z"
)
"""Items, quotes, tables, and lines that end as sentences or go on."""
_FIELD = re.compile(r"[ \t>*_-]{0,6}[^\s:：][^:：.!?]{0,14}[:：][*_]{0,3}[ \t]+\S")
"""A label with its value, as minutes have them below their title (`일시: 2027-03-02`)."""
_HASH_NAME = re.compile(r"[0-9a-f]{12,}")


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The title, the byline below it, and the lines from index `first` up to, not with, `after` that they take up.

    `is_signed` says that some of them are the byline's.
    """

    title: str
    byline: Byline
    first: int
    after: int
    is_signed: bool


def read_title_page(outline: Outline, path: str, *, title: str = "") -> TitlePage:
    """What the first lines of a document say. `title` is the front matter's: then no line of the text is another."""
    name = title_heading(outline)
    opening = _opening_line(outline) if name is None and not title else None
    if opening is not None:
        start, words = opening + 1, plain(outline.lines[opening])
    else:
        start, words = outline.first if name is None else outline.headings[0].after, title_of(outline, path)
    after = next((heading.first for heading in outline.headings if heading.first >= start), outline.after)
    byline = read_byline(outline, start, after)
    dates = byline.dates or tuple(_dated_note(outline, byline.after, after))
    first = start - 1 if opening is not None else start
    return TitlePage(title or words, replace(byline, dates=dates), first, byline.after, byline.after > start)


def title_of(outline: Outline, path: str) -> str:
    """The first heading of level 1, else the file's name without its ending, its hyphens as blanks."""
    first = next((heading.title for heading in outline.headings if heading.level == 1), "")
    return first or file_title(path)


def _opening_line(outline: Outline) -> int | None:
    """The index of a first line that stands alone, or above a byline or labels, and is neither sentence nor item."""
    lines, after = outline.lines, outline.after
    first = next((index for index in range(outline.first, after) if lines[index].strip()), after)
    if (
        first + 1 >= after
        or len(lines[first]) > _MAX_TITLE_CHARS * 4
        or outline.is_hidden(first)
        or any(h.first <= first for h in outline.headings[:1])
    ):
        return None
    words = plain(line := lines[first])
    if not _MIN_TITLE_CHARS <= len(words) <= _MAX_TITLE_CHARS or _NO_TITLE.match(line) or read_line(line):
        return None
    following = lines[first + 1]
    goes_on = following.strip() and read_line(following) is None and not _FIELD.match(following)
    is_all = not outline.text[lines.start(first + 1) : lines.end(after - 1)].strip()
    return None if goes_on or is_all else first


def _dated_note(outline: Outline, first: int, after: int) -> Iterator[str]:
    """The first line with words, where it begins with a date."""
    line = next((outline.lines[index] for index in range(first, after) if outline.lines[index].strip()), "")
    if begins_with_date(line):
        yield plain(line)


def file_title(path: str) -> str:
    """The file's name without its ending, its hyphens as blanks."""
    return PurePosixPath(path).stem.replace("_", " ").replace("-", " ").strip() or path


def title_heading(outline: Outline) -> int | None:
    """The position of the heading that names the whole document: the only one of level 1, before all others."""
    firsts = [at for at, heading in enumerate(outline.headings) if heading.level == 1]
    return 0 if firsts == [0] else None


def inferred_date(outline: Outline, *, title: str, path: str, byline: Byline | None = None) -> date | None:
    """The day (a month or a year stand for their first one) that the document itself suggests, else None."""
    name = _HASH_NAME.sub(" ", PurePosixPath(path).stem)
    issue = list(_issue_lines(outline))
    signed = byline.dates if byline else ()
    for exactness in (_day, _month, _year):
        for place in (*signed, title, name, *(issue if exactness is not _year else ())):
            if (found := exactness(place)) is not None:
                return found
    return max(_source_dates(outline), default=None)


def is_written(outline: Outline, day: date, byline: Byline) -> bool:
    """Whether the document says in so many words that it is of a day: in its byline, or in a line of its kind."""
    others = (read_line(line.strip(" ()[]")) for line in _issue_lines(outline))
    said = (*byline.dates, *(words for read in others if read for words in read.dates))
    return any(_day(words) == day for words in said)


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    return _sane(find_date(match[0])) if match else None


def _month(text: str) -> date | None:
    worded = _WORDED_MONTH.search(text)
    if worded is not None:
        return _sane(date(int(worded["year"]), _MONTHS.index(worded["month"][:3].lower()) + 1, 1))
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
