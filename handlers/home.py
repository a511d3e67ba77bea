"""App Home."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.domain.document import SectionKind
from bot.domain.subscription import Subscription
from bot.errors import AitrendError
from bot.slack.views import home as views
from bot.slack.views.home import Contents
from bot.slack.views.subscriptions import Shown
from handlers.turn import Turn

T = TypeVar("T")
log = structlog.get_logger(__name__)


def on_home_opened(turn: Turn) -> None:
    """Somebody opened the app's home page."""
    if turn.event.get("tab", "home") == "home":
        publish(turn)


def publish(turn: Turn) -> None:
    """Makes the page anew."""
    turn.messenger.publish(turn.user, views.page(_contents(turn), turn.texts, turn.reader.zone, turn.now))


def _contents(turn: Turn) -> Contents:
    services = turn.services
    trends, agenda = services.trends, services.agenda
    reminders = services.reminders
    mine, channels = subscriptions_of(turn)
    return Contents(
        samples=samples(turn),
        trends=_part(lambda: trends.report(now=turn.now, owner=turn.owner), turn) if trends else None,
        events=_part(lambda: agenda.upcoming(now=turn.now, owner=turn.owner, limit=4), turn) if agenda else None,
        mine=mine,
        channels=channels,
        reminders=_part(lambda: reminders.mine(turn.user, now=turn.now, owner=turn.owner), turn) or ()
        if reminders
        else (),
        feed=services.feeds is not None,
    )


def _part(part: Callable[[], T], turn: Turn) -> T | None:
    """A part of the page; one that fails is left out, for the others' sake."""
    try:
        return part()
    except AitrendError as error:
        log.warning("home.part_failed", id=turn.log_id, error=type(error).__name__)
        return None


def samples(turn: Turn) -> list[str]:
    """Questions that the corpus surely answers: headings of its newest sections."""
    rows = turn.services.searcher.suggest("", limit=_LOOKED_THROUGH, owner=turn.owner)
    found = [row.heading or row.title for row in rows if _is_text(turn, row.section_id)]
    return sorted(filter(None, found), key=lambda name: len(name) > _SHORT)[:3]


def _is_text(turn: Turn, section_id: str) -> bool:
    """Whether a section is something to read: events have a list of their own."""
    pair = turn.services.searcher.section(section_id, owner=turn.owner)
    return pair is not None and pair[1].kind is not SectionKind.EVENT


_LOOKED_THROUGH = 20
_SHORT = 28
"""A heading within this makes a button that shows whole on a phone."""


def shown(turn: Turn, subscription: Subscription) -> Shown:
    """A subscription with its next sends."""
    assert turn.services.subscriptions is not None
    return Shown(subscription, turn.services.subscriptions.next_sends(subscription, now=turn.now))


def subscriptions_of(turn: Turn) -> tuple[list[Shown] | None, list[Shown] | None]:
    """What goes to a person, and what the person sends to channels; None where subscriptions are not set up."""
    if turn.services.subscriptions is None:
        return None, None
    everything = turn.services.subscriptions.list(owner=turn.owner)
    mine = [each for each in everything if each.wish.target == turn.user]
    channels = [each for each in everything if each.wish.target != turn.user and each.created_by == turn.user]
    return [shown(turn, each) for each in mine], [shown(turn, each) for each in channels]
