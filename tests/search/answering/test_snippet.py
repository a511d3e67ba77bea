from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Span
from bot.search.answering.snippet import Excerpt, excerpt, nearest
from bot.search.query.forms import Form
from bot.search.ranking.seek import Needle

PIECES = st.lists(
    st.sampled_from(
        [
            *("노벨 물리학상을 받았다. ", "상금은 1,100만 크로나다! ", "- 첫째 항목\n", "### 제목\n", "> 인용한 말\n"),
            *("| 칸 | 3.2 |\n", "모델\t점수\n", "|---|---|\n", "![그림](a.png)\n", "\n\n", "  ", "1. 번호\n"),
            *("**굵게** ", "U.S. 정부는 ", "\\* 각주\n", "○ ", "① 노 벨\n", "\u0301", "🎉"),
        ]
    ),
    max_size=14,
).map("".join)


def shown(text: str, *needles: str, query: str = "") -> Excerpt:
    return excerpt(text, [Needle(needle, 1.0, Form(needle, 1.0)) for needle in needles], query)


def cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


@given(PIECES)
def test_spans_slice_trimmed_pieces(text: str) -> None:
    """Whatever the Markdown, spans lie inside, are trimmed, in order and apart."""
    found = shown(text, "노벨", "물리학상", "3.2")
    for span in (found.key_sentence, found.snippet, *found.highlights):
        assert 0 <= span.start <= span.end <= len(text)
        assert cut(text, span) == cut(text, span).strip()
    ends = [0, *(span.end for span in found.highlights)]
    assert all(span.start >= end for span, end in zip(found.highlights, ends, strict=False))
    assert not cut(text, found.key_sentence).startswith(("#", ">", "- ", "|", "○"))


@pytest.mark.parametrize(
    ("text", "needles", "query", "key"),
    [
        ("서론이다. 노벨 물리학상은 힌턴이 받았다. 끝이다.", ["노벨", "힌턴"], "", "노벨 물리학상은 힌턴이 받았다."),
        ("## 노벨상\n\n- 노벨상은 두 사람이 받았다\n- 다른 이야기", ["노벨상"], "", "노벨상은 두 사람이 받았다"),
        ("설명이다.\n\n모델\t점수\n라마 3.2\t56.2\n젬마\t52.4\n", ["라마", "3.2"], "", "라마 3.2\t56.2"),
        ("| 모델 | 점수 |\n|---|---|\n| 젬마 | 52.4 |", ["젬마"], "", "젬마 | 52.4"),
        ("상금이 있다. 상금은 1,100만 크로나다.", ["상금"], "상금은 얼마인가", "상금은 1,100만 크로나다."),
        ("> 인용: U.S. 정부는 지침을 냈다. 끝.", ["지침"], "", "인용: U.S. 정부는 지침을 냈다."),
        ("머리말\n\n본문이 여기 있다.", [], "", "본문이 여기 있다."),
        ("주요 내용\n\n- 협약이 맺어졌다", ["주요", "내용"], "", "협약이 맺어졌다"),
        ("이름 | 값\n\n| 이름 | 값 |\n|---|---|\n| 새벽 | 가 |", [], "", "이름 | 값"),
        ("| 이름 | 값 |\n|---|---|\n| 새벽 | 가 |", [], "", "새벽 | 가"),
        ("새벽호가 떠났다.\n\n항목\t새벽호\t노을호\n속도\t30\t20\n", ["새벽호"], "", "새벽호가 떠났다."),
    ],
)
def test_the_key_sentence_is_the_one_that_holds_most(text: str, needles: list[str], query: str, key: str) -> None:
    """Sentences, items and rows compete; a heading seldom answers; a question for a number gets one."""
    assert cut(text, shown(text, *needles, query=query).key_sentence) == key


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("남쪽 등대는 언제부터 켜지나", "3월 5일부터 불을 밝힌다."),
        ("when does the southern lighthouse start", "3월 5일부터 불을 밝힌다."),
        ("남쪽 등대는 몇 초까지 가나", "밤새 40초씩 돈다."),
    ],
)
def test_a_question_for_a_date_or_a_number_gets_one(query: str, key: str) -> None:
    """Though another sentence holds more of its words; what only the heading holds tells no sentences apart."""
    text = "등대는 돌섬에 섰다. 3월 5일부터 불을 밝힌다. 밤새 40초씩 돈다. 등대는 돌로 지었다."
    assert cut(text, shown(text, "등대", "남쪽", query=query).key_sentence) == key


