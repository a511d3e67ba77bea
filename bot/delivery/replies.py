"""Messages that stand in the thread of another: frozen together with it, delivered one by one after it."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.ports import Due
from bot.domain.delivery import Message, Payload


class ReplyComposer:
    """Gives back the message that was planned when its parent was posted."""

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """As of its parent's moment, whatever `now` is: the two belong together."""
        message = due.delivery.ref["message"]
        return Payload(Message(message["text"], tuple(message.get("blocks", ()))))
