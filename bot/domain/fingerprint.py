"""What a section says, apart from how it is set: the measure of what is new."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NOISE = re.compile(r"(?:[^\w.]|_|(?<!\d)\.|\.(?!\d))+")
_BETWEEN_FIGURES = re.compile(r"(?<=\d) (?=\d)")


def fingerprint(text: str) -> str:
    """SHA-256 in hex over the letters and figures of a text, NFKC and lower-cased.

    White space, punctuation and marks of formatting do not count; figures do, each for itself: 3.2 is neither 32 nor
    3 and 2, while 1,200 is 1200.
    """
    flat = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())
    said = _BETWEEN_FIGURES.sub("|", _NOISE.sub(" ", flat)).replace(" ", "")
    return hashlib.sha256(said.encode("utf8", "replace")).hexdigest()
