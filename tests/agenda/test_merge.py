"""What several documents announce becomes one event each, with its sources, its dispute and its editions."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from bot.agenda.likeness import alike
from bot.agenda.merge import merge
from bot.domain.event import Event, EventStatus, Mention
from tests.agenda.world import event

ISSUED = {"a.md": date(2024, 11, 1), "b.md": date(2024, 11, 15), "c.md": date(2025, 11, 1), "undated.md": None}
D10, D12 = date(2024, 12, 10), date(2024, 12, 12)


def one(*events: Event) -> Event:
    """The one event that several announcements are, in whatever order they come."""
    results = {tuple(m.event for m in merge(order, ISSUED)) for order in permutations(events)}
    assert len(results) == 1
    (merged,) = results.pop()
    return merged


def test_the_same_event_in_two_documents_is_one() -> None:
    """The newest document speaks, the other is kept as a source, and gaps are filled from it."""
    old = event(document="a.md", line=5, place="서울", summary="개요", zone="Asia/Seoul")
    new = event("AI  대회, 2024", document="b.md", line=9, url="https://ai.example/")
    merged = one(old, new)
    assert (merged.document, merged.line, merged.also) == ("b.md", 9, (Mention("a.md", 5, D10, D10),))
    assert (merged.place, merged.url, merged.summary) == ("서울", "https://ai.example/", "개요")
    assert merged.disputed == ()


def test_the_newest_document_wins_a_dispute() -> None:
    """Its dates stand, and what the other says is shown beside them."""
    merged = one(event(document="a.md"), event(starts=D12, document="b.md"))
    assert merged.starts == D12
    assert merged.disputed == (Mention("a.md", 1, D10, D10),)


def test_a_document_without_date_is_the_oldest() -> None:
    """Nothing says that it is newer."""
    assert one(event(document="undated.md"), event(starts=D12, document="a.md")).starts == D12


def test_a_day_is_more_than_its_month() -> None:
    """A newer document that only bounds the day does not contradict the one that names it."""
    vague = event(starts=date(2024, 12, 1), ends=date(2024, 12, 31), vague="12월", document="b.md")
    assert (one(event(), vague).starts, one(event(), vague).vague) == (D10, "")
    january = event(starts=date(2025, 1, 1), ends=date(2025, 1, 31), vague="1월", document="b.md")
    assert one(event(), january).vague == "1월"
    open_again = event(starts=None, vague="미정", document="b.md")
    assert one(event(), open_again).starts is None


def test_a_newer_document_may_cancel() -> None:
    """And one that no longer says so restores it."""
    gone = event(status=EventStatus.CANCELLED, document="b.md")
    assert one(event(document="a.md"), gone).status is EventStatus.CANCELLED


def test_titles_may_differ_a_little_on_the_same_days() -> None:
    """A typo, an addition in brackets, the same homepage: one event, found under both uids."""
    for other in ("AI 대회 2024 (제7회)", "AI 대회 2024 [서울]"):
        merged = merge([event(), event(other, document="b.md")], ISSUED)
        assert [len(m.raw) for m in merged] == [2]
    page = "https://maroc.example/"
    first = event("GenAI Summit Maroc 2024", url=page)
    second = event("Gen AI Summit Morocco", url=page, document="b.md")
    assert len(merge([first, second], ISSUED)) == 1
    assert len(merge([first, event("Gen AI Summit Morocco", document="b.md")], ISSUED)) == 2


def test_different_events_stay_apart() -> None:
    """Other days, other numbers, or the same document: never one."""
    for other in (
        event("AI 대회 2025", document="b.md"),
        event("제8회 AI 대회 2024 본선", starts=D12, document="b.md"),
        event("AI 대회 2024 참관", document="a.md"),
        event("로봇 대회", document="b.md"),
    ):
        assert len(merge([event(), other], ISSUED)) == 2, other.title


def test_what_is_announced_after_the_end_is_the_next_edition() -> None:
    """A yearly or monthly event under one title is not moved by the next announcement."""
    merged = merge([event("AI 세미나"), event("AI 세미나", starts=date(2025, 12, 9), document="c.md")], ISSUED)
    assert [m.event.starts for m in merged] == [D10, date(2025, 12, 9)]
    assert len({m.event.uid for m in merged}) == 2
    monthly = [event("월례회", starts=date(2024, 11, 5)), event("월례회", starts=date(2024, 12, 5), document="b.md")]
    assert len(merge(monthly, ISSUED)) == 2
    far = [event("봄 학회", starts=date(2025, 3, 1)), event("봄 학회", starts=date(2026, 3, 1), document="b.md")]
    assert len(merge(far, ISSUED)) == 2


def test_likeness_of_titles() -> None:
    """Letters and digits decide, numbers must not contradict."""
    assert alike("AI Summit 2024", "ai-summit 2024") == 1.0
    assert alike("NeurlPS 2024", "NeurIPS 2024") > 0.85
    assert alike("제7회 AI 대회", "제8회 AI 대회") == 0.0
    assert alike("", "") == 0.0
    assert alike("로봇", "세미나") < 0.5
