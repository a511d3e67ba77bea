"""The search window: opened from anywhere, its type-ahead, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.blocks import Block
from bot.slack.views import search as views
from bot.slack.views import section as section_views
from bot.slack.views.answer import Place, understood
from bot.slack.views.search import Asked
from bot.slack.views.section import Opened
from handlers import asking, offers
from handlers.turn import Turn

_TYPED = 100


def search(turn: Turn, words: str) -> None:
    """Opens the window, or answers at once where words stand behind the command."""
    if words:
        turn.tell(asking.message(turn, asking.ask(turn, words), Place.PRIVATE))
    elif turn.trigger:
        on_search(turn)
    else:
        turn.tell(offers.search(turn.texts))


def on_search(turn: Turn) -> None:
    """The button or the shortcut."""
    turn.show(views.window(turn.texts, Asked(turn.channel, turn.thread)))


def on_options(turn: Turn) -> Mapping[str, Any]:
    """Type-ahead rows for what was typed so far."""
    typed = str(turn.body.get("value") or "")[:_TYPED]
    found = turn.services.searcher.suggest(typed, limit=20, owner=turn.owner)
    return {"options": views.options(found)}


def on_submit(turn: Turn) -> Mapping[str, Any]:
    """The window becomes the section that was chosen, or the results."""
    wanted = views.read(turn.values, turn.texts)
    if isinstance(wanted, dict):
        return {"response_action": "errors", "errors": wanted}
    section_id, query = wanted
    asked = Asked.load(turn.metadata)
    return {"response_action": "update", "view": _view(turn, section_id, query, asked)}


def _view(turn: Turn, section_id: str, query: str, asked: Asked) -> Block:
    pair = turn.services.searcher.section(section_id, owner=turn.owner) if section_id else None
    if pair is not None:
        opened = Opened(section_id, query=query, channel=asked.channel, thread=asked.thread)
        return section_views.window(*pair, opened, turn.texts)
    outcome = asking.ask(turn, query)
    notes = understood(outcome.answer.interpreted, turn.texts)
    left = outcome.given.total - len(outcome.given.sections)
    view = views.results(outcome.answer.hits, outcome.given.id, query, turn.texts, notes=notes, left=left)
    return {**view, "private_metadata": Opened("", query=query, channel=asked.channel, thread=asked.thread).dump()}
