"""App Home: search, what is rising, what is coming, and the subscriptions of a person and their channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.agenda import PersonalReminder
from bot.domain.digest import TrendReport
from bot.domain.event import Event
from bot.slack import blocks, limits, planner
from bot.slack.blocks import Block
from bot.slack.ids import Action
from bot.slack.texts import Texts
from bot.slack.views import events as event_views
from bot.slack.views import help as help_views
from bot.slack.views import subscriptions as subscription_views
from bot.slack.views import trends as trend_views
from bot.slack.views import wishes
from bot.slack.views.subscriptions import Shown

_EVENTS = 4
_SUBSCRIPTIONS = 12


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What goes to a person, and what the person sends to channels."""

    mine: Sequence[Shown] = ()
    channels: Sequence[Shown] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What the page shows. None for a part that failed; empty where there is nothing."""

    samples: Sequence[str] = ()
    trends: TrendReport | None = None
    events: Sequence[Event] | None = None
    subscriptions: Subscribed | None = None
    reminders: Sequence[tuple[PersonalReminder, Event | None]] = ()
    feed: bool = False


def page(contents: Contents, texts: Texts, zone: ZoneInfo, now: datetime) -> Block:
    """The home page."""
    body: list[Block] = [
        blocks.header(texts("home.title")),
        blocks.section(texts("home.lead")),
        blocks.actions(
            [
                blocks.button(texts("button.search"), Action.SEARCH, style="primary"),
                blocks.button(texts("button.settings"), Action.SETTINGS),
            ]
        ),
    ]
    if contents.samples:
        body += [blocks.context(texts("help.try")), help_views.examples(contents.samples)]
    body += _trends(contents, texts)
    body += _events(contents, texts, zone, now)
    body += _subscriptions(contents, texts, zone)
    whole = planner.pages(body, max_blocks=limits.VIEW_BLOCKS, max_chars=50_000)[0]
    return blocks.home(whole)


def _trends(contents: Contents, texts: Texts) -> list[Block]:
    head = [blocks.divider(), blocks.header(texts("trends.title"))]
    if contents.trends is None:
        return [*head, blocks.context(texts("home.failed"))]
    topics = [each.topic for each in contents.trends.rising] or list(contents.trends.standing)
    buttons = [trend_views.topic_buttons(topics, texts)] if topics else []
    return [*head, *trend_views.rising(contents.trends, texts), *buttons]


def _events(contents: Contents, texts: Texts, zone: ZoneInfo, now: datetime) -> list[Block]:
    head = [blocks.divider(), blocks.header(texts("events.title"))]
    if contents.events is None:
        return [*head, blocks.context(texts("home.failed"))]
    if not contents.events:
        return [
            *head,
            blocks.section(texts("events.none")),
            blocks.actions([blocks.button(texts("events.button_past"), Action.EVENTS_PAST)]),
            *_mine(contents, texts, zone),
        ]
    today = now.astimezone(zone).date()
    rows = [block for event in contents.events[:_EVENTS] for block in event_views.entry(event, texts, zone, today)]
    return [*head, *rows, *_mine(contents, texts, zone)]


def _mine(contents: Contents, texts: Texts, zone: ZoneInfo) -> list[Block]:
    """The person's own reminders, and the feed for a calendar."""
    found: list[Block] = []
    if contents.reminders:
        found += [
            blocks.context(texts("reminder.mine")),
            *wishes.mine(contents.reminders[:_SUBSCRIPTIONS], texts, zone),
        ]
    if contents.feed:
        found.append(blocks.actions([blocks.button(texts("feed.button"), Action.FEED)]))
    return found


def _subscriptions(contents: Contents, texts: Texts, zone: ZoneInfo) -> list[Block]:
    head = [blocks.divider(), blocks.header(texts("subscriptions.title"))]
    subscribed = contents.subscriptions
    if subscribed is None:
        return [*head, blocks.context(texts("home.failed"))]
    found = list(head)
    for title, rows in (("home.mine", subscribed.mine), ("home.channels", subscribed.channels)):
        if rows:
            found.append(blocks.context(texts(title)))
        for each in rows[:_SUBSCRIPTIONS]:
            found += subscription_views.entry(each, texts, zone)
        if len(rows) > _SUBSCRIPTIONS:
            found.append(blocks.context(texts("home.more", count=len(rows) - _SUBSCRIPTIONS)))
    if not subscribed.mine and not subscribed.channels:
        found.append(blocks.section(texts("subscriptions.none")))
    found.append(blocks.actions([blocks.button(texts("button.subscribe"), Action.SUBSCRIBE, style="primary")]))
    return found
