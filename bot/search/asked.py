"""What kind of thing a question asks for, where a text shows that kind in its letters: dates, counts and amounts.

Who and where are not told: names of people and places look like any other word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.search.analyze import core, stem

_MONTHS = r"January|February|March|April|May \d|June|July|August|September|October|November|December"
_DATE = rf"(?<!\d)(?:19|20)\d\d(?:\b|\s?년)|\d\s?월|\d\s?일(?!\s?간)|[내작재]년|지난해|올해|\b(?:{_MONTHS})"
_AMOUNT = r"(?<![A-Za-z\d.,-])(?!(?:19|20)\d\d\b)\d[\d.,]*(?![\d.,]|\s?(?:년|월|일)(?!\s?간))"
"""A number that belongs neither to a date nor to a name (`GPT-5`)."""

_ASKS_COUNT = re.compile(r"몇\s*(?P<counter>[가-힣%]+)|how many (?P<unit>[a-z]+)", re.IGNORECASE)
_ASKS_DATE = re.compile(
    r"언제(?!나|든)|며칠|몇\s*(?:년도|년에|월|일)|(?:연도|년도|날짜|시기|[한된던는]\s?(?:해|날))는"
    r"|^\W*when\b|(?:since|until|by|know|tell me) when\b|what (?:date|day|year)",
    re.IGNORECASE,
)
_ASKS_AMOUNT = re.compile(r"얼마(?!\s*(?:전|간|안))|how much|비율|\s수는|인원|percent", re.IGNORECASE)
_SAME = {
    "프로": "%|퍼센트|percent",
    "퍼센트": "%|percent",
    "%": "퍼센트|percent",
    "번": "회|차례",
    "회": "번",
    "명": "인",
}
_SCALE = r"[\d,.]{0,15}\s?(?:[십백천만억조]{1,3}\s?){0,3}(?:(?:thousand|million|billion|k)\s)?"
"""What may stand between a number's first digit and what it counts; bounded, since a document may be all digits."""


@lru_cache(maxsize=512)
def asked(query: str) -> re.Pattern[str] | None:
    """What a text must hold to answer a query's question; None where it asks for nothing of the kind."""
    if _ASKS_DATE.search(query):
        return re.compile(_DATE, re.IGNORECASE)
    if found := _ASKS_COUNT.search(query):
        return re.compile(_counted(found["counter"] or found["unit"]), re.IGNORECASE)
    return re.compile(_AMOUNT) if _ASKS_AMOUNT.search(query) else None


def _counted(word: str) -> str:
    """A number with the counter behind it: `몇 초까지` is answered by `25초`."""
    counter = core(word) or stem(word)
    names = "|".join(filter(None, (re.escape(counter), _SAME.get(counter, ""))))
    return rf"\d{_SCALE}(?:{names})"
