"""The digest as a value: everything that it says, in no language yet. Equal inputs give equal digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.digest import PERIOD, Digest, Freshness, Momentum, News, TrendReport, Wanted
from bot.domain.event import Event, EventStatus, local_day
from bot.trends.census import Census
from bot.trends.highlights import Period, Selection
from bot.trends.report import movement_of, report

EVENTS_SHOWN, EVENT_DAYS = 5, 42
"""Events listed, and how far ahead they may lie: six weeks are enough to arrange a journey."""
GAPS_SHOWN = 3


def compose(census: Census, wanted: Wanted, trends: TrendReport | None = None) -> Digest:
    """The digest as of `wanted.at`; the census must be of that instant and zone, and the trends of the census."""
    starts = min(wanted.since or wanted.at - PERIOD, wanted.at)
    trends = trends or report(census)
    topics = tuple(topic for topic in wanted.topics if topic.strip())
    about = _numbers(census, topics)
    selection = Selection(census, Period.of(starts, wanted.at, wanted.zone), trends, wanted.shown, about)
    ahead = _ahead(wanted.events, census.today, wanted.zone)
    return Digest(
        owner=wanted.owner,
        channel=wanted.channel,
        zone=wanted.zone.key,
        starts=starts,
        ends=wanted.at,
        trends=trends if about is None else _narrowed(census, trends, topics),
        news=_news(census, selection),
        highlights=selection.highlights(),
        events=tuple(ahead[:EVENTS_SHOWN]),
        events_more=len(ahead[EVENTS_SHOWN:]),
        gaps=tuple(wanted.gaps[:GAPS_SHOWN]),
        next_at=wanted.next_at,
        topics=topics,
    )


def _numbers(census: Census, topics: Sequence[str]) -> frozenset[int] | None:
    """The sections that name one of some topics; None where no topics are asked for."""
    found = [census.found(topic) for topic in topics]
    return frozenset().union(*(sized.numbers for sized in found if sized)) if topics else None


def _narrowed(census: Census, trends: TrendReport, topics: Iterable[str]) -> TrendReport:
    """Only the topics asked for: how each moves, and how much of the corpus names it."""
    found = {sized.term.name: sized for topic in topics if (sized := census.found(topic))}
    moved: list[Momentum] = []
    if trends.window is not None:
        moved = [m for name in found if (m := movement_of(census, trends.window, found[name]))]
    standing = sorted(map(census.topic, found.values()), key=lambda topic: (-topic.sections, topic.name))
    return replace(
        trends, movements=tuple(sorted(moved, key=lambda m: (-m.score, m.topic.name))), standing=tuple(standing)
    )


def _news(census: Census, selection: Selection) -> News:
    """What came in within the period, shown as a highlight or not."""
    new, changed = selection.came_in(Freshness.NEW), selection.came_in(Freshness.CHANGED)
    infos = {(info := census.shelf.sections[number].info).id: info for number in (*new, *changed)}
    documents = sorted(infos.values(), key=lambda info: (-(info.date or date.min).toordinal(), info.id))
    return News(len(new), len(changed), tuple(documents))


def _ahead(events: Iterable[Event], today: date, zone: ZoneInfo) -> list[Event]:
    """Events that take place and are not over, up to `EVENT_DAYS` from now, each once."""
    last = today + timedelta(days=EVENT_DAYS)
    found: dict[str, Event] = {}
    for event in events:
        if event.starts is None or event.status is EventStatus.CANCELLED:
            continue
        if local_day(event.starts, zone) <= last and local_day(event.ends or event.starts, zone) >= today:
            found.setdefault(event.uid, event)
    return sorted(found.values(), key=lambda e: (local_day(e.starts or today, zone), e.title, e.uid))
