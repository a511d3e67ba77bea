"""Settings: command-line options first, then `AITREND_*` variables, then the defaults here."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import AliasChoices, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

Language = Literal["ko", "en"]


class Connection(StrEnum):
    """The ways to Slack: a socket that the bot opens, requests that Slack sends, or no Slack at all."""

    SOCKET = "socket"
    HTTP = "http"
    LOCAL = "local"


class Settings(BaseSettings):
    """Everything that an operator may set. Slack's own variable names are accepted for its secrets."""

    model_config = SettingsConfigDict(env_prefix="AITREND_", extra="ignore", frozen=True, populate_by_name=True)

    docs: Path = Path("seeds")
    data: Path = Path("data")
    database_url: str = ""
    slack_api_url: str = "https://slack.com/api/"
    lang: Language = "ko"
    tz: str = "Asia/Seoul"
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535, validation_alias=AliasChoices("AITREND_PORT", "PORT"))
    keep_days: int = Field(default=400, ge=1)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    slack_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_SIGNING_SECRET")

    @property
    def connection(self) -> Connection:
        """How the bot reaches Slack; SettingsError where the tokens given are only a part of what a way needs."""
        bot, app, secret = (
            bool(token.get_secret_value())
            for token in (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        )
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

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token_kind(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        """The two tokens are easily exchanged; Slack would only say `invalid_auth`."""
        prefix = "xoxb-" if info.field_name == "slack_bot_token" else "xapp-"
        token = value.get_secret_value()
        if token and not token.startswith(prefix):
            raise ValueError(f"the token of this setting begins with {prefix}")
        return value

    @field_validator("tz")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no IANA time zone; an example is Asia/Seoul")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("the address of a database begins with postgresql:// or sqlite:///")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _api_address(cls, value: str) -> str:
        """slack_sdk joins method names to the base without adding the slash itself."""
        if not value.startswith(("https://", "http://")):
            raise ValueError("the address of a Web API begins with https:// or http://")
        return value if value.endswith("/") else value + "/"
