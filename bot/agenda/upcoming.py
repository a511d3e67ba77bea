"""Which events lie ahead, which are over, and which a person means: pure functions of events and an instant.

A series stands for its next time where the future is meant, for its last one where the past is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.recurrence import occurrences
from bot.agenda.spans import begins, closes, is_over
from bot.agenda.window import Window, read_window
from bot.agenda.words import matches, names_events, words_of
from bot.domain.event import Event, local_day

HORIZON = timedelta(days=400)
"""How far a series is followed ahead and back; a yearly event is always within it."""


def upcoming(events: Iterable[Event], *, now: datetime, zone: ZoneInfo) -> list[Event]:
    """Events that are not over, running ones first, then by their start; undated ones last.

    `zone` says when a day begins for events of which no place is known.
    """
    found = [time for event in events if (time := next_time(event, now=now, zone=zone)) is not None]
    return sorted(found, key=lambda event: (begins(event, zone), closes(event, zone), event.title, event.uid))


def past(events: Iterable[Event], *, now: datetime, zone: ZoneInfo) -> list[Event]:
    """Events that are over, the latest end first."""
    found = [time for event in events if (time := _last_time(event, now=now, zone=zone)) is not None]
    return sorted(found, key=lambda event: (closes(event, zone), begins(event, zone), event.uid), reverse=True)


def between(events: Iterable[Event], first: date, last: date, *, zone: ZoneInfo) -> list[Event]:
    """Every time of every event that touches the days from `first` up to and with `last`, in order."""
    times = (time for event in events for time in _touching(event, first, last, zone))
    return sorted(times, key=lambda event: (begins(event, zone), event.uid))


def search(events: Iterable[Event], text: str, *, now: datetime, zone: ZoneInfo) -> list[Event]:
    """Events of a period, of words, or of both: coming ones first, then those that are over, the latest first.

    All words have to occur in title, place or summary; where no event has them as typed, a slip is forgiven.
    """
    known = list(events)
    asked = read_window(text, today=now.astimezone(zone).date())
    for window in dict.fromkeys((asked, Window(words=words_of(text)))):  # a period in which nothing is may be a name
        for forgiving in (False, True):
            named = [event for event in known if matches(event, window.words, forgiving=forgiving)]
            if found := _of_window(named, window, now=now, zone=zone):
                return found
    return []


def asked(events: Iterable[Event], text: str, *, now: datetime, zone: ZoneInfo) -> list[Event] | None:
    """Events of a question that may be about anything: None where it names none of them, neither by the word for events
    nor by a period or words of theirs. Empty where it asks for events of a period alone in which nothing is.
    """
    if not names_events(text):
        return None
    found = search(events, text, now=now, zone=zone)
    window = read_window(text, today=now.astimezone(zone).date())
    return found if found or (window != Window() and not window.words) else None


def next_time(event: Event, *, now: datetime, zone: ZoneInfo) -> Event | None:
    """The event, or the next time of a series, that is not over; None where nothing of it lies ahead."""
    if not event.recurrence:
        return None if is_over(event, now, zone) else event
    today = now.astimezone(zone).date()
    ahead = occurrences(event, start=today - timedelta(days=1), end=today + HORIZON)
    return next((time for time in ahead if not is_over(time, now, zone)), None)


def _last_time(event: Event, *, now: datetime, zone: ZoneInfo) -> Event | None:
    if not event.recurrence:
        return event if is_over(event, now, zone) else None
    if next_time(event, now=now, zone=zone) is not None:
        return None
    today = now.astimezone(zone).date()
    times = list(occurrences(event, start=today - HORIZON, end=today + timedelta(days=1)))
    return times[-1] if times else event


def _of_window(events: list[Event], window: Window, *, now: datetime, zone: ZoneInfo) -> list[Event]:
    ahead, over = upcoming(events, now=now, zone=zone), past(events, now=now, zone=zone)
    inside = _inside(events, window, now=now, zone=zone)
    if inside is not None:
        ahead = _once(event for event in inside if not is_over(event, now, zone))
        over = _once(event for event in reversed(inside) if is_over(event, now, zone))
    if window.past is not None:
        return over if window.past else ahead
    return ahead + over


def _inside(events: list[Event], window: Window, *, now: datetime, zone: ZoneInfo) -> list[Event] | None:
    """The times within the days or months asked for; None where none were."""
    if window.first is not None and window.last is not None:
        return between(events, window.first, window.last, zone=zone)
    if window.months:
        today = now.astimezone(zone).date()
        series = [event for event in events if event.recurrence]
        times = between(series, today - HORIZON, today + HORIZON, zone=zone)
        times += (event for event in events if not event.recurrence)
        found = (event for event in times if _in_months(event, window.months, zone))
        return sorted(found, key=lambda event: (begins(event, zone), event.uid))
    return None


def _once(times: Iterable[Event]) -> list[Event]:
    """The first time of each event."""
    found: dict[str, Event] = {}
    for time in times:
        found.setdefault(time.uid, time)
    return list(found.values())


def _touching(event: Event, first: date, last: date, zone: ZoneInfo) -> Iterator[Event]:
    """Timed events are held against the days of `zone`, so a margin of a day is looked at."""
    margin = timedelta(days=1)
    for time in occurrences(event, start=first - margin, end=last + margin):
        assert time.starts is not None, "an occurrence has its day"
        assert time.ends is not None, "an occurrence has its day"
        if local_day(time.starts, zone) <= last and local_day(time.ends, zone) >= first:
            yield time


def _in_months(event: Event, months: frozenset[int], zone: ZoneInfo) -> bool:
    if event.starts is None or event.ends is None:
        return False
    day, last = local_day(event.starts, zone), local_day(event.ends, zone)
    touched = {day.month, last.month}
    while day < last and len(touched) < 12:
        day += timedelta(days=28)
        touched.add(min(day, last).month)
    return bool(touched & months)
