from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.domain.ports import Change
from bot.errors import IndexUnusable
from bot.search.engine import Engine
from tests.search.corpus import BRIEF, TRENDS, changes, document


def test_an_index_is_there_after_a_restart(tmp_path: Path) -> None:
    """What was applied is searched by another process without applying it again."""
    Engine(tmp_path).apply(changes([BRIEF, TRENDS]), revision=7)
    again = Engine(tmp_path)
    assert again.revision() == 7
    assert again.search("노벨 물리학상").answered


@pytest.mark.parametrize("damage", ["manifest", "part", "folder", "format", "emptied"])
def test_a_damaged_index_asks_for_everything_and_heals(tmp_path: Path, damage: str) -> None:
    """Revision 0 makes the caller apply all documents; the fresh index is whole again."""
    Engine(tmp_path).apply(changes([BRIEF]), revision=3)
    manifest = tmp_path / "manifest.json"
    value = json.loads(manifest.read_text(encoding="utf8"))
    match damage:
        case "manifest":
            manifest.write_text("{", encoding="utf8")
        case "part":
            next(tmp_path.rglob("*.part")).write_bytes(b"")
        case "folder":
            shutil.rmtree(tmp_path / value["base"])
        case "format":
            manifest.write_text(json.dumps({**value, "format": -1}), encoding="utf8")
        case "emptied":
            manifest.write_text("[]", encoding="utf8")
    engine = Engine(tmp_path)
    assert engine.revision() == 0
    assert not engine.search("노벨 물리학상").answered
    engine.apply(changes([BRIEF, TRENDS]), revision=4)
    assert engine.search("노벨 물리학상").answered
    assert Engine(tmp_path).revision() == 4


def test_another_process_is_seen_after_refreshing(tmp_path: Path) -> None:
    """One writes, the other looks again; both apply in turn without losing either's work."""
    one, other = Engine(tmp_path), Engine(tmp_path)
    one.apply(changes([BRIEF]), revision=1)
    assert other.refresh() == 1
    other.apply([Change(2, "trends", TRENDS)], revision=2)
    one.apply([Change(3, "more", document("more", [("글", "화성 탐사선 이야기")]))], revision=3)
    assert one.search("얼굴인식 편향").answered
    assert other.refresh() == 3
    assert other.search("화성 탐사선").answered


def test_a_failed_change_leaves_what_was(tmp_path: Path) -> None:
    """Readers and the disk keep the last whole generation."""
    engine = Engine(tmp_path)
    engine.apply(changes([BRIEF]), revision=1)

    def broken() -> object:
        yield Change(2, "trends", TRENDS)
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.apply(broken(), revision=2)  # type: ignore[arg-type]
    assert engine.revision() == Engine(tmp_path).revision() == 1
    assert not engine.search("얼굴인식 편향").answered
    engine.apply([Change(2, "trends", TRENDS)], revision=2)
    assert engine.search("얼굴인식 편향").answered


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """The caller learns that it is the index, not what was indexed."""
    (tmp_path / "index").write_text("a file where the folder should be", encoding="utf8")
    with pytest.raises(IndexUnusable):
        Engine(tmp_path / "index").apply(changes([BRIEF]), revision=1)


@pytest.mark.parametrize("kept", ["on disk", "in memory"])
def test_a_store_put_back_begins_the_index_anew(tmp_path: Path, kept: str) -> None:
    """A revision below the index's own: documents that only the newer store had are gone, the changes are all."""
    engine = Engine(tmp_path if kept == "on disk" else None)
    engine.apply(changes([BRIEF]), revision=5)
    engine.apply([Change(6, "trends", TRENDS)], revision=6)
    engine.apply(changes([document("more", [("글", "화성 탐사선 이야기")])]), revision=3)
    assert engine.revision() == 3
    assert engine.search("화성 탐사선").answered
    assert not engine.search("얼굴인식 편향").answered
    assert engine.section("brief/1") is None
    engine.apply([Change(4, "trends", TRENDS)], revision=4)
    assert engine.search("얼굴인식 편향").answered
    assert engine.search("화성 탐사선").answered
