"""Words typed with the other keyboard layout on: whole, or with one of their characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.search.query.typed import Typed
from bot.search.spelling.analyze import PARTICLES, is_asking, is_short_latin
from bot.search.spelling.hangul import KEY_TABLE, VOWELS, from_keys, has_hangul, is_initials, is_jamo, keys
from bot.search.spelling.latin import is_sure_sound
from bot.search.words.lexicon import Lexicon

SURE_SOUND = 0.75
"""Likeness from which a Latin word is a name with another spelling, and no Korean typed on the other layout."""

SAME_SOUND, LATIN_VOWELS = 0.9, 2
"""Likeness and lone vowels from which a garbled word is a Latin one typed in Hangul. Of 3,400 queries with slips none
has such a word; of 1,410 Latin words of four corpora 622 have as many lone vowels.
"""

_MIXED = re.compile("[가-힣].*[a-zA-Z]|[a-zA-Z].*[가-힣]")
_RUN = re.compile(r"[a-z]+|[0-9.]+|[^a-z0-9.]+", re.IGNORECASE)


def other_layout(word: Typed, lexicon: Lexicon) -> str | None:
    """The word as the other keyboard layout gives it, where that can be meant; runs of digits stay."""
    if word.text.isascii():
        for raw in dict.fromkeys((word.raw, word.text)):
            other = "".join(_in_hangul(run) for run in _RUN.findall(raw)).lower()
            if has_hangul(other):
                return other
        return None
    if _MIXED.search(word.raw) and lexicon.known(whole := from_keys(word.raw.translate(KEY_TABLE))):
        return whole
    if not any(map(is_jamo, word.text)):
        return None
    other = keys(word.text)
    if lexicon.known(other) or _is_name(word.text, other, lexicon):
        return other
    return next(_half_switched(word.text, lexicon), None)


def _is_name(typed: str, other: str, lexicon: Lexicon) -> bool:
    """Whether the documents write in Hangul what the keys give in Latin letters (`채ㅠㅐㅣ`: cobol, 코볼). Slips of
    Korean leave a lone vowel or two too, but seldom two in half of a word that sounds like another one.
    """
    jamo = list(filter(is_jamo, typed))
    if 2 * len(jamo) < len(typed) or sum(char in VOWELS for char in jamo) < LATIN_VOWELS:
        return False
    near = lexicon.sounding(other, limit=1)
    return any(like >= SAME_SOUND and is_sure_sound(other, name, like) for name, like in near)


def _half_switched(word: str, lexicon: Lexicon) -> Iterator[str]:
    """A word of which one half is a known Latin word typed in Hangul and the other a known word (`ㅎ7툴킷`)."""
    jamo = [place for place, char in enumerate(word) if is_jamo(char)]
    for place in range(2, len(word) - 1):
        one, other = word[:place], word[place:]
        if place > jamo[-1] and not is_initials(one):
            meant = keys(one), other
        elif place <= jamo[0] and not is_initials(other):
            meant = one, keys(other)
        else:
            continue
        if all(_is_half(half, lexicon) for half in meant):
            yield "".join(meant)


def _is_half(word: str, lexicon: Lexicon) -> bool:
    return lexicon.frequency(word) > 0 and not (is_asking(word) or word in PARTICLES)


def _in_hangul(run: str) -> str:
    """The run typed in Hangul where that gives whole syllables, else the run."""
    other = from_keys(run)
    return run if any(is_jamo(char) or char.isascii() for char in other) else other


def makes_no_sense(word: str, lexicon: Lexicon) -> bool:
    """Whether what was typed can only be meant in the other layout: it makes no sense as it stands."""
    # A few Latin letters may stand in compounds alone (`챗GPT`), and a name sounds like its Korean spelling.
    in_compounds = is_short_latin(word) and lexicon.weight(word) > 0
    return not (
        in_compounds or (word.isascii() and any(like >= SURE_SOUND for _, like in lexicon.sounding(word, limit=1)))
    )
