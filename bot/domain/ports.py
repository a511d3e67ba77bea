"""The contracts between the parts. A part depends on these, never on a sibling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.document import SHARED, Document, DocumentInfo, Problem, Section
from bot.domain.event import Event
from bot.domain.hit import Answer, Hit, Suggestion


class Clock(Protocol):
    """Gives the present instant."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """What the store holds of a path: enough to see whether a file must be read again, and what was wrong with it."""

    document_id: str
    content_hash: str
    parser: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was given; `data` is None where a program of before files were kept had taken it."""

    document_id: str
    owner: str
    path: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Change:
    """A document as of a revision; `document` is None where it was removed."""

    revision: int
    document_id: str
    document: Document | None


class Corpus(Protocol):
    """What the documents say now, for whoever shows it."""

    def revision(self) -> int:
        """The revision of the newest write; 0 for an empty store."""
        ...

    def get(self, document_id: str) -> Document | None:
        """One document."""
        ...

    def infos(self, *, owner: str = SHARED) -> tuple[DocumentInfo, ...]:
        """Every document visible to an owner: its own and the shared ones, newest date first."""
        ...

    def events(self, *, owner: str = SHARED) -> tuple[Event, ...]:
        """Every event of the documents visible to an owner, by start."""
        ...


class ChangeLog(Protocol):
    """What became of the documents, for whoever derives something from them."""

    def revision(self) -> int:
        """The revision of the newest write; 0 for an empty store."""
        ...

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Documents written or removed after a revision, in the order of their last change, each as it is now."""
        ...

    def get(self, document_id: str) -> Document | None:
        """One document."""
        ...


class Intake(Protocol):
    """Where documents come in. Writes are atomic by document; each raises the revision by one."""

    def versions(self, origin: str, *, owner: str = SHARED) -> Mapping[str, StoredVersion]:
        """Path -> stored version of all documents that came in by `origin`."""
        ...

    def put(
        self,
        document: Document,
        *,
        origin: str,
        parser: str,
        now: datetime,
        problems: Sequence[Problem] = (),
        original: bytes | None = None,
        again: bool = False,
    ) -> int:
        """Insert or replace the document of `document.info.id`; returns the new revision.

        `parser` stamps the version of the reader, so that a better reader reads unchanged files again. `problems` are
        kept beside it, to be told for as long as the document stays as it is; so is its file, the `original`, where
        nobody else keeps it. What is read `again` is stored only over the same file: another may have come in, or it
        may have been removed, since it was looked up.
        """
        ...

    def outdated(self, origin: str, *, parser: str) -> Iterator[Original]:
        """The files of an origin's documents, whoever owns them, that another parser has read."""
        ...

    def remove(self, document_id: str, *, now: datetime) -> int:
        """Remove a document; returns the new revision. Removing an unknown one changes nothing."""
        ...


class Readers(Protocol):
    """Which folder is served: one at a time, that of the first process to read it among those that still run.

    Others may read the same one. A folder's name is that by which its documents came in.
    """

    def elsewhere(self, folder: str) -> str:
        """The other folder that a living process reads; empty for none."""
        ...

    def enter(self, folder: str, *, prefix: str) -> str:
        """Read a folder from now on; returns the other one that a living process reads, and enters nothing then.

        What the store holds of other folders, whose names begin with `prefix`, counts as this one's from then on.
        To be asked before each reading, since a database that was away may have let another one in.
        """
        ...

    def leave(self) -> None:
        """Read nothing any more; the documents stay."""
        ...


class DocumentStore(Corpus, ChangeLog, Intake, Protocol):
    """Documents with their sections and events, whole. Most parts depend on one of its three sides alone."""

    def identity(self) -> str:
        """A name made once with the database, of letters and digits: an index of another database is of no use."""
        ...

    def origins(self, *, owner: str = SHARED) -> tuple[str, ...]:
        """The ways by which an owner's documents came in, such as `folder:/srv/docs` or `upload`."""
        ...


class SearchIndex(Protocol):
    """Sections made searchable: a cache derived from the store, swapped whole."""

    def revision(self) -> int:
        """The store's revision that readers see now; 0 for an empty or unusable index."""
        ...

    def refresh(self) -> int:
        """Let readers see what another process has applied since; returns the revision seen."""
        ...

    def apply(self, changes: Iterable[Change], *, revision: int) -> None:
        """Bring in the changes and let readers see `revision`; readers never see a part of them.

        A revision below the index's own begins it anew: the changes are then all documents.
        """
        ...


class Searcher(Protocol):
    """Answers queries. `owner` is the asking workspace: its own and the shared documents are visible to it.

    Every method may be called from several threads at once and never raises for what a person typed.
    """

    def search(self, query: str, *, limit: int = 3, offset: int = 0, owner: str = SHARED) -> Answer:
        """The best sections for a query of any length and content."""
        ...

    def section(self, section_id: str, *, owner: str = SHARED) -> tuple[DocumentInfo, Section] | None:
        """One whole section by its id, with its document."""
        ...

    def related(self, section_id: str, *, limit: int = 3, owner: str = SHARED) -> tuple[Hit, ...]:
        """Sections that treat the same matter, without the section itself."""
        ...

    def suggest(self, typed: str, *, limit: int = 20, owner: str = SHARED) -> tuple[Suggestion, ...]:
        """Type-ahead: sections whose titles or words begin as typed; the newest ones where nothing is typed."""
        ...
