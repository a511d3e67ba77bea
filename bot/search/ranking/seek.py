"""What to look for in the candidates' texts: the strings and bigrams of every term, and what finding each is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from bot.domain.query import Reading
from bot.search.index.storage import Having
from bot.search.query.expand import Term
from bot.search.query.forms import Form
from bot.search.spelling.amounts import amount_notations
from bot.search.spelling.analyze import PARTICLE_HEADS, core, is_asking, is_short_latin, stem
from bot.search.spelling.hangul import is_garbled
from bot.search.words.lexicon import Lexicon

ASKING_SHARE = 0.25

GARBLED_SHARE = 0.4
"""Of a word that is none and that nothing known is near to: that it is missed says little of the rest."""

INITIALS_SHARE = 1.5
"""Initial consonants bring no bigrams to the score; being found counts the more."""

TITLED_SHARE = 0.6
"""Of the rarity of initial consonants in title and headings, where few stand by chance, where they are found there.
nDCG@10 of 251 queries among 100,000 sections is .7856 without it, .797 with .6, .796 with .7, .794 with .8.
"""

LATIN_SHARE = 0.45
"""A Latin word has about twice as many bigrams as the Korean one for the same thing, each telling half as much."""

LONG_CHARS = 4
"""From here on a Korean word is most likely a compound."""

STEM_WEIGHT = 0.97
"""Of a form without its particle, beside the form itself."""


SYLLABLE_SHARE = 0.2
"""Of a word of one syllable, which has no bigram of its own: those with the particles behind it find its sections."""

_SLIPPED = (Reading.TYPO, Reading.SOUND)
"""Guesses are words of the corpus in the form in which it has them."""


class Needle(NamedTuple):
    """A string looked for in the texts, what finding it is worth, and the form that it stands for.

    `loose` strings may have blanks between their characters; `short` ones must be whole words. In the title or a
    heading finding it counts for `titled` in the order, where that is more.
    """

    text: str
    worth: float
    form: Form
    initials: bool = False
    loose: bool = False
    short: bool = False
    titled: float = 0.0


class Grams(NamedTuple):
    """A form's bigrams that occur with their rarity, and the form's weight; `whole` is the rarity of all its bigrams,
    one that occurs nowhere counting as the rarest. It is endless for a Latin word and an amount: half a Korean word is
    one itself, while any English text holds most bigrams of `mortgage`, and half an amount or version is
    another; for a mere guess; and for a typed word of one bigram, which no needle finds across a blank (`이혼` in
    `사람이 혼자`).
    """

    rarities: Mapping[str, float]
    weight: float
    whole: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term as it is looked for. `weight` is what it counts among the terms; a term without needles is not there."""

    term: Term
    needles: tuple[Needle, ...]
    grams: tuple[Grams, ...]
    weight: float


def wanted(terms: Sequence[Term], lexicon: Lexicon, runs: Mapping[str, Having]) -> list[Wanted]:
    """What to look for, and how much each term counts: its rarity, or the greatest one for a word not known.

    `runs` tells where each run of initial consonants stands.
    """
    found = [
        _initials(term, lexicon, runs[term.typed]) if term.initials else _recalled(term, lexicon) for term in terms
    ]
    if len(found) > 1:
        found = [_forgiven(term) if not term.needles and is_garbled(term.term.typed) else term for term in found]
    if all(is_asking(term.typed) for term in terms):
        return found
    return [_faint(term) if is_asking(term.term.typed) else term for term in found]


def _forgiven(term: Wanted) -> Wanted:
    """A word that nobody can have meant as it stands: beside others, missing it tells little."""
    return replace(term, weight=term.weight * GARBLED_SHARE)


def _faint(term: Wanted) -> Wanted:
    """A word that asks: to be found or missed, it counts little."""
    needles = tuple(needle._replace(worth=needle.worth * ASKING_SHARE) for needle in term.needles)
    grams = tuple(grams._replace(weight=grams.weight * ASKING_SHARE) for grams in term.grams)
    return Wanted(term.term, needles, grams, term.weight * ASKING_SHARE)


def _initials(term: Term, lexicon: Lexicon, having: Having) -> Wanted:
    worth, titled = lexicon.rarity_of(len(having.sections)), lexicon.rarity_of(len(having.titled))
    needle = Needle(term.typed, worth * INITIALS_SHARE, term.forms[0], initials=True, titled=titled * TITLED_SHARE)
    needles = (needle,) if worth else ()
    named = _written(Term(term.typed, term.forms[1:]), lexicon) if len(term.forms) > 1 else None
    if named is None or not named.needles:
        return Wanted(term, needles, (), worth or lexicon.greatest)
    return Wanted(term, (*named.needles, *needles), named.grams, max(worth, named.weight))


