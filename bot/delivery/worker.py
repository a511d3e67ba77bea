"""The steps of the deliveries, driven by APScheduler in memory, or once by hand.

The schedule of the steps decides only how soon something is noticed; what is due is decided by the store. So any number
of workers may run, and none needs to know of the others.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.delivery.claiming import Claiming
from bot.delivery.plan import Planner
from bot.delivery.reconcile import Reconciler
from bot.delivery.send import Sender
from bot.domain.outbox import Upkeep
from bot.domain.ports import Clock
from bot.errors import StoreError

PLAN_SECONDS = 10
SEND_SECONDS = 1
RECONCILE_SECONDS = 5
PRUNE_SECONDS = 3600
KEEP_DAYS = 400
CLOCK_SECONDS = 1.0
"""How often the wall clock is compared with the time that has passed."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do again and again. `run` takes the present instant and may return what it did, for the report."""

    name: str
    every_seconds: float
    run: Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Report:
    """What `once` did, as of an instant: for each step what it said, and the errors of those that failed."""

    at: datetime
    did: Mapping[str, object]
    failed: Mapping[str, str] = field(default_factory=dict)


class ElapsedClock:
    """Begins at an instant and goes on as fast as time does: so paced messages get their turn after `--at`."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()

    def now(self) -> datetime:
        """The instant plus the time since."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)


class Worker:
    """Plans, sends, reconciles and prunes, beside the steps that others bring (document sync, calendars)."""

    def __init__(
        self,
        outbox: Upkeep,
        planner: Planner,
        sender: Sender,
        reconciler: Reconciler,
        claiming: Claiming,
        clock: Clock,
        *,
        steps: Sequence[Step] = (),
        keep_days: int = KEEP_DAYS,
    ) -> None:
        self._outbox = outbox
        self._planner = planner
        self._sender = sender
        self._reconciler = reconciler
        self._claiming = claiming
        self._clock = clock
        self._more = tuple(steps)
        self._keep = timedelta(days=keep_days)
        self._scheduler: Any = None  # apscheduler publishes no types
        self._ending = threading.Event()
        self._stopped = threading.Event()

    def steps(self) -> tuple[Step, ...]:
        """Every step, in the order in which `once` runs them."""
        return (
            *self._more,
            Step("reconcile", RECONCILE_SECONDS, lambda now: self._reconciler.reconcile(ElapsedClock(now))),
            Step("plan", PLAN_SECONDS, lambda now: self._planner.plan(now=now)),
            Step("send", SEND_SECONDS, lambda _: self._sender.send(self._clock)),
            Step("prune", PRUNE_SECONDS, lambda now: self._outbox.prune(before=now - self._keep)),
        )

    def once(self, now: datetime) -> Report:
        """Run each step once as of an instant; sending goes on until nothing is left that falls due within a pace."""
        clock = ElapsedClock(now)
        did: dict[str, object] = {}
        failed: dict[str, str] = {}
        for step in self.steps():
            try:
                did[step.name] = self._drained(clock) if step.name == "send" else step.run(clock.now())
            except StoreError as error:
                failed[step.name] = str(error)
                log.warning("worker.step_failed", step=step.name, error=str(error))
        self._claiming.release()
        return Report(now, did, failed)

    def _drained(self, clock: ElapsedClock) -> dict[str, int]:
        return {state.value: count for state, count in self._sender.drain(clock).items()}

    def start(self) -> None:
        """Run the steps in the background until `stop`."""
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        steps = self.steps()
        # A send that takes longer than its second is no cause for a warning every second.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(steps))},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        for step in steps:
            self._scheduler.add_job(
                self._run,
                "interval",
                seconds=step.every_seconds,
                args=[step],
                id=step.name,
                next_run_time=datetime.now(UTC),
            )
        self._scheduler.start()
        threading.Thread(target=self._follow_clock, args=(self._scheduler,), name="clock", daemon=True).start()
        log.info("worker.started", steps=[step.name for step in steps])

    def stop(self) -> None:
        """Begin nothing new, finish what is on its way, give the locks back."""
        self._sender.stop()
        self._ending.set()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None
        self._claiming.release()
        self._stopped.set()
        log.info("worker.stopped")

    def wait(self, seconds: float | None = None) -> bool:
        """Until `stop` has been called; False where the time ran out first."""
        return self._stopped.wait(seconds)

    def _follow_clock(self, scheduler: Any) -> None:
        """Where the wall clock is set back, begin every step anew: APScheduler would wait until it shows again what it
        had shown, and nothing would go out until then.
        """
        ahead = _ahead()
        while not self._ending.wait(CLOCK_SECONDS):
            before, ahead = ahead, _ahead()
            if ahead < before - CLOCK_SECONDS:
                log.warning("worker.clock_set_back", seconds=round(before - ahead))
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))

    def _run(self, step: Step) -> None:
        """One step; whatever it raises, it is tried again at its next turn."""
        try:
            step.run(self._clock.now())
        except StoreError as error:
            log.warning("worker.step_failed", step=step.name, error=str(error))
        except Exception:
            log.exception("worker.step_broke", step=step.name)


def _ahead() -> float:
    """Seconds by which the wall clock has run on more than time has passed since some moment."""
    return time.time() - time.monotonic()
