"""Other pages and other machines stay out of the local workspace."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette

from bot import workspace
from bot.workspace.guard import PAGE_TOKEN
from tests.asgi import call
from tests.fakes import FakeClock

ADDRESS = "http://127.0.0.1:3000"


@pytest.fixture
def app() -> Starlette:
    """The workspace before an empty front."""
    return workspace.build(Starlette(), address=ADDRESS, token="t", signing_secret="s", clock=FakeClock())


def state(app: Starlette, **headers: str) -> int:
    given = {"content-type": "application/json", PAGE_TOKEN: app.state.page_token, **headers}
    return call(app, "POST", "/local/state", headers=given, body=json.dumps({"user": "UALEX"}).encode()).status


@pytest.mark.parametrize("host", ["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "LOCALHOST:3000"])
def test_its_own_names_are_answered(app: Starlette, host: str) -> None:
    """However the browser was pointed at it."""
    assert call(app, "GET", "/", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:3000", "127.0.0.1:3001", "127.0.0.1", "", "127.0.0.1:3000.evil.example"]
)
def test_another_name_is_refused(app: Starlette, host: str) -> None:
    """A page elsewhere cannot rebind its own name to this address."""
    for path in ("/", "/assets/app.js", "/livez", "/slack/events", "/api/auth.test", "/local/state"):
        assert call(app, "GET", path, host=host).status == 403


def test_a_post_needs_the_token_of_the_page(app: Starlette) -> None:
    """And comes from no other site."""
    assert state(app) == 200
    assert state(app, origin=ADDRESS) == 200
    assert state(app, **{PAGE_TOKEN: "guessed"}) == 403
    assert state(app, origin="https://evil.example") == 403
    assert state(app, origin="null") == 403
    assert state(app, **{"content-type": "text/plain"}) == 415


def test_the_page_forbids_everything_that_it_does_not_need(app: Starlette) -> None:
    """No foreign script, style, frame or form; every asset its own."""
    page = call(app, "GET", "/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http://" not in page.text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page.text
    assert "<script>" not in page.text
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", ["app.js", "blocks.js", "words.js", "app.css"])
def test_assets_are_served_and_hold_no_html_sink(app: Starlette, name: str) -> None:
    """Text becomes text nodes only."""
    asset = call(app, "GET", f"/assets/{name}")
    assert asset.status == 200
    assert not any(
        sink in asset.text for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
    )


def test_nothing_but_assets_is_served(app: Starlette) -> None:
    """No way out of the folder."""
    for path in ("/assets/index.html", "/assets/../server.py", "/assets/%2e%2e/server.py", "/assets/"):
        assert call(app, "GET", path).status == 404
