"""Start-up of the database: created, migrated from every revision, refused when newer, never half done."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from bot.domain.delivery import State
from bot.errors import SettingsError, StoreError
from bot.store import schema
from bot.store.agenda import SqlMutes
from bot.store.answers import SqlAnswerLog
from bot.store.database import FILE_NAME, Database, connect, open_database
from bot.store.documents import SqlDocumentStore
from bot.store.highlights import SqlDatedCorpus
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore
from bot.store.tables import metadata

if TYPE_CHECKING:
    from tests.conftest import Opener

NOW = datetime(2024, 11, 25, tzinfo=UTC)


def migrate_to(revision: str, where: tuple[str, Path], *statements: str) -> None:
    """Leave a database as an earlier program would have."""
    database = connect(*where)
    with database.write() as connection:
        schema.migrate(connection, revision)
        for statement in statements:
            connection.execute(text(statement))
    database.dispose()


def shape(database: Database) -> dict[str, object]:
    """Tables, columns, keys and indexes, comparable between two databases of one kind."""
    with database.read() as connection:
        inspector = inspect(connection)
        return {
            name: (
                {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)},
                inspector.get_pk_constraint(name)["constrained_columns"],
                sorted(str(sorted(k.items(), key=str)) for k in inspector.get_foreign_keys(name)),
                sorted((u["name"] or "", tuple(u["column_names"])) for u in inspector.get_unique_constraints(name)),
                sorted((i["name"] or "", tuple(i["column_names"]), i["unique"]) for i in inspector.get_indexes(name)),
            )
            for name in sorted(inspector.get_table_names())
        }


def test_the_revisions_listed_are_those_of_the_migrations() -> None:
    """The list stands in for alembic at start-up, so it must not drift."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == schema.REVISIONS


def test_migrations_lead_to_the_same_schema_as_a_fresh_start(
    fresh: tuple[str, Path], tmp_path: Path, opened: Opener
) -> None:
    """A new installation is created at once, an old one step by step; both must be alike."""
    url, data = fresh
    migrate_to(schema.REVISIONS[-1], fresh)
    migrated = opened(url, data)
    by_migration = shape(migrated)
    if url:
        with migrated.write() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
    created = shape(opened(url, data if url else tmp_path / "other"))
    assert created == by_migration
    assert set(metadata.tables) <= set(created)


OLD_DATA = {
    "0001": (
        "insert into counters values ('documents', 1)",
        """insert into documents
        (id, owner, origin, path, dated, content, text, content_hash, parser, revision, written_at)
        values ('a', '', 'folder', 'a.md', '2024-11-01',
        '{"id":"a","path":"a.md","title":"제목"}', '본문', 'h', '1', 1, 1732492800000000)""",
        """insert into sections values ('a', 0, 'a/0',
        '{"id":"a/0","kind":"part","path":["제목"],"start":0,"end":2,"line":1}',
        'f', 1732492800000000, 1732492800000000)""",
        "insert into fingerprints values ('', 'f', 1732492800000000, 1732492800000000)",
    ),
    "0002": (
        """insert into subscriptions values ('s1', 'T1', 'C1',
        '{"owner":"T1","target":"C1","kind":"digest","rule":{"weekdays":[5]}}',
        'U1', 1732492800000000, 1732492800000000, 1732492800000000, 1732492800000000, 3, false, '')""",
        """insert into deliveries (id, key, kind, owner, target, subscription, slot, expires, state, reason, generation,
        worker, next_try, looks, payload, payload_hash, channel, ts, amends, ref, posted_at, updated_at)
        values (7, 'digest:s1:2024-W48', 'digest', 'T1', 'C1', 's1', 1732492800000000, 1732579200000000, 'posted', '',
        1, 'w', 1732492800000000, 0, '{"message":{"text":"글"}}', 'h', 'C1', '1.5', 0, '{}', 1732492800000000,
        1732492800000000)""",
        "insert into attempts values (1, 7, 1, 1732492800000000, 'posted', 'w', '1.5')",
    ),
    "0003": ("insert into gaps values ('T1', '로봇', '로봇', 2, 1732492800000000)",),
    "0004": ("insert into mutes values ('T1', 'C1', 'u1', 'U1', 1732492800000000)",),
}
"""What programs of each revision had written, added up to the one that a test starts from."""


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_data_of_every_earlier_revision_survives(fresh: tuple[str, Path], revision: str, opened: Opener) -> None:
    """An update must not cost a user anything."""
    reached = schema.REVISIONS[: schema.REVISIONS.index(revision) + 1]
    # The colons of JSON would be taken for parameters.
    statements = [s.replace(":", "\\:") for r in reached for s in OLD_DATA.get(r, ())]
    migrate_to(revision, fresh, *statements)
    database = opened(*fresh)
    store = SqlDocumentStore(database)
    found = store.get("a")
    assert found is not None
    assert found.sections[0].text == "본문"
    (dated,) = (section for change in SqlDatedCorpus(database).dated_changes() for section in change.sections)
    assert dated.first_seen == NOW
    if revision >= "0002":
        kept, outbox = SqlSubscriptionStore(database).get("s1"), SqlOutbox(database)
        assert kept is not None
        assert (kept.wish.rule.weekdays, kept.version, kept.paused) == ((5,), 3, False)
        assert [(d.state, d.ts, d.posted_at) for d in outbox.list()] == [(State.POSTED, "1.5", NOW)]
        assert [a.event for a in outbox.attempts(7)] == ["posted"]
    if revision >= "0003":
        assert [g.query for g in SqlAnswerLog(database).gaps(owner="T1", since=NOW)] == ["로봇"]
    if revision >= "0004":
        assert SqlMutes(database).muted(owner="T1", target="C1") == {"u1"}


