"""From typed words to what is searched: every word with the forms in which the corpus may hold it.

A word is tried as typed; if the corpus does not know it, on the other keyboard layout, by other names, by sound, as
joined words, and by slips of the fingers. Forms of one term compete: the best one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from bot.domain.query import Reading
from bot.search.query.forms import (
    ALIAS_WEIGHT,
    Form,
    compound,
    heard_as_one,
    letters,
    misread,
    real_words,
    respelled,
    slipped,
    slipped_names,
    slips,
    sounding,
)
from bot.search.query.joints import joined, split, split_slip
from bot.search.query.layouts import makes_no_sense, other_layout
from bot.search.query.typed import Typed
from bot.search.spelling.analyze import is_asking, stem
from bot.search.spelling.hangul import INITIALS, is_initials
from bot.search.spelling.latin import EVERYDAY
from bot.search.spelling.slips import is_odd
from bot.search.words.lexicon import Lexicon

LAYOUT_ASIDE_WEIGHT = 0.5
REAL_WORD_TERMS = 4
"""Longer queries explain themselves; in short ones a slip into another word would go unnoticed."""

NAME_ALONE_WEIGHT, NUMBER_ALONE_WEIGHT = 0.6, 0.3
"""Of either part of a name with a number (`라마 5`), where a section does not have both side by side."""

MAX_EXPANDED = 5
"""Unknown words of a query that are looked up by slips, the longest first: long questions hold many endings. nDCG@10 of
1,550 questions is .9859 with three, with five and with eight.
"""

MAX_NAME_WORDS = 4
MAX_HEARD_WORDS = 3
MIN_NAMED_RUN = 3
"""Initial consonants from which on a term of the glossary may be meant: `ㅇㅇ` are those of dozens."""

_CONSONANTS = frozenset(INITIALS)


@dataclass(frozen=True, slots=True)
class Term:
    """Typed words, mostly one, and their forms. `initials` terms match by initial consonants alone.

    Of a part of a joined word `whole` is that word as typed, `used` all its parts with blanks between them.
    """

    typed: str
    forms: tuple[Form, ...]
    initials: bool = False
    whole: str = ""
    used: str = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """The terms in order; `plain` the words by which bigrams across blanks are made (None for initials)."""

    terms: tuple[Term, ...]
    plain: tuple[str | None, ...]


class _Word(NamedTuple):
    """A typed word in the layout that makes sense of it. `known` says that the corpus has it or its stem, or that it
    belongs to a date.
    """

    typed: str
    text: str
    known: bool
    initials: bool = False
    notations: tuple[str, ...] = ()
    of_name: bool = False

    @property
    def switched(self) -> bool:
        return self.text != self.typed


def expand(words: Sequence[Typed], lexicon: Lexicon) -> Expansion:
    """The terms of a query."""
    shorthand = _is_shorthand(words)
    read = list(_rejoined([_recalled_word(word, lexicon, shorthand=shorthand) for word in words], lexicon))
    unknown = [word.text for word in read if not (word.known or word.text in EVERYDAY or is_asking(word.text))]
    unknown = sorted(unknown, key=len, reverse=True)[:MAX_EXPANDED]
    terms: list[Term] = []
    place = 0
    while place < len(read):
        named = _named(read, place, lexicon) or _numbered(read, place, lexicon) or _heard(read, place, lexicon)
        if named is not None:
            term, count = named
            terms.append(term)
            place += count
            continue
        may_slip, short = read[place].text in unknown, len(read) <= REAL_WORD_TERMS
        terms += _recalled_terms(read[place], lexicon, may_slip=may_slip, short=short)
        place += 1
    if any(is_odd(word.text) for word in read if not word.known):
        # Who surely mistyped one word may have mistyped the others.
        terms = [_believed(term) if any(not form.sure for form in term.forms) else term for term in terms]
    return Expansion(tuple(terms), tuple(None if word.initials else word.text for word in read))


def _is_shorthand(words: Sequence[Typed]) -> bool:
    """Whether all words are typed in consonants; of single ones, which most sections have, two tell nothing."""
    single = sum(len(word.text) == 1 for word in words)
    return len(words) > 1 >= single and all(set(word.text) <= _CONSONANTS for word in words)


def _believed(term: Term) -> Term:
    return replace(
        term, forms=tuple(form._replace(sure=form.sure or form.reading is Reading.TYPO) for form in term.forms)
    )


def _recalled_word(word: Typed, lexicon: Lexicon, *, shorthand: bool) -> _Word:
    return lexicon.recall.once((lexicon.owner, word, shorthand), lambda: _read(word, lexicon, shorthand=shorthand))


def _read(word: Typed, lexicon: Lexicon, *, shorthand: bool) -> _Word:
    if word.notations or lexicon.known(word.text) or word.of_name:
        return _Word(word.text, word.text, known=True, notations=word.notations, of_name=word.of_name)
    if shorthand or is_initials(word.text):
        return _Word(word.text, word.text, known=True, initials=True)
    other = other_layout(word, lexicon)
    known = other is not None and lexicon.known(other)
    if other is None or not (known or makes_no_sense(word.text, lexicon)):
        return _Word(word.text, word.text, known=False)
    return _Word(word.text, other, known)


def _rejoined(words: Sequence[_Word], lexicon: Lexicon) -> Iterator[_Word]:
    """Puts together what an extra blank took apart: neither half makes sense, both together do."""
    place = 0
    while place < len(words):
        one = words[place]
        if place + 1 < len(words):
            whole = joined(one.text, words[place + 1].text, one.known, words[place + 1].known, lexicon)
            if whole and not one.initials and not words[place + 1].initials:
                yield _Word(f"{one.typed} {words[place + 1].typed}", whole, known=True)
                place += 2
                continue
        yield one
        place += 1


def _named(words: Sequence[_Word], place: int, lexicon: Lexicon) -> tuple[Term, int] | None:
    """A word of a date, or a run of words that the glossary has other names for, the longest one first."""
    word = words[place]
    if word.notations:
        # Whichever notation a document has, it says what was typed: none is a correction.
        return Term(word.typed, (Form(word.text, 1.0), *(Form(other, ALIAS_WEIGHT) for other in word.notations))), 1
    if not lexicon.glossary.begin(word.text.replace(".", "")):
        return None
    for count in range(min(MAX_NAME_WORDS, len(words) - place), 1, -1):
        run = words[place : place + count]
        if any(word.initials for word in run):
            continue
        text = "".join([word.text for word in run])
        names = lexicon.glossary_names(text, text[: len(text) - len(run[-1].text)] + stem(run[-1].text))
        if names:
            forms = (Form(text, 1.0), *(Form(other, ALIAS_WEIGHT, Reading.ALIAS) for other in names))
            return Term(" ".join(word.typed for word in run), forms), count
    return None


def _numbered(words: Sequence[_Word], place: int, lexicon: Lexicon) -> tuple[Term, int] | None:
    """A name with its number, which make one: another number is another thing, and any section has some number. Behind
    a name that the documents do not have it tells next to nothing.
    """
    word = words[place]
    if word.of_name:
        return Term(word.typed, (Form(word.text, NUMBER_ALONE_WEIGHT, sure=False),)), 1
    if place + 1 == len(words) or not words[place + 1].of_name or is_asking(word.text):
        return None
    number = words[place + 1]
    names = [Form(name, 1.0) for name in (word.text, *lexicon.glossary_names(word.text))]
    if not word.known:
        names += [form for form in sounding(word.text, lexicon) if form.sure]
    if not any(lexicon.weight(name.text) for name in names):
        return None
    forms = [name._replace(text=name.text + number.text) for name in names]
    forms += [name._replace(weight=NAME_ALONE_WEIGHT * name.weight, sure=False) for name in names]
    return Term(f"{word.typed} {number.typed}", tuple(forms)), 2


def _heard(words: Sequence[_Word], place: int, lexicon: Lexicon) -> tuple[Term, int] | None:
    """Words that the documents write as one in the other script (`Mask Hunter`: 마스크헌터), the most first."""
    for count in range(MAX_HEARD_WORDS, 1, -1):
        run = words[place : place + count]
        if len(run) < count or any(word.initials or word.notations or is_asking(word.text) for word in run):
            continue
        text = "".join([word.text for word in run])
        typed = " ".join(word.typed for word in run)
        known = [word.known for word in run]
        if len({word.text.isascii() for word in run}) > 1 or (all(known) if text.isascii() else any(known)):
            continue
        if found := lexicon.recall.once((lexicon.owner, text), partial(heard_as_one, text, lexicon)):
            return Term(typed, (Form(text, 1.0), *found)), count
    return None


def _recalled_terms(word: _Word, lexicon: Lexicon, *, may_slip: bool, short: bool) -> list[Term]:
    key = (lexicon.owner, word, may_slip, short)
    return lexicon.recall.once(key, lambda: _terms(word, lexicon, may_slip=may_slip, short=short))


def _terms(word: _Word, lexicon: Lexicon, *, may_slip: bool, short: bool) -> list[Term]:
    if word.initials:
        names = lexicon.glossary.of_initials(word.text) if len(word.text) >= MIN_NAMED_RUN else ()
        named = (Form(name, ALIAS_WEIGHT, Reading.INITIALS) for name in names)
        return [Term(word.typed, (Form(word.text, 1.0, Reading.INITIALS), *named), initials=True)]
    base = word.text
    forms = [Form(base, 1.0, Reading.LAYOUT if word.switched and " " not in word.typed else None)]
    if word.switched and word.typed.isascii():
        forms.append(Form(word.typed, LAYOUT_ASIDE_WEIGHT))
    names = lexicon.glossary_names(base, stem(base)) or (lexicon.same(base) if base.isascii() or not word.known else ())
    forms += [Form(name, ALIAS_WEIGHT, Reading.ALIAS) for name in names]
    forms += misread(base, lexicon)
    if not word.known:
        return _unknown(word, forms, lexicon, named=bool(names), may_slip=may_slip)
    if base.isascii() and not names:
        forms += sounding(base, lexicon)
    if short and not base.isascii():
        forms += real_words(base, lexicon)
    return [Term(word.typed, tuple(forms))]


def _unknown(word: _Word, forms: Sequence[Form], lexicon: Lexicon, *, named: bool, may_slip: bool) -> list[Term]:
    """The terms of a word that the corpus does not know; `forms` are what it may be in any case."""
    base = word.text
    whole = len(forms) == 1 + (word.switched and word.typed.isascii())
    if not named and (named_letters := letters(base, lexicon)):
        return [Term(word.typed, (*forms, *named_letters))]
    if whole and (parts := split(base, lexicon)):
        used = " ".join(parts)
        return [Term(part, (Form(part, 1.0, Reading.SPACING),), whole=word.typed, used=used) for part in parts]
    alike = [] if named else sounding(base, lexicon)
    if named or not may_slip:
        # A word with other names is no slip (`CoT` for `cost`), whether or not the corpus has it so.
        return [Term(word.typed, (*forms, *alike))]
    near = slips(base, lexicon) or respelled(base, lexicon) or slipped_names(base, lexicon)
    if not (near or alike):
        alike = compound(base, lexicon)
    if not near and whole and not alike and (found := split_slip(base, lexicon)):
        return [Term(typed, tuple(slipped(typed, text, weight) for text, weight in ways)) for typed, ways in found]
    return [Term(word.typed, (*forms, *alike, *near))]
