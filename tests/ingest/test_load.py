"""Documents are read whole or refused with a reason, and the folder and the store are brought in step."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.document import SHARED, Document, Problem, SectionKind, Severity
from bot.domain.ports import Intake, Original, StoredVersion
from bot.errors import InputError, StoreError
from bot.ingest import load, sections
from bot.ingest.load import ORIGIN, PARSER, SyncReport, check_paths, read_again, read_document, sync_folder

NOW = datetime(2024, 11, 20, tzinfo=UTC)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\nSUMMARY:모임\r\n"
    "DTSTAMP:20241101T000000Z\r\nDTSTART;VALUE=DATE:20241210\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass
class MemoryStore(Intake):
    """The documents of the port's contract, in memory, with a log of the calls that wrote."""

    held: dict[str, tuple[Document, str, str]] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    originals: dict[str, bytes | None] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    is_away: bool = False

    def revision(self) -> int:
        return len(self.log)

    def versions(self, origin: str, *, owner: str = SHARED) -> Mapping[str, StoredVersion]:
        return {
            document.info.path: StoredVersion(name, document.content_hash, parser, self.problems[name])
            for name, (document, its_origin, parser) in self.held.items()
            if its_origin == origin and document.info.owner == owner
        }

    def put(
        self,
        document: Document,
        *,
        origin: str,
        parser: str,
        now: datetime,
        problems: Sequence[Problem] = (),
        original: bytes | None = None,
        again: bool = False,
    ) -> int:
        assert now == NOW
        assert not again or self.held[document.info.id][0].content_hash == document.content_hash
        self.originals[document.info.id] = original
        if self.is_away:
            raise StoreError("away")
        self.held[document.info.id] = (document, origin, parser)
        self.problems[document.info.id] = tuple(problems)
        self.log.append(f"put {document.info.id}")
        return self.revision()

    def outdated(self, origin: str, *, parser: str) -> Iterator[Original]:
        for name, (document, its_origin, its_parser) in list(self.held.items()):
            if (its_origin, its_parser == parser) == (origin, False):
                yield Original(name, document.info.owner, document.info.path, self.originals[name])

    def remove(self, document_id: str, *, now: datetime) -> int:
        assert now == NOW
        del self.held[document_id]
        self.log.append(f"remove {document_id}")
        return self.revision()

    def get(self, document_id: str) -> Document | None:
        return self.held[document_id][0] if document_id in self.held else None


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good documents and a bad one."""
    made = tmp_path / "docs"
    made.mkdir()
    (made / "a.md").write_text("# 가\n\n## 나\n\n글\n\n## 다\n\n글\n", encoding="utf-8")
    (made / "b.txt").write_text("그저 글이다.", encoding="utf-8")
    (made / "bad.md").write_bytes(b"\xff\xff")
    return made


def sync(folder: Path, store: MemoryStore) -> SyncReport:
    return sync_folder(folder, store, now=NOW)


def test_a_sync_stores_what_is_good_and_reports_what_is_bad(folder: Path, store: MemoryStore) -> None:
    """One bad file never stops the others; progress counts every file."""
    steps: list[tuple[int, int, str]] = []
    report = sync_folder(folder, store, now=NOW, progress=lambda *step: steps.append(step))
    assert [(file.path, file.title, file.sections) for file in report.read] == [("a.md", "가", 2), ("b.txt", "b", 1)]
    assert [(problem.path, problem.severity) for problem in report.problems] == [("bad.md", Severity.ERROR)]
    assert (report.sections, report.events, report.kept, report.changed) == (3, 0, (), True)
    assert steps == [(1, 3, "a.md"), (2, 3, "b.txt"), (3, 3, "bad.md")]
    assert set(store.held) == {"a.md", "b.txt"}
    assert {(origin, parser) for _, origin, parser in store.held.values()} == {(ORIGIN, PARSER)}


def test_an_unchanged_file_is_not_read_again(folder: Path, store: MemoryStore) -> None:
    """The content's hash decides, not the file's time; the store is left alone."""
    sync(folder, store)
    written = list(store.log)
    os.utime(folder / "a.md", (1, 1))
    report = sync(folder, store)
    assert (report.unchanged, report.read, report.changed) == (("a.md", "b.txt"), (), False)
    assert store.log == written


def test_what_is_wrong_is_said_again_while_it_stands(folder: Path, store: MemoryStore) -> None:
    """Whoever asks a second time wants to hear of it as much as the first."""
    (folder / "open.md").write_text("# x\n\n## y\n\n```\ncode\n", encoding="utf8")
    first, second = sync(folder, store), sync(folder, store)
    assert "open.md" in second.unchanged
    assert [p.path for p in second.problems] == ["bad.md", "open.md"]
    assert second.problems == first.problems
    (folder / "open.md").write_text("# x\n\n## y\n\ncode\n", encoding="utf8")
    assert [p.path for p in sync(folder, store).problems] == ["bad.md"]


def test_a_better_parser_reads_everything_again(
    folder: Path, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp of the reader is part of what makes a document current."""
    sync(folder, store)
    monkeypatch.setattr(load, "PARSER", "another")
    assert [file.path for file in sync(folder, store).read] == ["a.md", "b.txt"]


