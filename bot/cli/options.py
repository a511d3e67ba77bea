"""The options that every command shares, and how they become settings.

A command asks for `settings: Settings` as its first parameter and is decorated with `@with_settings`: the shared
options then stand in its help, after its own.
"""

from __future__ import annotations

import functools
import inspect
import os
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli import output
from bot.config import Settings, read_settings
from bot.errors import InputError

_PANEL = "Common options (also as AITREND_… variables)"


def _option(*names: str, help: str) -> Any:  # noqa: A002 - typer's own word; typer.Option is untyped
    return typer.Option(*names, help=help, rich_help_panel=_PANEL, show_default=False)


SHARED_OPTIONS: dict[str, Any] = {
    "docs": Annotated[Path | None, _option("--docs", help="Folder of the documents. [default: seeds]")],
    "data": Annotated[Path | None, _option("--data", help="Folder of the database and the index. [default: data]")],
    "database_url": Annotated[str | None, _option("--database-url", help="PostgreSQL instead of SQLite under --data.")],
    "slack_api_url": Annotated[str | None, _option("--slack-api-url", help="Another Web API than Slack's own.")],
    "lang": Annotated[str | None, _option("--lang", help="ko or en: the workspace's language. [default: ko]")],
    "tz": Annotated[str | None, _option("--tz", help="IANA time zone of the workspace. [default: Asia/Seoul]")],
}


def settings_from(**given: object) -> Settings:
    """Settings from options (None means not given), this process's variables, and defaults."""
    return read_settings(given, os.environ)


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the shared options to a command and hands it the settings they make."""
    own = [p for name, p in inspect.signature(command, eval_str=True).parameters.items() if name != "settings"]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in SHARED_OPTIONS.items()
    ]

    @functools.wraps(command)
    def run(*args: object, **kwargs: object) -> Any:
        given = {name: kwargs.pop(name) for name in SHARED_OPTIONS}
        output.speak(typing.cast("str | None", given["lang"]))
        return command(settings_from(**given), *args, **kwargs)

    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    run.__signature__ = inspect.Signature([*keyword, *shared])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*keyword, *shared)}
    return typing.cast("Callable[..., Any]", run)


def instant(text: str | None, settings: Settings) -> datetime:
    """`--at`: an ISO 8601 instant, in the workspace's zone where it names none; now where it is not given."""
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"--at {text!r} is no ISO 8601 instant; an example is 2024-11-25T09:00:00+09:00") from None
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.tz))).astimezone(UTC)
