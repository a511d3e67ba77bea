"""The index on disk, and what readers see of it: one immutable generation at a time.

    <folder>/manifest.json      revision, the names of the parts; replaced last, atomically
    <folder>/<base>/t-*.part    sections: texts, what finds them, what is shown of them
    <folder>/<base>/v-*.part    vocabulary, by owner        <folder>/<base>/d-*.part    ordinals of removed sections

Where anything cannot be read, the index counts as unusable: its revision is 0 and the next `apply` begins a fresh base.
Only one process writes at a time; it holds a lock on `<folder>/lock`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.errors import IndexUnusable
from bot.filelock import turn
from bot.search.index import arrays, texts, vocabulary
from bot.search.index.arrays import Array
from bot.search.index.lookup import Reader
from bot.search.index.recall import Recall
from bot.search.index.wordlist import Counted

FORMAT = 10
"""Raised with every change of what is indexed: an index of another format is made anew."""

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of. `vocabulary` maps an owner to its parts' names, `pairs` to its name pairs; `gone`
    names the list of removed sections, empty for none.
    """

    revision: int
    base: str
    sequence: int
    sections: int
    texts: tuple[str, ...] = ()
    gone: str = ""
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    format: int = FORMAT


class Having(NamedTuple):
    """Ordinals of the sections with a run of initial consonants, and of those with it in title or headings."""

    sections: NDArray[np.int64]
    titled: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Generation:
    """What readers see: never changed once made. `average` is the mean count of letters in a section."""

    manifest: Manifest
    reader: Reader
    texts: tuple[texts.Part, ...]
    gone: NDArray[np.int64]
    vocabulary: Mapping[str, tuple[vocabulary.Part, ...]]
    average: float
    rarities: dict[str, float] = field(default_factory=dict)
    recall: Recall = field(default_factory=Recall)

    def having(self, run: str) -> Having:
        """The sections with a run of initial consonants."""
        return Having(self._having(run, titled=False), self._having(run, titled=True))

    def _having(self, run: str, *, titled: bool) -> NDArray[np.int64]:
        found = [part.having(run, titled=titled) for part in self.texts]
        return self.reader.present(np.concatenate([*found, np.zeros(0, np.int64)]))

    def text(self, ordinal: int) -> tuple[bytes | memoryview, int]:
        """A section's text for ranking, as UTF-16, and the ordinal of its date."""
        part = self.reader.part(ordinal)
        return part.text(ordinal), part.day(ordinal)


@dataclass(slots=True)
class Draft:
    """A generation in the making: parts written so far, not yet named by any manifest. `average` is the mean count of
    letters in a section, 0 where there is none yet.
    """

    base: str
    sequence: int
    first: int
    average: float
    texts: list[str]
    gone: set[int]
    vocabulary: dict[str, list[str]]
    pairs: dict[str, dict[str, set[str]]]


