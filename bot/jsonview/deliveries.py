"""Subscriptions, deliveries and their messages as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.delivery import Delivery, Message, Payload
from bot.domain.subscription import Subscription
from bot.jsonview import Json


def subscription_json(subscription: Subscription, sends: Sequence[datetime]) -> Json:
    """A subscription with its next sends in its own zone."""
    wish = subscription.wish
    return {
        "id": subscription.id,
        "target": wish.target,
        "kind": wish.kind.value,
        "weekdays": list(wish.rule.weekdays),
        "time": f"{wish.rule.at:%H:%M}",
        "zone": wish.rule.zone,
        "language": wish.language,
        "topics": list(wish.topics),
        "leads": list(wish.leads),
        "quiet": wish.quiet,
        "by": subscription.created_by,
        "paused": subscription.paused,
        "pause_reason": subscription.pause_reason,
        "next": [_local(at, subscription) for at in sends],
    }


def delivery_json(delivery: Delivery) -> Json:
    """A delivery without its contents; instants are UTC."""
    return {
        "id": delivery.id,
        "key": delivery.key,
        "kind": delivery.kind,
        "target": delivery.target,
        "subscription": delivery.subscription,
        "slot": delivery.slot.isoformat(),
        "expires": delivery.expires.isoformat(),
        "state": delivery.state.value,
        "reason": delivery.reason,
        "generation": delivery.generation,
        "channel": delivery.channel,
        "ts": delivery.ts,
        "posted_at": delivery.posted_at.isoformat() if delivery.posted_at else None,
    }


def _message(message: Message) -> Json:
    return {"text": message.text, "blocks": [dict(block) for block in message.blocks]}


def payload_json(payload: Payload, now: datetime) -> Json:
    """The messages of a delivery as Slack gets them; pictures by their size."""
    return {
        "as_of": now.isoformat(),
        "message": _message(payload.message),
        "thread": [_message(message) for message in payload.thread],
        "images": [{"name": image.name, "bytes": len(image.data), "alt": image.alt} for image in payload.images],
    }


def _local(at: datetime, subscription: Subscription) -> str:
    return at.astimezone(ZoneInfo(subscription.wish.rule.zone)).isoformat(timespec="minutes")
