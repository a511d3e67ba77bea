"""A year of events as editors write them: documents with tables, and what they change in them over the year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

START = datetime(2025, 1, 6, 0, 0, tzinfo=UTC)
PLACES = {
    "서울": "Asia/Seoul", "캐나다 밴쿠버": "America/Vancouver", "뉴욕": "America/New_York", "London": "Europe/London",
    "파리": "Europe/Paris", "베를린": "Europe/Berlin", "시드니": "Australia/Sydney", "도쿄": "Asia/Tokyo",
    "두바이": "Asia/Dubai", "모로코": "Africa/Casablanca", "카이로": "Africa/Cairo", "상파울루": "America/Sao_Paulo",
    "멕시코시티": "America/Mexico_City", "오클랜드": "Pacific/Auckland", "싱가포르": "Asia/Singapore",
    "뉴델리": "Asia/Kolkata", "헬싱키": "Europe/Helsinki", "리스본": "Europe/Lisbon", "덴버": "America/Denver",
    "하와이": "Pacific/Honolulu",
}  # fmt: skip
HEAD = "| 행사명 | 기간 | 장소 | 홈페이지 |\n|---|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as its row stands: `hours` is the local start of a timed event of two hours."""

    number: int
    title: str
    first: date
    last: date
    place: str
    hours: time | None = None
    cancelled: bool = False

    @property
    def row(self) -> str:
        """The line of the table."""
        if self.hours is not None:
            ends = time(self.hours.hour + 2, self.hours.minute)
            when = f"{self.first} {self.hours:%H:%M}~{ends:%H:%M}"
        else:
            when = f"{self.first:%Y.%m.%d}~{self.last:%Y.%m.%d}"
        mark = "[취소] " if self.cancelled else ""
        return f"| {mark}{self.title} | {when} | {self.place} | https://e.example/{self.number} |\n"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens at an instant. `entry` is the row from then on, None where it is removed."""

    at: datetime
    number: int
    entry: Entry | None = None
    muting: str = ""


@dataclass(slots=True)
class World:
    """The events at the beginning, by number, with the documents that hold them, and what happens then."""

    homes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    beginning: dict[int, Entry] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)


def make_world(dice: random.Random, *, events: int, days: int, targets: list[str]) -> World:
    """Events all over the year in places all over the world; half of them are edited, moved, cancelled or removed."""
    world = World()
    for number in range(1, events + 1):
        entry = _entry(dice, number, days)
        world.homes[number] = _homes(dice, number)
        found_late = dice.random() < 0.3
        if found_late:
            latest = max(1, (datetime.combine(entry.first, time(), UTC) - START).days)
            world.acts.append(
                Act(_minute(dice, START + timedelta(days=dice.randrange(latest), hours=2)), number, entry)
            )
        else:
            world.beginning[number] = entry
        since = world.acts[-1].at if found_late else START + timedelta(hours=2)
        world.acts += _fate(dice, entry, since)
        if dice.random() < 0.2:
            before = since + (datetime.combine(entry.first, time(), UTC) - since) * dice.random()
            world.acts.append(Act(_minute(dice, max(since, before)), number, muting=dice.choice(targets)))
    world.acts.sort(key=lambda act: (act.at, act.number))
    _apart(world.acts)
    return world


def document(entries: list[Entry]) -> bytes:
    """A document that announces these events."""
    return (
        "---\ntitle: 행사 목록\ndate: 2025-01-02\n---\n\n## 행사\n\n" + HEAD + "".join(e.row for e in entries)
    ).encode()


def _entry(dice: random.Random, number: int, days: int) -> Entry:
    first = START.date() + timedelta(days=dice.randrange(2, days - 5))
    place = dice.choice(list(PLACES))
    hours = time(dice.randrange(0, 21), dice.choice((0, 30))) if dice.random() < 0.4 else None
    last = first if hours else first + timedelta(days=dice.choice((0, 0, 1, 2, 5)))
    return Entry(number, f"포럼 {number:03} {place}", first, last, place, hours)


def _homes(dice: random.Random, number: int) -> tuple[str, ...]:
    """One event in ten is announced by two documents."""
    own = f"list-{number % 20}.md"
    return (own, f"other-{number % 7}.md") if dice.random() < 0.1 else (own,)


def _fate(dice: random.Random, entry: Entry, since: datetime) -> Iterator[Act]:
    """Up to three changes of a row, each while its event lies more than a day ahead."""
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        latest = datetime.combine(entry.first, time(), UTC) - timedelta(days=1)
        if latest <= since + timedelta(hours=1):
            return
        since = _minute(dice, since + (latest - since) * dice.random())
        kind = dice.choice(("retitle", "move", "move", "cancel", "remove"))
        if kind == "retitle":
            entry = replace(entry, title=dice.choice((f"{entry.title}  ", f"{entry.title} (본선)", f"{entry.title}!")))
        elif kind == "move":
            shift = timedelta(days=dice.randrange(1, 40))
            first = max(entry.first, since.date() + timedelta(days=2)) + shift
            entry = replace(entry, first=first, last=first + (entry.last - entry.first))
        elif kind == "cancel":
            entry = replace(entry, cancelled=True)
        yield Act(since, entry.number, None if kind == "remove" else entry)
        if kind in {"cancel", "remove"}:
            return


def _minute(dice: random.Random, moment: datetime) -> datetime:
    """A whole minute that no rule's wall time falls on."""
    return moment.replace(minute=dice.choice((7, 22, 41, 53)), second=0, microsecond=0)


def _apart(acts: list[Act]) -> None:
    """Two changes at one instant would have no order: the later one waits for the next free minute."""
    for index in range(1, len(acts)):
        if acts[index].at <= acts[index - 1].at:
            at = acts[index - 1].at + timedelta(minutes=1)
            at += timedelta(minutes=1) if at.minute % 15 == 0 else timedelta()
            acts[index] = replace(acts[index], at=at)
