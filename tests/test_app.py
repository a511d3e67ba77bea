"""The composition root: what the fronts and the worker share, and what ends with a front."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import local_front, services
from bot.cli.options import settings_from
from bot.core import open_core
from bot.parts import Parts
from bot.web import SLACK_PATH
from tests.asgi import call

ADDRESS = "http://127.0.0.1:3000"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    (tmp_path / "docs").mkdir()
    with open_core(settings_from(docs=tmp_path / "docs", data=tmp_path / "data", meaning="off")) as core:
        yield Parts(core)


def test_listeners_and_worker_share_what_reads_the_corpus(parts: Parts) -> None:
    """Trends and agenda hold what they have read: twice it would be twice the memory."""
    used = services(parts)
    assert used.trends is parts.trends
    assert used.agenda is parts.agenda
    assert used.answers is parts.answers


def test_the_threads_of_a_front_end_with_it(parts: Parts) -> None:
    """Before the database is closed: an answer under way is finished, none begins afterwards."""

    def working() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name.startswith(("slack", "answer"))]

    before = working()
    front = local_front(parts, address=ADDRESS)
    assert call(front.app, "POST", SLACK_PATH).status == 401
    assert len(working()) > len(before)
    front.close()
    assert working() == before
