"""Subscriptions as people see them: what goes where and when, the next sends, and the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.delivery import Message
from bot.domain.subscription import Kind, Subscription, Wish
from bot.slack import blocks, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, mrkdwn
from bot.slack.ids import Action
from bot.slack.texts import Texts
from bot.slack.views.notice import refusal


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription with the instants of its next sends."""

    subscription: Subscription
    next_sends: tuple[datetime, ...] = ()


def when(wish: Wish, texts: Texts) -> str:
    """The rule in words: days and wall time in its zone."""
    at = f"{wish.rule.at:%H:%M}"
    if wish.kind is Kind.REMINDERS:
        leads = ", ".join(texts(f"lead.{lead}" if lead in {0, 1} else "lead.days", days=lead) for lead in wish.leads)
        return texts("subscription.rule_reminders", leads=leads, at=at, zone=wish.rule.zone)
    days = ", ".join(texts.weekday(day - 1) for day in sorted(wish.rule.weekdays))
    return texts("subscription.rule_digest", days=days, at=at, zone=wish.rule.zone)


def entry(shown: Shown, texts: Texts, zone: ZoneInfo) -> list[Block]:
    """One subscription: what goes where and when, its next sends, and its buttons."""
    subscription, wish = shown.subscription, shown.subscription.wish
    about = [mrkdwn(texts(f"kind.{wish.kind}")), blocks.mention(wish.target), mrkdwn(when(wish, texts))]
    body: list[Block] = [blocks.marked_section(" · ".join(about))]
    notes: list[str] = []
    if subscription.paused:
        notes.append(mrkdwn(_paused(subscription.pause_reason, texts)))
    elif shown.next_sends:
        moments = ", ".join(blocks.moment(each, texts.moment(each, zone)) for each in shown.next_sends)
        notes.append(mrkdwn(texts("subscription.next")) + " " + moments)
    elif wish.kind is Kind.REMINDERS:
        notes.append(mrkdwn(texts("subscription.no_events")))
    if wish.topics:
        notes.append(mrkdwn(texts("subscription.topics", topics=clip(", ".join(wish.topics), 200))))
    if notes:
        body.append(blocks.marked_context(*notes))
    return [*body, blocks.actions(_buttons(subscription, texts))]


def _paused(reason: str, texts: Texts) -> str:
    said = texts("subscription.paused")
    return f"{said}. {refusal(texts, reason)}" if reason else said


def _buttons(subscription: Subscription, texts: Texts) -> list[Block]:
    paused = subscription.paused
    sure = blocks.confirm(
        texts("subscription.delete_title"),
        texts("subscription.delete_text"),
        texts("button.delete"),
        texts("button.cancel"),
        danger=True,
    )
    return [
        blocks.button(
            texts("button.resume" if paused else "button.pause"),
            Action.SUBSCRIPTION_RESUME if paused else Action.SUBSCRIPTION_PAUSE,
            subscription.id,
        ),
        blocks.button(texts("button.edit"), Action.SUBSCRIPTION_EDIT, subscription.id),
        blocks.button(
            texts("button.delete"), Action.SUBSCRIPTION_DELETE, subscription.id, style="danger", confirm=sure
        ),
    ]


def listed(shown: Sequence[Shown], texts: Texts, zone: ZoneInfo) -> Message:
    """The subscriptions that concern a person, with a button for a new one."""
    title = texts("subscriptions.title")
    body: list[Block] = [blocks.header(title)]
    if not shown:
        body.append(blocks.section(texts("subscriptions.none")))
    for each in shown:
        body += entry(each, texts, zone)
    body.append(blocks.actions([blocks.button(texts("button.subscribe"), Action.SUBSCRIBE, style="primary")]))
    return blocks.message(title, body)


def saved(shown: Shown, texts: Texts, zone: ZoneInfo) -> Message:
    """What was saved, and when it will first be seen."""
    said = texts("subscription.saved")
    return blocks.message(said, [richtext.rich(richtext.text(said, bold=True)), *entry(shown, texts, zone)])
