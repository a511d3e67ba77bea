"""A document whose title or labels alone hold the query."""

from __future__ import annotations

import numpy as np
import pytest

from bot.search.engine import Engine
from bot.search.ranking.pool import Pool
from bot.search.ranking.rank import Ranking
from bot.search.ranking.standin import BEHIND, behind_first
from tests.search.corpus import document, engine_of

PARTS = ("배경", "비용", "사고와 안전", "노조의 말", "다음 단계", "참여하는 법", "남은 문제")
YARD = document(
    "조선소 시험 운영 1년",
    [(part, f"{part}에 관해 현장에서 적은 글이다. " * (9 - number)) for number, part in enumerate(PARTS)],
    tags=["휴머노이드", "조선"],
)
TERMS = document(
    "용어집",
    [
        ("토막말", "모델이 글을 세는 단위인 토큰을 이른다."),
        ("화물", "배로 나르는 짐이다."),
        ("부두", "배를 대는 곳이다."),
    ],
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of([YARD, TERMS])


def test_the_first_section_stands_for_its_document(engine: Engine) -> None:
    """Not the shortest one."""
    assert engine.search("휴머노이드").hits[0].section.heading == PARTS[0]


def test_only_the_first_of_a_document_keeps_its_place() -> None:
    """The others step behind; sections of another document and with words of their own stay as they are."""
    texts = ["가나 조선소\n\n\n마", "가나 조선소\n\n\n바 사", "가나 조선소\n조선소\n\n마", "다라\n\n조선소\n마"]
    ranking = Ranking(
        scores=np.array([8.0, 10.0, 9.0, 7.0]),
        chosen=np.zeros((1, 4), np.int64),
        explained=np.ones(4),
        certainty=np.ones(4),
        shared=np.array([True, True, False, True]),
    )
    stood = behind_first(ranking, Pool([text.encode("utf-16-le") for text in texts]), [3, 7, 5, 1])
    assert stood.scores.tolist() == [10.0, 10.0 * BEHIND, 9.0, 7.0]


def test_a_section_with_words_of_its_own_stays_before_those_that_share_the_title(engine: Engine) -> None:
    """The title's words count for it as before."""
    assert engine.search("조선소 휴머노이드 비용").hits[0].section.heading == "비용"
