"""Names of sections that are looked up whole: ids, documents, owners and the values of filters, one part's as arrays.

A name is kept as a number of 64 bits: two of a million names share one once in thirty million corpora. Values of
filters are kept as text too, since what a reader types may be a part of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from bot.search.index.arrays import Array


def build(names: Sequence[Iterable[str]], facets: Iterable[str]) -> dict[str, Array]:
    """The names of each section in their order, and the values of filters that are among them."""
    numbers = {name: _number(name) for name in {name for own in names for name in own}}
    pairs = [(numbers[name], section) for section, own in enumerate(names) for name in own]
    return _sorted(
        np.array([number for number, _ in pairs], np.uint64), np.array([s for _, s in pairs], np.uint32), facets
    )


def merged(parts: Sequence[Mapping[str, Array]], shifts: Sequence[int], kept: NDArray[np.bool_]) -> dict[str, Array]:
    """Names of several parts as one, sections of each numbered from its shift; only those that are `kept`."""
    numbers = np.concatenate([part["labels"] for part in parts])
    sections = np.concatenate([part["label_sections"] + np.uint32(s) for part, s in zip(parts, shifts, strict=True)])
    held = kept[sections]
    return _sorted(numbers[held], sections[held], (facet for part in parts for facet in Labels(part).facets("")))


def _sorted(numbers: NDArray[np.uint64], sections: NDArray[np.uint32], facets: Iterable[str]) -> dict[str, Array]:
    order = np.argsort(numbers, kind="stable")
    lines = "".join(f"{facet}\n" for facet in sorted(set(facets)))
    return {
        "labels": numbers[order],
        "label_sections": sections[order],
        "facets": np.frombuffer(lines.encode("utf-8", "replace"), np.uint8),
    }


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Labels:
    """The names of one part."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._numbers, self._sections, self._facets = arrays["labels"], arrays["label_sections"], arrays["facets"]

    def having(self, name: str) -> NDArray[np.uint32]:
        """The sections of a name, in order."""
        number = np.uint64(_number(name))
        first, last = self._numbers.searchsorted(number, "left"), self._numbers.searchsorted(number, "right")
        found: NDArray[np.uint32] = self._sections[first:last]
        return found

    def facets(self, start: str) -> list[str]:
        """Values of filters that begin so."""
        return [facet for facet in self._facets.tobytes().decode().split("\n")[:-1] if facet.startswith(start)]
