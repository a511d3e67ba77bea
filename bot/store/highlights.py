"""What digests are counted over and what channels were shown: the history of sections, and of highlights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from bot.domain.digest import DatedChange, DatedSection, Shown
from bot.domain.document import DocumentInfo
from bot.store import tables as t
from bot.store.codec import decode
from bot.store.counters import counter
from bot.store.database import Database
from bot.store.documents import COUNTER, decode_section, listed_changes
from bot.store.pages import pages

_PAGE = 20


class SqlDatedCorpus:
    """The DatedCorpus of `bot.domain.digest` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self) -> int:
        """The revision of the newest write."""
        with self._database.read() as connection:
            return counter(connection, COUNTER)

    def dated_changes(self, after: int = 0) -> Iterator[DatedChange]:
        """Oldest first; a document that changes meanwhile is left to the next round, as in `changes`."""
        with self._database.read() as connection:
            listed = listed_changes(connection, after)
        for page in pages(listed, _PAGE):
            loaded = self._load([revision for revision, _, gone in page if not gone])
            for revision, key, gone in page:
                if gone or key in loaded:
                    yield DatedChange(revision, key, () if gone else loaded[key])

    def _load(self, revisions: Sequence[int]) -> dict[str, tuple[DatedSection, ...]]:
        d, s = t.documents.c, t.sections.c
        with self._database.read() as connection:
            rows = connection.execute(select(d.id, d.content, d.text).where(d.revision.in_(revisions))).all()
            infos = {row.id: (decode(DocumentInfo, row.content), row.text) for row in rows}
            query = select(t.sections).where(s.document_id.in_(list(infos))).order_by(s.document_id, s.position)
            sections = connection.execute(query).all()
        found: dict[str, list[DatedSection]] = {key: [] for key in infos}
        for row in sections:
            info, text = infos[row.document_id]
            section = decode_section(row.content, text)
            found[row.document_id].append(DatedSection(info, section, row.fingerprint, row.first_seen, row.changed_at))
        return {key: tuple(kept) for key, kept in found.items()}


class SqlShownHighlights:
    """The ShownHighlights of `bot.domain.digest` over a database.

    The outbox adds a digest's highlights by itself when its message stands, if the payload names them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def shown(self, *, owner: str, channel: str) -> tuple[Shown, ...]:
        """Oldest first, then by section."""
        h = t.highlights.c
        query = (
            select(h.section_id, h.fingerprint, h.document_id, h.shown_at)
            .where(h.owner == owner, h.channel == channel)
            .order_by(h.shown_at, h.section_id)
        )
        with self._database.read() as connection:
            return tuple(Shown(*row) for row in connection.execute(query))

    def prune(self, *, before: datetime) -> int:
        """Drop what was shown before an instant."""
        with self._database.write() as connection:
            return connection.execute(delete(t.highlights).where(t.highlights.c.shown_at < before)).rowcount
