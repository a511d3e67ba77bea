"""Vectors for every section: which are wanted, which the store has, which are to be made, and which are stale.

The work is cut small: what is made of a section is stored at once, so that a process that is killed loses a second of
work. The fronts of all sections come before any sentences, by which nothing is found: they only tell which one to show.
Vectors of content that no section has any more are dropped when nothing is left to be made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import structlog

from bot.domain.document import Document, DocumentInfo, Section
from bot.domain.meaning import Embedder, VectorStore
from bot.domain.ports import ChangeLog, Clock
from bot.meaning import everyday
from bot.meaning.fixed import Fixed, Floats, fixed
from bot.meaning.packing import pack, unpack
from bot.meaning.passages import key, passages, sentences
from bot.meaning.shelf import SectionVectors, Shelf, front_of
from bot.meaning.texts import is_korean
from bot.meaning.thesaurus import Thesaurus, shipped

log = structlog.get_logger(__name__)

MAX_VECTORS = 200_000
"""Rows in memory, 150 MB of them; some 20,000 sections with their sentences, three times as many without. Sections
beyond have none and are found by words alone.
"""

OTHER_MODELS_LIFE = timedelta(days=7)
"""How long vectors of another model are kept: while replicas of two versions run side by side."""

TEXTS_AT_ONCE = 8
"""Texts handed to the embedder in one call, so that a query finds a core free soon."""

SENTENCES = ".s"
"""Added to a section's key for its sentences; the fingerprint of the thesaurus is added for its subjects."""

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A section that is to have vectors. `place` is its number in its document."""

    id: str
    owner: str
    key: str
    place: int
    korean: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """Something that is made of every section: rows of `width` numbers, stored under its key and `suffix`, and held by
    its key.
    """

    suffix: str
    width: int
    held: dict[str, Fixed] = field(default_factory=dict)


class Making:
    """The vectors of all sections in step with the documents, and their subjects. Used by one thread at a time."""

    def __init__(
        self,
        documents: ChangeLog,
        vectors: VectorStore,
        embedder: Embedder,
        clock: Clock,
        thesaurus: Thesaurus | None = None,
    ) -> None:
        self._documents = documents
        self._vectors = vectors
        self._embedder = embedder
        self._clock = clock
        self._everyday = everyday.background(embedder, vectors, clock)
        self._revision = 0
        self._wanted: dict[str, list[_Wanted]] = {}
        self._thesaurus = thesaurus or shipped()
        self._subjects = _Kind("." + self._thesaurus.fingerprint, 2)
        self._fronts = _Kind("", embedder.dimensions)
        self._sentences = _Kind(SENTENCES, embedder.dimensions)
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
        return sum(section.key in self._fronts.held for section in self._sections())

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
        for kind in self._kinds:
            missing = {s.key + kind.suffix: s.key for s in self._sections() if s.key not in kind.held}
            for name, packed in self._vectors.get(self._embedder.stamp, missing.keys()).items():
                rows = unpack(packed, kind.width)
                if rows is not None and self._has_room(kind, rows):
                    kind.held[missing[name]] = rows
                    gained.add(missing[name])
        return len(gained)

    def make(self, stop: Stop, *, sentences: bool = True) -> Iterator[None]:
        """Make what is missing, `sentences` only where asked; yields after every section that gained vectors.

        Ends early where `stop` says so or the memory for vectors is full.
        """
        for kind in self._kinds if sentences else (self._subjects, self._fronts):
            for document_id, missing in self._missing(kind).items():
                if stop() or self._full:
                    return
                document = self._documents.get(document_id)
                if document is None:
                    continue
                if kind is self._subjects:
                    self._tell_subjects(document, missing)
                    continue
                for section in missing:
                    if stop():
                        break
                    if self._make_one(kind, document, section):
                        yield

    def read_closely(self, section_ids: Collection[str]) -> int:
        """Make the sentences of some sections; returns how many sections gained them."""
        made = 0
        for document_id, missing in self._missing(self._sentences).items():
            near = [section for section in missing if section.id in section_ids]
            document = self._documents.get(document_id) if near else None
            if document is not None:
                made += sum(self._make_one(self._sentences, document, section) for section in near)
        return made

    def sweep(self) -> int:
        """Drop what no section needs any more, once everything wanted is made; returns how many were dropped."""
        if self._swept or any(section.key not in self._fronts.held for section in self._sections()):
            return 0
        self._swept = True
        needed = {section.key + kind.suffix for section in self._sections() for kind in self._kinds} | {everyday.KEY}
        stamp = self._embedder.stamp
        dropped = self._vectors.drop(stamp, self._vectors.keys(stamp) - needed)
        dropped += self._vectors.drop_others(stamp, before=self._clock.now() - OTHER_MODELS_LIFE)
        if dropped:
            log.info("meaning.dropped", vectors=dropped)
        return dropped

    def shelf(self) -> Shelf:
        """What has vectors now, for searching; the vectors held here become views of it."""
        fronts, sentences = self._fronts.held, self._sentences.held
        none, nothing = (np.zeros((0, width), np.int16) for width in (self._embedder.dimensions, 2))
        told = [section for section in self._sections() if len(fronts.get(section.key, none))]
        rows = [
            SectionVectors(
                id=section.id,
                owner=section.owner,
                korean=section.korean,
                front=fronts[section.key],
                subjects=self._subjects.held.get(section.key, nothing),
                sentences=sentences.get(section.key, none),
            )
            for section in told
        ]
        shelf = Shelf(rows, self._everyday)
        for section, row in zip(told, rows, strict=True):
            held = shelf.held(row)
            fronts[section.key] = held.front
            if section.key in sentences:
                sentences[section.key] = held.sentences
        return shelf

    @property
    def _kinds(self) -> tuple[_Kind, ...]:
        """In the order in which they are made: what costs least first, what is wanted least last."""
        return self._subjects, self._fronts, self._sentences

    def _sections(self) -> Iterator[_Wanted]:
        for sections in self._wanted.values():
            yield from sections

    def _missing(self, kind: _Kind) -> dict[str, list[_Wanted]]:
        lists = {name: [s for s in sections if s.key not in kind.held] for name, sections in self._wanted.items()}
        return {name: sections for name, sections in lists.items() if sections}

    def _tell_subjects(self, document: Document, missing: Sequence[_Wanted]) -> None:
        """Read the subjects of a document's sections and store them at once."""
        found = {}
        for wanted in missing:
            section = _unchanged(document, wanted)
            if section is not None:
                found[wanted.key] = self._subject_rows(document.info, section)
        name = self._subjects.suffix
        rows = {key + name: pack(pairs) for key, pairs in found.items()}
        self._vectors.put(self._embedder.stamp, rows, now=self._clock.now())
        self._subjects.held.update(found)

    def _make_one(self, kind: _Kind, document: Document, wanted: _Wanted) -> bool:
        """Make and store a section's front or sentences; False where it has changed meanwhile or there is no room."""
        section = _unchanged(document, wanted)
        if section is None or wanted.key in kind.held or (kind is self._sentences and not self._room_for_sentences):
            return False
        rows = self._front(document.info, section) if kind is self._fronts else self._sentence_rows(section)
        if not self._has_room(kind, rows):
            return False
        self._vectors.put(self._embedder.stamp, {wanted.key + kind.suffix: pack(rows)}, now=self._clock.now())
        kind.held[wanted.key] = rows
        return True

    def _subject_rows(self, info: DocumentInfo, section: Section) -> Fixed:
        """Pairs of a group of the thesaurus and how many expressions of it there are; those of the heading again."""
        heading = section.heading or info.title
        found = self._thesaurus.subjects(section.text) + self._thesaurus.subjects(heading)
        return np.array(sorted(found.items()), np.int16).reshape(-1, 2)

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

    def _has_room(self, kind: _Kind, rows: Fixed) -> bool:
        """Whether rows may be held, which then count. Subjects take next to no memory."""
        if kind is self._subjects:
            return True
        if kind is self._sentences and not self._room_for_sentences:
            return False
        if self._rows + len(rows) > MAX_VECTORS:
            if not self._full:
                log.warning("meaning.memory_full", sections=self.wanted - self.made, vectors=MAX_VECTORS)
            self._full = True
            return False
        self._rows += len(rows)
        return True

    def _forget_stale(self) -> None:
        self._full = False
        needed = {section.key for section in self._sections()}
        for kind in self._kinds:
            for name in kind.held.keys() - needed:
                gone = kind.held.pop(name)
                self._rows -= 0 if kind is self._subjects else len(gone)


def _unchanged(document: Document, wanted: _Wanted) -> Section | None:
    """The section that was wanted, where the document still has it as it was."""
    section = document.sections[wanted.place] if wanted.place < len(document.sections) else None
    return section if section is not None and key(document.info, section) == wanted.key else None


def _wanted(document: Document) -> Iterator[_Wanted]:
    info = document.info
    for place, section in enumerate(document.sections):
        if section.answers:
            yield _Wanted(section.id, info.owner, key(info, section), place, is_korean(section.text))
