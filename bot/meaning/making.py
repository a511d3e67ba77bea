"""Vectors for every section: which are wanted, which the store has, which are to be made, and which are stale.

The work is cut small: a section's front is made and stored at once, so that a process that is killed loses a second of
work. The fronts of all sections come before any sentences, by which nothing is found: they only tell which one to show.
Vectors of content that no section has any more are dropped when nothing is left to be made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import structlog

from bot.domain.document import Document, DocumentInfo, Section
from bot.domain.meaning import Embedder, VectorStore
from bot.domain.ports import ChangeLog, Clock
from bot.meaning import everyday
from bot.meaning.fixed import Fixed, Floats, fixed
from bot.meaning.packing import SENTENCES, pack, unpack
from bot.meaning.passages import key, passages, sentences
from bot.meaning.shelf import SectionVectors, Shelf, front_of

log = structlog.get_logger(__name__)

MAX_VECTORS = 200_000
"""Rows in memory, 150 MB of them; some 20,000 sections with their sentences, three times as many without. Sections
beyond have none and are found by words alone.
"""

OTHER_MODELS_LIFE = timedelta(days=7)
"""How long vectors of another model are kept: while replicas of two versions run side by side."""

TEXTS_AT_ONCE = 8
"""Texts handed to the embedder in one call, so that a query finds a core free soon."""

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A section that is to have vectors. `place` is its number in its document."""

    id: str
    owner: str
    key: str
    place: int


