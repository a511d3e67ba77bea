"""From typed words to what is searched: every word with the forms in which the corpus may hold it.

A word is tried as typed; if the corpus does not know it, on the other keyboard layout, by other names, by sound, as
joined words, and by slips of the fingers. Forms of one term compete: the best one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.domain.query import Reading
from bot.search.analyze import is_asking, stem
from bot.search.hangul import INITIALS, is_garbled, is_initials, keys
from bot.search.joints import joined, split, split_slip
from bot.search.latin import EVERYDAY, is_respelling, is_sure_sound, spelled
from bot.search.layouts import makes_no_sense, other_layout
from bot.search.lexicon import Lexicon
from bot.search.query import Typed
from bot.search.slips import cost, is_odd, is_sure

ALIAS_WEIGHT = 0.9
SOUND_WEIGHT = 0.7
HEARD_LATIN_WEIGHT = 0.9
"""Of a Latin name that a Korean word surely spells (`마커스`, Marcus): it then answers beside a word that is nowhere,
as the name itself does. The other way round English words that merely sound like Korean ones would answer, 3 more of
143 queries without an answer.
"""

MISREAD_WEIGHT = 0.9
LAYOUT_ASIDE_WEIGHT = 0.5
STROKE_COST = 1.5
"""A form loses this share of its weight per stroke and key of the word."""

GARBLED_STROKE_COST = 0.75
"""Where what was typed is no word of any language, so that it can only be a slip."""

REAL_WORD_WEIGHT = 0.3
"""Of a neighbour of a word that the corpus knows: it may be the slip of another word (`과장` for `광장`). nDCG@10 of
8,588 queries: .9498 with .2, .9500 with .3, .9497 with .5, in the same order on either half of the articles.
"""

REAL_WORD_TERMS = 4
"""Longer queries explain themselves; in short ones a slip into another word would go unnoticed."""

NAME_ALONE_WEIGHT, NUMBER_ALONE_WEIGHT = 0.6, 0.3
"""Of either part of a name with a number (`라마 5`), where a section does not have both side by side."""

MAX_EXPANDED = 5
"""Unknown words of a query that are looked up by slips, the longest first: long questions hold many endings. nDCG@10 of
1,550 questions is .9859 with three, with five and with eight.
"""

MAX_SLIPS = 12
MAX_REAL_WORDS = 8
MAX_SOUNDING = 4
MIN_SLIPPED_NAME = 3
MAX_NAME_WORDS = 4
MIN_NAMED_RUN = 3
"""Initial consonants from which on a term of the glossary may be meant: `ㅇㅇ` are those of dozens."""

_CONSONANTS = frozenset(INITIALS)


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
        named = _named(read, place, lexicon) or _numbered(read, place, lexicon)
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
    names = (word.text, *lexicon.glossary_names(word.text))
    if not any(map(lexicon.weight, names)):
        return None
    forms = [Form(name + number.text, 1.0) for name in names]
    forms += [Form(name, NAME_ALONE_WEIGHT, sure=False) for name in names]
    return Term(f"{word.typed} {number.typed}", tuple(forms)), 2


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
    if (read := _misread(base)) and lexicon.known(read):
        forms.append(Form(read, MISREAD_WEIGHT, Reading.TYPO))
    if not word.known:
        return _unknown(word, forms, lexicon, named=bool(names), may_slip=may_slip)
    if base.isascii() and not names:
        forms += _sounding(base, lexicon)
    if short and not base.isascii():
        forms += _real_words(base, lexicon)
    return [Term(word.typed, tuple(forms))]


def _unknown(word: _Word, forms: Sequence[Form], lexicon: Lexicon, *, named: bool, may_slip: bool) -> list[Term]:
    """The terms of a word that the corpus does not know; `forms` are what it may be in any case."""
    base = word.text
    whole = len(forms) == 1 + (word.switched and word.typed.isascii())
    if not named and (letters := _spelled(base, lexicon)):
        return [Term(word.typed, (*forms, *letters))]
    if whole and (parts := split(base, lexicon)):
        used = " ".join(parts)
        return [Term(part, (Form(part, 1.0, Reading.SPACING),), whole=word.typed, used=used) for part in parts]
    sounding = [] if named else _sounding(base, lexicon)
    if named or not may_slip:
        # A word with other names is no slip (`CoT` for `cost`), whether or not the corpus has it so.
        return [Term(word.typed, (*forms, *sounding))]
    slips = _slips(base, lexicon) or _respelled(base, lexicon) or _slipped_names(base, lexicon)
    if not slips and whole and not sounding and (found := split_slip(base, lexicon)):
        return [Term(typed, tuple(_slipped(typed, text, weight) for text, weight in near)) for typed, near in found]
    return [Term(word.typed, (*forms, *sounding, *slips))]


def _spelled(word: str, lexicon: Lexicon) -> list[Form]:
    """Letters whose names were typed, with their other names; only what the documents have."""
    for text in spelled(word) or spelled(stem(word)):
        names = lexicon.glossary_names(text)
        if lexicon.known(text) or any(map(lexicon.weight, names)):
            return [Form(name, ALIAS_WEIGHT, Reading.ALIAS) for name in (text, *names)]
    return []


def _sounding(word: str, lexicon: Lexicon) -> list[Form]:
    near = lexicon.sounding(word, limit=MAX_SOUNDING) or lexicon.sounding(word.removesuffix("s"), limit=MAX_SOUNDING)
    found = []
    for other, like in near:
        sure = is_sure_sound(word, other, like)
        weight = HEARD_LATIN_WEIGHT if sure and other.isascii() else SOUND_WEIGHT
        found.append(Form(other, weight * like, Reading.SOUND, sure=sure))
    return found


def _respelled(word: str, lexicon: Lexicon) -> list[Form]:
    """Other spellings of a loanword, which lie too far away for a slip."""
    near = lexicon.respelled(word, limit=MAX_SOUNDING) or lexicon.respelled(stem(word), limit=MAX_SOUNDING)
    return [Form(other, SOUND_WEIGHT * like, Reading.SOUND, sure=is_respelling(word, other)) for other, like in near]


def _slipped(typed: str, text: str, weight: float) -> Form:
    if text == typed:
        return Form(text, weight)
    return Form(text, weight, Reading.TYPO, sure=_is_sure(typed, text))


def _is_sure(typed: str, meant: str) -> bool:
    """Whether a word one stroke away is meant."""
    return is_sure(typed, cost(keys(typed), keys(meant), 1), 1)


def _misread(word: str) -> str:
    """The word as text recognition gives it: in Korean documents it takes AI for 시 (`생성시` for `생성AI`)."""
    if word.isascii() or not ("ai" in word or "시" in word[1:]):
        return ""
    return word.replace("ai", "시") if "ai" in word else word[0] + word[1:].replace("시", "ai")


def _slips(word: str, lexicon: Lexicon) -> list[Form]:
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
    return [
        Form(
            slip.word,
            max(0.1, 1 - each * slip.cost / length),
            Reading.TYPO,
            sure=is_sure(typed, slip.cost, slip.distance),
        )
        for typed, slip in near
        if slip.distance == best or slip.distance <= 1
    ]


def _slipped_names(word: str, lexicon: Lexicon) -> list[Form]:
    """Other names of what a slip leads away from, for names that the glossary alone has."""
    if len(word) < MIN_SLIPPED_NAME:
        return []
    weight = ALIAS_WEIGHT * max(0.1, 1 - STROKE_COST / len(keys(word)))
    near = lexicon.glossary.a_stroke_away(word)
    meant = {other: name for name in reversed(near) for other in lexicon.glossary.names(name)}
    return [Form(other, weight, Reading.ALIAS, name, _is_sure(word, name)) for other, name in meant.items()]


def _real_words(word: str, lexicon: Lexicon) -> list[Form]:
    length = len(keys(word))
    near = lexicon.neighbours(word, limit=MAX_REAL_WORDS, cutoff=1)
    return [
        Form(slip.word, REAL_WORD_WEIGHT * max(0.1, 1 - STROKE_COST * slip.cost / length), Reading.TYPO, sure=False)
        for slip in near
        if stem(slip.word) != stem(word)
    ]
