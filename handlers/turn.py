"""One thing that a person did in Slack, with everything needed to answer it where it happened."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.domain.answers import AnswerLog
from bot.domain.delivery import Message
from bot.errors import ChannelRefused
from bot.services import Services
from bot.slack.blocks import Block
from bot.slack.messenger import Messenger
from bot.slack.texts import Texts, of
from handlers.readers import Reader

Body = Mapping[str, Any]
"""A request of Slack's as JSON: read here and in the listeners, passed on nowhere."""


def _id(body: Body, *names: str) -> str:
    """The first id of these names, given bare or as an object's `id`; empty where there is none."""
    for name in names:
        value = body.get(name)
        if isinstance(value, Mapping):
            value = value.get("id")
        if isinstance(value, str) and value:
            return value
    return ""


@dataclass(frozen=True)
class Turn:
    """`owner` is the asking workspace, `now` the instant of receipt, `reader` who asks.

    `thread` is the thread in which it happened, empty outside of one. `response_url` and `trigger` are empty where
    Slack gave none.
    """

    services: Services
    messenger: Messenger
    body: Body
    owner: str
    now: datetime
    reader: Reader
    log_id: str
    bot_user: str = ""
    token: str = ""

    @property
    def texts(self) -> Texts:
        """The texts in the reader's language."""
        return of(self.reader.language)

    @property
    def answers(self) -> AnswerLog:
        """What the surface remembers."""
        return self.services.answers

    @cached_property
    def event(self) -> Body:
        """The event of an event envelope; empty otherwise."""
        event = self.body.get("event")
        return event if isinstance(event, Mapping) else {}

    @cached_property
    def action(self) -> Body:
        """The first action of an interaction; empty otherwise."""
        actions = self.body.get("actions")
        return actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}

    @cached_property
    def message(self) -> Body:
        """The message that an interaction belongs to; empty otherwise."""
        message = self.body.get("message")
        return message if isinstance(message, Mapping) else {}

    @cached_property
    def container(self) -> Body:
        """What holds the button that was pressed: a message, or a view."""
        container = self.body.get("container")
        return container if isinstance(container, Mapping) else {}

    @cached_property
    def view(self) -> Body:
        """The window or home page that an interaction belongs to; empty otherwise."""
        view = self.body.get("view")
        return view if isinstance(view, Mapping) else {}

    @property
    def value(self) -> str:
        """What the pressed button carries; empty where there is none."""
        return str(self.action.get("value") or "")

    @property
    def metadata(self) -> str:
        """What the window remembers, as its view wrote it; empty where there is none."""
        return str(self.view.get("private_metadata") or "")

    @property
    def values(self) -> Body:
        """The fields of a form as filled in, by block id and action id; empty where there are none."""
        values = (self.view.get("state") or {}).get("values")
        return values if isinstance(values, Mapping) else {}

    @property
    def user(self) -> str:
        """Who did it."""
        return self.reader.user

    @property
    def channel(self) -> str:
        """Where it happened; empty in windows and on the home page."""
        return (
            _id(self.body, "channel", "channel_id") or _id(self.event, "channel") or _id(self.container, "channel_id")
        )

    @property
    def thread(self) -> str:
        """The thread in which it happened; empty outside of one."""
        return str(
            self.event.get("thread_ts") or self.message.get("thread_ts") or self.container.get("thread_ts") or ""
        )

    @property
    def response_url(self) -> str:
        """Where an answer may be posted for half an hour."""
        return str(self.body.get("response_url") or "")

    @property
    def trigger(self) -> str:
        """What lets a window be opened, for three seconds."""
        return str(self.body.get("trigger_id") or "")

    @property
    def direct(self) -> bool:
        """Whether it happened in the conversation of one person with the bot."""
        return self.channel.startswith("D")

    @property
    def ephemeral(self) -> bool:
        """Whether the button stands in a message that only this person sees."""
        return self.container.get("is_ephemeral") is True

    def speaking(self, language: str) -> Turn:
        """The same turn in another language."""
        return replace(self, reader=replace(self.reader, language=language))

    def tell(self, message: Message, *, replacing: bool = False) -> None:
        """Show a message to this person alone: in place of the private message whose button was pressed, if wished."""
        if self.response_url:
            in_place = replacing and (self.ephemeral or self.direct)
            with suppress(ChannelRefused):  # used up, or older than Slack keeps it
                self.messenger.respond(self.response_url, message, replace=in_place, thread=self.thread)
                return
        self.reach(message, self.channel, thread=self.thread)

    def reach(self, message: Message, channel: str, *, thread: str = "") -> None:
        """Show a message to this person alone in a channel; directly where there is none or the app is no member."""
        if channel.startswith("D"):
            self.messenger.post(channel, message, thread=thread)
            return
        if channel:
            with suppress(ChannelRefused):
                self.messenger.ephemeral(channel, self.user, message, thread=thread)
                return
        self.messenger.post(self.user, message)

    def say(self, message: Message, *, thread: str = "") -> str:
        """Post a message where it happened, for everyone there."""
        return self.messenger.post(self.channel, message, thread=thread or self.thread)

    def show(self, view: Block) -> None:
        """Open a window, over the present one where the button stands in a window."""
        if self.view.get("type") == "modal":
            self.messenger.push(self.trigger, view)
        else:
            self.messenger.open(self.trigger, view)
