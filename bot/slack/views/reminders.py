"""Reminders of events: what a channel or a person is told, and what its buttons lead to.

When a person wants to be reminded is asked in `wishes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.agenda import ReminderKind, ReminderLine, ReminderMessage
from bot.domain.calendarlink import calendar_link
from bot.domain.delivery import Message
from bot.domain.event import Event, EventStatus, Moment
from bot.domain.subscription import is_person
from bot.slack import blocks, planner, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clean, clip, mrkdwn, one_line
from bot.slack.ids import Action, View, numbered
from bot.slack.texts import Texts, of
from bot.slack.views import events as event_views

_MOST = 10
"""Events with all they have; what does not fit stands as a line below, so that nothing is left out."""
_SUMMARY = 280
_LINE_TITLE = 90
_ROWS = 15
"""Lines of a section of 3,000 characters, each at most `_LINE_TITLE` and its dates long."""


def message(told: ReminderMessage) -> Message:
    """A reminder as it goes out."""
    texts, zone = of(told.audience.language), ZoneInfo(told.audience.zone)
    head = blocks.header(_title(told, texts))
    groups = [_entry(line, told, texts, zone) for line in told.lines[:_MOST]]
    most = _more(told.lines, texts, zone) if len(told.lines) > 1 else []
    shown = planner.how_many(groups, around=[head, *most])
    body = [head, *(block for group in groups[:shown] for block in group)]
    if shown < len(told.lines):
        body += _more(told.lines[shown:], texts, zone)
    return Message(mrkdwn(_summary(told, texts)), tuple(body))


def _title(told: ReminderMessage, texts: Texts) -> str:
    if told.kind is ReminderKind.CANCELLED:
        return texts("reminder.title_cancelled")
    return texts("reminder.title_personal" if told.audience.personal else "reminder.title")


def _summary(told: ReminderMessage, texts: Texts) -> str:
    """What a notification shows: the first event with how far away it is, and how many more there are."""
    first, more = told.lines[0], len(told.lines) - 1
    title = event_views.named(first.event)
    if told.kind is ReminderKind.CANCELLED:
        return texts("reminder.summary_cancelled", title=title)
    away = _away(first, texts)
    said = texts("reminder.summary", away=away, title=title) if away else title
    return texts("reminder.summary_more", first=said, more=more) if more else said


def _away(line: ReminderLine, texts: Texts) -> str:
    """How many days away the event was at the moment of posting."""
    if line.cancelled:
        return texts("events.cancelled")
    if line.event.starts is None or line.event.vague:
        return ""
    if line.days < 0:
        return "" if line.was is not None else texts("events.running")
    if line.days <= 1:
        return texts("events.today" if line.days == 0 else "events.tomorrow")
    return texts("events.in_days", days=line.days)


def _entry(line: ReminderLine, told: ReminderMessage, texts: Texts, zone: ZoneInfo) -> list[Block]:
    event = line.event
    name = [richtext.text(event_views.named(event), bold=True)]
    if away := _away(line, texts):
        name.append(richtext.text(f"  {away}"))
    found = [richtext.rich(*name), blocks.marked_context(about(event, texts, zone))]
    if line.was is not None and not line.cancelled:
        found.append(blocks.marked_context(_moved(event, line.was, texts, zone)))
    if summary := clip(one_line(event.summary), _SUMMARY):
        found.append(richtext.rich(richtext.text(summary)))
    return [*found, blocks.actions(_buttons(line, told, texts))]


def about(event: Event, texts: Texts, zone: ZoneInfo) -> str:
    """When, where and a link, as mrkdwn."""
    parts = [event_views.when(event, texts, zone)]
    if event.place:
        parts.append(mrkdwn(clip(one_line(event.place), 120)))
    if event.url:
        parts.append(blocks.link(event.url, texts("events.site")))
    return "  ·  ".join(parts)


def _moved(event: Event, was: tuple[Moment | None, Moment | None], texts: Texts, zone: ZoneInfo) -> str:
    """Old and new dates, as mrkdwn."""
    return (
        f"{mrkdwn(texts('reminder.moved'))} {_dates(event, was, texts, zone)} → {event_views.when(event, texts, zone)}"
    )


def _dates(event: Event, dates: tuple[Moment | None, Moment | None], texts: Texts, zone: ZoneInfo) -> str:
    """Other dates of an event than its own, as mrkdwn."""
    starts, ends = dates
    return event_views.when(
        replace(event, starts=starts, ends=ends if ends is not None else starts, vague=""), texts, zone
    )


def _buttons(line: ReminderLine, told: ReminderMessage, texts: Texts) -> list[Block]:
    event = line.event
    details = _button("details", Action.EVENT_DETAILS, event, texts)
    if line.cancelled:
        return [details]
    muting = blocks.confirm(
        texts("reminder.mute_title"),
        texts(
            "reminder.mute_text_personal"
            if is_person(told.audience.target) or told.audience.target.startswith("D")
            else "reminder.mute_text"
        ),
        texts("reminder.button_mute"),
        texts("button.cancel"),
    )
    mute = blocks.button(
        texts("reminder.button_mute"),
        Action.EVENT_MUTE,
        str(MuteRef(told.audience.target, event.uid)),
        confirm=muting,
        spoken=texts("reminder.spoken_mute", title=event_views.named(event, 40)),
    )
    return [*offers(event, texts)[:-1], mute, details]


def offers(event: Event, texts: Texts, *, ahead: bool = True) -> list[Block]:
    """What a person may do with an event: read more, and of one ahead be reminded and keep it in a calendar."""
    dated = ahead and event.starts is not None and not event.vague
    return [
        *([_button("remind", Action.EVENT_REMIND, event, texts)] if dated else []),
        *([_button("calendar", Action.EVENT_CALENDAR, event, texts)] if dated else []),
        _button("details", Action.EVENT_DETAILS, event, texts),
    ]


def _button(name: str, action: Action, event: Event, texts: Texts) -> Block:
    spoken = texts(f"reminder.spoken_{name}", title=event_views.named(event, 40))
    return blocks.button(texts(f"reminder.button_{name}"), action, event.uid, spoken=spoken)


def _more(lines: Sequence[ReminderLine], texts: Texts, zone: ZoneInfo) -> list[Block]:
    """Events for which there is no more room than a line each."""
    rows = [_row(line, texts, zone) for line in lines]
    kept = rows[:_ROWS]
    if len(rows) > len(kept):
        kept.append(texts("reminder.rest", count=len(rows) - len(kept)))
    return [blocks.divider(), blocks.section("\n".join(kept))]


def _row(line: ReminderLine, texts: Texts, zone: ZoneInfo) -> str:
    event = line.event
    title = event_views.named(event, _LINE_TITLE)
    starts = event.starts
    if starts is None or event.vague:
        return f"• {title}"
    said = texts.moment(starts, zone) if isinstance(starts, datetime) else texts.day(starts, weekday=True)
    return f"• {title} · {said}"


class MuteRef(NamedTuple):
    """What "not interested" carries: where the reminder went to, and the event."""

    target: str
    uid: str

    def __str__(self) -> str:
        return f"{self.target}|{self.uid}"

    @staticmethod
    def load(value: str) -> MuteRef:
        """Read back."""
        target, _, uid = value.rpartition("|")
        return MuteRef(target, uid)


def muted(event: Event | None, ref: MuteRef, texts: Texts, *, by: str = "") -> Message:
    """That no more is said of an event here, with the way back. `by` is told where others see it."""
    title = event_views.named(event) if event else texts("reminder.this_event")
    said = texts("reminder.muted", title=title)
    words = f"<@{by}> · {mrkdwn(said)}" if by else mrkdwn(said)
    undo = blocks.button(texts("reminder.button_unmute"), Action.EVENT_UNMUTE, str(ref))
    return blocks.message(said, [blocks.marked_section(words), blocks.actions([undo])])


def calendar(event: Event, texts: Texts, zone: ZoneInfo, *, file_url: str, subscribe: bool) -> Message:
    """The ways into a person's calendar.

    `file_url` is where the event's .ics file stands; where it is empty a button sends the file. `subscribe` offers the
    feed of all events.
    """
    said = texts("reminder.calendar", title=event_views.named(event))
    link = calendar_link(event)
    if not link:
        return blocks.message(texts("reminder.no_day"), [blocks.section(texts("reminder.no_day"))])
    ics = (
        blocks.button(texts("reminder.button_ics"), numbered(Action.LINK, 1), url=file_url)
        if file_url
        else blocks.button(texts("reminder.button_ics"), Action.EVENT_ICS, event.uid)
    )
    row = [blocks.button(texts("reminder.button_google"), numbered(Action.LINK, 0), url=link, style="primary"), ics]
    if subscribe:
        row.append(blocks.button(texts("feed.button"), Action.FEED))
    return blocks.message(
        said, [blocks.section(said), blocks.marked_context(event_views.when(event, texts, zone)), blocks.actions(row)]
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A document that announces an event: its title, the line, and its own dates where they differ."""

    title: str
    line: int
    differing: tuple[Moment | None, Moment | None] | None = None


