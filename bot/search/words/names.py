"""The glossary made ready for looking up: squeezed terms, their other names, their initials."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.spelling.analyze import squeeze
from bot.search.spelling.hangul import initials, is_initials, keys

_START = 2


class Names:
    """Groups of equal terms. Lookups take and give squeezed terms; `shown` gives one back as the editor wrote it."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self.groups = tuple(tuple(group) for group in groups)
        self._others: dict[str, tuple[str, ...]] = {}
        self._written: dict[str, str] = {}
        self._initials: dict[str, tuple[str, ...]] = {}
        for group in self.groups:
            written = {squeezed: term for term in reversed(group) if (squeezed := squeeze(term))}
            members = tuple(reversed(written))
            for member in members:
                known = self._others.get(member, ())
                self._others[member] = tuple(dict.fromkeys((*known, *(other for other in members if other != member))))
                self._written.setdefault(member, written[member])
                run = initials(member)
                if is_initials(run):
                    self._initials[run] = (*self._initials.get(run, ()), member)
        self._keys = {member: keys(member) for member in self._others}
        self._starts = frozenset(member[:_START] for member in self._others)

    def __contains__(self, name: str) -> bool:
        return name in self._others

    def names(self, name: str) -> tuple[str, ...]:
        """The other names of a term."""
        return self._others.get(name, ())

    def begin(self, text: str) -> bool:
        """Whether any term may begin with so much of it: told by two characters, which few of all words share."""
        return text[:_START] in self._starts or len(text) < _START

    def names_with(self, part: str) -> tuple[str, ...]:
        """The other names of the terms that contain a part of two characters or more."""
        having = (self._others[name] for name in self._others if len(part) > 1 and part in name)
        return tuple(dict.fromkeys(other for others in having for other in others))

    def of_initials(self, run: str) -> tuple[str, ...]:
        """Terms with these initial consonants, and their other names."""
        found = self._initials.get(run, ())
        return tuple(dict.fromkeys((*found, *(other for name in found for other in self._others[name]))))

    def a_stroke_away(self, name: str) -> list[str]:
        """Terms that one slip of the fingers leads away from."""
        near = process.extract(keys(name), self._keys, scorer=OSA.distance, score_cutoff=1, limit=None)
        return [member for _, _, member in near]

    def shown(self, name: str) -> str:
        """The term with the blanks and capitals of the glossary; other texts as they are."""
        return self._written.get(name, name)