def test_words_of_the_heading_tell_no_sentences_apart() -> None:
    """All that stands below it is about them."""
    text = "달빛호가 부두를 떠났다. 표는 석 냥이다."
    needles = [Needle(word, 1.0, Form(word, 1.0)) for word in ("달빛호", "부두", "표")]
    assert cut(text, excerpt(text, needles, "").key_sentence) == "달빛호가 부두를 떠났다."
    assert cut(text, excerpt(text, needles, "", "부두의 달빛호").key_sentence) == "표는 석 냥이다."


def test_what_is_asked_for_may_stand_in_the_sentence_behind() -> None:
    """Which goes on about the same, unlike one of another paragraph."""
    text = "등대는 문을 닫았다. 바위가 무너졌기 때문이다. 배는 쉰다.\n\n이것도 바람 때문이다."
    assert (
        cut(text, shown(text, "등대", "문", query="등대는 왜 문을 닫았나").key_sentence) == "바위가 무너졌기 때문이다."
    )


def test_the_row_above_a_rule_names_the_columns() -> None:
    """Whatever figures its names hold."""
    text = "| 배 | 20년 값 |\n|---|---|\n| 새벽 | 30 |"
    assert cut(text, shown(text, "배", "값").key_sentence) == "새벽 | 30"


def test_words_are_found_over_blanks() -> None:
    """A joined word is highlighted where the text has a blank in it."""
    text = "올해의 노벨 물리학상은 누가 받나."
    assert [cut(text, span) for span in shown(text, "노벨물리학상").highlights] == ["노벨 물리학상"]


def test_latin_begins_a_word() -> None:
    """`ai` is not marked inside `available`, but is after Hangul."""
    text = "available 생성AI와 AI"
    assert [cut(text, span) for span in shown(text, "ai").highlights] == ["AI", "AI"]


def test_a_snippet_stays_short() -> None:
    """It grows around the key sentence within its limit."""
    text = " ".join(f"문장 {number}번은 여기에 있고 조금 길게 이어진다." for number in range(40))
    found = shown(text, "20번")
    assert "20번" in cut(text, found.key_sentence)
    assert found.snippet.end - found.snippet.start <= 320


def test_a_snippet_holds_no_source() -> None:
    """Which is told below the section."""
    text = "새 등대가 문을 열었다. 불빛이 멀리 간다.\n\n출처: 항만 소식, 2031.05.02.\n"
    assert cut(text, shown(text, "등대").snippet) == "새 등대가 문을 열었다. 불빛이 멀리 간다."


def test_a_column_that_is_asked_for_is_answered_by_its_row() -> None:
    """Not by the row that only names the columns."""
    text = "AI 서밋\n\t기간\t장소\n\t2024.12.10~11\t서울 코엑스\n\n끝"
    found = shown(text, "장소")
    assert cut(text, found.key_sentence) == "2024.12.10~11\t서울 코엑스"


def test_of_two_sentences_about_as_near_the_one_that_says_more_answers() -> None:
    """A short one lies near to much; one with what is asked for comes first; one much nearer counts all the same."""
    text = "바다는 넓다. 등대지기는 4월부터 섬의 남쪽 끝에서 밤마다 배를 지켜본다. 아무도 모른다."
    short, long, other = Span(0, 7), Span(8, 41), Span(42, 49)
    assert nearest(text, [(short, 0.84), (long, 0.82)], "누가 지키나") == long
    assert nearest(text, [(short, 0.88), (long, 0.82)], "누가 지키나") == short
    assert nearest(text, [(short, 0.88), (long, 0.82)], "언제부터 지키나") == long
    assert nearest(text, [(short, 0.8), (other, 0.8)], "누가") == short
    assert nearest(text, [], "누가") is None


def test_what_is_chosen_by_meaning_has_no_markers() -> None:
    """Its sentences keep some that are not worth making all vectors anew for."""
    text = "n 등대가 문을 연다\n<p>배가 온다</p>"
    assert cut(text, nearest(text, [(Span(0, 11), 0.9)], "") or Span(0, 0)) == "등대가 문을 연다"
    assert cut(text, nearest(text, [(Span(12, len(text)), 0.9)], "") or Span(0, 0)) == "배가 온다"
