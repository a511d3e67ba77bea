"""The form in which texts are handed to a model, and what is told by how they are written."""

from __future__ import annotations

import re
import unicodedata

_UNREADABLE = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
_HANGUL = re.compile("[가-힣ㄱ-ㅣ]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_JOINED = re.compile(
    "[가-힣]+(?:"
    "은|는|이|가|을|를|에|에서|에게|께서|한테|으로|로|와|과|의|도|만|까지|부터|보다|처럼|마다|조차"  # particles
    "|게|지|고|며|면|서|니|나|냐|요|다|까|려|기|해|아|어|자|네|래|든|던|는데|은데|인데"  # endings that join or close
    "|한|할|된|될|인|일|진|질|린|릴|운|울|킨|간|갈|난|본|볼|준|줄|온|쓴|쓸|뜬|푼|른|긴|친|길"  # endings before a noun
    "|워|써|줘|돼|져)"
)
"""Korean words with a particle or an ending of a verb. Some plain nouns end alike: it is their number that counts."""

_FUNCTION_WORDS = frozenset(
    """
    a an the of to in on for with by from at as is are was were be been do does did can could will would should may
    might must how what why when where who whom which that this these those my your our their his her its i you we
    they he she it not no and or but if than so into over about after before between without during
    """.split()  # noqa: SIM905 - a table of words reads better than a list of literals
)


def readable(text: str) -> str:
    """Composed (NFC), without control characters and lone surrogates, with single blanks; never empty."""
    return " ".join(_UNREADABLE.sub(" ", unicodedata.normalize("NFC", text)).split()) or "-"


def hangul_share(text: str) -> float:
    """How much of a text's letters are Hangul, 0 to 1; 0 for a text without letters."""
    letters = len(_LETTER.findall(text))
    return len(_HANGUL.findall(text)) / letters if letters else 0.0


KOREAN_FROM = 0.1
"""Share of Hangul from which on a text is Korean: names, code and figures of a Korean text are written in Latin."""


def is_korean(text: str) -> bool:
    """Whether a text of documents is written in Korean."""
    return hangul_share(text) >= KOREAN_FROM


def grammar(text: str) -> int:
    """How many words of a query show how it is built, in Korean or English.

    A row of names has none: it asks for what is called so, and finds it by words or not at all. A sentence describes.
    """
    words = _WORD.findall(text.lower())
    return sum(word in _FUNCTION_WORDS or _JOINED.fullmatch(word) is not None for word in words)
