"""The plain digest: what came in since the last one, with dates and sources, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.delivery.parts import Due
from bot.domain.delivery import Message, Payload
from bot.domain.digest import Shown
from bot.domain.fingerprint import fingerprint
from bot.domain.ports import Sighting
from bot.domain.subscription import Subscription

PERIOD = timedelta(days=7)
MAX_ENTRIES = 15
"""A digest is read on a phone; what is left is counted in its last line."""

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "title": "이번 주 새 소식",
        "new": "새로 들어온 절 {count}개",
        "empty": "이번 기간에는 새로 들어온 내용이 없습니다.",
        "more": "그 밖에 {count}개가 더 있습니다.",
        "late": "예정({at})보다 늦게 보냅니다.",
        "skipped": "이 사이 보내지 못한 다이제스트가 {count}회 있었습니다.",
        "next": "다음 다이제스트: {at}",
        "undated": "날짜 없음",
        "moment": "%Y-%m-%d %H:%M",
    },
    "en": {
        "title": "New this week",
        "new": "{count} new sections",
        "empty": "Nothing new came in during this period.",
        "more": "{count} more came in.",
        "late": "Sent later than planned ({at}).",
        "skipped": "{count} digests could not be sent in between.",
        "next": "Next digest: {at}",
        "undated": "undated",
        "moment": "%Y-%m-%d %H:%M",
    },
}


class News(Protocol):
    """What the plain digest needs of the document store."""

    def sightings(self, *, after: datetime, until: datetime, owner: str = "") -> Iterable[Sighting]:
        """Sections that are new or changed since then."""
        ...


class PlainDigest:
    """Composes the digest of a subscription from the store alone."""

    def __init__(self, news: News) -> None:
        self._news = news

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """New sections since the previous digest; None where there are none and the subscription is quiet."""
        subscription = due.subscription
        if subscription is None:
            return None
        wish = subscription.wish
        after = due.previous or due.delivery.slot - PERIOD
        seen = self._news.sightings(after=after, until=now, owner=wish.owner)
        found = [s for s in seen if _wanted(s, wish.topics)]
        if not found and wish.quiet:
            return None
        return _payload(due, subscription, found, now)


def _wanted(sighting: Sighting, topics: tuple[str, ...]) -> bool:
    said = " ".join((sighting.document.title, *sighting.document.tags, *sighting.section.path)).casefold()
    return not topics or any(topic.casefold() in said for topic in topics)


def _payload(due: Due, subscription: Subscription, found: list[Sighting], now: datetime) -> Payload:
    texts = _TEXTS["en" if subscription.wish.language == "en" else "ko"]
    zone = ZoneInfo(subscription.wish.rule.zone)
    entries = [_entry(s, texts["undated"]) for s in found[:MAX_ENTRIES]]
    count = texts["new"].format(count=len(found)) if found else texts["empty"]
    notes = _notes(due, texts, zone, now)
    if len(found) > MAX_ENTRIES:
        entries.append(texts["more"].format(count=len(found) - MAX_ENTRIES))
    blocks = [_header(texts["title"]), _plain(count), *(_plain(entry) for entry in entries)]
    if notes:
        blocks.append({"type": "context", "elements": [{"type": "plain_text", "text": " · ".join(notes)[:2000]}]})
    shown = tuple(Shown(s.section.id, fingerprint(s.section.text), s.document.id, now) for s in found[:MAX_ENTRIES])
    return Payload(Message(_escaped(f"{texts['title']}: {count}"), tuple(blocks)), shown=shown)


def _entry(sighting: Sighting, undated: str) -> str:
    document, section = sighting.document, sighting.section
    dated = section.date or document.date
    heading = " › ".join(section.path) or document.title
    return f"• {heading} — {document.title} ({dated or undated})"


def _notes(due: Due, texts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> list[str]:
    notes = []
    if due.late(now):
        notes.append(texts["late"].format(at=due.delivery.slot.astimezone(zone).strftime(texts["moment"])))
    if due.skipped:
        notes.append(texts["skipped"].format(count=due.skipped))
    if due.next_send:
        notes.append(texts["next"].format(at=due.next_send.astimezone(zone).strftime(texts["moment"])))
    return notes


def _header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _plain(text: str) -> dict[str, Any]:
    """Plain text needs no escape and pings nobody. 3,000 characters is Slack's limit of a section."""
    return {"type": "section", "text": {"type": "plain_text", "text": text[:3000]}}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
