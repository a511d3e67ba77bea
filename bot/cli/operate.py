"""`aitrend manifest`: what an operator pastes into Slack."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import output


def manifest(
    url: Annotated[
        str | None, typer.Option("--url", help="Public address for HTTP; without it the manifest asks for Socket Mode.")
    ] = None,
) -> None:
    """Print the Slack app manifest to paste (JSON)."""
    from bot.app import app_manifest

    output.as_json(app_manifest(url=url))
