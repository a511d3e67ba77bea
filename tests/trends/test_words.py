"""Words and particles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.words import PARTICLES, is_verb, key, keys, normal, phrase, runs, splits

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("메타는", "메타"),
        ("메타가", "메타"),
        ("메타의", "메타"),
        ("메타에서는", "메타"),
        ("유로폴은", "유로폴"),
        ("노벨상을", "노벨상"),
        ("서울로", "서울"),
        ("gpt4o를", "gpt4o"),
        ("오픈ai와", "오픈ai"),
        ("온디바이스용", "온디바이스"),
        ("구글과의", "구글"),
    ],
)
def test_a_noun_is_seen_behind_its_particle(word: str, stem: str) -> None:
    """What a Korean text writes is nearly always the noun with something behind it."""
    assert stem in [found for found, _ in splits(word)]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("메타버스", "메타"),
        ("메타데이터", "메타"),
        ("메타은", "메타"),
        ("유로폴는", "유로폴"),
        ("구글로", "구그"),
        ("국가", "국"),
    ],
)
def test_a_longer_word_or_a_wrong_particle_is_no_noun_with_a_particle(word: str, stem: str) -> None:
    """메타버스 does not speak of 메타, and after a consonant 는 cannot stand."""
    assert stem not in [found for found, _ in splits(word)]


@given(HANGUL)
def test_stem_and_particle_are_the_word(word: str) -> None:
    """A reading loses and adds nothing."""
    for stem, particle in splits(word):
        assert stem + particle == word
        assert particle in PARTICLES
        assert len(stem) > 1


def test_words_are_counted_without_hyphens_and_with_their_parts() -> None:
    """Writers disagree on hyphens; versions keep their points."""
    assert keys(normal("GPT-4o를 몰모-72B가 3.2로")) == [
        "gpt4o를",
        "몰모72b가",
        "3.2로",
        "gpt",
        "4o를",
        "몰모",
        "72b가",
    ]


def test_addresses_and_markup_are_no_words() -> None:
    """A link counts by what it says."""
    text = normal("[위키백과](https://ko.wikipedia.org/wiki/AI) ![그림](a/b.png) <b>굵게</b> https://openai.com/x")
    assert keys(text) == ["위키백과", "굵게"]


def test_spellings_of_a_phrase_join_to_the_same_key() -> None:
    """오픈 소스, 오픈소스 and 오픈-소스 are one term."""
    assert {"".join(phrase(form)) for form in ("오픈 소스", "오픈소스", "오픈-소스")} == {"오픈소스"}
    assert key("GPT-4o") == "gpt4o"
    assert phrase("AI 에이전트") == ("ai", "에이전트")


@pytest.mark.parametrize("word", ["활용하는", "공개했다", "지원할", "발표된", "이해하고", "향상시켜"])
def test_a_noun_made_a_verb_is_told_from_a_noun(word: str) -> None:
    """A doing is no topic."""
    assert is_verb(word)


@pytest.mark.parametrize("word", ["영상해석", "메타의", "온디바이스", "대한민국", "이해관계자", "고해상도"])
def test_a_noun_that_holds_a_verbs_syllable_is_no_verb(word: str) -> None:
    """해 and 한 are syllables of nouns, too."""
    assert not is_verb(word)


@given(st.text(max_size=300))
def test_any_text_gives_words_of_itself(text: str) -> None:
    """Nothing is invented, and nothing raises."""
    flat = normal(text)
    for run in runs(flat):
        assert run in flat


def test_marks_that_never_close_are_read_through() -> None:
    """Brackets and angles by the thousand are no markup, and the words among them count."""
    text = "<" * 20_000 + "![" * 20_000 + "](" * 20_000 + "메타" + "(한글(" * 20_000
    assert set(keys(normal(text))) == {"메타", "한글"}
