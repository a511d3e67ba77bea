"""What people do with single events: be reminded, hear no more of them, keep them in a calendar, read about them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from bot.domain.agenda import PersonalReminder
from bot.domain.event import Event
from bot.errors import ChannelRefused, PostError
from bot.services import Feeds
from bot.slack.escape import one_line
from bot.slack.views import notice, wishes
from bot.slack.views import reminders as views
from bot.slack.views.reminders import MuteRef, Source
from bot.slack.views.wishes import Form
from handlers import home
from handlers.once import once, pressed_anew
from handlers.turn import Turn


def _event(turn: Turn) -> Event | None:
    """The event of the pressed button; where it is gone the person is told."""
    event = turn.services.reminders.event(turn.value, now=turn.now, owner=turn.owner)
    if event is None:
        turn.tell(notice.say(turn.texts("reminder.gone")))
    return event


# Being reminded


def on_remind(turn: Turn) -> None:
    """Opens the window that asks when."""
    event = _event(turn)
    if event is None:
        return
    last = wishes.until(event, turn.reader.zone)
    if last is None or last <= turn.now:
        turn.tell(notice.say(turn.texts("reminder.over")))
        return
    form = Form(event.uid, "" if turn.direct else turn.channel)
    turn.show(wishes.window(event, form, turn.texts, turn.reader.zone, turn.now))


def check(turn: Turn) -> Mapping[str, Any] | None:
    """What is wrong with which field, told in the window, before it closes."""
    form = Form.load(turn.metadata)
    event = turn.services.reminders.event(form.uid, now=turn.now, owner=turn.owner)
    if event is None:
        return None
    asked = wishes.read(turn.values, event, turn.texts, turn.reader.zone, turn.now)
    return {"response_action": "errors", "errors": asked} if isinstance(asked, dict) else None


def on_save(turn: Turn) -> None:
    """Keeps the reminder that the window describes."""
    form = Form.load(turn.metadata)
    service = turn.services.reminders
    event = service.event(form.uid, now=turn.now, owner=turn.owner)
    if event is None:
        turn.reach(notice.say(turn.texts("reminder.gone")), form.channel)
        return
    asked = wishes.read(turn.values, event, turn.texts, turn.reader.zone, turn.now)
    if isinstance(asked, dict):
        return
    reminder = PersonalReminder(
        id=secrets.token_hex(8),
        owner=turn.owner,
        user=turn.user,
        uid=event.uid,
        created_at=turn.now,
        days=asked.days,
        at=asked.at,
        minutes=asked.minutes,
        moment=asked.moment,
        zone=turn.reader.zone.key,
        language=turn.texts.language,
    )
    key = f"remind:{turn.owner}:{turn.view.get('id')}:{hashlib.sha256(repr(asked).encode()).hexdigest()[:16]}"

    def effect(_: None) -> None:
        kept = service.remind(reminder)
        mine = service.mine(turn.user, now=turn.now, owner=turn.owner)
        same = next((r for r, _ in mine if not kept and _wish(r) == _wish(reminder)), reminder)
        said = wishes.promised(same, event, turn.texts, turn.reader.zone, again=not kept)
        turn.reach(said, form.channel)

    if once(turn, key, lambda: None, effect):
        home.publish(turn)


def _wish(reminder: PersonalReminder) -> tuple[object, ...]:
    return reminder.uid, reminder.days, reminder.at, reminder.minutes, reminder.moment


def on_drop(turn: Turn) -> None:
    """Forgets one of the person's own reminders."""
    if not pressed_anew(turn):
        return
    gone = turn.services.reminders.forget(turn.value, owner=turn.owner, user=turn.user)
    if turn.view.get("type") == "home":
        home.publish(turn)
    else:
        turn.tell(
            notice.say(turn.texts("reminder.dropped" if gone else "reminder.dropped_already")), replacing=turn.ephemeral
        )


# Hearing no more


def _target(turn: Turn, ref: MuteRef) -> str:
    """Where the reminder went to; a button can only speak for the place where it was pressed."""
    here = {turn.channel, turn.user}
    return ref.target if ref.target in here else (turn.user if turn.direct else turn.channel)


