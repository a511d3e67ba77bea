"""Inline Markdown becomes the words that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.markup.inline import has_words, plain


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("**결론**과 `다음`", "결론과 다음"),
        ("[위키](https://x.example/a_b) 참고", "위키 참고"),
        ("![그림](a.png) 설명", "설명"),
        ("순승률\\*을 구함", "순승률*을 구함"),
        ("3*4와 5*6", "3*4와 5*6"),
        ("*강조*는 하나", "강조는 하나"),
        ("snake_case_name", "snake_case_name"),
        ("R&amp;D <b>연구</b>", "R&D 연구"),
        ("<https://x.example/>", "https://x.example/"),
        ("a < b 이고 c > d", "a < b 이고 c > d"),
        ("앞 <!-- 숨김 --> 뒤", "앞 뒤"),
        ("  빈칸이\t여럿 ", "빈칸이 여럿"),
    ],
)
def test_marks_go_and_words_stay(written: str, words: str) -> None:
    """Emphasis, links, escapes and tags leave their words."""
    assert plain(written) == words


@given(st.text(max_size=200))
def test_any_text_becomes_one_trimmed_line(text: str) -> None:
    """Whatever stands there, the result is one line without blanks at its sides."""
    words = plain(text)
    assert words == " ".join(words.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![그림](a.png)", False),
        ("<!-- 메모 -->\n***\n<br>", False),
        ("---", False),
        ("가", True),
        ("<p>가</p>", True),
        ("![](a.png) 7", True),
    ],
)
def test_something_to_read_is_told_from_decoration(text: str, expected: bool) -> None:
    """Images, comments, rules and tags alone are nothing to quote."""
    assert has_words(text) is expected
