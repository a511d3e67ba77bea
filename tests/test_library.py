"""Folder, store and index in step, whoever writes."""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
import watchfiles
from watchfiles._rust_notify import WatchfilesRustInternalError

from bot.cli.options import settings_from
from bot.core import Core, open_core
from bot.errors import FolderTaken
from bot.ingest.load import SyncReport

ROSE = "# 정원\n\n## 장미\n\n장미는 햇빛을 좋아한다.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text(ROSE, encoding="utf8")
    return folder


@pytest.fixture
def core(docs: Path, tmp_path: Path) -> Iterator[Core]:
    with open_core(settings_from(docs=docs, data=tmp_path / "data", meaning="off"), adopt=True) as opened:
        yield opened


def finds(core: Core, query: str) -> bool:
    return core.engine.search(query).answered


def test_a_sync_makes_documents_findable(core: Core) -> None:
    """The whole way: folder, store, index."""
    report = core.library.sync()
    assert len(report.read) == 1
    assert finds(core, "장미 햇빛")
    assert core.engine.revision() == core.documents.revision()


def test_what_is_wrong_is_known_without_reading_again(core: Core, docs: Path, tmp_path: Path) -> None:
    """Who read the folder knows of refused files too; who never does knows of the documents that the store holds."""
    (docs / "empty.md").touch()
    (docs / "colon.md").write_text("---\ntitle: 하나: 둘\n---\n\n글이다.\n", encoding="utf8")
    assert core.library.problems() == ()
    core.library.sync()
    assert [problem.path for problem in core.library.problems()] == ["colon.md", "empty.md"]
    with open_core(settings_from(docs=docs, data=tmp_path / "data", meaning="off")) as other:
        assert [problem.path for problem in other.library.problems()] == ["colon.md"]


def test_a_second_process_sees_what_the_first_wrote(core: Core, docs: Path, tmp_path: Path) -> None:
    """Two processes on one data folder: one writes the index, the other refreshes."""
    with open_core(settings_from(docs=docs, data=tmp_path / "data", meaning="off")) as other:
        core.library.sync()
        other.library.catch_up()
        assert finds(other, "장미 햇빛")


def test_while_another_process_writes_this_one_only_looks(core: Core, docs: Path) -> None:
    """Waiting for the other's first build would keep a web process from starting."""
    core.library.sync()
    seen = core.engine.revision()
    (docs / "b.md").write_text("# 바다\n\n## 조류\n\n밀물과 썰물.\n", encoding="utf8")
    locks = list((core.settings.data / "index").glob("*.lock"))
    assert len(locks) == 1
    with locks[0].open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        core.library.sync()
        assert core.engine.revision() == seen
    core.library.catch_up()
    assert finds(core, "밀물과 썰물")


def test_who_has_nothing_to_answer_with_waits_for_the_first_index(docs: Path, tmp_path: Path) -> None:
    """Two questions at once over a fresh data folder: the second must not hear that there is nothing."""
    settings = settings_from(docs=docs, data=tmp_path / "data", meaning="off")
    with open_core(settings, adopt=True) as first, open_core(settings, adopt=True) as second:
        lock = tmp_path / "data" / "index" / f"{first.documents.identity()}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            asking = threading.Thread(target=second.library.sync)
            asking.start()
            while not second.documents.revision():
                asking.join(0.01)
            asking.join(0.1)
            assert asking.is_alive()
        asking.join()
        assert finds(second, "장미 햇빛")


def test_a_lost_index_is_made_again_from_the_store(docs: Path, tmp_path: Path) -> None:
    """Losing the index costs time, never documents."""
    settings = settings_from(docs=docs, data=tmp_path / "data", meaning="off")
    with open_core(settings, adopt=True) as first:
        first.library.sync()
    shutil.rmtree(tmp_path / "data" / "index")
    with open_core(settings, adopt=True) as second:
        assert second.library.sync().unchanged == ("a.md",)
        assert finds(second, "장미 햇빛")


def test_a_damaged_index_is_made_again_from_the_store(docs: Path, tmp_path: Path) -> None:
    """Half-written files after a power cut must not need an operator."""
    settings = settings_from(docs=docs, data=tmp_path / "data", meaning="off")
    with open_core(settings, adopt=True) as first:
        first.library.sync()
    for path in (tmp_path / "data" / "index").rglob("*"):
        if path.is_file() and path.suffix != ".lock":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with open_core(settings, adopt=True) as second:
        second.library.sync()
        assert finds(second, "장미 햇빛")


