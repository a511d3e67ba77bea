from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spelling.hangul import sound, sounds
from bot.search.spelling.latin import begin_alike, folded, is_respelling, is_romanised, is_sure_sound, likeness, spelled
from bot.search.words.lexicon import LEAST_LIKENESS
from tests.search.corpus import document, engine_of

SAME = [("hinton", "힌튼"), ("deepmind", "딥마인드"), ("llama", "라마"), ("gartner", "가트너"), ("kanana", "카나나")]
STRANGERS = [("hinton", "한탄"), ("llama", "라면"), ("gartner", "거대한"), ("open", "아픈")]


@pytest.mark.parametrize(("latin", "hangul"), SAME)
def test_a_name_sounds_like_its_korean_spelling(latin: str, hangul: str) -> None:
    """Names that documents write in both scripts are far more alike than chance makes them."""
    assert likeness(latin, hangul) >= 0.6
    assert likeness(latin, hangul) > max(likeness(latin, other) for other in ("학교", "서울시", "보고서"))


@pytest.mark.parametrize(("latin", "hangul"), STRANGERS)
def test_vowels_part_what_consonants_confuse(latin: str, hangul: str) -> None:
    """Words that share a skeleton of consonants are less alike than a name and itself."""
    assert likeness(latin, hangul) < 1.0


@given(st.text(st.sampled_from("가힣뷁아이abcxyz"), max_size=8))
def test_repeated_sounds_count_once(word: str) -> None:
    """Spelling doubles letters at will: no sound stands twice in a row."""
    heard = folded(word)
    assert all(one != other for one, other in pairwise(heard))
    assert likeness(word, word) == 1.0


def test_a_silent_head_softens_the_vowel() -> None:
    """`야` begins with the i that `Yahoo` begins with."""
    assert folded("야후") == folded("iahu")


@pytest.mark.parametrize(
    ("latin", "hangul"), [("iphone", "아이폰"), ("europe", "유럽"), ("johann", "요한"), ("web", "웹"), ("meta", "메타")]
)
def test_a_transliteration_begins_as_the_name_does(latin: str, hangul: str) -> None:
    """With a vowel or with a consonant; some letters may be either."""
    assert begin_alike(latin, hangul)


@pytest.mark.parametrize(("latin", "hangul"), [("take", "있게"), ("open", "보안"), ("need", "인디드")])
def test_what_begins_otherwise_is_another_word(latin: str, hangul: str) -> None:
    """The skeleton of consonants alone takes them for the same."""
    assert not begin_alike(latin, hangul)


@pytest.mark.parametrize(
    ("latin", "hangul"),
    [
        ("disney", "디즈니"),
        ("kairos", "카이로스"),
        ("quantization", "퀀타이제이션"),
        ("diffusion", "디퓨전"),
        ("session", "세션"),
        ("suncatcher", "선캐처"),
        ("lionsgate", "라이언스게이트"),
    ],
)
def test_transliterations_that_no_letter_shows(latin: str, hangul: str) -> None:
    """The vowel between consonants, endings in -tion and -sion, letters that Korean hears otherwise."""
    assert sound(hangul) in sounds(latin)
    assert likeness(latin, hangul) >= LEAST_LIKENESS[min(4, len(sound(hangul)))]


@pytest.mark.parametrize(
    ("said", "letters"),
    [("엠씨피", "mcp"), ("에이치비엠", "hbm"), ("에이투에이", "a2a"), ("브이엘엘엠", "vllm"), ("지피티4", "gpt4")],
)
def test_names_of_letters_spell_a_name(said: str, letters: str) -> None:
    """`지` and `비` may be either of two letters."""
    assert letters in spelled(said)


@pytest.mark.parametrize("word", ["에이", "노벨상", "오이", "삼성", "", "2024"])
def test_few_words_are_spelled(word: str) -> None:
    """A single letter, other syllables and mere digits spell nothing."""
    assert not [text for text in spelled(word) if text != "oe"]


def test_many_readings_are_cut_short() -> None:
    """Each `지` may be g or z; nobody waits for all of them."""
    assert len(spelled("지" * 400)) <= 32


@pytest.mark.parametrize(
    ("latin", "korean", "sure"),
    [("unitree", "유니트리", True), ("hinton", "힌튼", True), ("tony", "동의", False), ("acta", "않겠다", False)],
)
def test_a_transcription_keeps_to_the_rules_for_foreign_words(latin: str, korean: str, sure: bool) -> None:
    """What merely has the same consonants is another word."""
    assert is_sure_sound(latin, korean, likeness(latin, korean)) is sure
    assert is_sure_sound(korean, latin, likeness(latin, korean)) is sure


@pytest.mark.parametrize(
    ("latin", "korean"),
    [
        ("onggi", "옹기"),
        ("jangdok", "장독"),
        ("hanbit", "한빛"),
        ("pangyo", "판교"),
        ("dokdo", "독도"),
        ("dalgubiseo", "달구비서"),
        ("baegopa", "배고파"),
        ("jongi", "종이"),
        ("gugeo", "국어"),
        ("samsung", "삼성"),
        ("hyundai", "현대"),
        ("shinhan", "신한"),
    ],
)
def test_a_korean_name_is_spelled_by_its_romanization(latin: str, korean: str) -> None:
    """By the rules, liaison among them, or as owners of names write; it need not look foreign to be sure."""
    assert is_romanised(latin, korean)
    assert sound(korean) in sounds(latin)
    assert is_sure_sound(latin, korean, likeness(latin, korean))


@pytest.mark.parametrize(("latin", "korean"), [("take", "타개"), ("kaltok", "갈덕"), ("onggi", "온키"), ("", "옹기")])
def test_what_is_spelled_otherwise_is_no_romanization(latin: str, korean: str) -> None:
    """Consonants that a transcription confuses are told apart."""
    assert not is_romanised(latin, korean)


def test_another_spelling_begins_with_the_same_consonants() -> None:
    """Two words of two syllables that sound alike are two words."""
    assert is_respelling("로보트", "로봇")
    assert not is_respelling("청년", "전년")
    assert not is_respelling("윤상", "영상에")


PEOPLE = [
    ("Robots", "Marcus joined the team in May."),
    ("Voice", "Siri was late again, the report says."),
    ("로봇", "로봇이 공장에서 짐을 나르고 사람은 쉰다."),
    *((f"소식 {number}", "은행은 금리를 올렸고 시장은 반도체를 기다린다.") for number in range(12)),
]


@pytest.mark.parametrize(
    ("query", "heading"), [("마커스 평가", "Robots"), ("시리 연기", "Voice"), ("마커스", "Robots")]
)
def test_a_name_in_the_other_script_answers_beside_a_word_that_is_nowhere(query: str, heading: str) -> None:
    """As it does where the documents write it as typed; a final s of a name is no plural."""
    answer = engine_of([document("d", PEOPLE)]).search(query)
    assert answer.answered
    assert answer.hits[0].section.heading == heading


def test_a_name_in_the_other_script_is_offered_where_too_much_is_missing() -> None:
    """Two words of three are nowhere: the name is what the documents know of it."""
    answer = engine_of([document("d", PEOPLE)]).search("마커스 수상 소감")
    assert not answer.answered
    assert "marcus" in answer.did_you_mean
