from __future__ import annotations

import pytest

from bot.search.answering.asked import asked


@pytest.mark.parametrize(
    ("query", "answers", "others"),
    [
        (
            "공모전은 언제 마감되나",
            ["6월 3일에 마감한다", "2031년이다", "내년 봄", "by March"],
            ["300명이 냈다", "5일간 쉰다"],
        ),
        ("when was it founded", ["in 1998 by two", "1998년"], ["with 1,998 people"]),
        ("몇 명까지 탈 수 있나", ["최대 3만 명", "12명"], ["12일", "셋"]),
        ("대회는 몇 퍼센트나 줄었나", ["12%", "12.5퍼센트"], ["12개"]),
        ("how many tickets were sold", ["4 million tickets", "1,200 tickets"], ["1,200 people"]),
        ("입장료가 얼마야", ["3,000원", "약 3천 원", "어른 | 3,000 |"], ["GPT-5를 냈다", "2025년 3월에", "12%"]),
        ("how much did the ticket cost", ["$30", "30 euros"], ["30 people"]),
        ("물의 비율은 얼마인가", ["12.5%"], ["2025년 3월에"]),
        ("심사는 며칠 걸리나", ["5영업일", "사흘", "10일 안에"], ["7월 9일에", "열한 명"]),
        ("기한을 며칠 주었나", ["60일"], ["7월 9일"]),
        ("잔치는 며칠에 열리나", ["7월 9일"], ["사흘 동안"]),
        ("얼마나 오래 두나", ["여섯 달", "3주", "40초"], ["12명", "3만 원"]),
        ("몇 달이 걸렸나", ["넉 달", "6개월"], ["6명"]),
        ("몇 년까지인가요", ["30년"], ["30명"]),
        ("문은 왜 닫혔나", ["바람 때문이다", "낡았다는 이유로", "because of rain"], ["문이 닫혔다", "왜가리가 산다"]),
        ("가장 높은 탑은", ["둘째 탑이 제일 높다", "the tallest"], ["높은 탑이다"]),
    ],
)
def test_a_question_tells_what_its_answer_looks_like(query: str, answers: list[str], others: list[str]) -> None:
    """A date, a time, a number of what is counted, a sum or an amount, a reason, or what is most."""
    kind = asked(query)
    assert kind is not None
    assert [text for text in answers if not kind.search(text)] == []
    assert [text for text in others if kind.search(text)] == []


@pytest.mark.parametrize(
    "query",
    [
        "등대",
        "누가 이겼나",
        "어디서 열리나",
        "교수는 누구인가",
        "언제나 켜진 등대",
        "얼마 전 소식",
        "chunk size when searching",
        "왜곡된 지도",
        "",
    ],
)
def test_most_questions_ask_for_no_such_thing(query: str) -> None:
    """Names and places look like any other word."""
    assert asked(query) is None


@pytest.mark.parametrize(
    "query", ["몇 명", "how many ships", "언제", "얼마", "가격은 얼마", "며칠 동안", "얼마나 오래", "왜", "가장 높은"]
)
def test_a_text_of_digits_takes_linear_time(query: str) -> None:
    """Which a hostile document may be; quadratic it would take minutes."""
    kind = asked(query)
    assert kind is not None
    for text in ("1" * 50_000, "1 " * 50_000, "1" + " " * 50_000, "1만" * 50_000, "1,." * 50_000, "탓 " * 50_000):
        kind.search(text)
