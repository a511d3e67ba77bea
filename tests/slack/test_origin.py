from __future__ import annotations

import pytest

from bot.domain.document import DocumentInfo
from bot.slack.origin import counted, credit
from bot.slack.texts import of


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("3. 목적", "1. 목적"),
        ("12) 끝", "1. 끝"),
        ("② 둘째", "1. 둘째"),
        ("2031. 전망", "1. 2031. 전망"),
        ("3.2 버전", "1. 3.2 버전"),
    ],
)
def test_a_title_has_one_number(title: str, shown: str) -> None:
    """Ours; a year or a version is no number of a heading."""
    assert counted(1, title) == shown


def test_an_author_is_no_source() -> None:
    """Each is said as what it is; a source goes before."""
    info = DocumentInfo("d", "d.md", "제목", author="한바다", source="바다 & 섬")
    assert credit(info, of("ko")) == "출처: 바다 &amp; 섬"
    assert credit(DocumentInfo("d", "d.md", "제목", author="한바다"), of("ko")) == "글쓴이 한바다"
    assert credit(DocumentInfo("d", "d.md", "제목"), of("ko")) == ""
