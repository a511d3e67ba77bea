"""`aitrend events`: what is coming, what was, and the calendar export and feed."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.app import workspace_id
from bot.cli import output
from bot.cli.documents import JsonFlag
from bot.cli.options import instant, with_settings
from bot.config import Settings
from bot.core import open_core, open_served
from bot.domain.event import Event, EventStatus, local_day
from bot.errors import InputError
from bot.jsonview.documents import event_json
from bot.parts import Parts

MAX_LIMIT = 1000
_LAST = 3


@with_settings
def events(
    settings: Settings,
    at: Annotated[str | None, typer.Option("--at", help="As of this ISO 8601 instant.")] = None,
    past: Annotated[bool, typer.Option("--past", help="Events that are over, the latest first.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=MAX_LIMIT, help="How many events.")] = 50,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write a calendar file; - is standard output.")] = None,
    feed: Annotated[
        str | None, typer.Option("--feed", help="Make a calendar feed at this public address of `aitrend web`.")
    ] = None,
    revoke_feed: Annotated[bool, typer.Option("--revoke-feed", help="Close all calendar feeds.")] = False,
    json: JsonFlag = False,
) -> None:
    """List coming events; export them to a calendar."""
    now = instant(at, settings)
    if feed is not None or revoke_feed:
        _feeds(settings, feed, now)
        return
    with open_core(settings) as core:
        with output.progress("reading") as advance:
            output.problems(core.library.sync(advance).problems)
        agenda = Parts(core).agenda
        if ics is not None:
            _export(agenda.calendar(now=now), ics)
            return
        found = (agenda.past if past else agenda.upcoming)(now=now, limit=limit)
        if json:
            output.as_json([event_json(event) for event in found])
            return
        zone = ZoneInfo(settings.tz)
        for event in found:
            _show(event, zone, now)
        if not found:
            _none(() if past else agenda.past(now=now, limit=_LAST), zone)


def _feeds(settings: Settings, address: str | None, now: datetime) -> None:
    from bot.feeds import CalendarFeeds

    if address is not None and not address.startswith(("https://", "http://")):
        raise InputError(f"--feed {address}: give the address at which aitrend web is reached, https://…")
    with open_served(settings) as core:
        tokens, owner = Parts(core).feed_tokens, workspace_id(settings)
        if address is None:
            print(f"{tokens.revoke(owner=owner)} feeds closed")
            return
        feeds = CalendarFeeds(address, tokens, settings.slack_signing_secret)
        print(feeds.open(owner=owner, by="shell", now=now))
        output.note("Anybody with this address can read the events; --revoke-feed closes it. It is shown only now.")


def _export(calendar: bytes, target: Path) -> None:
    if str(target) == "-":
        sys.stdout.buffer.write(calendar)
        sys.stdout.buffer.flush()
        return
    try:
        target.write_bytes(calendar)
    except OSError as error:
        raise InputError(f"--ics {target}: {error.strerror}") from None
    output.note(f"{target}: {calendar.count(b'BEGIN:VEVENT')} events")


def _none(last: tuple[Event, ...], zone: ZoneInfo) -> None:
    if not last:
        print("No events.")
        return
    print("No events are coming up. The latest ones were:")
    for event in last:
        print(f"  {_when(event, zone)}  {event.title}")


def _show(event: Event, zone: ZoneInfo, now: datetime) -> None:
    cancelled = "  (cancelled)" if event.status is EventStatus.CANCELLED else ""
    print(f"{_when(event, zone)}  {event.title}{cancelled}{_away(event, zone, now)}")
    for line in (event.place, event.url, event.summary):
        if line:
            print(f"    {line}")


def _away(event: Event, zone: ZoneInfo, now: datetime) -> str:
    """Days to go, for one that lies ahead and has a day."""
    if event.starts is None or event.vague or event.status is EventStatus.CANCELLED:
        return ""
    days = (local_day(event.starts, zone) - now.astimezone(zone).date()).days
    return f"  D-{days}" if days > 0 else "  today" if days == 0 else ""


def _when(event: Event, zone: ZoneInfo) -> str:
    if event.vague:
        return event.vague
    if event.starts is None:
        return "date to be announced"
    first = _said(event.starts, zone)
    if event.ends is None or event.ends == event.starts:
        return first
    return f"{first} to {_said(event.ends, zone)}"


def _said(moment: date | datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()
