"""App Home."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.domain.document import SectionKind
from bot.domain.subscription import Subscription
from bot.errors import AitrendError
from bot.slack.views import home as views
from bot.slack.views.home import Contents, Subscribed
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
    return Contents(
        samples=samples(turn),
        trends=_part(lambda: services.trends.report(now=turn.now, owner=turn.owner), turn),
        events=_part(lambda: services.agenda.upcoming(now=turn.now, owner=turn.owner, limit=4), turn),
        subscriptions=_part(lambda: subscriptions_of(turn), turn),
        reminders=_part(lambda: services.reminders.mine(turn.user, now=turn.now, owner=turn.owner), turn) or (),
        feed=services.feeds is not None,
    )


def _part(part: Callable[[], T], turn: Turn) -> T | None:
    """A part of the page; None for one that fails, for the others' sake."""
    try:
        return part()
    except AitrendError as error:
        log.warning("home.part_failed", id=turn.log_id, error=type(error).__name__)
        return None


def samples(turn: Turn) -> list[str]:
    """Questions that the corpus surely answers: headings of its newest sections."""
    rows = turn.services.searcher.suggest("", limit=_LOOKED_THROUGH, owner=turn.owner)
    texts = [row for row in rows if _is_text(turn, row.section_id)]
    headings = [row.heading for row in texts if row.heading] or [row.title for row in texts]
    found = dict.fromkeys(heading for heading in headings if len(heading) >= _TELLING)
    return sorted(found, key=lambda name: len(name) > _SHORT)[:3]


def _is_text(turn: Turn, section_id: str) -> bool:
    """Whether a section is something to read: events have a list of their own."""
    pair = turn.services.searcher.section(section_id, owner=turn.owner)
    return pair is not None and pair[1].kind is not SectionKind.EVENT


_LOOKED_THROUGH = 20
_TELLING = 6
"""Shorter headings, such as `개요` and `결론`, ask nothing."""
_SHORT = 28
"""A heading within this makes a button that shows whole on a phone."""


def shown(turn: Turn, subscription: Subscription) -> Shown:
    """A subscription with its next sends."""
    return Shown(subscription, turn.services.subscriptions.next_sends(subscription, now=turn.now))


def subscriptions_of(turn: Turn) -> Subscribed:
    """What goes to a person, and what the person sends to channels."""
    everything = turn.services.subscriptions.list(owner=turn.owner)
    mine = [each for each in everything if each.wish.target == turn.user]
    channels = [each for each in everything if each.wish.target != turn.user and each.created_by == turn.user]
    return Subscribed([shown(turn, each) for each in mine], [shown(turn, each) for each in channels])
