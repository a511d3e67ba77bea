"""What was searched instead of what was typed, for telling the reader."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.query import Correction, Reading
from bot.search.seek import Wanted


def corrected(terms: Sequence[Wanted], chosen: Sequence[int]) -> tuple[Correction, ...]:
    """The words of a hit that differ from the typed ones; `chosen` are its needles by term, -1 for none."""
    found: dict[Correction, None] = {}
    for term, choice in zip(terms, chosen, strict=True):
        if choice < 0:
            continue
        form, typed = term.needles[choice].form, term.term
        if form.reading is Reading.SPACING and typed.whole:
            found[Correction(typed.whole, typed.used, Reading.SPACING)] = None
        elif form.reading not in {None, Reading.INITIALS} and form.text != typed.typed.lower():
            assert form.reading is not None
            found[Correction(typed.typed, form.text, form.reading)] = None
    return tuple(found)
