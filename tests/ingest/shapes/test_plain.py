"""A text without headings is parted at its paragraphs, a screen at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Section
from bot.ingest.load import read_document
from bot.ingest.shapes.plain import ENOUGH_CHARS, TOO_MANY_CHARS


def read(text: str) -> tuple[Section, ...]:
    document = read_document(text.encode(), path="x.txt").document
    assert document is not None
    return document.sections


def test_a_short_text_is_one_section() -> None:
    """A note is quoted whole."""
    (section,) = read("\n첫 문단\n\n둘째 문단\n")
    assert (section.text, section.path, section.line) == ("첫 문단\n\n둘째 문단", (), 2)


def test_paragraphs_are_kept_together_up_to_a_screen() -> None:
    """Sections end between paragraphs, none is much longer than enough."""
    paragraphs = [f"{n}. " + "가나다라 " * 60 for n in range(20)]
    sections = read("\n\n".join(paragraphs))
    assert len(sections) > 3
    assert all(len(section.text) <= ENOUGH_CHARS for section in sections)
    kept = [paragraph.strip() for section in sections for paragraph in section.text.split("\n\n")]
    assert kept == [paragraph.strip() for paragraph in paragraphs]


def test_an_endless_paragraph_is_cut_at_a_sentence() -> None:
    """A wall of text becomes sections that begin with whole sentences."""
    sections = read("이 문장은 꽤 길다. " * 2_000)
    assert all(len(section.text) <= TOO_MANY_CHARS for section in sections)
    assert {section.text[:6] for section in sections} == {"이 문장은 "}


def test_a_wall_without_any_blank_is_cut_all_the_same() -> None:
    """No section is larger than the cap."""
    assert max(len(section.text) for section in read("가" * 10_000)) <= TOO_MANY_CHARS


def test_code_is_not_torn_at_its_blank_lines() -> None:
    """A fence stays in one piece."""
    text = "글\n\n```\n하나\n\n둘\n```\n\n끝"
    assert [section.text for section in read(text)] == [text]


@given(st.text(st.sampled_from("가 .\n\t"), max_size=3_000).filter(lambda text: "가" in text))
def test_no_word_is_lost_or_doubled(text: str) -> None:
    """The sections hold every word of the text once and in order."""
    joined = "".join("".join(section.text.split()) for section in read(text))
    assert joined.replace(".", "") == "".join(text.split()).replace(".", "")
