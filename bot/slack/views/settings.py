"""A person's own settings: language and number of results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.ids import Action, View
from bot.slack.texts import LANGUAGES, Texts

AUTO = "auto"


class Chosen(NamedTuple):
    """What a person chose: a language, empty for that of their Slack, and one to three results."""

    language: str
    results: int


def window(texts: Texts, chosen: Chosen) -> Block:
    """The form."""
    languages = [
        blocks.option(texts("settings.auto"), AUTO),
        blocks.option("한국어", "ko"),
        blocks.option("English", "en"),
    ]
    counts = [blocks.option(texts("settings.count", count=count), str(count)) for count in (1, 2, 3)]
    body = [
        blocks.input_block(
            texts("settings.language"),
            blocks.radio(Action.SETTINGS_LANGUAGE, languages, initial=chosen.language or AUTO),
            hint=texts("settings.language_hint"),
        ),
        blocks.input_block(
            texts("settings.results"),
            blocks.radio(Action.SETTINGS_RESULTS, counts, initial=str(chosen.results)),
        ),
    ]
    return blocks.modal(
        View.SETTINGS, texts("settings.title"), body, close=texts("button.cancel"), submit=texts("button.save")
    )


def read(values: Mapping[str, Any]) -> Chosen:
    """What a filled form says; whatever it does not say stays at its default."""

    def one(action: Action) -> str:
        found = values.get(action, {}).get(action, {})
        return str((found.get("selected_option") or {}).get("value") or "")

    language = one(Action.SETTINGS_LANGUAGE)
    results = one(Action.SETTINGS_RESULTS)
    return Chosen(language if language in LANGUAGES else "", int(results) if results in {"1", "2", "3"} else 3)
