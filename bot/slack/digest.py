"""A digest as Slack messages: a short parent that tells what matters, and the details in its thread.

Pure: a digest, a language and the chart's bytes give the same payload to the byte. Nothing is claimed here that the
digest does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.delivery import Image, Message, Payload
from bot.domain.digest import Digest, Direction, Freshness, Highlight, Momentum, Shown, Told
from bot.domain.event import Event, local_day
from bot.slack import blocks, markdown, richtext
from bot.slack.blocks import Block
from bot.slack.chart import CHART, chart, label, lettered, picture
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.ids import Action, Ref
from bot.slack.markdown import Kind, Line
from bot.slack.origin import counted, credit
from bot.slack.texts import Texts, of
from bot.slack.views import events as event_views
from bot.slack.views import trends as trend_views

_WEEK = timedelta(days=7)
_ABOUT_A_DAY = timedelta(days=1)
_ALSO_ROSE = 3
_TITLE, _NAME = 200, 100


def payload(told: Told, png: bytes = b"") -> Payload:
    """The messages of a digest, its chart where there is one, and what a channel will have been shown.

    Where nothing was drawn, or Slack does not take the picture, the chart stands in the message as bars of letters.
    """
    digest, texts = told.digest, of(told.language)
    drawn = chart(digest, texts)
    letters = lettered(drawn, texts) if drawn else None
    message, *thread = _messages(told, picture(drawn) if drawn and png else letters)
    return Payload(
        message=message,
        thread=tuple(thread),
        images=(Image(CHART, png, drawn.alt, letters),) if drawn and png else (),
        shown=tuple(Shown(h.section.id, h.fingerprint, h.document.id, digest.ends) for h in digest.highlights),
    )


def corrections(told: Told, mended: Digest, posted: Message) -> dict[int, Message]:
    """Place -> message, for those that read otherwise once mended; each says so. Place 0 is the parent, whose chart
    is taken from the `posted` one; 1 is the first reply.
    """
    drawn = next((block for block in posted.blocks if block.get("block_id") == CHART), None)
    now = replace(told, digest=mended)
    as_told, as_mended = _messages(told, drawn), _messages(now, drawn)
    marked = _messages(replace(now, corrected=True), drawn)
    return {place: marked[place] for place, old in enumerate(as_told) if old != as_mended[place]}


def _messages(told: Told, drawn: Mapping[str, Any] | None) -> list[Message]:
    """The parent and the replies."""
    texts = of(told.language)
    parts = (_highlights(told, texts), _trends(told, texts), _events(told, texts), _gaps(told, texts))
    thread = [message for message in parts if message is not None]
    foot = [texts("digest.thread")] if thread else []
    return [_parent(told, texts, drawn, foot), *thread]


def lines(digest: Digest, texts: Texts) -> tuple[str, ...]:
    """What matters in up to three sentences: what came in, what rises, what is next."""
    return tuple(filter(None, (_news_line(digest, texts), _trend_line(digest, texts), _event_line(digest, texts))))


def title(digest: Digest, texts: Texts) -> str:
    """The digest's name; it is a week's where its period is one."""
    weekly = abs((digest.ends - digest.starts) - _WEEK) <= _ABOUT_A_DAY
    return texts("digest.title" if weekly else "digest.title_plain")


def _parent(told: Told, texts: Texts, picture: Mapping[str, Any] | None, foot: Sequence[str]) -> Message:
    digest = told.digest
    zone, said = ZoneInfo(digest.zone), lines(digest, texts)
    name = title(digest, texts)
    first, last = digest.starts.astimezone(zone).date(), digest.ends.astimezone(zone).date()
    notes = [texts.days(first, last)]
    if digest.topics:
        notes.append(texts("digest.about", topics=clip(one_line(", ".join(digest.topics)), _TITLE)))
    if told.late_from is not None:
        notes.append(texts("digest.late", moment=texts.moment(told.late_from, zone)))
    if told.skipped:
        notes.append(texts("digest.skipped", count=told.skipped))
    body: list[Block] = [blocks.header(name), blocks.context(*notes), *_correction(told, texts), _listed(said)]
    if picture is not None:
        body.append(dict(picture))
    if digest.next_at is not None:
        foot = [*foot, texts("digest.next", moment=texts.moment(digest.next_at, zone))]
    if foot:
        body.append(blocks.context(*foot))
    return blocks.message(f"{name}: {' '.join(said)}", body)


def _news_line(digest: Digest, texts: Texts) -> str:
    news, corpus = digest.news, digest.trends.corpus
    counts = {"sections": news.sections_new, "changed": news.sections_changed, "documents": len(news.documents)}
    if news.sections_new:
        return texts("digest.came_and_changed" if news.sections_changed else "digest.came", **counts)
    if news.sections_changed:
        return texts("digest.changed", **counts)
    if not corpus.sections:
        return texts("digest.no_documents")
    if digest.topics and not digest.trends.standing:
        return texts("digest.unnamed")
    if corpus.latest is None:
        return texts("digest.nothing_undated" if digest.highlights else "digest.nothing_undated_left")
    recent = any(h.freshness is Freshness.RECENT for h in digest.highlights)
    key = "digest.recent" if recent else "digest.nothing" if digest.highlights else "digest.nothing_left"
    return texts(key, latest=texts.day(corpus.latest))


def _trend_line(digest: Digest, texts: Texts) -> str:
    trends, window = digest.trends, digest.trends.window
    if window is None:
        return _standing_line(digest, texts)
    spans = {"all_now": window.sections, "all_before": window.sections_before}
    if not trends.rising:
        if digest.topics and not trends.standing:
            return ""
        most = max(trends.movements, key=lambda m: m.now, default=None)
        if most is None or not most.now:
            return texts("digest.still", **spans)
        key = "digest.steady_about" if digest.topics else "digest.steady"
        return texts(key, topic=_name(most, texts), now=most.now, **spans)
    first, *others = trends.rising
    key = "digest.appeared" if first.direction is Direction.NEW else "digest.rose"
    said = texts(key, topic=_name(first, texts), now=first.now, before=first.before, **spans)
    if not others:
        return said
    return f"{said} " + texts("digest.rose_too", topics=", ".join(_name(m, texts) for m in others[:_ALSO_ROSE]))


def _standing_line(digest: Digest, texts: Texts) -> str:
    trends = digest.trends
    if not trends.standing or trends.corpus.latest is None:
        return ""
    most = trends.standing[0]
    return texts(
        "digest.standing_about" if digest.topics else "digest.standing",
        latest=texts.day(trends.corpus.latest),
        all=trends.corpus.sections,
        topic=clip(one_line(most.label(texts.language)), _NAME),
        count=most.sections,
    )


def _event_line(digest: Digest, texts: Texts) -> str:
    if not digest.events:
        return texts("digest.no_events")
    event, zone = digest.events[0], ZoneInfo(digest.zone)
    when = one_line(event.vague) or _days(event, zone, texts)
    away = event_views.countdown(event, digest.ends.astimezone(zone).date(), zone, texts)
    name = clip(one_line(event.title), _TITLE)
    return texts("digest.event_countdown" if away else "digest.event", title=name, when=when, countdown=away)


def _days(event: Event, zone: ZoneInfo, texts: Texts) -> str:
    if event.starts is None:
        return texts("events.undated")
    return texts.days(local_day(event.starts, zone), local_day(event.ends or event.starts, zone))


def _highlights(told: Told, texts: Texts) -> Message | None:
    digest = told.digest
    if not digest.highlights:
        return None
    body: list[Block] = [blocks.header(texts("digest.highlights")), *_correction(told, texts)]
    for place, highlight in enumerate(digest.highlights):
        body += [*_highlight(highlight, place, texts, told.answer_id), blocks.divider()]
    body.pop()
    titles = ", ".join(_heading(h) for h in digest.highlights)
    return blocks.message(f"{texts('digest.highlights')}: {titles}", body)


def _highlight(highlight: Highlight, place: int, texts: Texts, answer_id: str) -> list[Block]:
    heading = _heading(highlight)
    found = [richtext.rich(richtext.text(counted(place + 1, heading), bold=True))]
    sentence = markdown.inline(" ".join(highlight.quote.split()))
    found += richtext.blocks([Line(Kind.QUOTE, tuple(sentence))])
    found.append(blocks.marked_context("  ·  ".join(_provenance(highlight, texts))))
    if answer_id:
        label = texts("button.open_table" if highlight.section.tables else "button.open")
        button = blocks.button(label, Action.OPEN, str(Ref(answer_id, place)), spoken=f"{label}: {heading}")
        found.append(blocks.actions([button]))
    return found


def _heading(highlight: Highlight) -> str:
    return clip(one_line(highlight.section.heading or highlight.document.title or highlight.document.path), _TITLE)


def _provenance(highlight: Highlight, texts: Texts) -> list[str]:
    """Why it is shown, from where and when, as mrkdwn: old news never poses as new."""
    document, section = highlight.document, highlight.section
    parts = [mrkdwn(texts(f"digest.fresh_{highlight.freshness}"))]
    parts.append(mrkdwn(clip(one_line(document.title or document.path), _TITLE)))
    if highlight.dated is None:
        parts.append(mrkdwn(texts("digest.undated")))
    else:
        inferred = section.date is None and document.date_inferred
        parts.append(
            mrkdwn(texts("answer.date_inferred" if inferred else "answer.date", date=texts.day(highlight.dated)))
        )
    cited = next((c for c in section.citations if c.publisher or c.title), None)
    if cited is not None:
        label = clip(", ".join(filter(None, (one_line(cited.publisher), one_line(cited.title)))), _TITLE)
        parts.append(
            f"{mrkdwn(texts('answer.source'))} {blocks.link(cited.url, label) if cited.url else mrkdwn(label)}"
        )
    elif behind := credit(document, texts):
        parts.append(behind)
    return parts


def _trends(told: Told, texts: Texts) -> Message | None:
    trends = told.digest.trends
    topics = ([m.topic for m in trends.rising] or list(trends.standing))[: trend_views.MOVEMENTS]
    if not topics:
        return None
    standing = "digest.topics" if told.digest.topics else "chart.standing"
    name = texts("trends.title" if trends.rising else standing)
    shown = ", ".join(label(topic.label(texts.language)) for topic in topics)
    body = [blocks.header(name), *trend_views.rising(trends, texts), trend_views.topic_buttons(topics, texts)]
    return blocks.message(f"{name}: {shown}", body)


def _events(told: Told, texts: Texts) -> Message | None:
    digest = told.digest
    if not digest.events:
        return None
    zone = ZoneInfo(digest.zone)
    today = digest.ends.astimezone(zone).date()
    body: list[Block] = [blocks.header(texts("events.title")), *_correction(told, texts)]
    for event in digest.events:
        body += [*event_views.entry(event, texts, zone, today), blocks.divider()]
    body.pop()
    if digest.events_more:
        body.append(blocks.context(texts("digest.events_more", count=digest.events_more)))
    return blocks.message(f"{texts('events.title')}: {', '.join(one_line(e.title) for e in digest.events)}", body)


def _gaps(told: Told, texts: Texts) -> Message | None:
    gaps = told.digest.gaps
    if not gaps:
        return None
    rows = [texts("gaps.row", query=clip(one_line(gap.query), _TITLE), count=gap.count) for gap in gaps]
    name = texts("digest.gaps")
    return blocks.message(f"{name}: {', '.join(rows)}", [blocks.header(name), _listed(rows)])


def _correction(told: Told, texts: Texts) -> list[Block]:
    return [blocks.context(texts("digest.corrected"))] if told.corrected else []


def _listed(rows: Sequence[str]) -> Block:
    elements = [{"type": "rich_text_section", "elements": [richtext.text(row)]} for row in rows]
    part: Block = {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": elements}
    return {"type": "rich_text", "elements": [part]}


def _name(momentum: Momentum, texts: Texts) -> str:
    return clip(one_line(momentum.topic.label(texts.language)), _NAME)
