"""What is shown, why, and what is never shown twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.digest import DatedSection, Freshness, Highlight, Shown
from bot.domain.document import SectionKind
from bot.trends.census import Census
from bot.trends.highlights import LEAST, MOST, Period, Selection, freshness
from bot.trends.report import report
from bot.trends.shelf import Shelf
from tests.trends.corpus import SEOUL, dated, info, shelf

AT = datetime.fromisoformat("2024-11-25T09:00:00+09:00")
WEEK = timedelta(days=7)
PERIOD = Period.of(AT - WEEK, AT, SEOUL)
BEFORE, WITHIN = AT - timedelta(days=30), AT - timedelta(days=2)
LATER = AT + timedelta(days=700)


def when(
    document: date | None, seen: datetime | None, changed: datetime | None = None, source: date | None = None
) -> Freshness:
    section = dated(info("d", document), "글", "본문", seen=seen, changed=changed, source=source)
    return freshness(section, source or document, PERIOD)


def test_what_came_in_within_the_period_and_is_recent_is_new() -> None:
    """Both are needed: it arrived, and it is no old news."""
    assert when(date(2024, 11, 20), WITHIN) is Freshness.NEW
    assert when(date(2024, 11, 1), WITHIN, source=date(2024, 9, 5)) is Freshness.NEW


def test_an_old_post_imported_today_comes_from_the_archive() -> None:
    """Old news never poses as new."""
    assert when(date(2023, 12, 15), WITHIN) is Freshness.ARCHIVE
    assert when(None, WITHIN) is Freshness.ARCHIVE


def test_a_new_wording_within_the_period_is_a_change() -> None:
    """However old the section is; a wording of before is none."""
    assert when(date(2023, 12, 15), BEFORE, WITHIN) is Freshness.CHANGED
    assert when(date(2023, 12, 15), BEFORE, BEFORE + WEEK) is Freshness.ARCHIVE


def test_what_came_in_as_one_period_ends_is_new_in_that_one_alone() -> None:
    """Two weeks in a row must not both announce it."""
    section = dated(info("d", date(2024, 11, 20)), "글", "본문", seen=AT)
    weeks = [Period.of(AT - WEEK, AT, SEOUL), Period.of(AT, AT + WEEK, SEOUL)]
    assert [freshness(section, date(2024, 11, 20), week) for week in weeks] == [Freshness.NEW, Freshness.RECENT]
    changed = replace(section, first_seen=AT - 9 * WEEK, info=info("d", date(2023, 1, 1)))
    found = [freshness(changed, date(2023, 1, 1), week) for week in weeks]
    assert found == [Freshness.CHANGED, Freshness.ARCHIVE]


def test_what_is_recent_and_came_earlier_is_recent() -> None:
    """A monthly brief is not over after its week."""
    assert when(date(2024, 11, 1), BEFORE) is Freshness.RECENT
    assert when(date(2024, 9, 1), BEFORE) is Freshness.ARCHIVE


def test_of_a_past_week_the_documents_date_stands_for_its_arrival() -> None:
    """The store was filled long after the week that is composed."""
    assert when(date(2024, 11, 20), LATER) is Freshness.NEW
    assert when(date(2024, 11, 1), LATER) is Freshness.RECENT
    assert when(date(2024, 11, 1), None) is Freshness.RECENT
    assert when(date(2024, 1, 1), LATER) is Freshness.ARCHIVE
    assert when(None, LATER) is Freshness.ARCHIVE


def article(name: str, *, document: str = "brief", day: date = date(2024, 11, 20), **about: object) -> DatedSection:
    """An article about something that no other article is about."""
    body = f"{name}은 이번에 처음으로 세상에 나온 것으로, 모두 3개의 값이 함께 공개되었다."
    return dated(info(document, day), f"‘{name}’ 소식", body, **about)  # type: ignore[arg-type]


def chosen(made: Shelf, at: datetime = AT, shown: Sequence[Shown] = ()) -> tuple[Highlight, ...]:
    census = Census(made, at, SEOUL)
    return Selection(census, Period.of(at - WEEK, at, SEOUL), report(census), shown).highlights()


def names(count: int, prefix: str = "이름") -> list[str]:
    return [f"{prefix}{chr(0xAC00 + 37 * n)}{chr(0xB098 + 41 * n)}" for n in range(count)]


def test_up_to_five_of_what_is_new_are_shown() -> None:
    """A digest is read between two meetings."""
    found = chosen(shelf([article(n) for n in names(9)]))
    assert len(found) == MOST
    assert {h.freshness for h in found} == {Freshness.NEW}


def test_the_archive_fills_up_to_three_and_says_its_date() -> None:
    """A quiet week is still worth reading."""
    old = [article(n, document=f"old{n}", day=date(2023, 5, 1)) for n in names(6, "옛")]
    found = chosen(shelf([article("새이름")], *[[section] for section in old]))
    assert len(found) == LEAST
    assert [h.freshness for h in found] == [Freshness.NEW, Freshness.ARCHIVE, Freshness.ARCHIVE]
    assert found[1].dated == date(2023, 5, 1)


def test_two_parts_of_one_post_are_not_shown_together() -> None:
    """A post is one article, however many headings it has; an article of a brief is one by itself."""
    post = [article(n, document="post", kind=SectionKind.PART) for n in names(4)]
    brief = [article(n, document="brief") for n in names(4, "글")]
    found = chosen(shelf(post, brief))
    assert sum(h.document.id == "post" for h in found) == 1
    assert len(found) == MOST


def test_where_there_is_but_one_post_its_parts_fill_the_digest() -> None:
    """Variety yields where it would leave nothing to read."""
    found = chosen(shelf([article(n, document="post", kind=SectionKind.PART) for n in names(6)]))
    assert len(found) == LEAST


def test_two_of_one_topic_are_not_shown_together() -> None:
    """Two articles about 메타 in one week are one too many."""
    both = [
        dated(
            info("brief", date(2024, 11, 20)), f"‘메타’, ‘{name}’ 공개", f"메타가 {name}을 오늘 세상에 처음 공개했다."
        )
        for name in ("무비젠", "라마셋")
    ]
    found = chosen(shelf([*both, *[article(n) for n in names(20)]]))
    assert sum("메타" in h.section.heading for h in found) <= 1


def test_two_of_one_everyday_topic_are_not_shown_together() -> None:
    """A word of headings that nobody writes as a name is a topic all the same."""
    same = [dated(info(f"b{n}", date(2024, 11, 20)), f"{n}호 디카페인", "디카페인의 값이 오른다.") for n in range(3)]
    found = chosen(shelf(*([each] for each in same), [article(n) for n in names(20)]))
    assert sum("디카페인" in h.section.heading for h in found) <= 1


def test_sources_figures_and_key_contents_go_before_bare_words() -> None:
    """Quality decides among what is equally new."""
    bare = [article(n, document="bare") for n in names(8)]
    rich = article("근거", document="rich", source=date(2024, 11, 19), keys=("근거가 있는 글은 모두 3개다",))
    assert chosen(shelf(bare, [rich]))[0].section.heading == "‘근거’ 소식"


def test_a_section_whose_every_sentence_leans_on_another_goes_last() -> None:
    """What cannot be quoted alone is shown when everything else was."""
    leaning = dated(
        info("leaning", date(2024, 11, 20)),
        "‘기댐’ 소식",
        "이러한 변화는 모두 3개의 값을 함께 바꾸어 놓았다고 한다. 그러나 그 까닭은 아직 아무도 모른다고 한다.",
    )
    alone = [[article(n, document=f"d{n}")] for n in names(5)]
    assert all("기댐" not in h.section.heading for h in chosen(shelf([leaning], *alone)))
    assert "기댐" in chosen(shelf([leaning], *alone[:4]))[-1].section.heading


def test_a_rising_topic_lifts_its_section() -> None:
    """What moves is read first."""
    past = [article(n, document="past", day=date(2024, 1, 1)) for n in names(40, "과거")]
    about = [
        dated(info(f"r{n}", date(2024, 11, 20)), f"소식 {n}", f"‘딥시크’가 {n}번째로 나왔다고 모두가 말했다.")
        for n in range(5)
    ]
    quiet = [article(n, document=f"q{n}") for n in names(15, "조용")]
    made = shelf(past, *[[s] for s in about], *[[s] for s in quiet])
    census = Census(made, AT, SEOUL)
    assert "딥시크" in {m.topic.name for m in report(census).rising}
    assert "딥시크" in chosen(made)[0].section.text


def test_moved_renamed_and_reset_wordings_are_no_news() -> None:
    """The store keeps both instants of a wording that came back under another name: nothing is new about it."""
    old = article("이름", document="a", day=date(2024, 1, 1), seen=BEFORE)
    moved = replace(old, info=replace(old.info, id="b", path="new/place.md"))
    assert freshness(moved, date(2024, 1, 1), PERIOD) is Freshness.ARCHIVE


def kept(found: Sequence[Highlight], at: datetime) -> list[Shown]:
    return [Shown(h.section.id, h.fingerprint, h.document.id, at) for h in found]


def test_what_was_shown_stays_away_for_twelve_weeks_under_any_name() -> None:
    """Neither the section nor its wording comes back before, and both may after."""
    section = article("이름", day=date(2023, 1, 1))
    shown = kept(chosen(shelf([section])), AT)
    renamed = replace(section, section=replace(section.section, id="other#x"), info=replace(section.info, id="other"))
    reworded = replace(section, fingerprint="changed")
    for weeks, expected in ((11, 0), (12, 1)):
        later = AT + weeks * WEEK
        for twin in (section, renamed, reworded):
            assert len(chosen(shelf([twin]), later, shown)) == expected


def test_a_showing_in_the_future_bars_nothing() -> None:
    """A past week is composed as it would have been then."""
    section = article("이름", day=date(2023, 1, 1))
    assert chosen(shelf([section]), AT, kept(chosen(shelf([section])), AT + WEEK))


@pytest.mark.parametrize("parts", [20, 45])
def test_every_part_of_a_quiet_corpus_comes_round(parts: int) -> None:
    """All is shown once before anything is shown twice, and each document within as many weeks as there are."""
    documents = [
        [article(n, document=f"d{place}", day=date(2022, 1, 1)) for n in names(5, f"{place}번")]
        for place in range(parts // 5)
    ]
    poor = dated(
        info("poor", date(2022, 1, 1)), "결론", "이 글은 별다른 말 없이 그냥 이렇게 끝난다.", kind=SectionKind.PART
    )
    made = shelf(*documents, [poor])
    shown: list[Shown] = []
    for week in range(-(-(parts + 1) // LEAST) + 1):
        shown += kept(chosen(made, AT + week * WEEK, shown), AT + week * WEEK)
    ids = [s.section_id for s in shown]
    assert set(ids) == {d.section.id for d in made.sections.values()}
    assert ids.index("poor#결론") < LEAST * (len(made.documents) + 1)


def test_the_same_inputs_choose_the_same() -> None:
    """Whatever the order in which documents came in."""
    documents = [[article(n, document=f"d{n}")] for n in names(12)]
    assert chosen(shelf(*documents)) == chosen(shelf(*reversed(documents)))


def test_sections_without_a_sentence_are_passed_over() -> None:
    """A list of addresses has nothing to say for itself, and must not keep others from their turn."""
    bare = [dated(info("bare", date(2024, 11, 20)), f"목록 {n}", "https://a.example/") for n in range(300)]
    assert [h.document.id for h in chosen(shelf(bare, [article("이름", document="good")]))] == ["good"]
