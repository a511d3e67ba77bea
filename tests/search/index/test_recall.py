"""What is remembered of the words of earlier queries."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.domain.document import SHARED
from bot.domain.hit import Answer
from bot.search.engine import Engine
from bot.search.index import recall
from bot.search.index.recall import Recall
from tests.search.corpus import BRIEF, GLOSSARY, TRENDS, changes, document, engine_of

QUERIES = (
    "노밸 물리학상",
    "노벨 물리학상",
    "dkfvkclq",
    "파인튜닝 기법",
    "알파칩 배치",
    "ㄴㅂ 물리학상",
    "노밸 물리학상",
)


def _untimed(engine: Engine, query: str, owner: str = SHARED) -> Answer:
    return replace(engine.search(query, owner=owner), took_ms=0.0)


def test_a_value_is_worked_out_once() -> None:
    """A second asker is given what the first one made."""
    made = Recall()
    first = made.once("key", lambda: [1])
    assert made.once("key", lambda: [2]) is first


def test_no_more_is_kept_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand different words leave no more behind than the last ones."""
    monkeypatch.setattr(recall, "MAX_KEPT", 10)
    kept = Recall()
    for number in range(1_000):
        assert kept.once(number, partial(str, number)) == str(number)
        assert len(kept._kept) <= 10


def test_earlier_queries_change_no_answer() -> None:
    """Whatever was asked before, each query is answered as by an engine that has been asked nothing."""
    asked = engine_of([BRIEF, TRENDS], GLOSSARY)
    for query in QUERIES:
        assert _untimed(asked, query) == _untimed(engine_of([BRIEF, TRENDS], GLOSSARY), query)


def test_what_a_word_meant_is_forgotten_with_its_generation() -> None:
    """A word that was a slip is none any more where a new document has it."""
    engine = engine_of([BRIEF])
    assert engine.search("알바칩").interpreted.corrections
    engine.apply(changes([document("new", [("알바칩", "알바칩은 다른 칩이다.")])], first=2), revision=2)
    answer = engine.search("알바칩")
    assert answer.hits[0].document.id == "new"
    assert not answer.interpreted.corrections


def test_one_owner_does_not_learn_what_a_word_means_to_another() -> None:
    """The words of an owner's own documents correct that owner's queries alone."""
    engine = engine_of([TRENDS, document("own", [("카나나", "카나나를 선보였다.")], owner="T1")])
    assert _untimed(engine, "카나너", owner="T1").answered
    assert not _untimed(engine, "카나너", owner="T2").answered
    assert not _untimed(engine, "카나너", owner="T2").did_you_mean
