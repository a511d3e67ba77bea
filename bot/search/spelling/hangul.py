"""Hangul as it is typed: the keys of the 2-set layout, initial consonants, and how a word sounds.

Owns the tables of the script and nothing of any language's words. Compatibility jamo (U+3131..U+3163) are what a
keyboard produces for a lone consonant or vowel; conjoining jamo never reach this module (`analyze` composes them).
"""

from __future__ import annotations

import re
from functools import lru_cache

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
SYLLABLES_PER_INITIAL = len(VOWELS) * len(FINALS)

TWO_STROKES = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
"""Jamo that take two keys, as they are typed."""

_MERGED = {pair: jamo for jamo, pair in TWO_STROKES.items()}
_KEY_OF = dict(zip("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm", strict=True))
_KEY_OF |= {"ㅃ": "Q", "ㅉ": "W", "ㄸ": "E", "ㄲ": "R", "ㅆ": "T", "ㅒ": "O", "ㅖ": "P"}
_JAMO_OF = {key: jamo for jamo, key in _KEY_OF.items()}


def _strokes(jamo: str) -> str:
    return "".join(_KEY_OF[part] for part in TWO_STROKES.get(jamo, jamo))


def _key_table() -> dict[int, str]:
    table = {ord(jamo): _strokes(jamo) for jamo in (*INITIALS, *VOWELS, *FINALS[1:])}
    heads = [_strokes(jamo) for jamo in INITIALS]
    middles = [_strokes(jamo) for jamo in VOWELS]
    tails = [_strokes(jamo) if jamo else "" for jamo in FINALS]
    code = FIRST_SYLLABLE
    for head in heads:
        for middle in middles:
            for tail in tails:
                table[code] = head + middle + tail
                code += 1
    return table


KEY_TABLE = _key_table()
"""Code point of a syllable or jamo -> its keys, capitals standing for Shift; for `str.translate`."""

