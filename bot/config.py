"""Settings: command-line options first, then `AITREND_*` variables, then the defaults here.

Read by hand: the usual library for this would take a quarter of the bot's start-up time and memory for eighteen values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import SettingsError

_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "slack_bot_token": ("SLACK_BOT_TOKEN",),
    "slack_app_token": ("SLACK_APP_TOKEN",),
    "slack_signing_secret": ("SLACK_SIGNING_SECRET",),
    "port": ("AITREND_PORT", "PORT"),
}
"""Where a variable is not `AITREND_` and the setting's name: Slack's own names, and the one that platforms set."""


class Connection(StrEnum):
    """The ways to Slack: a socket that the bot opens, requests that Slack sends, or no Slack at all."""

    SOCKET = "socket"
    HTTP = "http"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an operator may set. Secrets are kept out of its `repr`."""

    docs: Path = Path("seeds")
    data: Path = Path("data")
    database_url: str = field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    lang: str = "ko"
    tz: str = "Asia/Seoul"
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 3000
    meaning: str = ""
    keep_days: int = 400
    log_level: str = "info"
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)

    @property
    def connection(self) -> Connection:
        """How the bot reaches Slack; SettingsError where the tokens given are only a part of what a way needs."""
        bot, app, secret = self.slack_bot_token, self.slack_app_token, self.slack_signing_secret
        if not (bot or app or secret):
            return Connection.LOCAL
        if not bot:
            given = "SLACK_APP_TOKEN" if app else "SLACK_SIGNING_SECRET"
            raise SettingsError(
                f"{given} is set but SLACK_BOT_TOKEN is not: set both, or neither for the local workspace"
            )
        if app:
            return Connection.SOCKET
        if secret:
            return Connection.HTTP
        raise SettingsError(
            "SLACK_BOT_TOKEN needs a second setting: SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP"
        )


def read_settings(options: Mapping[str, object], environment: Mapping[str, str]) -> Settings:
    """Settings from options (None means not given) and variables (empty means not set).

    Raises SettingsError with a line for each value that cannot be used: its names, the reason, and the value.
    """
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for setting in fields(Settings):
        name = setting.name
        given = options.get(name)
        if given is None:
            given = next((environment[v] for v in _variables(name) if environment.get(v)), None)
        if given is None:
            continue
        try:
            found[name] = _READERS.get(name, str)(given)
        except ValueError as error:
            wrong.append(_explain(name, given, error))
    if wrong:
        raise SettingsError("\n".join(wrong))
    return Settings(**found)


def _variables(name: str) -> tuple[str, ...]:
    return _VARIABLES.get(name, (f"AITREND_{name.upper()}",))


def _explain(name: str, given: object, error: ValueError) -> str:
    if name.startswith("slack_") and name != "slack_api_url":
        return f"{_variables(name)[0]}: {error}"
    # What follows the scheme of a database's address may hold a password.
    shown = str(given).partition("://")[0] if name == "database_url" else str(given)
    return f"--{name.replace('_', '-')} ({_variables(name)[0]}): {error}; it is now {shown!r}"


def _one_of(*values: str) -> Callable[[Any], str]:
    def read(given: Any) -> str:
        if str(given) not in values:
            raise ValueError(f"choose one of {', '.join(values)}")
        return str(given)

    return read


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(given: Any) -> int:
        text = str(given)
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    return read


def _token(prefix: str) -> Callable[[Any], str]:
    """The two tokens are easily exchanged; Slack would only say `invalid_auth`."""

    def read(given: Any) -> str:
        token = _secret(given)
        if not token.startswith(prefix):
            raise ValueError(f"the token of this setting begins with {prefix}")
        return token

    return read


def _secret(given: Any) -> str:
    """Without the line's end that comes along out of a file; what else is no part of one would fail in every call."""
    secret = str(given).strip()
    if not (secret.isascii() and secret.isprintable()) or " " in secret:
        raise ValueError("the value has a blank or another sign in it that was not copied from Slack")
    return secret


def _zone(given: Any) -> str:
    try:
        return ZoneInfo(str(given)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this is no IANA time zone; an example is Asia/Seoul") from None


def _database(given: Any) -> str:
    if not str(given).startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
        raise ValueError("the address of a database begins with postgresql:// or sqlite:///")
    return str(given)


def _address(given: Any) -> str:
    if not str(given).startswith(("https://", "http://")):
        raise ValueError("a public address begins with https:// or http://")
    return str(given).rstrip("/")


def _api(given: Any) -> str:
    """slack_sdk joins method names to the base without adding the slash itself."""
    if not str(given).startswith(("https://", "http://")):
        raise ValueError("the address of a Web API begins with https:// or http://")
    return str(given).rstrip("/") + "/"


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "docs": Path,
    "data": Path,
    "database_url": _database,
    "slack_api_url": _api,
    "public_url": _address,
    "lang": _one_of("ko", "en"),
    "tz": _zone,
    "port": _whole(0, 65535),
    # Changes of events and corrections of digests look back two weeks, a subscription whose day is moved one.
    "keep_days": _whole(30, 36_500),
    "log_level": _one_of("debug", "info", "warning", "error"),
    "slack_bot_token": _token("xoxb-"),
    "slack_app_token": _token("xapp-"),
    "slack_signing_secret": _secret,
}
