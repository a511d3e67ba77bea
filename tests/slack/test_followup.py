"""What people say in the thread of an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.followup import FollowUp, Step, read

SAID = {
    Step.NEXT: ("다음", "다음 결과", "다음 거 보여줘", "더 보기", "더", "next", "More results", "next please"),
    Step.BACK: ("이전", "이전 결과", "back", "previous"),
    Step.DETAIL: ("더 자세히", "자세히 알려줘", "전체 보여 주세요", "more details", "tell me more"),
    Step.RELATED: ("관련 글", "비슷한 것", "related"),
    Step.QUESTION: ("라마 3.2는?", "다음 주 행사", "2024년 노벨상", "더 나은 모델이 있나요", ""),
}


@pytest.mark.parametrize(("said", "step"), [(said, step) for step, phrases in SAID.items() for said in phrases])
def test_steps_and_questions(said: str, step: Step) -> None:
    """Phrases lead on; whatever is none is another question."""
    assert read(said).step is step


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("2번", 2),
        ("2", 2),
        ("#3", 3),
        ("2번 자세히", 2),
        ("두 번째", 2),
        ("세번째 거", 3),
        ("number 2", 2),
        ("2nd one", 2),
        ("the second", 2),
        ("2번!", 2),
    ],
)
def test_numbers(said: str, number: int) -> None:
    """Counted as people count."""
    assert read(said) == FollowUp(Step.NUMBER, number)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("영어로 말고", "ko"),
        ("한국어로", "ko"),
        ("한국어로 해 주세요", "ko"),
        ("in Korean", "ko"),
        ("영어로", "en"),
        ("한국어 말고", "en"),
        ("in English please", "en"),
        ("not in Korean", "en"),
    ],
)
def test_languages(said: str, language: str) -> None:
    """A language asked for, or asked to leave."""
    assert read(said) == FollowUp(Step.LANGUAGE, language=language)


@given(st.text(max_size=200))
def test_any_text_is_read(said: str) -> None:
    """Nothing raises or takes long."""
    assert read(said).step in Step
