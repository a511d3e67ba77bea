"""Korean particles after any word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.particles import PAIRS, particle, with_particle


@pytest.mark.parametrize(
    ("word", "object_", "direction"),
    [
        ("노벨", "노벨을", "노벨로"),
        ("노벨상", "노벨상을", "노벨상으로"),
        ("라마", "라마를", "라마로"),
        ("라마3.2", "라마3.2를", "라마3.2로"),
        ("1", "1을", "1로"),
        ("3", "3을", "3으로"),
        ("100", "100을", "100으로"),
        ("2025", "2025를", "2025로"),
        ("LLM", "LLM을", "LLM으로"),
        ("GPT", "GPT를", "GPT로"),
        ("AI", "AI를", "AI로"),
        ("URL", "URL을", "URL로"),
        ("Google", "Google을", "Google로"),
        ("chatbot", "chatbot을", "chatbot으로"),
        ("Microsoft", "Microsoft를", "Microsoft로"),
        ("Chrome", "Chrome을", "Chrome으로"),
        ("Llama", "Llama를", "Llama로"),
        ("Gemini", "Gemini를", "Gemini로"),
        ("Copilot", "Copilot을", "Copilot으로"),
        ("Facebook", "Facebook을", "Facebook으로"),
        ("'노밸'", "'노밸'을", "'노밸'로"),
        ("(라마)", "(라마)를", "(라마)로"),
        ("ㄴㅂㅅ", "ㄴㅂㅅ을", "ㄴㅂㅅ으로"),
        ("ㅂㄹ", "ㅂㄹ을", "ㅂㄹ로"),
        ("73%", "73%를", "73%로"),
        ("β", "β을(를)", "β(으)로"),
        ("", "을(를)", "(으)로"),
    ],
)
def test_the_last_sound_decides(word: str, object_: str, direction: str) -> None:
    """Hangul by its final consonant, digits as they are read, Latin as it is spoken; both forms where nobody knows."""
    assert with_particle(word, "을") == object_
    assert with_particle(word, "로") == direction


def test_each_form_names_its_pair() -> None:
    """Writers of texts may use the form that reads well."""
    for closed, opened in PAIRS.values():
        assert particle("노벨상", closed) == particle("노벨상", opened) == closed
        assert particle("라마", closed) == particle("라마", opened) == opened


@given(st.text(), st.sampled_from(sorted(PAIRS)))
def test_no_word_breaks_it(word: str, form: str) -> None:
    """A particle is found for any text."""
    assert with_particle(word, form).startswith(word)
