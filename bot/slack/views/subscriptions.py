"""Subscriptions: the list with its next sends, and the window in which one is made or changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.delivery import Message
from bot.domain.subscription import DEFAULT_LEADS, Kind, Rule, Subscription, Wish, is_person
from bot.slack import blocks, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.ids import Action, View
from bot.slack.texts import Texts
from bot.slack.views.notice import refusal

_LEADS = (14, 7, 3, 1, 0)
_TOPICS = 300
HERE, ME = "channel", "me"


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


class Form(NamedTuple):
    """What the window remembers: the subscription that is changed, empty for a new one, and where it was opened."""

    subscription_id: str = ""
    channel: str = ""

    def dump(self) -> str:
        """As private metadata."""
        return json.dumps(list(self))

    @staticmethod
    def load(text: str) -> Form:
        """Read back; a new one's where it is none of ours."""
        try:
            first, second = json.loads(text)
            return Form(str(first), str(second))
        except (ValueError, TypeError):
            return Form()


def window(texts: Texts, form: Form, *, wish: Wish | None, zone: str) -> Block:
    """The form, filled with the wish that is changed or with sensible defaults."""
    kind = wish.kind if wish else Kind.DIGEST
    rule = wish.rule if wish else Rule(zone=zone)
    personal = bool(wish and is_person(wish.target)) or (wish is None and not form.channel)
    channel = wish.target if wish and not personal else form.channel
    body = [
        blocks.input_block(
            texts("subscription.kind"),
            blocks.radio(
                Action.SUBSCRIPTION_KIND,
                [blocks.option(texts(f"kind.{each}"), each, description=texts(f"kind.{each}_note")) for each in Kind],
                initial=kind,
            ),
        ),
        blocks.input_block(
            texts("subscription.where"),
            blocks.radio(
                Action.SUBSCRIPTION_TARGET,
                [
                    blocks.option(texts("subscription.to_channel"), HERE),
                    blocks.option(texts("subscription.to_me"), ME),
                ],
                initial=ME if personal else HERE,
            ),
        ),
        blocks.input_block(
            texts("subscription.channel"),
            _channels(channel, texts),
            hint=texts("subscription.channel_hint"),
            optional=True,
        ),
        *_times(texts, rule, wish.leads if wish else DEFAULT_LEADS),
        blocks.input_block(
            texts("subscription.topics_label"),
            blocks.text_input(
                Action.SUBSCRIPTION_TOPICS,
                initial=", ".join(wish.topics) if wish else "",
                placeholder=texts("subscription.topics_placeholder"),
                max_chars=_TOPICS,
            ),
            hint=texts("subscription.topics_hint"),
            optional=True,
        ),
        _languages(texts, wish.language if wish else texts.language),
        _quiet(texts, quiet=bool(wish and wish.quiet), gaps=bool(wish and "gaps" in wish.extras)),
        blocks.context(texts("subscription.zone_note", zone=rule.zone)),
    ]
    return blocks.modal(
        View.SUBSCRIBE,
        texts("subscription.edit_title" if form.subscription_id else "subscription.title"),
        body,
        close=texts("button.cancel"),
        submit=texts("button.save"),
        metadata=form.dump(),
    )


