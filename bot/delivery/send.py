"""Sending: claim, compose, freeze, post, settle, each committed before the next begins.

No transaction is open while Slack is called. Whatever happens after a payload was frozen leaves a row from which the
reconciler finds the truth; whatever happens before leaves one that surely was not posted.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog

from bot.delivery.claiming import Claiming
from bot.delivery.notices import notice_of
from bot.delivery.pictures import uploaded
from bot.delivery.ports import Composer, Due, Reached, unwatched
from bot.delivery.schedule import digest_key, next_slots
from bot.delivery.timing import MAX_RETRY_AFTER_SECONDS, Timing
from bot.domain.delivery import ATTACHED, CHANGED, DIGEST, EMPTY, LATE, Delivery, Message, Payload, Posted, State, Stray
from bot.domain.messenger import Messenger
from bot.domain.outbox import Paces, Record, Sending, Strays, Verdicts
from bot.domain.ports import Clock
from bot.domain.subscription import Subscription, SubscriptionStore
from bot.errors import (
    ChannelRefused,
    MessageRefused,
    NotPosted,
    PossiblyPosted,
    PostError,
    RateLimited,
    StoreError,
)

_DRAIN_LIMIT = timedelta(minutes=10)
"""How long messages may wait for their turn in a channel until `drain` leaves them to the next step."""
_SETTLE_TRIES = (0.1, 0.3, 1.0, 3.0)
"""Seconds between tries to keep what Slack said, while the database is away. Afterwards the history tells."""

TOKEN_REASONS = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Slack's errors that are the token's, not the channel's."""

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Outgoing(Sending, Verdicts, Paces, Strays, Record, Protocol):
    """What a sender needs of the outbox."""