def details(event: Event, sources: Sequence[Source], texts: Texts, zone: ZoneInfo) -> Block:
    """All that is known of an event, in a window."""
    name = [richtext.text(event_views.named(event, 2_000), bold=True)]
    if event.status is EventStatus.CANCELLED:
        name.append(richtext.text(f"  {texts('events.cancelled')}"))
    body = [
        richtext.rich(*name),
        blocks.marked_section(_row_of(texts("reminder.at"), event_views.when(event, texts, zone))),
    ]
    if event.place:
        body.append(blocks.marked_section(_row_of(texts("reminder.place"), mrkdwn(one_line(event.place)[:1_000]))))
    if event.url:
        body.append(blocks.marked_section(_row_of(texts("reminder.site"), blocks.link(event.url, event.url))))
    if summary := clip(clean(event.summary).strip(), 2_800):
        body.append(richtext.rich(richtext.text(summary)))
    body.append(blocks.divider())
    for source in sources[:10]:
        said = mrkdwn(texts("reminder.source", title=clip(one_line(source.title), 200), line=source.line))
        if source.differing is not None:
            said += "  ·  " + mrkdwn(texts("reminder.differs")) + " " + _dates(event, source.differing, texts, zone)
        body.append(blocks.marked_context(said))
    return blocks.modal(View.EVENT, texts("reminder.details"), body, close=texts("button.close"))


def _row_of(name: str, value: str) -> str:
    return f"{mrkdwn(name)}  {value}"


def feed(address: str, texts: Texts) -> Message:
    """The address of the calendar feed, shown once, with how to use it and how to close it."""
    sure = blocks.confirm(
        texts("feed.revoke_title"),
        texts("feed.revoke_text"),
        texts("feed.button_revoke"),
        texts("button.cancel"),
        danger=True,
    )
    revoke = blocks.button(texts("feed.button_revoke"), Action.FEED_REVOKE, style="danger", confirm=sure)
    said = texts("feed.made")
    body = [
        blocks.section(said),
        richtext.rich(richtext.text(address)),
        blocks.context(texts("feed.how")),
        blocks.context(texts("feed.secret")),
        blocks.actions([revoke]),
    ]
    return blocks.message(said, body)
