"""The vector of a query within a reader's patience: an embedder that fails, hangs or is late is left out.

The embedder works in threads of its own. One that does not come back is left alone, and after a few failures in a row
the embedder is given a rest, in which nobody waits for it. Results that come too late are kept for the next asker.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue

import structlog

from bot.domain.meaning import Embedder
from bot.meaning.fixed import Floats

log = structlog.get_logger(__name__)

WORKERS = 2
"""Queries embedded at the same time; with more than the cores each would only take longer."""

MAX_WAITING = 8
"""More queries than the workers get through are left out at once rather than late."""

LEAST_PATIENCE, MOST_PATIENCE = 0.045, 0.25
"""Seconds that a reader waits for a vector: four times as long as one usually takes on this machine, within these.

The first keeps an answer under 60 ms where the machine is quick; the second serves readers of a busy machine, whom the
wrong answer would cost more.
"""

UNHURRIED_PATIENCE = 30.0
"""For a command in the shell, where the same question is to get the same answer on any machine."""

FAILURES_IN_A_ROW = 3
REST_SECONDS = 30.0
LONGEST_REST_SECONDS = 3600.0
"""After so many failures in a row the embedder rests, each time twice as long, until it gives a vector again."""

MAX_CREWS = 12
"""Workers that hang can only be left behind. After so many crews, half a day, the embedder is not asked again."""

HEAD_START_SECONDS = 0.001
"""For which the thread that begins an embedding gives Python's lock away. A worker needs .4 ms of it to reach the
model, which works without it; else it would wait 5 ms for each of its turns, as long as a search by words takes.
"""

KEPT_QUERIES = 512


@dataclass(slots=True)
class Counts:
    """What became of the queries since the start: `timeouts` counts those for which nobody could wait."""

    asked: int = 0
    failures: int = 0
    timeouts: int = 0


@dataclass(slots=True)
class _Task:
    text: str
    done: threading.Event = field(default_factory=threading.Event)
    vector: Floats | None = None


class _Crew:
    """Workers over one queue. A crew that hangs is replaced as a whole; its workers end when they come back."""

    def __init__(self) -> None:
        self.tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self.under_way: dict[str, _Task] = {}

    def give(self, text: str) -> _Task:
        """Have a text embedded. The asker's guard is held."""
        task = self.under_way[text] = _Task(text)
        self.tasks.put(task)
        return task

    def hire(self, work: Callable[[_Crew], None]) -> None:
        for number in range(WORKERS):
            threading.Thread(target=work, args=(self,), name=f"embed-query-{number}", daemon=True).start()

    def dismiss(self) -> None:
        for _ in range(WORKERS):
            self.tasks.put(None)


class Asker:
    """Asks an embedder for the vectors of queries. Safe for many threads; `close` lets its own threads end.

    `hurried` is for readers who wait in a chat: nobody but them is in a hurry.
    """

    def __init__(
        self, embedder: Embedder, *, hurried: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.counts = Counts()
        self._hurried = hurried
        self._embedder = embedder
        self._clock = clock
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, Floats] = OrderedDict()
        self._usual = MOST_PATIENCE / 4
        self._in_a_row = 0
        self._rests = 0
        self._rest_until = 0.0
        self._crew = _Crew()
        self._crew.hire(self._work)

    @property
    def patience(self) -> float:
        """How many seconds a reader waits for a vector."""
        return min(max(LEAST_PATIENCE, 4 * self._usual), MOST_PATIENCE) if self._hurried else UNHURRIED_PATIENCE

    @property
    def resting(self) -> bool:
        """Whether the embedder has failed so often that nobody asks it for a while."""
        return self._clock() < self._rest_until

    def begin(self, text: str) -> None:
        """Embed a text for which `vector` will most likely be asked; nothing where the embedder rests or is at work."""
        with self._guard:
            if self.resting or self._crew.under_way or text in self._kept:
                return
            self._crew.give(text)
        time.sleep(HEAD_START_SECONDS)

    def vector(self, text: str) -> Floats | None:
        """The query's vector, or None where it was not there while a reader waits."""
        with self._guard:
            self.counts.asked += 1
            kept = self._kept.get(text)
            if kept is not None:
                self._kept.move_to_end(text)
                return kept
            task = self._crew.under_way.get(text)
            if task is None:
                if self.resting or len(self._crew.under_way) >= MAX_WAITING:
                    self.counts.timeouts += 1
                    return None
                task = self._crew.give(text)
        patience = self.patience
        if not task.done.wait(patience):
            self._late(task, patience)
        return task.vector

    def warm(self, text: str) -> None:
        """Embed a text in the calling thread, however long it takes, to know the pace. Raises what the model raises."""
        began = self._clock()
        self._embedder.query(text)
        self._usual = self._clock() - began

    def close(self) -> None:
        """Let the threads end once they are idle."""
        self._crew.dismiss()

    def _work(self, crew: _Crew) -> None:
        while (task := crew.tasks.get()) is not None:
            began = self._clock()
            try:
                vector = self._embedder.query(task.text)
            except Exception as error:  # noqa: BLE001 - whatever a model raises, the words still answer
                self._failed(crew, task, error)
            else:
                self._came(crew, task, vector, self._clock() - began)

    def _came(self, crew: _Crew, task: _Task, vector: Floats, seconds: float) -> None:
        with self._guard:
            del crew.under_way[task.text]
            self._usual += (seconds - self._usual) / 8
            self._in_a_row = self._rests = 0
            self._rest_until = 0.0
            task.vector = vector
            self._kept[task.text] = vector
            while len(self._kept) > KEPT_QUERIES:
                self._kept.popitem(last=False)
        task.done.set()

    def _failed(self, crew: _Crew, task: _Task, error: Exception) -> None:
        with self._guard:
            del crew.under_way[task.text]
            self.counts.failures += 1
            self._count_in_a_row()
        task.done.set()
        log.warning("meaning.embedder_failed", error=type(error).__name__, detail=str(error)[:200])

    def _late(self, task: _Task, patience: float) -> None:
        with self._guard:
            if task.done.is_set():
                return
            self.counts.timeouts += 1
            self._count_in_a_row()
        log.warning("meaning.embedder_late", patience_ms=round(patience * 1000), resting=self.resting)

    def _count_in_a_row(self) -> None:
        """The guard is held. Where it is too much, a new crew stands ready for the time after the rest."""
        self._in_a_row += 1
        if self._in_a_row < FAILURES_IN_A_ROW:
            return
        self._in_a_row = 0
        self._rests += 1
        rest = min(REST_SECONDS * 2 ** (self._rests - 1), LONGEST_REST_SECONDS)
        self._rest_until = self._clock() + rest if self._rests < MAX_CREWS else math.inf
        self._crew.dismiss()
        self._crew = _Crew()
        if self._rests < MAX_CREWS:
            self._crew.hire(self._work)
