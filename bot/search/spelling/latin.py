"""Whether a Latin name and a Korean word spell the same sounds.

The skeleton of consonants (`hangul.sound`) finds candidates by equality and lets many strangers in; here vowels are
compared too, by the Revised Romanization of the Korean word (National Institute of Korean Language, 2000), both
folded to the few letters that transliteration keeps apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from bot.search.spelling.analyze import stem
from bot.search.spelling.hangul import (
    FINALS,
    FIRST_SYLLABLE,
    INITIALS,
    SYLLABLES_PER_INITIAL,
    VOWELS,
    initials,
    is_syllable,
    sounds,
)

SILENT, BREATHED = "ㅇ", "ㅎ"
"""The first heads a syllable without a sound of its own; a y behind it is heard as i."""

_HEADS = dict(zip(INITIALS, "kknttrmppss-jjjktph", strict=True)) | {SILENT: ""}
_MIDDLES = dict(
    zip(VOWELS, "a e ya ye u e yu ye o wa we oe yo u wo we wi yu - ui i".split(), strict=True)  # noqa: SIM905 - a table
) | {"ㅡ": ""}
"""The vowels; ㅡ stands between consonants that follow each other in the name, and is heard as none."""
_TAILS = {"ㄱ": "k", "ㄲ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "r", "ㅁ": "m", "ㅂ": "p", "ㅅ": "t", "ㅆ": "t", "ㅇ": "n",
          "ㅈ": "t", "ㅊ": "t", "ㅋ": "k", "ㅌ": "t", "ㅍ": "p", "ㅎ": ""}  # fmt: skip
_FOLDS = (
    ("ght", "t"), ("gg", "k"), ("yu", "u"),
    ("ssion", "siun"), ("sion", "siun"), ("tion", "siun"), ("ture", "ju"), ("dge", "je"), ("tch", "j"),
    ("ph", "p"), ("th", "t"), ("ch", "j"), ("sh", "s"), ("ng", "n"), ("ck", "k"), ("qu", "kw"), ("x", "ks"),
    ("ee", "i"), ("oo", "u"), ("ea", "i"), ("ay", "e"), ("aw", "o"), ("ge", "je"), ("gi", "ji"), ("gy", "ji"),
    ("c", "k"), ("g", "k"), ("q", "k"), ("d", "t"), ("b", "p"), ("f", "p"), ("v", "p"), ("l", "r"), ("z", "j"),
)  # fmt: skip
_BOTH = (("ei", "e"), ("ai", "e"), ("au", "o"), ("ou", "u"), ("y", "i"))
"""Vowels that either script writes in more ways than one: 에이 and a, 아이 and i."""


EVERYDAY = frozenset(
    """
    about above across after again against ago all almost alone already also always among and any anybody anyone
    anything apply are around ask away baby back bad beach bean because become bed been before begin behind being
    believe below better between beyond bicycle big bird birthday body both bread breakfast bring build but buy came
    can cannot car cat cheap chicken child children choose church city come coming cook cooking cost could decide
    dentist did different dinner does dog doing done down during each early easy eat egg either else end enough even
    ever every everybody everyone everything explain fall family far farm fast feel few find fish flower food for
    found free friend from fruit full furniture garden gave get getting girl give given goes going gone good got great
    grow guitar had hair happen happy hard has have having health hear held help her here high hiking him himself his
    hold house how however hurt important include instead into its itself job just keep kill kind kitchen knew know
    known large last late later learn least leave led left less let like little long look lose lost lunch made make
    making many marriage may maybe mean meant might milk mirror money more most mountain move much must myself name
    near need never new nobody none nor not nothing novel now ocean off often old once one only onto other others our
    out over own painting parent part passport pay pencil person please possible potato pretty price put quite rain
    rather reach read really remain rent replace rice right river said same saw say says school seem seen sell send
    several shall she shoe should show side since sleep small snow soccer some somebody someone something song soon
    speak spend stand stay still stop such summer sure take taken taking tea teacher tell than that the theater their
    them themselves then there therefore these they thing things think this those though thought through thus today
    together told tomorrow too took toward travel tree trip try turn under understand until upon use used using
    vegetable very village visit volcano walk want was watch water way ways weather wedding week well went were what
    when where whether which while who whole whom whose why wife will win winter with within without woman women won
    work works would write wrong year years yes yesterday yet you young your yourself
    """.split()  # noqa: SIM905 - a table of words reads better than a list of literals
)
"""Everyday English that no Korean text spells by its sound, as it does 베스트: `take` sounds like 있게 and 타개."""

_VOWELS = frozenset("aeiou")
_VOWEL_STARTS = _VOWELS | frozenset("hjwy")
"""What Korean may hear as the beginning of a vowel (`Johann`, 요한; `hour`, 아워; `web`, 웹)."""

_BREATHED_STARTS = frozenset("hfjw")
"""What it may hear as ㅎ (`Fuji`, 후지; `Juan`, 후안; `white`, 화이트)."""

_SOFT_C = re.compile("c(?=[eiy])")
_SILENT_R = re.compile("(?<=[aeiou])r(?![aeiouy])|(?<=[aeiou])r(?=es?$)")
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """The sounds of a word of either script in the folded letters."""
    if any(map(is_syllable, word)):
        word = word.translate(_syllables())
    else:
        word = _SILENT_R.sub("", _SOFT_C.sub("s", word))
        for letters, instead in _FOLDS:
            word = word.replace(letters, instead)
    for letters, instead in _BOTH:
        word = word.replace(letters, instead)
    return _squashed(word)


@cache
def _syllables() -> dict[int, str]:
    """Code point of a syllable -> its folded letters; for `str.translate`."""
    sounds = (
        _HEADS[head] + (vowel.replace("y", "i", 1) if head == SILENT else vowel) + _TAILS.get(final[:1], "")
        for head in INITIALS
        for vowel in (_MIDDLES | {"ㅠ": "u"}).values()
        for final in FINALS
    )
    return dict(enumerate(sounds, FIRST_SYLLABLE))


def _squashed(word: str) -> str:
    return _REPEATED.sub(r"\1", word)


def begin_alike(latin: str, korean: str) -> bool:
    """Whether both begin with a vowel, a breath or another consonant; every transliteration keeps that."""
    head = initials(korean[0])
    if head == SILENT:
        return latin[0] in _VOWEL_STARTS
    if head == BREATHED:
        return latin[0] in _BREATHED_STARTS
    return latin[0] not in _VOWELS and latin[0] not in "hy"


def likeness(one: str, other: str) -> float:
    """1 for the same sounds, 0 for none in common. Between the scripts ㅈ and s are one sound (`Disney`, 디즈니)."""
    heard, said = folded(one), folded(other)
    if one.isascii() != other.isascii():
        if is_romanised(*((one, other) if one.isascii() else (other, one))):
            return 1.0
        heard, said = heard.replace("j", "s"), said.replace("j", "s")
    return Indel.normalized_similarity(heard, said)


SURE_LIKENESS = {1: 0.9, 2: 0.9, 3: 0.8}
"""Likeness from which a name of so few consonants is told from a word that sounds like it by chance; more consonants
tell it by themselves. Of 191 names that an encyclopedia gives in both scripts 140 are as like; of 897 Latin words that
32 articles on AI lack 5 % sound so much like one of theirs, 25 % without the rules of `is_sure_sound`.
"""

_ROMAN_HEADS = dict(zip(INITIALS, "gkndtrmbpss-jj-ktph", strict=True)) | {SILENT: "", "ㅊ": "ch"}
_ROMAN_TAILS = dict(zip("ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅈㅊㅋㅌㅍ", "kkntrmpttttktp", strict=True)) | {SILENT: "ng"}
_ROMAN_FOLDS = (("eo", "u"), ("eu", ""), ("ae", "e"), ("ai", "e"), ("oo", "u"), ("ee", "i"), ("sh", "s"), ("l", "r"))
"""Letters of the Revised Romanization, and those that owners of names write instead (`Samsung`, `Hyundai`, `Shinhan`),
as `_MIDDLES` folds the vowels.
"""

LEAST_ROMAN = 5
"""Letters from which on a romanised Korean word is no English one by chance."""


def is_romanised(latin: str, korean: str) -> bool:
    """Whether a Latin word is a Korean one letter by letter (`onggi`, 옹기)."""
    return _roman(latin) == _roman(_in_latin(korean))


def _roman(word: str) -> str:
    for letters, instead in _ROMAN_FOLDS:
        word = word.replace(letters, instead)
    return _squashed(word)


def _in_latin(word: str) -> str:
    """A Korean word by the Revised Romanization, a final consonant before a vowel as the head that it becomes."""
    written, tail = "", ""
    for char in word:
        if not is_syllable(char):
            return ""
        head, vowel, final = _jamo(char)
        written += _ROMAN_HEADS.get(tail, "") if head == SILENT and tail != SILENT else _ROMAN_TAILS.get(tail, "")
        written, tail = written + _ROMAN_HEADS[head] + _MIDDLES[vowel], final[:1]
    return written + _ROMAN_TAILS.get(tail, "")


_FOREIGN_FINALS = frozenset(("", *"ㄱㄴㄹㅁㅂㅅㅇ"))
_NATIVE = frozenset("ㄲㄸㅃㅉㅢ")
_HEARD = {"c": "ㅋㅅㅊ", "g": "ㄱㅈ", "t": "ㅌㅊㅅ", "p": "ㅍㅅ", "s": "ㅅㅆ", "j": "ㅈㅎ", "x": "ㅅㅈ"} | dict(
    zip("kqdfbvzlrmn", "ㅋㅋㄷㅍㅂㅂㅈㄹㄹㅁㄴ", strict=True)
)
"""What a first consonant becomes in Korean; letters that are no consonants of their own are left out."""

_SILENT_START = re.compile("^(?:k(?=n)|w(?=r))")


def is_sure_sound(one: str, other: str, like: float) -> bool:
    """Whether a Latin and a Korean word that sound alike are a name and its transcription, which keeps to the rules for
    foreign words (National Institute of Korean Language, 1986): seven final consonants, no tense stops, ㅋ for k.

    A Korean name in Latin letters keeps to none but its spelling.
    """
    latin, korean = (one, other) if one.isascii() else (other, one)
    if len(latin) >= LEAST_ROMAN and is_romanised(latin, korean):
        return True
    if not all(map(_is_foreign, korean)):
        return False
    first, head = _SILENT_START.sub("", latin)[0], initials(korean[0])
    if head not in (SILENT, BREATHED) and head not in _HEARD.get(first, head):
        return False
    return like >= SURE_LIKENESS.get(min(map(len, sounds(latin))), 0.0)


def _is_foreign(syllable: str) -> bool:
    """Whether a syllable can be one of a foreign word; characters that are none can."""
    if not is_syllable(syllable):
        return True
    head, vowel, final = _jamo(syllable)
    return _NATIVE.isdisjoint((head, vowel)) and final[:1] in _FOREIGN_FINALS


def _jamo(syllable: str) -> tuple[str, str, str]:
    """Its initial consonant, vowel and final consonants."""
    head, rest = divmod(ord(syllable) - FIRST_SYLLABLE, SYLLABLES_PER_INITIAL)
    vowel, final = divmod(rest, len(FINALS))
    return INITIALS[head], VOWELS[vowel], FINALS[final]


def is_respelling(one: str, other: str) -> bool:
    """Whether two Korean words that sound alike spell one foreign word: they begin with the same consonants, and are
    long enough for that not to be chance.
    """
    shorter, longer = sorted((initials(stem(one)), initials(stem(other))), key=len)
    return len(longer) > 2 and longer.startswith(shorter)


_NAMES = {
    "에이": "a", "비": "bv", "씨": "c", "시": "c", "디": "d", "이": "e", "에프": "f", "지": "gz", "쥐": "g",
    "에이치": "h", "에이취": "h", "아이": "i", "제이": "j", "케이": "k", "엘": "l", "엠": "m", "엔": "n",
    "오": "o", "피": "p", "큐": "q", "알": "r", "아르": "r", "에스": "s", "티": "t", "유": "u", "브이": "v",
    "더블유": "w", "더블류": "w", "엑스": "x", "와이": "y", "제트": "z",
    "제로": "0", "원": "1", "투": "2", "쓰리": "3", "포": "4", "파이브": "5", "식스": "6", "세븐": "7",
    "에잇": "8", "나인": "9", **{digit: digit for digit in "0123456789"},
}  # fmt: skip
"""Names of Latin letters and of digits in Korean, and what each may stand for."""


def digit(name: str) -> list[str]:
    """The digit that a Korean word names in English (`투`: 2)."""
    return [letter for letter in _NAMES.get(name, "") if letter.isdecimal()]


_SPELLED = re.compile(f"(?:{'|'.join(_NAMES)})+")
_MAX_SPELLED = 16
"""Readings that are followed: `비` is b and v, `지` g and z."""


def spelled(word: str) -> list[str]:
    """What a word spells by the names of letters and digits (`엠씨피`: `mcp`, `에이투에이`: `a2a`), likeliest first."""
    if not _SPELLED.fullmatch(word):
        return []
    read: dict[int, list[str]] = {0: [""]}
    for place in range(len(word)):
        for name, letters in _NAMES.items():
            if place in read and word.startswith(name, place):
                further = read.setdefault(place + len(name), [])
                further += [text + letter for letter in letters for text in read[place]][:_MAX_SPELLED]
    return [text for text in read[len(word)] if len(text) > 1 and not text.isdecimal()]
