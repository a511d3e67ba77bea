"""Days that a text of any kind and length mentions: a title, a file name, a body."""

from __future__ import annotations

import re
from datetime import date

from bot.ingest.dates.words import MONTH, month_number, normalised

_MON = rf"(?:{MONTH})\.?"
_WRITTEN = re.compile(
    r"(?<![0-9a-z])(?:"
    r"(?P<y1>(?:19|20)\d\d)(?:\s?[-./_]\s?|년\s?)(?P<m1>\d{1,2})(?!\d)(?:(?:\s?[-./_]\s?|월\s?)(?P<d1>\d{1,2})(?!\d))?"
    r"|(?P<y2>(?:19|20)\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?![0-9a-z])"
    rf"|(?P<n3>{_MON})\s(?:(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?(?P<y3>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<n4>{_MON}),?\s(?P<y4>(?:19|20)\d\d)(?!\d)"
    r")"
)


def find_date(text: str) -> date | None:
    """The first day that a text names, else None.

    A month without a day stands for its first day, as a monthly issue is dated.
    """
    for match in _WRITTEN.finditer(normalised(text)):
        year, month, day = _written(match)
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def _written(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day of one of the four ways to write them."""
    way = next(n for n in "1234" if match[f"y{n}"])
    month = match[f"m{way}"] if way in "12" else str(month_number(match[f"n{way}"]))
    return int(match[f"y{way}"]), int(month), int(match[f"d{way}"] or 1)
