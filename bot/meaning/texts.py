"""The form in which texts are handed to a model."""

from __future__ import annotations

import re
import unicodedata

_UNREADABLE = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
_HANGUL = re.compile("[가-힣ㄱ-ㅣ]")
_LETTER = re.compile(r"[^\W\d_]")


def readable(text: str) -> str:
    """Composed (NFC), without control characters and lone surrogates, with single blanks; never empty."""
    return " ".join(_UNREADABLE.sub(" ", unicodedata.normalize("NFC", text)).split()) or "-"


def hangul_share(text: str) -> float:
    """How much of a text's letters are Hangul, 0 to 1; 0 for a text without letters."""
    letters = len(_LETTER.findall(text))
    return len(_HANGUL.findall(text)) / letters if letters else 0.0