def on_mute(turn: Turn) -> None:
    """Says no more of an event here. In a channel everybody sees who decided that, with the way back."""
    service, ref = turn.services.reminders, MuteRef.load(turn.value)
    if not ref.uid or not pressed_anew(turn):
        return
    ref = MuteRef(_target(turn, ref), ref.uid)
    service.mute(ref.uid, owner=turn.owner, target=ref.target, by=turn.user, now=turn.now)
    event = service.event(ref.uid, now=turn.now, owner=turn.owner)
    if turn.direct or turn.ephemeral:
        turn.tell(views.muted(event, ref, turn.texts))
        return
    thread = turn.thread or str(turn.container.get("message_ts") or "")
    try:
        turn.say(views.muted(event, ref, turn.texts, by=turn.user), thread=thread)
    except ChannelRefused:
        turn.tell(views.muted(event, ref, turn.texts))


def on_unmute(turn: Turn) -> None:
    """Speaks of it again."""
    service, ref = turn.services.reminders, MuteRef.load(turn.value)
    if not ref.uid or not pressed_anew(turn):
        return
    service.unmute(ref.uid, owner=turn.owner, target=_target(turn, ref))
    event = service.event(ref.uid, now=turn.now, owner=turn.owner)
    title = one_line(event.title)[:250] if event else turn.texts("reminder.this_event")
    turn.tell(notice.say(turn.texts("reminder.unmuted", title=title)), replacing=turn.ephemeral)


# Calendar and details


def on_calendar(turn: Turn) -> None:
    """Shows the ways into a person's calendar."""
    event = _event(turn)
    if event is None:
        return
    feeds = turn.services.feeds
    address = feeds.event(event.uid, owner=turn.owner) if feeds else ""
    turn.tell(views.calendar(event, turn.texts, turn.reader.zone, file_url=address, subscribe=feeds is not None))


def on_ics(turn: Turn) -> None:
    """Sends the event's calendar file to the person."""
    event = _event(turn)
    if event is None or not pressed_anew(turn):
        return
    data = turn.services.reminders.calendar(event.uid, now=turn.now, owner=turn.owner)
    said = turn.texts("reminder.ics_comment", title=one_line(event.title)[:250])
    try:
        turn.messenger.file(turn.user, "event.ics", data, title=one_line(event.title)[:200], message=notice.say(said))
    except PostError:
        turn.tell(notice.say(turn.texts("reminder.ics_failed")))
        raise
    turn.tell(notice.say(turn.texts("reminder.ics_sent")))


def on_details(turn: Turn) -> None:
    """Opens the window with all that is known of an event."""
    event = _event(turn)
    if event is not None:
        turn.show(views.details(event, _sources(turn, event), turn.texts, turn.reader.zone))


def _sources(turn: Turn, event: Event) -> list[Source]:
    """The documents that announce it, that of its dates first."""
    differing = {mention.document for mention in event.disputed}
    own = [Source(_title(turn, event.document), event.line)] if event.document else []
    return own + [
        Source(
            _title(turn, mention.document),
            mention.line,
            (mention.starts, mention.ends) if mention.document in differing else None,
        )
        for mention in event.also
    ]


def _title(turn: Turn, document_id: str) -> str:
    document = turn.services.documents.get(document_id)
    return document.info.title if document is not None else document_id


# The calendar feed


def _feeds(turn: Turn) -> Feeds | None:
    if turn.services.feeds is None:
        turn.tell(notice.say(turn.texts("feed.no_address")))
    return turn.services.feeds


def on_feed(turn: Turn) -> None:
    """Makes an address for the calendar feed and shows it to this person alone."""
    feeds = _feeds(turn)
    if feeds is not None and pressed_anew(turn):
        turn.tell(views.feed(feeds.open(owner=turn.owner, by=turn.user, now=turn.now), turn.texts))


def on_feed_revoke(turn: Turn) -> None:
    """Closes all feeds of the workspace."""
    feeds = _feeds(turn)
    if feeds is None or not pressed_anew(turn):
        return
    closed = feeds.revoke(owner=turn.owner)
    said = turn.texts("feed.revoked", count=closed) if closed else turn.texts("feed.none")
    turn.tell(notice.say(said), replacing=turn.ephemeral)
