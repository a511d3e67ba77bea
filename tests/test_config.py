"""Settings: where they come from, and what is refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.options import instant, settings_from
from bot.config import Connection
from bot.errors import InputError, SettingsError

BOT, APP, SECRET = "xoxb-1", "xapp-1", "s3cret"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith(("AITREND_", "SLACK_")) or name == "PORT":
            monkeypatch.delenv(name)


def test_a_variable_gives_way_to_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option is nearer to the person than the environment."""
    monkeypatch.setenv("AITREND_DOCS", "from-variable")
    assert settings_from(docs=None).docs == Path("from-variable")
    assert settings_from(docs=Path("from-option")).docs == Path("from-option")


@pytest.mark.parametrize(
    ("given", "connection"),
    [
        ({}, Connection.LOCAL),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, Connection.SOCKET),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}, Connection.HTTP),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET}, Connection.SOCKET),
    ],
)
def test_the_tokens_decide_how_slack_is_reached(
    given: dict[str, str], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No tokens at all is a way of its own: the local workspace."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert settings_from().connection is connection


@pytest.mark.parametrize(
    "given", [{"SLACK_BOT_TOKEN": BOT}, {"SLACK_APP_TOKEN": APP}, {"SLACK_SIGNING_SECRET": SECRET}]
)
def test_half_a_set_of_tokens_names_the_other_half(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting the local workspace instead would hide the mistake."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        _ = settings_from().connection


def test_exchanged_tokens_are_seen_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message must not carry the secret."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-secret-value")
    with pytest.raises(SettingsError) as caught:
        settings_from()
    assert "xoxb-" in str(caught.value)
    assert "secret-value" not in str(caught.value)


SECRETS = [("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_APP_TOKEN", "xapp-1"), ("SLACK_SIGNING_SECRET", "0a1b")]


@pytest.mark.parametrize(("variable", "value"), SECRETS)
def test_a_secret_is_taken_without_the_end_of_its_line(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of a file it comes with one: Slack's every request would be refused, or no call would go out."""
    monkeypatch.setenv(variable, f" {value}\r\n")
    assert getattr(settings_from(), variable.lower()) == value


@pytest.mark.parametrize(("variable", "value"), SECRETS)
@pytest.mark.parametrize("more", ["\nsecond line", " # a note", "\u200b", "…"])
def test_what_no_secret_holds_is_refused_and_not_shown(
    variable: str, value: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback of the first call would show the token in its header."""
    monkeypatch.setenv(variable, value + more)
    with pytest.raises(SettingsError, match=variable) as caught:
        settings_from()
    assert value + more not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "value"), [("tz", "Seoul"), ("lang", "fr"), ("database_url", "mysql"), ("slack_api_url", "ftp://x")]
)
def test_a_bad_value_names_option_variable_and_value(option: str, value: str) -> None:
    """The three things a person needs in order to mend it."""
    with pytest.raises(SettingsError) as caught:
        settings_from(**{option: value})
    message = str(caught.value)
    assert f"--{option.replace('_', '-')}" in message
    assert f"AITREND_{option.upper()}" in message
    assert value in message


@pytest.mark.parametrize(("name", "value"), [("AITREND_PORT", "many"), ("PORT", "65536"), ("AITREND_KEEP_DAYS", "29")])
def test_a_number_out_of_its_range_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says the range."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="whole number from"):
        settings_from()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings end up in logs and tracebacks."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret-value")
    monkeypatch.setenv("AITREND_DATABASE_URL", "postgresql://u:hidden@h/d")
    shown = repr(settings_from())
    assert "secret-value" not in shown
    assert "hidden" not in shown


def test_the_web_api_address_ends_in_a_slash() -> None:
    """The SDK appends method names without one."""
    assert settings_from(slack_api_url="http://127.0.0.1:8/api").slack_api_url == "http://127.0.0.1:8/api/"


def test_an_instant_without_zone_is_local_to_the_workspace() -> None:
    """A person at the shell thinks in the workspace's time."""
    settings = settings_from(tz="Asia/Seoul")
    assert instant("2024-11-25T09:00:00", settings).isoformat() == "2024-11-25T00:00:00+00:00"
    assert instant("2024-11-25T09:00:00+01:00", settings).isoformat() == "2024-11-25T08:00:00+00:00"


def test_an_unreadable_instant_shows_a_readable_one() -> None:
    """The remedy is an example."""
    with pytest.raises(InputError, match="2024-11-25T09:00:00"):
        instant("next monday", settings_from())
