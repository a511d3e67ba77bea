"""Brings changed documents into the index: one pass over them, one new generation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import numpy as np

from bot.domain.ports import Change
from bot.search.index import payload, prepare
from bot.search.index.lookup import DOCUMENT, name
from bot.search.index.storage import Draft, Generation, Storage
from bot.search.index.texts import Rows

BATCH_CHARS = 500_000
"""Of texts that are read at once: arrays of so many numbers stay in the cache."""

BATCH_SECTIONS = 500
"""The same for sections that are read back."""

LEAST_CLEARED = 1_000
"""Removed sections take their room, and their time in every search, until there are more of them than of others and
more than so many; then all others are read anew, which takes a second for 4,000.
"""

PART_SECTIONS = 25_000
"""Sections kept in memory before a part of them is written."""


def write(storage: Storage, changes: Iterable[Change], *, revision: int) -> Generation:
    """Publish the generation that the changes make of the present one; the caller holds the storage's lock.

    A revision below the present one tells of a store that was put back to an older state: the index is begun anew, and
    the changes are all that there is. The manifest, which names all parts, is written last.
    """
    current = storage.load()
    if current is not None and revision < current.manifest.revision:
        current = None
    draft = storage.draft(current)
    harvest = prepare.Harvest(Rows(draft.first))
    _take(storage, current, draft, changes, harvest)
    generation = _publish(storage, draft, harvest, revision)
    too_many = len(generation.gone) > max(LEAST_CLEARED, generation.reader.sections)
    return _cleared(storage, generation) if too_many else generation


def _cleared(storage: Storage, generation: Generation) -> Generation:
    """The same sections without those that are gone, in a base of their own."""
    draft = storage.draft(None)
    harvest = prepare.Harvest(Rows(0))
    reader = generation.reader
    left = iter(reader.present(np.arange(generation.manifest.sections)).tolist())
    while rows := [payload.load(reader.payload(ordinal)) for ordinal in islice(left, BATCH_SECTIONS)]:
        prepare.take(rows, harvest)
        if len(harvest.rows) >= PART_SECTIONS:
            _part(storage, draft, harvest)
    _part(storage, draft, harvest)
    return _publish(storage, draft, harvest, generation.manifest.revision)


def _publish(storage: Storage, draft: Draft, harvest: prepare.Harvest, revision: int) -> Generation:
    for owner, counts in harvest.forms().items():
        storage.add_words(draft, owner, counts)
    for owner, pairs in harvest.pairs.items():
        known = draft.pairs.setdefault(owner, {})
        for one, other in pairs:
            known.setdefault(one, set()).add(other)
            known.setdefault(other, set()).add(one)
    return storage.publish(draft, revision)


def _take(
    storage: Storage, current: Generation | None, draft: Draft, changes: Iterable[Change], harvest: prepare.Harvest
) -> None:
    """Remove and add the sections of the changes, read a batch at a time."""
    rows: list[prepare.Row] = []
    fresh: dict[str, range] = {}
    chars = 0
    for change in changes:
        draft.gone.update(fresh.pop(change.document_id, ()))
        if current is not None:
            former = current.reader.named(name(DOCUMENT, change.document_id))
            harvest.forget([payload.load(current.reader.payload(ordinal)) for ordinal in former])
            draft.gone.update(former)
        if change.document is None:
            continue
        start = draft.first + len(harvest.rows) + len(rows)
        rows += [(change.document.info, section) for section in change.document.sections if section.answers]
        fresh[change.document_id] = range(start, draft.first + len(harvest.rows) + len(rows))
        chars += sum(len(section.text) for section in change.document.sections)
        if chars >= BATCH_CHARS:
            prepare.take(rows, harvest)
            rows, chars = [], 0
            if len(harvest.rows) >= PART_SECTIONS:
                _part(storage, draft, harvest)
    prepare.take(rows, harvest)
    _part(storage, draft, harvest)


def _part(storage: Storage, draft: Draft, harvest: prepare.Harvest) -> None:
    storage.add_texts(draft, harvest.rows)
    harvest.rows = Rows(draft.first)
    harvest.settle()
