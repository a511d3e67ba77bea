"""The local workspace: Slack's channel, windows and home page in the browser, without Slack.

It owns a Web API of its own, a page, and the requests that the page makes in Slack's name: signed, over HTTP, to the
very endpoint that Slack would call. The bot knows nothing of it. It stores nothing: closing it forgets everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from bot.domain.ports import Clock


def build(
    front: Starlette,
    *,
    address: str,
    token: str,
    signing_secret: str,
    clock: Clock,
    language: str = "ko",
    zone: str = "Asia/Seoul",
) -> Starlette:
    """One ASGI app that holds the page, the Web API under `/api/`, and the front of `bot.web.build` for the rest.

    `address` is where this app will listen, as `http://127.0.0.1:3000`; the Bolt app behind `front` must have been made
    with the base URL `address + "/api/"`, this token and this secret. Both may be random, made anew at every start.
    """
    from bot.workspace.server import build as build_app

    return build_app(
        front, address=address, token=token, signing_secret=signing_secret, clock=clock, language=language, zone=zone
    )
