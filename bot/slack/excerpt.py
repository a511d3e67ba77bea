"""What an answer shows of a section: a window of its text with the sentence that answers in bold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.document import Section, Span
from bot.domain.hit import Hit
from bot.slack import markdown
from bot.slack.markdown import Kind, Line, Run, Style

MAX_CHARS = 900
"""An answer has up to three sections in one message of 12,000 characters, and people read the first lines."""

_LEAD = 80
"""So many characters of the snippet stand before a key sentence that is far from the snippet's begin."""


def window(hit: Hit, *, max_chars: int = MAX_CHARS) -> Span:
    """What of the section is shown: the snippet, narrowed around the key sentence where it is too long."""
    length = len(hit.section.text)
    start, end = max(0, hit.snippet.start), min(length, max(hit.snippet.end, hit.snippet.start))
    key = Span(max(0, hit.key_sentence.start), min(length, hit.key_sentence.end))
    if key.start < key.end and not (start <= key.start and key.end <= end):
        start, end = key
    if end - start <= max_chars:
        return Span(start, end)
    start = max(start, min(key.start - _LEAD, end - max_chars)) if key.start < key.end else start
    start = _at_word(hit.section.text, start)
    return Span(start, min(end, start + max_chars))


def _at_word(text: str, place: int) -> int:
    """The start of the next word, so that a window opens with a whole one; the place itself where none is near."""
    if place == 0 or text[place - 1].isspace():
        return place
    blank = text.find(" ", place, place + 40)
    return place if blank < 0 else blank + 1


def table_of(section: Section, span: Span) -> int:
    """The index of the table in which a span begins; -1 where it begins in none."""
    for index, table in enumerate(section.tables):
        if table.span.start <= span.start < table.span.end:
            return index
    return -1


def lines(hit: Hit, *, max_chars: int = MAX_CHARS) -> list[Line]:
    """The window's lines, the key sentence bold, an ellipsis where the section goes on before or after it."""
    text = hit.section.text
    shown = window(hit, max_chars=max_chars)
    whole = Span(text.rfind("\n", 0, shown.start) + 1, _line_end(text, shown.end))
    spans = [table.span for table in hit.section.tables]
    kept = [
        markdown.styled(line, hit.key_sentence, Style.BOLD)
        for line in (markdown.cut(each, shown) for each in markdown.lines(text, window=whole, tables=spans))
        if line.runs
    ]
    return list(_with_ellipses(kept, before=_goes_on(text, whole.start, shown.start), after=shown.end < whole.end))


def _line_end(text: str, place: int) -> int:
    found = text.find("\n", max(place - 1, 0))
    return len(text) if found < 0 else max(found, place)


def _goes_on(text: str, line_start: int, shown_start: int) -> bool:
    """Whether words of the same line stand before the window (a list mark is none)."""
    return any(letter.isalnum() for letter in text[line_start:shown_start])


def _with_ellipses(kept: list[Line], *, before: bool, after: bool) -> Iterator[Line]:
    for index, line in enumerate(kept):
        runs = line.runs
        if before and index == 0:
            runs = (Run("… ", runs[0].start, runs[0].start), *runs)
        if after and index == len(kept) - 1:
            mark = "…" if runs[-1].text.endswith(" ") else " …"
            runs = (*runs, Run(mark, runs[-1].end, runs[-1].end))
        yield replace(line, runs=runs, kind=Kind.TEXT if line.kind is Kind.HEADING else line.kind)
