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
from bot.domain.delivery import DIGEST, Planned
from bot.domain.digest import Told, TopicReport, TrendReport
from bot.errors import InputError
from bot.jsonview.deliveries import payload_json
from bot.jsonview.trends import section_json, topic_report_json, trends_json
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
    if json:
        output.as_json(trends_json(report, now))
    else:
        _table(report, settings.lang)


def _table(report: TrendReport, language: str) -> None:
    """What moves in the window, or where there is none what the whole corpus names most."""
    window = report.window
    if window is not None:
        moved = ((m.topic.label(language), m.direction, m.now, m.before, f"{m.score:+.1f}") for m in report.movements)
        title = f"{window.starts} to {window.ends}: {window.sections} sections, {window.sections_before} before"
        output.table(title, ("topic", "", "sections", "before", "z"), moved)
        return
    latest = f"up to {report.corpus.latest}" if report.corpus.latest else "which has no dates"
    title = f"too few sections to compare; the whole corpus, {latest}"
    counted = ((t.label(language), t.sections, t.documents) for t in report.standing)
    output.table(title, ("topic", "sections", "documents"), counted)


def _one_topic(found: TopicReport | None, asked: str, *, json: bool) -> None:
    if found is None:
        raise InputError(f"the documents know no topic {asked!r}; `aitrend trends` lists them")
    if json:
        output.as_json(topic_report_json(found))
        return
    title = f"{found.topic.name}: {found.topic.sections} sections of {found.topic.documents} documents"
    if found.momentum is not None:
        title += f"; {found.momentum.direction}, {found.momentum.now} lately and {found.momentum.before} before"
    output.table(
        title, ("date", "document", "section"), (tuple(section_json(section).values()) for section in found.sections)
    )


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
        output.as_json(payload_json(payload, now))
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
