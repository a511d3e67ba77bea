"""Many deliveries at once: several workers on one database, a thousand channels at one instant, and the way back up."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.proof_kills import Feeder, Verdict, fork_worker, judge
from benchmarks.proof_slack import Behaviour, running_slack
from benchmarks.proof_world import FAST, Process, Where, quiet
from bot.delivery.timing import Timing
from bot.delivery.worker import Worker
from bot.domain.delivery import Planned, State

REAL = Timing()
LATENCY = 0.03


def crowd(url: str, data: Path, *, workers: int, deliveries: int) -> Verdict:
    """Several workers share the work, none is killed, nothing fails: each delivery once."""
    quiet()
    began = time.monotonic()
    with running_slack(Behaviour()) as slack:
        where = Where(url, data, slack.url, timeout=10.0, replies=False)
        feeder = Feeder(where)
        pids: list[int] = []
        try:
            expected = [
                key for first in range(0, deliveries, 1000) for key in feeder.feed(min(1000, deliveries - first))
            ]
            pids = [fork_worker(where, "", 0) for _ in range(workers)]
            deadline = time.monotonic() + 60 + deliveries / 10
            while time.monotonic() < deadline and feeder.counts()[State.POSTED] < len(expected):
                time.sleep(0.5)
            left = {s.value: c for s, c in feeder.counts().items() if s.open and c}
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            feeder.close()
        verdict = judge(Verdict(), expected, slack, replies=False)
    verdict.unresolved = left
    verdict.seconds = time.monotonic() - began
    return verdict


@dataclass(frozen=True)
class Burst:
    """Seconds from the slot to the message."""

    channels: int
    posted: int
    median: float
    p99: float
    last: float


def burst(url: str, data: Path, *, channels: int) -> Burst:
    """So many channels are due at one instant; the real worker, the real pace, thirty milliseconds of latency."""
    quiet()
    with running_slack(Behaviour(latency=LATENCY)) as slack:
        process = Process(Where(url, data, slack.url, timing=REAL, timeout=10.0, replies=False), threads=8)
        worker = Worker(
            process.outbox, process.planner, process.sender, process.reconciler, process.claiming, process.clock
        )
        worker.start()
        time.sleep(2.0)
        slot = process.clock.now()
        rows = [
            Planned(f"burst:{n}", "digest", "T1", f"C{n}", slot, slot.replace(year=slot.year + 1))
            for n in range(channels)
        ]
        process.outbox.add(rows, now=slot)
        until = time.monotonic() + 120
        while time.monotonic() < until and process.outbox.counts()[State.POSTED] < channels:
            time.sleep(0.2)
        worker.stop()
        times = sorted(moment - slot.timestamp() for moment in slack.count()["times"].values())
        process.database.dispose()
    if len(times) < 2:
        return Burst(channels, len(times), *[times[0] if times else float("inf")] * 3)
    return Burst(channels, len(times), statistics.median(times), times[int(len(times) * 0.99) - 1], times[-1])


@dataclass(frozen=True)
class Recovery:
    """Seconds after a kill: until a new process is at work, and until the doubtful delivery is settled."""

    ready: float
    settled: float
    posts: int


_WORKER = """
import sys, time
from pathlib import Path
from benchmarks.proof_scale import REAL
from benchmarks.proof_world import Process, Where, quiet
from bot.delivery.worker import Worker
quiet()
process = Process(Where(sys.argv[1], Path(sys.argv[2]), sys.argv[3], timing=REAL, timeout=10.0, replies=False))
worker = Worker(process.outbox, process.planner, process.sender, process.reconciler, process.claiming, process.clock)
worker.start()
worker.wait()
"""


def recovery(url: str, data: Path) -> Recovery:
    """A worker dies with a message on its way; the next one has the waits of production."""
    quiet()
    with running_slack(Behaviour()) as slack:
        where = Where(url, data, slack.url, timing=REAL, timeout=10.0, replies=False)
        process = Process(where)
        now = process.clock.now()
        rows = [
            Planned(key, "digest", "T1", f"C{key}", now, now.replace(year=now.year + 1)) for key in ("doubtful", "next")
        ]
        process.outbox.add(rows[:1], now=now)
        process.database.dispose()
        os.waitpid(fork_worker(where, "frozen", 1), 0)
        began = time.monotonic()
        process.outbox.add(rows[1:], now=process.clock.now())
        child = subprocess.Popen([sys.executable, "-c", _WORKER, url, str(data), slack.url])
        ready = settled = float("inf")
        while time.monotonic() - began < 240 and settled == float("inf"):
            time.sleep(0.1)
            states = process.outbox.known_keys(["doubtful", "next"])
            if ready == float("inf") and states["next"] is State.POSTED:
                ready = time.monotonic() - began
            if states["doubtful"] in {State.POSTED, State.HELD}:
                settled = time.monotonic() - began
        child.kill()
        child.wait()
        process.database.dispose()
        posts = sum(slack.count()["accepted"].values())
    return Recovery(ready, settled, posts)


__all__ = ["FAST", "Burst", "Recovery", "burst", "crowd", "recovery"]
