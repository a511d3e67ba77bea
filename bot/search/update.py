"""Brings changed documents into the index: one pass over them, one commit, one new generation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.ports import Change
from bot.search import payload, prepare
from bot.search.index import Entry
from bot.search.storage import Draft, Generation, Storage

BATCH_CHARS = 2_000_000
"""Of texts that are read at once."""

PART_SECTIONS = 20_000
"""Sections whose texts are kept in memory before a part of them is written."""


def write(storage: Storage, changes: Iterable[Change], *, revision: int) -> Generation:
    """Publish the generation that the changes make of the present one; the caller holds the storage's lock.

    A revision below the present one tells of a store that was put back to an older state: the index is begun anew, and
    the changes are all that there is. Parts are written before tantivy commits, and the manifest that names both comes
    last.
    """
    current = storage.load()
    if current is not None and revision < current.manifest.revision:
        current = None
    draft = storage.draft(current)
    harvest = prepare.Harvest()
    stamp = draft.index.update(_steps(storage, current, draft, changes, harvest))
    storage.add_texts(draft, *harvest.texts())
    for owner, counts in harvest.forms().items():
        storage.add_words(draft, owner, counts)
    for owner, pairs in harvest.pairs.items():
        known = draft.pairs.setdefault(owner, {})
        for one, other in pairs:
            known.setdefault(one, set()).add(other)
            known.setdefault(other, set()).add(one)
    return storage.publish(draft, stamp, revision)


def _steps(
    storage: Storage,
    current: Generation | None,
    draft: Draft,
    changes: Iterable[Change],
    harvest: prepare.Harvest,
) -> Iterator[str | Entry]:
    """Removals and additions for the index, sections read a batch at a time."""
    rows: list[prepare.Row] = []
    chars = 0
    for change in changes:
        if current is not None:
            addresses = current.reader.of_document(change.document_id)
            harvest.forget([payload.load(current.reader.payload(address)) for address in addresses])
            yield change.document_id
        if change.document is None:
            continue
        rows += [(change.document.info, section) for section in change.document.sections]
        chars += sum(len(section.text) for section in change.document.sections)
        if chars >= BATCH_CHARS:
            yield from prepare.entries(rows, draft.first + len(harvest.days), harvest)
            rows, chars = [], 0
            if len(harvest.days) >= PART_SECTIONS:
                storage.add_texts(draft, *harvest.texts())
    yield from prepare.entries(rows, draft.first + len(harvest.days), harvest)
