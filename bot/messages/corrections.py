"""Corrections of posted digests: where a figure or a date that a channel was told has changed, its message is edited.

What was told is kept with the delivery, so nothing is guessed from the message. Each edit is a delivery of its own,
under a key that counts the edits of its message: planned again, by another worker or after a crash, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.agenda.upcoming import next_time
from bot.domain.delivery import CORRECTION, Delivery, Message, Planned, State
from bot.domain.digest import DatedSection, Digest
from bot.domain.event import Event
from bot.domain.fingerprint import fingerprint
from bot.domain.outbox import Planning, PostedDigests
from bot.domain.ports import Corpus
from bot.slack.digest import corrections
from bot.store.codec import encode

if TYPE_CHECKING:
    from bot.agenda.service import Agenda
    from bot.trends.corrections import Present

CORRECT_SECONDS = 30
REACH = timedelta(days=14)
"""Only the last digest of a place is corrected, and only so long after it was posted: nobody reads older ones."""
LOOK_AGAIN = timedelta(minutes=10)
"""A digest may be on its way while a document changes: what was posted is looked at once more after this."""


class Correcting:
    """Plans the edits of posted digests."""

    def __init__(self, outbox: Planning, posted: PostedDigests, documents: Corpus, agenda: Agenda) -> None:
        self._outbox = outbox
        self._posted = posted
        self._documents = documents
        self._agenda = agenda
        self._looked_at = -1
        self._again_at: datetime | None = None

    def plan(self, *, now: datetime) -> int:
        """Plan what documents have corrected since the last look; returns how many edits are new. Raises StoreError."""
        revision = self._documents.revision()
        changed = revision != self._looked_at
        if not changed and (self._again_at is None or now < self._again_at):
            return 0
        present, edits = cache(self._sections), self._posted.edits(since=now - REACH)
        rows = [
            row
            for digest in self._posted.last(since=now - REACH)
            for row in self._edits(digest, [edit for edit in edits if edit.ref["digest"] == digest.id], present, now)
        ]
        planned = self._outbox.add(rows, now=now) if rows else 0
        self._looked_at, self._again_at = revision, now + LOOK_AGAIN if changed else None
        return planned

    def _sections(self, document_id: str) -> Sequence[DatedSection]:
        """A document's sections as they are now; none where it is gone."""
        document = self._documents.get(document_id)
        if document is None:
            return ()
        return [DatedSection(document.info, section, fingerprint(section.text)) for section in document.sections]

    def _event(self, uid: str, posted: Digest, now: datetime) -> Event | None:
        """An event as it is announced now; of a series the time that the digest spoke of."""
        version = self._agenda.version(uid, now=now, owner=posted.owner)
        if version is None or version.removed_at is not None:
            return None
        return next_time(version.event, now=posted.ends, zone=ZoneInfo(posted.zone)) or version.event

    def _edits(
        self, digest: Delivery, before: Sequence[Delivery], present: Present, now: datetime
    ) -> Iterator[Planned]:
        """The edits that the messages of a digest need; `before` are those it had."""
        from bot.trends.corrections import corrected  # not before a digest was posted: the trends take memory

        if digest.payload is None or digest.payload.told is None:
            return
        told = digest.payload.told
        mended = corrected(told.digest, present, lambda uid: self._event(uid, told.digest, now))
        if mended == told.digest and not before:
            return
        wanted = corrections(told, mended, digest.payload.message)
        for place, original in enumerate((digest, *self._posted.replies(digest))):
            if original is not None and original.state is State.POSTED:
                edits = [edit for edit in before if edit.amends == original.id]
                yield from self._edit(digest, original, wanted.get(place), edits, now)

    def _edit(
        self, digest: Delivery, original: Delivery, wanted: Message | None, edits: Sequence[Delivery], now: datetime
    ) -> Iterator[Planned]:
        """What makes a message read as wanted, None meaning as it was posted, unless it was made to already.

        An edit that failed is not tried again: somebody may have deleted the message.
        """
        assert original.payload is not None
        as_posted = encode(original.payload.message)
        message = as_posted if wanted is None else encode(wanted)
        if message == (edits[0].ref["message"] if edits else as_posted):
            return
        overtaken = [edit for edit in edits if edit.state is State.PENDING and self._outbox.cancel(edit.key, now=now)]
        yield Planned(
            key=f"corrected:{original.id}:{1 + len(edits) - len(overtaken)}",
            kind=CORRECTION,
            owner=original.owner,
            target=original.target,
            slot=now,
            expires=now + REACH,
            subscription=digest.subscription,
            amends=original.id,
            ref={"digest": digest.id, "message": message},
        )
