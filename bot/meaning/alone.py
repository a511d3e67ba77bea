"""Meaning without the words' say: what `aitrend eval` compares words and both together with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.document import Section, Span
from bot.domain.meaning import Judgement, Nearness, Stage, Words


@dataclass(frozen=True, slots=True)
class Alone:
    """A stage that is told that words found nothing, whatever they found."""

    stage: Stage

    def ahead(self, query: str) -> None:
        """As the stage itself."""
        self.stage.ahead(query)

    def near(self, query: str, *, owner: str, words: Words) -> Nearness | None:
        """Compare a query with the sections."""
        found = self.stage.near(query, owner=owner, words=_unsaid(words))
        return None if found is None else _Deaf(found)

    def related(self, section_id: str, *, owner: str, count: int) -> tuple[tuple[str, float], ...]:
        """As the stage itself."""
        return self.stage.related(section_id, owner=owner, count=count)

    def alike(self, section_ids: Sequence[str]) -> tuple[int, ...]:
        """As the stage itself."""
        return self.stage.alike(section_ids)


@dataclass(frozen=True, slots=True)
class _Deaf:
    nearness: Nearness

    def nearest(self, count: int) -> tuple[str, ...]:
        return self.nearness.nearest(count)

    def judge(self, words: Words, section_ids: Sequence[str]) -> Judgement:
        return self.nearness.judge(_unsaid(words), section_ids)

    def sentences(self, section: Section) -> Sequence[tuple[Span, float]]:
        return self.nearness.sentences(section)


def _unsaid(words: Words) -> Words:
    nothing = (0.0,) * len(words.scores)
    return replace(words, scores=nothing, explained=nothing, answered=False)
