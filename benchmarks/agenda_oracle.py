"""What people ought to be told in a simulated year, worked out from the editors' acts alone.

Written without the code that it judges: local instants by the `whenever` package, one event and one channel at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from benchmarks.agenda_world import PLACES, START, Act, Entry, World

END = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Channel:
    """A subscription: its zone, wall time and lead times."""

    id: str
    zone: str
    at: time
    leads: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One event told of in one message: to whom, which start, when, and how.

    `days` is what the message counts; of a rewritten one the minute of the year at which it was posted.
    """

    channel: str
    number: int
    at: datetime
    starts: str
    days: int
    how: str


def instant(day: date, at: time, zone: str) -> datetime:
    """A wall time in UTC."""
    from whenever import ZonedDateTime

    moment = ZonedDateTime(day.year, day.month, day.day, at.hour, at.minute, tz=zone, disambiguation="compatible")
    return datetime.fromtimestamp(moment.timestamp(), UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The day of an instant in a zone."""
    from whenever import Instant

    there = Instant.from_timestamp(moment.timestamp()).to_tz(zone)
    return date(there.year, there.month, there.day)


def minutes_in(moment: datetime) -> int:
    """Minutes since the year began."""
    return int((moment - START).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class _Epoch:
    """A time in which an event stood unmoved, from `since` (known) to `until`."""

    entry: Entry
    since: datetime
    until: datetime
    known: datetime
    ends_by: str


def expected(world: World, channels: list[Channel], known_at: datetime) -> set[Said]:
    """Everything that has to be said, and nothing else."""
    found: set[Said] = set()
    for number in world.homes:
        acts = [act for act in world.acts if act.number == number]
        epochs = list(_epochs(world.beginning.get(number), [a for a in acts if not a.muting], known_at))
        for channel in channels:
            muted = min((a.at for a in acts if a.muting == channel.id), default=END)
            found.update(_for_channel(number, epochs, channel, muted))
    return found


def _epochs(entry: Entry | None, acts: list[Act], known_at: datetime) -> Iterator[_Epoch]:
    since = known = known_at
    for act in acts:
        if entry is None:
            entry, since, known = act.entry, act.at, act.at
            continue
        ends_by = "removed" if act.entry is None else "cancelled" if act.entry.cancelled else ""
        moved = act.entry is not None and (act.entry.first, act.entry.hours) != (entry.first, entry.hours)
        if ends_by or moved:
            yield _Epoch(entry, since, act.at, known, ends_by or "moved")
            since, known = act.at, act.at
        entry = None if ends_by else act.entry
        if entry is None:
            return
    if entry is not None:
        yield _Epoch(entry, since, END, known, "")


def _start(entry: Entry) -> date | datetime:
    return entry.first if entry.hours is None else instant(entry.first, entry.hours, PLACES[entry.place])


def _for_channel(number: int, epochs: list[_Epoch], channel: Channel, muted: datetime) -> Iterator[Said]:
    posted: list[tuple[datetime, str]] = []
    for epoch in epochs:
        start = _start(epoch.entry)
        day = local_day(start, channel.zone) if isinstance(start, datetime) else start
        for slot in _slots(epoch, start, day, channel):
            if slot < min(epoch.until, muted):
                posted.append((slot, str(start)))
                yield Said(channel.id, number, slot, str(start), (day - local_day(slot, channel.zone)).days, "coming")
        if epoch.until >= muted or not posted:
            continue
        if epoch.ends_by == "moved":
            following = epochs[epochs.index(epoch) + 1].entry
            fresh = _start(following)
            for slot, named in posted:
                if named != str(fresh):
                    yield Said(channel.id, number, epoch.until, f"{named} -> {fresh}", minutes_in(slot), "moved")
        elif epoch.ends_by == "cancelled":
            told = _waking(epoch.until, channel)
            if told < muted and told < _close(epoch.entry):
                yield Said(
                    channel.id, number, told, str(start), (day - local_day(told, channel.zone)).days, "cancelled"
                )


def _slots(epoch: _Epoch, start: date | datetime, day: date, channel: Channel) -> list[datetime]:
    """Regular slots since the date is known, and one late one for what was missed before."""
    over = start if isinstance(start, datetime) else instant(day + timedelta(days=1), time(), channel.zone)
    slots = set()
    for lead in channel.leads:
        slot = instant(day - timedelta(days=lead), channel.at, channel.zone)
        if isinstance(start, datetime) and slot >= start:
            slot = instant(day - timedelta(days=1), channel.at, channel.zone)
        slots.add(slot)
    regular = sorted(slot for slot in slots if slot >= epoch.known)
    late = _waking(epoch.known, channel)
    today = local_day(late, channel.zone)
    if len(regular) < len(slots) and late < over and all(local_day(slot, channel.zone) > today for slot in regular):
        regular.insert(0, late)
    return [slot for slot in regular if slot < over]


def _waking(moment: datetime, channel: Channel) -> datetime:
    """Between eight and nine in the evening at once, else at the next morning's wall time."""
    day = local_day(moment, channel.zone)
    opens, closes = instant(day, time(8), channel.zone), instant(day, time(21), channel.zone)
    if opens <= moment < closes:
        return moment
    morning = channel.at if time(8) <= channel.at < time(21) else time(8)
    return instant(day if moment < opens else day + timedelta(days=1), morning, channel.zone)


def _close(entry: Entry) -> datetime:
    zone = PLACES[entry.place]
    if entry.hours is not None:
        return instant(entry.first, time(entry.hours.hour + 2, entry.hours.minute), zone)
    return instant(entry.last + timedelta(days=1), time(), zone)