class Sender:
    """Delivers what is due, in a few threads.

    `reached` is told each step, for those who test what a crash there does.
    """

    def __init__(
        self,
        outbox: Outgoing,
        subscriptions: SubscriptionStore,
        messenger: Messenger,
        claiming: Claiming,
        composers: Mapping[str, Composer],
        *,
        timing: Timing = Timing(),  # noqa: B008 (frozen)
        threads: int = 8,
        reached: Reached = unwatched,
    ) -> None:
        self._outbox = outbox
        self._subscriptions = subscriptions
        self._messenger = messenger
        self._claiming = claiming
        self._composers = composers
        self._timing = timing
        self._threads = threads
        self._reached = reached
        self._stopping = threading.Event()

    def send(self, clock: Clock, *, seconds: float = 30.0) -> Counter[State]:
        """Deliver everything that is due now and falls due within `seconds`; returns how the deliveries ended.

        Raises StoreError where nothing can be claimed; what was claimed before is finished all the same.
        """
        ended: Counter[State] = Counter()
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(self._threads, thread_name_prefix="send") as pool:
            running: set[Future[State]] = set()
            while not self._stopping.is_set() and time.monotonic() < until:
                claimed = self._claiming.claim(clock.now(), self._threads - len(running))
                running |= {pool.submit(self.deliver, delivery, clock) for delivery in claimed}
                if not running:
                    break
                done, running = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
                ended.update(future.result() for future in done)
            ended.update(future.result() for future in wait(running).done)
        return ended

    def drain(self, clock: Clock) -> Counter[State]:
        """Deliver until nothing is left that falls due within a pace; returns how the deliveries ended."""
        ended: Counter[State] = Counter()
        limit = clock.now() + _DRAIN_LIMIT
        while clock.now() < limit:
            ended += self.send(clock)
            now = clock.now()
            following = self._outbox.next_due(now=now, until=now + timedelta(seconds=2))
            if following is None:
                break
            time.sleep(max(0.01, (following - clock.now()).total_seconds()))
        return ended

    def stop(self) -> None:
        """Claim nothing more; what is on its way is finished."""
        self._stopping.set()

    def deliver(self, delivery: Delivery, clock: Clock) -> State:
        """Bring one claimed delivery to where it can be left; returns the state that it was left in."""
        try:
            return self._attempt(delivery, clock)
        except StoreError as error:
            # The row stays as it is; the reconciler takes it up as soon as the database is back.
            log.warning("delivery.unsettled", delivery_id=delivery.id, error=str(error))
            return State.SENDING
        except Exception:
            log.exception("delivery.broke", delivery_id=delivery.id, kind=delivery.kind)
            return self._broke(delivery, clock.now())
        finally:
            self._claiming.done(delivery)

    def _attempt(self, delivery: Delivery, clock: Clock) -> State:
        now = clock.now()
        subscription = self._subscriptions.get(delivery.subscription) if delivery.subscription else None
        if delivery.subscription and not _wanted(delivery, subscription, now):
            return self._end(delivery, State.CANCELLED, CHANGED, now)
        payload = self._composers[delivery.kind].compose(self._due(delivery, subscription, now), now=now)
        self._reached("composed")
        if payload is None:
            return self._end(delivery, State.SKIPPED, EMPTY, now)
        payload = uploaded(payload, delivery.owner, self._messenger)
        try:
            return self._post(delivery, payload, clock)
        except MessageRefused as error:
            log.warning("delivery.message_refused", delivery_id=delivery.id, reason=error.reason)
        # The blocks are at fault, most likely: the words alone are better than nothing.
        try:
            return self._post(delivery, replace(payload, message=Message(payload.message.text)), clock)
        except MessageRefused as error:
            return self._end(delivery, State.FAILED, error.reason, clock.now())

    def _due(self, delivery: Delivery, subscription: Subscription | None, now: datetime) -> Due:
        if subscription is None or delivery.kind != DIGEST:
            return Due(delivery, subscription)
        past = self._outbox.past(delivery)
        coming = next_slots(subscription.wish.rule, after=max(now, delivery.slot), count=1)
        next_send = next((s.at for s in coming if digest_key(subscription.id, s) != delivery.key), None)
        return Due(delivery, subscription, _told_until(past.posted), past.skipped, next_send)

    def _post(self, delivery: Delivery, payload: Payload, clock: Clock) -> State:
        """Freeze, post and settle; MessageRefused is the caller's."""
        frozen = replace(delivery, payload=payload, payload_hash=hash_of(delivery, payload))
        now = clock.now()
        if now >= delivery.expires:
            return self._end(delivery, State.SKIPPED if delivery.kind == DIGEST else State.EXPIRED, LATE, now)
        if not self._outbox.freeze(frozen, payload, frozen.payload_hash, now=now):
            return State.CANCELLED
        self._reached("frozen")
        try:
            posted = self._call(frozen, payload.message)
        except MessageRefused:
            raise
        except PostError as error:
            return self._failed(frozen, error, clock.now())
        self._reached("posted")
        return self._stands(frozen, posted, clock)

    def _failed(self, delivery: Delivery, error: PostError, now: datetime) -> State:
        """What each kind of failure means for the delivery."""
        if isinstance(error, RateLimited):
            return self._slow_down(delivery, error, now)
        if isinstance(error, ChannelRefused):
            return self._refused(delivery, error.reason, now)
        if isinstance(error, NotPosted):
            return self._again(delivery, str(error), now)
        return self._doubt(delivery, str(error), now)

    def _call(self, delivery: Delivery, message: Message) -> Posted:
        """Post, or rewrite what another delivery had posted: doing that twice does no harm."""
        if not delivery.amends:
            return self._messenger.post(delivery, message)
        original = self._outbox.get(delivery.amends)
        if original is None or original.state is not State.POSTED:
            raise MessageRefused("the message to rewrite does not stand", reason="message_not_found")
        posted = Posted(original.channel, original.ts)
        try:
            self._messenger.update(delivery.owner, posted, message)
        except PossiblyPosted as error:
            raise NotPosted(str(error)) from error
        return posted

    def _stands(self, delivery: Delivery, posted: Posted, clock: Clock) -> State:
        """Keep where the message stands; a fenced sender takes its own message back where another has won.

        While nothing has won, the message must stay: the next look into the history may make it the one that counts.
        """
        audit = timedelta(seconds=self._timing.audit)

        def settle() -> bool:
            now = clock.now()
            return self._outbox.settle_posted(delivery, posted, now=now, audit_at=now + audit)

        if patiently(settle):
            self._reached("settled")
            log.info("delivery.posted", delivery_id=delivery.id, attempt=delivery.generation, kind=delivery.kind)
            return State.POSTED
        current = patiently(lambda: self._outbox.get(delivery.id))
        if current is not None and _beaten(delivery, current, posted):
            log.warning("delivery.fenced", delivery_id=delivery.id, attempt=delivery.generation)
            stray = Stray(delivery.owner, posted.channel, posted.ts, delivery.id)
            patiently(lambda: self._outbox.add_stray(stray, now=clock.now()))
        return State.CANCELLED

    def _slow_down(self, delivery: Delivery, error: RateLimited, now: datetime) -> State:
        """Slack counts by workspace and method: everything of the workspace waits."""
        until = now + timedelta(seconds=min(error.retry_after, MAX_RETRY_AFTER_SECONDS))
        self._outbox.slow_down(delivery.owner, "", until=until)
        log.info("delivery.rate_limited", delivery_id=delivery.id, seconds=error.retry_after)
        return self._unposted(delivery, "ratelimited", until, now)

    def _refused(self, delivery: Delivery, reason: str, now: datetime) -> State:
        subscription = self._subscriptions.get(delivery.subscription) if delivery.subscription else None
        if subscription is None and reason in TOKEN_REASONS:
            # A notice cannot be delivered while the token is the trouble: it waits for the operator.
            return self._again(delivery, reason, now)
        notice = notice_of(subscription, reason, now=now) if subscription else None
        self._outbox.refuse(delivery, reason=reason, notice=notice, now=now)
        log.warning("delivery.refused", delivery_id=delivery.id, reason=reason, subscription=delivery.subscription)
        return State.FAILED

    def _again(self, delivery: Delivery, reason: str, now: datetime) -> State:
        return self._unposted(delivery, reason, now + self._timing.backoff_after(delivery.generation), now)

    def _unposted(self, delivery: Delivery, reason: str, next_try: datetime, now: datetime) -> State:
        self._outbox.settle_unposted(delivery, next_try=next_try, reason=reason, now=now)
        log.info("delivery.not_posted", delivery_id=delivery.id, attempt=delivery.generation, reason=reason)
        return State.PENDING

    def _doubt(self, delivery: Delivery, reason: str, now: datetime) -> State:
        look_at = now + timedelta(seconds=self._timing.grace)
        self._outbox.settle_unknown(delivery, look_at=look_at, reason=reason, now=now)
        log.warning("delivery.unknown", delivery_id=delivery.id, attempt=delivery.generation, reason=reason)
        return State.UNKNOWN

    def _end(self, delivery: Delivery, state: State, reason: str, now: datetime) -> State:
        self._outbox.settle_ended(delivery, state, reason=reason, now=now)
        log.info("delivery.ended", delivery_id=delivery.id, state=state.value, reason=reason)
        return state

    def _broke(self, delivery: Delivery, now: datetime) -> State:
        """A defect: before the freeze nothing went out, after it only the history knows."""
        try:
            current = self._outbox.get(delivery.id)
            if current is not None and current.generation == delivery.generation and current.payload_hash:
                return self._doubt(delivery, "defect", now)
            return self._again(delivery, "defect", now)
        except StoreError:
            return State.SENDING


