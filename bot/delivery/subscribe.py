"""What people do with subscriptions: the one place behind the shell, the modal and the home page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfoNotFoundError

from bot.delivery.plan import reminders
from bot.delivery.ports import Occasions
from bot.delivery.schedule import Slot, digest_key, slots, zone_of
from bot.domain.delivery import State
from bot.domain.outbox import Record, Verdicts
from bot.domain.subscription import Kind, Rule, Subscription, SubscriptionStore, Wish
from bot.errors import InputError

MAX_LEAD_DAYS = 90
_TARGET = re.compile(r"[CGDUW][A-Z0-9]{1,30}")
_AHEAD = timedelta(days=70)
"""How far the next digests are looked for: ten weekly slots, of which some may be served already."""
_EVENTS_AHEAD = timedelta(days=400)
"""The same for reminders: events are announced a year ahead at the most."""


class Delivered(Record, Verdicts, Protocol):
    """What this needs of the outbox: which periods were served, and to wake what had been refused."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A subscription as people see it: when it is sent next."""

    subscription: Subscription
    sends: tuple[datetime, ...]


class Subscribing:
    """Create, change, pause, resume, remove and look at subscriptions. Raises InputError for what cannot be used."""

    def __init__(
        self,
        subscriptions: SubscriptionStore,
        outbox: Delivered,
        occasions: Occasions | None = None,
        *,
        new_id: Callable[[], str] = lambda: secrets.token_hex(4),
    ) -> None:
        self._subscriptions = subscriptions
        self._outbox = outbox
        self._occasions = occasions
        self._new_id = new_id

    def create(self, wish: Wish, *, by: str, now: datetime) -> Subscription:
        """Begin with the first slot after now. Who wishes for what is delivered already gets that subscription."""
        check(wish)
        alike = self._subscriptions.list(owner=wish.owner, target=wish.target)
        if same := next((other for other in alike if other.wish == wish and not other.paused), None):
            return same
        made = Subscription(self._new_id(), wish, by, created_at=now, since=now, planned_until=now)
        while not self._subscriptions.add(made):
            made = replace(made, id=self._new_id())
        return made

    def list(self, *, owner: str | None = None, target: str | None = None) -> tuple[Subscription, ...]:
        """Subscriptions of a workspace, or of one of its channels or people, oldest first."""
        return self._subscriptions.list(owner=owner, target=target)

    def get(self, subscription_id: str, *, owner: str | None = None) -> Subscription | None:
        """One subscription; None where it is gone or another workspace's."""
        found = self._subscriptions.get(subscription_id)
        return found if found is not None and owner in {None, found.wish.owner} else None

    def change(
        self, subscription_id: str, wish: Wish, *, owner: str | None = None, now: datetime
    ) -> Subscription | None:
        """A new wish for the same subscription. What the week still owed under the old rule it still gets, once.

        None where it is gone.
        """
        check(wish)
        found = self.get(subscription_id, owner=owner)
        if found is None:
            return None
        since = self._owed_since(found, wish.rule, now) if wish.kind is found.wish.kind else now
        return self._write(found, replace(found, wish=wish, since=since, planned_until=since, plan_at=since), now)

    def pause(
        self, subscription_id: str, *, reason: str = "", owner: str | None = None, now: datetime
    ) -> Subscription | None:
        """Deliver nothing until it is resumed; None where it is gone."""
        found = self.get(subscription_id, owner=owner)
        return self._write(found, replace(found, paused=True, pause_reason=reason), now) if found else None

    def resume(self, subscription_id: str, *, owner: str | None = None, now: datetime) -> Subscription | None:
        """Deliver again, from the first slot after now, and what had been refused as far as there is still time.

        None where it is gone.
        """
        found = self.get(subscription_id, owner=owner)
        if found is None:
            return None
        again = replace(found, paused=False, pause_reason="", since=now, planned_until=now, plan_at=now)
        resumed = self._write(found, again, now)
        for failed in self._outbox.list(state=State.FAILED, subscription=subscription_id):
            if found.pause_reason and failed.expires > now:
                self._outbox.requeue(failed, reason="resumed", now=now)
        return resumed

    def delete(self, subscription_id: str, *, owner: str | None = None, now: datetime) -> bool:
        """End it; what was posted stays. False where it is gone already."""
        return self.get(subscription_id, owner=owner) is not None and self._subscriptions.remove(
            subscription_id, now=now
        )

    def upcoming(
        self, *, owner: str | None = None, target: str | None = None, now: datetime, count: int = 3
    ) -> tuple[Upcoming, ...]:
        """Subscriptions with their next sends."""
        found = self._subscriptions.list(owner=owner, target=target)
        return tuple(Upcoming(s, self.next_sends(s, now=now, count=count)) for s in found)

    def next_sends(self, subscription: Subscription, *, now: datetime, count: int = 3) -> tuple[datetime, ...]:
        """The next instants at which it sends, by the code that sends it; none while it is paused."""
        if subscription.paused:
            return ()
        ahead = self._digests if subscription.wish.kind is Kind.DIGEST else self._reminders
        return ahead(subscription, now)[:count]

    def _digests(self, subscription: Subscription, now: datetime) -> tuple[datetime, ...]:
        begin = max(now, subscription.since)
        ahead = list(slots(subscription.wish.rule, after=begin, until=begin + _AHEAD))
        settled = self._settled(subscription, ahead, now)
        return tuple(slot.at for slot in ahead if digest_key(subscription.id, slot) not in settled)

    def _reminders(self, subscription: Subscription, now: datetime) -> tuple[datetime, ...]:
        """Of the events that are known now; none where nobody tells of events."""
        if self._occasions is None:
            return ()
        found = self._occasions.occasions(subscription, until=now + _EVENTS_AHEAD, now=now)
        return tuple(sorted({row.slot for row in reminders(subscription, found, now) if row.slot > now}))

    def _owed_since(self, found: Subscription, rule: Rule, now: datetime) -> datetime:
        """From when the new rule counts.

        Now, unless a period would be lost: one that the old rule had not served yet and whose slot under the new rule
        has just passed. The new rule then counts from just before that slot, so that it goes out late or is recorded
        as skipped.
        """
        if found.wish.kind is not Kind.DIGEST or found.paused:
            return now
        week = timedelta(days=7)
        old = {s.period: s for s in slots(found.wish.rule, after=max(found.since, now - week), until=now + week)}
        passed = [s for s in slots(rule, after=now - week, until=now) if s.period in old]
        settled = self._settled(found, [old[s.period] for s in passed], now)
        owed = [slot.at for slot in passed if digest_key(found.id, slot) not in settled]
        return min(owed) - timedelta(microseconds=1) if owed else now

    def _settled(self, subscription: Subscription, ahead: Sequence[Slot], now: datetime) -> set[str]:
        """Keys of periods that have had their delivery.

        One that was skipped before its slot was judged by a clock that ran ahead: it is still to come.
        """
        at = {digest_key(subscription.id, slot): slot.at for slot in ahead}
        known = self._outbox.known_keys(list(at))
        never = {State.PENDING, State.CANCELLED}
        return {
            key for key, state in known.items() if state not in never and not (state is State.SKIPPED and at[key] > now)
        }

    def _write(self, found: Subscription, changed: Subscription, now: datetime) -> Subscription:
        if not self._subscriptions.replace(changed, expected=found.version, now=now):
            raise InputError(
                f"subscription {found.id} was changed by somebody else meanwhile; look at it and try again",
                code="error.subscription.changed",
                id=found.id,
            )
        return replace(changed, version=found.version + 1)


