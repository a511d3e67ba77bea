"""Short notices: something was done, could not be done, or failed."""

from __future__ import annotations

from bot.domain.delivery import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.ids import View
from bot.slack.texts import Texts


def say(words: str, *more: str) -> Message:
    """A notice of one sentence, with small print below."""
    body = [blocks.section(words)]
    if any(more):
        body.append(blocks.context(*more))
    return blocks.message(words, body)


def failure(texts: Texts, key: str, log_id: str, **fields: object) -> Message:
    """What failed and what to do, with the id under which the log tells more."""
    return say(texts(key, **fields), texts("error.id", id=log_id))


def window(texts: Texts, message: Message) -> Block:
    """A notice as a window."""
    return blocks.modal(View.NOTICE, texts("app.name"), message.blocks, close=texts("button.close"))
