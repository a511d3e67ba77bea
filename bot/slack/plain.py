"""Messages as plain text, for a terminal: the words of their blocks, line by line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.delivery import Payload

Block = Mapping[str, Any]
"""Slack's edge: JSON as the block builders make it."""

_MARKUP = re.compile(r"<!date\^[^|>]*\|([^>]*)>|<([^|>]+)\|([^>]*)>")
_LEFT_OUT = {"actions", "image", "divider"}
"""What a terminal cannot press or show."""


def plain(payload: Payload) -> str:
    """The parent message and its thread, a blank line between them. Buttons and pictures are left out."""
    messages = (payload.message, *payload.thread)
    return "\n\n".join("\n".join(line for block in message.blocks for line in lines(block)) for message in messages)


def lines(block: Block) -> Iterator[str]:
    """The lines of one block."""
    kind = block["type"]
    if kind in _LEFT_OUT:
        return
    if kind == "rich_text":
        for part in block["elements"]:
            yield from _rich(part)
    elif kind == "context":
        yield "  ·  ".join(_text(element) for element in block["elements"])
    else:
        found = [block["text"]] if "text" in block else block.get("fields", [])
        yield from (_text(element) for element in found)


def _rich(part: Block) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        yield from (f"- {_words(row['elements'])}" for row in part["elements"])
    elif part["type"] == "rich_text_quote":
        yield from (f"  {line}" for line in _words(part["elements"]).split("\n"))
    else:
        yield _words(part["elements"])


def _words(elements: Sequence[Block]) -> str:
    return "".join(str(element.get("text") or element.get("url") or "") for element in elements)


def _text(element: Block) -> str:
    words = str(element["text"])
    if element["type"] != "mrkdwn":
        return words
    return html.unescape(_MARKUP.sub(lambda m: m[1] or f"{m[3]} ({m[2]})", words))
