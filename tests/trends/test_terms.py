"""What a section proposes as topics."""

from __future__ import annotations

from bot.trends.terms import Origin, heads, names, proposals
from bot.trends.words import normal
from tests.trends.corpus import dated, info


def proposed(heading: str, body: str, **about: object) -> dict[str, Origin]:
    section = dated(info("d", **about), heading, body)  # type: ignore[arg-type]
    found: dict[str, Origin] = {}
    for each in proposals(section, normal(section.section.text)):
        found[each.written] = max(found.get(each.written, Origin.WORD), each.origin)
    return found


def test_tags_and_categories_are_proposed() -> None:
    """Whoever tagged a document meant something by it."""
    found = proposed("제목", "본문", tags=("Generative AI", "2024년"))
    assert found["Generative AI"] is Origin.TAG
    assert "2024년" not in found


def test_words_of_headings_lose_their_particles() -> None:
    """A heading is read as nouns, and only neighbours make a pair; whether 은 is a particle is left to its use."""
    found = proposed("유로폴은 얼굴인식을 위한 지침, 발표된 백서", "본문")
    assert found["유로폴"] is found["유로폴은"] is Origin.WORD
    assert found["얼굴인식"] is Origin.WORD
    assert "얼굴인식 지침" not in found
    assert "발표된" not in found


def test_a_heading_makes_no_topic_of_an_english_word() -> None:
    """Agents need better memory: a heading in English proves no noun, a name beside Hangul still makes a pair."""
    assert not {"memory", "Agents need", "need"} & set(proposed("Agents need better memory", "Text."))
    assert proposed("소버린 AI의 부상", "본문")["소버린 AI"] is Origin.PAIR


def test_inner_headings_count_as_well() -> None:
    """The brief sets its sub-headings with a circle."""
    assert "소라" in proposed("제목", "○ 소라, 평가에서 앞서\n본문")


def test_quoted_names_and_names_with_capitals_are_names() -> None:
    """Scripts that mix, capitals and quotation marks single out names in Korean text."""
    found = proposed(
        "제목", "오픈AI와 OECD가 GPT-4o를 ‘메타 무비 젠’과 견주었다. 이는 라마 3.2의 (Meta Movie Gen) 결과다."
    )
    for name in ("오픈AI", "OECD", "GPT-4o", "메타 무비 젠", "라마 3.2", "Meta Movie Gen"):
        assert found[name] is Origin.NAME, name


def test_a_capital_at_the_opening_of_a_sentence_proves_nothing() -> None:
    """English sentences open with capitals, whatever the word."""
    found = proposed("제목", "Introducing things. Guidance is given by Europol today.")
    assert "Introducing" not in found
    assert "Guidance" not in found
    assert found["Europol"] is Origin.NAME


def test_quoted_sentences_are_no_names() -> None:
    """What somebody said is not what something is called."""
    assert not any("필요" in name for name in proposed("제목", "그는 “기술이 필요하지 않다”고 말했다."))


def test_a_term_is_found_among_words_with_its_particle() -> None:
    """Only the last word of a name takes a particle."""
    assert names(["메타의", "ai", "에이전트를"], ("ai", "에이전트"))
    assert not names(["ai의", "에이전트"], ("ai", "에이전트"))


def test_heads_are_what_a_section_says_it_is_about() -> None:
    """Heading, key contents and tags, not the text."""
    section = dated(info("d", tags=("반도체",)), "알파칩", "구글이 만들었다", keys=("칩 레이아웃",))
    assert {"반도체", "알파칩", "레이아웃"} <= set(heads(section))
    assert "구글이" not in heads(section)
