"""The forms in which the corpus may hold a single word, beside the typed one: by sound, by other names, by slips."""

from __future__ import annotations

import math
from itertools import product
from typing import NamedTuple

from bot.domain.query import Reading
from bot.search.spelling.analyze import is_asking, is_short_latin, stem
from bot.search.spelling.hangul import is_garbled, keys
from bot.search.spelling.latin import digit, is_respelling, is_sure_sound, spelled
from bot.search.spelling.slips import cost, is_sure
from bot.search.words.lexicon import MIN_LATIN, Lexicon

ALIAS_WEIGHT = 0.9
SOUND_WEIGHT = 0.7
HEARD_LATIN_WEIGHT = 0.9
"""Of a Latin name that a Korean word surely spells (`마커스`, Marcus): it then answers beside a word that is nowhere,
as the name itself does. The other way round English words that merely sound like Korean ones would answer, 3 more of
143 queries without an answer.
"""

MISREAD_WEIGHT = 0.9
STROKE_COST = 1.5
"""A form loses this share of its weight per stroke and key of the word."""

GARBLED_STROKE_COST = 0.75
"""Where what was typed is no word of any language, so that it can only be a slip."""

RARER_COST = 0.05
"""A word that a slip may have meant loses so much of its weight for every factor e by which the commonest of them is
more frequent: a million forms have some rare word near to every slip. nDCG@10 of 300 questions with a slip, keywords
with one and with two among 100,000 sections: .976, .850 and .773 without it, .977, .855 and .788 with it.
With .08 it is .794 for two, and .002 less among 961 passages, where .05 changes nothing.
"""

REAL_WORD_WEIGHT = 0.3
"""Of a neighbour of a word that the corpus knows: it may be the slip of another word (`과장` for `광장`). nDCG@10 of
8,588 queries: .9498 with .2, .9500 with .3, .9497 with .5, in the same order on either half of the articles.
"""

MAX_SLIPS = 12
MAX_REAL_WORDS = 8
MAX_SOUNDING = 4
MIN_SLIPPED_NAME = 3
LEAST_COMPOUND_LIKENESS = 0.75
"""Of words put together or taken apart, which are many: `Kairos Power` and 카이로스파워 have .78, 오류 정정 and
`hallucination` .67.
"""

MIN_COMPOUND = 2
"""Parts of the least length that a compound may have: `한빛셀` of three syllables, eight Latin letters."""


class Form(NamedTuple):
    """One way in which the corpus may hold a term; `reading` is None for what was typed. `meant` is the word that a
    slip led away from where the text is another name of it. What is not `sure` may chance to be near to a word that the
    documents lack: it finds sections, and answers no query by itself.
    """

    text: str
    weight: float
    reading: Reading | None = None
    meant: str = ""
    sure: bool = True


def letters(word: str, lexicon: Lexicon) -> list[Form]:
    """Letters whose names were typed, with their other names; only what the documents have."""
    for text in spelled(word) or spelled(stem(word)):
        names = lexicon.glossary_names(text)
        named = text.rstrip("0123456789")
        numbered = named != text and lexicon.known(named) and lexicon.weight(text)
        if lexicon.known(text) or numbered or any(map(lexicon.weight, names)):
            return [Form(name, ALIAS_WEIGHT, Reading.ALIAS) for name in (text, *names)]
    return []


def sounding(word: str, lexicon: Lexicon) -> list[Form]:
    """Words of the other script that sound alike, as a name does."""
    near = lexicon.sounding(word, limit=MAX_SOUNDING) or lexicon.sounding(word.removesuffix("s"), limit=MAX_SOUNDING)
    found = []
    for other, like in near:
        sure = is_sure_sound(word, other, like)
        weight = HEARD_LATIN_WEIGHT if sure and other.isascii() else SOUND_WEIGHT
        found.append(Form(other, weight * like, Reading.SOUND, sure=sure))
    return found


def heard_as_one(words: str, lexicon: Lexicon) -> tuple[Form, ...]:
    """What words without the blanks between them surely sound like in the other script (`Mask Hunter`: 마스크헌터)."""
    return tuple(Form(other, SOUND_WEIGHT, Reading.SOUND) for other in _surely_heard(words, lexicon))


