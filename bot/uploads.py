"""Files that people give in Slack, as documents of their workspace alone."""

from __future__ import annotations

import hashlib
from datetime import datetime

from bot.domain.ports import DocumentStore
from bot.ingest.load import PARSER, read_document
from bot.library import UPLOAD, Library
from bot.services import Taken


class WorkspaceUploads:
    """The Uploads of `bot.services`."""

    def __init__(self, documents: DocumentStore, library: Library) -> None:
        self._documents = documents
        self._library = library

    def add(self, name: str, data: bytes, *, owner: str, now: datetime) -> Taken:
        """Read a file and keep it where nothing forbids it; it is searchable on return."""
        parsed = read_document(data, path=name, document_id=_id(name, owner), owner=owner, today=now.date())
        if parsed.document is None:
            return Taken(parsed)
        before = self._documents.get(parsed.document.info.id)
        self._documents.put(
            parsed.document, origin=UPLOAD, parser=PARSER, now=now, problems=parsed.problems, original=data
        )
        self._library.catch_up()
        differs = before is not None and before.content_hash != parsed.document.content_hash
        return Taken(parsed, before.info.title if before and differs else "")

    def remove(self, document_id: str, *, owner: str, now: datetime) -> bool:
        """Remove a document that the workspace itself had added."""
        added = self._documents.versions(UPLOAD, owner=owner)
        if document_id not in {version.document_id for version in added.values()}:
            return False
        self._documents.remove(document_id, now=now)
        self._library.catch_up()
        return True


def _id(name: str, owner: str) -> str:
    """One document for each name in a workspace; the id says nothing of another workspace's names."""
    return f"upload-{hashlib.sha256(f'{owner}/{name}'.encode('utf8', 'replace')).hexdigest()[:16]}"
