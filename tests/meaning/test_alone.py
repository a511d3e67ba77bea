"""Meaning without the words' say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.document import Section, Span
from bot.domain.meaning import Judgement, Words
from bot.meaning.alone import Alone
from tests.meaning.doubles import document

FIRM = Words("기계", (9.0, 1.0), (1.0, 0.2), 3.0, answered=True)


class Listening:
    """A stage and its nearness that note what they are told of words."""

    def __init__(self) -> None:
        self.told: list[Words] = []
        self.begun: list[str] = []

    def ahead(self, query: str) -> None:
        self.begun.append(query)

    def near(self, query: str, *, owner: str, words: Words) -> Listening | None:
        self.told.append(words)
        return self if query else None

    def nearest(self, count: int) -> tuple[str, ...]:
        return ("b", "a")[:count]

    def judge(self, words: Words, section_ids: Sequence[str]) -> Judgement:
        self.told.append(words)
        return Judgement((1.0,) * len(section_ids), answered=True, shown=(), by_meaning=())

    def sentences(self, section: Section) -> Sequence[tuple[Span, float]]:
        return [(Span(0, len(section.text)), 0.5)]

    def related(self, section_id: str, *, owner: str, count: int) -> tuple[tuple[str, float], ...]:
        return ((section_id + owner, float(count)),)

    def alike(self, section_ids: Sequence[str]) -> tuple[int, ...]:
        return tuple(range(len(section_ids)))


def test_words_have_found_nothing() -> None:
    """Neither whether meaning is asked nor how candidates are weighed hears of what words found."""
    stage = Listening()
    near = Alone(stage).near("기계", owner="", words=FIRM)
    assert near is not None
    near.judge(FIRM, ["a", "b"])
    assert stage.told == [Words("기계", (0.0, 0.0), (0.0, 0.0), 3.0, answered=False)] * 2


def test_the_rest_is_the_stage_s_own() -> None:
    """What it has nothing to say about stays unsaid, too."""
    stage = Listening()
    alone = Alone(stage)
    alone.ahead("기계")
    assert stage.begun == ["기계"]
    assert alone.near("", owner="", words=FIRM) is None
    near = alone.near("기계", owner="", words=FIRM)
    assert near is not None
    assert near.nearest(1) == ("b",)
    section = document("d", "본문").sections[0]
    assert near.sentences(section) == [(Span(0, len(section.text)), 0.5)]
    assert alone.related("a", owner="T", count=2) == (("aT", 2.0),)
    assert alone.alike(["a", "b"]) == (0, 1)
