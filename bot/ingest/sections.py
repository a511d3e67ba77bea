"""From drafts to sections: ids, tables, sources and footnotes, and a section for every event."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.document import Section, SectionKind
from bot.domain.event import Event
from bot.ingest.citations import read_citations, read_footnotes
from bot.ingest.draft import Draft, Reading
from bot.ingest.markup.lines import Lines, trimmed
from bot.ingest.markup.markdown import Outline
from bot.ingest.markup.tables import read_tables

MAX_SECTIONS = 10_000
_INDENT = re.compile(r"[ \t]*(?:-[ \t]+)?")


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event and the range of the document's text that announces it; of one in front matter its first line."""

    event: Event
    start: int
    end: int


def build_sections(
    document_id: str, outline: Outline, reading: Reading, announcements: Iterable[Announcement]
) -> tuple[tuple[Section, ...], int]:
    """The sections in the order of the text, MAX_SECTIONS at most, and how many there were.

    They do not overlap, but for events: an EVENT section may lie within the section that announces it, so that both
    answer. Ids hash the heading path, so that they survive every edit but that of a heading.
    """
    drafts = list(reading.drafts)
    drafts.extend(_event_drafts(outline, reading, announcements))
    drafts.sort(key=lambda draft: (draft.start, -draft.end))
    names = _Names(document_id)
    sections = (_section(names.take(draft.path), draft, outline) for draft in drafts[:MAX_SECTIONS])
    return tuple(sections), len(drafts)


def _section(section_id: str, draft: Draft, outline: Outline) -> Section:
    text = outline.text[draft.start : draft.end]
    is_event = draft.kind is SectionKind.EVENT
    visible = text if is_event else _visible(outline, draft)
    return Section(
        id=section_id,
        kind=draft.kind,
        path=draft.path,
        text=text,
        start=draft.start,
        end=draft.end,
        line=draft.line,
        category=draft.category,
        key_contents=draft.key_contents,
        citations=() if is_event else read_citations(visible),
        tables=() if is_event else read_tables(text, base_line=outline.lines.number(draft.start)),
        footnotes=() if is_event else read_footnotes(visible),
        answers=draft.answers,
    )


def _visible(outline: Outline, draft: Draft) -> str:
    """The section's text without code and comments, where a line that says 출처 is no source."""
    pieces: list[str] = []
    start = draft.start
    at = bisect_right(outline.hidden, (outline.lines.index(start), len(outline.lines)))
    for first, after in outline.hidden[max(at - 1, 0) :]:
        hidden_start, hidden_end = outline.lines.start(first), outline.lines.start(after)
        if hidden_start >= draft.end:
            break
        if hidden_end > start:
            pieces.append(outline.text[start : max(hidden_start, start)])
            start = hidden_end
    pieces.append(outline.text[start : draft.end] if start < draft.end else "")
    return "".join(pieces)


class _Names:
    """Section ids: the document's id and eight hexadecimal digits of the SHA-256 of path and ordinal among equals."""

    def __init__(self, document_id: str) -> None:
        self._document_id = document_id
        self._equals: dict[tuple[str, ...], int] = {}
        self._taken: set[str] = set()

    def take(self, path: tuple[str, ...]) -> str:
        """The next id of a path. In the rare case that two paths meet in the digits the ordinal moves on."""
        while True:
            ordinal = self._equals.get(path, 0)
            self._equals[path] = ordinal + 1
            key = "\x1f".join((*path, str(ordinal)))
            digits = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            if digits not in self._taken:
                self._taken.add(digits)
                return f"{self._document_id}#{digits}"


def _event_drafts(outline: Outline, reading: Reading, announcements: Iterable[Announcement]) -> Iterator[Draft]:
    lines = outline.lines
    regions = sorted(reading.regions or ((lines.start(d.line - 1), d.path) for d in reading.drafts))
    starts = [start for start, _ in regions]
    for announcement in announcements:
        start, end = announcement.start, announcement.end
        if start < lines.start(outline.first):
            start, end = _item_of(lines, start)
        start, end = trimmed(lines.text, start, end)
        if start == end:
            continue
        at = bisect_right(starts, announcement.start) - 1
        above, title = regions[at][1] if at >= 0 else (), announcement.event.title
        path = above if above[-1:] == (title,) else (*above, title)
        yield Draft(SectionKind.EVENT, path, start, end, lines.number(start))


def _item_of(lines: Lines, start: int) -> tuple[int, int]:
    """The lines of a YAML item that begins at an offset: as far as lines are indented like its first key."""
    index = lines.index(min(start, len(lines.text)))
    opening = _INDENT.match(lines[index])
    width = opening.end() if opening else 0
    after = index + 1
    while after < len(lines) and lines[after].strip() and _margin(lines[after]) >= max(width, 1):
        after += 1
    return lines.start(index), lines.end(after - 1)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
