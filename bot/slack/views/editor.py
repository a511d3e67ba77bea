"""For those who keep the documents: questions that found nothing, and how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.answers import Gap
from bot.domain.delivery import Message
from bot.domain.document import Problem
from bot.slack import blocks, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.ids import Action, numbered
from bot.slack.texts import Texts
from bot.slack.views.files import problem_list

GAPS = 10


def gaps(found: Sequence[Gap], texts: Texts) -> Message:
    """Questions without an answer, the most frequent first; each can be struck off."""
    if not found:
        return blocks.message(texts("gaps.none"), [blocks.section(texts("gaps.none"))])
    body: list[Block] = [blocks.header(texts("gaps.title")), blocks.context(texts("gaps.note"))]
    for place, gap in enumerate(found[:GAPS]):
        query = clip(one_line(gap.query), 150)
        strike = blocks.button(
            texts("button.gap_close"),
            numbered(Action.GAP_CLOSE, place),
            gap.query[:2_000],
            spoken=f"{texts('button.gap_close')}: {query}",
        )
        said = mrkdwn(texts("gaps.row", query=query, count=gap.count))
        body.append(blocks.marked_section(said, accessory=strike))
    return blocks.message(texts("gaps.title"), body)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: counts, the newest date, votes of 30 days, the program's version, what is wrong with files."""

    documents: int
    newest: date | None
    events: int
    gaps: int
    helpful: int
    unhelpful: int
    version: str = ""
    problems: Sequence[Problem] = ()


def status(standing: Standing, texts: Texts) -> Message:
    """How things stand, as two columns."""
    rows = [
        texts("status.documents", count=standing.documents),
        texts("status.newest", date=texts.day(standing.newest) if standing.newest else texts("status.unknown")),
        texts("status.events", count=standing.events),
        texts("status.gaps", count=standing.gaps),
        texts("status.votes", helpful=standing.helpful, unhelpful=standing.unhelpful),
    ]
    if standing.version:
        rows.append(texts("status.version", version=standing.version))
    title = texts("status.title")
    body: list[Block] = [blocks.header(title), blocks.fields([clip(row, 1_900) for row in rows])]
    if standing.documents == 0:
        body.append(richtext.rich(richtext.text(texts("status.empty"))))
    if standing.problems:
        body += [blocks.context(texts("file.warnings")), *problem_list(standing.problems, texts, named=True)]
    return blocks.message(title, body)
