"""What posts, as the deliveries see it."""

from __future__ import annotations

from typing import Protocol

from bot.domain.delivery import Delivery, Found, Image, Message, Posted


class Messenger(Protocol):
    """Posts messages. No call is repeated inside: the caller knows what may be repeated.

    Raises RateLimited, ChannelRefused, MessageRefused and NotPosted where nothing was posted, PossiblyPosted where
    that is not known, and nothing else.
    """

    def post(self, delivery: Delivery, message: Message) -> Posted:
        """Post to the delivery's target (and thread), with key, generation and hash as metadata."""
        ...

    def update(self, owner: str, posted: Posted, message: Message) -> None:
        """Rewrite a message of ours."""
        ...

    def delete(self, owner: str, posted: Posted) -> None:
        """Delete a message of ours; one that is gone already is no error."""
        ...

    def find(self, delivery: Delivery) -> tuple[Found, ...]:
        """Our messages with the delivery's key, oldest first, by the metadata in the channel's history.

        Raises HistoryUnreadable where a person has to act first, NotPosted where trying later may help.
        """
        ...

    def upload(self, owner: str, image: Image) -> str:
        """Upload a picture without sharing it; returns its file id."""
        ...