class Making:
    """The vectors of all sections in step with the documents. Used by one thread at a time."""

    def __init__(self, documents: ChangeLog, vectors: VectorStore, embedder: Embedder, clock: Clock) -> None:
        self._documents = documents
        self._vectors = vectors
        self._embedder = embedder
        self._clock = clock
        self._everyday = everyday.background(embedder, vectors, clock)
        self._revision = 0
        self._wanted: dict[str, list[_Wanted]] = {}
        self._fronts: dict[str, Fixed] = {}
        self._sentences: dict[str, Fixed] = {}
        self._rows = 0
        self._full = False
        self._swept = False

    @property
    def wanted(self) -> int:
        """How many sections are to have vectors."""
        return sum(map(len, self._wanted.values()))

    @property
    def made(self) -> int:
        """How many have those by which they are found."""
        return sum(section.key in self._fronts for section in self._sections())

    @property
    def beyond(self) -> int:
        """How many sections go without, since the memory for vectors is full."""
        return self.wanted - self.made if self._full else 0

    def follow(self) -> bool:
        """Note what changed in the documents since; whether anything did."""
        revision = self._documents.revision()
        if revision == self._revision:
            return False
        if revision < self._revision:  # another database stands in its place
            self._wanted.clear()
            self._revision = 0
        for change in self._documents.changes(self._revision):
            self._wanted.pop(change.document_id, None)
            if change.document is not None:
                self._wanted[change.document_id] = list(_wanted(change.document))
        self._revision = revision
        self._swept = False
        self._forget_stale()
        return True

    def load(self) -> int:
        """Take from the store what it has of the wanted vectors; returns how many sections gained some."""
        gained = set()
        if self._full:
            return 0
        for held, suffix in ((self._fronts, ""), (self._sentences, SENTENCES)):
            missing = {section.key + suffix for section in self._sections() if section.key not in held}
            for name, packed in self._vectors.get(self._embedder.stamp, missing).items():
                rows = unpack(packed, self._embedder.dimensions)
                if rows is not None and (held is self._fronts or self._room_for_sentences) and self._takes(len(rows)):
                    held[name.removesuffix(SENTENCES)] = rows
                    gained.add(name)
        return len(gained)

    def make(self, stop: Stop, *, sentences: bool = True) -> Iterator[None]:
        """Make what is missing, `sentences` only where asked; yields after every section that gained something.

        Ends early where `stop` says so or the memory for vectors is full.
        """
        for front in (True, False)[: 1 + sentences]:
            held = self._fronts if front else self._sentences
            for document_id, missing in self._missing(held).items():
                if stop() or self._full:
                    return
                document = self._documents.get(document_id)
                for section in missing:
                    if document is None or stop():
                        break
                    if self._make_one(document, section, front=front):
                        yield

    def read_closely(self, section_ids: Collection[str]) -> int:
        """Make the sentences of some sections; returns how many sections gained them."""
        made = 0
        for document_id, missing in self._missing(self._sentences).items():
            near = [section for section in missing if section.id in section_ids]
            document = self._documents.get(document_id) if near else None
            if document is not None:
                made += sum(self._make_one(document, section, front=False) for section in near)
        return made

    def sweep(self) -> int:
        """Drop what no section needs any more, once everything wanted is made; returns how many were dropped."""
        if self._swept or any(section.key not in self._fronts for section in self._sections()):
            return 0
        self._swept = True
        needed = {name for s in self._sections() for name in (s.key, s.key + SENTENCES)} | {everyday.KEY}
        stamp = self._embedder.stamp
        dropped = self._vectors.drop(stamp, self._vectors.keys(stamp) - needed)
        dropped += self._vectors.drop_others(stamp, before=self._clock.now() - OTHER_MODELS_LIFE)
        if dropped:
            log.info("meaning.dropped", vectors=dropped)
        return dropped

    def shelf(self) -> Shelf:
        """What has vectors now, for searching; the vectors held here become views of it."""
        none = np.zeros((0, self._embedder.dimensions), np.int16)
        rows = [
            SectionVectors(s.id, s.owner, self._fronts[s.key], self._sentences.get(s.key, none))
            for s in self._sections()
            if len(self._fronts.get(s.key, none))
        ]
        shelf = Shelf(rows, self._everyday)
        keys = {section.id: section.key for section in self._sections()}
        for row in rows:
            held = shelf.held(row)
            self._fronts[keys[row.id]] = held.front
            if keys[row.id] in self._sentences:
                self._sentences[keys[row.id]] = held.sentences
        return shelf

    def _sections(self) -> Iterator[_Wanted]:
        for sections in self._wanted.values():
            yield from sections

    def _missing(self, held: dict[str, Fixed]) -> dict[str, list[_Wanted]]:
        lists = {name: [s for s in sections if s.key not in held] for name, sections in self._wanted.items()}
        return {name: sections for name, sections in lists.items() if sections}

    def _make_one(self, document: Document, section: _Wanted, *, front: bool) -> bool:
        """Make and store a section's front or sentences; False where it has changed meanwhile or there is no room."""
        held = self._fronts if front else self._sentences
        original = document.sections[section.place] if section.place < len(document.sections) else None
        if original is None or section.key in held or key(document.info, original) != section.key:
            return False
        if not front and not self._room_for_sentences:
            return False
        rows = self._front(document.info, original) if front else self._sentence_rows(original)
        if not self._takes(len(rows)):
            return False
        name = section.key if front else section.key + SENTENCES
        self._vectors.put(self._embedder.stamp, {name: pack(rows)}, now=self._clock.now())
        held[section.key] = rows
        return True

    def _front(self, info: DocumentInfo, section: Section) -> Fixed:
        told = passages(info, section)
        if not told.windows:
            return np.zeros((0, self._embedder.dimensions), np.int16)
        heading, *windows = self._embed([told.heading or told.windows[0], *told.windows])
        return front_of(heading, np.stack(windows))

    def _sentence_rows(self, section: Section) -> Fixed:
        found = self._embed([unit.text for unit in sentences(section)])
        return fixed(np.stack(found)) if found else np.zeros((0, self._embedder.dimensions), np.int16)

    def _embed(self, texts: list[str]) -> list[Floats]:
        found: list[Floats] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            found.extend(self._embedder.passages(texts[start : start + TEXTS_AT_ONCE]))
        return found

    @property
    def _room_for_sentences(self) -> bool:
        """Half of the memory is kept for what sections are found by."""
        return self._rows < MAX_VECTORS // 2

    def _takes(self, rows: int) -> bool:
        if self._rows + rows > MAX_VECTORS:
            if not self._full:
                log.warning("meaning.memory_full", sections=self.wanted - self.made, vectors=MAX_VECTORS)
            self._full = True
            return False
        self._rows += rows
        return True

    def _forget_stale(self) -> None:
        self._full = False
        needed = {section.key for section in self._sections()}
        for held in (self._fronts, self._sentences):
            for name in held.keys() - needed:
                self._rows -= len(held.pop(name))


def _wanted(document: Document) -> Iterator[_Wanted]:
    info = document.info
    for place, section in enumerate(document.sections):
        if section.answers:
            yield _Wanted(section.id, info.owner, key(info, section), place)
