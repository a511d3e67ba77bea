"""Documents, their sections and events, and when each wording was first seen."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select

from bot.domain.document import SHARED, Document, DocumentInfo, Problem, Section
from bot.domain.event import Event
from bot.domain.fingerprint import fingerprint
from bot.domain.ports import Change, Original, StoredVersion
from bot.store import originals
from bot.store import tables as t
from bot.store.codec import decode, encode
from bot.store.counters import advance, counter
from bot.store.database import Database
from bot.store.pages import pages
from bot.store.upsert import inserting

COUNTER = "documents"
_IDENTITY = "identity"
_PAGE = 20
"""Documents read at once: the memory that a pass over the corpus takes."""


class SqlDocumentStore:
    """The DocumentStore of `bot.domain.ports` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def identity(self) -> str:
        """A random name, drawn when it is first asked for."""
        with self._database.read() as connection:
            known = counter(connection, _IDENTITY)
        if not known:
            with self._database.write() as connection:
                draw = inserting(connection, t.counters).values(name=_IDENTITY, value=secrets.randbits(62) + 1)
                connection.execute(draw.on_conflict_do_nothing())
                known = counter(connection, _IDENTITY)
        return f"{known:016x}"

    def origins(self, *, owner: str = SHARED) -> tuple[str, ...]:
        """The ways by which an owner's documents came in."""
        d = t.documents.c
        query = select(d.origin).where(d.owner == owner).distinct().order_by(d.origin)
        with self._database.read() as connection:
            return tuple(connection.execute(query).scalars())

    def revision(self) -> int:
        """The revision of the newest write."""
        with self._database.read() as connection:
            return counter(connection, COUNTER)

    def versions(self, origin: str, *, owner: str = SHARED) -> Mapping[str, StoredVersion]:
        """Path -> stored version."""
        d = t.documents.c
        query = select(d.path, d.id, d.content_hash, d.parser, d.problems)
        with self._database.read() as connection:
            rows = connection.execute(query.where(d.owner == owner, d.origin == origin))
            return {
                row.path: StoredVersion(row.id, row.content_hash, row.parser, _problems(row.problems)) for row in rows
            }

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
        """Insert or replace one document; its sections keep the instants at which their wording was first seen."""
        content, prints = encode(document.info), [fingerprint(s.text) for s in document.sections]
        with self._database.write() as connection:
            revision = advance(connection, COUNTER)  # from here on no other process writes documents
            if again and not _holds(connection, document):
                return revision
            seen = _seen(connection, document, prints, now)
            _clear(connection, document.info.id)
            row = {
                "id": document.info.id,
                "owner": document.info.owner,
                "origin": origin,
                "path": document.info.path,
                "dated": document.info.date.isoformat() if document.info.date else "",
                "content": content,
                "text": document.text,
                "content_hash": document.content_hash,
                "parser": parser,
                "revision": revision,
                "written_at": now,
                "problems": encode(problems) or None,
            }
            connection.execute(insert(t.documents), row)
            _insert_sections(connection, document, prints, seen)
            _insert_events(connection, document)
            if original is not None:
                originals.keep(connection, document, original)
        return revision

    def outdated(self, origin: str, *, parser: str) -> Iterator[Original]:
        """One file is held in memory at a time."""
        with self._database.read() as connection:
            listed = originals.outdated(connection, origin, parser)
        for document_id in listed:
            with self._database.read() as connection:
                found = originals.original(connection, document_id)
            if found is not None:
                yield found

    def remove(self, document_id: str, *, now: datetime) -> int:
        """Remove a document and leave a note for the indexes."""
        with self._database.write() as connection:
            known = connection.execute(select(t.documents.c.id).where(t.documents.c.id == document_id)).first()
            if known is None:
                return counter(connection, COUNTER)
            revision = advance(connection, COUNTER)
            _clear(connection, document_id)
            connection.execute(insert(t.removals), {"document_id": document_id, "revision": revision})
        return revision

    def changes(self, after: int = 0) -> Iterator[Change]:
        """What was written or removed after a revision, oldest first.

        The list is made at once and the documents are read a page at a time. One that changes again meanwhile is left
        out: its new revision is above the one that the caller noted before.
        """
        d = t.documents.c
        with self._database.read() as connection:
            listed = listed_changes(connection, after)
        for page in pages(listed, _PAGE):
            loaded = self._load(d.revision.in_([revision for revision, _, gone in page if not gone]))
            for revision, key, gone in page:
                if gone:
                    yield Change(revision, key, None)
                elif key in loaded:
                    yield Change(revision, key, loaded[key])

    def get(self, document_id: str) -> Document | None:
        """One document."""
        return self._load(t.documents.c.id == document_id).get(document_id)

    def infos(self, *, owner: str = SHARED) -> tuple[DocumentInfo, ...]:
        """Newest date first; undated ones last, then by path."""
        d = t.documents.c
        query = select(d.content).where(_visible(owner)).order_by(d.dated.desc(), d.path)
        with self._database.read() as connection:
            return tuple(decode(DocumentInfo, row.content) for row in connection.execute(query))

    def events(self, *, owner: str = SHARED) -> tuple[Event, ...]:
        """By start, those without a date last."""
        e = t.events.c
        query = (
            select(e.content)
            .join(t.documents, t.documents.c.id == e.document_id)
            .where(_visible(owner))
            .order_by(e.starts_at.asc().nulls_last(), e.uid, e.document_id, e.position)
        )
        with self._database.read() as connection:
            return tuple(decode(Event, row.content) for row in connection.execute(query))

    def _load(self, condition: ColumnElement[bool]) -> dict[str, Document]:
        with self._database.read() as connection:
            rows = connection.execute(select(t.documents).where(condition)).all()
            sections = _children(connection, t.sections, rows)
            events = _children(connection, t.events, rows)
        return {
            row.id: Document(
                info=decode(DocumentInfo, row.content),
                text=row.text,
                content_hash=row.content_hash,
                sections=tuple(decode_section(content, row.text) for content in sections[row.id]),
                events=tuple(decode(Event, content) for content in events[row.id]),
            )
            for row in rows
        }


