"""Documents and search, without Slack: what every command and every process begins with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import SystemClock
from bot.config import Settings
from bot.domain.document import Problem
from bot.domain.ports import Clock, Readers
from bot.errors import InputError
from bot.ingest.folder import GLOSSARY
from bot.library import Library, folder_of, folder_origin, is_folder
from bot.meaning.choice import choose
from bot.meaning.service import MeaningService
from bot.search.engine import Engine
from bot.search.words.glossary import read_glossary
from bot.store.database import Database, open_database
from bot.store.documents import SqlDocumentStore
from bot.store.readers import SqlReaders
from bot.store.vectors import SqlVectorStore

SHIPPED = Path(__file__).resolve().parent.parent / "seeds"
"""The documents that come along. Their glossary holds the terms of the field, hence counts for any documents."""


@dataclass(frozen=True, slots=True)
class Core:
    """What a data folder holds, opened."""

    settings: Settings
    clock: Clock
    database: Database
    documents: SqlDocumentStore
    engine: Engine
    library: Library
    meaning: MeaningService
    problems: tuple[Problem, ...] = ()


@contextmanager
def open_core(settings: Settings, *, adopt: bool = False, clock: Clock | None = None) -> Iterator[Core]:
    """Database, store and index of the settings' data folder.

    A data folder serves one folder of documents. With `adopt` it takes the one of the settings at the first sync, in
    place of another that it served before, unless a running process reads that; without, a question about another
    folder is answered from a store beside it, so that looking elsewhere never empties a running bot.
    """
    if not settings.docs.is_dir():
        raise InputError(f"--docs {settings.docs}: there is no such folder; name the one with your documents")
    clock = clock or SystemClock()
    with _stored(settings) as (database, documents):
        others = [o for o in documents.origins() if is_folder(o) and o != folder_origin(settings.docs)]
        if adopt or not others:
            readers = SqlReaders(database) if adopt else None
            with _core(settings, clock, database, documents, readers) as core:
                yield core
            return
    name = hashlib.sha256(folder_origin(settings.docs).encode()).hexdigest()[:12]
    aside = replace(settings, database_url="", data=settings.data / "elsewhere" / name)
    with _stored(aside) as (database, documents), _core(aside, clock, database, documents) as core:
        yield core


@contextmanager
def open_served(settings: Settings, *, clock: Clock | None = None) -> Iterator[Core]:
    """The settings' data folder with the folder of documents that it serves, whichever the settings name.

    For whoever uses what the bot keeps (subscriptions, deliveries, feeds) or answers beside the process that reads the
    documents: none of them may change what the bot serves.
    """
    with _stored(settings) as (database, documents):
        served = [folder_of(origin) for origin in documents.origins() if is_folder(origin)]
        if settings.docs.resolve() not in served:
            settings = replace(settings, docs=next((folder for folder in served if folder.is_dir()), settings.docs))
        with _core(settings, clock or SystemClock(), database, documents) as core:
            yield core


@contextmanager
def _stored(settings: Settings) -> Iterator[tuple[Database, SqlDocumentStore]]:
    database = open_database(settings.database_url, settings.data)
    try:
        yield database, SqlDocumentStore(database)
    finally:
        database.dispose()


@contextmanager
def _core(
    settings: Settings,
    clock: Clock,
    database: Database,
    documents: SqlDocumentStore,
    readers: Readers | None = None,
) -> Iterator[Core]:
    home = _index_home(database.data, documents)
    glossary = read_glossary(settings.docs / GLOSSARY)
    groups = list(glossary.groups)
    if settings.docs.resolve() != SHIPPED:
        groups += read_glossary(SHIPPED / GLOSSARY).groups
    meaning = MeaningService(
        documents,
        SqlVectorStore(database),
        choose(settings.meaning),
        clock=clock,
        lock_file=home.with_suffix(".meaning.lock"),
    )
    engine = Engine(home, glossary=groups, stage=meaning.stage)
    library = Library(
        settings.docs, documents, engine, lock_file=home.with_suffix(".lock"), clock=clock, readers=readers
    )
    try:
        yield Core(settings, clock, database, documents, engine, library, meaning, glossary.problems)
    finally:
        meaning.stop()
        if readers is not None:
            readers.leave()


def _index_home(data: Path, documents: SqlDocumentStore) -> Path:
    """An index belongs to one database: a fresh database beside an old index must not be taken for it."""
    return data / "index" / documents.identity()
