"""The answer: up to three sections with the sentence that answers, and the buttons to go on from there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from bot.domain.answers import GivenAnswer
from bot.domain.delivery import Message
from bot.domain.hit import Answer, Hit
from bot.domain.query import Correction, Filters, Interpretation, Reading
from bot.slack import blocks, excerpt, limits, planner, richtext, tables
from bot.slack.blocks import MENTIONED, Block, mention
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.ids import Action, Ref, numbered
from bot.slack.origin import counted, credit
from bot.slack.texts import Texts

_TABLE_ROWS = 15
_TABLE_CHARS = 3_000
"""A table within an answer stays small enough to leave the other sections their room; larger ones open in a window."""

_SOURCES = 3
"""So many of a section's own sources stand under it; the window of the section lists all."""


class Place(Enum):
    """Where an answer stands, which decides its buttons."""

    PRIVATE = auto()
    DIRECT = auto()
    THREAD = auto()
    SHARED = auto()


def shown_query(query: str) -> str:
    """A query as it is echoed: one line, its end an ellipsis where it is long."""
    return clip(one_line(query), limits.SHOWN_QUERY)


def title(hit: Hit) -> str:
    """What a section is called: its heading, else its document's title."""
    return one_line(hit.section.heading or hit.document.title or hit.document.path)


def understood(interpreted: Interpretation, texts: Texts) -> list[str]:
    """How the query was read where that is not obvious: corrections, filters, filters that could not be read."""
    said = [_correction(each, texts) for each in interpreted.corrections[:3]]
    named = _filters(interpreted.filters, texts)
    if named:
        said.append(texts("answer.filters", filters=" · ".join(named)))
    said += [texts("answer.unread_filter", filter=shown_query(each)) for each in interpreted.unread_filters[:2]]
    said += [texts("answer.left_out", filter=shown_query(each)) for each in interpreted.left_out[:2]]
    return said


def _correction(correction: Correction, texts: Texts) -> str:
    key = "answer.alias" if correction.reading is Reading.ALIAS else "answer.correction"
    return texts(
        key, typed=texts.quoted(shown_query(correction.typed)), used=texts.quoted(shown_query(correction.used))
    )


def _filters(filters: Filters, texts: Texts) -> list[str]:
    named: list[str] = []
    for key, values in (
        ("tag", filters.tags),
        ("source", filters.sources),
        ("author", filters.authors),
        ("document", filters.documents),
        ("category", filters.categories),
        ("phrase", filters.phrases),
        ("excluded", (*filters.excluded, *(f"{field}:{value}" for field, value in filters.without))),
    ):
        if values:
            named.append(texts(f"filter.{key}", value=clip(", ".join(map(one_line, values)), 60)))
    if filters.after:
        named.append(texts("filter.after", value=texts.day(filters.after)))
    if filters.before:
        named.append(texts("filter.before", value=texts.day(filters.before)))
    return named


def provenance(hit: Hit, texts: Texts) -> list[str]:
    """Where a section comes from, as mrkdwn: path and document, date, sources; and whether meaning found it."""
    document, section = hit.document, hit.section
    trail = [one_line(document.title or document.path), *map(one_line, section.path[:-1])]
    place = clip(" › ".join(part for part in trail if part), 300)
    parts = [mrkdwn(place)]
    dated = section.date or document.date
    if dated is not None:
        inferred = section.date is None and document.date_inferred
        parts.append(mrkdwn(texts("answer.date_inferred" if inferred else "answer.date", date=texts.day(dated))))
    sources = [_citation(each.publisher, each.title, each.url) for each in section.citations[:_SOURCES]]
    if sources:
        parts.append(mrkdwn(texts("answer.source")) + " " + ", ".join(sources))
    elif behind := credit(document, texts):
        parts.append(behind)
    if hit.by_meaning:
        parts.append(mrkdwn(texts("answer.by_meaning")))
    return parts


def _citation(publisher: str, name: str, url: str) -> str:
    label = clip(", ".join(part for part in (one_line(publisher), one_line(name)) if part), 160)
    return blocks.link(url, label) if url else mrkdwn(label)


def _group(hit: Hit, place: int, given: GivenAnswer, texts: Texts, *, table_free: bool) -> tuple[list[Block], bool]:
    """The blocks of one section, and whether a native table is among them."""
    number = given.offset + place + 1
    heading = clip(title(hit), limits.SHOWN_TITLE)
    group: list[Block] = [richtext.rich(richtext.text(counted(number, heading), bold=True))]
    index = excerpt.table_of(hit.section, hit.key_sentence)
    row = _key_row(hit, index)
    lines = excerpt.lines(hit)
    group += richtext.blocks(lines)
    drawn = False
    if index >= 0:
        table = hit.section.tables[index]
        drawn = table_free and len(table.rows) <= _TABLE_ROWS and tables.fits_natively(table, max_chars=_TABLE_CHARS)
        if drawn:
            group.append(tables.native(table, marked_row=row))
        elif 0 <= row < len(table.rows):
            cells = " · ".join(one_line(cell) for cell in table.rows[row] if cell.strip())
            group.append(richtext.rich(richtext.text(clip(cells, excerpt.MAX_CHARS), bold=True)))
    group.append(blocks.marked_context("  ·  ".join(provenance(hit, texts))))
    has_more = len(hit.section.tables) > drawn
    group.append(blocks.actions(_hit_buttons(place, heading, given, texts, has_tables=has_more)))
    return group, drawn


