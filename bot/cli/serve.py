"""`aitrend up`, `web` and `worker`: the processes that serve."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from bot.cli import output
from bot.cli.options import instant, with_settings
from bot.config import Settings

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on. [default: 127.0.0.1]")]
Port = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one. [default: 3000]")
]


def _listening(settings: Settings, host: str | None, port: int | None) -> Settings:
    given: dict[str, Any] = {key: value for key, value in {"host": host, "port": port}.items() if value is not None}
    return replace(settings, **given)


@with_settings
def up(settings: Settings, host: Host = None, port: Port = None) -> None:
    """The whole bot: with Slack's tokens in Slack, without any in a local workspace in the browser."""
    from bot.serving import run_all

    with output.progress("reading") as advance:
        run_all(_listening(settings, host, port), announce=output.note, tell=output.problems, progress=advance)


@with_settings
def web(settings: Settings, host: Host = None, port: Port = None) -> None:
    """The HTTP front alone: answers Slack's requests."""
    from bot.serving import run_web

    run_web(_listening(settings, host, port), announce=output.note)


@with_settings
def worker(
    settings: Settings,
    once: Annotated[bool, typer.Option("--once", help="Run each step once, say what it did, and end.")] = False,
    at: Annotated[str | None, typer.Option("--at", help="With --once: as of this ISO 8601 instant.")] = None,
) -> None:
    """The work in the background: documents, deliveries, calendars."""
    from bot.serving import run_worker, run_worker_once

    if once:
        for line in run_worker_once(settings, now=instant(at, settings)):
            print(line)
        return
    run_worker(settings, announce=output.note, tell=output.problems)
