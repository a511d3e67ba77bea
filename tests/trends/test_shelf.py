"""The shelf in step with its corpus."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.digest import DatedChange, DatedSection
from bot.domain.document import SectionKind
from bot.trends.shelf import Phrases, Shelf
from tests.trends.corpus import changes, dated, info, shelf

SENTENCES = [
    "오픈AI가 ‘GPT-5’를 공개했다.",
    "구글의 AI 에이전트를 시험했다.",
    "AI 에이전트는 아직 느리다.",
    "메타(Meta)는 라마 3.2의 성능을 높였다.",
    "온디바이스 모델을 메타가 냈다.",
    "규제 샌드박스를 시작했다.",
]
HEADINGS = ["AI 에이전트 시장", "온디바이스의 부상", "규제 샌드박스", "결론"]
SECTION = st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
DOCUMENT = st.lists(SECTION, max_size=3, unique_by=lambda s: s[0])
STEPS = st.lists(st.tuples(st.sampled_from("abc"), DOCUMENT), min_size=1, max_size=6)


def sections(name: str, parts: list[tuple[str, list[str]]]) -> list[DatedSection]:
    return [dated(info(name), heading, " ".join(body)) for heading, body in parts]


def counted(made: Shelf) -> dict[str, list[str]]:
    """What any user of the shelf could see: each term's sections, by id."""
    return {
        joined: sorted(made.sections[n].section.id for n in made.holding(made.lexicon.term(joined)))
        for joined in made.lexicon
    }


@settings(max_examples=60)
@given(STEPS)
def test_growing_and_shrinking_ends_where_reading_afresh_does(steps: list[tuple[str, DOCUMENT]]) -> None:  # type: ignore[valid-type]
    """However the corpus came to be what it is, the counts are those of its present documents."""
    grown = Shelf([["메타", "Meta"]])
    latest: dict[str, list[DatedSection]] = {}
    for revision, (name, parts) in enumerate(steps, 1):
        latest[name] = sections(name, parts)
        grown.update([DatedChange(revision, name, tuple(latest[name]))])
    fresh = Shelf([["메타", "Meta"]])
    fresh.update([DatedChange(1, name, tuple(found)) for name, found in latest.items()])
    assert counted(grown) == counted(fresh)
    assert {n: len(found) for n, found in grown.documents.items()} == {n: len(f) for n, f in fresh.documents.items()}


def test_an_unchanged_section_keeps_its_number() -> None:
    """Only what changed is read again."""
    first = sections("a", [("하나", ["메타는 크다."]), ("둘", ["구글은 작다."])])
    made = shelf(first)
    before = dict(made.documents)
    second = [first[0], dated(info("a"), "둘", "구글은 더 작다.")]
    made.update(changes(second, first=2))
    assert made.documents["a"][0] == before["a"][0]
    assert made.documents["a"][1] != before["a"][1]


def test_a_new_date_of_an_unchanged_section_is_taken_over() -> None:
    """The document's date may be corrected without any wording."""
    first = sections("a", [("하나", ["메타는 크다."])])
    made = shelf(first)
    source = replace(first[0].info, title="새 제목")
    made.update([DatedChange(2, "a", (replace(first[0], info=source),))])
    assert [d.info.title for d in made.sections.values()] == ["새 제목"]


def test_a_phrase_that_becomes_known_is_found_in_older_sections() -> None:
    """A term is counted over all that was read before it was a term."""
    made = shelf([dated(info("a"), "글", "양자 컴퓨팅을 쓴다.")])
    made.update(changes([dated(info("b"), "글", "‘양자 컴퓨팅’이란 무엇인가를 다룬 책")], first=2))
    found = made.holding(made.lexicon.term("양자컴퓨팅"))
    assert {made.sections[n].info.id for n in found} == {"a", "b"}


def test_events_are_no_reading_matter() -> None:
    """An announcement would count as a section about its topic, and be shown as a highlight."""
    made = shelf([dated(info("a"), "NeurIPS 2024", "12월 10일 밴쿠버", kind=SectionKind.EVENT)])
    assert not made.sections


def test_what_only_stands_around_the_text_is_no_reading_matter() -> None:
    """A byline and a list of references name much and tell nothing."""
    whole = dated(info("a"), "참고문헌", "- [1] https://a.example/gpt-5")
    made = shelf([replace(whole, section=replace(whole.section, answers=False))])
    assert not made.sections


def test_headings_above_a_section_are_not_its_words() -> None:
    """Else every article of a brief would name what stands on the brief's cover."""
    section = dated(info("a"), "글", "본문")
    under = replace(section, section=replace(section.section, path=("I. 노벨상 동향", "글")))
    assert not shelf([under]).naming(("노벨상",))


def test_phrases_are_found_in_one_pass() -> None:
    """Overlapping phrases are all found, the last word with its particle."""
    phrases = Phrases()
    assert phrases.add(("메타", "무비", "젠"))
    assert phrases.add(("메타", "무비"))
    assert not phrases.add(("메타", "무비"))
    assert not phrases.add(("메타",))
    assert set(phrases.found(["그", "메타", "무비", "젠을", "메타", "무비의"])) == {"메타무비젠", "메타무비"}
