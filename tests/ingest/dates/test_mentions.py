"""A day is found in a text of any kind, and never made up."""

from __future__ import annotations

from datetime import date

import pytest

from bot.ingest.dates.mentions import find_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SPRi AI Brief 2024년 11월호", date(2024, 11, 1)),
        ("2024-11-07-nobel-prize.md", date(2024, 11, 7)),
        ("2024-11-ai-brief.md", date(2024, 11, 1)),
        ("report_20241107.md", date(2024, 11, 7)),
        ("출처: Gartner, Upskill Through 2027, 2024.10.03.", date(2024, 10, 3)),
        ("published on October 3rd, 2024 in Seoul", date(2024, 10, 3)),
        ("published 3 October 2024", date(2024, 10, 3)),
        ("October 2024", date(2024, 10, 1)),
        ("2024.13.45 then 2024.10.03", date(2024, 10, 3)),
        ("001_54f10a679f751647.txt", None),
        ("version 1.2.3 of 2024", None),
        ("", None),
    ],
)
def test_a_date_is_found_in_prose(text: str, expected: date | None) -> None:
    """The first day that is named, for documents that carry no date of their own."""
    assert find_date(text) == expected