def _channels(channel: str, texts: Texts) -> Block:
    element: Block = {
        "type": "conversations_select",
        "action_id": str(Action.SUBSCRIPTION_CHANNEL),
        "placeholder": blocks.plain(texts("subscription.channel_placeholder"), 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversation": channel} if channel and not channel.startswith("D") else {})


def _times(texts: Texts, rule: Rule, leads: Sequence[int]) -> list[Block]:
    days = [blocks.option(texts.weekday(number - 1), str(number)) for number in range(1, 8)]
    rows = [
        blocks.option(texts(f"lead.{lead}" if lead in {0, 1} else "lead.days", days=lead), str(lead))
        for lead in (*_LEADS, *(lead for lead in leads if lead not in _LEADS))
    ]
    return [
        blocks.input_block(
            texts("subscription.weekdays"),
            blocks.many("checkboxes", Action.SUBSCRIPTION_WEEKDAYS, days, initial=map(str, rule.weekdays)),
            hint=texts("subscription.weekdays_hint"),
            optional=True,
        ),
        blocks.input_block(
            texts("subscription.leads"),
            blocks.many("checkboxes", Action.SUBSCRIPTION_LEADS, rows[:10], initial=map(str, leads)),
            hint=texts("subscription.leads_hint"),
            optional=True,
        ),
        blocks.input_block(
            texts("subscription.time"),
            {"type": "timepicker", "action_id": str(Action.SUBSCRIPTION_TIME), "initial_time": f"{rule.at:%H:%M}"},
        ),
    ]


def _languages(texts: Texts, language: str) -> Block:
    rows = [blocks.option("한국어", "ko"), blocks.option("English", "en")]
    return blocks.input_block(
        texts("settings.language"), blocks.radio(Action.SUBSCRIPTION_LANGUAGE, rows, initial=language)
    )


def _quiet(texts: Texts, *, quiet: bool, gaps: bool) -> Block:
    rows = [
        blocks.option(texts("subscription.quiet"), "quiet"),
        blocks.option(texts("subscription.with_gaps"), "gaps"),
    ]
    chosen = [name for name, on in (("quiet", quiet), ("gaps", gaps)) if on]
    return blocks.input_block(
        texts("subscription.extras"),
        blocks.many("checkboxes", Action.SUBSCRIPTION_QUIET, rows, initial=chosen),
        optional=True,
    )


def read(values: Mapping[str, Any], texts: Texts, *, owner: str, user: str, zone: str) -> Wish | dict[str, str]:
    """The wish of a filled form, or what is wrong with which field (by block id)."""

    def field(action: Action) -> Mapping[str, Any]:
        found = values.get(action, {}).get(action, {})
        return found if isinstance(found, Mapping) else {}

    def one(action: Action) -> str:
        return str((field(action).get("selected_option") or {}).get("value") or "")

    def several(action: Action) -> list[str]:
        return [str(row.get("value")) for row in field(action).get("selected_options") or []]

    kind = Kind(one(Action.SUBSCRIPTION_KIND) or Kind.DIGEST)
    personal = one(Action.SUBSCRIPTION_TARGET) == ME
    channel = str(field(Action.SUBSCRIPTION_CHANNEL).get("selected_conversation") or "")
    weekdays = tuple(sorted(int(day) for day in several(Action.SUBSCRIPTION_WEEKDAYS)))
    leads = tuple(sorted((int(lead) for lead in several(Action.SUBSCRIPTION_LEADS)), reverse=True))
    errors: dict[str, str] = {}
    if not personal and not channel:
        errors[Action.SUBSCRIPTION_CHANNEL] = texts("subscription.needs_channel")
    if kind is Kind.DIGEST and not weekdays:
        errors[Action.SUBSCRIPTION_WEEKDAYS] = texts("subscription.needs_day")
    if kind is Kind.REMINDERS and not leads:
        errors[Action.SUBSCRIPTION_LEADS] = texts("subscription.needs_lead")
    at = str(field(Action.SUBSCRIPTION_TIME).get("selected_time") or "09:00")
    if errors:
        return errors
    extras = several(Action.SUBSCRIPTION_QUIET)
    topics = one_line(str(field(Action.SUBSCRIPTION_TOPICS).get("value") or "")).split(",")
    return Wish(
        owner=owner,
        target=user if personal else channel,
        kind=kind,
        rule=Rule(weekdays or (1,), time.fromisoformat(at), zone),
        language=one(Action.SUBSCRIPTION_LANGUAGE) or texts.language,
        topics=tuple(topic.strip() for topic in topics if topic.strip()),
        leads=leads or DEFAULT_LEADS,
        quiet="quiet" in extras,
        extras=("gaps",) if "gaps" in extras else (),
    )


def saved(shown: Shown, texts: Texts, zone: ZoneInfo) -> Message:
    """What was saved, and when it will first be seen."""
    said = texts("subscription.saved")
    return blocks.message(said, [richtext.rich(richtext.text(said, bold=True)), *entry(shown, texts, zone)])
