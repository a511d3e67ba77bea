"""Subscriptions and deliveries from the shell: the same rows that Slack's windows make and show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import output
from bot.cli.documents import JsonFlag
from bot.cli.options import with_settings
from bot.config import Settings
from bot.core import open_served
from bot.delivery.subscribe import Upcoming, time_of, weekdays_of
from bot.domain.delivery import Delivery, State
from bot.domain.subscription import DEFAULT_LEADS, Kind, Rule, Subscription, Wish, is_person
from bot.errors import InputError
from bot.jsonview.deliveries import delivery_json, subscription_json
from bot.parts import Parts


@contextmanager
def _deliveries(settings: Settings) -> Iterator[Parts]:
    with open_served(settings) as core:
        yield Parts(core)


@with_settings
def subscribe(
    settings: Settings,
    target: Annotated[str, typer.Argument(help="Id of a channel (C…) or of a person (U…).")],
    kind: Annotated[Kind, typer.Option("--kind", help="What to deliver.")] = Kind.DIGEST,
    days: Annotated[str, typer.Option("--days", help="Weekdays of a digest, as in mon,thu or 월,목.")] = "mon",
    at: Annotated[str, typer.Option("--time", help="Local wall time.")] = "09:00",
    lead: Annotated[
        list[int] | None, typer.Option("--lead", min=0, help="Days before an event; may be given again. [7, 1, 0]")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option("--topic", help="Only this topic; may be given again.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when there is nothing to say.")] = False,
    tell: Annotated[str, typer.Option("--tell", help="Id of the person (U…) to tell if it has to be paused.")] = "",
    json: JsonFlag = False,
) -> None:
    """Let a channel or a person get digests or event reminders; --tz and --lang are the subscription's own."""
    from bot.app import workspace_id

    if tell and not is_person(tell):
        raise InputError(f"--tell {tell!r} is no person's Slack id; one looks like U0123456789")
    wish = Wish(
        owner=workspace_id(settings),
        target=target,
        kind=kind,
        rule=Rule(weekdays_of(days), time_of(at), settings.tz),
        language=settings.lang,
        topics=tuple(topic or ()),
        leads=tuple(lead) if lead else DEFAULT_LEADS,
        quiet=quiet,
    )
    now = datetime.now(UTC)
    with _deliveries(settings) as deliveries:
        made = deliveries.subscribing.create(wish, by=tell, now=now)
        row = subscription_json(made, deliveries.subscribing.next_sends(made, now=now))
    output.as_json(row) if json else print(f"{made.id}: {_summary(made)}")
    if not wish.owner:
        output.note(
            "SLACK_BOT_TOKEN is not set here, so it belongs to no workspace: it is delivered, but Slack does not list "
            f"it; to have it there, `aitrend unsubscribe {made.id}` and make it again with the token"
        )


@with_settings
def subscriptions(settings: Settings, json: JsonFlag = False) -> None:
    """List the subscriptions with their next three sends."""
    with _deliveries(settings) as deliveries:
        found = deliveries.subscribing.upcoming(now=datetime.now(UTC))
    if json:
        output.as_json([subscription_json(one.subscription, one.sends) for one in found])
        return
    if not found:
        print("No subscriptions yet: aitrend subscribe CHANNEL makes one.")
        return
    output.table(
        "",
        ("id", "target", "what", "next"),
        ((one.subscription.id, one.subscription.wish.target, _summary(one.subscription), _next(one)) for one in found),
        whole=("id", "target", "next"),
    )


@with_settings
def unsubscribe(
    settings: Settings, subscription: Annotated[str, typer.Argument(help="Id, as `aitrend subscriptions` shows it.")]
) -> None:
    """End a subscription; what was posted stays."""
    with _deliveries(settings) as deliveries:
        if not deliveries.subscribing.delete(subscription, now=datetime.now(UTC)):
            raise InputError(f"there is no subscription {subscription!r}; `aitrend subscriptions` lists them")
    print(f"{subscription}: removed")


@with_settings
def deliveries(
    settings: Settings,
    state: Annotated[State | None, typer.Option("--state", help="Only those in this state.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 50,
    json: JsonFlag = False,
) -> None:
    """The outbox: what was sent, what is due, and what waits for an answer."""
    with _deliveries(settings) as opened:
        found = opened.outbox.list(state=state, limit=limit)
        counts = opened.outbox.counts()
    if json:
        for delivery in found:
            output.json_line(delivery_json(delivery))
        return
    output.table(
        "",
        ("id", "key", "target", f"slot, {settings.tz}", "state"),
        ((d.id, d.key, d.target, _wall(d.slot, settings.tz), _ended(d)) for d in found),
        whole=("id", "target"),
    )
    print(", ".join(f"{count} {name.value}" for name, count in counts.items() if count) or "nothing yet")
    if counts.get(State.HELD):
        print(
            "Held ones may stand in their channel or not: look, then `aitrend resend ID`, or "
            "`aitrend mark-posted ID LINK` with the link of the message."
        )


DeliveryId = Annotated[int, typer.Argument(help="Number, as `aitrend deliveries` shows it.")]


@with_settings
def resend(settings: Settings, delivery: DeliveryId) -> None:
    """Answer for a held delivery: it does not stand in the channel, send it again."""
    with _deliveries(settings) as opened:
        done = opened.answering.resend(delivery, now=datetime.now(UTC))
    print(f"{done.id}: {done.state.value}")


@with_settings
def mark_posted(
    settings: Settings,
    delivery: DeliveryId,
    link: Annotated[str, typer.Argument(help="Link of the message: its thread is then sent.")] = "",
) -> None:
    """Answer for a held delivery: it stands in the channel, leave it."""
    with _deliveries(settings) as opened:
        done = opened.answering.mark_posted(delivery, link=link, now=datetime.now(UTC))
    print(f"{done.id}: {done.state.value}")


_DAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _summary(subscription: Subscription) -> str:
    wish = subscription.wish
    if wish.kind is Kind.REMINDERS:
        leads = ", ".join(str(days) for days in wish.leads)
        return f"reminders {leads} days ahead at {wish.rule.at:%H:%M} {wish.rule.zone}"
    days = ", ".join(_DAYS[day] for day in wish.rule.weekdays)
    return f"digest on {days} at {wish.rule.at:%H:%M} {wish.rule.zone}"


def _next(upcoming: Upcoming) -> str:
    """A send a line, in the subscription's zone, or why there is none."""
    found = upcoming.subscription
    if found.paused:
        return f"paused:\n{found.pause_reason}" if found.pause_reason else "paused"
    return "\n".join(_wall(at, found.wish.rule.zone) for at in upcoming.sends) or "no event ahead"


def _ended(delivery: Delivery) -> str:
    return f"{delivery.state.value}: {delivery.reason}" if delivery.reason else delivery.state.value


def _wall(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
