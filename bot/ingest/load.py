"""Documents from a folder into the store, and the same without storing.

Every file is read on its own: what is wrong with one is a problem of it, with path and line, and never stops the
others. A document that went bad stays in the store as it last was good; one that vanished is removed.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.domain.document import ENDINGS, SHARED, Document, Parsed, Problem, SectionKind
from bot.domain.ports import Intake, StoredVersion
from bot.domain.troubles import trouble
from bot.errors import DocumentError, InputError
from bot.ingest.folder import SourceFile, Walk, read_bytes, walk

PARSER = "15"
"""Raised whenever documents would be read otherwise, so that unchanged files are read again."""
ORIGIN = "folder"
"""How the documents of a folder are named in the store, beside uploads and feeds, unless the caller knows better."""

Progress = Callable[[int, int, str], None]
"""Takes how many files are done, of how many, and the path of the latest."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A document as it was read in a sync: how many sections it has, articles and events among them."""

    path: str
    title: str
    sections: int
    articles: int
    events: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, by path: read anew, left as they were, removed, and kept although the file went bad.

    `problems` are those of all files, the unchanged ones' too; `others` the paths of files that are no documents.
    """

    read: tuple[ReadFile, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def sections(self) -> int:
        """The sections of the documents read."""
        return sum(file.sections for file in self.read)

    @property
    def events(self) -> int:
        """The events of the documents read."""
        return sum(file.events for file in self.read)

    @property
    def changed(self) -> bool:
        """Whether the store has other documents now than before."""
        return bool(self.read or self.removed)


def read_document(
    data: bytes, *, path: str, document_id: str | None = None, owner: str = SHARED, today: date | None = None
) -> Parsed:
    """Read one file. `path` (relative, POSIX) names it in problems and gives its id unless `document_id` does.

    Never raises for what the bytes hold. An inferred date that lies well ahead of `today` is left out.
    """
    path = unicodedata.normalize("NFC", path)
    name = path if document_id is None else document_id
    # The readers are loaded where they are used: a start with unchanged documents needs none of them.
    try:
        if path.lower().endswith(".ics"):
            from bot.ingest.calendars.reading import read_calendar

            return read_calendar(data, path=path, document_id=name, owner=owner)
        from bot.ingest.reading import read_text

        return read_text(data, path=path, document_id=name, owner=owner, today=today)
    except DocumentError as error:
        return Parsed(None, (error.problem,))


def sync_folder(
    folder: Path, documents: Intake, *, now: datetime, origin: str = ORIGIN, progress: Progress | None = None
) -> SyncReport:
    """Bring the documents that the store holds of an origin in step with a folder.

    Raises InputError where the folder is missing or cannot be listed, and removes nothing then. Errors of the store
    pass through; what was stored until then is whole, and the next sync goes on from there.
    """
    found = walk(folder)
    sync = _Sync(documents, origin, now, found)
    for done, file in enumerate(found.files, 1):
        sync.take(file)
        if progress is not None:
            progress(done, len(found.files), file.path)
    sync.remove_vanished()
    return sync.report()


def read_again(documents: Intake, *, origin: str, now: datetime) -> int:
    """Read the files that the store kept of an origin and that another parser had read; returns how many were.

    What was not kept, or gives no document any more, stays as it is.
    """
    count = 0
    for file in documents.outdated(origin, parser=PARSER):
        if file.data is None:
            continue
        parsed = _read(file.data, file.path, document_id=file.document_id, owner=file.owner, today=now.date())
        if parsed.document is not None:
            documents.put(
                parsed.document,
                origin=origin,
                parser=PARSER,
                now=now,
                problems=parsed.problems,
                original=file.data,
                again=True,
            )
            count += 1
    return count


class _Sync:
    """The state of one sync."""

    def __init__(self, documents: Intake, origin: str, now: datetime, found: Walk) -> None:
        self._documents = documents
        self._origin = origin
        self._now = now
        self._found = found
        self._stored = dict(documents.versions(origin))
        self._read: list[ReadFile] = []
        self._unchanged: list[str] = []
        self._removed: list[str] = []
        self._kept: list[str] = []
        self._problems = list(found.problems)

    def take(self, file: SourceFile) -> None:
        """Read a file if it changed, and store what it gave."""
        stored = self._stored.pop(file.path, None)
        parsed = _parsed(file, stored, today=self._now.date())
        if parsed is None:
            self._unchanged.append(file.path)
            self._problems.extend(stored.problems if stored else ())
            return
        self._problems.extend(parsed.problems)
        if parsed.document is not None:
            self._documents.put(
                parsed.document, origin=self._origin, parser=PARSER, now=self._now, problems=parsed.problems
            )
            self._read.append(_read_file(parsed.document))
        elif stored is not None:
            self._kept.append(file.path)

    def remove_vanished(self) -> None:
        """Remove what the folder no longer holds, but not what could not be looked at."""
        for path, stored in sorted(self._stored.items()):
            if self._found.is_unseen(path):
                self._kept.append(path)
            else:
                self._documents.remove(stored.document_id, now=self._now)
                self._removed.append(path)

    def report(self) -> SyncReport:
        """What was done."""
        return SyncReport(
            tuple(self._read),
            tuple(self._unchanged),
            tuple(self._removed),
            tuple(self._kept),
            tuple(sorted(self._problems)),
            tuple(self._found.others),
        )


def _parsed(file: SourceFile, stored: StoredVersion | None, *, today: date) -> Parsed | None:
    """What a file gives; None where it is as stored."""
    try:
        data = read_bytes(file)
    except DocumentError as error:
        return Parsed(None, (error.problem,))
    return None if _is_as_stored(data, stored) else _read(data, file.path, today=today)


def _is_as_stored(data: bytes, stored: StoredVersion | None) -> bool:
    return stored is not None and stored.parser == PARSER and stored.content_hash == hashlib.sha256(data).hexdigest()


def unread(found: Walk, documents: Intake, *, origin: str) -> Iterator[str]:
    """The paths of files that the store does not hold as they are: refused, gone bad, or not read yet."""
    held = documents.versions(origin)
    for file in found.files:
        try:
            if not _is_as_stored(read_bytes(file), held.get(file.path)):
                yield file.path
        except DocumentError:
            yield file.path


def _read(
    data: bytes, path: str, *, document_id: str | None = None, owner: str = SHARED, today: date | None = None
) -> Parsed:
    try:
        return read_document(data, path=path, document_id=document_id, owner=owner, today=today)
    except Exception as error:  # noqa: BLE001 - one document must not stop the others, whatever it uncovers
        return Parsed(None, (Problem(path, 0, trouble("file.failure", kind=type(error).__name__)),))


def _read_file(document: Document) -> ReadFile:
    articles = sum(1 for section in document.sections if section.kind is SectionKind.ARTICLE)
    info = document.info
    return ReadFile(info.path, info.title, len(document.sections), articles, len(document.events))


def check_paths(paths: Iterable[Path]) -> Iterator[Parsed]:
    """Read files, and every document in folders, without storing them: one result a file.

    Raises InputError, before anything is read, for a path that does not exist or cannot be listed.
    """
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for path in paths:
        found, troubles = _named(path)
        files.extend(found)
        problems.extend(troubles)
    return _checked(files, problems)


def _named(path: Path) -> tuple[list[SourceFile], list[Problem]]:
    """The files that a path names, and what is wrong already, shown as the path was typed."""
    if path.is_dir():
        found = walk(path)
        files = [SourceFile((path / file.path).as_posix(), file.place) for file in found.files]
        return files, [replace(problem, path=(path / problem.path).as_posix()) for problem in found.problems]
    if not path.exists():
        raise InputError(f"{path} does not exist: give a document or a folder of documents.")
    if path.suffix.lower() not in ENDINGS:
        endings, ending = ", ".join(ENDINGS), path.suffix
        unread = trouble("file.ending", ending=ending, endings=endings) if ending else None
        return [], [Problem(path.as_posix(), 0, unread or trouble("file.no_ending", endings=endings))]
    return [SourceFile(path.as_posix(), path)], []


def _checked(files: list[SourceFile], problems: list[Problem]) -> Iterator[Parsed]:
    yield from (Parsed(None, (problem,)) for problem in problems)
    for file in files:
        try:
            yield _read(read_bytes(file), file.path)
        except DocumentError as error:
            yield Parsed(None, (error.problem,))
