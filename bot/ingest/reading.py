"""One file from its bytes to a document: decoded, parted from its front matter, cut by the shape that fits.

Every problem is kept with its line. A document comes out where there is anything to answer with; it does not where the
whole cannot be trusted (another encoding, broken front matter), so that its last good version stays in service.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.document import Document, DocumentInfo, Parsed, Problem, Section, SectionKind
from bot.domain.troubles import trouble
from bot.ingest.apparatus import set_apart
from bot.ingest.contents import read_contents
from bot.ingest.decode import decode
from bot.ingest.draft import Manuscript, Reading
from bot.ingest.events.reading import find_events
from bot.ingest.fields import Fields, read_fields
from bot.ingest.frontmatter import FrontMatter, read_front_matter
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import Heading, Outline, read_outline
from bot.ingest.sections import Announcement, build_sections
from bot.ingest.shapes import read_shape
from bot.ingest.standins import with_stand_ins
from bot.ingest.titlepage import TitlePage, file_title, inferred_date, is_written, read_title_page
from bot.ingest.webpage import rewritten

_INFERRED_AHEAD = timedelta(days=31)
"""A monthly issue may appear before its month; a later date in a title is what the document looks ahead to."""


def read_text(data: bytes, *, path: str, document_id: str, owner: str, today: date | None) -> Parsed:
    """Read a file that is no calendar. Raises DocumentError where nothing of it can be trusted."""
    text = decode(data, path=path)
    front = read_front_matter(lines := Lines(text), path=path)
    page = rewritten(lines, front.body)
    if page is not None:
        lines = Lines(page.text)
    parsed = _read(lines, front, data, path=path, document_id=document_id, owner=owner, today=today)
    return parsed if page is None else _relined(parsed, page.origins)


def _read(
    lines: Lines, front: FrontMatter, data: bytes, *, path: str, document_id: str, owner: str, today: date | None
) -> Parsed:
    fields, problems = read_fields(front, path=path)
    outline, outline_problems = read_outline(lines, front.body, path=path)
    outline = with_stand_ins(outline)
    reading = read_shape(_manuscript(outline, fields))
    page = read_title_page(outline, path, title=fields.title)
    info = replace(_info(outline, reading, fields, page, path, today), id=document_id, owner=owner)
    reading = replace(reading, drafts=set_apart(outline, reading.drafts, page=page))
    headed = _with_items(outline, reading)
    found, event_problems = find_events(headed, front.metadata, document_id=document_id, path=path, issued=info.date)
    announcements = [Announcement(item.event, item.span.start, item.span.end) for item in found]
    sections, whole = build_sections(document_id, outline, reading, announcements)
    problems += (*front.problems, *outline_problems, *event_problems, *_too_many(path, sections, whole))
    if not sections:
        problems += (Problem(path, front.body + 1, trouble("document.no_text")),)
        return Parsed(None, tuple(sorted(problems)))
    content_hash = hashlib.sha256(data).hexdigest()
    document = Document(info, lines.text, content_hash, sections, tuple(item.event for item in found))
    return Parsed(document, tuple(sorted(problems)))


def _relined(parsed: Parsed, origins: Sequence[int]) -> Parsed:
    """The same with the lines of the file, from those of the text that was made of it."""

    def line(number: int) -> int:
        return origins[min(number, len(origins)) - 1] if number and origins else number

    problems = tuple(sorted(replace(problem, line=line(problem.line)) for problem in parsed.problems))
    if parsed.document is None:
        return Parsed(None, problems)
    sections = tuple(
        replace(
            section,
            line=line(section.line),
            tables=tuple(replace(table, line=line(table.line)) for table in section.tables),
        )
        for section in parsed.document.sections
    )
    events = tuple(replace(event, line=line(event.line)) for event in parsed.document.events)
    return Parsed(replace(parsed.document, sections=sections, events=events), problems)


def _with_items(outline: Outline, reading: Reading) -> Outline:
    """The outline with the items of a list that was cut into sections among its headings, each above its own line too:
    an item may announce an event as a whole.
    """
    starts = [heading.first for heading in outline.headings]
    items: list[Heading] = []
    for draft in reading.drafts:
        if draft.kind is SectionKind.ITEM:
            above = bisect_right(starts, draft.line - 1)
            level = outline.headings[above - 1].level + 1 if above else 1
            items.append(Heading(level, draft.path[-1], draft.line - 1, draft.line - 1))
    return replace(outline, headings=tuple(sorted([*outline.headings, *items], key=lambda one: one.first)))


def _manuscript(outline: Outline, fields: Fields) -> Manuscript:
    """What the shapes read: without the headings inside the contents list, if there is one."""
    contents = read_contents(outline)
    if contents is None:
        return Manuscript(outline, None, fields.title)
    outside = tuple(h for h in outline.headings if not contents.first <= h.first < contents.after)
    return Manuscript(replace(outline, headings=outside), contents, fields.title)


def _info(
    outline: Outline, reading: Reading, fields: Fields, page: TitlePage, path: str, today: date | None
) -> DocumentInfo:
    title = page.title if reading.title is None else fields.title or reading.title or file_title(path)
    issued = fields.date
    if issued is None:
        issued = inferred_date(outline, title=title, path=path, byline=page.byline)
        if issued is not None and today is not None and issued > today + _INFERRED_AHEAD:
            issued = None
    is_said = issued is not None and (fields.date is not None or is_written(outline, issued, page.byline))
    return DocumentInfo(
        id="",
        path=path,
        title=title,
        date=issued,
        date_inferred=issued is not None and not is_said,
        author=fields.author or page.byline.author,
        source=fields.source or page.byline.source,
        tags=fields.tags,
        categories=fields.categories,
    )


def _too_many(path: str, sections: tuple[Section, ...], whole: int) -> Iterator[Problem]:
    if whole > len(sections):
        why = trouble("document.sections", count=f"{whole:,}", first=f"{len(sections) + 1:,}")
        yield Problem(path, sections[-1].line, why)
