"""What people type, out of what Slack sends: entities back to characters, mentions and links to words."""

from __future__ import annotations

import re

from bot.slack.escape import clean

MAX_CHARS = 8_000
"""More than this is a pasted document, not a question; its beginning tells what is meant."""

_MARKUP = re.compile(r"<([!@#]?)([^<>|]*)(?:\|([^<>]*))?>")


def _words(match: re.Match[str]) -> str:
    sign, name, label = match[1], match[2], match[3]
    if sign == "@":
        return " "
    if sign == "!":
        return " " if name.startswith(("subteam", "date")) and not label else f" {label or name} "
    if sign == "#":
        return f" {label or ''} "
    return f" {label or name} "


def unescape(text: str) -> str:
    """Slack's three entities back to their characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def of_command(text: str) -> str:
    """The words of a slash command, where Slack writes entities and no mark-up (`should_escape` is off)."""
    return clean(unescape(text))[:MAX_CHARS].strip()


def of_message(text: str) -> str:
    """The words of a message: without mentions of people, links by their label, one blank between words."""
    return " ".join(clean(unescape(_MARKUP.sub(_words, text))).split())[:MAX_CHARS]


def mentions(text: str, user: str) -> bool:
    """Whether a message names a user."""
    return bool(user) and (f"<@{user}>" in text or f"<@{user}|" in text)
