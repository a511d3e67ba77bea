"""Sentences and the one that speaks for its section."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.keysentence import key_sentence
from bot.trends.sentences import LONGEST, SHORTEST, quoted, sentences
from tests.trends.corpus import SEEDS, dated, info, read

BRIEF = """## 메타, '메타 무비 젠' 공개

### KEY Contents

- 메타가 동영상을 만드는 ‘메타 무비 젠’을 공개하고 2025년에 통합할 계획
- 평가에서 경쟁 모델보다 높은 점수를 기록

### ○ 메타, 동영상 제작을 지원하는 도구를 내놓아

- 메타(Meta)가 2024년 10월 4일 도구를 공개. 그러나 아직은 소수의 파트너만 쓸 수 있다고 밝혀
  - (동영상 생성) 초당 16프레임의 속도로 최대 16초 길이의 동영상 생성을 지원

\\* 두 모델에 대하여 세 사람이 점수를 매기는 방식으로 계산

<경쟁 모델의 승률>

\tModel\tRunway\tSora
\tOverall\t+35.0\t+8.2

![](a.png)

출처: Meta, How Meta Movie Gen could usher in a new era, 2024.10.04.
"""


def read_out(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def test_only_prose_is_a_sentence() -> None:
    """No heading, table row, caption, footnote, picture or source line poses as what an article says."""
    found = read_out(BRIEF)
    assert found[0].startswith("메타가 동영상을 만드는")
    assert found[2] == "메타(Meta)가 2024년 10월 4일 도구를 공개."
    assert found[-1].startswith("(동영상 생성)")
    assert len(found) == 5


def test_a_source_line_is_no_sentence_whatever_sign_it_has() -> None:
    """Every editor has one of his own; the digest must not quote it."""
    for sign in ("☞ ", "※ ", "▲", "(", "- **"):
        assert read_out(f"{sign}출처: 국회소식, 표시법 본회의 통과, 2026.09.04.\n") == []


def test_figures_initials_and_quotes_do_not_end_a_sentence() -> None:
    """3.2 and U.S. have points inside; a closing quotation mark belongs to its sentence."""
    expected = [
        "라마 3.2는 빠르다고 메타가 밝혔다.",
        "The U.S. Commission said so today.",
        '"정말 빠르군요, 모두가 놀랐습니다."',
        "그는 그렇게 말하며 웃었다고 한다.",
    ]
    assert read_out(" ".join(expected)) == expected


def test_bullets_of_a_symbol_font_are_no_words() -> None:
    """Text conversion gives a square as `n`."""
    assert read_out("n 새 등대가 남쪽 섬에서 문을 열었다\nn 배들이 그 불빛을 따라 들어온다") == [
        "새 등대가 남쪽 섬에서 문을 열었다",
        "배들이 그 불빛을 따라 들어온다",
    ]


def test_lines_of_one_paragraph_are_read_together() -> None:
    """English Markdown is often wrapped in the midst of a sentence."""
    assert read_out("The model runs on\nthe device itself. It is\nsmall and quick.") == [
        "The model runs on\nthe device itself.",
        "It is\nsmall and quick.",
    ]


def test_block_quotes_are_told_apart() -> None:
    """What an encyclopedia says is not what the article says."""
    text = "> 이야기란 줄거리를 가지고 하는 말이나 글이다.\n\n본문은 이야기를 다루는 글이라고 한다."
    assert [quoted(text, span) for span in sentences(text)] == [True, False]


@given(st.text(alphabet="가나다라. -*>#|\n\t\"'()A1", max_size=200))
def test_sentences_lie_in_order_within_the_text(text: str) -> None:
    """Spans slice the original, do not overlap, and have no blank at their ends."""
    last = 0
    for span in sentences(text):
        words = text[span.start : span.end]
        assert last <= span.start
        assert words == words.strip()
        assert SHORTEST <= len(words) <= LONGEST
        last = span.end


def chosen(heading: str, body: str, keys: tuple[str, ...] = ()) -> str:
    section = dated(info("d"), heading, body, keys=keys)
    span = key_sentence(section)
    assert span is not None
    return section.section.text[span.start : span.end]


def test_key_contents_speak_first() -> None:
    """The editors of a brief have chosen already."""
    best = "메타가 동영상을 만드는 ‘메타 무비 젠’을 공개하고 2025년에 통합할 계획"
    assert chosen("메타 무비 젠", BRIEF, (best,)) == best


@pytest.mark.parametrize(
    "weak",
    [
        "그러나 알파칩은 아직 2020년의 연구에 머물러 있다고 구글이 밝혔다.",
        "가이드는 알파칩의 배치를 2020년부터 연구해 왔다고 구글이 밝혔다.",
        "알파칩이 칩 배치를 어떻게 바꾸는지 2020년의 논문을 함께 살펴보겠습니다.",
        "“알파칩은 2020년에 나왔다고 구글의 한 연구원이 말했다.",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_passed_over(weak: str) -> None:
    """Shown without its neighbours it would leave the reader asking."""
    strong = "구글은 알파칩으로 2020년부터 칩 배치를 설계해 왔다고 밝혔다."
    assert chosen("알파칩, 칩 배치 설계", f"{weak} {strong}") == strong


def test_every_section_of_the_shipped_corpus_has_a_sentence_of_its_own_words() -> None:
    """Extracted, never rewritten: what is shown stands in the document."""
    found, _ = read(SEEDS)
    spans = [(d, key_sentence(d)) for change in found for d in change.sections]
    assert sum(span is None for _, span in spans) <= 6  # lists of addresses, headings without a text, events
    for section, span in spans:
        if span is not None:
            assert section.section.text[span.start : span.end].strip()


def test_a_section_without_prose_has_none() -> None:
    """Nothing is better than a table row in disguise."""
    assert key_sentence(dated(info("d"), "표", "\ta\tb\n\tc\td")) is None
