"""The agenda answers from the documents as they are, and remembers what became of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import icalendar

from bot.agenda.service import Agenda
from bot.domain.agenda import Change, EventVersion, Step
from bot.domain.subscription import Kind, Subscription, Wish
from tests.agenda.memory import MemoryMutes, MemoryRegistry
from tests.agenda.world import NOW, Documents, at, event

D12 = date(2024, 12, 12)
DAY = timedelta(days=1)


class World:
    """Documents with their agenda."""

    def __init__(self) -> None:
        self.documents = Documents()
        self.registry = MemoryRegistry()
        self.mutes = MemoryMutes()
        self.agenda = self.fresh()
        self.documents.write("a.md", event())

    def fresh(self) -> Agenda:
        return Agenda(self.documents, self.registry, self.mutes, zone=ZoneInfo("Asia/Seoul"))


def kinds(changes: tuple[tuple[EventVersion, tuple[Step, ...]], ...]) -> list[Change]:
    return [step.change for _, steps in changes for step in steps]


def test_a_refresh_keeps_what_became_of_events() -> None:
    """Once for each state of the documents."""
    world = World()
    assert kinds(world.agenda.refresh(now=NOW)) == [Change.FOUND]
    assert world.agenda.refresh(now=NOW + DAY) == ()
    world.documents.write("a.md", event(starts=D12))
    assert kinds(world.agenda.refresh(now=NOW + DAY)) == [Change.MOVED]
    (version,) = world.agenda.versions(now=NOW + DAY)
    assert (version.found_at, version.changed_at, version.sequence) == (NOW, NOW + DAY, 1)


def test_an_answer_needs_no_refresh() -> None:
    """A reader sees the documents as they are, and keeps nothing."""
    world = World()
    assert [e.starts for e in world.agenda.upcoming(now=NOW)] == [date(2024, 12, 10)]
    world.documents.write("a.md", event(starts=D12))
    assert [e.starts for e in world.agenda.upcoming(now=NOW)] == [D12]
    assert world.registry.revision(owner="") == 0


def test_the_uid_is_one_for_readers_and_the_worker() -> None:
    """Whoever looks first, and whatever becomes of the title."""
    world = World()
    (before,) = world.agenda.upcoming(now=NOW)
    world.agenda.refresh(now=NOW)
    world.documents.write("a.md", event("AI 대회 2024 (제7회)", starts=D12))
    (after,) = world.fresh().upcoming(now=NOW)
    world.agenda.refresh(now=NOW)
    (kept,) = world.fresh().upcoming(now=NOW + DAY)
    assert before.uid == after.uid == kept.uid


def test_a_workspace_has_its_own_events_and_the_shared_ones() -> None:
    """And never those of another."""
    world = World()
    world.documents.write("own.md", event("우리 행사"), owner="T1")
    assert {e.title for e in world.agenda.upcoming(now=NOW, owner="T1")} == {"AI 대회 2024", "우리 행사"}
    assert {e.title for e in world.agenda.upcoming(now=NOW, owner="T2")} == {"AI 대회 2024"}


def test_two_workers_keep_one_record() -> None:
    """The slower one looks again and finds nothing left to do."""
    world = World()
    other = world.fresh()
    assert kinds(world.agenda.refresh(now=NOW)) == [Change.FOUND]
    assert other.refresh(now=NOW + DAY) == ()
    assert other.versions(now=NOW + DAY) == world.agenda.versions(now=NOW)


class Racing(MemoryRegistry):
    """Another process writes just before the first save."""

    def save(self, known: object, *, owner: str, expected: int) -> bool:
        kept = super().save(known, owner=owner, expected=expected)  # type: ignore[arg-type]  # passed on
        return kept if expected else False


def test_a_refresh_that_lost_the_race_tells_nothing_twice() -> None:
    """What changed is told by the one that kept it."""
    world = World()
    racing = Racing()
    agenda = Agenda(world.documents, racing, world.mutes, zone=ZoneInfo("Asia/Seoul"))
    assert agenda.refresh(now=NOW) == ()
    assert len(racing.load(owner="").versions) == 1


def test_limits_and_the_past() -> None:
    """As many as asked for; past ones on request."""
    world = World()
    world.documents.write("b.md", *(event(f"행사 {n}", date(2024, 1, n)) for n in range(1, 20)))
    assert len(world.agenda.past(now=NOW, limit=3)) == 3
    assert world.agenda.past(now=NOW)[0].starts == date(2024, 1, 19)
    assert world.agenda.upcoming(now=NOW, limit=0) == ()
    assert [e.title for e in world.agenda.search("대회", now=NOW)] == ["AI 대회 2024"]
    assert world.agenda.is_over(world.agenda.past(now=NOW)[0], now=NOW)


def test_one_event_by_its_uid() -> None:
    """A series stands for its next time; a removed or unknown one is not there."""
    world = World()
    weekly = event("모임", date(2024, 10, 1), recurrence="RRULE:FREQ=WEEKLY")
    world.documents.write("b.md", weekly)
    found = world.agenda.event(weekly.uid, now=NOW)
    assert found is not None
    assert found.starts == date(2024, 11, 26)
    assert world.agenda.event("unknown", now=NOW) is None
    world.agenda.refresh(now=NOW)
    world.documents.remove("b.md")
    assert world.agenda.event(weekly.uid, now=NOW) is None


def test_the_calendar_of_all_or_of_one() -> None:
    """The same bytes on another day and from another process."""
    world = World()
    second = event("다른 행사", D12)
    world.documents.write("b.md", second)
    world.agenda.refresh(now=NOW)
    data = world.agenda.calendar(now=NOW)
    assert data == world.fresh().calendar(now=NOW + 9 * DAY)
    assert len(icalendar.Calendar.from_ical(data).walk("VEVENT")) == 2
    one = icalendar.Calendar.from_ical(world.agenda.calendar(now=NOW, uid=second.uid))
    assert [str(part["SUMMARY"]) for part in one.walk("VEVENT")] == ["다른 행사"]


def test_occasions_follow_the_mutes_of_the_target() -> None:
    """A channel that is not interested is not reminded; others are."""
    world = World()
    wish = Wish("", "C1", Kind.REMINDERS)
    muting = Subscription("s", wish, "U1", created_at=NOW, since=NOW, planned_until=NOW)
    other = replace(muting, id="o", wish=replace(wish, target="C2"))
    world.mutes.mute(event().uid, owner="", target="C1", by="U1", now=NOW)
    until = at(2024, 12, 31)
    assert world.agenda.occasions(muting, until=until, now=NOW) == []
    assert len(world.agenda.occasions(other, until=until, now=NOW)) == 3