INITIAL_TABLE = {
    code: INITIALS[(code - FIRST_SYLLABLE) // SYLLABLES_PER_INITIAL]
    for code in range(FIRST_SYLLABLE, LAST_SYLLABLE + 1)
}
"""Code point of a syllable -> its initial consonant; for `str.translate`."""


def is_syllable(char: str) -> bool:
    """Whether a character is a complete Hangul syllable."""
    return "가" <= char <= "힣"


def is_jamo(char: str) -> bool:
    """Whether a character is a lone consonant or vowel as a keyboard types it."""
    return "ㄱ" <= char <= "ㅣ"


def has_hangul(text: str) -> bool:
    """Whether any syllable or jamo is in the text."""
    return any(is_syllable(char) or is_jamo(char) for char in text)


def is_garbled(word: str) -> bool:
    """Whether nobody can have meant to write the word: it has a lone jamo, or a syllable beyond the 2,350 of KS X 1001,
    which hold all that Korean is written with but for a handful.
    """
    return any(is_jamo(char) or (is_syllable(char) and len(char.encode("euc_kr")) > _BYTES) for char in word)


_BYTES = 2
"""In EUC-KR a syllable of KS X 1001 takes so many; others are spelled out in jamo."""


def keys(text: str) -> str:
    """The keys that type a text in the 2-set layout, in small letters: Shift is what people miss most."""
    return text.translate(KEY_TABLE).lower()


def initials(text: str) -> str:
    """Every syllable replaced by its initial consonant; other characters stay."""
    return text.translate(INITIAL_TABLE)


@lru_cache(maxsize=64)
def beginning(run: str) -> re.Pattern[str]:
    """What has these initial consonants: syllables that begin with them, or they themselves. For a few texts it finds a
    run in a tenth of the time that replacing all their syllables takes.
    """
    firsts = {char: FIRST_SYLLABLE + INITIALS.index(char) * SYLLABLES_PER_INITIAL for char in run}
    return re.compile(
        "".join(f"[{char}{chr(firsts[char])}-{chr(firsts[char] + SYLLABLES_PER_INITIAL - 1)}]" for char in run)
    )


def is_initials(word: str) -> bool:
    """Whether a word is written in initial consonants alone (two or more)."""
    return len(word) >= 2 and all("ㄱ" <= char <= "ㅎ" and char in INITIALS for char in word)


def from_keys(typed: str) -> str:
    """What the keys give with the Hangul layout on; characters that are no letter keys stay.

    Follows the 2-set automaton: a final consonant moves on to the next syllable when a vowel follows.
    """
    composer = _Composer()
    for char in typed:
        composer.press(_JAMO_OF.get(char) or _JAMO_OF.get(char.lower()) or char)
    return composer.finish()


class _Composer:
    """The state of one syllable under construction."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._head = self._middle = self._tail = ""

    def press(self, jamo: str) -> None:
        if jamo in VOWELS:
            self._vowel(jamo)
        elif jamo in INITIALS:
            self._consonant(jamo)
        else:
            self._flush()
            self._done.append(jamo)

    def finish(self) -> str:
        self._flush()
        return "".join(self._done)

    def _vowel(self, jamo: str) -> None:
        if self._tail:
            stays, moves = "", self._tail
            if self._tail in TWO_STROKES:
                stays, moves = TWO_STROKES[self._tail][0], TWO_STROKES[self._tail][1]
            self._tail = stays
            self._flush()
            self._head, self._middle = moves, jamo
        elif self._middle + jamo in _MERGED:
            self._middle = _MERGED[self._middle + jamo]
        else:
            if self._middle:
                self._flush()
            self._middle = jamo

    def _consonant(self, jamo: str) -> None:
        if not (self._head and self._middle):
            self._flush()
            self._head = jamo
        elif not self._tail and jamo in FINALS:
            self._tail = jamo
        elif _MERGED.get(self._tail + jamo, "") in FINALS[1:]:
            self._tail = _MERGED[self._tail + jamo]
        else:
            self._flush()
            self._head = jamo

    def _flush(self) -> None:
        if self._head and self._middle:
            place = INITIALS.index(self._head) * len(VOWELS) + VOWELS.index(self._middle)
            self._done.append(chr(FIRST_SYLLABLE + place * len(FINALS) + FINALS.index(self._tail)))
        else:
            self._done.append(self._head + self._middle + self._tail)
        self._head = self._middle = self._tail = ""


# Classes of consonants that Korean transliteration keeps apart only loosely: k t p s n m r.
_HEAD_SOUND = dict(
    zip(
        INITIALS,
        ("k", "k", "n", "t", "t", "r", "m", "p", "p", "s", "s", "", "s", "s", "s", "k", "t", "p", ""),
        strict=True,
    )
)
# A final ㅅ is what foreign words end in for a t (`서밋`, `로봇`).
_TAIL_SOUND = {"ㄱ": "k", "ㄲ": "k", "ㅋ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "r", "ㅁ": "m", "ㅂ": "p", "ㅅ": "t",
               "ㅆ": "t", "ㅇ": "n", "ㅈ": "t", "ㅊ": "t", "ㅌ": "t", "ㅍ": "p"}  # fmt: skip
_LATIN_SOUND = dict(zip("ckgqdtbpfvlrmnszj", "kkkkttpppprrmnsss", strict=True)) | {"x": "ks"}
_DIGRAPHS = (("ght", "t"), ("tion", "sn"), ("ture", "s"), ("tch", "s"), ("dge", "s"), ("ph", "p"), ("th", "t"),
             ("ch", "s"), ("sh", "s"), ("ng", "n"))  # fmt: skip


_SOFT = re.compile("c(?=[eiy])|(?<!g)g(?=[eiy])")
_SILENT_R = re.compile("r(?![aeiouy])|r(?=es?$)")
_NG = re.compile("ng(?=[aeiouy])")


def _syllable_sounds() -> dict[int, str]:
    heads = [_HEAD_SOUND[jamo] for jamo in INITIALS]
    tails = [_TAIL_SOUND.get(jamo, "") for jamo in FINALS]
    return {
        FIRST_SYLLABLE + (head * len(VOWELS) + middle) * len(FINALS) + tail: heads[head] + tails[tail]
        for head in range(len(INITIALS))
        for middle in range(len(VOWELS))
        for tail in range(len(FINALS))
    }


SOUND_TABLE = _syllable_sounds()
"""Code point of a syllable -> its consonant classes; for `str.translate`."""


def sound(word: str) -> str:
    """The consonant skeleton that a Latin name shares with its Korean spelling: `hinton` and `힌튼` give `ntn`.

    Repeated classes count once, since spelling doubles letters and Korean doubles syllables at will. In Latin an r
    before a consonant is silent, as Korean hears it (`gartner`, `가트너`); c and g are soft before e, i and y.
    """
    return _skeleton(word) if any(map(is_syllable, word)) else _skeleton(_SOFT.sub("s", word))


def sounds(word: str) -> tuple[str, ...]:
    """The skeleton, and for a Latin word also those with every c and g hard (`ceratops`, `케라톱스`), with th as s
    (`anthropic`, `앤스로픽`) and with the g of ng heard (`pangyo`, `판교`).
    """
    others = (_skeleton(word), sound(word.replace("th", "s")), _skeleton(_NG.sub("ngk", word)))
    return tuple(dict.fromkeys((sound(word), *others)))


def _skeleton(word: str) -> str:
    if any(map(is_syllable, word)):
        heard = "".join(char for char in word.translate(SOUND_TABLE) if char.isascii() and char.isalpha())
    else:
        for letters, one in _DIGRAPHS:
            word = word.replace(letters, one)
        heard = "".join(_LATIN_SOUND.get(char, "") for char in _SILENT_R.sub("", word))
    return "".join(char for place, char in enumerate(heard) if place == 0 or char != heard[place - 1])