def compound(word: str, lexicon: Lexicon) -> list[Form]:
    """Two words of the other script, or one and a digit, that side by side sound like a word (`퀵렌즈`: Quick Lens)."""
    least = MIN_LATIN if word.isascii() else 1
    if len(word) < MIN_COMPOUND * least:
        return []
    for place in range(least, len(word)):
        heads = _half(word[:place], lexicon)
        tails = _half(word[place:], lexicon) if heads else []
        for one, other in product(heads, tails):
            if lexicon.weight(one + other):
                return [Form(one + other, HEARD_LATIN_WEIGHT if one.isascii() else SOUND_WEIGHT, Reading.SOUND)]
    return []


def _half(part: str, lexicon: Lexicon) -> list[str]:
    """What a part of a compound may be in the other script: letters and digits are what they are."""
    if is_short_latin(part) or part.isdecimal():
        return [part]
    return [other for other in _surely_heard(part, lexicon) if not is_asking(other)] + digit(part)


def _surely_heard(text: str, lexicon: Lexicon) -> list[str]:
    near = lexicon.sounding(text, limit=MAX_SOUNDING, least=1)
    return [other for other, like in near if like >= LEAST_COMPOUND_LIKENESS and is_sure_sound(text, other, like)]


def respelled(word: str, lexicon: Lexicon) -> list[Form]:
    """Other spellings of a loanword, which lie too far away for a slip."""
    near = lexicon.respelled(word, limit=MAX_SOUNDING) or lexicon.respelled(stem(word), limit=MAX_SOUNDING)
    return [Form(other, SOUND_WEIGHT * like, Reading.SOUND, sure=is_respelling(word, other)) for other, like in near]


def slipped(typed: str, text: str, weight: float) -> Form:
    """A word of the corpus where another one, or the same, was typed."""
    if text == typed:
        return Form(text, weight)
    return Form(text, weight, Reading.TYPO, sure=_is_sure(typed, text))


def _is_sure(typed: str, meant: str) -> bool:
    """Whether a word one stroke away is meant."""
    return is_sure(typed, cost(keys(typed), keys(meant), 1), 1)


def misread(word: str, lexicon: Lexicon) -> list[Form]:
    """The word as text recognition gives it: in Korean documents it takes AI for 시 (`생성시` for `생성AI`)."""
    if word.isascii() or not ("ai" in word or "시" in word[1:]):
        return []
    read = word.replace("ai", "시") if "ai" in word else word[0] + word[1:].replace("시", "ai")
    return [Form(read, MISREAD_WEIGHT, Reading.TYPO)] if lexicon.known(read) else []


def slips(word: str, lexicon: Lexicon) -> list[Form]:
    """Words that a slip of the fingers leads away from, for the word itself and for its stem."""
    near = [(word, slip) for slip in lexicon.neighbours(word, limit=MAX_SLIPS)]
    cut = stem(word)
    if cut != word:
        near += [(cut, slip) for slip in lexicon.neighbours(cut, limit=MAX_SLIPS)]
    if not near:
        near = [(word, slip) for slip in lexicon.beginnings(word, limit=3)]
    if not near:
        return []
    best = min(slip.distance for _, slip in near)
    length = len(keys(word))
    each = GARBLED_STROKE_COST if is_garbled(word) else STROKE_COST
    counts = [max(1, lexicon.frequency(slip.word)) for _, slip in near]
    return [
        Form(
            slip.word,
            max(0.1, 1 - each * slip.cost / length - RARER_COST * math.log(max(counts) / count)),
            Reading.TYPO,
            sure=is_sure(typed, slip.cost, slip.distance),
        )
        for (typed, slip), count in zip(near, counts, strict=True)
        if slip.distance == best or slip.distance <= 1
    ]


def slipped_names(word: str, lexicon: Lexicon) -> list[Form]:
    """Other names of what a slip leads away from, for names that the glossary alone has."""
    if len(word) < MIN_SLIPPED_NAME:
        return []
    weight = ALIAS_WEIGHT * max(0.1, 1 - STROKE_COST / len(keys(word)))
    near = lexicon.glossary.a_stroke_away(word)
    meant = {other: name for name in reversed(near) for other in lexicon.glossary.names(name)}
    return [Form(other, weight, Reading.ALIAS, name, _is_sure(word, name)) for other, name in meant.items()]


def real_words(word: str, lexicon: Lexicon) -> list[Form]:
    """Neighbours of a word that the corpus knows: it may itself be a slip."""
    length = len(keys(word))
    near = lexicon.neighbours(word, limit=MAX_REAL_WORDS, cutoff=1)
    return [
        Form(slip.word, REAL_WORD_WEIGHT * max(0.1, 1 - STROKE_COST * slip.cost / length), Reading.TYPO, sure=False)
        for slip in near
        if stem(slip.word) != stem(word)
    ]
