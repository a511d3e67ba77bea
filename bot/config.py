"""Settings: command-line options first, then `AITREND_*` variables, then the defaults here."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Language = Literal["ko", "en"]


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
    port: int = Field(default=3000, ge=1, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    slack_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_SIGNING_SECRET")

    @field_validator("tz")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no IANA time zone; an example is Asia/Seoul")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _trailing_slash(cls, value: str) -> str:
        """slack_sdk joins method names to the base without adding the slash itself."""
        return value if value.endswith("/") else value + "/"
