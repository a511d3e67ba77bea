"""What can be wrong with a document, and every word that is said of it, in one place.

A trouble is a code and its values; the catalogue has its sentences, beside each other in English and Korean. What
finds a trouble words nothing, so that the same one can be told to each reader in their language, now or later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from string import Formatter

from bot.domain.troubles import calendars, dates, events, files, texts
from bot.domain.troubles.wording import Catalogue, Said

CATALOGUE: Catalogue = {
    **files.CATALOGUE,
    **texts.CATALOGUE,
    **dates.CATALOGUE,
    **events.CATALOGUE,
    **calendars.CATALOGUE,
}


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """A code of the catalogue with what fills its placeholders: values as they are, phrases in the reader's language.

    One that exists can be said: ValueError for a code that the catalogue lacks, and for other placeholders than its.
    """

    code: str
    values: tuple[tuple[str, str], ...] = ()
    phrases: tuple[tuple[str, Trouble], ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CATALOGUE:
            raise ValueError(f"no trouble is called {self.code!r}")
        given = {name for name, _ in (*self.values, *self.phrases)}
        if given != placeholders(self.code):
            raise ValueError(f"{self.code} needs {sorted(placeholders(self.code))}, not {sorted(given)}")

    def said(self, language: str) -> Said:
        """The sentences in Korean for `ko`, else in English."""
        wording = CATALOGUE[self.code]
        pair = wording.ko if language == "ko" else wording.en
        filling: dict[str, str | Said] = dict(self.values)
        filling.update((name, phrase.said(language)) for name, phrase in self.phrases)
        return Said(pair.what.format_map(filling), pair.remedy.format_map(filling))


def trouble(code: str, /, **filling: str | int | date | Trouble) -> Trouble:
    """The trouble of a code; numbers and dates stand in its sentences as `str` gives them."""
    return Trouble(
        code,
        tuple((name, str(value)) for name, value in filling.items() if not isinstance(value, Trouble)),
        tuple((name, value) for name, value in filling.items() if isinstance(value, Trouble)),
    )


@cache
def placeholders(code: str) -> frozenset[str]:
    """The names that the sentences of a code leave open."""
    return names_of(CATALOGUE[code].en)


def names_of(said: Said) -> frozenset[str]:
    """The placeholders of a pair, `{reason.remedy}` being one called `reason`."""
    parts = Formatter().parse(f"{said.what}\n{said.remedy}")
    return frozenset(name.partition(".")[0] for _, name, _, _ in parts if name)
