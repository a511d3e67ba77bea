"""Events that documents announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One event. All-day events have plain dates, `ends` being the last day; timed ones aware instants.

    `zone` is the IANA zone of the place where it is known, else empty. `uid` survives small edits of title and white
    space. `document` is the id of the document that announced it and `line` the 1-based line there.
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime
    place: str = ""
    url: str = ""
    summary: str = ""
    document: str = ""
    line: int = 0
    zone: str = ""

    @property
    def all_day(self) -> bool:
        """Whether the event has dates without times."""
        return not isinstance(self.starts, datetime)
