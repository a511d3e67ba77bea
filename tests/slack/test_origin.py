from __future__ import annotations

import pytest

from bot.domain.document import DocumentInfo
from bot.slack.origin import counted, credit
from bot.slack.texts import of


@pytest.mark.parametrize("title", ["목적", "3. 목적", "2-1. 목적", "② 둘째", "2031. 전망"])
def test_a_title_keeps_the_number_of_its_document(title: str) -> None:
    """A reader may cite it; ours stands apart, so that no number reads as the other's part."""
    assert counted(4, title) == f"4 · {title}"


@pytest.mark.parametrize("title", ["□ 목적", "■  목적", "○ 목적", "▶ 목적"])
def test_a_title_loses_its_sign(title: str) -> None:
    """Our number stands where the sign stood."""
    assert counted(4, title) == "4 · 목적"
    assert counted(4, "□") == "4 · □"


def test_an_author_is_no_source() -> None:
    """Each is said as what it is; a source goes before."""
    info = DocumentInfo("d", "d.md", "제목", author="한바다", source="바다 & 섬")
    assert credit(info, of("ko")) == "출처: 바다 &amp; 섬"
    assert credit(DocumentInfo("d", "d.md", "제목", author="한바다"), of("ko")) == "글쓴이 한바다"
    assert credit(DocumentInfo("d", "d.md", "제목"), of("ko")) == ""
