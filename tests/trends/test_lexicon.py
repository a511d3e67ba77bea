"""Groups of equal terms."""

from __future__ import annotations

import pytest

from bot.trends.lexicon import Lexicon, mined_pairs
from bot.trends.terms import Origin, Proposal
from tests.trends.corpus import glossary


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("텍스트로 만드는 ‘메타 무비 젠(Meta Movie Gen)’을 공개", ("메타 무비 젠", "Meta Movie Gen")),
        ("EU 사법기관 유로폴(Europol)이", ("유로폴", "Europol")),
        ("거대언어모델(LLM)을 활용한", ("거대언어모델", "LLM")),
        ("2020년 PWC(프라이스워터하우스쿠퍼스)가", ("프라이스워터하우스쿠퍼스", "PWC")),
        ("오픈 소스(Open-Source) AI", ("오픈 소스", "Open-Source")),
    ],
)
def test_names_are_mined_from_brackets(text: str, pair: tuple[str, str]) -> None:
    """The documents explain their own names."""
    assert pair in list(mined_pairs(text))


@pytest.mark.parametrize(
    "text",
    [
        "인공지능 의료기기(AIMD) 허가",
        "최상의 검색 증강 생성(RAG) 기술",
        "글로벌 리서치 기업 CB인사이트(CB Insights)가",
        "공간지능에 특화된 월드랩스(World Labs)",
        "미국 민권위원회(U.S. Commission on Civil Rights)가",
    ],
)
def test_what_may_belong_to_a_name_or_not_is_not_guessed(text: str) -> None:
    """A wrong pair would merge two topics for good."""
    assert list(mined_pairs(text)) == []


def test_spellings_of_a_group_are_one_term() -> None:
    """생성AI, 생성형 AI and generative AI are counted together under the canonical name."""
    lexicon = Lexicon(glossary())
    names = {lexicon.term(joined).name for joined in ("생성ai", "생성형ai", "generativeai")}
    assert names == {"생성형 AI"}
    assert lexicon.english(lexicon.term("생성ai")) == "generative AI"


def test_an_ordinary_spelling_names_but_is_not_looked_up() -> None:
    """`indeed` is a word of every English text; Indeed is still the English name of 인디드."""
    lexicon = Lexicon([["인디드", "Indeed"]])
    term = lexicon.term("인디드")
    assert "indeed" not in term.spellings
    assert lexicon.english(term) == "Indeed"


def test_a_group_under_an_ordinary_name_stays_ordinary() -> None:
    """Else 이미지 would be counted by its rarer spellings alone."""
    assert Lexicon([["이미지", "image", "화상그림"]]).term("화상그림").expected >= 0.1


def test_mined_pairs_widen_groups_and_make_new_ones() -> None:
    """The glossary goes first; a name that it does not know gets a group of its own."""
    lexicon = Lexicon([["라마", "Llama"]])
    pairs = [("라마", "LLaMA2"), ("라마", "LLaMA2"), ("딥시크", "DeepSeek")]
    lexicon.learn([], pairs)
    assert lexicon.term("llama2").name == "라마"
    assert lexicon.english(lexicon.term("딥시크")) == "DeepSeek"
    lexicon.forget([], pairs)
    assert "deepseek" not in lexicon
    assert "llama" in lexicon


def test_a_slip_widens_no_group() -> None:
    """What goes with another name far more often keeps to it, by the glossary or by the documents themselves."""
    lexicon = Lexicon([["구글", "Google"]])
    lexicon.learn([], [("구굴", "Google"), *[("딥시크", "DeepSeek")] * 6, ("딮시크", "DeepSeek")])
    assert "구굴" not in lexicon
    assert "딮시크" not in lexicon
    assert "딥시크" in lexicon


def test_a_version_belongs_to_every_spelling_of_its_name() -> None:
    """라마 3.2 and Llama 3.2 are one topic, and not 라마."""
    lexicon = Lexicon([["라마", "Llama"]])
    lexicon.learn([Proposal("라마 3.2", ("라마", "3.2"), Origin.NAME)], [])
    term = lexicon.term("라마3.2")
    assert set(term.spellings) == {"라마3.2", "llama3.2"}
    assert (term.name, lexicon.english(term)) == ("라마 3.2", "Llama 3.2")


def test_a_term_is_called_as_it_is_mostly_written() -> None:
    """Of several spellings the most frequent one is shown."""
    lexicon = Lexicon()
    for written, times in (("온 디바이스", 1), ("온디바이스", 2)):
        for _ in range(times):
            lexicon.learn([Proposal(written, tuple(written.split()), Origin.NAME)], [])
    assert lexicon.term("온디바이스").name == "온디바이스"


def test_what_is_forgotten_is_no_candidate() -> None:
    """A removed document proposes nothing."""
    lexicon, proposal = Lexicon(), Proposal("알파칩", ("알파칩",), Origin.NAME)
    lexicon.learn([proposal], [])
    assert list(lexicon) == ["알파칩"]
    lexicon.forget([proposal], [])
    assert list(lexicon) == []
