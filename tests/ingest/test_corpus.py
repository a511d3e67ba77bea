"""The documents that ship with the product, and the five that its shapes were learned from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.domain.document import Document, Section, SectionKind
from bot.ingest.load import read_document

ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = ROOT.parent / "shared" / "documents"
SHAPES = ("trends", "report", "future", "list", "brief")
NAMES = {
    "seeds": (
        "2024-01-23-ai-trends-outlook.md",
        "2024-llm-report.md",
        "2023-12-15-future-of-generative-ai.md",
        "generative-ai-industries.md",
        "2024-11-ai-brief.md",
    ),
    "originals": (
        "000_54f10a679f751647.txt",
        "001_5d38c69e23e46c33.txt",
        "002_559450cf6ecc8aba.txt",
        "003_6b4c5c1dcc2a6154.txt",
        "004_43fd87e1ab347223.txt",
    ),
}
Reader = Callable[[str], Document]


@pytest.fixture(params=["seeds", "originals"])
def corpus(request: pytest.FixtureRequest) -> Reader:
    """Reads one of the five shapes of a corpus; no document may have any problem."""
    folder = ROOT / "seeds" if request.param == "seeds" else ORIGINALS
    if request.param == "originals" and not folder.is_dir():
        pytest.skip(f"the originals are not beside this checkout: {folder} is missing")
    names = dict(zip(SHAPES, NAMES[request.param], strict=True))

    def read(shape: str) -> Document:
        parsed = read_document((folder / names[shape]).read_bytes(), path=names[shape])
        assert parsed.problems == ()
        assert parsed.document is not None
        return parsed.document

    return read


def of_kind(document: Document, kind: SectionKind) -> list[Section]:
    return [section for section in document.sections if section.kind is kind]


@pytest.mark.parametrize("shape", SHAPES)
def test_sections_are_slices_in_order(corpus: Reader, shape: str) -> None:
    """Offsets name the original text, none overlap, and every id is its section's own."""
    document = corpus(shape)
    end = 0
    for section in document.sections:
        assert section.text == document.text[section.start : section.end]
        assert section.start >= end
        end = section.end
    assert len({section.id for section in document.sections}) == len(document.sections)


def test_the_brief_has_its_articles_in_their_categories(corpus: Reader) -> None:
    """Twenty articles with their KEY Contents, under the four categories of the contents list."""
    articles = of_kind(corpus("brief"), SectionKind.ARTICLE)
    assert Counter(article.category for article in articles) == {
        "정책/법제": 5,
        "기업/산업": 6,
        "기술/연구": 5,
        "인력/교육": 4,
    }
    assert {len(article.key_contents) for article in articles} == {2}
    assert not any("....." in section.text or "CONTENTS" in section.text for section in corpus("brief").sections)


def test_the_briefs_articles_have_their_own_sources_and_no_others(corpus: Reader) -> None:
    """Two works for the Nobel prizes, none where none is printed, one with a date everywhere else."""
    counts = {article.heading: len(article.citations) for article in of_kind(corpus("brief"), SectionKind.ARTICLE)}
    two = [heading for heading, count in counts.items() if count == 2]
    none = [heading for heading, count in counts.items() if count == 0]
    assert [("노벨" in heading) for heading in two] == [True]
    assert [name in heading for heading, name in zip(none, ("CB인사이트", "국무부", "MIT"), strict=True)] == [True] * 3
    cited = [citation for article in corpus("brief").sections for citation in article.citations]
    assert len(cited) == 18
    assert all(c.publisher and c.title and c.date and c.date.year == 2024 for c in cited)


def test_the_briefs_slips_are_mended(corpus: Reader) -> None:
    """Two titles that the conversion misread have the list's form; the editor's own spelling stays."""
    headings = [article.heading for article in of_kind(corpus("brief"), SectionKind.ARTICLE)]
    assert sum("앨런AI연구소, " in heading for heading in headings) == 1
    assert sum("동영상 생성AI 도구 ‘메타 무비 젠’ " in heading for heading in headings) == 1
    assert sum("CB인사이트" in heading for heading in headings) == 1
    assert not any("시연구소" in heading or "생성시" in heading for heading in headings)


