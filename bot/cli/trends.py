"""`aitrend trends` and `aitrend digest`: what moves in the documents, and what a channel would be told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app import slack_client, workspace_id
from bot.cli import output
from bot.cli.documents import JsonFlag
from bot.cli.options import instant, with_settings
from bot.config import Settings
from bot.core import open_core, open_served
from bot.domain.delivery import DIGEST, Message, Payload, Planned
from bot.domain.digest import DatedSection, Momentum, Told, Topic, TopicReport
from bot.errors import InputError
from bot.jsonview import Json
from bot.messages.digests import chart_of
from bot.parts import Parts, worker_of
from bot.slack.plain import plain

At = Annotated[str | None, typer.Option("--at", help="As of this ISO 8601 instant. [default: now]")]


@with_settings
def trends(
    settings: Settings,
    topic: Annotated[str | None, typer.Argument(help="One topic, with the sections behind it.")] = None,
    at: At = None,
    json: JsonFlag = False,
) -> None:
    """What is rising in the documents, with the counts behind it."""
    now = instant(at, settings)
    with open_core(settings) as core:
        output.problems(core.library.sync().problems)
        parts = Parts(core)
        if topic is not None:
            _one_topic(parts.trends.topic(topic, now=now), topic, json=json)
            return
        report = parts.trends.report(now=now)
    window = report.window
    if json:
        output.as_json(
            {
                "as_of": now.isoformat(),
                "window": [window.starts.isoformat(), window.ends.isoformat()] if window else None,
                "sections": window.sections if window else report.corpus.sections,
                "sections_before": window.sections_before if window else None,
                "movements": [_movement(momentum) for momentum in report.movements],
                "standing": [_topic(standing) for standing in report.standing],
            }
        )
        return
    if window is not None:
        moved = (
            (m.topic.label(settings.lang), m.direction, m.now, m.before, f"{m.score:+.1f}") for m in report.movements
        )
        title = f"{window.starts} to {window.ends}: {window.sections} sections, {window.sections_before} before"
        output.table(title, ("topic", "", "sections", "before", "z"), moved)
        return
    latest = f"up to {report.corpus.latest}" if report.corpus.latest else "which has no dates"
    title = f"too few sections to compare; the whole corpus, {latest}"
    counted = ((t.label(settings.lang), t.sections, t.documents) for t in report.standing)
    output.table(title, ("topic", "sections", "documents"), counted)


def _one_topic(found: TopicReport | None, asked: str, *, json: bool) -> None:
    if found is None:
        raise InputError(f"the documents know no topic {asked!r}; `aitrend trends` lists them")
    rows = [_section(section) for section in found.sections]
    if json:
        moved = _movement(found.momentum) if found.momentum else _topic(found.topic)
        output.as_json({**moved, "beside": list(found.beside), "named_in": rows})
        return
    title = f"{found.topic.name}: {found.topic.sections} sections of {found.topic.documents} documents"
    if found.momentum is not None:
        title += f"; {found.momentum.direction}, {found.momentum.now} lately and {found.momentum.before} before"
    output.table(title, ("date", "document", "section"), (tuple(row.values()) for row in rows))


@with_settings
def digest(
    settings: Settings,
    at: At = None,
    channel: Annotated[
        str, typer.Option("--channel", help="For this channel: what it was shown is not repeated.")
    ] = "",
    send: Annotated[
        bool, typer.Option("--send/--preview", help="Post it to the channel, once, or only show it.")
    ] = False,
    chart: Annotated[Path | None, typer.Option("--chart", help="Write the chart to this PNG file.")] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Draw the chart for a dark background.")] = False,
    json: JsonFlag = False,
) -> None:
    """Compose a digest as of an instant."""
    now = instant(at, settings)
    if send and not channel:
        raise InputError("--send needs --channel, the id of the channel to post to")
    owner = workspace_id(settings)
    with (open_served if send else open_core)(settings) as core:
        output.problems(core.library.sync().problems)
        parts = Parts(core)
        if send:
            _send(settings, parts, owner=owner, channel=channel, now=now)
            return
        composed = parts.digesting.digest(owner=owner, target=channel, zone=settings.tz, at=now)
        png = chart_of(composed, settings.lang, dark=dark) if json or chart else b""
        if chart is not None:
            if not png:
                raise InputError("there is nothing to draw: a chart needs two topics")
            chart.write_bytes(png)
        told = Told(composed, settings.lang)
        payload = parts.digesting.payload(told, key=f"shell:{channel}:{now.isoformat()}", now=now, png=png)
    if json:
        output.as_json(_payload(payload, now))
    else:
        print(plain(payload))


def _send(settings: Settings, parts: Parts, *, owner: str, channel: str, now: datetime) -> None:
    if not settings.slack_bot_token:
        raise InputError("--send needs SLACK_BOT_TOKEN")
    from bot.delivery.timing import DIGEST_LIFE

    row = Planned(
        key=f"digest:{channel}:{now:%Y%m%dT%H%MZ}",
        kind=DIGEST,
        owner=owner,
        target=channel,
        slot=now,
        expires=now + DIGEST_LIFE,
        ref={"language": settings.lang, "zone": settings.tz},
    )
    parts.outbox.add([row], now=now)
    worker_of(parts, slack_client(settings)).once(now)
    state = parts.outbox.known_keys([row.key]).get(row.key)
    print(f"{row.key}: {state.value if state else 'not planned'}")


def _topic(topic: Topic) -> Json:
    return {
        "topic": topic.name,
        "english": topic.english,
        "aliases": list(topic.aliases),
        "sections": topic.sections,
        "documents": topic.documents,
        "latest": topic.latest.isoformat() if topic.latest else None,
    }


def _movement(momentum: Momentum) -> Json:
    return {
        **_topic(momentum.topic),
        "direction": str(momentum.direction),
        "now": momentum.now,
        "before": momentum.before,
        "z": round(momentum.score, 2),
    }


def _section(dated: DatedSection) -> Json:
    day = dated.section.date or dated.info.date
    return {
        "date": day.isoformat() if day else "",
        "document": dated.info.path,
        "section": " › ".join(dated.section.path),
    }


def _message(message: Message) -> Json:
    return {"text": message.text, "blocks": [dict(block) for block in message.blocks]}


def _payload(payload: Payload, now: datetime) -> Json:
    return {
        "as_of": now.isoformat(),
        "message": _message(payload.message),
        "thread": [_message(message) for message in payload.thread],
        "images": [{"name": image.name, "bytes": len(image.data), "alt": image.alt} for image in payload.images],
    }
