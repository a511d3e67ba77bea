"""The window in which a subscription is made or changed, and what was filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, NamedTuple

from bot.domain.subscription import DEFAULT_LEADS, Kind, Rule, Wish, is_person
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.escape import one_line
from bot.slack.ids import Action, View
from bot.slack.texts import Texts

_LEADS = (14, 7, 3, 1, 0)
_TOPICS = 300
HERE, ME = "channel", "me"


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
    rule = wish.rule if wish else Rule(zone=zone)
    body = [
        _kinds(texts, wish.kind if wish else Kind.DIGEST),
        *_targets(texts, form, wish),
        *_times(texts, rule, wish.leads if wish else DEFAULT_LEADS),
        _topics(texts, wish.topics if wish else ()),
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


def _kinds(texts: Texts, kind: Kind) -> Block:
    rows = [blocks.option(texts(f"kind.{each}"), each, description=texts(f"kind.{each}_note")) for each in Kind]
    return blocks.input_block(texts("subscription.kind"), blocks.radio(Action.SUBSCRIPTION_KIND, rows, initial=kind))


def _targets(texts: Texts, form: Form, wish: Wish | None) -> list[Block]:
    """Here or to the person: a new one goes to where the window was opened."""
    personal = bool(wish and is_person(wish.target)) or (wish is None and not form.channel)
    rows = [blocks.option(texts("subscription.to_channel"), HERE), blocks.option(texts("subscription.to_me"), ME)]
    return [
        blocks.input_block(
            texts("subscription.where"),
            blocks.radio(Action.SUBSCRIPTION_TARGET, rows, initial=ME if personal else HERE),
        ),
        blocks.input_block(
            texts("subscription.channel"),
            _channels(wish.target if wish and not personal else form.channel, texts),
            hint=texts("subscription.channel_hint"),
            optional=True,
        ),
    ]


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


def _topics(texts: Texts, topics: Sequence[str]) -> Block:
    return blocks.input_block(
        texts("subscription.topics_label"),
        blocks.text_input(
            Action.SUBSCRIPTION_TOPICS,
            initial=", ".join(topics),
            placeholder=texts("subscription.topics_placeholder"),
            max_chars=_TOPICS,
        ),
        hint=texts("subscription.topics_hint"),
        optional=True,
    )


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


class _Filled:
    """The fields of a filled form, by their actions."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def field(self, action: Action) -> Mapping[str, Any]:
        found = self._values.get(action, {}).get(action, {})
        return found if isinstance(found, Mapping) else {}

    def one(self, action: Action) -> str:
        return str((self.field(action).get("selected_option") or {}).get("value") or "")

    def several(self, action: Action) -> list[str]:
        return [str(row.get("value")) for row in self.field(action).get("selected_options") or []]


def read(values: Mapping[str, Any], texts: Texts, *, owner: str, user: str, zone: str) -> Wish | dict[str, str]:
    """The wish of a filled form, or what is wrong with which field (by block id)."""
    filled = _Filled(values)
    kind = Kind(filled.one(Action.SUBSCRIPTION_KIND) or Kind.DIGEST)
    personal = filled.one(Action.SUBSCRIPTION_TARGET) == ME
    target = user if personal else str(filled.field(Action.SUBSCRIPTION_CHANNEL).get("selected_conversation") or "")
    weekdays = tuple(sorted(int(day) for day in filled.several(Action.SUBSCRIPTION_WEEKDAYS)))
    leads = tuple(sorted((int(lead) for lead in filled.several(Action.SUBSCRIPTION_LEADS)), reverse=True))
    if errors := _lacking(kind, target, weekdays, leads, texts):
        return errors
    at = str(filled.field(Action.SUBSCRIPTION_TIME).get("selected_time") or "09:00")
    extras = filled.several(Action.SUBSCRIPTION_QUIET)
    topics = one_line(str(filled.field(Action.SUBSCRIPTION_TOPICS).get("value") or "")).split(",")
    return Wish(
        owner=owner,
        target=target,
        kind=kind,
        rule=Rule(weekdays or (1,), time.fromisoformat(at), zone),
        language=filled.one(Action.SUBSCRIPTION_LANGUAGE) or texts.language,
        topics=tuple(topic.strip() for topic in topics if topic.strip()),
        leads=leads or DEFAULT_LEADS,
        quiet="quiet" in extras,
        extras=("gaps",) if "gaps" in extras else (),
    )


def _lacking(kind: Kind, target: str, weekdays: Sequence[int], leads: Sequence[int], texts: Texts) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not target:
        errors[Action.SUBSCRIPTION_CHANNEL] = texts("subscription.needs_channel")
    if kind is Kind.DIGEST and not weekdays:
        errors[Action.SUBSCRIPTION_WEEKDAYS] = texts("subscription.needs_day")
    if kind is Kind.REMINDERS and not leads:
        errors[Action.SUBSCRIPTION_LEADS] = texts("subscription.needs_lead")
    return errors