def _recalled(term: Term, lexicon: Lexicon) -> Wanted:
    return lexicon.recall.once((lexicon.owner, term), lambda: _written(term, lexicon))


def _written(term: Term, lexicon: Lexicon) -> Wanted:
    found: dict[str, Needle] = {}
    worths = [_worth(form.text, lexicon) for form in term.forms]
    typed = worths[0]
    named = [worth for form, worth in zip(term.forms, worths, strict=True) if worth and form.reading is Reading.ALIAS]
    if named:
        # One thing under two names is as rare as its commoner name.
        typed = min(typed or math.inf, *named)
    for form, worth in zip(term.forms, worths, strict=True):
        # Another word is no stronger evidence for being rarer than the one that was typed.
        for needle in _needles(form, min(worth, typed) if typed else worth, lexicon):
            if needle.text not in found or found[needle.text].worth < needle.worth:
                found[needle.text] = needle
    needles = tuple(found.values())
    weight = typed or max((needle.worth / needle.form.weight for needle in needles), default=lexicon.greatest)
    most = max(weight, sum(lexicon.rarities(term.forms[0].text).values()))
    grams = [each for form in term.forms if (each := _grams(form, most, lexicon)).rarities]
    return Wanted(term, needles, tuple(grams), weight)


def _grams(form: Form, most: float, lexicon: Lexicon) -> Grams:
    """The bigrams of a form. Those of another name count for `most` in all: `AI` written out has twenty, of which any
    English text holds nearly every one somewhere.
    """
    if len(form.text) == 1:
        ends = {pair: rarity for end in PARTICLE_HEADS if (rarity := lexicon.rarity(pair := form.text + end))}
        return Grams(ends, form.weight * SYLLABLE_SHARE, math.inf)
    every = lexicon.rarities(form.text)
    held = every if all(every.values()) else {bigram: rarity for bigram, rarity in every.items() if rarity}
    known, missing, latin = sum(held.values()), len(every) - len(held), form.text.isascii()
    weight = form.weight * LATIN_SHARE if latin else form.weight
    if form.reading is Reading.ALIAS and known * weight > most:
        weight = most / known
    numbered = form.text[-1].isdigit() or (form.text[0].isdigit() and amount_notations(form.text))
    explains = form.sure and (len(every) > 1 or form.reading is not None) and not (latin or numbered)
    return Grams(held, weight, known + missing * lexicon.greatest if explains else math.inf)


def _worth(text: str, lexicon: Lexicon) -> float:
    """The rarity of a word is that of its stem: a rare particle tells nothing. 0 where the texts cannot hold it."""
    if len(text) < 2:
        return lexicon.word_rarity(text)
    cut = stem(text)
    if text.isascii() and text.isalpha() and (lexicon.weight(cut) or lexicon.weight(text)):
        # Any English text holds the bigrams of `carpet`: its letters are common, the word is not.
        return lexicon.word_rarity(text) or lexicon.word_rarity(cut) or lexicon.greatest
    if cut != text and (worth := lexicon.weight(cut)):
        return worth
    return lexicon.weight(text) or (lexicon.word_rarity(single) if (single := core(text)) else 0.0)


def _needles(form: Form, worth: float, lexicon: Lexicon) -> Iterator[Needle]:
    if not worth:
        return
    text, cut, single = form.text, stem(form.text), core(form.text)
    value = worth * form.weight
    if len(text) < 2:
        yield Needle(text, value, form, short=True)
        return
    if lexicon.weight(text):
        yield Needle(text, value, form, loose=_loose(text, lexicon))
    if form.reading in _SLIPPED:
        return
    if cut != text and lexicon.weight(cut):
        yield Needle(cut, value * STEM_WEIGHT, form, loose=_loose(cut, lexicon))
    if single and (rarity := lexicon.word_rarity(single)):
        yield Needle(single, min(value, rarity * form.weight), form, short=True)


def _loose(text: str, lexicon: Lexicon) -> bool:
    """Whether blanks may stand within: compounds are written with and without them in one and the same text."""
    if is_short_latin(text):
        return False
    return len(text) >= LONG_CHARS or (len(text) >= 3 and lexicon.frequency(text) <= 0)


def crossing(plain: Sequence[str | None], lexicon: Lexicon) -> list[tuple[str, float]]:
    """Bigrams across the blanks of the query with their rarity: they forgive missing and extra blanks."""
    pairs = dict.fromkeys(one[-1] + other[0] for one, other in pairwise(plain) if one and other)
    return [(pair, rarity) for pair in pairs if (rarity := lexicon.rarity(pair))]
