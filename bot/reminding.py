"""Reminders put together: what the agenda has to tell, as Slack messages, and what people do with single events."""

from __future__ import annotations

from datetime import datetime

from bot.agenda.service import Agenda
from bot.agenda.telling import Telling
from bot.delivery.parts import Due
from bot.delivery.worker import Step
from bot.domain.agenda import Mutes, PersonalReminder, PersonalReminders
from bot.domain.delivery import Payload
from bot.domain.document import SHARED
from bot.domain.event import Event
from bot.domain.subscription import SubscriptionStore
from bot.slack.views import reminders as view

REFRESH_SECONDS = 10
"""How soon an edit of a document is known to move, cancel or remove an event."""
TELL_SECONDS = 30
"""How soon people are told; personal reminders are planned two days ahead."""


class ReminderComposer:
    """The Composer of reminders, of changes of events, and of what persons asked for."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """What stands as of now; None where nothing of it does any more."""
        told = self._telling.message(due.delivery, due.subscription, now=now)
        return None if told is None else Payload(view.message(told))


def event_steps(
    agenda: Agenda, telling: Telling, subscriptions: SubscriptionStore, personal: PersonalReminders
) -> tuple[Step, ...]:
    """The worker's steps for events: keep what became of them, plan what has to be told of it."""

    def refresh(now: datetime) -> int:
        owners = {SHARED, *(s.wish.owner for s in subscriptions.list()), *(p.owner for p in personal.all())}
        return sum(len(agenda.refresh(now=now, owner=owner)) for owner in sorted(owners))

    return (
        Step("events", REFRESH_SECONDS, refresh),
        Step("tell", TELL_SECONDS, lambda now: telling.plan(now=now)),
    )


class WorkspaceReminders:
    """The Reminders of `bot.services`."""

    def __init__(self, agenda: Agenda, mutes: Mutes, personal: PersonalReminders) -> None:
        self._agenda = agenda
        self._mutes = mutes
        self._personal = personal

    def event(self, uid: str, *, now: datetime, owner: str) -> Event | None:
        """None where no document announces it any more."""
        return self._agenda.event(uid, now=now, owner=owner)

    def mute(self, uid: str, *, owner: str, target: str, by: str, now: datetime) -> bool:
        """False where it is so already."""
        return self._mutes.mute(uid, owner=owner, target=target, by=by, now=now)

    def unmute(self, uid: str, *, owner: str, target: str) -> bool:
        """False where it was not muted."""
        return self._mutes.unmute(uid, owner=owner, target=target)

    def remind(self, reminder: PersonalReminder) -> bool:
        """False where the person has the same wish already. Whoever asks for an event has not lost interest in it."""
        self._mutes.unmute(reminder.uid, owner=reminder.owner, target=reminder.user)
        return self._personal.add(reminder)

    def forget(self, reminder_id: str, *, owner: str, user: str) -> bool:
        """False where the person has none of that id."""
        return self._personal.remove(reminder_id, owner=owner, user=user)

    def mine(self, user: str, *, now: datetime, owner: str) -> tuple[tuple[PersonalReminder, Event | None], ...]:
        """Those of events that are over, or that nobody announces any more, are not shown."""
        found = []
        for reminder in self._personal.of_user(user, owner=owner):
            event = self._agenda.event(reminder.uid, now=now, owner=owner)
            passed = reminder.moment is not None and reminder.moment <= now
            if event is not None and not passed and not self._agenda.is_over(event, now=now):
                found.append((reminder, event))
        return tuple(found)

    def calendar(self, uid: str, *, now: datetime, owner: str) -> bytes:
        """The same event gives the same bytes."""
        return self._agenda.calendar(now=now, owner=owner, uid=uid)
