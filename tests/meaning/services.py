"""What the tests of the running service share."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.domain.document import Document
from bot.meaning.service import MeaningService
from bot.search.engine import Engine
from tests.meaning.doubles import Shelfful, document

PATIENCE_SECONDS = 30


def corpus() -> Shelfful:
    """Three sections for everybody, and one of a team's own."""
    return Shelfful(
        document(
            "work",
            "고용 | 로봇이 직업을 바꾸고 고용이 줄어든다는 걱정이 있다.",
            "전기 | 서버는 전기를 많이 쓴다. 요금은 해마다 오른다.",
            "그림 | 화가들은 새로운 붓으로 풍경을 그린다.",
        ),
        document("secret", "일자리 | 우리 회사의 일자리 계획은 비밀이다. 직업 로봇 고용", owner="T1"),
    )


def searching(documents: Shelfful, meaning: MeaningService) -> Engine:
    """An engine over the documents, seconded by the service."""
    engine = Engine(stage=meaning.stage)
    engine.apply(documents.changes(), revision=documents.revision())
    return engine


def until(true: Callable[[], bool]) -> None:
    """Wait for the background; the tests fail where it never comes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "the background work did not get there"
        time.sleep(0.01)


def fillers() -> list[Document]:
    """Documents about nothing in particular."""
    return [document(f"f{number}", f"제목{number} | 낱말{number} 문장{number} 끝{number}.") for number in range(30)]
