"""Embedder, stores and documents for the tests of meaning: they honour the ports and need no model."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from bot.clock import FixedClock
from bot.domain.document import Document, DocumentInfo, Section, SectionKind
from bot.domain.ports import Change
from bot.meaning.fusion import Calibration

NOW = datetime(2024, 11, 25, tzinfo=UTC)
CLOCK = FixedClock(NOW)
DIMENSIONS = 64


class WordEmbedder:
    """Texts that share words lie near: each word is a direction, some of which mean the same."""

    SAME: ClassVar = {"일자리": "jobs", "직업": "jobs", "고용": "jobs", "기계": "robots", "로봇": "robots"}

    def __init__(self, stamp: str = "words/1") -> None:
        self.stamp = stamp
        self.dimensions = DIMENSIONS
        self.embedded: list[str] = []
        self.queries: list[str] = []

    def query(self, text: str) -> NDArray[np.float32]:
        self.queries.append(text)
        return self._vector(text)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.full(DIMENSIONS, 0.01, np.float32)
        for word in text.lower().split():
            total += _direction(self.SAME.get(word.strip(".,:?"), word.strip(".,:?")))
        unit: NDArray[np.float32] = total / np.linalg.norm(total)
        return unit


def _direction(word: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf8", "replace")).digest()[:4], "little")
    return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)


class MemoryVectors:
    """A VectorStore in memory; `fail_after` puts it raises, as a process that is killed would stop."""

    def __init__(self, *, fail_after: int | None = None) -> None:
        self.rows: dict[tuple[str, str], tuple[bytes, datetime]] = {}
        self.puts = 0
        self.fail_after = fail_after

    def put(self, model: str, vectors: Mapping[str, bytes], *, now: datetime) -> None:
        if self.fail_after is not None and self.puts >= self.fail_after:
            raise KilledError
        self.puts += 1
        for key, vector in vectors.items():
            self.rows.setdefault((model, key), (vector, now))

    def get(self, model: str, keys: Collection[str]) -> dict[str, bytes]:
        return {key: self.rows[model, key][0] for key in keys if (model, key) in self.rows}

    def keys(self, model: str) -> frozenset[str]:
        return frozenset(key for name, key in self.rows if name == model)

    def drop(self, model: str, keys: Collection[str]) -> int:
        return sum(self.rows.pop((model, key), None) is not None for key in keys)

    def drop_others(self, model: str, *, before: datetime) -> int:
        old = [name for name, (_, made) in self.rows.items() if name[0] != model and made < before]
        for name in old:
            del self.rows[name]
        return len(old)


class KilledError(BaseException):
    """Ends the work as nothing in it may catch."""


class Shelfful:
    """The documents of a store, as far as the making of vectors reads them."""

    def __init__(self, *documents: Document) -> None:
        self._guard = threading.Lock()
        self._revision = 0
        self._documents: dict[str, tuple[int, Document | None]] = {}
        for document in documents:
            self.put(document)

    def put(self, document: Document) -> None:
        with self._guard:
            self._revision += 1
            self._documents[document.info.id] = self._revision, document

    def remove(self, document_id: str) -> None:
        with self._guard:
            self._revision += 1
            self._documents[document_id] = self._revision, None

    def revision(self) -> int:
        return self._revision

    def changes(self, after: int = 0) -> Iterator[Change]:
        with self._guard:
            rows = sorted((revision, name, document) for name, (revision, document) in self._documents.items())
        return iter([Change(revision, name, document) for revision, name, document in rows if revision > after])

    def get(self, document_id: str) -> Document | None:
        return self._documents.get(document_id, (0, None))[1]


def document(name: str, *bodies: str, owner: str = "", title: str = "") -> Document:
    """A document with a section for each body; a heading stands before ` | ` in it."""
    sections, text = [], ""
    for number, body in enumerate(bodies):
        heading, _, told = body.rpartition(" | ")
        start = len(text)
        text += told + "\n"
        path = (heading,) if heading else ()
        sections.append(Section(f"{name}#{number}", SectionKind.PART, path, told, start, start + len(told), number + 1))
    return Document(DocumentInfo(name, f"{name}.md", title or name, owner=owner), text, "hash", tuple(sections))


BY_WORDS = Calibration(
    model="words/",
    parts={"window": 1.0, "mean": 0.5, "heading": 0.4},
    usual=0.0,
    spread=10.0,
    silent_from=4.0,
    certain_from=3.0,
    order={"words": 0.15, "explained": 0.6, "nearness": 0.3, "subjects": 0.5},
    answer={
        "bias": -6.0,
        "nearness": 0.3,
        "explained": 3.0,
        "hangul": 0.0,
        "length": 0.0,
        "grammar": 0.0,
        "subjects": 0.0,
        "threshold": 0.5,
        "kept": 0.1,
        "shown": 0.2,
    },
)
"""Numbers for the embedder of these tests, whose unrelated texts lie at right angles."""
