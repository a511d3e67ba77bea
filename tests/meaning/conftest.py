"""Services of meaning that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.meaning import asking
from bot.meaning.choice import Choice
from bot.meaning.service import MeaningService
from tests.meaning.doubles import BY_WORDS, CLOCK, MemoryVectors, Shelfful, WordEmbedder


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer of these tests depends on how busy the machine is."""
    monkeypatch.setattr(asking, "LEAST_PATIENCE", 60.0)
    monkeypatch.setattr(asking, "MOST_PATIENCE", 60.0)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., MeaningService]]:
    """Services that are stopped when the test ends."""
    running: list[MeaningService] = []

    def make(
        documents: Shelfful, vectors: MemoryVectors | None = None, embedder: WordEmbedder | None = None
    ) -> MeaningService:
        choice = Choice("words", lambda: embedder or WordEmbedder())
        found = MeaningService(
            documents,
            vectors or MemoryVectors(),
            choice,
            clock=CLOCK,
            lock_file=tmp_path / "vectors.lock",
            calibration=BY_WORDS,
        )
        running.append(found)
        return found

    yield make
    for each in running:
        each.stop()