def test_a_newer_schema_is_refused(fresh: tuple[str, Path], opened: Opener) -> None:
    """An older program must not write into what it does not know."""
    with opened(*fresh).write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StoreError, match="newer than this program") as caught:
        open_database(*fresh)
    assert caught.value.code == "error.store.newer"


def test_programs_that_start_at_once_create_one_schema(fresh: tuple[str, Path], opened: Opener) -> None:
    """`web` and `worker` come up together on an empty database; each thread has connections of its own here."""
    with ThreadPoolExecutor(4) as pool:
        databases = list(pool.map(lambda _: opened(*fresh), range(4)))
    for database in databases:
        with database.read() as connection:
            assert connection.execute(text("select count(*) from alembic_version")).scalar() == 1


def test_an_opener_waits_where_sqlite_itself_would_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that is just making the file holds a lock before which the change to WAL fails at once."""
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("begin immediate")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            other.close()

    monkeypatch.setattr("bot.store.database.time.sleep", wait)
    open_database("", tmp_path).dispose()
    assert len(waits) == 2


def test_an_opener_says_so_when_the_wait_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits as long as a statement would, not for ever."""
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("begin immediate")
    monkeypatch.setattr("bot.store.database.BUSY_SECONDS", 0)
    with pytest.raises(StoreError, match="another process holds the database"):
        open_database("", tmp_path)
    other.close()


def test_a_start_at_the_newest_revision_does_not_import_alembic(tmp_path: Path) -> None:
    """Its import takes longer than the rest of the start."""
    open_database("", tmp_path).dispose()
    code = (
        "import sys, pathlib; from bot.store.database import open_database;"
        "open_database('', pathlib.Path(sys.argv[1])); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0


def test_a_migration_that_dies_leaves_the_old_schema(fresh: tuple[str, Path]) -> None:
    """Schema changes are one transaction on both databases."""
    database = connect(*fresh)

    def die() -> None:
        with database.write() as connection:
            schema.migrate(connection, schema.REVISIONS[-1])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        die()
    with database.read() as connection:
        assert schema.current(connection) is None
        assert inspect(connection).get_table_names() == []
    database.dispose()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "no url at all", "sqlite://"])
def test_a_url_that_cannot_be_used_is_a_matter_of_settings(url: str, tmp_path: Path) -> None:
    """The message names the option and an example."""
    with pytest.raises(SettingsError, match="--database-url"):
        open_database(url, tmp_path)


def test_a_password_never_shows(tmp_path: Path) -> None:
    """Neither in an error nor in the description for the log."""
    with pytest.raises(SettingsError) as caught:
        open_database("mysql://user:geheim@localhost/x", tmp_path)
    assert "geheim" not in str(caught.value)
    assert "geheim" not in connect("postgresql://user:geheim@localhost:1/x", tmp_path).describe()


def test_a_server_that_is_away_is_said_to_be_away(tmp_path: Path) -> None:
    """The operator reads what to do, not a driver's traceback."""
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        open_database("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    assert caught.value.code == "error.store.away"


def test_a_missing_database_on_the_server_is_refused(postgres_server: str, tmp_path: Path) -> None:
    """The remedy is the operator's: create it or mend the URL."""
    with pytest.raises(StoreError) as caught:
        open_database(postgres_server.replace("/postgres?", "/missing?"), tmp_path)
    assert caught.value.code == "error.store.refused"


def test_a_file_in_place_of_the_data_folder_is_refused(tmp_path: Path) -> None:
    """The message names the option that mends it."""
    (tmp_path / "data").write_text("x")
    with pytest.raises(StoreError, match="--data"):
        open_database("", tmp_path / "data")


def test_an_unwritable_data_folder_is_refused(tmp_path: Path) -> None:
    """As root nothing is unwritable, so the test asks as another user."""
    tmp_path.chmod(0o755)
    code = (
        "import os, sys, pathlib\n"
        "from bot.errors import StoreError\n"
        "from bot.store.database import open_database\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try: open_database('', pathlib.Path(sys.argv[1]))\n"
        "except StoreError as error: print(error.code)\n"
    )
    folder = tmp_path / "data"
    folder.mkdir(mode=0o555)
    folder.chmod(0o555)
    said = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=False)
    assert said.stdout.strip() == "error.store.refused", said.stderr


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Never overwritten: it may be a person's file."""
    (tmp_path / "aitrend.sqlite3").write_bytes(b"not a database, surely not " * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        open_database("", tmp_path)


def test_a_locked_database_is_said_to_be_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener
) -> None:
    """Another process holds the file: the step is tried again later."""
    monkeypatch.setattr("bot.store.database.BUSY_SECONDS", 0)
    first, second = opened("", tmp_path), opened("", tmp_path)
    with first.write(), pytest.raises(StoreError) as caught, second.write():
        pass
    assert caught.value.code == "error.store.locked"


def fill(database: Database) -> None:
    """SQLite's page limit stands in for the disk's end."""
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        for number in range(200):
            connection.execute(text("insert into counters values (:n, 1)"), {"n": f"{number}" * 500})


def test_a_full_disk_is_said_to_be_full(tmp_path: Path, opened: Opener) -> None:
    """The operator must not look for the fault anywhere else."""
    with pytest.raises(StoreError) as caught:
        fill(opened("", tmp_path))
    assert caught.value.code == "error.store.full"


def ask_nonsense(database: Database) -> None:
    with database.read() as connection:
        connection.execute(text("select * from nonsense"))


def test_a_broken_statement_is_a_defect_and_not_the_databases_fault(database: Database) -> None:
    """Only what an operator can mend is explained; the rest keeps its traceback."""
    with pytest.raises(DBAPIError, match="nonsense"):
        ask_nonsense(database)
