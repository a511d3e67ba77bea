"""Bolt as it is composed: wrong tokens, unreachable Slack, and the pool behind the acknowledgements."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import SettingsError
from handlers import bolt
from handlers.work import Pool
from tests.handlers.conftest import Surface
from tests.slack_api import SECRET, TOKEN, SlackApi, interaction


def create(surface: Surface, base: str) -> Any:
    services = replace(surface.services, api_url=f"{base}/api/")
    return bolt.create(services, surface.pool, token=TOKEN, signing_secret=SECRET)


def test_a_token_that_slack_refuses_is_said_at_once(surface: Surface, api: SlackApi) -> None:
    """With Slack's word for it and what to do, without the token itself."""
    api.failures["auth.test"] = {"ok": False, "error": "invalid_auth"}
    with pytest.raises(SettingsError, match="invalid_auth") as caught:
        create(surface, api.base)
    assert TOKEN not in str(caught.value)


def test_a_slack_that_cannot_be_reached_is_said_to_be_so(surface: Surface) -> None:
    """No traceback for a cable."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SettingsError, match="cannot be reached"):
        create(surface, f"http://127.0.0.1:{port}")


def test_a_good_token_is_asked_about_once(surface: Surface, api: SlackApi) -> None:
    """At the start, not with each request."""
    create(surface, api.base)
    assert len(api.named("auth.test")) == 1


def test_a_job_waits_for_the_end_of_a_rush_but_not_for_ever() -> None:
    """All jobs are run, those accepted before closing too."""
    pool, done = Pool(2), threading.Semaphore(0)
    for _ in range(20):
        pool.submit(done.release)
    pool.close()
    assert all(done.acquire(blocking=False) for _ in range(20))


@pytest.mark.parametrize(
    "payload",
    [{"type": "block_actions", "actions": []}, {"type": "view_submission", "view": {"callback_id": "search"}}],
)
def test_an_object_that_lacks_what_every_request_has_is_a_4xx(surface: Surface, payload: dict[str, object]) -> None:
    """Bolt looks for it before its own boundary, and raises."""
    assert surface.send(interaction(payload)).status == 400
