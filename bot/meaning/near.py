"""The stage that search asks: a query beside the shelf, and sections beside one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.domain.document import Section, Span
from bot.domain.meaning import Judgement, Words
from bot.meaning.asking import Asker
from bot.meaning.fixed import Floats
from bot.meaning.fusion import Calibration, Evidence, allowance, judge, nearness
from bot.meaning.passages import sentences
from bot.meaning.shelf import Shelf
from bot.meaning.texts import hangul_share
from bot.meaning.thesaurus import shipped

log = structlog.get_logger(__name__)

ALIKE_FROM = 0.985
"""Cosine of two sections' means from which on they say the same. Over `seeds/` the most similar pair of different
sections lies at .947, copies with a tenth of their words changed at .988 to .998."""

LONG_BYTES = 45
"""Of a query that takes long to embed: from some 12 tokens, or 25 ms, on. A syllable of Korean has three bytes, so that
bytes tell tokens of either language better than characters."""


_NONE = Evidence(near=np.nan, farther=0.0, shared=0.0)  # type: ignore[arg-type]


class Near:
    """The Nearness of `bot.domain.meaning`."""

    def __init__(
        self,
        query: Floats,
        text: str,
        shelf: Shelf,
        visible: NDArray[np.bool_],
        by: Calibration,
        *,
        calibrated: bool = True,
    ) -> None:
        self._query = query
        self._shelf = shelf
        self._visible = visible
        self._by = by
        self._calibrated = calibrated
        hangul = hangul_share(text)
        self._evidence = Evidence(
            near=nearness(shelf.compare(query), shelf.usual(hangul), by),
            farther=allowance(shelf.farther(hangul), by),
            shared=shelf.shared(shipped().subjects(text).keys()),
        )

    def nearest(self, count: int) -> tuple[str, ...]:
        """Ids of the nearest sections, nearest first, what they share with the query weighed as in the order."""
        near, farther, shared = self._evidence
        near = near + farther + shared * (self._by.order["subjects"] / self._by.order["nearness"])
        best = _largest(np.where(self._visible, near, -np.inf), count)
        return tuple(self._shelf.ids[number] for number in best.tolist() if self._visible[number])

    def judge(self, words: Words, section_ids: Sequence[str]) -> Judgement:
        """Weigh candidates."""
        return judge(words, self.of(section_ids), self._by, calibrated=self._calibrated)

    def of(self, section_ids: Sequence[str]) -> Evidence:
        """What there is to weigh; nothing of sections without vectors and of those that are not to be seen."""
        numbers = [self._shelf.place.get(name, -1) for name in section_ids]
        seen = [n if n >= 0 and self._visible[n] else -1 for n in numbers]
        found = (
            [values[n] if n >= 0 else none for n in seen] for values, none in zip(self._evidence, _NONE, strict=True)
        )
        return Evidence(*(np.array(values, np.float64) for values in found))

    def sentences(self, section: Section) -> list[tuple[Span, float]]:
        """A section's sentences with their nearness; none also where the section has changed since."""
        products = self._shelf.sentence_products(section.id, self._query).tolist()
        units = sentences(section)
        if len(products) != len(units):
            return []
        return [(unit.span, near) for unit, near in zip(units, products, strict=True)]


class MeaningStage:
    """The Stage of `bot.domain.meaning` over a shelf that changes while vectors are made.

    `missed` says that words left room for meaning when there was no embedder yet.
    """

    def __init__(self, by: Calibration) -> None:
        self.shelf = Shelf()
        self.asker: Asker | None = None
        self.calibrated = True
        self.missed = False
        self._by = by

    def ahead(self, query: str) -> None:
        """Begin to embed a long query for which `near` will most likely be asked."""
        if self.asker is not None and len(self.shelf) and len(query.encode("utf8", "replace")) >= LONG_BYTES:
            self.asker.begin(query)

    def near(self, query: str, *, owner: str, words: Words) -> Near | None:
        """Compare a query with the sections; None where meaning has nothing to say."""
        shelf, asker = self.shelf, self.asker
        if words.strength >= self._by.silent_from or not query.strip():
            return None
        if asker is None or not len(shelf):
            self.missed = self.missed or asker is None
            return None
        try:
            vector = asker.vector(query)
            if vector is None:
                return None
            return Near(vector, query, shelf, shelf.visible(owner), self._by, calibrated=self.calibrated)
        except Exception:  # meaning is an extra: whatever fails in it must not cost the words' answer
            log.exception("meaning.left_out")
            return None

    def related(self, section_id: str, *, owner: str, count: int) -> tuple[tuple[str, float], ...]:
        """Sections whose windows lie nearest on the whole."""
        shelf = self.shelf
        number = shelf.place.get(section_id)
        if number is None or not shelf.visible(owner)[number]:
            return ()
        parts = shelf.compare(shelf.whole([number])[0])
        near = np.where(shelf.visible(owner), parts.mean, -np.inf)
        near[number] = -np.inf
        return tuple((shelf.ids[n], float(near[n])) for n in _largest(near, count).tolist() if np.isfinite(near[n]))

    def alike(self, section_ids: Sequence[str]) -> tuple[int, ...]:
        """For each section the place of the first that says the same."""
        shelf = self.shelf
        places = [number for number, name in enumerate(section_ids) if name in shelf.place]
        result = list(range(len(section_ids)))
        if len(places) > 1:
            whole = shelf.whole([shelf.place[section_ids[number]] for number in places])
            same = whole @ whole.T >= ALIKE_FROM
            for number, first in zip(places, same.argmax(axis=1).tolist(), strict=True):
                result[number] = result[places[first]] if places[first] < number else number
        return tuple(result)


def _largest(values: NDArray[np.floating], count: int) -> NDArray[np.int64]:
    """Places of the largest values, the largest first."""
    count = min(count, len(values))
    some = np.argpartition(-values, count - 1)[:count] if 0 < count < len(values) else np.arange(len(values))
    return some[np.argsort(-values[some], kind="stable")][:count]
