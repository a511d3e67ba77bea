"""Sections by their ordinals, one immutable part of many: texts for ranking, what finds them, what is shown of them.

A section's text is its words with single blanks between them, in four lines: title, headings, labels (tags,
category, author, source lines) and body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bot.search.index import labels, postings
from bot.search.index.arrays import Array, Blob
from bot.search.index.labels import Labels
from bot.search.index.postings import Postings
from bot.search.index.runs import having, ordered, runs_of

BLOBS = ("texts", "payloads")
"""Arrays of a part that may be left in its file."""

_LETTERS = ord(".")
"""Letters and digits come after the point."""


@dataclass(slots=True)
class Rows:
    """What a part is made of. Of every batch the texts in UTF-16 code units, their `sizes`, the letters and digits in
    each, their bigrams and their runs of initials; of every section the ordinal of its date (0 for none), its names
    (those of `facets` among them) and its payload. `first` is the ordinal of the first section.
    """

    first: int
    points: list[NDArray[np.uint16]] = field(default_factory=list)
    sizes: list[NDArray[np.int64]] = field(default_factory=list)
    letters: list[NDArray[np.int64]] = field(default_factory=list)
    grams: list[postings.Keys] = field(default_factory=list)
    runs: list[NDArray[np.uint64]] = field(default_factory=list)
    titled_runs: list[NDArray[np.uint64]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    facets: set[str] = field(default_factory=set)
    payloads: list[bytes] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.days)

    def add(self, points: NDArray[np.uint16], ends: NDArray[np.int64]) -> None:
        """Add a batch of texts, each of four lines; days, names and payloads follow one by one."""
        if not len(ends):
            return
        sizes = np.diff(ends, prepend=0)
        runs, titled = runs_of(points, ends, self.first + len(self))
        self.letters.append(np.add.reduceat(points > _LETTERS, ends - sizes, dtype=np.int64))
        self.grams.append(postings.keys(points, ends, len(self)))
        self.points.append(points)
        self.sizes.append(sizes)
        self.runs.append(runs)
        self.titled_runs.append(titled)


def build(rows: Rows, average: float = 0.0) -> dict[str, Array]:
    """The arrays of a part; `average` is the mean of letters in a section of all parts, 0 where this is the first one.

    The rows' bigrams are used up.
    """
    lengths = np.concatenate([*rows.letters, np.zeros(0, np.int64)])
    return {
        "first": np.array([rows.first], np.int64),
        "ends": np.cumsum(np.concatenate([*rows.sizes, np.zeros(0, np.int64)])) * 2,
        "texts": np.concatenate([*rows.points, np.zeros(0, np.uint16)]).view(np.uint8),
        "letters": lengths.sum(keepdims=True),
        "days": np.array(rows.days, np.int32),
        "payloads": np.frombuffer(b"".join(rows.payloads), np.uint8),
        "payload_ends": np.cumsum([len(payload) for payload in rows.payloads], dtype=np.int64),
        **postings.build(rows.grams, lengths, average or max(1.0, float(lengths.sum() / max(1, len(lengths))))),
        **labels.build(rows.names, rows.facets),
        "runs": ordered(rows.runs),
        "titled_runs": ordered(rows.titled_runs),
    }


class Part:
    """Sections numbered `first` to `stop` exclusively."""

    def __init__(self, arrays: Mapping[str, Array], blobs: Mapping[str, Blob] | None = None) -> None:
        self.arrays = arrays
        self.blobs = blobs or {name: arrays[name].data for name in BLOBS}
        self.first = int(arrays["first"][0])
        self.stop = self.first + len(arrays["ends"])
        self.postings, self.labels = Postings(arrays), Labels(arrays)
        self.days: NDArray[np.int32] = arrays["days"]
        self._days = self.days.data
        self._texts, self._ends = self.blobs["texts"], arrays["ends"].data
        self._payloads, self._payload_ends = self.blobs["payloads"], arrays["payload_ends"].data

    def __len__(self) -> int:
        return self.stop - self.first

    def having(self, run: str, *, titled: bool) -> NDArray[np.int64]:
        """Ordinals of the sections with a word (or words in a row) of these initials, only in headings if `titled`."""
        return having(self.arrays["titled_runs" if titled else "runs"], run)

    @property
    def letters(self) -> int:
        """Letters and digits of all its texts."""
        return int(self.arrays["letters"][0])

    def text(self, ordinal: int) -> bytes | memoryview:
        """The text of one section as UTF-16."""
        place = ordinal - self.first
        return self._texts[self._ends[place - 1] if place else 0 : self._ends[place]]

    def payload(self, ordinal: int) -> bytes:
        """What is shown of one section (see `payload`)."""
        place = ordinal - self.first
        return bytes(self._payloads[self._payload_ends[place - 1] if place else 0 : self._payload_ends[place]])

    def day(self, ordinal: int) -> int:
        """The ordinal of its date, or 0."""
        return self._days[ordinal - self.first]


def merged(parts: Sequence[Part], gone: NDArray[np.int64]) -> dict[str, Array]:
    """Neighbouring parts as one; of sections that are gone (by ordinals) nothing is looked up any more."""
    first = parts[0].first
    arrays = [part.arrays for part in parts]
    shifts = [part.first - first for part in parts]
    kept = np.ones(parts[-1].stop - first, bool)
    kept[gone[(gone >= first) & (gone < parts[-1].stop)] - first] = False
    return {
        "first": parts[0].arrays["first"],
        "ends": _ends(parts, "ends", "texts"),
        "texts": _bytes(parts, "texts"),
        "letters": np.array([sum(part.letters for part in parts)], np.int64),
        "days": np.concatenate([part.days for part in parts]),
        "payloads": _bytes(parts, "payloads"),
        "payload_ends": _ends(parts, "payload_ends", "payloads"),
        **postings.merged(arrays, shifts, kept),
        **labels.merged(arrays, shifts, kept),
        **{runs: ordered([each[runs] for each in arrays]) for runs in ("runs", "titled_runs")},
    }


def _bytes(parts: Sequence[Part], blob: str) -> Array:
    """The bytes of parts one after the other."""
    return np.concatenate([np.frombuffer(part.blobs[blob][:], np.uint8) for part in parts])


def _ends(parts: Sequence[Part], ends: str, blob: str) -> Array:
    """The ends of parts put one after the other."""
    shifts = accumulate((len(part.blobs[blob]) for part in parts), initial=0)
    return np.concatenate([part.arrays[ends] + shift for part, shift in zip(parts, shifts, strict=False)])
