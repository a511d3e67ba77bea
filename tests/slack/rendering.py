"""What tests look for in rendered blocks: the words a reader can reach, and what must never be among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

WORD = re.compile(r"\w+")


def strings(value: Any, *, keys: tuple[str, ...] = ("text", "url", "fallback", "alt_text")) -> Iterator[str]:
    """Every string that a reader sees or reaches."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, str):
                if key in keys:
                    yield inner
            else:
                yield from strings(inner, keys=keys)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner, keys=keys)


def words(value: Any) -> set[str]:
    """The words of all strings, joined letters as Slack would show them."""
    shown = " ".join(strings(value)).replace("\u2060", "")
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return set(WORD.findall(shown))


def control_syntax(value: Any) -> list[str]:
    """Strings in which Slack would find a ping, or mark-up that we did not write."""
    found = []
    for text in strings(value):
        if re.search(r"<[!@#]", text) and not re.fullmatch(
            r"(?:[^<]|<(?:!date\^|@U|#C)[^<>]*>|<https?://[^<>|]+\|[^<>|]*>)*", text
        ):
            found.append(text)
        if re.search(r"(?<![\w.])@(?:channel|here|everyone)\b", text):
            found.append(text)
    return found