def test_an_upload_that_a_better_parser_refuses_stays(store: MemoryStore) -> None:
    """As a file of the folder does that went bad."""
    document = read_document("글".encode(), path="a.md", owner="T1").document
    assert document is not None
    for name, data in (("a.md", b"\xff"), ("b.md", "글".encode())):
        info = replace(document.info, id=name, path=name)
        store.put(replace(document, info=info), origin="upload", parser="old", now=NOW, original=data)
    assert read_again(store, origin="upload", now=NOW) == 1
    assert {name: parser for name, (_, _, parser) in store.held.items()} == {"a.md": "old", "b.md": PARSER}


@pytest.mark.parametrize("bad", [b"", b"\xff", b"---\ntitle: a\ntitle: b\n---\nx", b"x\x00", b"# \n"])
def test_a_document_that_went_bad_is_kept_as_it_was(folder: Path, store: MemoryStore, bad: bytes) -> None:
    """Readers keep the last good version, the editor gets the problem, again on every sync until it is mended."""
    sync(folder, store)
    (folder / "a.md").write_bytes(bad)
    for _ in range(2):
        report = sync(folder, store)
        assert report.kept == ("a.md",)
        assert "a.md" in {problem.path for problem in report.problems}
    assert store.held["a.md"][0].info.title == "가"
    (folder / "a.md").write_text("# 새\n\n글", encoding="utf-8")
    assert [file.title for file in sync(folder, store).read] == ["새"]


def test_what_vanished_is_removed(folder: Path, store: MemoryStore) -> None:
    """A removed file's document goes, and one that never was good leaves no trace."""
    sync(folder, store)
    (folder / "a.md").unlink()
    (folder / "bad.md").unlink()
    report = sync(folder, store)
    assert (report.removed, report.problems) == (("a.md",), ())
    assert set(store.held) == {"b.txt"}


def test_documents_of_another_origin_are_left_alone(folder: Path, store: MemoryStore) -> None:
    """Uploads and other folders are not this folder's to remove."""
    sync_folder(folder, store, now=NOW, origin="elsewhere")
    (folder / "a.md").unlink()
    assert sync(folder, store).removed == ()
    assert "a.md" in store.held


def test_a_missing_folder_removes_nothing(folder: Path, store: MemoryStore) -> None:
    """A volume that is not mounted must not empty the store."""
    sync(folder, store)
    with pytest.raises(InputError):
        sync(folder.parent / "gone", store)
    assert set(store.held) == {"a.md", "b.txt"}


