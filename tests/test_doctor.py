"""What `aitrend doctor` says of search by meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings
from bot.core import open_core
from bot.doctor import Finding, Verdict, examine
from bot.meaning import nano
from bot.meaning.choice import Choice
from tests.meaning.doubles import NOW, WordEmbedder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "docs").mkdir()
    return Settings(docs=tmp_path / "docs", data=tmp_path / "data")


def meaning(settings: Settings) -> Finding:
    return next(finding for finding in examine(settings, now=NOW) if finding.check == "meaning")


def files(settings: Settings) -> list[tuple[Verdict, str]]:
    return [(f.verdict, f.found) for f in examine(settings, now=NOW) if f.check == "files"]


def test_a_file_that_nobody_can_find_is_said(settings: Settings) -> None:
    """Refused or not read yet, until the store has it; what was read in part is said as well."""
    (settings.docs / "good.md").write_text("# 로봇\n\n글이다.\n", encoding="utf8")
    (settings.docs / "bad.md").write_text("# 로봇\n", encoding="utf8")
    (settings.docs / "half.md").write_text("글이다.\n\n| 행사명 | 일시 |\n|--|--|\n| 장터 | 곧 |\n", encoding="utf8")
    assert files(settings) == [(Verdict.WARN, "3 not in the store: bad.md, good.md, half.md")]
    with open_core(settings, adopt=True) as core:
        core.library.sync()
    assert files(settings) == [
        (Verdict.WARN, "1 not in the store: bad.md"),
        (Verdict.WARN, "1 read in part: half.md"),
    ]


def test_what_the_extra_would_add_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setattr(nano, "installed", lambda: False)
    found = meaning(settings)
    assert found.verdict is Verdict.WARN
    assert "aitrend[meaning]" in found.remedy
    assert "share no word" in found.remedy


def test_an_embedder_is_tried(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name, and how many sections have their vectors."""
    monkeypatch.setattr("bot.doctor.choose", _words)
    monkeypatch.setattr("bot.core.choose", _words)
    found = meaning(settings)
    assert (found.verdict, found.found) == (Verdict.PASS, "words: 0 of 0 sections and events")


def test_a_model_that_cannot_be_loaded_is_said(tmp_path: Path, settings: Settings) -> None:
    """A folder that holds none, or no package to read it with."""
    found = meaning(Settings(docs=settings.docs, data=settings.data, meaning=str(tmp_path / "nothing")))
    assert found.verdict is Verdict.FAIL
    assert "nothing" in found.found
    assert "AITREND_MEANING" in found.remedy


def _words(_model: str) -> Choice:
    return Choice("words", WordEmbedder)
