"""What the corpus holds beside single answers: topics, trends, events and the digest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from bot.domain.answers import GivenAnswer
from bot.domain.delivery import Message, Payload
from bot.domain.document import SectionKind
from bot.domain.event import Event, EventStatus
from bot.errors import PossiblyPosted, StoreError
from bot.slack import blocks
from bot.slack.commands import DIGEST_NOW
from bot.slack.ids import Action
from bot.slack.views import events as event_views
from bot.slack.views import notice, wishes
from bot.slack.views import reminders as reminder_views
from bot.slack.views import trends as trend_views
from bot.slack.views.answer import Place
from handlers import asking
from handlers.once import once, pressed_anew
from handlers.turn import Turn

log = structlog.get_logger(__name__)

_PAST_WORDS = {"past", "지난", "지난 행사", "과거"}


def trends(turn: Turn, words: str) -> None:
    """What is rising, or one topic; words that are no topic are a question like any."""
    if words:
        _topic(turn, words)
    else:
        turn.tell(trend_views.message(turn.services.trends.report(now=turn.now, owner=turn.owner), turn.texts))


def _topic(turn: Turn, name: str) -> None:
    report = turn.services.trends.topic(name, now=turn.now, owner=turn.owner)
    if report is None:
        turn.tell(asking.message(turn, asking.ask(turn, name), Place.PRIVATE))
        return
    sections = trend_views.shown_sections(report)
    given = GivenAnswer(asking.new_id(), turn.owner, name, turn.now, 0, sections, len(report.sections))
    turn.answers.put(given)
    turn.tell(trend_views.topic(report, turn.texts, given.id))


def on_topic(turn: Turn) -> None:
    """A topic's button."""
    if pressed_anew(turn):
        _topic(turn, turn.value)


def topics(turn: Turn, _: str) -> None:
    """The topics that the documents cover."""
    turn.tell(trend_views.topics(turn.services.trends.report(now=turn.now, owner=turn.owner), turn.texts))


def events(turn: Turn, words: str) -> None:
    """Coming events, those of a period or with a word, or past ones."""
    agenda = turn.services.agenda
    if words.casefold() in _PAST_WORDS:
        _past(turn)
    elif words:
        found = agenda.search(words, now=turn.now, owner=turn.owner, limit=event_views.COUNTED)
        title = turn.texts("events.asked", words=words[:80])
        turn.tell(
            _listed(turn, found, title) if found else notice.say(turn.texts("events.not_found", words=words[:80]))
        )
    else:
        ahead = agenda.upcoming(now=turn.now, owner=turn.owner, limit=event_views.COUNTED)
        last = () if ahead else agenda.past(now=turn.now, owner=turn.owner, limit=3)
        turn.tell(
            _listed(turn, ahead, turn.texts("events.title"))
            if ahead
            else event_views.none_ahead(last, turn.texts, turn.reader.zone)
        )


def events_asked(turn: Turn, words: str) -> Message | None:
    """The events that a question like `12월 행사` asks for; None where it is about something else, or they are away."""
    try:
        found = turn.services.agenda.asked(words, now=turn.now, owner=turn.owner, limit=event_views.COUNTED)
    except StoreError as error:
        # A search reads the index alone.
        log.warning("events.not_asked", id=turn.log_id, reason=str(error))
        return None
    if found is None:
        return None
    if not found:
        return notice.say(turn.texts("events.not_found", words=words[:80]))
    return _listed(turn, found, turn.texts("events.asked", words=words[:80]))


