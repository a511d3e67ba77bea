"""What stands on a core, composed: stores, agenda, trends, digests, reminders, and the worker that delivers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.agenda.service import Agenda
from bot.agenda.telling import Telling
from bot.core import Core
from bot.delivery.answering import Answering
from bot.delivery.subscribe import Subscribing
from bot.domain.agenda import EVENT_CHANGE, PERSONAL, FeedTokens, Mutes, PersonalReminders
from bot.domain.answers import AnswerLog
from bot.domain.digest import ShownHighlights
from bot.domain.outbox import Outbox
from bot.domain.ports import Clock
from bot.domain.subscription import SubscriptionStore
from bot.messages.corrections import CORRECT_SECONDS, Correcting
from bot.messages.digests import Digesting, SubscribedDigest
from bot.messages.reminders import ReminderComposer, event_steps
from bot.reminders import WorkspaceReminders
from bot.store.agenda import SqlEventRegistry, SqlFeedTokens, SqlMutes, SqlPersonalReminders
from bot.store.answers import SqlAnswerLog
from bot.store.highlights import SqlDatedCorpus, SqlShownHighlights
from bot.store.outbox import SqlOutbox
from bot.store.outbox.posted import SqlPostedDigests
from bot.store.subscriptions import SqlSubscriptionStore
from bot.trends.service import Trends

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.delivery.ports import Composer
    from bot.delivery.worker import Worker

FORGET_SECONDS = 6 * 3600
KEEP_WISHES = timedelta(days=800)
"""Mutes and personal reminders outlive two turns of a yearly event."""
KEEP_SHOWN = timedelta(days=400)
"""What channels were shown: the rotation of the archive counts it for a year, however soon deliveries are forgotten."""


@dataclass(frozen=True)
class Parts:
    """Each part of the product over one core, made when it is first asked for, and shared by whoever asks again."""

    core: Core

    @cached_property
    def subscriptions(self) -> SubscriptionStore:
        """The subscriptions as they are kept."""
        return SqlSubscriptionStore(self.core.database)

    @cached_property
    def outbox(self) -> Outbox:
        """The deliveries as they are kept."""
        return SqlOutbox(self.core.database)

    @cached_property
    def agenda(self) -> Agenda:
        """The events that the documents announce."""
        zone = ZoneInfo(self.core.settings.tz)
        return Agenda(self.core.documents, SqlEventRegistry(self.core.database), self.mutes, zone=zone)

    @cached_property
    def mutes(self) -> Mutes:
        """Who does not want to hear of which event."""
        return SqlMutes(self.core.database)

    @cached_property
    def personal(self) -> PersonalReminders:
        """What persons asked to be reminded of."""
        return SqlPersonalReminders(self.core.database)

    @cached_property
    def feed_tokens(self) -> FeedTokens:
        """Who may read which calendar feed."""
        return SqlFeedTokens(self.core.database)

    @cached_property
    def answers(self) -> AnswerLog:
        """What the Slack surface remembers."""
        return SqlAnswerLog(self.core.database)

    @cached_property
    def shown(self) -> ShownHighlights:
        """What channels were shown in digests."""
        return SqlShownHighlights(self.core.database)

    @cached_property
    def telling(self) -> Telling:
        """What is told of events beyond their lead times, and what all their messages say."""
        return Telling(self.agenda, self.subscriptions, self.outbox, self.mutes, self.personal)

    @cached_property
    def reminding(self) -> WorkspaceReminders:
        """What people do with single events."""
        return WorkspaceReminders(self.agenda, self.mutes, self.personal)

    @cached_property
    def trends(self) -> Trends:
        """What moves in the documents. Equal terms are those that the search knows."""
        aliases = self.core.engine.aliases
        return Trends(
            SqlDatedCorpus(self.core.database),
            lambda: [(name, *others) for name, others in aliases().items()],
            ZoneInfo(self.core.settings.tz),
        )

    @cached_property
    def digesting(self) -> Digesting:
        """Digests of subscriptions, and of people who ask."""
        return Digesting(
            self.trends,
            self.agenda,
            self.shown,
            self.answers,
            self.subscriptions,
            self.subscribing,
        )

    @cached_property
    def correcting(self) -> Correcting:
        """Edits of posted digests whose documents were corrected."""
        core = self.core
        return Correcting(self.outbox, SqlPostedDigests(core.database), core.documents, self.agenda)

    @cached_property
    def subscribing(self) -> Subscribing:
        """Create, change, pause, resume, remove."""
        return Subscribing(self.subscriptions, self.outbox, self.agenda)

    @cached_property
    def answering(self) -> Answering:
        """The two answers to a held delivery."""
        return Answering(self.outbox)

    def forget(self, *, now: datetime) -> int:
        """Drop what nobody will ask for again; returns how much. How long deliveries are kept is a setting."""
        wishes = now - KEEP_WISHES
        return (
            self.mutes.prune(before=wishes)
            + self.personal.prune(before=wishes)
            + self.answers.prune(now=now)
            + self.shown.prune(before=now - KEEP_SHOWN)
        )


def worker_of(parts: Parts, client: WebClient, *, clock: Clock | None = None) -> Worker:
    """The steps that plan, send and reconcile, posting by one client whatever the workspace."""
    from bot.delivery.claiming import Claiming
    from bot.delivery.plan import Planner
    from bot.delivery.reconcile import Reconciler
    from bot.delivery.replies import ReplyComposer
    from bot.delivery.send import Sender
    from bot.delivery.worker import Step, Worker
    from bot.domain.delivery import CORRECTION, DIGEST, NOTICE, REMINDERS, REPLY
    from bot.messages.notices import NoticeComposer
    from bot.slack.outbox import SlackOutboxMessenger
    from bot.store.locks import locks_of

    core = parts.core
    messenger = SlackOutboxMessenger(lambda _owner: client)
    claiming = Claiming(parts.outbox, locks_of(core.database))
    reminders = ReminderComposer(parts.telling)
    composers: dict[str, Composer] = {
        DIGEST: SubscribedDigest(parts.digesting),
        REMINDERS: reminders,
        EVENT_CHANGE: reminders,
        PERSONAL: reminders,
        REPLY: ReplyComposer(),
        CORRECTION: ReplyComposer(),
        NOTICE: NoticeComposer(),
    }
    sender = Sender(parts.outbox, parts.subscriptions, messenger, claiming, composers)
    return Worker(
        parts.outbox,
        Planner(parts.subscriptions, parts.outbox, parts.agenda),
        sender,
        Reconciler(parts.outbox, messenger, claiming),
        claiming,
        clock or core.clock,
        steps=(
            *event_steps(parts.agenda, parts.telling, parts.subscriptions, parts.personal),
            Step("correct", CORRECT_SECONDS, lambda now: parts.correcting.plan(now=now)),
            Step("forget", FORGET_SECONDS, lambda now: parts.forget(now=now)),
        ),
        keep_days=core.settings.keep_days,
    )