def _problems(stored: list[Any] | None) -> tuple[Problem, ...]:
    """The problems that this version can word; another version's are left out, as it reads their file again."""
    return tuple(problem for each in stored or () if (problem := _problem(each)) is not None)


def _problem(stored: Any) -> Problem | None:
    try:
        return decode(Problem, stored)
    except (TypeError, ValueError):
        return None


def _visible(owner: str) -> ColumnElement[bool]:
    return or_(t.documents.c.owner == SHARED, t.documents.c.owner == owner)


def listed_changes(connection: Connection, after: int) -> list[tuple[int, str, bool]]:
    """(revision, document id, whether it was removed) of every change after a revision, oldest first."""
    d, r = t.documents.c, t.removals.c
    written = connection.execute(select(d.revision, d.id).where(d.revision > after)).all()
    removed = connection.execute(select(r.revision, r.document_id).where(r.revision > after)).all()
    return sorted([(rev, key, False) for rev, key in written] + [(rev, key, True) for rev, key in removed])


def _children(connection: Connection, table: Any, rows: Sequence[Row[Any]]) -> dict[str, list[Any]]:
    """The stored contents of a child table by document, in their order."""
    found: dict[str, list[Any]] = {row.id: [] for row in rows}
    query = select(table.c.document_id, table.c.content).where(table.c.document_id.in_(list(found)))
    for key, content in connection.execute(query.order_by(table.c.document_id, table.c.position)):
        found[key].append(content)
    return found


def decode_section(content: dict[str, Any], text: str) -> Section:
    """A section from its stored content and its document's text."""
    return decode(Section, {**content, "text": text[content["start"] : content["end"]]})


def _holds(connection: Connection, document: Document) -> bool:
    """Whether the stored document of this id was read from the same file."""
    d = t.documents.c
    same = select(d.id).where(d.id == document.info.id, d.content_hash == document.content_hash)
    return connection.execute(same).first() is not None


def _clear(connection: Connection, document_id: str) -> None:
    """Take out a document with what hangs on it, and the note that it had been removed."""
    for table in (t.sections, t.events, t.originals, t.removals):
        connection.execute(delete(table).where(table.c.document_id == document_id))
    connection.execute(delete(t.documents).where(t.documents.c.id == document_id))


Seen = tuple[datetime, datetime]
"""When a section's wording was first seen, and when it last changed."""


def _seen(connection: Connection, document: Document, prints: Sequence[str], now: datetime) -> list[Seen]:
    """For each section: what is known of its wording, else of its former wording, else now."""
    f, s = t.fingerprints.c, t.sections.c
    owner = document.info.owner
    known: dict[str, Seen] = {}
    for page in pages(prints):
        query = select(f.fingerprint, f.first_seen, f.changed_at).where(f.owner == owner, f.fingerprint.in_(page))
        known.update({row.fingerprint: (row.first_seen, row.changed_at) for row in connection.execute(query)})
    former = {
        row.id: row.first_seen
        for row in connection.execute(select(s.id, s.first_seen).where(s.document_id == document.info.id))
    }
    new: dict[str, Seen] = {}
    for section, print_ in zip(document.sections, prints, strict=True):
        if print_ not in known:
            new.setdefault(print_, (former.get(section.id, now), now))
    rows = [{"owner": owner, "fingerprint": k, "first_seen": v[0], "changed_at": v[1]} for k, v in new.items()]
    if rows:
        connection.execute(inserting(connection, t.fingerprints).on_conflict_do_nothing(), rows)
    return [known.get(p) or new[p] for p in prints]


def _insert_sections(connection: Connection, document: Document, prints: Sequence[str], seen: Sequence[Seen]) -> None:
    rows = []
    for position, section in enumerate(document.sections):
        content = encode(replace(section, text=""))
        del content["text"]
        rows.append(
            {
                "document_id": document.info.id,
                "position": position,
                "id": section.id,
                "content": content,
                "fingerprint": prints[position],
                "first_seen": seen[position][0],
                "changed_at": seen[position][1],
            }
        )
    if rows:
        connection.execute(insert(t.sections), rows)


def _insert_events(connection: Connection, document: Document) -> None:
    rows = [
        {
            "document_id": document.info.id,
            "position": position,
            "uid": found.uid,
            "starts_at": _start(found.starts),
            "content": encode(found),
        }
        for position, found in enumerate(document.events)
    ]
    if rows:
        connection.execute(insert(t.events), rows)


def _start(starts: date | datetime | None) -> datetime | None:
    if starts is None or isinstance(starts, datetime):
        return starts
    return datetime.combine(starts, time(), UTC)
