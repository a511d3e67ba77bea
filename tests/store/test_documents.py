"""The contract of the document store, held by both databases."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.domain.document import Citation, Document, DocumentInfo, Problem, Section, SectionKind, Severity, Span, Table
from bot.domain.event import Event
from bot.domain.ports import Original, StoredVersion
from bot.domain.troubles import trouble
from bot.store.codec import encode
from bot.store.database import Database
from bot.store.documents import SqlDocumentStore, _problems
from bot.store.highlights import SqlDatedCorpus
from bot.store.tables import originals

NOW = datetime(2024, 11, 25, 0, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def store(database: Database) -> SqlDocumentStore:
    return SqlDocumentStore(database)


def document(key: str = "a", *bodies: str, owner: str = "", title: str = "제목") -> Document:
    """A document with a section for each body."""
    sections, text = [], f"# {title}\n"
    for number, body in enumerate(bodies or ("메타가 라마 3.2를 공개했다.",)):
        start, text = len(text), text + body
        sections.append(
            Section(f"{key}/{number}", SectionKind.PART, (f"제목 {number}",), body, start, len(text), line=number + 1)
        )
    info = DocumentInfo(id=key, path=f"{key}.md", title=title, date=date(2024, 11, 1), tags=("AI", "동향"), owner=owner)
    return Document(info, text, content_hash=f"hash-{len(text)}", sections=tuple(sections))


def rich_document() -> Document:
    """Every kind of value that a document may carry."""
    plain = document("rich", "표: 동영상 모델\n승률 45.2%")
    section = replace(
        plain.sections[0],
        kind=SectionKind.ARTICLE,
        category="기술",
        key_contents=("첫째", "둘째"),
        citations=(Citation("Nobel Prize", "The Nobel Prize in Physics", date(2024, 10, 8), "https://nobelprize.org"),),
        tables=(Table("승률", ("모델", "승률"), (("가", "45.2%"), ("나", "")), Span(3, 9), 4),),
        footnotes=("* 각주",),
    )
    events = (
        Event(
            "e1", "NeurIPS 2024", date(2024, 12, 10), date(2024, 12, 15), place="캐나다 밴쿠버", document="rich", line=7
        ),
        Event("e2", "강연", NOW + WEEK, NOW + WEEK + timedelta(hours=1), zone="Asia/Seoul", document="rich"),
        Event("e3", "미정 행사", None, None, document="rich"),
    )
    return replace(plain, sections=(section,), events=events)


def put(store: SqlDocumentStore, what: Document, now: datetime = NOW, origin: str = "folder") -> int:
    return store.put(what, origin=origin, parser="1", now=now)


def test_an_empty_store_has_revision_zero_and_nothing_in_it(store: SqlDocumentStore) -> None:
    """A fresh installation asks before anything was written."""
    assert store.revision() == 0
    assert list(store.changes()) == []
    assert store.get("a") is None
    assert store.infos() == ()
    assert store.events() == ()
    assert store.versions("folder") == {}


def test_a_document_comes_back_as_it_was_put(store: SqlDocumentStore) -> None:
    """No re-reading of the original is needed after a restart."""
    put(store, rich_document())
    assert store.get("rich") == rich_document()
    assert [type(e.starts) for e in store.events()] == [datetime, date, type(None)]


def test_problems_are_kept_with_the_version_that_has_them(store: SqlDocumentStore) -> None:
    """An editor who asks again is told again, until the document is another."""
    problem = Problem("a.md", 3, trouble("code.open", mark="```"), Severity.WARNING)
    store.put(document("a"), origin="folder", parser="1", now=NOW, problems=[problem])
    put(store, document("b"))
    assert {path: version.problems for path, version in store.versions("folder").items()} == {
        "a.md": (problem,),
        "b.md": (),
    }
    put(store, document("a"))
    assert store.versions("folder")["a.md"].problems == ()


def test_the_file_is_kept_of_what_another_parser_has_read(store: SqlDocumentStore) -> None:
    """Whoever owns it, until the document is read again or removed; a folder keeps its own files."""
    store.put(document("a", owner="T1"), origin="upload", parser="1", now=NOW, original=b"\xff\x00a")
    put(store, document("b"))
    assert list(store.outdated("upload", parser="1")) == []
    assert list(store.outdated("upload", parser="2")) == [Original("a", "T1", "a.md", b"\xff\x00a")]
    assert [file.data for file in store.outdated("folder", parser="2")] == [None]
    store.remove("a", now=NOW)
    assert list(store.outdated("upload", parser="2")) == []


def test_a_text_that_is_its_file_is_not_kept_twice(store: SqlDocumentStore, database: Database) -> None:
    """Most uploads are plain text."""
    plain = document("a")
    plain = replace(plain, content_hash=hashlib.sha256(plain.text.encode()).hexdigest())
    store.put(plain, origin="upload", parser="1", now=NOW, original=plain.text.encode())
    with database.read() as connection:
        assert connection.execute(select(originals)).all() == []
    assert [file.data for file in store.outdated("upload", parser="2")] == [plain.text.encode()]


def test_what_is_read_again_replaces_only_the_same_file(store: SqlDocumentStore) -> None:
    """A person may have given another one, or taken it back, since the old one was looked up."""
    old, new = document("a"), document("a", "다른 글이다.")
    put(store, new)
    store.put(old, origin="folder", parser="2", now=NOW, again=True)
    assert store.get("a") == new
    store.put(new, origin="folder", parser="2", now=NOW, again=True)
    assert list(store.outdated("folder", parser="2")) == []
    store.remove("a", now=NOW)
    store.put(new, origin="folder", parser="2", now=NOW, again=True)
    assert store.get("a") is None


@pytest.mark.parametrize(
    "stored",
    [
        {"path": "a.md", "line": 3, "what": "It does not end.", "remedy": "Close it.", "severity": "warning"},
        {"path": "a.md", "line": 3, "trouble": {"code": "of.another.version"}},
        {"path": "a.md", "line": 3, "trouble": {"code": "code.open"}},
    ],
    ids=["worded", "unknown", "lacking"],
)
def test_problems_that_another_version_stored_are_left_out(stored: dict[str, object]) -> None:
    """Their file is read again, since its parser differs; reading the row costs nothing else."""
    kept = Problem("a.md", 5, trouble("code.open", mark="```"))
    assert _problems([stored, encode(kept)]) == (kept,)


def test_every_write_raises_the_revision_by_one(store: SqlDocumentStore) -> None:
    """An index compares revisions to know whether it is behind."""
    assert [put(store, document("a")), put(store, document("b")), put(store, document("a"))] == [1, 2, 3]
    assert store.remove("b", now=NOW) == 4
    assert store.remove("b", now=NOW) == 4
    assert store.remove("never", now=NOW) == 4
    assert store.revision() == 4


def test_changes_show_each_document_once_in_its_latest_state(store: SqlDocumentStore) -> None:
    """A cache that was at any revision reaches the newest one from there."""
    put(store, document("a", "하나"))
    put(store, document("b", "둘"))
    put(store, document("a", "셋"))
    store.remove("b", now=NOW)
    put(store, document("c"))
    seen = [(c.revision, c.document_id, c.document) for c in store.changes()]
    assert seen == [(3, "a", document("a", "셋")), (4, "b", None), (5, "c", document("c"))]
    assert [c.document_id for c in store.changes(after=4)] == ["c"]
    assert list(store.changes(after=5)) == []


def test_a_removed_document_that_comes_back_is_no_longer_a_removal(store: SqlDocumentStore) -> None:
    """Otherwise an index would drop what it has just taken in."""
    put(store, document("a"))
    store.remove("a", now=NOW)
    put(store, document("a"))
    assert [(c.revision, c.document is None) for c in store.changes()] == [(3, False)]


def test_changes_leave_out_what_is_rewritten_while_they_are_read(store: SqlDocumentStore) -> None:
    """A document must not be applied in a state newer than the revision it stands under."""
    for number in range(45):
        put(store, document(f"d{number:02}"))
    changes = store.changes()
    first = next(changes)
    put(store, document("d44", "neu"))
    assert first.document_id == "d00"
    assert [c.document_id for c in changes] == [f"d{n:02}" for n in range(1, 44)]
    assert [c.document_id for c in store.changes(after=45)] == ["d44"]


def test_versions_are_told_apart_by_origin_and_owner(store: SqlDocumentStore) -> None:
    """The folder's sync must not remove what was uploaded, nor a team's own documents."""
    put(store, document("a"))
    put(store, document("b"), origin="upload")
    put(store, document("c", owner="T1"))
    assert store.versions("folder") == {"a.md": StoredVersion("a", document("a").content_hash, "1")}
    assert set(store.versions("upload")) == {"b.md"}
    assert set(store.versions("folder", owner="T1")) == {"c.md"}


def test_a_team_sees_its_own_and_the_shared_documents_only(store: SqlDocumentStore) -> None:
    """Nothing of one workspace may show in another."""
    event = Event("e", "행사", date(2024, 12, 1), date(2024, 12, 1))
    put(store, document("shared"))
    put(store, replace(document("one", owner="T1"), events=(event,)))
    put(store, document("two", "다른 글", owner="T2"))
    assert {i.id for i in store.infos()} == {"shared"}
    assert {i.id for i in store.infos(owner="T1")} == {"shared", "one"}
    assert store.events(owner="T2") == ()
    assert store.events(owner="T1") == (event,)


def test_infos_come_newest_first_with_undated_ones_last(store: SqlDocumentStore) -> None:
    """Lists show what is new on top."""
    for key, dated in (("old", date(2023, 1, 1)), ("none", None), ("new", date(2024, 12, 1))):
        plain = document(key)
        put(store, replace(plain, info=replace(plain.info, date=dated)))
    assert [i.id for i in store.infos()] == ["new", "old", "none"]


def seen(database: Database) -> dict[str, tuple[datetime | None, datetime | None]]:
    """Text -> when the section was first seen, and when its wording came in."""
    changes = SqlDatedCorpus(database).dated_changes()
    return {dated.section.text: (dated.first_seen, dated.changed_at) for change in changes for dated in change.sections}


def test_a_section_is_new_once(store: SqlDocumentStore, database: Database) -> None:
    """Putting the same text again, as after a better parser, is not news."""
    put(store, document("a", "첫 문장.", "둘째 문장."))
    put(store, document("a", "첫 문장.", "둘째 문장."), now=NOW + WEEK)
    assert seen(database) == {"첫 문장.": (NOW, NOW), "둘째 문장.": (NOW, NOW)}


def test_white_space_moves_and_renames_are_not_news(store: SqlDocumentStore, database: Database) -> None:
    """The digest shows what is said anew, not what is set anew."""
    put(store, document("a", "라마 3.2는 1,200개의 평가에서 앞섰다.", "둘째."))
    put(store, document("a", "둘째", "새 문장.", "**라마 3.2**는  1200개의\n평가에서 앞섰다"), now=NOW + WEEK)
    store.remove("a", now=NOW + WEEK)
    put(store, document("renamed", "둘째!", "라마 3.2는 1200개의 평가에서 앞섰다"), now=NOW + 2 * WEEK)
    assert set(seen(database).values()) == {(NOW, NOW)}


def test_a_changed_figure_is_a_change_and_a_new_section_is_new(store: SqlDocumentStore, database: Database) -> None:
    """A correction is told apart from an addition."""
    put(store, document("a", "점수는 3.2점이다."))
    put(store, document("a", "점수는 32점이다.", "추가된 절."), now=NOW + WEEK)
    later = NOW + WEEK
    assert seen(database) == {"점수는 32점이다.": (NOW, later), "추가된 절.": (later, later)}
    put(store, document("a", "점수는 3.2점이다."), now=NOW + 2 * WEEK)
    assert seen(database) == {"점수는 3.2점이다.": (NOW, NOW)}, "a wording that comes back is no news"


def test_characters_that_no_database_stores_keep_every_offset(store: SqlDocumentStore) -> None:
    """NUL and lone surrogates are replaced one for one."""
    put(store, document("a", "a\x00b", "c\ud800d"))
    found = store.get("a")
    assert found is not None
    assert [s.text for s in found.sections] == ["a\ufffdb", "c\ufffdd"]
    assert all(found.text[s.start : s.end] == s.text for s in found.sections)


def test_a_put_that_fails_leaves_the_last_good_version(store: SqlDocumentStore) -> None:
    """Half a document must never be in service."""
    put(store, document("a", "gut"))
    naive = replace(document("a", "schlecht"), events=(Event("e", "x", datetime(2024, 1, 1), None),))  # noqa: DTZ001
    with pytest.raises(StatementError, match="no time zone"):
        put(store, naive)
    assert store.get("a") == document("a", "gut")
    assert store.revision() == 1


def test_writers_at_once_lose_nothing(store: SqlDocumentStore) -> None:
    """Several processes may sync documents; revisions stay gapless and unique."""
    revisions: list[int] = []

    def write(name: str) -> None:
        revisions.extend(put(store, document(f"{name}{number}", f"{name} {number}")) for number in range(8))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(revisions) == list(range(1, 33))
    assert len(list(store.changes())) == 32


def test_a_large_document_is_stored_whole(store: SqlDocumentStore) -> None:
    """Ten thousand sections are the cap of a document."""
    large = document("large", *(f"문장 {number}." for number in range(10_000)))
    put(store, large)
    assert store.get("large") == large
