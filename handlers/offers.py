"""Buttons for windows that cannot be opened by themselves: a message gives no trigger."""

from __future__ import annotations

from bot.domain.delivery import Message
from bot.slack import blocks
from bot.slack.ids import Action
from bot.slack.texts import Texts


def _offer(words: str, label: str, action: Action) -> Message:
    return blocks.message(
        words, [blocks.section(words), blocks.actions([blocks.button(label, action, style="primary")])]
    )


def search(texts: Texts) -> Message:
    """The search window."""
    return _offer(texts("offer.search"), texts("button.search"), Action.SEARCH)


def subscribe(texts: Texts) -> Message:
    """The subscription window."""
    return _offer(texts("offer.subscribe"), texts("button.subscribe"), Action.SUBSCRIBE)


def settings(texts: Texts) -> Message:
    """The settings window."""
    return _offer(texts("offer.settings"), texts("button.settings"), Action.SETTINGS)
