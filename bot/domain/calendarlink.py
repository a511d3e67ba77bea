"""A link that opens an event in a person's web calendar, ready to be saved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from bot.domain.event import Event

_ADDRESS = "https://calendar.google.com/calendar/render"
MAX_CHARS = 2_000
"""Beyond this, browsers and Slack's buttons (3,000) may refuse a link; the summary is cut to fit."""


def calendar_link(event: Event) -> str:
    """The link of an event with a fixed day; empty for an undated or vague one, since a calendar needs days.

    Days are written as Google Calendar asks: `20241210/20241216`, the second one excluded; instants in UTC.
    """
    if event.starts is None or event.ends is None or event.vague:
        return ""
    fields = {"action": "TEMPLATE", "dates": f"{_form(event.starts)}/{_end(event.ends)}", "text": event.title[:200]}
    details = "\n".join(filter(None, (event.url[:500], event.summary)))
    more = {"location": event.place[:200], "details": details}
    while True:
        link = f"{_ADDRESS}?{urlencode({**fields, **{name: text for name, text in more.items() if text}})}"
        if len(link) <= MAX_CHARS:
            return link
        # A letter of Korean takes nine characters here. What a calendar can do without goes first.
        if more["details"]:
            more["details"] = more["details"][: len(more["details"]) * 3 // 4]
        elif more["location"]:
            more["location"] = more["location"][: len(more["location"]) * 3 // 4]
        else:
            fields["text"] = fields["text"][: len(fields["text"]) * 3 // 4]


def _form(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return moment.strftime("%Y%m%d")


def _end(moment: date | datetime) -> str:
    return _form(moment if isinstance(moment, datetime) else moment + timedelta(days=1))
