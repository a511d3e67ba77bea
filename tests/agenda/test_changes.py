"""Between two looks, each event is recognised, and what became of it is said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.agenda.changes import KEPT_DAYS, MAX_STEPS, is_move, reconcile
from bot.agenda.merge import merge
from bot.domain.agenda import Change, EventVersion
from bot.domain.event import Event, EventStatus
from tests.agenda.world import NOW, at, event

D10, D12 = date(2024, 12, 10), date(2024, 12, 12)
LATER = NOW + timedelta(days=1)


def look(
    known: Sequence[EventVersion], *events: Event, now: datetime = LATER
) -> list[tuple[EventVersion, list[Change]]]:
    """The versions after a look, each with what is new."""
    found = reconcile(known, merge(events, {}), now=now)
    new = {v.event.uid: [step.change for step in steps] for v, steps in found.changes}
    return [(v, new.get(v.event.uid, [])) for v in found.versions]


def first(*events: Event, now: datetime = NOW) -> list[EventVersion]:
    return [v for v, _ in look([], *events, now=now)]


def test_the_first_look_finds_everything() -> None:
    """With sequence 0, and the moment as the time of finding."""
    ((version, new),) = look([], event(), now=NOW)
    assert (version.sequence, version.found_at, version.changed_at, new) == (0, NOW, NOW, [Change.FOUND])


def test_an_unchanged_event_stays_what_it_is() -> None:
    """The same look again gives the same versions, whenever it is."""
    known = first(event(), event("다른 행사"))
    again = look(known, event("다른 행사"), event(), now=NOW + timedelta(days=300))
    assert [v for v, _ in again] == known
    assert [new for _, new in again] == [[], []]


def test_lines_and_documents_are_no_change() -> None:
    """A moved line or a renamed file raises no sequence, but is kept."""
    ((version, new),) = look(first(event()), event(line=40, document="b.md"))
    assert (version.sequence, new, version.event.line, version.event.document) == (0, [], 40, "b.md")


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        ({"starts": D12, "ends": D12}, Change.MOVED),
        ({"ends": D12}, Change.MOVED),
        ({"starts": None, "ends": None, "vague": "미정"}, Change.MOVED),
        ({"place": "부산"}, Change.EDITED),
        ({"url": "https://b.example/"}, Change.EDITED),
        ({"summary": "다른 말"}, Change.EDITED),
        ({"title": "AI  대회 2024!"}, Change.EDITED),
        ({"status": EventStatus.CANCELLED}, Change.CANCELLED),
        ({"starts": at(2024, 12, 10, 5), "ends": at(2024, 12, 10, 7), "zone": "Asia/Seoul"}, Change.EDITED),
    ],
)
def test_every_change_raises_the_sequence_once(edit: dict[str, object], change: Change) -> None:
    """And its step keeps the dates from before."""
    old = event()
    ((version, new),) = look(first(old), replace(old, **edit))  # type: ignore[arg-type]  # fields by name
    assert (new, version.sequence, version.changed_at, version.event.uid) == ([change], 1, LATER, old.uid)
    assert (version.steps[-1].starts, version.steps[-1].ends) == (D10, D10)
    assert version.found_at == NOW


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ((D10, D10), (at(2024, 12, 10, 5), at(2024, 12, 10, 6)), False),
        ((D10, D10), (at(2024, 12, 11, 5), at(2024, 12, 11, 6)), True),
        ((at(2024, 12, 10, 5), at(2024, 12, 10, 6)), (at(2024, 12, 10, 6), at(2024, 12, 10, 7)), True),
        ((at(2024, 12, 10, 5), at(2024, 12, 10, 6)), (D10, D10), False),
        ((None, None), (D10, D10), True),
    ],
)
def test_an_hour_is_more_exact_but_not_a_move(before: object, after: object, moved: bool) -> None:
    """People are told where they would have been at the wrong time, and not otherwise."""
    old = event(starts=before[0], ends=before[1])  # type: ignore[index]  # pairs
    new = event(starts=after[0], ends=after[1])  # type: ignore[index]
    assert is_move(old, new) is moved


def test_a_day_within_its_bounds_is_not_a_move() -> None:
    """`12월 중순` that becomes the 12th was never another day."""
    vague = event(starts=date(2024, 12, 11), ends=date(2024, 12, 20), vague="12월 중순")
    assert not is_move(vague, event(starts=D12))
    assert is_move(vague, event(starts=D10))


@pytest.mark.parametrize("title", ["AI 대회 2024 (제7회)", "A.I. 대회 2024", "AI 대희 2024"])
def test_a_corrected_title_is_the_same_event(title: str) -> None:
    """Within its document an event is recognised by likeness, also where it moves at the same time."""
    old = event()
    ((version, new),) = look(first(old), event(title))
    assert version.event.uid == old.uid
    assert set(new) <= {Change.EDITED}
    ((version, new),) = look(first(old), event(title, starts=D12))
    assert (version.event.uid, version.event.starts, new) == (old.uid, D12, [Change.MOVED])
    ((version, new),) = look([version], event(title, starts=D12), now=LATER + timedelta(days=1))
    assert (version.event.uid, new) == (old.uid, [])


def test_another_title_is_another_event() -> None:
    """One that replaces another in the same row is found, and the other removed."""
    after = look(first(event()), event("로봇 박람회", starts=D12))
    assert sorted(change for _, new in after for change in new) == [Change.FOUND, Change.REMOVED]
    numbered = look(first(event("제7회 대회")), event("제8회 대회", starts=D12))
    assert sorted(change for _, new in numbered for change in new) == [Change.FOUND, Change.REMOVED]


def test_namesakes_keep_their_identity_when_one_moves() -> None:
    """Of two events of one title the unmoved one stays itself."""
    seminar = event("세미나")
    second = replace(event("세미나", starts=D12), uid="other")
    known = first(seminar, second)
    moved = replace(second, starts=date(2024, 12, 19), ends=date(2024, 12, 19), uid="third")
    after = {v.event.uid: (v.event.starts, new) for v, new in look(known, seminar, moved)}
    assert after == {seminar.uid: (D10, []), "other": (date(2024, 12, 19), [Change.MOVED])}


def test_a_cancelled_event_may_be_restored() -> None:
    """Each turn is a step of its own."""
    known = first(event())
    for status, change in ((EventStatus.CANCELLED, Change.CANCELLED), (EventStatus.CONFIRMED, Change.RESTORED)):
        ((version, new),) = look(known, event(status=status))
        assert new == [change]
        known = [version]
    assert known[0].sequence == 2


def test_a_cancelled_event_keeps_the_day_that_it_had() -> None:
    """An editor who writes 취소 over the date has not taken the day out of people's calendars."""
    known = first(event())
    for _ in range(2):
        ((version, _),) = look(known, event(starts=None, status=EventStatus.CANCELLED))
        assert (version.event.starts, version.sequence) == (D10, 1)
        known = [version]


