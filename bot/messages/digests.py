"""Digests put together: what the trends choose, what lies ahead, what a place was shown before, as Slack messages."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery.ports import Due
from bot.delivery.subscribe import Subscribing
from bot.domain.answers import AnswerLog, Gap, GivenAnswer
from bot.domain.delivery import Payload
from bot.domain.digest import PERIOD, Digest, ShownHighlights, Told, Wanted
from bot.domain.subscription import Kind, SubscriptionStore
from bot.services import Agenda
from bot.slack import digest as view
from bot.slack.chart import chart
from bot.slack.texts import of
from bot.trends.service import Trends

GAPS = "gaps"
"""The extra of a subscription that wants the questions that found nothing."""

_EVENTS = 50
"""Events looked at for a digest, which lists a few of them and counts the rest."""


class Digesting:
    """Composes the digests of subscriptions and of people who ask (the Digests of `bot.services`)."""

    def __init__(
        self,
        trends: Trends,
        agenda: Agenda,
        shown: ShownHighlights,
        answers: AnswerLog,
        subscriptions: SubscriptionStore,
        subscribing: Subscribing,
    ) -> None:
        self._trends = trends
        self._agenda = agenda
        self._shown = shown
        self._answers = answers
        self._subscriptions = subscriptions
        self._subscribing = subscribing

    def digest(
        self,
        *,
        owner: str,
        target: str,
        zone: str,
        at: datetime,
        since: datetime | None = None,
        next_at: datetime | None = None,
        topics: tuple[str, ...] = (),
        gaps: bool = False,
    ) -> Digest:
        """The digest of a place as of an instant, in no language yet."""
        wanted = Wanted(
            at=at,
            zone=ZoneInfo(zone),
            owner=owner,
            channel=target,
            since=since,
            shown=[shown for shown in self._shown.shown(owner=owner, channel=target) if shown.shown_at <= at],
            events=self._agenda.upcoming(now=at, owner=owner, limit=_EVENTS),
            gaps=self._gaps(owner, since or at - PERIOD) if gaps else (),
            next_at=next_at,
            topics=topics,
        )
        return self._trends.compose(wanted)

    def compose(
        self, *, owner: str, target: str, language: str, zone: str, now: datetime, preview: bool = False
    ) -> Payload:
        """For a person who asks: as of now, or as of the place's next scheduled send. Without its chart."""
        ahead = [
            at
            for subscription in self._subscriptions.list(owner=owner, target=target)
            if subscription.wish.kind is Kind.DIGEST
            for at in self._subscribing.next_sends(subscription, now=now, count=2)
        ]
        ahead.sort()
        at = ahead.pop(0) if preview and ahead else now
        digest = self.digest(owner=owner, target=target, zone=zone, at=at, next_at=ahead[0] if ahead else None)
        return self.payload(Told(digest, language), key=f"asked:{target}:{at.isoformat()}", now=now, png=b"")

    def payload(self, told: Told, *, key: str, now: datetime, png: bytes) -> Payload:
        """A digest's messages; its highlights are kept as an answer, so that their buttons open them."""
        from bot.trends.corrections import kept

        digest, language = told.digest, of(told.language).language
        answer = GivenAnswer(
            id=hashlib.sha256(f"{digest.owner}/{key}".encode()).hexdigest()[:12],
            owner=digest.owner,
            query="",
            created=now,
            sections=tuple(h.section.id for h in digest.highlights),
            total=len(digest.highlights),
            language=language,
        )
        self._answers.put(answer)
        told = replace(told, language=language, answer_id=answer.id)
        return replace(view.payload(told, png), told=replace(told, digest=kept(digest)))

    def _gaps(self, owner: str, since: datetime) -> tuple[Gap, ...]:
        return self._answers.gaps(owner=owner, since=since)


class SubscribedDigest:
    """The Composer of digests: what a subscription wishes, as of the moment of posting."""

    def __init__(self, digesting: Digesting) -> None:
        self._digesting = digesting

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """None where a quiet subscription has nothing to say."""
        subscription, delivery = due.subscription, due.delivery
        if subscription is None:
            digest = self._digesting.digest(
                owner=delivery.owner, target=delivery.target, zone=str(delivery.ref["zone"]), at=delivery.slot
            )
            language = str(delivery.ref["language"])
        else:
            wish = subscription.wish
            digest = self._digesting.digest(
                owner=wish.owner,
                target=wish.target,
                zone=wish.rule.zone,
                at=now,
                since=due.previous,
                next_at=due.next_send,
                topics=wish.topics,
                gaps=GAPS in wish.extras,
            )
            language = wish.language
            if digest.empty and wish.quiet:
                return None
        late_from = delivery.slot if due.late(now) else None
        told = Told(digest, language, late_from=late_from, skipped=due.skipped)
        return self._digesting.payload(told, key=delivery.key, now=now, png=chart_of(digest, language))


def chart_of(digest: Digest, language: str, *, dark: bool = False) -> bytes:
    """The chart of a digest as PNG; empty where there is nothing to draw."""
    drawn = chart(digest, of(language))
    if drawn is None:
        return b""
    from bot.trends.chart import draw

    return draw(drawn, "dark" if dark else "light")
