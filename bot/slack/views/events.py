"""Events: what is coming, when and where; past ones are said to be past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.delivery import Message
from bot.domain.event import Event, EventStatus, local_day
from bot.slack import blocks, planner, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.ids import Action
from bot.slack.texts import Texts

_MOST = 10
_SUMMARY = 280
COUNTED = 1_000
"""So many events are looked through, to say how many more there are than are shown."""


def named(event: Event, max_chars: int = 250) -> str:
    """The title on one line; an ellipsis where it holds nothing that can be seen."""
    return clip(one_line(event.title), max_chars) or "…"


def when(event: Event, texts: Texts, zone: ZoneInfo) -> str:
    """An event's time as mrkdwn: Slack's own date markup for instants, plain dates for whole days."""
    if event.vague:
        return mrkdwn(event.vague)
    if event.starts is None:
        return mrkdwn(texts("events.undated"))
    if isinstance(event.starts, datetime):
        said = blocks.moment(event.starts, texts.moment(event.starts, zone))
        if isinstance(event.ends, datetime) and event.ends > event.starts:
            same_day = event.ends.astimezone(zone).date() == event.starts.astimezone(zone).date()
            form = "{time}" if same_day else "{date_short_pretty} {time}"
            said += " – " + blocks.moment(event.ends, texts.moment(event.ends, zone), form=form)
        return said
    last = event.ends if isinstance(event.ends, date) and not isinstance(event.ends, datetime) else event.starts
    return mrkdwn(texts.days(event.starts, last))


def countdown(event: Event, today: date, zone: ZoneInfo, texts: Texts) -> str:
    """How far away an event is, in days: "D-7", "내일", "오늘", "진행 중"; empty where nobody can say or it is over."""
    if event.starts is None or event.vague:
        return ""
    starts, ends = local_day(event.starts, zone), local_day(event.ends or event.starts, zone)
    if ends < today:
        return ""
    if starts < today:
        return texts("events.running")
    days = (starts - today).days
    if days <= 1:
        return texts("events.today" if days == 0 else "events.tomorrow")
    return texts("events.in_days", days=days)


def entry(event: Event, texts: Texts, zone: ZoneInfo, today: date) -> list[Block]:
    """One event: its name, then when, where and a link."""
    parts = [richtext.text(named(event), bold=True)]
    cancelled = event.status is EventStatus.CANCELLED
    away = texts("events.cancelled") if cancelled else countdown(event, today, zone, texts)
    if not away and event.ends is not None and local_day(event.ends, zone) < today:
        away = texts("events.over")
    if away:
        parts.append(richtext.text(f"  {away}"))
    about = [when(event, texts, zone)]
    if event.place:
        about.append(mrkdwn(clip(one_line(event.place), 120)))
    if event.url:
        about.append(blocks.link(event.url, texts("events.site")))
    found = [richtext.rich(*parts), blocks.marked_context("  ·  ".join(about))]
    lines = filter(None, map(one_line, event.summary.splitlines()))
    if summary := clip("\n".join(lines), _SUMMARY):
        found.append(richtext.rich(richtext.text(summary)))
    return found


def listed(
    events: Sequence[Event],
    texts: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    title: str,
    offers: Callable[[Event], list[Block]],
    past: bool = False,
    feed: bool = False,
) -> Message:
    """A list of events under a title. `offers` makes the buttons of an event; `feed` offers the calendar feed."""
    today = now.astimezone(zone).date()
    head: list[Block] = [blocks.header(title)]
    if past:
        head.append(blocks.context(texts("events.past_note")))
    groups = [[*entry(event, texts, zone, today), blocks.actions(offers(event))] for event in events[:_MOST]]
    foot = _foot(texts, past=past, feed=feed)
    shown = planner.how_many(groups, around=[*head, *foot, blocks.context(texts("events.more", count=len(events)))])
    body = [block for group in groups[:shown] for block in group]
    if len(events) > shown:
        body.append(blocks.context(texts("events.more", count=len(events) - shown)))
    return blocks.message(f"{title}: {', '.join(one_line(event.title) for event in events[:3])}", [*head, *body, *foot])


def _foot(texts: Texts, *, past: bool, feed: bool) -> list[Block]:
    row = [] if past else [blocks.button(texts("events.button_past"), Action.EVENTS_PAST)]
    if feed:
        row.append(blocks.button(texts("feed.button"), Action.FEED))
    return [blocks.actions(row)] if row else []


def none_ahead(last: Sequence[Event], texts: Texts, zone: ZoneInfo) -> Message:
    """Nothing is coming; says when the last events were."""
    said = texts("events.none")
    body: list[Block] = [blocks.section(said)]
    if last:
        body.append(blocks.context(texts("events.last")))
        for event in last[:3]:
            name = mrkdwn(named(event, 200))
            body.append(blocks.marked_context("  ·  ".join([name, when(event, texts, zone)])))
        body.append(blocks.actions([blocks.button(texts("events.button_past"), Action.EVENTS_PAST)]))
    return blocks.message(said, body)
