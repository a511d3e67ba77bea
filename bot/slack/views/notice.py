"""Short notices: something was done, could not be done, or failed."""

from __future__ import annotations

from bot.domain.delivery import Message
from bot.domain.subscription import Kind, is_person
from bot.slack import blocks
from bot.slack.blocks import MENTIONED, Block, mention
from bot.slack.escape import mrkdwn
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


def refusal(texts: Texts, reason: str) -> str:
    """Why Slack does not take what is posted to a place, in words; `reason` is Slack's error name."""
    key = f"refused.{reason}"
    return texts(key) if texts.has(key) else texts("refused.other", reason=reason)


def paused(texts: Texts, kind: Kind, target: str, reason: str) -> Message:
    """That a subscription was paused since Slack refuses it, and what to do."""
    place = texts("notice.person" if is_person(target) else "notice.channel", place=MENTIONED)
    said = texts("notice.paused", place=place, kind=texts(f"kind.{kind}"), reason=refusal(texts, reason))
    words = mrkdwn(said).replace(MENTIONED, mention(target), 1)
    return Message(words, (blocks.marked_section(words),))


def window(texts: Texts, message: Message) -> Block:
    """A notice as a window."""
    return blocks.modal(View.NOTICE, texts("app.name"), message.blocks, close=texts("button.close"))
