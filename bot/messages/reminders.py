"""Reminders put together: what the agenda has to tell, as Slack messages, and the worker's steps that plan it."""

from __future__ import annotations

from datetime import datetime

from bot.agenda.service import Agenda
from bot.agenda.telling import Telling
from bot.delivery.ports import Due
from bot.delivery.worker import Step
from bot.domain.agenda import PersonalReminders
from bot.domain.delivery import Payload
from bot.domain.document import SHARED
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
