"""The outermost pages of an issue: what its cover calls it, and where its imprint begins."""

from __future__ import annotations

import re

from bot.ingest.citations import is_source
from bot.ingest.contents import is_contents_name
from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Outline

MAX_NAME_CHARS = 100
_MAX_ISSUE_CHARS = 30
_COVER_LINES = 40
_MAX_IMPRINT_CHARS = 600

_DATED_ISSUE = re.compile(
    r"(?:19|20)\d\d[ \t]?년[ \t]?\d{1,2}[ \t]?월[ \t]?호?|"
    r"(?:19|20)\d\d[ \t]?[.\-/][ \t]?\d{1,2}(?!\d)[ \t]?(?:월호|호)?|"
    r"(?:19|20)\d\d[ \t]?년?[ \t]?(?:봄|여름|가을|겨울|[1-4][ \t]?분기)호?|[A-Z][a-z]{2,8}[ \t](?:19|20)\d\d"
)
_NUMBERED_ISSUE = re.compile(r"(?:통권[ \t]?)?제?[ \t]?\d{1,4}[ \t]?호|(?:Vol|No|Issue)\.?[ \t]?\d{1,4}")
_IMPRINT = re.compile(
    r"(?:홈페이지|문의|발행(?:처|인|일)?|편집(?:인|자|부|팀)?|주소|연락처|전화|팩스|저작권)[ \t]?[:：]|"
    r"\b(?:e-?mail|tel|fax|contact|publisher|editor)[ \t]?[:：.]|[\w.]@\w|(?<!\d)0\d{1,2}[-)][ \t]?\d{3,4}-\d{4}(?!\d)|"
    r"ISSN|ISBN|copyright|©|무단[ \t]?(?:전재|복제|배포|도용)|all rights reserved|Republic of Korea|"
    r"(?:특별시|광역시|[가-힣]시)[ \t][가-힣]{1,6}[구군][ \t]|\A[<(]?https?://\S+\Z",
    re.IGNORECASE,
)
"""A word like 문의 or 저작권 alone is what articles are about."""
_BODY = re.compile(r"[ \t]*(?:#{1,6}[ \t]|[-*+•○●▷][ \t]|\d{1,3}[.)][ \t])|.*\t")


def cover_title(outline: Outline, after: int) -> str:
    """What the lines before index `after` call the issue: its name and its month; empty where there is no cover."""
    lines = [
        plain(outline.lines[index].strip().lstrip("#")[:MAX_NAME_CHARS])
        for index in range(outline.first, min(after, outline.first + _COVER_LINES))
        if not outline.is_hidden(index)
    ]
    lines = [line for line in lines if line and not is_contents_name(line)]
    heading = next((h.title for h in outline.headings if h.first < after and not is_contents_name(h.title)), "")
    name = heading or (lines[0] if lines else "")
    if not name or _DATED_ISSUE.search(name):
        return name
    for pattern in (_DATED_ISSUE, _NUMBERED_ISSUE):
        for line in lines:
            issue = pattern.search(line)
            if issue and line != name:
                return f"{name} {line if len(line) <= _MAX_ISSUE_CHARS else issue[0]}"
    return name


def imprint_start(outline: Outline, first: int, after: int) -> int:
    """The index of the line where the imprint begins among the last paragraphs of a range; `after` without one."""
    start = after
    index = after
    while index > first:
        while index > first and not outline.lines[index - 1].strip():
            index -= 1
        last = index
        while index > first and outline.lines[index - 1].strip():
            index -= 1
        if index == last or not _is_imprint(outline, index, last):
            return start
        start = index
    return start


def _is_imprint(outline: Outline, first: int, after: int) -> bool:
    paragraph = outline.text[outline.lines.start(first) : outline.lines.end(after - 1)]
    if len(paragraph) > _MAX_IMPRINT_CHARS or any(
        _BODY.match(line := outline.lines[index]) or is_source(line) for index in range(first, after)
    ):
        return False
    return _IMPRINT.search(paragraph) is not None
