"""What `aitrend doctor` says of search by meaning."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

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
    (settings.docs / "report.pdf").touch()
    others = (Verdict.PASS, "1 of other kinds are left alone: report.pdf")
    assert files(settings) == [(Verdict.WARN, "3 not in the store as they are: bad.md, good.md, half.md"), others]
    with open_core(settings, adopt=True) as core:
        core.library.sync()
    assert files(settings) == [
        (Verdict.WARN, "1 not in the store as they are: bad.md"),
        others,
        (Verdict.WARN, "1 read in part: half.md"),
    ]
    (settings.docs / "good.md").write_text("---\na: [\n---\n", encoding="utf8")
    assert (Verdict.WARN, "2 not in the store as they are: bad.md, good.md") in files(settings)


def test_a_folder_that_is_not_read_is_said(settings: Settings, tmp_path: Path) -> None:
    """Also where the one that is served does not lie on this machine; why tells what to do."""
    (settings.docs / "good.md").write_text("# 로봇\n\n글이다.\n", encoding="utf8")
    other = replace(settings, docs=tmp_path / "mnt")
    other.docs.mkdir()

    def said() -> list[str]:
        return [f.found for f in examine(other, now=NOW) if f.check == "documents" and f.verdict is Verdict.WARN]

    with open_core(settings, adopt=True) as core:
        core.library.sync()
        settings.docs.rename(tmp_path / "away")
        assert said() == [f"a running process reads {settings.docs}, so {other.docs} is not read"]
    assert said() == [f"{settings.docs} is served, not {other.docs}"]


@pytest.mark.parametrize(("free", "verdict"), [(99, Verdict.WARN), (100, Verdict.PASS)])
def test_a_disk_that_is_nearly_full_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, verdict: Verdict
) -> None:
    """Before nothing can be written any more."""
    usage = SimpleNamespace(free=free * 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    found = next(finding for finding in examine(settings, now=NOW) if finding.check == "disk")
    assert (found.verdict, bool(found.remedy)) == (verdict, verdict is Verdict.WARN)


def test_one_fault_is_said_once(settings: Settings) -> None:
    """Whatever else would need the database."""
    settings.data.mkdir()
    (settings.data / "aitrend.sqlite3").write_text("no database")
    failed = [finding for finding in examine(settings, now=NOW) if finding.verdict is Verdict.FAIL]
    assert [finding.check for finding in failed] == ["database"]


def test_a_web_api_that_is_away_is_named(settings: Settings) -> None:
    """With its address, which may be the mistake, and what the network said."""
    tokens = replace(
        settings, slack_bot_token="xoxb-1", slack_signing_secret="s", slack_api_url="http://127.0.0.1:9/api/"
    )
    found = next(finding for finding in examine(tokens, now=NOW) if finding.check == "slack")
    assert (found.verdict, found.found.startswith("http://127.0.0.1:9/api/ cannot be reached (")) == (
        Verdict.FAIL,
        True,
    )
    assert "refused" in found.found


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
