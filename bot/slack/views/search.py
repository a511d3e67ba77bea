"""The search window: type-ahead over sections, or a question with filters as fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.domain.hit import Hit, Suggestion
from bot.slack import blocks, excerpt, limits, planner, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, one_line
from bot.slack.ids import Action, Ref, View, numbered
from bot.slack.texts import Texts
from bot.slack.views.answer import provenance, shown_query, title

_QUERY = 500
_FILTER = 100


class Asked(NamedTuple):
    """What the window remembers: where it was opened."""

    channel: str = ""
    thread: str = ""

    def dump(self) -> str:
        """As private metadata."""
        return json.dumps(list(self))

    @staticmethod
    def load(text: str) -> Asked:
        """Read back; nowhere where it is none of ours."""
        try:
            channel, thread = json.loads(text)
            return Asked(str(channel), str(thread))
        except (ValueError, TypeError):
            return Asked()


def window(texts: Texts, asked: Asked, *, query: str = "") -> Block:
    """The form."""
    section: Block = {
        "type": "external_select",
        "action_id": str(Action.SEARCH_SECTION),
        "min_query_length": 0,
        "placeholder": blocks.plain(texts("search.section_placeholder"), limits.PLACEHOLDER),
    }
    body = [
        blocks.input_block(
            texts("search.query"),
            blocks.text_input(
                Action.SEARCH_QUERY,
                initial=clip(query, _QUERY),
                placeholder=texts("search.query_placeholder"),
                max_chars=_QUERY,
            ),
            optional=True,
        ),
        blocks.input_block(texts("search.section"), section, hint=texts("search.section_hint"), optional=True),
        blocks.divider(),
        blocks.context(texts("search.filters")),
        _filter(texts, Action.SEARCH_TAGS, "search.tags"),
        _filter(texts, Action.SEARCH_SOURCE, "search.source"),
        _filter(texts, Action.SEARCH_DOCUMENT, "search.document"),
        _day(texts, Action.SEARCH_AFTER, "search.after"),
        _day(texts, Action.SEARCH_BEFORE, "search.before"),
    ]
    return blocks.modal(
        View.SEARCH,
        texts("search.title"),
        body,
        close=texts("button.close"),
        submit=texts("button.find"),
        metadata=asked.dump(),
    )


def _filter(texts: Texts, action: Action, key: str) -> Block:
    element = blocks.text_input(action, placeholder=texts(f"{key}_placeholder"), max_chars=_FILTER)
    return blocks.input_block(texts(key), element, optional=True)


def _day(texts: Texts, action: Action, key: str) -> Block:
    return blocks.input_block(texts(key), {"type": "datepicker", "action_id": str(action)}, optional=True)


def options(found: Sequence[Suggestion]) -> list[Block]:
    """Type-ahead rows: the heading, and the document under it. Sections whose id is too long for a row are left out."""
    return [
        blocks.option(
            one_line(row.heading or row.title) or "…",
            row.section_id,
            description=one_line(row.title if row.heading else ""),
        )
        for row in found
        if 0 < len(row.section_id) <= limits.OPTION_VALUE
    ][: limits.OPTIONS]


def read(values: Mapping[str, Any], texts: Texts) -> tuple[str, str] | dict[str, str]:
    """The section chosen and the query with its filters, one of which may be empty; or what is wrong."""

    def field(action: Action) -> Mapping[str, Any]:
        found = values.get(action, {}).get(action, {})
        return found if isinstance(found, Mapping) else {}

    section = str((field(Action.SEARCH_SECTION).get("selected_option") or {}).get("value") or "")
    parts = [one_line(str(field(Action.SEARCH_QUERY).get("value") or ""))]
    for action, name in (
        (Action.SEARCH_TAGS, "tag"),
        (Action.SEARCH_SOURCE, "source"),
        (Action.SEARCH_DOCUMENT, "doc"),
    ):
        value = one_line(str(field(action).get("value") or "")).replace('"', "")
        if value:
            parts.append(f'{name}:"{value}"')
    for action, name in ((Action.SEARCH_AFTER, "after"), (Action.SEARCH_BEFORE, "before")):
        day = str(field(action).get("selected_date") or "")
        if day:
            parts.append(f"{name}:{day}")
    query = " ".join(part for part in parts if part)
    if not section and not query:
        return {Action.SEARCH_QUERY: texts("search.needs_query")}
    return section, query


def results(hits: Sequence[Hit], answer_id: str, query: str, texts: Texts, *, notes: Sequence[str], left: int) -> Block:
    """What was found, in the window; each section opens over it."""
    body: list[Block] = []
    for place, hit in enumerate(hits):
        heading = clip(title(hit), limits.SHOWN_TITLE)
        body += [
            richtext.rich(richtext.text(f"{place + 1}. {heading}", bold=True)),
            *richtext.blocks(excerpt.lines(hit, max_chars=500)),
            blocks.marked_context("  ·  ".join(provenance(hit, texts))),
            blocks.actions(
                [
                    blocks.button(
                        texts("button.open"),
                        numbered(Action.OPEN, place),
                        str(Ref(answer_id, place)),
                        spoken=f"{texts('button.open')}: {heading}",
                    )
                ]
            ),
            blocks.divider(),
        ]
    head = [blocks.context(texts("search.results", query=shown_query(query)), *notes)]
    if not hits:
        body = [blocks.section(texts("answer.none", query=texts.quoted(shown_query(query))))]
    if left > 0:
        body.append(blocks.context(texts("search.more", count=left)))
    fitted = planner.pages([*head, *body], max_blocks=limits.VIEW_BLOCKS, max_chars=limits.MESSAGE_CHARS)[0]
    return blocks.modal(View.RESULTS, texts("search.title"), fitted, close=texts("button.close"))
