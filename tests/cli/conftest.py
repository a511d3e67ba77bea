"""Runs commands in this process: their output, their exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("ask", "노벨")` with a data folder of its own, unless the arguments name one."""

    def command(*words: object) -> Ran:
        words = tuple(str(word) for word in words)
        takes_data = words[0] not in {"check", "manifest", "--version", "--help"}
        data = () if "--data" in words or not takes_data else ("--data", str(tmp_path / "data"))
        monkeypatch.setattr(sys, "argv", ["aitrend", *words, *data])
        monkeypatch.setenv("AITREND_MEANING", "off")  # a model of a hundred megabytes has tests of its own
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        finally:
            structlog.reset_defaults()  # the commands set up logs for their own process
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Two small documents."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text(
        "---\ntitle: 봄 소식\ndate: 2024-03-01\ntags: [정원]\n---\n\n"
        "## 장미 가꾸기\n\n장미는 햇빛을 좋아한다. 물은 아침에 준다.\n\n## 도구\n\n전지가위를 쓴다.\n",
        encoding="utf8",
    )
    (folder / "b.md").write_text("# 바다 보고서\n\n## 조류\n\n밀물과 썰물은 하루에 두 번 바뀐다.\n", encoding="utf8")
    return folder