def test_the_briefs_tables_are_rows_and_columns(corpus: Reader) -> None:
    """Win rates under one header of two lines, benchmarks and viewpoints, each with its caption."""
    rates, benchmarks, viewpoints = [table for section in corpus("brief").sections for table in section.tables]
    assert rates.header[:2] == ("Models", "Video Generation / Runway Gen3")
    assert rates.rows[0][1:] == ("+35.0", "+8.2", "+3.9", "+64.7", "+86.7", "+19.4", "+53.6", "+38.2")
    assert (len(benchmarks.header), len(benchmarks.rows)) == (11, 6)
    assert dict(zip(benchmarks.header, benchmarks.rows[-1], strict=True))["MMLU"] == "65.0"
    assert (len(viewpoints.header), viewpoints.header[0], len(viewpoints.rows)) == (3, "평가 관점", 10)
    assert all(table.caption and table.line > 0 for table in (rates, benchmarks, viewpoints))


def test_the_brief_announces_its_events(corpus: Reader) -> None:
    """Start, end, place, link and line; each is a section that can be found."""
    document = corpus("brief")
    assert [(event.title, event.starts, event.ends) for event in document.events] == [
        ("NeurIPS 2024", date(2024, 12, 10), date(2024, 12, 15)),
        ("GenAI Summit Maroc 2024", date(2024, 12, 10), date(2024, 12, 11)),
        ("AI Summit Seoul 2024", date(2024, 12, 10), date(2024, 12, 11)),
    ]
    assert all(event.place and event.url.startswith("https://") for event in document.events)
    sections = of_kind(document, SectionKind.EVENT)
    assert [section.heading for section in sections] == [event.title for event in document.events]
    assert [section.line for section in sections] == [event.line for event in document.events]
    assert len(document.sections) == 23


def test_the_brief_is_named_and_dated_by_its_cover(corpus: Reader) -> None:
    """Name and month stand on two lines of the cover."""
    info = corpus("brief").info
    assert info.title.endswith("AI Brief 2024년 11월호")
    assert (info.date, info.date_inferred) == (date(2024, 11, 1), True)


def test_the_reports_numbered_headings_are_its_sections(corpus: Reader) -> None:
    """Ten of them; the title stands above, and its year dates the report as inferred."""
    document = corpus("report")
    assert [section.heading.partition(".")[0] for section in document.sections] == [str(n) for n in range(1, 11)]
    assert document.info.title.startswith("2024년 AI ")
    assert (document.info.date, document.info.date_inferred) == (date(2024, 1, 1), True)


def test_the_lists_items_are_sections_below_their_part(corpus: Reader) -> None:
    """Six fields, with what stands around them."""
    document = corpus("list")
    assert [section.path for section in of_kind(document, SectionKind.ITEM)] == [
        ("본론", name)
        for name in ("금융 서비스", "의료 및 생명 과학", "자동차 및 제조", "미디어 및 엔터테인먼트", "통신", "에너지")
    ]
    assert [section.heading for section in of_kind(document, SectionKind.PART)][1:] == [
        "서론",
        "본론",
        "결론",
        "참고문헌",
    ]
    assert document.info.author
    assert len(document.info.tags) == 2
    assert document.info.date_inferred


@pytest.mark.parametrize("shape", ["trends", "future"])
def test_the_posts_parts_are_all_sections(corpus: Reader, shape: str) -> None:
    """Every heading of the second and third level, the one that has only sub-parts too."""
    document = corpus(shape)
    written = [line.lstrip("# ") for line in document.text.splitlines() if line.startswith(("## ", "### "))]
    assert [section.heading for section in document.sections if section.path] == written
    assert (document.info.date is not None, document.info.date_inferred) == (True, False)
    assert document.info.tags
    assert document.info.categories
