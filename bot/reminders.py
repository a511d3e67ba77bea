"""What people do with single events: be reminded of them, hear no more of them, keep them in a calendar."""

from __future__ import annotations

from datetime import datetime

from bot.agenda.service import Agenda
from bot.domain.agenda import Mutes, PersonalReminder, PersonalReminders
from bot.domain.event import Event


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
