"""Every id that Slack sends back to us, and the small values that buttons carry."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

COMMAND = "/aitrend"


class Action(StrEnum):
    """Buttons, menus and fields. A button of which several stand in one block ends in `:` and its number."""

    SHARE = "answer.share"
    NEXT = "answer.next"
    BACK = "answer.back"
    RELATED = "answer.related"
    OPEN = "answer.open"
    HELPFUL = "answer.helpful"
    UNHELPFUL = "answer.unhelpful"
    SUGGESTION = "answer.suggestion"
    ASK = "answer.ask"
    ASK_ANYWAY = "answer.ask_anyway"
    PAGE = "section.page"
    SHARE_SECTION = "section.share"
    LINK = "link"
    SEARCH = "search.open"
    SEARCH_SECTION = "search.section"
    SEARCH_QUERY = "search.query"
    SEARCH_TAGS = "search.tags"
    SEARCH_SOURCE = "search.source"
    SEARCH_AFTER = "search.after"
    SEARCH_BEFORE = "search.before"
    SEARCH_DOCUMENT = "search.document"
    SUBSCRIBE = "subscription.new"
    SUBSCRIPTION_EDIT = "subscription.edit"
    SUBSCRIPTION_PAUSE = "subscription.pause"
    SUBSCRIPTION_RESUME = "subscription.resume"
    SUBSCRIPTION_DELETE = "subscription.delete"
    SUBSCRIPTION_KIND = "subscription.kind"
    SUBSCRIPTION_TARGET = "subscription.target"
    SUBSCRIPTION_CHANNEL = "subscription.channel"
    SUBSCRIPTION_WEEKDAYS = "subscription.weekdays"
    SUBSCRIPTION_TIME = "subscription.time"
    SUBSCRIPTION_LEADS = "subscription.leads"
    SUBSCRIPTION_TOPICS = "subscription.topics"
    SUBSCRIPTION_LANGUAGE = "subscription.language"
    SUBSCRIPTION_QUIET = "subscription.quiet"
    SETTINGS = "settings.open"
    SETTINGS_LANGUAGE = "settings.language"
    SETTINGS_RESULTS = "settings.results"
    TOPIC = "topic.open"
    EVENTS_PAST = "events.past"
    EVENT_REMIND = "event.remind"
    EVENT_WHEN = "event.when"
    EVENT_DATE = "event.date"
    EVENT_TIME = "event.time"
    EVENT_CALENDAR = "event.calendar"
    EVENT_ICS = "event.ics"
    EVENT_DETAILS = "event.details"
    EVENT_MUTE = "event.mute"
    EVENT_UNMUTE = "event.unmute"
    REMINDER_DROP = "reminder.drop"
    FEED = "feed.open"
    FEED_REVOKE = "feed.revoke"
    DIGEST_POST = "digest.post"
    GAP_CLOSE = "gap.close"
    UPLOAD_REMOVE = "upload.remove"


class View(StrEnum):
    """Callback ids of modals."""

    SECTION = "section"
    SEARCH = "search"
    RESULTS = "results"
    SUBSCRIBE = "subscribe"
    SETTINGS = "settings"
    NOTICE = "notice"
    REMIND = "remind"
    EVENT = "event"


class Shortcut(StrEnum):
    """Callback ids of shortcuts."""

    LOOK_UP = "look_up"
    ADD_FILE = "add_file"
    SEARCH = "search_anything"


class Ref(NamedTuple):
    """What a button carries: an answer and a place in it (0-based), -1 where the whole answer is meant."""

    answer_id: str
    place: int = -1

    def __str__(self) -> str:
        return self.answer_id if self.place < 0 else f"{self.answer_id}.{self.place}"


_REF = re.compile(r"([A-Za-z0-9_-]{1,64})(?:\.(\d{1,4}))?")


def ref(value: str) -> Ref | None:
    """The button's value read back; None where it is none of ours."""
    match = _REF.fullmatch(value)
    if match is None:
        return None
    return Ref(match[1], int(match[2]) if match[2] else -1)


def numbered(action: Action, number: int) -> str:
    """An action id that is unique within its block."""
    return f"{action}:{number}"


def pattern(action: Action) -> re.Pattern[str]:
    """Matches an action's id with and without a number."""
    return re.compile(rf"^{re.escape(action)}(?::\d+)?$")
