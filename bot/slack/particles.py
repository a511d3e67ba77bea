"""Korean particles that depend on the last sound of the word before them.

Hangul tells by its code point; digits by how they are read (3 is 삼); Latin words by a spelling rule of thumb: capitals
as letter names (LLM is 엘엘엠), others by their last letters (Google is 구글, chatbot 챗봇, Microsoft 마이크로소프트).
"""

from __future__ import annotations

import re
from enum import Enum

PAIRS = {
    "을": ("을", "를"),
    "이": ("이", "가"),
    "은": ("은", "는"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이라": ("이라", "라"),
}
"""Particle -> its form after a final consonant and after a vowel; each form names its pair."""

_BY_FORM = {form: pair for pair in PAIRS.values() for form in pair}
_RIEUL = 8
_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "이비시디이프지치이이이엘엠엔오피큐알스티유이우스이드",
        strict=True,
    )
)
_SYMBOLS = {"%": "트", "+": "스", "#": "프", "&": "드", "℃": "도"}
_WORD = re.compile(r"[A-Za-z]+$")
_FINAL_SPELLING = re.compile(
    r"(?:[lmn]|ng|[lmn]e|ck|[aeiou]p|[^aeiou][aeiou][bkt]|(?:^|[^aeiou])[aeiou]c|ook|eek)$", re.IGNORECASE
)
_RIEUL_SPELLING = re.compile(r"l+e?$", re.IGNORECASE)


class _End(Enum):
    VOWEL = 0
    CONSONANT = 1
    RIEUL = 2


def _of_hangul(syllable: str) -> _End:
    final = (ord(syllable) - 0xAC00) % 28
    if final == 0:
        return _End.VOWEL
    return _End.RIEUL if final == _RIEUL else _End.CONSONANT


def _of_latin(word: str) -> _End:
    if len(word) == 1 or word.isupper():
        return _of_hangul(_LETTERS[word[-1].lower()])
    if _RIEUL_SPELLING.search(word):
        return _End.RIEUL
    return _End.CONSONANT if _FINAL_SPELLING.search(word) else _End.VOWEL


def _ending(word: str) -> _End | None:
    """How the word ends in speech; None where nobody can tell. Closing quotes and brackets are passed over."""
    stripped = word.rstrip(" \t\n'\"’”)]}>」』》〉.,!?…*_`")
    if not stripped:
        return None
    last = stripped[-1]
    if "가" <= last <= "힣":
        return _of_hangul(last)
    if "ㄱ" <= last <= "ㅎ":
        return _End.RIEUL if last == "ㄹ" else _End.CONSONANT  # by their names: 기역, 니은, … 히읗
    if last in _DIGITS:
        return _of_hangul(_DIGITS[last])
    if last in _SYMBOLS:
        return _of_hangul(_SYMBOLS[last])
    latin = _WORD.search(stripped)
    return _of_latin(latin[0]) if latin else None


def particle(word: str, form: str) -> str:
    """The form of a particle (either of its forms names it) that follows a word; both, as 을(를), where unknown."""
    closed, opened = _BY_FORM[form]
    end = _ending(word)
    if end is None:
        return f"(으){opened}" if closed == "으로" else f"{closed}({opened})"
    if end is _End.CONSONANT:
        return closed
    if end is _End.RIEUL:
        return opened if closed == "으로" else closed
    return opened


def with_particle(word: str, form: str) -> str:
    """The word followed by the particle's right form."""
    return word + particle(word, form)
