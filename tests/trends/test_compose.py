"""The digest as a value."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.answers import Gap
from bot.domain.digest import DatedSection, Direction, Freshness, Wanted
from bot.domain.event import Event, EventStatus
from bot.trends.census import Census
from bot.trends.compose import EVENTS_SHOWN, GAPS_SHOWN, compose
from tests.trends.corpus import SAMPLES, SEEDS, SEOUL, dated, glossary, info, read, shelf

AT = datetime.fromisoformat("2024-11-25T09:00:00+09:00")
GENERIC = {"기술", "모델", "활용", "AI", "인공지능", "데이터", "서비스", "연구", "기업", "정책", "미국", "발표", "공개"}


def composed(*documents: Sequence[DatedSection], at: datetime = AT, **wanted: object):  # type: ignore[no-untyped-def]
    return compose(Census(shelf(*documents), at, SEOUL), Wanted(at, SEOUL, **wanted))  # type: ignore[arg-type]


def event(title: str, starts: date | datetime | None, ends: date | datetime | None = None, **about: object) -> Event:
    return Event(title, title, starts, ends or starts, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("folder", [SEEDS, SAMPLES], ids=["shipped", "samples"])
def test_the_last_week_of_november_2024(folder) -> None:  # type: ignore[no-untyped-def]
    """Highlights from the brief with their sources, three events in December, and topics that a reader would sign."""
    if not folder.is_dir():
        pytest.skip("the five original documents are not beside this checkout")
    found, events = read(folder)
    census = Census(shelf(*(c.sections for c in found), groups=glossary()), AT, SEOUL)
    digest = compose(census, Wanted(AT, SEOUL, events=events))
    assert 3 <= len(digest.highlights) <= 5
    assert all("2024년 11월호" in h.document.title for h in digest.highlights)
    assert all(h.freshness is Freshness.RECENT and h.dated for h in digest.highlights)
    assert all(h.section.citations for h in digest.highlights)
    assert {e.title for e in digest.events} == {"NeurIPS 2024", "GenAI Summit Maroc 2024", "AI Summit Seoul 2024"}
    rising = {m.topic.name: m for m in digest.trends.rising}
    assert {"오픈AI", "구글", "온디바이스"} <= set(rising)
    assert not GENERIC & set(rising)
    assert all(m.now >= 3 for m in rising.values())
    assert rising["온디바이스"].direction is Direction.NEW
    assert (digest.news.sections_new, digest.news.sections_changed) == (0, 0)


def test_two_years_later_nothing_is_new_and_everything_is_dated() -> None:
    """Honest about an old corpus, and still worth reading."""
    at = datetime(2026, 11, 21, tzinfo=UTC)
    found, events = read(SEEDS, seen=at - timedelta(hours=1))
    census = Census(shelf(*(c.sections for c in found), groups=glossary()), at, SEOUL)
    digest = compose(census, Wanted(at, SEOUL, events=events))
    assert digest.empty
    assert digest.trends.window is None
    assert digest.trends.corpus.latest == date(2024, 11, 1)
    assert digest.trends.standing
    assert len(digest.highlights) == 3
    assert all(h.freshness is Freshness.ARCHIVE and h.dated for h in digest.highlights)
    assert digest.events == ()


def test_the_same_inputs_give_the_same_digest() -> None:
    """Equal to the last value, from shelves that were filled in another order."""
    found, events = read(SEEDS)
    forwards = [c.sections for c in found]
    one, other = shelf(*forwards, groups=glossary()), shelf(*reversed(forwards), groups=glossary())
    wanted = Wanted(AT, SEOUL, events=events)
    assert compose(Census(one, AT, SEOUL), wanted) == compose(Census(other, AT, SEOUL), wanted)
    assert repr(compose(Census(one, AT, SEOUL), wanted)) == repr(compose(Census(other, AT, SEOUL), wanted))


def test_the_same_inputs_give_the_same_digest_in_every_process() -> None:
    """The order of sets differs from one process to the next, and must not show."""
    code = (
        "from hashlib import sha256; from tests.trends import test_compose as t; found, events = t.read(t.SEEDS)\n"
        "made = t.composed(*(c.sections for c in found), events=events)\n"
        "print(sha256(repr(made).encode()).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_what_has_no_date_poses_as_nothing_new_unless_it_came_later() -> None:
    """Of the first import nobody can tell how old it is; what arrives afterwards is dated by its arrival."""
    first, later = AT - timedelta(days=100), AT - timedelta(days=1)
    old = [dated(info("old", None), f"옛글 {n}", f"양조장 {n}곳이 문을 열었다고 한다.", seen=first) for n in range(3)]
    digest = composed(old)
    assert digest.empty
    assert digest.trends.corpus.latest is None
    assert [(h.freshness, h.dated) for h in digest.highlights] == [(Freshness.ARCHIVE, None)] * 3
    new = [dated(info("new", None), "새 글", "양조장이 한 곳 더 문을 열었다고 한다.", seen=later)]
    digest = composed(old, new)
    assert digest.news.sections_new == 1
    assert digest.highlights[0].section.heading == "새 글"
    assert digest.highlights[0].freshness is Freshness.NEW
    assert digest.trends.corpus.latest == later.astimezone(SEOUL).date()


def test_events_that_lie_ahead_are_listed_once_and_in_order() -> None:
    """Neither over nor cancelled, neither undated nor too far away."""
    today = AT.date()
    far = event("far", today + timedelta(days=43))
    over = event("over", today - timedelta(days=3), today - timedelta(days=1))
    called_off = event("off", today + timedelta(days=1), status=EventStatus.CANCELLED)
    undated = event("undated", None)
    running = event("running", today - timedelta(days=1), today)
    timed = event("timed", datetime(2024, 12, 1, 3, tzinfo=UTC))
    digest = composed(events=(far, over, called_off, undated, timed, running, timed))
    assert [e.title for e in digest.events] == ["running", "timed"]
    assert digest.events_more == 0


def test_more_events_than_a_phone_shows_are_counted() -> None:
    """None is lost without a word."""
    many = [event(f"e{n}", AT.date() + timedelta(days=n)) for n in range(EVENTS_SHOWN + 4)]
    digest = composed(events=many)
    assert len(digest.events) == EVENTS_SHOWN
    assert digest.events_more == 4


def test_what_came_in_is_counted_shown_or_not() -> None:
    """The parent message says how much there is beyond the highlights."""
    seen = AT - timedelta(days=1)
    old = AT - timedelta(days=90)
    fresh = [dated(info("new", date(2024, 11, 24)), f"글 {n}", f"본문 {n}", seen=seen) for n in range(7)]
    changed = [dated(info("old", date(2024, 1, 1)), "글", "고친 본문", seen=old, changed=seen)]
    news = composed(fresh, changed).news
    assert (news.sections_new, news.sections_changed) == (7, 1)
    assert [document.id for document in news.documents] == ["new", "old"]


def test_the_period_begins_where_the_digest_before_ended() -> None:
    """A daily digest does not tell a week's news again."""
    section = dated(info("d", date(2024, 11, 22)), "글", "본문", seen=AT - timedelta(days=3))
    assert composed([section]).news.sections_new == 1
    assert composed([section], since=AT - timedelta(days=1)).news.sections_new == 0
    assert composed([section], since=AT + timedelta(days=1)).starts == AT


