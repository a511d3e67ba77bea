"""The Slack listeners: thin functions from what a person did to calls of the services and views of `bot.slack`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_bolt import App

    from bot.services import Services
    from handlers.work import Work


def register(app: App, services: Services, *, work: Work | None = None) -> None:
    """Wire every listener of the table to a Bolt app; their work runs on `work`, a pool of threads by default."""
    from handlers.bolt import wire
    from handlers.table import LISTENERS

    wire(app, services, LISTENERS, work=work)
