"""Files as people gave them: kept, so that a better reader can read them again.

A document's text mostly is its file to the byte. Only where it is not (another encoding, a web page, a calendar) the
file is kept beside it, so that most uploads of before files were kept have theirs as well.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select

from bot.domain.document import Document
from bot.domain.ports import Original
from bot.store import tables as t


def keep(connection: Connection, document: Document, data: bytes) -> None:
    """Keep the file of a document that was just stored."""
    if _file_of(document.text, document.content_hash) is None:
        connection.execute(insert(t.originals), {"document_id": document.info.id, "data": data})


def outdated(connection: Connection, origin: str, parser: str) -> list[str]:
    """The ids of an origin's documents that another parser has read, whoever owns them."""
    d = t.documents.c
    query = select(d.id).where(d.origin == origin, d.parser != parser).order_by(d.id)
    return list(connection.execute(query).scalars())


def original(connection: Connection, document_id: str) -> Original | None:
    """A document's file; None where the document is gone."""
    d, o = t.documents.c, t.originals.c
    query = select(d.owner, d.path, d.text, d.content_hash, o.data).select_from(t.documents.outerjoin(t.originals))
    row = connection.execute(query.where(d.id == document_id)).first()
    if row is None:
        return None
    data = _file_of(row.text, row.content_hash) if row.data is None else row.data
    return Original(document_id, row.owner, row.path, data)


def _file_of(text: str, content_hash: str) -> bytes | None:
    """The text's bytes where they are the file's."""
    data = text.encode("utf8", "replace")
    return data if hashlib.sha256(data).hexdigest() == content_hash else None