def test_topics_narrow_highlights_and_trends() -> None:
    """A channel that asked for 라마 hears of nothing else; a topic that nobody names says nothing."""
    document = info("d", date(2024, 11, 20))
    about = dated(document, "‘라마’ 공개", "라마가 이번 주에 처음으로 모두에게 공개되었다.")
    other = dated(document, "‘젬마’ 공개", "젬마가 이번 주에 처음으로 모두에게 공개되었다.")
    digest = composed([about, other], topics=("라마", "없는 말"))
    assert [h.section.heading for h in digest.highlights] == ["‘라마’ 공개"]
    assert [t.name for t in digest.trends.standing] == ["라마"]
    assert composed([about, other], topics=("없는말",)).highlights == ()


def test_a_blank_topic_is_no_topic() -> None:
    """An empty line of a form must not silence a channel."""
    section = dated(info("d", date(2024, 11, 20)), "‘라마’ 공개", "라마가 이번 주에 처음으로 공개되었다.")
    assert composed([section], topics=("", " ")).highlights


def test_gaps_are_told_as_far_as_there_is_room() -> None:
    """Only for channels that want them: others pass none."""
    gaps = [Gap(f"질문 {n}", 9 - n, AT) for n in range(6)]
    assert composed(gaps=gaps).gaps == tuple(gaps[:GAPS_SHOWN])
    assert composed().gaps == ()


def test_an_empty_corpus_gives_an_empty_digest() -> None:
    """The first day of a bot."""
    digest = composed()
    assert digest.empty
    assert digest.highlights == ()
    assert digest.trends.standing == ()
