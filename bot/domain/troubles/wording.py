"""A sentence pair in every language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What is wrong and how to mend it; the remedy is empty for a phrase that stands within another sentence.

    Inside a sentence `{name}` gives the words of a phrase, `{name.remedy}` its remedy.
    """

    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True, slots=True)
class Wording:
    """The same in English and in Korean, with the same placeholders.

    Korean words after a placeholder take no particle that would depend on the value's last sound.
    """

    en: Said
    ko: Said


Catalogue = Mapping[str, Wording]
