"""What the Slack listeners work with: the ports and settings of one running app, composed by `bot.app`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.agenda import PersonalReminder
from bot.domain.answers import AnswerLog
from bot.domain.delivery import Payload
from bot.domain.digest import TopicReport, TrendReport
from bot.domain.document import SHARED, Parsed, Problem
from bot.domain.event import Event
from bot.domain.ports import Clock, Corpus, Searcher
from bot.domain.subscription import Subscription, Wish


class Trends(Protocol):
    """What moves in the corpus, as of an instant."""

    def report(self, *, now: datetime, owner: str = SHARED) -> TrendReport:
        """The topics of the latest window that holds enough to compare, else of the corpus as a whole."""
        ...

    def topic(self, name: str, *, now: datetime, owner: str = SHARED) -> TopicReport | None:
        """One topic by its name or an alias, with the sections behind it; None where the corpus knows none."""
        ...


class Agenda(Protocol):
    """The events that documents announce, over time. Cancelled ones are among them and say so."""

    def upcoming(self, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        """Events that are not over, the next first; undated ones last."""
        ...

    def past(self, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        """Events that are over, the latest first."""
        ...

    def search(self, text: str, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        """Events by a period (`12월`, `2024-12`) or by words of title, place or summary; coming ones first."""
        ...

    def asked(self, text: str, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...] | None:
        """Events of a question in free words (`다음 주 행사`); None where it is about something else."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that was given; `replaced` is the title of another text that its name had stood for."""

    parsed: Parsed
    replaced: str = ""


class Uploads(Protocol):
    """Files that people give in Slack, as documents of their workspace."""

    def add(self, name: str, data: bytes, *, owner: str, now: datetime) -> Taken:
        """Read a file and, where no problem forbids it, keep it and make it searchable before returning.

        The same name again replaces what the workspace had under it.
        """
        ...

    def remove(self, document_id: str, *, owner: str, now: datetime) -> bool:
        """Remove a document that the workspace itself had added; False where there is none such."""
        ...


class Subscriptions(Protocol):
    """Who gets what, where and when; the next sends come from the code that sends."""

    def list(self, *, owner: str, target: str | None = None) -> tuple[Subscription, ...]:
        """Subscriptions of a workspace, or of one of its channels or people, oldest first."""
        ...

    def get(self, subscription_id: str, *, owner: str) -> Subscription | None:
        """One subscription of the workspace."""
        ...

    def create(self, wish: Wish, *, by: str, now: datetime) -> Subscription:
        """Make one. Raises InputError for a wish that can never be fulfilled."""
        ...

    def change(self, subscription_id: str, wish: Wish, *, owner: str, now: datetime) -> Subscription | None:
        """Write another wish; None where the subscription is gone."""
        ...

    def pause(self, subscription_id: str, *, owner: str, now: datetime) -> Subscription | None:
        """Stop its sends until it is resumed; None where it is gone."""
        ...

    def resume(self, subscription_id: str, *, owner: str, now: datetime) -> Subscription | None:
        """Let it send again from now on; None where it is gone."""
        ...

    def delete(self, subscription_id: str, *, owner: str, now: datetime) -> bool:
        """Forget it; False where it is gone already."""
        ...

    def next_sends(self, subscription: Subscription, *, now: datetime, count: int = 3) -> tuple[datetime, ...]:
        """The instants of its next sends, in order; fewer where fewer are known, none while it is paused."""
        ...


class Digests(Protocol):
    """Composes digests; posts nothing."""

    def compose(
        self, *, owner: str, target: str, language: str, zone: str, now: datetime, preview: bool = False
    ) -> Payload:
        """What a digest for a channel or person says as of now; with `preview`, as of its next scheduled send.

        Its blocks are valid in Slack and their texts escaped.
        """
        ...


class Reminders(Protocol):
    """What people do with single events: be reminded of them, hear no more of them, keep them in a calendar."""

    def event(self, uid: str, *, now: datetime, owner: str) -> Event | None:
        """One event that documents announce, a series as its next time; None where none does any more."""
        ...

    def mute(self, uid: str, *, owner: str, target: str, by: str, now: datetime) -> bool:
        """Say no more of it in a channel or to a person; False where it is so already."""
        ...

    def unmute(self, uid: str, *, owner: str, target: str) -> bool:
        """Speak of it again; False where it was not muted."""
        ...

    def remind(self, reminder: PersonalReminder) -> bool:
        """Remind a person; False where the person has the same wish already."""
        ...

    def forget(self, reminder_id: str, *, owner: str, user: str) -> bool:
        """Drop a person's reminder; False where the person has none of that id."""
        ...

    def mine(self, user: str, *, now: datetime, owner: str) -> tuple[tuple[PersonalReminder, Event | None], ...]:
        """A person's reminders of what still lies ahead, each with its event."""
        ...

    def calendar(self, uid: str, *, now: datetime, owner: str) -> bytes:
        """The iCalendar file of one event."""
        ...


class Feeds(Protocol):
    """Addresses under which calendars find the events."""

    def open(self, *, owner: str, by: str, now: datetime) -> str:
        """A new address of a workspace's feed, beside those it has; it cannot be shown again."""
        ...

    def revoke(self, *, owner: str) -> int:
        """Close all feeds of a workspace; returns how many there were."""
        ...

    def event(self, uid: str, *, owner: str) -> str:
        """The address of the iCalendar file of one event."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a listener may use. `language` and `zone` are the workspace's defaults.

    `feeds` is None where the app has no address of its own: the surface then shows no button for them.
    `problems` gives what is wrong with the shared documents, for those who keep them.
    `api_url` is Slack's Web API, the one place beside Slack's own file hosts from which a file may be fetched.
    """

    clock: Clock
    documents: Corpus
    searcher: Searcher
    answers: AnswerLog
    trends: Trends
    agenda: Agenda
    uploads: Uploads
    subscriptions: Subscriptions
    digests: Digests
    reminders: Reminders
    language: str
    zone: ZoneInfo
    feeds: Feeds | None = None
    version: str = ""
    problems: Callable[[], Sequence[Problem]] = tuple
    api_url: str = "https://slack.com/api/"
