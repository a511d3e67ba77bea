"""What counts as the same wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fingerprint import fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("메타가 라마 3.2를 공개했다.", "메타가  라마 3.2를\n공개 했다"),
        ("## 제목\n본문", "제목 본문"),
        ("**굵은** 글", "굵은 글"),
        ("ＡＩ 동향", "ai 동향"),
        ("1,200개", "1200 개"),
        ("1,234,567명", "1234567명"),
        ("GPT-4", "gpt 4"),
        ("e\u0301tude", "\u00e9tude"),
    ],
)
def test_setting_does_not_count(one: str, other: str) -> None:
    """White space, punctuation, formatting, width and case are no news."""
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.2점", "32점"),
        ("3.2점", "3 2점"),
        ("12 3", "1 23"),
        ("1,20", "120"),
        ("45.2%", "45.3%"),
        ("노벨상", "노벨 상금"),
        ("2024.12.10~15", "2024.12.10~16"),
    ],
)
def test_figures_and_words_count(one: str, other: str) -> None:
    """A changed figure is a correction."""
    assert fingerprint(one) != fingerprint(other)


@given(st.text(), st.sampled_from([" ", "\n", "\t", " - ", "; "]))
def test_any_text_has_one_whatever_surrounds_it(text: str, around: str) -> None:
    """No input breaks it, lone surrogates included."""
    assert fingerprint(around + text + around) == fingerprint(text)
    assert len(fingerprint(text + "\ud800")) == 64
