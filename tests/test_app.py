"""The composition root: what the fronts and the worker share, and what ends with a front."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import http_front, local_front, services
from bot.cli.options import settings_from
from bot.core import open_core
from bot.parts import Parts
from bot.store.tables import answers
from bot.web import SLACK_PATH
from tests.asgi import call
from tests.conftest import Opener
from tests.handlers.conftest import all_of
from tests.slack_api import SECRET, TOKEN, SlackApi, command, serving, signed

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


def test_a_search_is_answered_while_another_process_holds_the_database(
    tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup, say: nothing that is written for an answer is waited for, and all of it is written in the end."""
    monkeypatch.setattr("bot.store.replays.PATIENCE_SECONDS", 0.05)
    (tmp_path / "a.md").write_text("# 정원\n\n## 장미\n\n장미는 햇빛을 좋아한다.\n", encoding="utf8")
    with serving(SlackApi()) as api:
        given = settings_from(docs=tmp_path, data=tmp_path / "data", slack_api_url=f"{api.base}/api/", meaning="off")
        settings = replace(given, slack_bot_token=TOKEN, slack_signing_secret=SECRET)
        with open_core(settings, adopt=True) as core:
            core.library.sync()
            front = http_front(Parts(core))
            with opened("", core.database.data).write():
                body = command("장미 햇빛", api=api)
                assert call(front.app, "POST", SLACK_PATH, headers=signed(body, time.time()), body=body).status == 200
                assert "좋아한다" in all_of(api.wait("response_url")[0])
            front.close()
            with core.database.read() as connection:
                assert connection.execute(select(func.count()).select_from(answers)).scalar() == 1


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