def check(wish: Wish) -> None:
    """Raise InputError, naming the value and what would do, unless the wish can be carried out."""
    if not _TARGET.fullmatch(wish.target):
        raise InputError(
            f"{wish.target!r} is no Slack id; a channel's looks like C0123456789, a person's like U0123456789",
            code="error.subscription.target",
            value=wish.target,
        )
    rule = wish.rule
    if wish.kind is Kind.DIGEST and (not rule.weekdays or not set(rule.weekdays) <= set(range(1, 8))):
        raise InputError(f"weekdays {rule.weekdays!r}: name at least one day", code="error.subscription.weekdays")
    if not _is_zone(rule.zone):
        raise InputError(
            f"{rule.zone!r} is no IANA time zone; an example is Asia/Seoul",
            code="error.subscription.zone",
            value=rule.zone,
        )
    if rule.at.second or rule.at.microsecond or rule.at.tzinfo:
        raise InputError(f"{rule.at}: name hours and minutes, as in 09:30", code="error.subscription.time")
    if wish.kind is Kind.REMINDERS and (not wish.leads or not all(0 <= d <= MAX_LEAD_DAYS for d in wish.leads)):
        raise InputError(
            f"lead times {wish.leads!r}: name days from 0 to {MAX_LEAD_DAYS}", code="error.subscription.leads"
        )


def _is_zone(name: str) -> bool:
    """Asked of the one file: a list of all zones takes a walk through the whole directory."""
    try:
        zone_of(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


_DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "월", "월요일"),
            ("tue", "tuesday", "화", "화요일"),
            ("wed", "wednesday", "수", "수요일"),
            ("thu", "thursday", "목", "목요일"),
            ("fri", "friday", "금", "금요일"),
            ("sat", "saturday", "토", "토요일"),
            ("sun", "sunday", "일", "일요일"),
        ),
        start=1,
    )
    for name in names
}


def weekdays_of(text: str) -> tuple[int, ...]:
    """ISO weekdays of a list of names in Korean or English, as in `mon,thu` or `월,목`."""
    names = [name for name in re.split(r"[\s,;/·]+", text.strip().lower()) if name]
    unknown = [name for name in names if name not in _DAYS]
    if unknown or not names:
        raise InputError(f"{text!r}: weekdays are named as in mon,thu or 월,목", code="error.subscription.weekdays")
    return tuple(sorted({_DAYS[name] for name in names}))


def time_of(text: str) -> time:
    """A wall time as in 9:30 or 09:30."""
    match = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*", text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise InputError(f"{text!r}: a time is written as in 09:30", code="error.subscription.time", value=text)
    return time(int(match[1]), int(match[2]))
