"""A cover names its issue, and an imprint is known by what it is for."""

from __future__ import annotations

import pytest

from bot.ingest.cover import cover_title, imprint_start
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import Outline, read_outline


def outline(text: str) -> Outline:
    return read_outline(Lines(text), 0, path="x.md")[0]


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        ("# AI 소식\n\n한 달의 흐름\n\n2024년 11월호", "AI 소식 2024년 11월호"),
        ("# AI 소식 2024년 12월호\n\nVol. 7", "AI 소식 2024년 12월호"),
        ("AI 소식\n\n2025. 1", "AI 소식 2025. 1"),
        ("# AI 소식\n\n통권 12호", "AI 소식 통권 12호"),
        ("# AI Monthly\n\nNovember 2024", "AI Monthly November 2024"),
        ("# AI 소식\n\n이번 호는 2024년 11월호로, 새 소식을 모두 모아 펴낸다.", "AI 소식 2024년 11월호"),
        ("# AI 소식\n\n2024년 4분기", "AI 소식 2024년 4분기"),
        ("# AI 소식\n\n흐름", "AI 소식"),
        ("# CONTENTS\n", ""),
        ("", ""),
    ],
)
def test_a_cover_gives_name_and_issue(cover: str, title: str) -> None:
    """The issue may stand in the heading, on a line of its own, or in a sentence."""
    read = outline(cover)
    assert cover_title(read, len(read.lines)) == title


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("본문\n\n홈페이지: https://x.example\n\n문의: 031-000-0000\n서울특별시 강남구 1", "본문"),
        ("- 문의가 늘었다\n\n발행처: 연구소", "- 문의가 늘었다"),
        ("본문\n\n출처: 가, https://x.example, 2024.01.02.", "본문\n\n출처: 가, https://x.example, 2024.01.02."),
        ("홈페이지 개편\n\n본문이 이어진다", "홈페이지 개편\n\n본문이 이어진다"),
        ("본문\n\n저작권 문의가 두 배로 늘었다.", "본문\n\n저작권 문의가 두 배로 늘었다."),
        ("본문\n\n이 글을 편집부(desk@x.example)에 물어보세요.\n\n© 연구소", "본문"),
        ("가\t문의\n나\t전화", "가\t문의\n나\t전화"),
        ("", ""),
    ],
)
def test_an_imprint_is_the_last_paragraphs_that_say_so(text: str, kept: str) -> None:
    """Items, tables, sources and text above other text are never an imprint."""
    read = outline(text)
    after = imprint_start(read, 0, len(read.lines))
    assert "\n".join(read.lines[index] for index in range(after)).strip() == kept
