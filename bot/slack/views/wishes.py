"""When a person wants to be reminded of an event: the form, what it says, and the list of what was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.agenda import PersonalReminder
from bot.domain.delivery import Message
from bot.domain.event import Event, local_day
from bot.slack import blocks, richtext
from bot.slack.blocks import Block
from bot.slack.escape import mrkdwn
from bot.slack.ids import Action, View
from bot.slack.texts import Texts
from bot.slack.views.events import named
from bot.slack.views.reminders import about

_EVENING, _MORNING = time(18), time(9)
_HOUR = 60

CHOSEN = "chosen"
"""The row of the form that asks for a date and a time."""


class Choice(NamedTuple):
    """A time of which a person may be reminded: its name in the form, and its instant."""

    name: str
    at: datetime


def choices(event: Event, zone: ZoneInfo, now: datetime) -> list[Choice]:
    """The times that still lie ahead, the evening before first; empty where the event has no day or has begun."""
    if event.starts is None or event.vague:
        return []
    day = local_day(event.starts, zone)
    found = [Choice("evening", _at(day - timedelta(days=1), _EVENING, zone))]
    morning = Choice("morning", _at(day, _MORNING, zone))
    if isinstance(event.starts, datetime):
        found += [morning] if morning.at < event.starts else []
        found.append(Choice("hour", event.starts - timedelta(minutes=_HOUR)))
    else:
        found.append(morning)
    return [choice for choice in found if choice.at > now]


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def until(event: Event, zone: ZoneInfo) -> datetime | None:
    """Until when a reminder makes sense: the start, of a whole day its end."""
    if event.starts is None or event.vague:
        return None
    if isinstance(event.starts, datetime):
        return event.starts
    return _at(event.starts + timedelta(days=1), time(), zone)


@dataclass(frozen=True, slots=True)
class Form:
    """What the window remembers: the event, and the channel where it was opened."""

    uid: str
    channel: str = ""

    def dump(self) -> str:
        """As private metadata."""
        return json.dumps([self.uid, self.channel])

    @staticmethod
    def load(text: str) -> Form:
        """Read back; one of no event where it is none of ours."""
        try:
            uid, channel = json.loads(text)
            return Form(str(uid), str(channel))
        except (ValueError, TypeError):
            return Form("")


def window(event: Event, form: Form, texts: Texts, zone: ZoneInfo, now: datetime) -> Block:
    """The form in which a person says when to be reminded."""
    ahead = choices(event, zone, now)
    rows = [blocks.option(texts(f"reminder.{c.name}"), c.name, description=texts.moment(c.at, zone)) for c in ahead] + [
        blocks.option(texts("reminder.chosen"), CHOSEN)
    ]
    day = min(now.astimezone(zone).date() + timedelta(days=1), _last_day(event, zone))
    body = [
        richtext.rich(richtext.text(named(event), bold=True)),
        blocks.marked_context(about(event, texts, zone)),
        blocks.input_block(
            texts("reminder.when"),
            blocks.radio(Action.EVENT_WHEN, rows, initial=ahead[0].name if ahead else CHOSEN),
            hint=texts("reminder.when_hint"),
        ),
        blocks.input_block(
            texts("reminder.date"),
            {"type": "datepicker", "action_id": str(Action.EVENT_DATE), "initial_date": day.isoformat()},
            optional=True,
        ),
        blocks.input_block(
            texts("reminder.time"),
            {"type": "timepicker", "action_id": str(Action.EVENT_TIME), "initial_time": f"{_MORNING:%H:%M}"},
            optional=True,
        ),
        blocks.context(texts("subscription.zone_note", zone=zone.key)),
    ]
    return blocks.modal(
        View.REMIND,
        texts("reminder.window"),
        body,
        close=texts("button.cancel"),
        submit=texts("button.save"),
        metadata=form.dump(),
    )


def _last_day(event: Event, zone: ZoneInfo) -> date:
    assert event.starts is not None, "undated events have no reminders"
    return local_day(event.starts, zone)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a filled form asks for, as the fields of a PersonalReminder."""

    days: int = 0
    at: time = _MORNING
    minutes: int | None = None
    moment: datetime | None = None


def read(
    values: Mapping[str, Any], event: Event, texts: Texts, zone: ZoneInfo, now: datetime
) -> Asked | dict[str, str]:
    """What was asked for, or what is wrong with which field."""

    def field(action: Action, key: str) -> str:
        found = values.get(action, {}).get(action, {}).get(key)
        return str((found.get("value") if isinstance(found, Mapping) else found) or "")

    name = field(Action.EVENT_WHEN, "selected_option")
    if name != CHOSEN:
        if name not in {choice.name for choice in choices(event, zone, now)}:
            return {Action.EVENT_WHEN: texts("reminder.passed")}
        return _NAMED[name]
    moment = _moment(field(Action.EVENT_DATE, "selected_date"), field(Action.EVENT_TIME, "selected_time"), zone)
    if isinstance(moment, Action):
        return {moment: texts("reminder.needs_time" if moment is Action.EVENT_TIME else "reminder.needs_date")}
    last = until(event, zone)
    if moment <= now or (last is not None and moment >= last):
        return {Action.EVENT_DATE: texts("reminder.passed" if moment <= now else "reminder.too_late")}
    return Asked(moment=moment)


def _moment(day: str, at: str, zone: ZoneInfo) -> datetime | Action:
    """The instant that was chosen, or the field in which something is missing."""
    if not day:
        return Action.EVENT_DATE
    if not at:
        return Action.EVENT_TIME
    try:
        return _at(date.fromisoformat(day), time.fromisoformat(at), zone)
    except (ValueError, OverflowError):
        return Action.EVENT_DATE


_NAMED = {
    "evening": Asked(days=1, at=_EVENING),
    "morning": Asked(days=0, at=_MORNING),
    "hour": Asked(minutes=_HOUR),
}


def slot(reminder: PersonalReminder | Asked, event: Event | None, zone: ZoneInfo) -> datetime | None:
    """When a reminder is due as the event stands now; None where nobody can say."""
    if reminder.moment is not None:
        return reminder.moment
    if event is None or event.starts is None or event.vague:
        return None
    if reminder.minutes is not None and isinstance(event.starts, datetime):
        return event.starts - timedelta(minutes=reminder.minutes)
    return _at(_last_day(event, zone) - timedelta(days=reminder.days), reminder.at, zone)


def promised(reminder: PersonalReminder, event: Event, texts: Texts, zone: ZoneInfo, *, again: bool = False) -> Message:
    """When the person will be reminded, with the way back."""
    said = texts("reminder.kept_already" if again else "reminder.kept", title=named(event))
    return blocks.message(said, [blocks.section(said), *mine([(reminder, event)], texts, zone, titled=False)])


def mine(
    kept: Sequence[tuple[PersonalReminder, Event | None]], texts: Texts, zone: ZoneInfo, *, titled: bool = True
) -> list[Block]:
    """A person's own reminders, each with its moment and a button that drops it."""
    body: list[Block] = []
    for reminder, event in kept:
        at = slot(reminder, event, zone)
        parts = [mrkdwn(named(event) if event else texts("reminder.this_event"))] if titled else []
        parts.append(blocks.moment(at, texts.moment(at, zone)) if at else mrkdwn(texts("events.undated")))
        drop = blocks.button(texts("reminder.button_drop"), Action.REMINDER_DROP, reminder.id)
        body.append(blocks.marked_section("  ·  ".join(parts), accessory=drop))
    return body
