"""Words of a text, and which of them may be a given Korean noun with a particle behind it.

A word is a run of letters and digits, hyphens left out, in lower case: `GPT-4o를` gives `gpt4o를`. A hyphenated run
gives its parts as well. No morphemes are analysed: a particle counts only where it agrees with the sound before it, and
whether the longer word is a noun of its own (국가 is not 국 with 가) is decided by `bot.trends.postings` from its use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_NOISE = re.compile(r"https?://\S+|<[^<>]{1,300}>|!\[[^\]]{0,300}\]\([^)\s]{0,500}\)|\]\([^)\s]{0,500}\)")
"""What is no wording: addresses, tags, images, link targets. Every repetition is bounded or has one way to match."""

_RUN = re.compile(r"[^\W_]+(?:(?:(?<=\d)\.(?=\d)|[-‐‑–&+])[^\W_]+)*")
_JOINT = re.compile(r"[-‐‑–]")

_AFTER_CONSONANT = """
은 이 을 과 이나 이며 이란 이라 이라는 이라고 이라도 이고 이다 이었다 이든 이랑 으로 으로서 으로써 으로의 으로부터
으로는 으로도 과의 과는 과도 인 이자
"""
_AFTER_VOWEL = "는 가 를 와 나 며 란 라 라는 라고 라도 든 랑 와의 와는 와도 인 이자 이며 이고 이다 이란"
_AFTER_VOWEL_OR_L = "로 로서 로써 로의 로부터 로는 로도"
_AFTER_ANY = """
의 에 에서 에게 에게서 에게는 에겐 께서 도 만 까지 까지도 부터 마다 처럼 보다 보다는 보다도 조차 마저 뿐 뿐만 대로 밖에
에는 에도 에만 엔 에선 에서는 에서도 에서의 에의 만의 만은 만을 만이 용 측 측은 측이 들 들은 들이 들을 들의 들에게 들도
들과 들에
"""
"""Particles by the final sound that they stand after. 용, 측 and 들 are no particles but leave the noun what it is."""

_CONSONANT, _VOWEL = frozenset(_AFTER_CONSONANT.split()), frozenset(_AFTER_VOWEL.split())
_VOWEL_OR_L, _ANY = frozenset(_AFTER_VOWEL_OR_L.split()), frozenset(_AFTER_ANY.split())
VERB = re.compile(
    r"([가-힣]{2,}?)(?:"
    r"(?:[하되]|시키)(?:는|고|며|여|어|면|게|기|도|지|거|려|던|자|였|었|겠|다|더)[가-힣]{0,4}"
    r"|(?:[한할함된될됨]|시킨|시킬)(?:다|다고|다면|에|으로|으로써|을|은|이|지|수록|때)?"
    r"|(?:[해했돼됐]|시켜)(?:(?:서|야|도|다|으|고|던|지|진|졌|집|습)[가-힣]{0,4})?"
    r")$"
)
"""A noun used as a verb: 활용하는, 공개했다. The noun is what stands before 하다, 되다 or 시키다."""

PARTICLES = _CONSONANT | _VOWEL | _VOWEL_OR_L | _ANY
_LONGEST = max(map(len, PARTICLES))
_LAST = frozenset(particle[-1] for particle in PARTICLES)
_FINALS, _L = 28, 8
"""Unicode 3.12: a syllable is 0xAC00 + (initial * 21 + vowel) * 28 + final; ㄹ is the eighth final."""


def is_hangul(character: str) -> bool:
    """Whether it is a composed Hangul syllable."""
    return "가" <= character <= "힣"


def is_latin(word: str) -> bool:
    """Whether no Hangul is in it."""
    return not any(map(is_hangul, word))


def is_verb(word: str) -> bool:
    """Whether it is a noun made a verb: 활용하는."""
    return VERB.match(word) is not None


def normal(text: str) -> str:
    """NFKC, without addresses and markup; letters keep their case."""
    flat = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    return _NOISE.sub(" ", flat)


def runs(text: str) -> list[str]:
    """The words of an already normal text as written, hyphens and case kept."""
    return _RUN.findall(text)


def key(run: str) -> str:
    """The form under which a written word is counted."""
    return (run if run.isalnum() else _JOINT.sub("", run)).lower()


def keys(text: str) -> list[str]:
    """Every countable word of a normal text in order, then the parts of its hyphenated runs."""
    row, parts = [], []
    for run in runs(text.lower()):
        if run.isalnum():
            row.append(run)
        else:
            row.append(_JOINT.sub("", run))
            parts += [part for part in _JOINT.split(run) if len(part) > 1 and part != run]
    return row + parts


def phrase(term: str) -> tuple[str, ...]:
    """A term as the keys of its words: `AI 에이전트` gives `("ai", "에이전트")`."""
    return tuple(key(run) for run in runs(normal(term)))


@cache
def _agrees(stem_end: str, particle: str) -> bool:
    """Whether a particle may stand after this last character. After Latin letters and digits any form may."""
    if particle in _ANY or not is_hangul(stem_end):
        return True
    final = (ord(stem_end) - 0xAC00) % _FINALS
    if particle in _VOWEL_OR_L:
        return final in {0, _L}
    return particle in (_CONSONANT if final else _VOWEL)


@lru_cache(maxsize=1 << 16)
def splits(word: str, *, least: int = 2) -> tuple[tuple[str, str], ...]:
    """The ways to read a word as stem and particle, the longest particle first, without the word as a whole.

    A Hangul stem has at least two syllables: 이 with 가 would be found in too many words. Behind the other words of a
    name one is enough.
    """
    if word[-1] not in _LAST:
        return ()
    found = []
    for size in range(min(_LONGEST, len(word) - 1), 0, -1):
        particle = word[-size:]
        if particle in PARTICLES:
            stem = word[:-size]
            if (len(stem) >= least or not is_hangul(stem[0])) and _agrees(stem[-1], particle):
                found.append((stem, particle))
    return tuple(found)