def test_what_cannot_be_looked_at_is_kept(folder: Path, store: MemoryStore) -> None:
    """A document behind a link that broke is served on."""
    (folder.parent / "real.md").write_text("# 링크\n\n글", encoding="utf-8")
    target = folder / "c.md"
    target.write_text("# 링크\n\n글", encoding="utf-8")
    sync(folder, store)
    target.unlink()
    target.symlink_to(folder / "nowhere.md")
    report = sync(folder, store)
    assert (report.kept, report.removed) == (("c.md",), ())


def test_a_store_that_is_away_is_the_callers_matter(folder: Path, store: MemoryStore) -> None:
    """Its error is no problem of a document."""
    store.is_away = True
    with pytest.raises(StoreError):
        sync(folder, store)


def test_a_defect_of_ours_does_not_stop_the_others(
    folder: Path, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever one document uncovers is its problem, with the kind of the failure."""

    def fail(data: bytes, **given: object) -> object:
        if given["path"] == "a.md":
            raise RecursionError
        return read_document(data, path=str(given["path"]))

    monkeypatch.setattr(load, "read_document", fail)
    report = sync(folder, store)
    assert [file.path for file in report.read] == ["b.txt"]
    assert any("RecursionError" in problem.what and problem.path == "a.md" for problem in report.problems)


def test_checking_reads_files_and_folders_and_stores_nothing(folder: Path) -> None:
    """Every file gives one result, problems under the path that was typed."""
    (folder / "c.pdf").write_bytes(b"%PDF")
    results = list(check_paths([folder, folder / "b.txt", folder / "c.pdf"]))
    titles = [result.document.info.title for result in results if result.document]
    bad = [problem.path for result in results for problem in result.problems]
    assert titles == ["가", "b", "b"]
    assert sorted(bad) == sorted([(folder / "bad.md").as_posix(), (folder / "c.pdf").as_posix()])


def test_checking_what_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    """The mistake shows before anything is read."""
    with pytest.raises(InputError, match="nowhere"):
        check_paths([tmp_path, tmp_path / "nowhere"])


def test_an_uploads_id_and_owner_are_its_own() -> None:
    """Section and event ids follow the document's id, so that two teams may upload the same file."""
    data = "# 가\n\n## 나\n\n글".encode()
    one, other = (read_document(data, path="a.md", document_id=f"{t}/a", owner=t).document for t in ("T1", "T2"))
    assert one is not None
    assert other is not None
    assert (one.info.owner, one.info.id, one.info.path) == ("T1", "T1/a", "a.md")
    assert not {section.id for section in one.sections} & {section.id for section in other.sections}


def test_a_path_becomes_an_id_in_one_unicode_form() -> None:
    """The id of a file does not depend on the system that names it."""
    parsed = read_document("글".encode(), path="\u1100\u1161.md")
    assert parsed.document is not None
    assert parsed.document.info.id == "가.md"


def test_a_calendar_is_read_as_one() -> None:
    """Files that end in .ics give events, and sections that announce them."""
    document = read_document(CALENDAR.encode(), path="team.ics").document
    assert document is not None
    assert [event.title for event in document.events] == ["모임"]
    assert {section.kind for section in document.sections} == {SectionKind.EVENT}


def test_inferred_dates_are_marked_and_never_lie_far_ahead() -> None:
    """An outlook on 2030 is not from 2030; a monthly issue may be a few weeks early."""
    data = "# 2030년의 AI\n\n## 가\n\n글".encode()
    ahead, past = (read_document(data, path="a.md", today=day).document for day in (date(2024, 11, 20), None))
    assert ahead is not None
    assert past is not None
    assert (ahead.info.date, ahead.info.date_inferred) == (None, False)
    assert (past.info.date, past.info.date_inferred) == (date(2030, 1, 1), True)
    issue = read_document("# 2024년 12월호\n\n글".encode(), path="a.md", today=date(2024, 11, 20)).document
    assert issue is not None
    assert issue.info.date == date(2024, 12, 1)


def test_sections_beyond_the_cap_are_left_out_with_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ones are served, the editor is told how many there were."""
    monkeypatch.setattr(sections, "MAX_SECTIONS", 5)
    parsed = read_document(("## 가\n\n글\n\n" * 8).encode(), path="a.md")
    assert parsed.document is not None
    assert len(parsed.document.sections) == 5
    assert [problem.what for problem in parsed.problems] == [
        "The document has 8 sections; those from the 6th on are left out."
    ]


def test_an_item_that_became_a_section_may_announce_an_event() -> None:
    """It is what the editor has for a heading: by its own name, or above a list of events."""
    text = (
        "소식\n\n■ 급식\n사람이 한다.\n\n■ 로봇 장터\n○ 일시: 2025. 3. 5.\n○ 장소: 부산\n\n"
        "■ 다가오는 행사\n- 2025-03-07 ~ 03-08 로봇 전시 (대구)\n"
    )
    document = read_document(text.encode(), path="x.md").document
    assert document is not None
    assert [(event.title, event.starts, event.ends, event.place) for event in document.events] == [
        ("로봇 장터", date(2025, 3, 5), date(2025, 3, 5), "부산"),
        ("로봇 전시", date(2025, 3, 7), date(2025, 3, 8), "대구"),
    ]


def test_events_of_front_matter_are_sections_too() -> None:
    """What an editor announces above the text can be found by searching."""
    text = "---\ntitle: 모임\nevents:\n  - title: 여름 회의\n    start: 2025-07-01\n    place: 부산\n---\n\n글\n"
    document = read_document(text.encode(), path="a.md").document
    assert document is not None
    event, part = document.sections
    assert (event.kind, event.path, event.line) == (SectionKind.EVENT, ("여름 회의",), 4)
    assert "부산" in event.text
    assert part.text == "글"


LINES = """
# 가
## 나
### KEY Contents
KEY Contents
- 글
1.	항목
1. 둘
2. 셋
글이다.
출처: 가, 나, 2024.01.02.
가 ..... 1
나 ..... 2
# CONTENTS
## II. 행사
행사명	기간
모임	2024.12.10
---
title: 가
events: [
```
<!--
-->
<table>
</table>
> 인용
\\* 주
	기간	장소
| a | b |
﻿
===
"""
SHAPED = st.lists(st.sampled_from(LINES.split("\n")), max_size=25).map("\n".join)


@given(st.one_of(st.text(max_size=200), SHAPED, SHAPED.map(lambda text: text.replace("\n", "\r\n"))))
@example("KEY Contents\nKEY Contents")
@example("\rKEY Contents\n=\nKEY Contents")
@example("# CONTENTS\n가 ..... 1\n나 ..... 2\n")
@example("<!--\n<!--\n<!--")
@example("<html>")
def test_any_text_is_read_into_slices_of_itself(text: str) -> None:
    """Reading never raises; sections are slices in order, apart but for events, with ids of their own."""
    parsed = read_document(text.encode("utf-8", "surrogatepass"), path="x.md")
    assert parsed.document is not None or parsed.problems
    assert all(problem.path == "x.md" and problem.what and problem.remedy for problem in parsed.problems)
    document = parsed.document
    if document is None:
        return
    if "<" not in text:  # else it may have been a web page
        assert document.text == text.removeprefix("\ufeff")
    assert all(section.text == document.text[section.start : section.end] for section in document.sections)
    assert all(section.text.strip() == section.text != "" for section in document.sections)
    assert [section.start for section in document.sections] == sorted(section.start for section in document.sections)
    assert len({section.id for section in document.sections}) == len(document.sections)
    assert all(".....\n" not in section.text for section in document.sections)
    end = 0
    for section in document.sections:
        assert 1 <= section.line <= text.count("\n") + text.count("\r") + 1
        for table in section.tables:
            assert 0 <= table.span.start < table.span.end <= len(section.text)
        if section.kind is not SectionKind.EVENT:
            assert section.start >= end
            end = section.end


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No upload can raise anything, as text or as a calendar."""
    for path in ("x.md", "x.ics"):
        parsed = read_document(data, path=path)
        assert parsed.document is not None or parsed.problems
