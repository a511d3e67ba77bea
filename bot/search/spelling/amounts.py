"""An amount as people type it, in the notations in which documents write it: `2000만건`, `2천만 건`; `455b`, `4550억`.

Notations are squeezed, and without thousands separators, as the words of a query are.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.search.spelling.analyze import stem
from bot.search.spelling.numerals import in_digits

MAX_DIGITS = 16
"""Of a number that may be an amount; longer ones are numbers of something else."""

MIN_LONG = 10_000
"""Numbers without a scale are also written otherwise from here on."""

MAX_WRITTEN = 10**9
"""Nobody writes out all digits of a greater amount."""

MIN_CHARS = 3
"""A shorter notation (`3b`) stands by chance in too many texts."""

_KOREAN = {"조": 10**12, "억": 10**8, "만": 10**4}
_THOUSANDS = {"천": 1000, "백": 100}
_ENGLISH = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3}
_BRIEF = {"trillion": "t", "billion": "b", "million": "m", "thousand": "k"}
_SCALES = {
    **{f"{one}{other}": _THOUSANDS[one] * _KOREAN[other] for one in _THOUSANDS for other in _KOREAN},
    **_KOREAN,
    **_THOUSANDS,
    **_ENGLISH,
    "bn": 10**9,
    **{_BRIEF[name]: size for name, size in _ENGLISH.items()},
}
_CURRENCIES = {"불": "달러", "달라": "달러", "usd": "달러", "krw": "원", "won": "원"}
_MULTIPLES = {"배": ("fold", "x", "times"), "fold": ("배",), "times": ("배",), "x": ("배",)}

_NUMBER, _SCALE = rf"\d{{1,{MAX_DIGITS}}}(?:\.\d{{1,3}})?", "|".join(_SCALES)
_AMOUNT = re.compile(
    rf"((?:{_NUMBER}(?:{_SCALE})){{0,2}}{_NUMBER}(?:{_SCALE})?)([가-힣]{{0,3}}|usd|krw|won|x|times|fold)"
)
_PARTS = re.compile(rf"([\d.]+)({_SCALE})?")


def amount_notations(word: str) -> tuple[str, ...]:
    """Other notations of a normalised word that is an amount: a number with a scale, a long number, a multiple, or any
    that is spelled.
    """
    if digits := in_digits(word):
        return (digits, *amount_notations(digits))
    read = _AMOUNT.fullmatch(word)
    if read is None:
        return ()
    said, unit = read.groups()
    if len(cut := stem(word)) >= len(said):
        unit = cut[len(said) :]
    parts = _PARTS.findall(said)
    value = sum(Decimal(number) * _SCALES.get(scale, 1) for number, scale in parts)
    if said[-1].isdigit() and len(parts) == 1:
        if unit in _MULTIPLES:
            return tuple(f"{said}{other}" for other in _MULTIPLES[unit])
        if value < MIN_LONG:
            return ()
    if value != int(value):
        return ()
    units = dict.fromkeys((unit, _CURRENCIES.get(unit, unit)))
    korean = [f"{each}{name}" for name in units for each in _in_korean(int(value))]
    return tuple(each for each in dict.fromkeys((*korean, *_in_english(int(value)))) if each != word)


def _in_korean(value: int) -> list[str]:
    """As a decimal of the greatest unit that fits, in thousands or hundreds of it, in two units, and in digits."""
    found = [str(value)] if value < MAX_WRITTEN else []
    name, size = next(((name, size) for name, size in _KOREAN.items() if value >= size), ("", 1))
    whole, rest = divmod(value, size)
    if name and (short := _short(value, size)):
        found.append(f"{short}{name}")
    if name and not rest:
        found += [f"{whole // tens}{ten}{name}" for ten, tens in _THOUSANDS.items() if _is_digit(whole, tens)]
    below = {"조": "억", "억": "만"}.get(name, "")
    if below and rest and not rest % _KOREAN[below]:
        part = rest // _KOREAN[below]
        found.append(f"{whole}{name}{part}{below}")
        if _is_digit(part, _THOUSANDS["천"]):
            found.append(f"{whole}{name}{part // _THOUSANDS['천']}천{below}")
    return found


def _in_english(value: int) -> list[str]:
    name, size = next(((name, size) for name, size in _ENGLISH.items() if value >= size), ("", 1))
    short = _short(value, size) if name else ""
    return [f"{short}{each}" for each in (name, _BRIEF[name]) if len(short + each) >= MIN_CHARS] if short else []


def _short(value: int, size: int) -> str:
    """The value in a unit; empty where that takes more than two decimals."""
    number = (Decimal(value) / size).normalize()
    exponent = number.as_tuple().exponent
    return f"{number:f}" if isinstance(exponent, int) and exponent >= -2 else ""


def _is_digit(number: int, tens: int) -> bool:
    """Whether a number is a single digit of thousands or hundreds."""
    return not number % tens and 0 < number // tens < 10
