"""The whole section in a window or a thread: every word of it, its tables, its sources, in pages that fit."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.delivery import Message
from bot.domain.document import Citation, DocumentInfo, Section, Table
from bot.slack import blocks, limits, markdown, planner, richtext, tables
from bot.slack.blocks import Block
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.ids import Action, View, numbered
from bot.slack.markdown import Kind, Line, Run, Style
from bot.slack.texts import Texts

_PAGE_CHARS = 9_000
"""About three screens; a page of a window also carries its head and its buttons."""

_HEAD_BLOCKS = 8
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")


class Opened(NamedTuple):
    """What a section's window remembers: which answer it came from, which section, which page, and where to share."""

    section_id: str
    page: int = 0
    query: str = ""
    channel: str = ""
    thread: str = ""

    def dump(self) -> str:
        """As private metadata."""
        return json.dumps(list(self._replace(query=clip(self.query, 500))), ensure_ascii=False)

    @staticmethod
    def load(text: str) -> Opened | None:
        """Read back; None where it is none of ours."""
        try:
            values = json.loads(text)
            section_id, page, *rest = values
            return Opened(str(section_id), int(page), *(str(each) for each in rest[:3]))
        except (ValueError, TypeError):
            return None


def content(section: Section, *, in_message: bool) -> list[Block]:
    """The section's text with its tables where they stand; nothing of it is left out."""
    found: list[Block] = []
    waiting: list[Line] = []
    for line in markdown.lines(section.text, tables=[table.span for table in section.tables]):
        if line.kind is Kind.RULE:
            found += [*richtext.blocks(waiting), blocks.divider()]
            waiting = []
        elif line.kind is Kind.TABLE:
            table = section.tables[line.number]
            named = _names(waiting, table)
            found += [*richtext.blocks(waiting), *_table(section, table, named=named, in_message=in_message)]
            waiting = []
        else:
            waiting.append(line)
    return found + richtext.blocks(waiting)


def _names(before: Sequence[Line], table: Table) -> bool:
    """Whether the last line before a table says its caption already."""
    said = next((line.text for line in reversed(before) if line.text.strip()), "")
    return bool(table.caption) and one_line(table.caption) in one_line(said)


def _table(section: Section, table: Table, *, named: bool, in_message: bool) -> list[Block]:
    found: list[Block] = []
    if one_line(table.caption) and not named:
        found += richtext.blocks([Line(Kind.TEXT, (_bold(one_line(table.caption)),))])
    if in_message and tables.fits_natively(table):
        found.append(tables.native(table))
    else:
        found += tables.without_native(table)
    return found + _left_over(section.text[table.span.start : table.span.end], table)


def _bold(words: str) -> Run:
    return Run(words, 0, len(words), Style.BOLD)


def _left_over(source: str, table: Table) -> list[Block]:
    """The source itself where the table as read holds fewer words than stand there."""
    said = {word for row in tables.cells(table) for cell in row for word in _WORD.findall(cell)}
    said |= set(_WORD.findall(table.caption))
    missing = [word for word in _WORD.findall(_TAG.sub(" ", source)) if word not in said]
    if not missing:
        return []
    return richtext.blocks(Line(Kind.CODE, (Run(row, 0, len(row), Style.CODE),)) for row in source.split("\n"))


def head(document: DocumentInfo, section: Section, texts: Texts) -> list[Block]:
    """Heading in full, path, date, key contents."""
    heading = one_line(section.heading or document.title or document.path)
    found = richtext.blocks([Line(Kind.TEXT, (_bold(heading),))])
    trail = [one_line(document.title or document.path), *map(one_line, section.path[:-1])]
    about = [clip(" › ".join(part for part in trail if part), limits.CONTEXT_TEXT)]
    dated = section.date or document.date
    if dated is not None:
        inferred = section.date is None and document.date_inferred
        about.append(texts("answer.date_inferred" if inferred else "answer.date", date=texts.day(dated)))
    if section.category:
        about.append(one_line(section.category))
    found.append(blocks.context(*about))
    return found


def sources(document: DocumentInfo, section: Section, texts: Texts) -> list[Block]:
    """Where it comes from, all of it, and the document's own facts."""
    rows = [mrkdwn(texts("answer.source")) + " " + _cited(each, texts) for each in section.citations]
    facts = [
        texts("section.author", author=one_line(document.author)) if document.author else "",
        texts("section.publisher", source=one_line(document.source)) if document.source else "",
        texts("section.tags", tags=", ".join(map(one_line, document.tags))) if document.tags else "",
    ]
    told = " · ".join(fact for fact in facts if fact)
    if told:
        rows.append(mrkdwn(clip(told, 1_000)))
    return [blocks.marked_context(row) for row in rows]


def _cited(citation: Citation, texts: Texts) -> str:
    label = clip(", ".join(part for part in (one_line(citation.publisher), one_line(citation.title)) if part), 900)
    linked = blocks.link(citation.url, label) if citation.url else mrkdwn(label)
    return f"{linked}, {mrkdwn(texts.day(citation.date))}" if citation.date else linked


def pages(document: DocumentInfo, section: Section, texts: Texts, *, in_message: bool = False) -> list[list[Block]]:
    """The section in pages; the first begins with its head, the last ends with its sources."""
    whole = [
        *head(document, section, texts),
        *content(section, in_message=in_message),
        *sources(document, section, texts),
    ]
    most = (limits.MESSAGE_BLOCKS if in_message else limits.VIEW_BLOCKS) - _HEAD_BLOCKS
    return planner.pages(whole, max_blocks=most, max_chars=_PAGE_CHARS)


def window(document: DocumentInfo, section: Section, opened: Opened, texts: Texts) -> Block:
    """One page of the section as a window."""
    found = pages(document, section, texts)
    page = max(0, min(opened.page, len(found) - 1))
    body = list(found[page])
    row: list[Block] = []
    if page > 0:
        row.append(blocks.button(texts("button.page_back"), numbered(Action.PAGE, 0), str(page - 1)))
    if page + 1 < len(found):
        row.append(blocks.button(texts("button.page_next"), numbered(Action.PAGE, 1), str(page + 1), style="primary"))
    if opened.channel:
        row.append(blocks.button(texts("button.share_section"), Action.SHARE_SECTION, section.id[:2000]))
    if len(found) > 1:
        body.append(blocks.context(texts("section.page", page=page + 1, pages=len(found))))
    if row:
        body.append(blocks.actions(row))
    return blocks.modal(
        View.SECTION,
        texts("section.title"),
        body,
        close=texts("button.close"),
        metadata=opened._replace(page=page).dump(),
    )


def messages(document: DocumentInfo, section: Section, texts: Texts, lead: Sequence[Block] = ()) -> list[Message]:
    """The whole section as messages for a thread; `lead` opens the first."""
    heading = clip(one_line(section.heading or document.title or document.path), limits.SHOWN_TITLE)
    found = pages(document, section, texts, in_message=True)
    return [blocks.message(heading, [*(lead if index == 0 else ()), *page]) for index, page in enumerate(found)]
