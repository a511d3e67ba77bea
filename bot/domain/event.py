"""Events that documents announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

Moment = date | datetime
"""A day, or an aware instant in UTC."""


class EventStatus(StrEnum):
    """Whether an event takes place. A cancelled one is kept, so that people who knew of it can be told."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Mention:
    """Another document that announces the same event, and when that one says it takes place."""

    document: str
    line: int
    starts: Moment | None
    ends: Moment | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event. All-day events have plain dates, `ends` being the last day; timed ones aware instants in UTC.

    `starts` and `ends` are both None where the document announces the event without a date ("미정", "TBD"). `vague`
    holds the document's words where they name no exact day ("8월 3주", "12월 중순"): `starts` and `ends` then bound
    what they say. A timed event of which only the start is known ends when it starts.

    `zone` is the IANA zone of the place where it is known, else empty. `uid` survives small edits of title and white
    space. `document` is the id of the document that announced it and `line` the 1-based line there. `recurrence` holds
    the RRULE, RDATE and EXDATE lines of RFC 5545 of an event that repeats, one a line; `starts` is then its first time.

    `also` are other documents that announce it, the newest first. Where their dates differ, those of the newest
    document stand in the event. Documents themselves hold none: the agenda finds them.
    """

    uid: str
    title: str
    starts: Moment | None
    ends: Moment | None
    place: str = ""
    url: str = ""
    summary: str = ""
    document: str = ""
    line: int = 0
    zone: str = ""
    vague: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    recurrence: str = ""
    also: tuple[Mention, ...] = ()

    @property
    def all_day(self) -> bool:
        """Whether the event has no times."""
        return not isinstance(self.starts, datetime)

    @property
    def disputed(self) -> tuple[Mention, ...]:
        """Documents that give other dates than the newest one, which are shown beside the event's own."""
        return tuple(m for m in self.also if (m.starts, m.ends) != (self.starts, self.ends))


def local_day(moment: Moment, zone: ZoneInfo) -> date:
    """The day in a zone; a day without a time is the same everywhere."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
