"""What the Slack listeners work with: the ports and settings of one running app, composed by `bot.app`."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.ports import Clock, DocumentStore, Searcher


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a listener may use. `language` and `zone` are the workspace's defaults."""

    clock: Clock
    documents: DocumentStore
    searcher: Searcher
    language: str
    zone: ZoneInfo
