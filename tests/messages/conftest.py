"""A core over a folder of its own, and what a message says once it is proved valid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.options import settings_from
from bot.core import Core, open_core
from bot.slack.validate import faults_of_message
from tests.handlers.conftest import texts_of


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


@pytest.fixture
def core(docs: Path, tmp_path: Path) -> Iterator[Core]:
    with open_core(settings_from(docs=docs, data=tmp_path / "data"), adopt=True) as opened:
        yield opened


def said(message: dict[str, Any]) -> str:
    assert faults_of_message({"text": message["text"], "blocks": message["blocks"]}) == []
    return "\n".join(texts_of(message["blocks"]))
