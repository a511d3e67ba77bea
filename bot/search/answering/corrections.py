"""What was searched instead of what was typed, for telling the reader.

Told is what the reader typed wrongly, and by which other name it was found. That a word stands there in another form is
neither, and nobody who writes English meant an everyday word by one that is none (`still` by `skills`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.domain.query import Correction, Reading
from bot.search.query.expand import Term
from bot.search.ranking.seek import Wanted
from bot.search.spelling.analyze import is_asking, squeeze, stem, words
from bot.search.spelling.hangul import FINALS, FIRST_SYLLABLE, is_syllable, keys
from bot.search.spelling.latin import EVERYDAY
from bot.search.words.names import Names

_ENDING = re.compile(r"(?<=[가-힣])(?:나|니|지|죠|냐|네|까|는가|은가|던가|어|아|다)요?$")
"""What ends the verb of a question or of a plain sentence."""

_TENSE = re.compile("[ts]$")
"""The keys of ㅆ and ㄴ."""

_ENDING_FINALS = frozenset(("", "ㄴ", "ㄹ", "ㅁ", "ㅆ"))
LONGEST_VERB = 3
"""A verb alone ends by its last final consonant (`그린`, `그림`), or by what looks like an ending (`만드나`): in longer
words without a tense a slip is likelier (`캘리포냐`).
"""


def corrected(
    terms: Sequence[Wanted],
    chosen: Sequence[int],
    glossary: Names,
    text: str,
    held: Callable[[], str] = str,
) -> tuple[Correction, ...]:
    """The words of hits that differ from those of a typed text; `chosen` are their needles by term, -1 for none. What
    `held` gives, the best hit's text for ranking, has under both names was found as typed.
    """
    found: dict[Correction, None] = {}
    shown = glossary.shown
    for term, choice in zip(terms, chosen, strict=True):
        if choice < 0:
            continue
        form, typed = term.needles[choice].form, term.term
        if _is_switched(typed) and form.text != typed.typed:
            # What the keys meant, however the section puts it.
            right = shown(typed.forms[0].text if form.reading is Reading.ALIAS else form.text)
            found[Correction(as_typed(typed.typed, text), right, Reading.LAYOUT)] = None
        elif form.reading is Reading.SPACING and typed.whole:
            found[Correction(as_typed(typed.whole, text), typed.used, Reading.SPACING)] = None
        elif form.reading is Reading.INITIALS and not term.needles[choice].initials:
            found[Correction(as_typed(typed.typed, text), shown(form.text), Reading.INITIALS)] = None
        elif form.reading is Reading.ALIAS and not form.meant:
            if not (_alike(form.text, squeeze(typed.typed)) or _stands(typed.typed, held())):
                found[Correction(as_typed(_named(typed.typed, glossary), text), shown(form.text), form.reading)] = None
        elif form.reading not in (None, Reading.INITIALS):
            assert form.reading is not None
            right = form.meant or form.text
            reading = Reading.TYPO if form.meant else form.reading
            if not (_alike(right, squeeze(typed.typed)) or _same_word(typed.typed, right) or right in EVERYDAY):
                used = shown(_ending_as(typed.typed, right))
                found[Correction(as_typed(typed.typed, text), used, reading)] = None
    return tuple(found)


def _stands(word: str, text: str) -> bool:
    """Whether a word begins somewhere in a text of lines."""
    return any(f" {word}" in f" {line}" for line in text.split("\n"))


def _is_switched(term: Term) -> bool:
    """Whether a term was typed on the other keyboard layout; of a name of several words the reading does not tell."""
    first = term.forms[0]
    if first.reading is Reading.LAYOUT or first.text == term.typed:
        return first.reading is Reading.LAYOUT
    meant, typed = first.text, squeeze(term.typed)
    return meant.isascii() != typed.isascii() and keys(meant).lower() == keys(typed).lower()


def as_typed(word: str, text: str) -> str:
    """The word with the capitals and signs with which the text has it (`M&A` of `m a`), where it has it."""
    if f" {word}" in f" {text}":
        return word
    joined = r"[\W_]*".join(map(re.escape, words(word)))
    found = re.search(rf"(?<![^\W_]){joined}", text, re.IGNORECASE)
    return found[0] if found and joined else word


def _named(word: str, glossary: Names) -> str:
    """The word without the particle behind a name that the glossary has."""
    cut = stem(word)
    return cut if squeeze(word) not in glossary and squeeze(cut) in glossary else word


def _ending_as(typed: str, used: str) -> str:
    """A word of the documents without a particle that was not typed."""
    cut = stem(used)
    return used if typed.endswith(used[len(cut) :]) else cut


def _alike(one: str, other: str) -> bool:
    """An inflection of the same word is no correction, and neither is a longer or shorter name of the same thing."""
    return one in other or other in one


def _same_word(typed: str, used: str) -> bool:
    """Whether two Korean words are forms of one verb, as far as their letters tell, or the typed one only asks."""
    if is_asking(typed):
        return True
    ending = _ENDING.search(typed)
    if ending and (ending.start() < LONGEST_VERB or keys(typed[: ending.start()]).endswith("T")):
        # The tense is a consonant below the last syllable of the stem: `줄었나`, `줄어`; `만든다`, `만드는`.
        return keys(used).startswith(_TENSE.sub("", keys(typed[: ending.start()])))
    if len(typed) != len(used) or len(typed) > LONGEST_VERB or typed[:-1] != used[:-1]:
        return False
    one, other = typed[-1], used[-1]
    return is_syllable(one) and is_syllable(other) and _begins(one) == _begins(other) and _ends(one) and _ends(other)


def _begins(syllable: str) -> int:
    """A number for the syllable without its final consonant."""
    return (ord(syllable) - FIRST_SYLLABLE) // len(FINALS)


def _ends(syllable: str) -> bool:
    """Whether the syllable's final consonant, or none, is one by which verbs end."""
    return FINALS[(ord(syllable) - FIRST_SYLLABLE) % len(FINALS)] in _ENDING_FINALS
