"""Numbers spelled in Hangul, in digits: `칠백이십억` is `720억`, `일흔두시간` is `72시간`.

Many words of one or two syllables are numerals by chance (`이사`, `천사`): a number is read where it is longer, or
where what it counts stands behind it.
"""

from __future__ import annotations

import re

_DIGITS = {"영": 0, "공": 0, **{name: value for value, name in enumerate("일이삼사오육칠팔구", 1)}}
_TENS = {"십": 10, "백": 100, "천": 1000}
_SCALES = {"만": 10**4, "억": 10**8, "조": 10**12}
_NATIVE_TENS = dict(
    zip(["열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"], range(10, 100, 10), strict=True)
)
_NATIVE = dict(zip(["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"], range(1, 10), strict=True))
_FROM_FIVE = tuple(name for name, value in _NATIVE.items() if value >= 5)

MIN_SPELLED = 3
"""Syllables of a numeral that needs nothing behind it."""

COUNTED = (
    "달러|퍼센트|프로|개월|시간|명|개|대|건|곳|초|분|원|년|배|번|회|살|편|장|권|가지|쪽|줄|층"
    "|미터|킬로|기가|비트|나노|유로|엔|달"
)
"""What a number counts."""

_BEHIND_ONE = frozenset(("초", "개월", "퍼센트", "프로", "나노", "비트"))
"""What may follow a single digit, which begins many words (`사건`, `구분`)."""

_OTHERWISE = {"퍼센트": "", "프로": "", "달": "개월"}
"""Units as documents write them; of a per cent sign no letter is left."""

_SINO = r"(?:[일이삼사오육칠팔구]?[십백천]){0,3}[일이삼사오육칠팔구]?"
_BELOW = rf"{_SINO}(?:(?:{'|'.join(_NATIVE_TENS)})(?:{'|'.join(_NATIVE)})?)?"
_SPELLED = re.compile(
    rf"(?P<number>(?:(?=[^조억만]){_SINO}[조억만]){{0,3}}(?:{'|'.join(_FROM_FIVE)}|{_BELOW}))"
    rf"(?P<unit>(?:{COUNTED})?)(?P<rest>[가-힣]{{0,3}})"
)
_FIRST = frozenset(name[0] for names in (_DIGITS, _TENS, _SCALES, _NATIVE_TENS, _NATIVE) for name in names)
_UNIT = re.compile(COUNTED)
_PART = re.compile("|".join((*_NATIVE_TENS, *_NATIVE, *_DIGITS, *_TENS, *_SCALES)))


def counts(word: str) -> bool:
    """Whether a word may be what a number counts."""
    return _UNIT.match(word) is not None


def in_digits(word: str) -> str:
    """The word with its number in digits; empty for a word that does not begin with a spelled number."""
    if word[:1] not in _FIRST:
        return ""
    read = _SPELLED.fullmatch(word)
    if read is None or not read["number"]:
        return ""
    number, unit = read["number"], read["unit"]
    if len(number) < MIN_SPELLED and not unit:
        return ""
    if number in _DIGITS and unit not in _BEHIND_ONE:
        return ""
    return f"{_written(_value(number))}{_OTHERWISE.get(unit, unit)}{read['rest']}"


def _value(number: str) -> int:
    """What the parts of a number come to."""
    total = part = digit = 0
    for name in _PART.findall(number):
        if name in _SCALES:
            total += (part + digit or 1) * _SCALES[name]
            part = digit = 0
        elif name in _TENS:
            part += (digit or 1) * _TENS[name]
            digit = 0
        elif name in _NATIVE_TENS:
            part += digit + _NATIVE_TENS[name]
            digit = 0
        else:
            digit = _NATIVE[name] if name in _NATIVE else _DIGITS[name]
    return total + part + digit


def _written(value: int) -> str:
    """In the greatest unit that leaves no rest."""
    for name, size in reversed(_SCALES.items()):
        if value and not value % size:
            return f"{value // size}{name}"
    return str(value)