def as_events(turn: Turn, outcome: asking.Outcome) -> Message | None:
    """An answer made of events alone as events are shown, with their days and buttons; None for any other one."""
    hits = outcome.answer.hits
    is_whole = hits and outcome.given.offset == 0 and outcome.given.total == len(hits)
    if not is_whole or any(hit.section.kind is not SectionKind.EVENT for hit in hits):
        return None
    agenda, now, most = turn.services.agenda, turn.now, event_views.COUNTED
    try:
        told = (
            *agenda.past(now=now, owner=turn.owner, limit=most),
            *agenda.upcoming(now=now, owner=turn.owner, limit=most),
        )
    except StoreError as error:
        log.warning("events.not_asked", id=turn.log_id, reason=str(error))
        return None
    # What comes every year has one name in the documents of all years.
    named = {
        (document, event.title): event
        for event in told
        for document in (event.document, *(other.document for other in event.also))
    }
    found = [named.get((hit.document.id, hit.section.heading)) for hit in hits]
    known = list(dict.fromkeys(event for event in found if event is not None))
    if None in found:
        return None
    return _listed(turn, known, turn.texts("events.asked", words=outcome.given.query[:80]))


def _listed(turn: Turn, found: Sequence[Event], title: str, *, past: bool = False) -> Message:
    return event_views.listed(
        found,
        turn.texts,
        turn.reader.zone,
        turn.now,
        title=title,
        past=past,
        offers=lambda event: _offers(turn, event),
        feed=turn.services.feeds is not None and not past,
    )


def _offers(turn: Turn, event: Event) -> list[blocks.Block]:
    """The buttons of an event in a list: those of a coming one only where it lies ahead."""
    last = wishes.until(event, turn.reader.zone)
    ahead = last is not None and last > turn.now and event.status is EventStatus.CONFIRMED
    return reminder_views.offers(event, turn.texts, ahead=ahead)


def _past(turn: Turn) -> None:
    found = turn.services.agenda.past(now=turn.now, owner=turn.owner, limit=event_views.COUNTED)
    if found:
        turn.tell(_listed(turn, found, turn.texts("events.past_title"), past=True))
    else:
        turn.tell(notice.say(turn.texts("events.never")))


def on_past_events(turn: Turn) -> None:
    """The button for past events."""
    if pressed_anew(turn):
        _past(turn)


def digest(turn: Turn, words: str) -> None:
    """The digest for this person's eyes: as of now, or as its next send would be."""
    payload = _composed(turn, preview=words not in DIGEST_NOW)
    offer = [
        blocks.divider(),
        blocks.context(turn.texts("digest.private")),
        blocks.actions([blocks.button(turn.texts("digest.post"), Action.DIGEST_POST, f"{turn.now:%Y%m%d%H}")]),
    ]
    messages = [payload.message, *payload.thread]
    for index, message in enumerate(messages):
        last = index == len(messages) - 1 and turn.channel and not turn.direct
        turn.tell(_without_pictures(message, offer if last else []))


def _composed(turn: Turn, *, preview: bool) -> Payload:
    return turn.services.digests.compose(
        owner=turn.owner,
        target=turn.channel or turn.user,
        language=turn.reader.language,
        zone=turn.reader.zone.key,
        now=turn.now,
        preview=preview,
    )


def _without_pictures(message: Message, more: Sequence[blocks.Block] = ()) -> Message:
    """A message without pictures that are not uploaded: it is complete without them."""
    shown = [block for block in message.blocks if not _unsent_picture(block)]
    return Message(message.text, (*shown, *more))


def _unsent_picture(block: Mapping[str, Any]) -> bool:
    return block.get("type") == "image" and "image:" in json.dumps(block.get("slack_file", {}))


def on_digest_post(turn: Turn) -> None:
    """Puts the digest that was looked at into the channel, once an hour at most."""
    key = f"digest:{turn.owner}:{turn.channel}:{turn.value}"

    def effect(payload: Payload) -> None:
        ts = turn.messenger.post(turn.channel, _without_pictures(payload.message))
        for reply in payload.thread:
            turn.messenger.post(turn.channel, _without_pictures(reply), thread=ts)

    try:
        if not once(turn, key, lambda: _composed(turn, preview=False), effect):
            turn.tell(notice.say(turn.texts("digest.again")))
    except PossiblyPosted:
        turn.tell(notice.say(turn.texts("digest.unsure")))
        raise
