"""From typed words to what is searched: every word with the forms in which the corpus may hold it.

A word is tried as typed; if the corpus does not know it, on the other keyboard layout, by other names, by sound, as
joined words, and by slips of the fingers. Forms of one term compete: the best one counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.query import Reading
from bot.search.analyze import PARTICLES, stem
from bot.search.hangul import from_keys, has_hangul, is_initials, is_jamo, is_syllable, keys
from bot.search.lexicon import Lexicon
from bot.search.query import Typed

ALIAS_WEIGHT = 0.8
SOUND_WEIGHT = 0.6
LAYOUT_ASIDE_WEIGHT = 0.5
STROKE_COST = 1.5
"""A form loses this share of its weight per stroke and key of the word."""

MAX_NEIGHBOURS = 6
MAX_SOUNDING = 8
_LATIN = re.compile("[a-z]")
_LONGEST_JOINT = 8


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which the corpus may hold a term; `reading` is None for what was typed."""

    text: str
    weight: float
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A typed word (or a part of a joined one). `initials` terms match by initial consonants alone."""

    typed: str
    forms: tuple[Form, ...]
    initials: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Expansion:
    """The terms in order; `plain` the words by which bigrams across blanks are made (None for initials)."""

    terms: tuple[Term, ...]
    plain: tuple[str | None, ...] = field(default=())


def expand(words: Sequence[Typed], lexicon: Lexicon) -> Expansion:
    """The terms of a query."""
    terms: list[Term] = []
    plain: list[str | None] = []
    for word in words:
        if is_initials(word.text) and not lexicon.known(word.text):
            terms.append(Term(word.text, (Form(word.text, 1.0, Reading.INITIALS),), initials=True))
            plain.append(None)
            continue
        base, term = _term(word, lexicon)
        plain.append(base)
        joint = _joint(base, lexicon) if len(term.forms) == 1 and not term.known else None
        if joint:
            terms.extend(Term(part, (Form(part, 1.0, Reading.SPACING),)) for part in joint)
        else:
            terms.append(term)
    return Expansion(tuple(terms), tuple(plain))


def _term(word: Typed, lexicon: Lexicon) -> tuple[str, Term]:
    typed = word.text
    known = lexicon.known(typed)
    base, forms = typed, [Form(typed, 1.0)]
    if not known and (other := _other_layout(word, lexicon)):
        forms = [Form(other, 1.0, Reading.LAYOUT)]
        if typed.isascii():
            forms.append(Form(typed, LAYOUT_ASIDE_WEIGHT))
        base = other
        known = lexicon.known(other)
    if base.isascii() or not known:
        forms += [Form(name, ALIAS_WEIGHT, Reading.ALIAS) for name in _names(base, lexicon)]
    if base.isascii() and base.isalpha() and len(base) >= 4:
        forms += [Form(w, SOUND_WEIGHT, Reading.SOUND) for w in lexicon.sounding(base, limit=MAX_SOUNDING)]
    if not known:
        forms += _slips(base, lexicon)
    return base, Term(typed, tuple(forms), known=known)


def _other_layout(word: Typed, lexicon: Lexicon) -> str | None:
    """The word as the other keyboard layout gives it, where that can be meant."""
    if word.text.isascii():
        if not _LATIN.search(word.text):
            return None
        other = from_keys(word.raw)
        if not has_hangul(other) or any(is_jamo(c) or (c.isascii() and c.isalpha()) for c in other):
            other = from_keys(word.text)
        whole = not any(is_jamo(char) or _LATIN.match(char) for char in other)
        return other if whole and has_hangul(other) else None
    if any(map(is_jamo, word.text)):
        other = keys(word.text)
        return other if lexicon.known(other) else None
    return None


def _names(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.same(word) or lexicon.same(stem(word))


def _slips(word: str, lexicon: Lexicon) -> list[Form]:
    near = lexicon.neighbours(word, limit=MAX_NEIGHBOURS)
    cut = stem(word)
    if cut != word:
        near += lexicon.neighbours(cut, limit=MAX_NEIGHBOURS)
    if not near:
        return []
    best = min(n.distance for n in near)
    length = len(keys(word))
    return [
        Form(n.word, max(0.0, 1 - STROKE_COST * n.distance / length), Reading.TYPO)
        for n in near
        if n.distance == best or n.distance <= 1
    ]


def _joint(word: str, lexicon: Lexicon) -> list[str] | None:
    """The fewest known words of two or more syllables that the word is joined of, a particle at its end aside."""
    size = len(word)
    if size < 4 or not all(map(is_syllable, word)):
        return None
    best: list[list[str] | None] = [[], *([None] * size)]
    for end in range(2, size + 1):
        for start in range(max(0, end - _LONGEST_JOINT), end - 1):
            before, part = best[start], word[start:end]
            now = best[end]
            if before is not None and (now is None or len(before) + 1 < len(now)) and lexicon.frequency(part):
                best[end] = [*before, part]
    for end in (size, size - 1, size - 2):
        found = best[end]
        if end > 2 and found and (end == size or word[end:] in PARTICLES):
            return found if len(found) > 1 or end < size else None
    return None