def test_a_removed_event_stays_known_and_may_return() -> None:
    """Its return is a finding of the same event."""
    known = first(event())
    ((gone, new),) = look(known)
    assert (gone.removed_at, gone.sequence, new) == (LATER, 1, [Change.REMOVED])
    assert look([gone], now=LATER + timedelta(days=1)) == [(gone, [])]
    ((back, new),) = look([gone], event(), now=LATER + timedelta(days=2))
    assert (back.event.uid, back.removed_at, back.sequence, new) == (known[0].event.uid, None, 2, [Change.RESTORED])
    assert back.found_at == LATER + timedelta(days=2)


def test_what_is_removed_for_long_is_forgotten() -> None:
    """The record does not grow for ever."""
    ((gone, _),) = look(first(event()))
    assert look([gone], now=LATER + timedelta(days=KEPT_DAYS + 1)) == []


def test_what_is_over_does_not_move() -> None:
    """The same row with next year's date is the next edition, with a uid of its own that lasts."""
    old = event("AI 대회")
    after_it = at(2025, 1, 20)
    known = first(old)
    result = look(known, event("AI 대회", starts=date(2025, 12, 9)), now=after_it)
    assert {v.event.starts: new for v, new in result} == {D10: [Change.REMOVED], date(2025, 12, 9): [Change.FOUND]}
    again = look([v for v, _ in result], event("AI 대회", starts=date(2025, 12, 9)), now=after_it + timedelta(days=1))
    assert [new for _, new in again] == [[], []]
    ((_, _), (moved, new)) = look(
        [v for v, _ in again], event("AI 대회", starts=date(2025, 12, 16)), now=after_it + timedelta(days=2)
    )
    assert (moved.event.starts, new) == (date(2025, 12, 16), [Change.MOVED])


def test_a_correction_of_the_past_is_no_new_edition() -> None:
    """An editor who mends an old date has not announced anything."""
    result = look(first(event()), event(starts=D12), now=at(2025, 1, 20))
    assert [new for _, new in result] == [[Change.MOVED]]


def test_the_steps_of_a_restless_event_are_bounded() -> None:
    """An editor who cannot decide costs a constant."""
    known = first(event())
    for day in range(1, MAX_STEPS + 10):
        known = [v for v, _ in look(known, event(starts=date(2025, 1, day % 28 + 1)), now=NOW + timedelta(hours=day))]
    assert len(known[0].steps) == MAX_STEPS
    assert known[0].sequence == MAX_STEPS + 9
