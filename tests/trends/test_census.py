"""What may be counted as a topic, and what exists as of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.digest import DatedSection
from bot.trends.census import Census, published, whole
from bot.trends.words import keys
from tests.trends.corpus import SEEDS, SEOUL, census, dated, glossary, info, read, shelf

AT = "2024-11-25T09:00:00+09:00"


def of_bodies(bodies: list[str], **about: object) -> Census:
    document = info("d", date(2024, 11, 1), **about)  # type: ignore[arg-type]
    return census(shelf([dated(document, f"글 {n}", body) for n, body in enumerate(bodies)]), AT)


def names(made: Census) -> set[str]:
    return {sized.term.name for sized in made.topics(made.shelf.lexicon)}


@pytest.fixture(scope="module")
def shipped() -> Census:
    found, _ = read(SEEDS)
    return census(shelf(*(change.sections for change in found), groups=glossary()), AT)


def test_names_of_the_shipped_corpus_are_topics(shipped: Census) -> None:
    """Organisations, models and prizes count."""
    assert {"메타", "라마 3.2", "오픈AI", "노벨 물리학상", "온디바이스", "구글 딥마인드"} <= names(shipped)


def test_generic_words_are_no_topics(shipped: Census) -> None:
    """They are named in every tag and heading and say nothing."""
    generic = {
        "기술",
        "모델",
        "활용",
        "AI",
        "인공지능",
        "트렌드",
        "전망",
        "2024년",
        "article",
        "Programming",
        "정책",
        "연구",
    }
    generic |= {"발표", "공개", "서비스", "기업", "산업", "결론", "소개", "데이터", "미국", "쓰는", "보는"}
    assert not generic & names(shipped)


def test_what_most_sections_name_is_the_corpus_not_a_topic() -> None:
    """In a corpus about robots 로봇 distinguishes nothing."""
    bodies = ["‘로봇팔’을 다룬다." for _ in range(18)] + ["‘로봇손’을 다룬다." for _ in range(8)]
    assert names(of_bodies(bodies)) >= {"로봇손"}
    assert "로봇팔" not in names(of_bodies(bodies))


def test_an_ordinary_looking_word_must_head_two_sections() -> None:
    """One heading is an accident, and a verb or an adverb is no thing."""
    document = info("d", date(2024, 11, 1))
    once = [dated(document, "양자암호의 부상", "양자암호를 쓴다. 양자암호가 뜬다.")]
    filler = [dated(document, f"글 {n}", "아무 말도 없다.") for n in range(5)]
    twice = [*once, dated(document, "다시 양자암호", "양자암호는 안전하다.")]
    assert "양자암호" not in names(census(shelf([*once, *filler]), AT))
    assert "양자암호" in names(census(shelf([*twice, *filler]), AT))


def test_a_word_that_ends_like_a_particle_is_taken_whole() -> None:
    """디카페인 is no 디카페 with a particle, as 디카페인의 and 디카페인을 show."""
    document = info("d", date(2024, 11, 1))
    named = [dated(document, f"디카페인 소식 {n}", "디카페인을 고른다. 디카페인의 값.") for n in range(3)]
    filler = [dated(document, f"글 {n}", "아무 말도 없다.") for n in range(9)]
    found = names(census(shelf([*named, *filler]), AT))
    assert "디카페인" in found
    assert "디카페" not in found


def test_a_pair_of_words_is_a_topic_where_they_stick_together() -> None:
    """소버린 AI is a name when 소버린 hardly stands alone."""
    document = info("d", date(2024, 11, 1))
    together = [dated(document, f"소버린 클라우드 {n}", "소버린 클라우드를 짓는다.") for n in range(3)]
    apart = [dated(document, f"글 {n}", "소버린 국채와 소버린 펀드, 클라우드 요금.") for n in range(6)]
    assert "소버린 클라우드" in names(census(shelf(together), AT))
    assert "소버린 클라우드" not in names(census(shelf([*together, *apart]), AT))


def test_a_topic_counts_sections_and_documents(shipped: Census) -> None:
    """The counts behind a claim, with the newest date."""
    found = shipped.found("openai")
    assert found is not None
    topic = shipped.topic(found)
    assert (topic.name, topic.english) == ("오픈AI", "OpenAI")
    assert topic.sections == len(found.numbers) >= 4
    assert topic.documents == 2
    assert topic.latest == date(2024, 11, 1)


def test_a_topic_is_called_what_most_sections_call_it() -> None:
    """In the letters of the canonical spelling, which counts where they are level."""
    groups = [["파랑새호", "블루버드호", "Bluebird"]]
    document = info("d", date(2024, 11, 1))

    def called(*bodies: str) -> tuple[str, tuple[str, ...]]:
        made = census(shelf([dated(document, f"글 {n}", body) for n, body in enumerate(bodies)], groups=groups), AT)
        found = made.found("bluebird")
        assert found is not None
        return made.topic(found).name, made.topic(found).aliases

    usual = "Bluebird의 항해, Bluebird 선원"
    assert called("파랑새호가 떴다.", "블루버드호가 떴다.", "블루버드호는 크다.", *[usual] * 4) == (
        "블루버드호",
        ("파랑새호", "Bluebird"),
    )
    assert called("파랑새호가 떴다.", "블루버드호가 떴다.", usual)[0] == "파랑새호"


def test_any_word_can_be_asked_for() -> None:
    """A reader may ask for a word that is no topic; one that nobody uses is unknown."""
    made = of_bodies(["양자 우월성을 보였다.", "양자의 우월성은 다르다."])
    found = made.found("양자 우월성")
    assert found is not None
    assert len(found.numbers) == 1
    assert made.found("없는말") is None
    assert made.found("…") is None


def test_parts_of_a_longer_name_are_left_out_where_both_stand() -> None:
    """메타 beside 메타 무비 젠 says the same thing twice."""
    made = of_bodies(["‘메타 무비 젠’과 ‘메타’를 쓴다."])
    both = made.named_in(keys("메타 무비 젠"))
    assert {s.term.name for s in both} == {"메타", "메타 무비 젠"}
    assert [s.term.name for s in whole(both)] == ["메타 무비 젠"]


NOW = datetime(2024, 11, 25, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=300)


def seen(document_date: date | None, source: date | None, arrived: datetime | None) -> DatedSection:
    return dated(info("d", document_date), "글", "본문", source=source, seen=arrived)


def day_of(section: DatedSection) -> date | None:
    """The day of a section beside one of the first import."""
    first = dated(info("first"), "첫 글", "본문", seen=LONG_AGO)
    return Census(shelf([first], [section]), NOW, SEOUL).days[1]


def test_a_sections_own_source_dates_it_before_its_document_does() -> None:
    """An article of a monthly brief is as old as what it reports."""
    assert day_of(seen(date(2024, 11, 1), date(2024, 9, 5), NOW)) == date(2024, 9, 5)
    assert day_of(seen(date(2024, 11, 1), None, NOW)) == date(2024, 11, 1)
    assert published(seen(date(2024, 11, 1), date(2024, 9, 5), NOW), date(2024, 9, 5)) == date(2024, 11, 1)


def test_arrival_dates_what_has_no_date_unless_it_came_with_the_first_import() -> None:
    """On the first day everything arrives, and nobody can tell how old it is."""
    assert day_of(seen(None, None, NOW)) == date(2024, 11, 25)
    assert day_of(seen(None, None, LONG_AGO)) is None


def test_what_came_later_is_not_there_yet() -> None:
    """A past week is composed from what there was then."""
    made = shelf(
        [seen(date(2024, 12, 1), None, None)],
        [dated(info("e", date(2024, 11, 1)), "글", "본문", source=date(2024, 9, 1))],
        [dated(info("f"), "글", "다른 본문")],
    )
    found = Census(made, NOW, SEOUL)
    assert {made.sections[n].info.id for n in found.days} == {"e", "f"}
    assert found.state().latest == date(2024, 11, 1)
    assert found.state().earliest == date(2024, 9, 1)


def test_what_is_dated_ahead_but_there_counts_as_of_its_arrival() -> None:
    """Most likely a slip of the pen: counted as of today it would be the news of every week until then."""
    assert day_of(seen(date(2034, 11, 1), None, LONG_AGO)) == LONG_AGO.date()
    assert day_of(seen(date(2024, 12, 1), None, NOW)) == NOW.date()


def test_of_copies_the_oldest_counts() -> None:
    """A file that lies in two places names its topics no oftener than once, and was not written when it was copied."""
    said = ("글", "양자암호를 다룬다.")
    made = shelf(
        [dated(info("copy", date(2024, 11, 20)), *said)],
        [dated(info("first", date(2024, 9, 1)), *said)],
        [dated(info("undated"), *said)],
    )
    found = Census(made, NOW, SEOUL)
    assert [made.sections[n].info.id for n in found.days] == ["first"]
    assert (found.state().documents, found.state().sections) == (1, 1)