def test_a_fresh_database_does_not_trust_an_old_index(docs: Path, tmp_path: Path) -> None:
    """Revisions of two databases mean different documents."""
    settings = settings_from(docs=docs, data=tmp_path / "data", meaning="off")
    with open_core(settings, adopt=True) as first:
        first.library.sync()
    for path in (tmp_path / "data").glob("aitrend.sqlite3*"):
        path.unlink()
    (docs / "a.md").write_text("# 바다\n\n## 조류\n\n밀물과 썰물.\n", encoding="utf8")
    with open_core(settings, adopt=True) as second:
        second.library.sync()
        assert finds(second, "밀물과 썰물")
        assert not finds(second, "장미 햇빛")


def dropped(core: Core, docs: Path) -> list[str]:
    """The files that watching reports after an editor has dropped one."""
    core.library.sync()
    ending = threading.Event()
    reports = core.library.watch(ending, follow_seconds=0.1)
    writer = threading.Timer(0.3, lambda: (docs / "b.md").write_text("# 바다\n\n## 조류\n\n밀물.\n", encoding="utf8"))
    writer.start()
    try:
        return [file.path for file in next(reports).read]
    finally:
        ending.set()
        writer.join()
        reports.close()  # type: ignore[attr-defined]


def test_watching_brings_in_what_an_editor_drops(core: Core, docs: Path) -> None:
    """The report of the change is what `index --watch` prints."""
    assert dropped(core, docs) == ["b.md"]
    assert finds(core, "밀물")


@pytest.fixture
def mounted(core: Core, docs: Path, tmp_path: Path) -> Iterator[Core]:
    """A second process on the same database, that has another path for the same folder; the first one has read it."""
    core.library.sync()
    (tmp_path / "mnt").mkdir()
    shutil.copytree(docs, tmp_path / "mnt" / "docs")
    with open_core(replace(core.settings, docs=tmp_path / "mnt" / "docs"), adopt=True) as opened:
        yield opened


def test_one_folder_is_read_at_a_time(core: Core, mounted: Core, docs: Path) -> None:
    """Two that each took the other's documents for removed dropped them in turn; who comes second is told."""
    (mounted.library.folder / "b.md").write_text("# 바다\n\n## 조류\n\n밀물.\n", encoding="utf8")
    with pytest.raises(FolderTaken, match=str(docs)):
        mounted.library.sync()
    assert core.library.sync().unchanged == ("a.md",)
    assert [info.path for info in mounted.documents.infos()] == ["a.md"]
    assert not mounted.settings.docs.samefile(core.settings.docs)


def followed(core: Core) -> tuple[threading.Event, list[str]]:
    """What a process that watches its folder reads from now on."""
    ending, read = threading.Event(), list[str]()

    def follow() -> None:
        for report in core.library.watch(ending, follow_seconds=0.05):
            read.extend(file.path for file in report.read)

    threading.Thread(target=follow, daemon=True).start()
    return ending, read


def test_who_waits_follows_and_takes_over_the_same_documents(core: Core, mounted: Core, docs: Path) -> None:
    """Another mount of the folder: nothing is read again, nothing is lost when the first process ends."""
    with pytest.raises(FolderTaken):
        mounted.library.sync()
    ending, read = followed(mounted)
    (docs / "b.md").write_text("# 바다\n\n## 조류\n\n밀물.\n", encoding="utf8")
    core.library.sync()
    while not finds(mounted, "밀물"):
        ending.wait(0.01)
    revision = core.documents.revision()
    end(core)
    (mounted.library.folder / "c.md").write_text("# 숲\n\n## 나무\n\n전나무.\n", encoding="utf8")
    ending.wait(0.3)
    assert read == []  # b.md would be removed: it is not in this mount yet
    shutil.copy(docs / "b.md", mounted.library.folder)
    while not (read and finds(mounted, "전나무")):
        ending.wait(0.01)
    ending.set()
    assert read == ["c.md"]
    assert mounted.documents.revision() == revision + 1


def end(core: Core) -> None:
    """Let a process read nothing any more."""
    assert core.library._readers is not None
    core.library._readers.leave()


def test_another_folder_takes_its_place_once_nobody_reads_it(core: Core, mounted: Core) -> None:
    """At the next start, and the log says which folder it was."""
    (mounted.library.folder / "a.md").rename(mounted.library.folder / "b.md")
    end(core)
    with structlog.testing.capture_logs() as logs:
        report = mounted.library.sync()
    assert ([file.path for file in report.read], report.removed) == (["b.md"], ("a.md",))
    replaced = next(line for line in logs if line["event"] == "documents.folder_replaced")
    assert (replaced["before"], replaced["folder"]) == ([str(core.settings.docs)], str(mounted.settings.docs))


