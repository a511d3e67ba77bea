"""What a data folder holds, opened: for the folder of documents that it serves, or for another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.options import settings_from
from bot.config import Settings
from bot.core import open_core, open_served
from bot.errors import InputError


def folder(tmp_path: Path, name: str, word: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    (made / "a.md").write_text(f"# {word}\n\n{word}에 관한 글이다.\n", encoding="utf8")
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a data folder that serves a folder of documents."""
    made = settings_from(docs=folder(tmp_path, "docs", "장미"), data=tmp_path / "data", meaning="off")
    with open_core(made, adopt=True) as core:
        core.library.sync()
    return made


def titles(settings: Settings) -> list[str]:
    with open_served(settings) as core:
        return [info.title for info in core.documents.infos()]


def test_what_the_bot_keeps_is_used_whichever_folder_is_named(settings: Settings, tmp_path: Path) -> None:
    """The default of --docs, an option forgotten in the other shell: the documents stay, and their folder is known."""
    for docs in (folder(tmp_path, "other", "혜성"), tmp_path / "nothing"):
        with open_served(replace(settings, docs=docs)) as core:
            assert core.settings.docs == settings.docs
            assert core.library.sync().unchanged == ("a.md",)
    assert titles(settings) == ["장미"]


def test_a_folder_that_cannot_be_read_from_here_stays_served(settings: Settings, tmp_path: Path) -> None:
    """On another machine the glossary is read where it lies there; the documents are in the store."""
    here = folder(tmp_path, "here", "혜성")
    settings.docs.rename(tmp_path / "moved")
    with open_served(replace(settings, docs=here)) as core:
        assert core.settings.docs == here
    assert titles(settings) == ["장미"]


def test_a_fresh_data_folder_serves_what_is_named(tmp_path: Path) -> None:
    """Nothing is served before, and nothing is needed."""
    fresh = settings_from(docs=tmp_path / "nothing", data=tmp_path / "data", meaning="off")
    assert titles(fresh) == []
    with pytest.raises(InputError, match="no such folder"), open_core(fresh):
        pass


def test_a_look_elsewhere_is_kept_apart(settings: Settings, tmp_path: Path) -> None:
    """Until a process takes the other folder as its own."""
    other = replace(settings, docs=folder(tmp_path, "other", "혜성"))
    with open_core(other) as core:
        core.library.sync()
    assert titles(settings) == ["장미"]
    with open_core(other, adopt=True) as core:
        core.library.sync()
    assert titles(settings) == ["혜성"]
