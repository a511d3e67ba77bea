"""Search by meaning as the program runs it: loads the embedder, keeps the vectors in step in a thread of its own, and
gives search its stage.

Everything is optional: without an embedder the stage has nothing to say, and nothing is started. On one data folder one
process at a time makes vectors, held by a lock that the operating system drops when the process dies; the others take
what it has stored.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from bot.domain.meaning import Embedder, MeaningStatus, Stage, VectorStore
from bot.domain.ports import ChangeLog, Clock
from bot.errors import AitrendError
from bot.filelock import turn
from bot.meaning.alone import Alone
from bot.meaning.asking import Asker
from bot.meaning.choice import Choice
from bot.meaning.fusion import Calibration, shipped
from bot.meaning.making import Making
from bot.meaning.near import MeaningStage

log = structlog.get_logger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many sections have vectors and how many are to have them."""

FOLLOW_SECONDS = 2.0
"""How soon a change of the documents is noticed, and how often what is made becomes searchable."""

PROGRESS_SECONDS = 30.0
"""How often the log tells how far the vectors are."""

NICENESS = 10
"""Of the thread that makes vectors: answers come first."""

WARM_UP = ("오늘의 소식", "what is new today", "요즘 무엇이 달라졌는지 알고 싶다")
"""Embedded before the first reader asks, so that the model is in memory and its pace is known."""


