from __future__ import annotations

from datetime import date

import pytest

from bot.domain.document import Citation, DocumentInfo, Section, SectionKind, Span, Table
from bot.search.index import payload

FULL = DocumentInfo(
    id="brief",
    path="news/brief.md",
    title='월간\n"소식"',
    date=date(2024, 11, 25),
    date_inferred=True,
    author="편집부",
    source="연구소",
    tags=("AI", "정책"),
    categories=("보고서",),
    owner="T1",
)


def _section(text: str, section_id: str = "brief/1") -> Section:
    return Section(
        id=section_id,
        kind=SectionKind.ARTICLE,
        path=("기업", "알파칩\n발표"),
        text=text,
        start=10,
        end=10 + len(text),
        line=4,
        category="기업·산업",
        key_contents=("핵심 하나", "핵심 둘"),
        citations=(Citation("딥마인드", "AlphaChip", date(2024, 9, 26), "https://example.org"), Citation("로이터")),
        tables=(Table("표 1", ("모델", "점수"), (("몰모", "79.6"), ("라마", "")), Span(2, 9), 7),),
        footnotes=("주석",),
    )


@pytest.mark.parametrize("text", ["", "\n", "한 줄", "첫 줄\n\n셋째 줄\t표\r\n", "🎉 \ud800 끝 \\n"])
def test_every_field_comes_back(text: str) -> None:
    """Line feeds of texts and headings part nothing, lone surrogates survive."""
    section = _section(text)
    packed = payload.dump(FULL, section)
    assert payload.load(packed) == (FULL, section)
    assert payload.section_id(packed) == section.id


def test_bare_values_come_back() -> None:
    """Fields that are left out are empty again."""
    info, section = DocumentInfo("d", "d.md", "제목"), Section("", SectionKind.PART, (), "글", 0, 1, 1)
    assert payload.load(payload.dump(info, section)) == (info, section)


def test_documents_of_one_path_are_not_mixed_up() -> None:
    """A document that changed its title or owner is another value, whatever was read before."""
    for title, owner in (("가", ""), ("나", ""), ("가", "T1"), ("가", "")):
        info = DocumentInfo("d", "d.md", title, owner=owner)
        assert payload.load(payload.dump(info, _section("글")))[0] == info