def _key_row(hit: Hit, index: int) -> int:
    if index < 0:
        return -1
    sentence = hit.section.text[hit.key_sentence.start : hit.key_sentence.end]
    words = [hit.section.text[span.start : span.end] for span in hit.highlights]
    return tables.rows_marked_by(hit.section.tables[index], sentence, words)


def _hit_buttons(place: int, heading: str, given: GivenAnswer, texts: Texts, *, has_tables: bool) -> list[Block]:
    ref = str(Ref(given.id, place))
    open_label = texts("button.open_table") if has_tables else texts("button.open")
    return [
        blocks.button(open_label, Action.OPEN, ref, spoken=f"{open_label}: {heading}"),
        blocks.button(texts("button.related"), Action.RELATED, ref, spoken=f"{texts('button.related')}: {heading}"),
    ]


def _head(answer: Answer, given: GivenAnswer, shown: int, texts: Texts, shared_by: str) -> list[Block]:
    head: list[Block] = []
    query = shown_query(given.query)
    if shared_by:
        said = mrkdwn(texts("answer.shared", who=MENTIONED, query=query))
        head.append(blocks.marked_context(said.replace(MENTIONED, mention(shared_by), 1)))
    total = max(given.total, given.offset + shown)
    if given.offset == 0 and shown == total:
        counted = texts("answer.count_all", query=query, total=total)
    else:
        first, last = given.offset + 1, given.offset + shown
        counted = texts("answer.count", query=query, first=first, last=last, total=total)
    if given.about:
        counted = texts("answer.related_to", query=query)
    head.append(blocks.context(counted, *understood(answer.interpreted, texts)))
    return head


def _foot(given: GivenAnswer, shown: int, total: int, texts: Texts, place: Place) -> list[Block]:
    row: list[Block] = []
    left = total - given.offset - shown
    if place is Place.PRIVATE:
        row.append(blocks.button(texts("button.share"), Action.SHARE, given.id, style="primary"))
    if given.offset > 0 and place in {Place.PRIVATE, Place.DIRECT}:
        row.append(blocks.button(texts("button.back"), Action.BACK, given.id))
    if left > 0 and not given.about:
        row.append(blocks.button(texts("button.next", count=left), Action.NEXT, given.id))
    if place is not Place.SHARED:
        row += [
            blocks.button(texts("button.helpful"), Action.HELPFUL, given.id),
            blocks.button(texts("button.unhelpful"), Action.UNHELPFUL, given.id),
        ]
    return [blocks.divider(), blocks.actions(row)] if row else []


def fitting(answer: Answer, given: GivenAnswer, texts: Texts) -> int:
    """How many of the answer's hits fit into one message; the others are for Next."""
    groups = _groups(answer.hits, given, texts)
    around = _head(answer, given, len(answer.hits), texts, "U" * 20)
    foot = _foot(given, 0, answer.total + 1, texts, Place.PRIVATE)
    return planner.how_many(groups, around=[*around, *foot, blocks.divider()])


def _groups(hits: Sequence[Hit], given: GivenAnswer, texts: Texts) -> list[list[Block]]:
    groups: list[list[Block]] = []
    table_free = True
    for place, hit in enumerate(hits):
        group, drawn = _group(hit, place, given, texts, table_free=table_free)
        table_free = table_free and not drawn
        groups.append([blocks.divider(), *group])
    return groups


def found(answer: Answer, given: GivenAnswer, texts: Texts, place: Place, *, shared_by: str = "") -> Message:
    """The answer as a message. The hits are those that `fitting` let in, in the order of `given.sections`."""
    body = [block for group in _groups(answer.hits, given, texts) for block in group]
    shown = len(answer.hits)
    head = _head(answer, given, shown, texts, shared_by)
    foot = _foot(given, shown, given.total, texts, place)
    summary = texts("answer.summary", query=shown_query(given.query), title=clip(title(answer.hits[0]), 200))
    if shown > 1:
        summary = texts(
            "answer.summary_more",
            query=shown_query(given.query),
            title=clip(title(answer.hits[0]), 200),
            more=shown - 1,
        )
    return blocks.message(summary, [*head, *body, *foot])


def missed(answer: Answer, given: GivenAnswer, texts: Texts) -> Message:
    """Nothing was found, said plainly, with queries that would find something."""
    query = shown_query(given.query)
    said = texts("answer.none", query=texts.quoted(query))
    body: list[Block] = [blocks.section(said)]
    notes = understood(answer.interpreted, texts)
    if notes:
        body.append(blocks.context(*notes))
    if given.did_you_mean:
        body.append(blocks.context(texts("answer.did_you_mean")))
        body.append(
            blocks.actions(
                [
                    blocks.button(one_line(each), numbered(Action.SUGGESTION, place), str(Ref(given.id, place)))
                    for place, each in enumerate(given.did_you_mean[:5])
                ]
            )
        )
    else:
        body.append(blocks.context(texts("answer.none_hint")))
    return blocks.message(said, body)
