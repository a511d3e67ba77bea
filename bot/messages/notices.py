"""The direct message to whoever made a subscription that had to be paused."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.ports import Due
from bot.domain.delivery import Payload
from bot.domain.subscription import Kind
from bot.slack.texts import of
from bot.slack.views import notice


class NoticeComposer:
    """The Composer of notices: what was paused and why, in the subscription's language."""

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """As planned, whatever `now` is: the pause has happened."""
        ref = due.delivery.ref
        kind, target, reason = Kind(ref["kind"]), str(ref["target"]), str(ref["reason"])
        return Payload(notice.paused(of(str(ref["language"])), kind, target, reason))
