"""What was searched instead of what was typed, for telling the reader."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.query import Correction, Reading
from bot.search.analyze import squeeze
from bot.search.names import Names
from bot.search.seek import Wanted


def corrected(terms: Sequence[Wanted], chosen: Sequence[int], glossary: Names) -> tuple[Correction, ...]:
    """The words of a hit that differ from the typed ones; `chosen` are its needles by term, -1 for none."""
    found: dict[Correction, None] = {}
    shown = glossary.shown
    for term, choice in zip(terms, chosen, strict=True):
        if choice < 0:
            continue
        form, typed = term.needles[choice].form, term.term
        if typed.forms[0].reading is Reading.LAYOUT and form.text != typed.typed:
            # What the keys meant, however the section puts it.
            right = typed.forms[0].text if form.reading is Reading.ALIAS else form.text
            found[Correction(typed.typed, right, Reading.LAYOUT)] = None
        elif form.reading is Reading.SPACING and typed.whole:
            found[Correction(typed.whole, typed.used, Reading.SPACING)] = None
        elif form.reading is Reading.INITIALS and not term.needles[choice].initials:
            found[Correction(typed.typed, shown(form.text), Reading.INITIALS)] = None
        elif form.reading not in (None, Reading.INITIALS) and not _alike(form.text, squeeze(typed.typed)):
            assert form.reading is not None
            reading = Reading.TYPO if form.meant else form.reading
            found[Correction(typed.typed, shown(form.meant or form.text), reading)] = None
    return tuple(found)


def _alike(one: str, other: str) -> bool:
    """An inflection of the same word is no correction, and neither is a longer or shorter name of the same thing."""
    return one in other or other in one
