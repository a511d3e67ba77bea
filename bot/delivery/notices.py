"""Who is told that a subscription had to be paused: whoever made it, once for each pause."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.timing import NOTICE_LIFE
from bot.domain.delivery import NOTICE, Planned
from bot.domain.subscription import Subscription


def notice_of(subscription: Subscription, reason: str, *, now: datetime) -> Planned | None:
    """The notice of a pause; None where nobody in Slack made the subscription."""
    if not subscription.created_by:
        return None
    wish = subscription.wish
    return Planned(
        # One for each pause: the version rises with it.
        key=f"notice:{subscription.id}:{subscription.version}",
        kind=NOTICE,
        owner=wish.owner,
        target=subscription.created_by,
        slot=now,
        expires=now + NOTICE_LIFE,
        ref={"target": wish.target, "kind": wish.kind.value, "language": wish.language, "reason": reason},
    )
