"""Names that mean the same: mined from `한글(English)` pairs of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.search.analyze import normalise

_BRACKET = re.compile(r"\(([a-z][a-z0-9 .\-&']{1,60})\)")
_BEFORE = re.compile(r"[가-힣a-z0-9]+(?: [가-힣a-z0-9]+)*\s?$")
_MAX_BEFORE = 60


def mined(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a Korean and an English word that the text itself explains, as normalised words."""
    if "(" not in text and "（" not in text:
        return
    plain = normalise(text)
    for match in _BRACKET.finditer(plain):
        before = _BEFORE.search(plain, max(0, match.start() - _MAX_BEFORE), match.start())
        if before is None:
            continue
        korean, english = before.group().split(), match[1].split()
        if len(english) <= len(korean):
            for one, other in zip(korean[-len(english) :], english, strict=True):
                if not one.isascii() and len(other) >= 2:
                    yield one, other
