"""Windows, what moves in them, and what is said when nothing can be compared."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.digest import DatedSection, Direction
from bot.trends.census import Census
from bot.trends.report import LEAST_COMPARED, choose_window, report, topic_report
from tests.trends.corpus import census, dated, info, shelf

MONDAY = date(2024, 11, 25)
AT = "2024-11-25T09:00:00+09:00"


def day_of(back: int, bodies: list[str]) -> list[DatedSection]:
    document = info(f"d{back}", MONDAY - timedelta(days=back))
    return [dated(document, f"글 {back}-{n}", body) for n, body in enumerate(bodies)]


def filler(count: int) -> list[str]:
    return [f"평범한 글 {n}." for n in range(count)]


def corpus(*days: list[DatedSection]) -> Census:
    return census(shelf(*[day for day in days if day]), AT)


def test_the_shortest_window_that_holds_enough_is_taken() -> None:
    """A busy week speaks for itself; a quiet one is compared over four weeks, or twelve."""
    old = day_of(200, filler(30))
    week = choose_window(corpus(old, day_of(2, filler(LEAST_COMPARED))))
    month = choose_window(corpus(old, day_of(20, filler(LEAST_COMPARED))))
    quarter = choose_window(corpus(old, day_of(80, filler(LEAST_COMPARED))))
    assert week is not None
    assert week.starts == MONDAY - timedelta(days=7)
    assert (week.sections, week.sections_before) == (LEAST_COMPARED, 30)
    assert month is not None
    assert month.starts == MONDAY - timedelta(days=28)
    assert quarter is not None
    assert quarter.starts == MONDAY - timedelta(days=84)


def test_without_enough_to_compare_there_is_no_window() -> None:
    """Too little now, too little before, or all of it undated."""
    assert choose_window(corpus(day_of(200, filler(30)), day_of(2, filler(3)))) is None
    assert choose_window(corpus(day_of(2, filler(30)))) is None
    assert choose_window(corpus([dated(info("u"), f"글 {n}", "본문") for n in range(40)])) is None


def test_where_nothing_can_be_compared_the_whole_corpus_speaks_as_of_its_latest_date() -> None:
    """Two years after the last document there are topics, and none of them rises."""
    old = day_of(700, ["‘라마’를 쓴다.", "‘라마’가 낫다.", "‘라마’와 ‘젬마’.", *filler(30)])
    found = report(corpus(old))
    assert found.window is None
    assert found.movements == ()
    assert [(t.name, t.sections) for t in found.standing] == [("라마", 3)]
    assert found.corpus.latest == MONDAY - timedelta(days=700)


def burst() -> Census:
    before = [*["‘라마’를 쓴다."] * 2, *["‘젬마’를 쓴다."] * 20, *["‘젬마’는 ‘무어’다."] * 20, *filler(60)]
    now = [*["‘라마’가 ‘젬마’를 앞선다."] * 5, *["‘카나나’가 나왔다."] * 4, *["‘젬마’도 있다."] * 6, *filler(10)]
    return corpus(day_of(100, before), day_of(2, now))


def test_bursts_and_newcomers_are_found_with_their_counts() -> None:
    """Every claim carries the sections behind it."""
    found = report(burst())
    said = {m.topic.name: m for m in found.movements}
    assert said["라마"].direction is Direction.RISING
    assert (said["라마"].now, said["라마"].before, said["라마"].documents_now) == (5, 2, 1)
    assert said["카나나"].direction is Direction.NEW
    assert said["젬마"].direction is Direction.STEADY
    assert [m.topic.name for m in found.rising] == ["라마", "카나나"]


def test_what_vanished_is_fading() -> None:
    """A topic of which nobody speaks any more is told of, too."""
    before = [*["‘젬마’를 쓴다."] * 40, *filler(60)]
    found = report(corpus(day_of(100, before), day_of(2, filler(30))))
    assert [m.topic.name for m in found.fading] == ["젬마"]
    assert found.fading[0].now == 0


def test_of_two_terms_for_the_same_sections_one_is_listed() -> None:
    """라마 and 라마 3.2 of the same five articles are one piece of news."""
    now = ["라마 3.2가 나왔다."] * 5
    found = report(corpus(day_of(100, filler(60)), day_of(2, [*now, *filler(20)])))
    assert len([m for m in found.rising if m.topic.name.startswith("라마")]) == 1


def test_a_topic_can_be_asked_for_with_what_is_behind_it() -> None:
    """Sections newest first, the movement, and topics beside it."""
    found = topic_report(burst(), "라마")
    assert found is not None
    assert found.momentum is not None
    assert found.momentum.direction is Direction.RISING
    assert [d.info.id for d in found.sections] == ["d2"] * 5 + ["d100"] * 2
    assert found.beside == ("젬마",)


def test_a_word_that_is_no_topic_moves_nowhere() -> None:
    """A reader may ask for 글; that it stands everywhere is no trend."""
    found = topic_report(burst(), "글")
    assert found is not None
    assert found.momentum is None
    assert topic_report(burst(), "없는말") is None
