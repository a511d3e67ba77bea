"""Lists and notices announce events where nothing else can be meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.events.lists import MAX_ITEMS, read_lists
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import read_outline

ISSUED = date(2024, 11, 1)


def read(text: str) -> list[tuple[str, str, str]]:
    """Title, day and place of each event found."""
    outline, _ = read_outline(Lines(text), 0, path="x.md")
    drafts = list(read_lists(outline, issued=ISSUED))
    for draft in drafts:
        assert text[draft.start : draft.end].splitlines()
        assert text.count("\n", 0, draft.start) + 1 == draft.line
    return [(draft.text("title"), draft.text("date"), draft.text("place")) for draft in drafts]


@pytest.mark.parametrize(
    ("line", "title", "when", "place"),
    [
        ("- 로봇 장터 2025: 2025년 3월 5~7일, 부산 벡스코", "로봇 장터 2025", "2025년 3월 5~7일", "부산 벡스코"),
        ("* **로봇 장터**: 12월 3일(화) ~ 4일(수) / 부산", "로봇 장터", "12월 3일(화) ~ 4일(수)", "부산"),
        ("1. 로봇 장터 - 2025.3.5", "로봇 장터", "2025.3.5", ""),
        ("• 로봇 장터: 2025. 3. 5.(수) 10:00~18:00, 대전", "로봇 장터", "2025. 3. 5.(수) 10:00~18:00", "대전"),
        ("- 2025.3.5: 로봇 장터", "로봇 장터", "2025.3.5", ""),
        ("- Robot Fair: Dec 3-4, 2024, Busan", "Robot Fair", "Dec 3-4, 2024", "Busan"),
        ("- 로봇 장터 (2025-03-05, 부산)", "로봇 장터", "2025-03-05", "부산"),
        ("- 로봇 장터, 2025.3.5~7, 부산 벡스코", "로봇 장터", "2025.3.5~7", "부산 벡스코"),
        ("- 로봇, 사람, 장터 | 3월 5일(수) | 부산", "로봇, 사람, 장터", "3월 5일(수)", "부산"),
        ("- 2025.3.5 로봇 장터", "로봇 장터", "2025.3.5", ""),
        ("- 3월 5일(수) 14:00 로봇과 사람, 그 사이 (부산)", "로봇과 사람, 그 사이", "3월 5일(수) 14:00", "부산"),
        ("- 2025년 3월 5일 ~ 3월 7일 로봇 장터 @ 부산", "로봇 장터", "2025년 3월 5일 ~ 3월 7일", "부산"),
        ("- 2025-03-05 ~ 03-07 로봇 장터 (부산)", "로봇 장터", "2025-03-05 ~ 03-07", "부산"),
        ("- 2025.3.5 ∼ 7(금) 로봇 장터 @ 부산", "로봇 장터", "2025.3.5 ∼ 7(금)", "부산"),
        ("- 2025년 3월 5일부터 3/7까지 로봇 장터", "로봇 장터", "2025년 3월 5일부터 3/7까지", ""),
        ("☞ 로봇 장터: 2025-03-05~03-07, 부산", "로봇 장터", "2025-03-05~03-07", "부산"),
        ("✅ 2025/3/5 – 3/7 로봇 장터 (부산)", "로봇 장터", "2025/3/5 – 3/7", "부산"),
        ("- [로봇 장터](https://fair.example/): 2025.3.5, 부산", "로봇 장터", "2025.3.5", "부산"),
    ],
)
def test_an_item_below_a_heading_of_events_is_one(line: str, title: str, when: str, place: str) -> None:
    """Its name, a whole day and what stands behind that as the place."""
    assert read(f"# 소식\n\n## 주요 행사 일정\n\n{line}\n") == [(title, when, place)]


@pytest.mark.parametrize(
    "heading", ["국내 세미나", "해외 학회", "Upcoming events", "2025 AI conferences", "다가오는 포럼"]
)
def test_headings_name_events_in_many_ways(heading: str) -> None:
    """Also from above: the months of a calendar stand below its heading."""
    assert len(read(f"## {heading}\n\n- 로봇 장터: 2025.3.5\n")) == 1
    assert len(read(f"## {heading}\n\n### 3월\n\n- 로봇 장터: 2025.3.5\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "## 출시 일정\n\n- 새 모델: 2025.3.5\n",
        "## 지난 행사에서 나온 말\n\n- 새 모델: 2025.3.5\n",
        "## 행사\n\n- 논문 마감: 2025.3.5\n- 참가 신청: 2025.3.5\n",
        "## 행사\n\n- 로봇 장터: 2025년 봄, 부산\n- 로봇 장터: 3월 중\n- 로봇 장터: 미정\n",
        "## 행사\n\n- 로봇 장터: 2025.3.5에 막을 올린다\n",
        "## 행사\n\n- 2025.3.5 ~ 미정 로봇 장터\n- 2025.3.5부터 로봇 장터\n",
        "## 행사\n\n로봇 장터: 2025.3.5\n",
        "## 행사\n\n- 2025.3.5 새 모델을 공개\n- 2025.3.5 신청을 받는다\n- 2025.3.5\n- (2025.3.5)\n",
        "## 행사\n\n- 홍길동 교수 (2025.3.5에 발표)\n- 2025년 로봇 장터\n- 3월 로봇 장터\n",
        "## 행사\n\n```\n- 로봇 장터: 2025.3.5\n```\n",
        "## 모델\n\n- 일시: 2025.3.5\n",
        "## 모델\n\n- 날짜: 2025.3.5\n- 장소: 서울\n",
        "## 주간 회의\n\n- 일시: 2025.3.5\n- 장소: 3층\n",
        "## 3월 기록\n\n- 일시: 2025.3.5\n- 장소: 3층\n- 참석: 김\n",
        "## 채용\n\n- 기간: 2025.3.5~2025.3.9\n- 장소: 서울\n",
        "# 사내 소식\n\n## 세미나 정보\n\n- 일시: 2025.3.5\n- 장소: 서울\n",
        "## 이벤트\n\n- 새 모델 공개: 2025.3.5\n",
        "## 수업\n\n- 일시: 매주 화요일\n- 장소: 3층\n",
        "- 일시: 2025.3.5\n- 장소: 서울\n",
    ],
)
def test_what_may_be_something_else_is_left_alone(text: str) -> None:
    """Releases, deadlines, open days, prose, code and minutes: a false reminder is worse than none."""
    assert read(text) == []


def test_a_day_and_a_place_announce_what_their_heading_is_called() -> None:
    """A heading that only says that something is told here leaves the name to the one above, or to a label."""
    lines = "- 일시: 2025년 3월 5일(수) 14:00\n- **장소**: 부산 벡스코\n\n신청은 받지 않습니다.\n"
    event = ("2025년 3월 5일(수) 14:00", "부산 벡스코")
    assert read(f"## 로봇 장터\n\n{lines}") == [("로봇 장터", *event)]
    assert read(f"## 로봇 장터\n\n### 행사 안내\n\n{lines}") == [("로봇 장터", *event)]
    assert read(f"# 봄 로봇 포럼\n\n## 행사 안내\n\n{lines}") == [("봄 로봇 포럼", *event)]
    assert read(f"## 주요 행사\n\n### 로봇 장터\n\n{lines.replace('일시', '기간')}") == [("로봇 장터", *event)]
    assert read(f"## 행사 안내\n\n- 행사명: 로봇 장터\n{lines}") == [("로봇 장터", *event)]
    assert read(f"## 행사 안내\n\n{lines}") == []


def test_a_label_that_comes_again_begins_the_next_event() -> None:
    """Each has its own day and place."""
    text = "## 순회 설명회\n\n일시: 2025.3.5\n장소: 부산\n\n일시: 2025.3.7\n장소: 대구\n"
    assert read(text) == [("순회 설명회", "2025.3.5", "부산"), ("순회 설명회", "2025.3.7", "대구")]


def test_without_a_heading_a_label_names_the_event() -> None:
    """Three labels that belong to events leave no doubt; a day and a place alone name nothing."""
    lines = "○ 일시: 2025. 3. 5.(수) 14:00~16:00\n○ 장소: 부산\n"
    assert read(f"알립니다.\n\n○ 행사명: 로봇 장터\n{lines}") == [("로봇 장터", "2025. 3. 5.(수) 14:00~16:00", "부산")]
    assert read(f"알립니다.\n\n{lines}") == []


def test_a_day_that_lacks_its_year_or_has_a_wrong_weekday_is_taken_up() -> None:
    """It is meant as an event: who reads the day then says what is wrong with it."""
    assert read("## 행사\n\n- 3/5(금) 14시 로봇 장터 @ 부산\n") == [("로봇 장터", "3/5(금) 14시", "부산")]
    outline, _ = read_outline(Lines("## 행사\n\n- 3월 5일 로봇 장터\n"), 0, path="x.md")
    assert [draft.text("date") for draft in read_lists(outline, issued=None)] == ["3월 5일"]


def test_an_endless_list_is_bounded() -> None:
    """A hostile list costs no minutes, be it below one heading or below many."""
    assert len(read("## 행사\n\n" + "- 가: 2025.3.5\n" * (MAX_ITEMS + 10))) == MAX_ITEMS
    assert len(read("## 행사\n- 가: 2025.3.5\n" * (MAX_ITEMS + 10))) == MAX_ITEMS


@given(st.text(alphabet="-*: \n#행사일시장소2025.3,~(월)", max_size=300))
def test_any_list_is_read(text: str) -> None:
    """Nonsense never raises, and every place lies in the text."""
    read("## 행사\n" + text)