def test_what_is_no_document_of_the_folder_makes_nothing_be_read(
    core: Core, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link to a busy folder had every document read several times a second."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (docs / "link").symlink_to(outside)
    changes = [docs / "link" / "busy.md", docs / "data.sqlite3-wal", docs / "new.md"]
    for path in changes:
        path.write_text(ROSE, encoding="utf8")
    monkeypatch.setattr(watchfiles, "watch", lambda *_, **__: ({(1, str(path))} for path in (docs, *changes)))
    sync, reads, caught_up = core.library.sync, list[int](), list[int]()

    def counted() -> SyncReport:
        reads.append(1)
        return sync()

    monkeypatch.setattr(core.library, "sync", counted)
    monkeypatch.setattr(core.library, "catch_up", lambda: caught_up.append(1))
    reports = core.library.watch(threading.Event(), follow_seconds=0.1)
    next(reports)  # the first look finds all of them
    next(reports)  # the link out of the folder is a problem that stands
    assert (len(reads), len(caught_up)) == (2, 2)
    reports.close()  # type: ignore[attr-defined]


def put_in_place(docs: Path, other: Path) -> None:
    """The folder makes way for another one."""
    linked = docs.is_symlink()
    docs.rename(docs.with_name("before"))
    docs.symlink_to(other) if linked else other.rename(docs)


def made_anew(docs: Path, other: Path) -> None:
    """The folder is removed, made again under its name, and filled."""
    shutil.rmtree(docs)
    docs.mkdir()
    for file in other.iterdir():
        file.rename(docs / file.name)


@pytest.mark.parametrize(
    ("replaced", "linked"),
    [(put_in_place, False), (put_in_place, True), (made_anew, False)],
    ids=["name", "link", "new"],
)
def test_a_folder_put_in_the_place_of_another_is_read(
    core: Core, docs: Path, replaced: Callable[[Path, Path], None], linked: bool
) -> None:
    """Releases are swapped whole, by name or by link; the system's watcher would go on with the old one for ever."""
    if linked:
        docs.rename(docs.with_name("release"))
        docs.symlink_to("release")
    core.library.sync()
    ending, read = followed(core)
    (docs / "first.md").write_text("# 산\n\n## 바위\n\n화강암.\n", encoding="utf8")
    while not finds(core, "화강암"):
        ending.wait(0.01)
    other = docs.with_name("other")
    other.mkdir()
    (other / "b.md").write_text("# 바다\n\n## 조류\n\n밀물.\n", encoding="utf8")
    replaced(docs, other)
    while not finds(core, "밀물"):
        ending.wait(0.01)
    assert not finds(core, "장미")
    (docs / "c.md").write_text("# 숲\n\n## 나무\n\n전나무.\n", encoding="utf8")
    while not finds(core, "전나무") or len(read) < 3:
        ending.wait(0.01)
    ending.set()
    assert read == ["first.md", "b.md", "c.md"]


def test_a_folder_that_is_not_mounted_any_more_takes_no_document_along(core: Core, docs: Path) -> None:
    """What stands in its place is empty; it is said, and once the folder is back it is followed again."""
    core.library.sync()
    ending, read = followed(core)
    (docs / "first.md").write_text("# 산\n\n## 바위\n\n화강암.\n", encoding="utf8")
    while not finds(core, "화강암"):
        ending.wait(0.01)
    docs.with_name("empty").mkdir()
    with structlog.testing.capture_logs() as logs:
        put_in_place(docs, docs.with_name("empty"))
        while not any("is it mounted" in entry.get("error", "") for entry in logs):
            ending.wait(0.01)
        ending.wait(0.3)
    assert finds(core, "장미")
    docs.rmdir()
    docs.with_name("before").rename(docs)
    (docs / "b.md").write_text("# 바다\n\n## 조류\n\n밀물.\n", encoding="utf8")
    while not finds(core, "밀물") or len(read) < 2:
        ending.wait(0.01)
    ending.set()
    assert finds(core, "장미")
    assert read == ["first.md", "b.md"]
    assert [entry["event"] for entry in logs].count("documents.watch_interrupted") <= 2


def test_without_a_watcher_of_the_system_the_files_are_looked_at_in_turn(
    core: Core, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other programs may have taken all there are: the documents are followed all the same."""
    watch = watchfiles.watch

    def scarce(*paths: Path, force_polling: bool | None = None, **how: Any) -> Iterator[set[Any]]:
        if not force_polling:
            raise WatchfilesRustInternalError("Too many open files")
        return watch(*paths, force_polling=True, **how)

    monkeypatch.setattr(watchfiles, "watch", scarce)
    assert dropped(core, docs) == ["b.md"]