class Storage:
    """Reads and writes generations in a folder, or in memory where there is none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[str, dict[str, Array]] = {}
        self._current: Generation | None = None

    def load(self) -> Generation | None:
        """The generation on disk; None for none or an unusable one."""
        if self._folder is None:
            return self._current
        for _ in range(3):  # a writer may clear away parts between the manifest and them
            manifest = self._manifest()
            if manifest is None:
                return None
            if self._current is not None and self._current.manifest == manifest:
                return self._current
            with suppress(OSError, ValueError, KeyError, TypeError, IndexUnusable):
                self._current = self._made(manifest)
                return self._current
        return None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to write. Waits for another process that has it."""
        if self._folder is None:
            yield
            return
        with ExitStack() as stack:
            try:
                stack.enter_context(turn(self._folder / "lock"))
            except OSError as error:
                raise IndexUnusable(f"the index folder {self._folder} cannot be written: {error}") from error
            yield

    def draft(self, current: Generation | None) -> Draft:
        """Begin the generation after `current`, or a fresh base."""
        if current is None:
            base = self._free_base()
            return Draft(
                base=base,
                sequence=0,
                first=0,
                average=0.0,
                texts=[],
                gone=set(),
                vocabulary={},
                pairs={},
            )
        manifest = current.manifest
        return Draft(
            base=manifest.base,
            sequence=manifest.sequence,
            first=manifest.sections,
            average=current.average,
            texts=list(manifest.texts),
            gone=set(current.gone.tolist()),
            vocabulary={owner: list(names) for owner, names in manifest.vocabulary.items()},
            pairs={owner: {one: set(o) for one, o in pairs.items()} for owner, pairs in manifest.pairs.items()},
        )

    def add_texts(self, draft: Draft, rows: texts.Rows) -> None:
        """Write a part of sections; ordinals go on where the last part ended."""
        if len(rows):
            draft.texts.append(self._write(draft, "t", texts.build(rows, draft.average)))
            draft.first += len(rows)

    def add_words(self, draft: Draft, owner: str, words: Counted) -> None:
        """Write a part of an owner's vocabulary."""
        draft.vocabulary.setdefault(owner, []).append(self._write(draft, "v", vocabulary.build(words)))

    def publish(self, draft: Draft, revision: int) -> Generation:
        """Make the draft what `load` gives, and clear away what it no longer needs."""
        gone = np.array(sorted(draft.gone), np.int64)
        self._join_texts(draft, gone)
        self._join_words(draft)
        removed = self._write(draft, "d", {"gone": gone}) if len(gone) else ""
        manifest = Manifest(
            revision=revision,
            base=draft.base,
            sequence=draft.sequence,
            sections=draft.first,
            texts=tuple(draft.texts),
            gone=removed,
            vocabulary={owner: tuple(names) for owner, names in draft.vocabulary.items()},
            pairs={o: {one: tuple(sorted(x)) for one, x in pairs.items()} for o, pairs in draft.pairs.items()},
        )
        if self._folder is not None:
            _replace(self._folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False))
        self._current = self._made(manifest)
        self._clear(manifest)
        return self._current

    def _join_texts(self, draft: Draft, gone: NDArray[np.int64]) -> None:
        """Keep the parts few: the two neighbours that are smallest together become one."""
        while len(draft.texts) > MAX_PARTS:
            parts = [self._sections(draft.base, name) for name in draft.texts]
            place = min(range(len(parts) - 1), key=lambda i: parts[i + 1].stop - parts[i].first)
            joined = self._write(draft, "t", texts.merged(parts[place : place + 2], gone))
            draft.texts[place : place + 2] = [joined]

    def _join_words(self, draft: Draft) -> None:
        """The same for vocabularies, whose order does not matter."""
        for names in draft.vocabulary.values():
            while len(names) > MAX_VOCABULARIES:
                parts = {name: vocabulary.Part(self._read(draft.base, name)) for name in names}
                small = sorted(names, key=lambda name: len(parts[name]))[:2]
                names[:] = [name for name in names if name not in small]
                names.append(self._write(draft, "v", vocabulary.merged([parts[name] for name in small])))

    def _manifest(self) -> Manifest | None:
        assert self._folder is not None
        try:
            value = json.loads((self._folder / MANIFEST).read_text(encoding="utf8"))
            value["texts"] = tuple(value["texts"])
            value["vocabulary"] = {owner: tuple(names) for owner, names in value["vocabulary"].items()}
            value["pairs"] = {o: {one: tuple(x) for one, x in pairs.items()} for o, pairs in value["pairs"].items()}
            manifest = Manifest(**value)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return manifest if manifest.format == FORMAT else None

    def _made(self, manifest: Manifest) -> Generation:
        parts = tuple(self._sections(manifest.base, name) for name in manifest.texts)
        gone = self._read(manifest.base, manifest.gone)["gone"] if manifest.gone else np.zeros(0, np.int64)
        return Generation(
            manifest=manifest,
            reader=Reader(parts, gone),
            texts=parts,
            gone=gone,
            # Removed sections count until they are cleared away, which hardly shifts the mean.
            average=max(1.0, sum(part.letters for part in parts) / max(1, manifest.sections)),
            vocabulary={
                owner: tuple(vocabulary.Part(self._read(manifest.base, name)) for name in names)
                for owner, names in manifest.vocabulary.items()
            },
        )

    def _free_base(self) -> str:
        number = 1
        while self._taken(f"g{number}"):
            number += 1
        return f"g{number}"

    def _taken(self, base: str) -> bool:
        if self._folder is None:
            return self._current is not None and self._current.manifest.base == base
        return (self._folder / base).exists()

    def _base(self, base: str, name: str) -> Path | None:
        return None if self._folder is None else self._folder / base / name

    def _write(self, draft: Draft, kind: str, found: dict[str, Array]) -> str:
        draft.sequence += 1
        name = f"{kind}-{draft.sequence}.part"
        path = self._base(draft.base, name)
        if path is None:
            self._memory[f"{draft.base}/{name}"] = found
        else:
            path.parent.mkdir(exist_ok=True)
            arrays.save(path, found)
        return name

    def _sections(self, base: str, name: str) -> texts.Part:
        path = self._base(base, name)
        blobs = {} if path is None else {blob: arrays.Stored(path, blob) for blob in texts.BLOBS}
        return texts.Part(self._read(base, name), blobs)

    def _read(self, base: str, name: str) -> dict[str, Array]:
        path = self._base(base, name)
        return self._memory[f"{base}/{name}"] if path is None else arrays.load(path)

    def _clear(self, manifest: Manifest) -> None:
        """Remove parts and bases that no manifest names. Readers of older generations keep their mapped files."""
        named = {*manifest.texts, manifest.gone, *(name for names in manifest.vocabulary.values() for name in names)}
        if self._folder is None:
            for name in self._memory.keys() - {f"{manifest.base}/{name}" for name in named}:
                del self._memory[name]
            return
        for path in (self._folder / manifest.base).glob("*.part"):
            if path.name not in named:
                path.unlink(missing_ok=True)
        for path in self._folder.glob("g*"):
            if path.name != manifest.base:
                shutil.rmtree(path, ignore_errors=True)


MAX_VOCABULARIES = 3
"""Parts of a vocabulary: every unknown word is looked up in each. The smallest two are joined."""

MAX_PARTS = 8
"""Parts of a kind that a search looks into; more are joined."""


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