def _wanted(delivery: Delivery, subscription: Subscription | None, now: datetime) -> bool:
    """Not ended or paused; no digest from before its rule began to count, which a clock that ran behind had planned.

    One that was sent before, and is sent again, was owed by an earlier rule, if there was one by then. What completes
    a message that stands is always wanted.
    """
    if delivery.kind in ATTACHED:
        return True
    if subscription is None:
        return False
    early = delivery.kind == DIGEST and delivery.slot <= subscription.since <= now
    astray = early and (delivery.generation == 1 or delivery.slot <= subscription.created_at)
    return not (subscription.paused or astray)


def _told_until(posted: Delivery | None) -> datetime | None:
    """The instant as of which a digest was composed: one that went out late had told of what came after its slot."""
    if posted is None:
        return None
    told = posted.payload.told if posted.payload else None
    return told.digest.ends if told else posted.slot


def _beaten(delivery: Delivery, current: Delivery, posted: Posted) -> bool:
    """Whether the delivery has ended otherwise than by this message. One that a person marked names no message."""
    marked = current.state is State.POSTED and not current.ts
    return not (current.state.open or marked or delivery.amends) and current.ts != posted.ts


def patiently(act: Callable[[], T]) -> T:
    """Do it again while the database is away, for a few seconds; then StoreError is the caller's."""
    for pause in _SETTLE_TRIES:
        try:
            return act()
        except StoreError:
            time.sleep(pause)
    return act()


def hash_of(delivery: Delivery, payload: Payload) -> str:
    """SHA-256 in hex of what goes out, to tell the messages of two attempts apart."""
    said = [delivery.target, delivery.thread, payload.message.text, list(payload.message.blocks)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf8", "replace")).hexdigest()
