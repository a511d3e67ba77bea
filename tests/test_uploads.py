"""Files given in Slack: searchable by their workspace, and read again by a better parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.options import settings_from
from bot.config import Settings
from bot.core import Core, open_core
from bot.doctor import Verdict, examine
from bot.ingest.load import read_document
from bot.library import UPLOAD
from bot.uploads import WorkspaceUploads

NOW = datetime(2024, 11, 25, tzinfo=UTC)
ROSE = "# 정원\n\n## 장미\n\n장미는 햇빛을 좋아한다.\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\nSUMMARY:장미 축제\r\n"
    "DTSTAMP:20241101T000000Z\r\nDTSTART;VALUE=DATE:20241210\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "docs").mkdir()
    return settings_from(docs=tmp_path / "docs", data=tmp_path / "data", meaning="off")


@pytest.fixture
def core(settings: Settings) -> Iterator[Core]:
    with open_core(settings, adopt=True) as opened:
        yield opened


def read_badly(core: Core, name: str, data: bytes, *, kept: bool) -> None:
    """Leave an upload as a program with an earlier parser had: without its sections."""
    document = read_document(data, path=name, document_id=f"upload-{name}", owner="T1").document
    assert document is not None
    worse = replace(document, sections=(), events=())
    core.documents.put(worse, origin=UPLOAD, parser="0", now=NOW, original=data if kept else None)


def counts(core: Core, name: str) -> tuple[int, int]:
    found = core.documents.get(f"upload-{name}")
    assert found is not None
    return len(found.sections), len(found.events)


def said(settings: Settings) -> list[tuple[Verdict, str]]:
    return [(f.verdict, f.found) for f in examine(settings, now=NOW) if f.check == "uploads"]


def test_an_upload_is_found_by_its_workspace_alone(core: Core) -> None:
    """On return, and until it is removed by the workspace that gave it."""
    uploads = WorkspaceUploads(core.documents, core.library)
    parsed = uploads.add("garden.md", ROSE.encode(), owner="T1", now=NOW).parsed
    assert parsed.document is not None
    found = [core.engine.search("장미 햇빛", owner=owner).answered for owner in ("T1", "T2", "")]
    assert found == [True, False, False]
    assert not uploads.remove(parsed.document.info.id, owner="T2", now=NOW)
    assert uploads.remove(parsed.document.info.id, owner="T1", now=NOW)
    assert not core.engine.search("장미 햇빛", owner="T1").answered


def test_what_another_file_of_the_same_name_was_is_told(core: Core) -> None:
    """People give files named alike: what stood under the name before would be gone without a word."""
    uploads = WorkspaceUploads(core.documents, core.library)
    files = (ROSE, ROSE, ROSE.replace("정원", "온실"), "")
    replaced = [uploads.add("notes.md", text.encode(), owner="T1", now=NOW).replaced for text in files]
    assert replaced == ["", "", "정원", ""]
    assert uploads.add("notes.md", ROSE.encode(), owner="T2", now=NOW).replaced == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.md", ROSE.encode()), ("b.md", ROSE.encode("cp949")), ("c.ics", CALENDAR)],
    ids=["markdown", "cp949", "calendar"],
)
def test_a_better_parser_reads_uploads_again(core: Core, settings: Settings, name: str, data: bytes) -> None:
    """At the next sync, from the file that was kept, whatever its text became, and only once."""
    read_badly(core, name, data, kept=True)
    assert said(settings) == [(Verdict.WARN, f"1 read by an earlier version: {name}")]
    core.library.sync()
    assert counts(core, name)[0] == 1
    assert core.engine.search("장미", owner="T1").answered
    assert not core.engine.search("장미", owner="T2").answered
    assert said(settings) == []
    revision = core.documents.revision()
    core.library.sync()
    assert core.documents.revision() == revision


def test_a_file_whose_text_is_itself_was_always_kept(core: Core) -> None:
    """Uploads of before files were kept follow too where that costs nobody anything."""
    read_badly(core, "a.md", ROSE.encode(), kept=False)
    core.library.sync()
    assert counts(core, "a.md") == (1, 0)


def test_a_file_that_was_not_kept_is_named_and_stays(core: Core, settings: Settings) -> None:
    """Its text is not what was given: to read it again would be a guess. Given once more, it is as any other."""
    read_badly(core, "c.ics", CALENDAR, kept=False)
    core.library.sync()
    assert counts(core, "c.ics") == (0, 0)
    assert said(settings) == [(Verdict.WARN, "1 read by an earlier version: c.ics")]
    read_badly(core, "c.ics", CALENDAR, kept=True)
    core.library.sync()
    assert said(settings) == []
    assert counts(core, "c.ics") == (1, 1)
