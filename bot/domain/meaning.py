"""Finding by meaning: the ports of the embedder and of the stored vectors, and the seam between words and meaning.

Search by words stays whole without any of it. Where there is an embedder, search asks `Stage` for the sections nearest
to a query, ranks them by words like its own candidates, and lets the stage weigh both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.domain.document import Section, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    """Rows of unit length, or one such row."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product tells how near their meanings are.

    Equal texts give equal vectors under one stamp. Calls from several threads at once are safe. A text of any length
    and content is taken; what the model cannot read of it is cut off. Prefixes that a model wants are its adapter's
    matter. Whatever goes wrong raises an exception; nothing is ever a vector of zeros or NaN.
    """

    @property
    def stamp(self) -> str:
        """Name and version of model and adapter: vectors of another stamp are of no use. At most 200 characters."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of what a person typed: float32, shape (dimensions,), of length 1.

        A reader waits for it: an adapter reads only as much of a long text as takes a few tens of milliseconds.
        """
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts of documents: float32, shape (len(texts), dimensions), each of length 1, in order.

        May take seconds; callers hand over a few texts at a time, so that queries find the machine free.
        """
        ...


class VectorStore(Protocol):
    """Keeps vectors by model and by the hash of what they were made of: opaque bytes, the same on every machine.

    Every method is atomic and committed when it returns. Safe from several threads and processes. Raises StoreError.
    """

    def put(self, model: str, vectors: Mapping[str, bytes], *, now: datetime) -> None:
        """Keep vectors by key; a key that is there already stays as it is, since equal content gives equal vectors."""
        ...

    def get(self, model: str, keys: Collection[str]) -> dict[str, bytes]:
        """The vectors that are there, by key; any number of keys."""
        ...

    def keys(self, model: str) -> frozenset[str]:
        """The keys of every vector of a model."""
        ...

    def drop(self, model: str, keys: Collection[str]) -> int:
        """Remove vectors of a model; returns how many were there."""
        ...

    def drop_others(self, model: str, *, before: datetime) -> int:
        """Remove vectors of every other model that were made before an instant; returns how many.

        The instant lets replicas of two versions work side by side while one replaces the other.
        """
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a query say of each candidate, in the candidates' order.

    `scores` are the ranking's own; `explained` is the share of the query's weight that the candidate holds, 0 to 1;
    `weight` is that of the whole query, so that `scores / weight` compare between queries. `answered` is what words
    alone would decide.
    """

    query: str
    scores: Sequence[float]
    explained: Sequence[float]
    weight: float
    answered: bool

    @property
    def strength(self) -> float:
        """What the best candidate scores for each unit of the query's weight: how firmly words speak for it."""
        return max(self.scores, default=0.0) / self.weight if self.weight > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Words and meaning weighed together. `scores` give the order of the candidates, the best one's being the weight of
    the query.

    `answered` says whether the best one is an answer; `shown` which candidates lie near enough to be shown with it,
    `by_meaning` which words alone would not have shown.
    """

    scores: Sequence[float]
    answered: bool
    shown: Sequence[bool]
    by_meaning: Sequence[bool]


class Nearness(Protocol):
    """How near the sections are to one query; good for the moment of one answer."""

    def nearest(self, count: int) -> tuple[str, ...]:
        """Ids of the nearest sections that the asker may see, nearest first; fewer where there are fewer."""
        ...

    def judge(self, words: Words, section_ids: Sequence[str]) -> Judgement:
        """Weigh candidates, words first: sections without a vector are judged by their words."""
        ...

    def sentences(self, section: Section) -> Sequence[tuple[Span, float]]:
        """Where a section's sentences stand and how near each lies to the query, as a cosine; empty where they have no
        vectors.
        """
        ...


class Stage(Protocol):
    """The second opinion between candidates and final order. No method ever raises."""

    def ahead(self, query: str) -> None:
        """Words will most likely leave this query open: begin what `near` would wait for, once however often told so.

        Returns at once.
        """
        ...

    def near(self, query: str, *, owner: str, words: Words) -> Nearness | None:
        """Compare a query, or what of it tells sections apart, with the sections that `owner` may see.

        None where meaning has nothing to say: `words` speak firmly enough, no vectors are there, or the embedder failed
        or was late.
        """
        ...

    def related(self, section_id: str, *, owner: str, count: int) -> tuple[tuple[str, float], ...]:
        """Other sections that `owner` may see with their nearness, 0 to 1, nearest first; () where not known."""
        ...

    def alike(self, section_ids: Sequence[str]) -> tuple[int, ...]:
        """For each section the place of the first one in the sequence that says the same; its own place for most."""
        ...


@dataclass(frozen=True, slots=True)
class MeaningStatus:
    """How search by meaning does, for an operator.

    `model` is empty where no embedder is installed or chosen; `problem` says why one that is cannot be used. `made` of
    `wanted` sections have their vectors, `beyond` have none since the memory set for vectors is full. `failures` and
    `timeouts` count the answers from which the embedder was left out since the start.
    """

    model: str = ""
    problem: str = ""
    wanted: int = 0
    made: int = 0
    beyond: int = 0
    asked: int = 0
    failures: int = 0
    timeouts: int = 0
    resting: bool = False

    @property
    def ready(self) -> bool:
        """Whether every section that is to have vectors has them."""
        return bool(self.model) and not self.problem and self.made >= self.wanted