class MeaningService:
    """The parts of search by meaning; `stage` is for the search engine, whatever `choice` there is."""

    def __init__(
        self,
        documents: ChangeLog,
        vectors: VectorStore,
        choice: Choice | None,
        *,
        clock: Clock,
        lock_file: Path,
        calibration: Calibration | None = None,
    ) -> None:
        self._documents = documents
        self._vectors = vectors
        self._choice = choice
        self._clock = clock
        self._lock_file = lock_file
        self._by = calibration or shipped()
        self.stage = MeaningStage(self._by)
        self._status = MeaningStatus(model=choice.name if choice else "")
        self._making: Making | None = None
        self._ending = threading.Event()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Keep the vectors in step in the background from now on. Returns at once; does nothing without an embedder."""
        if self._choice is not None and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="meaning", daemon=True)
            self._thread.start()

    def stop(self, *, patience: float = 5.0) -> None:
        """End the background work; what is made is stored. A model that hangs is left behind after `patience`."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join(patience)
        if self.stage.asker is not None:
            self.stage.asker.close()

    @property
    def missed(self) -> bool:
        """Whether a question was answered by words alone that meaning, not made ready yet, might answer better."""
        return self._choice is not None and self.stage.missed and self.stage.asker is None and not self._status.problem

    @property
    def ready(self) -> bool:
        """Whether there are vectors to search with."""
        return self.stage.asker is not None and len(self.stage.shelf) > 0

    def alone(self) -> Stage:
        """The stage without the words' say, to be compared with it."""
        return Alone(self.stage)

    def make_now(self, progress: Progress | None = None, *, at_most: int | None = None) -> None:
        """Make in the calling thread the vectors by which sections are found, and search with them from then on.

        Where more than `at_most` sections lack them, none are made and search goes with those that there are. For a
        command in the shell, whose questions are in no hurry. What the embedder or the store raises is the problem that
        `status` tells: words answer meanwhile.
        """
        if self._choice is None:
            return
        try:
            with self._turn:
                making = self._ready(self._choice.load, hurried=False)
                self._catch_up(making)
                if at_most is None or making.wanted - making.made <= at_most:
                    self._make_fronts(making, progress or (lambda _made, _wanted: None))
                self._publish(making)
        except Exception as error:  # noqa: BLE001 - see `look`
            self._note(error)

    def read_closely(self, section_ids: Collection[str]) -> bool:
        """Make the sentences of a few sections, so that the nearest can be shown; whether any were made.

        For a command in the shell, after `make_now`; the background makes them all.
        """
        making = self._making
        if making is None:
            return False
        with self._turn:
            made = making.read_closely(section_ids)
            if made:
                self._publish(making)
            return bool(made)

    def look(self) -> MeaningStatus:
        """How it does now: loads the embedder and counts what the store has, but makes nothing."""
        if self._choice is not None:
            try:
                with self._turn:
                    self._catch_up(self._ready(self._choice.load, hurried=False))
            except Exception as error:  # noqa: BLE001 - a model may raise anything; what it was is the finding
                self._note(error)
        return self.status()

    def _make_fronts(self, making: Making, progress: Progress) -> None:
        progress(making.made, making.wanted)
        for _ in making.make(self._ending.is_set, sentences=False):
            progress(making.made, making.wanted)
        making.sweep()

    def status(self) -> MeaningStatus:
        """How it does. In a process that has not started it, the counts are those of the last look."""
        making, asker = self._making, self.stage.asker
        status = self._status
        if making is not None:
            status = replace(status, wanted=making.wanted, made=making.made, beyond=making.beyond)
        if asker is not None:
            counts = asker.counts
            status = replace(
                status, asked=counts.asked, failures=counts.failures, timeouts=counts.timeouts, resting=asker.resting
            )
        return status

    def _run(self) -> None:
        self._be_nice()
        while not self._ending.is_set():
            try:
                with self._turn:
                    self._step()
                self._status = replace(self._status, problem="")
            except Exception as error:  # the next step may do better; readers have the words meanwhile
                self._note(error)
                log.warning("meaning.interrupted", error=str(error), exc_info=not isinstance(error, AitrendError))
            self._ending.wait(FOLLOW_SECONDS)

    def _note(self, error: Exception) -> None:
        self._status = replace(self._status, problem=str(error).splitlines()[0] if str(error) else repr(error))

    def _step(self) -> None:
        """Follow the documents, take what is stored, make what is missing."""
        assert self._choice is not None
        making = self._ready(self._choice.load)
        if self._catch_up(making):
            self._publish(making)
        with turn(self._lock_file, wait=False) as may_make:
            if may_make:
                self._make(making)
                making.sweep()

    def _make(self, making: Making) -> None:
        """Make until nothing is missing or the documents change, letting readers see it now and then."""
        began = seen = told = time.monotonic()
        pause, revision, steps = FOLLOW_SECONDS, self._documents.revision(), 0
        for _ in making.make(self._ending.is_set):
            steps += 1
            if time.monotonic() - seen < pause:
                continue
            # Copying the vectors holds readers up a little: it takes at most a twentieth of the time.
            cost = self._publish(making)
            seen = time.monotonic()
            pause = max(FOLLOW_SECONDS, 20 * cost)
            if seen - told >= PROGRESS_SECONDS:
                told = seen
                log.info("meaning.making", made=making.made, wanted=making.wanted)
            if self._documents.revision() != revision:
                break
        if steps:
            self._publish(making)
            seconds = round(time.monotonic() - began)
            log.info("meaning.made", steps=steps, made=making.made, wanted=making.wanted, seconds=seconds)

    def _ready(self, load: Callable[[], Embedder], *, hurried: bool = True) -> Making:
        """The embedder, loaded and warm, and what is made with it."""
        if self._making is None:
            embedder = load()
            asker = Asker(embedder, hurried=hurried)
            for text in WARM_UP:
                asker.warm(text)
            self.stage.calibrated = self._by.fits(embedder.stamp)
            if not self.stage.calibrated:
                log.warning("meaning.not_calibrated", stamp=embedder.stamp)
            self._making = Making(self._documents, self._vectors, embedder, self._clock)
            self.stage.asker = asker
        return self._making

    def _catch_up(self, making: Making) -> bool:
        """Whether there is something new to be searched."""
        changed = making.follow()
        return bool(making.load()) or changed

    def _publish(self, making: Making) -> float:
        """Let readers see what is made; returns the seconds that it took."""
        began = time.monotonic()
        self.stage.shelf = making.shelf()
        return time.monotonic() - began

    @staticmethod
    def _be_nice() -> None:
        """On Linux niceness belongs to a thread, and the model's own threads inherit it."""
        if sys.platform == "linux":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
