"""What an answer costs beside many sections with vectors: the time that a reader waits, and that of the processor."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import numpy as np

from bot.meaning.fixed import fixed
from bot.meaning.service import MeaningService
from bot.meaning.shelf import SectionVectors, Shelf, front_of
from bot.meaning.thesaurus import shipped
from bot.search.engine import Engine

DIMENSIONS = 384
SENTENCES = 6
SUBJECTS = 15


def speed(engine: Engine, service: MeaningService, sections: int, queries: Sequence[str]) -> None:
    """Ask every query once, in random order, beside so many sections with made-up vectors."""
    rng = np.random.default_rng(1)

    def rows(count: int) -> np.ndarray:
        found = rng.standard_normal((count, DIMENSIONS)).astype(np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def section(number: int) -> SectionVectors:
        subjects = np.stack((rng.choice(shipped().count, SUBJECTS, replace=False), rng.integers(1, 4, SUBJECTS)), 1)
        front = front_of(rows(1)[0], rows(2))
        return SectionVectors(
            id=f"x{number}",
            owner="",
            korean=True,
            front=front,
            subjects=subjects.astype(np.int16),
            sentences=fixed(rows(SENTENCES)),
        )

    service.stage.shelf = Shelf([section(number) for number in range(sections)], rows(2))
    print(f"{sections} sections, {service.stage.shelf.rows} vectors")
    waited, used = [], []
    for query in random.Random(1).sample(list(queries), len(queries)):
        began, began_using = time.perf_counter(), time.process_time()
        engine.search(query)
        waited.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - began_using) * 1000)
    for name, took in (("to wait", waited), ("of the processor", used)):
        p50, p99 = np.percentile(took, [50, 99])
        print(f"{len(took)} queries: p50 {p50:.1f} ms, p99 {p99:.1f} ms {name}")
