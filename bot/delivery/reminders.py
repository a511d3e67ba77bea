"""The plain reminders: occasions of the events that documents announce, and a line for each when its time comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.delivery.parts import Due
from bot.delivery.schedule import begins, lead_slot
from bot.domain.delivery import Message, Payload
from bot.domain.event import Event, EventStatus
from bot.domain.occasion import Occasion, Told, told
from bot.domain.subscription import Subscription

_TEXTS = {
    "ko": {"title": "다가오는 행사", "today": "오늘", "tomorrow": "내일", "days": "D-{days}"},
    "en": {"title": "Coming up", "today": "today", "tomorrow": "tomorrow", "days": "in {days} days"},
}


class Events(Protocol):
    """What the plain reminders need of the document store."""

    def events(self, *, owner: str = "") -> Iterable[Event]:
        """Every event visible to an owner."""
        ...


class PlainOccasions:
    """Occasions of single, dated events."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def occasions(self, subscription: Subscription, *, until: datetime, now: datetime) -> Sequence[Occasion]:
        """One for each lead time of each event ahead."""
        wish = subscription.wish
        found = []
        for event in _plain(self._events.events(owner=wish.owner)):
            assert event.starts is not None
            ends = begins(event.starts, wish.rule.zone)
            if ends <= now:
                continue
            slots = {days: lead_slot(event.starts, days, wish.rule) for days in wish.leads}
            found += [
                Occasion(event.uid, event.starts, f"{days}d", slot, ends)
                for days, slot in slots.items()
                if slot <= until
            ]
        return found


class PlainReminder:
    """Names the events of a reminder that still lie ahead, with the days left at the moment of posting."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """None where nothing lies ahead any more."""
        subscription = due.subscription
        if subscription is None:
            return None
        wish = subscription.wish
        texts = _TEXTS["en" if wish.language == "en" else "ko"]
        by_uid = {event.uid: event for event in _plain(self._events.events(owner=wish.owner))}
        ahead = [
            (by_uid[item.uid], item)
            for item in sorted({told(key) for key in due.delivery.items}, key=lambda i: (i.starts.isoformat(), i.uid))
            if item.uid in by_uid and begins(item.starts, wish.rule.zone) > now
        ]
        if not ahead:
            return None
        lines = [_line(event, item, wish.rule.zone, texts, now) for event, item in ahead]
        blocks = [{"type": "section", "text": {"type": "plain_text", "text": line[:3000]}} for line in lines]
        text = f"{texts['title']}: " + ", ".join(event.title for event, _ in ahead)
        return Payload(Message(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), tuple(blocks)))


def _line(event: Event, item: Told, zone: str, texts: dict[str, str], now: datetime) -> str:
    here = ZoneInfo(zone)
    day = item.starts.astimezone(here).date() if isinstance(item.starts, datetime) else item.starts
    days = (day - now.astimezone(here).date()).days
    left = {0: texts["today"], 1: texts["tomorrow"]}.get(days, texts["days"].format(days=days))
    where = f" · {event.place}" if event.place else ""
    return f"[{left}] {event.title} ({_dated(item.starts, here)}){where}"


def _dated(starts: date | datetime, zone: ZoneInfo) -> str:
    if isinstance(starts, datetime):
        return starts.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return starts.isoformat()


def _plain(events: Iterable[Event]) -> list[Event]:
    """Single ones with a date that take place."""
    return [
        e
        for e in events
        if e.starts is not None and not e.vague and not e.recurrence and e.status is EventStatus.CONFIRMED
    ]
