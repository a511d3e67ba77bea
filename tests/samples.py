"""Documents, events and trends to show: what the fakes hold unless they are given something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.digest import (
    CorpusState,
    Direction,
    Momentum,
    Topic,
    TrendReport,
    Window,
)
from bot.domain.document import (
    Citation,
    DocumentInfo,
    Section,
    SectionKind,
    Span,
    Table,
)
from bot.domain.event import Event

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
BRIEF = DocumentInfo("brief", "2024-11-ai-brief.md", "2024년 11월 AI 브리프", date(2024, 11, 1), tags=("정책", "AI"))
POST = DocumentInfo("post", "trends.md", "2024년 AI 전망", date(2024, 1, 23), author="편집부", date_inferred=True)


def section(
    id: str,  # noqa: A002  (the field's own name)
    path: tuple[str, ...],
    text: str,
    *,
    citations: tuple[Citation, ...] = (),
    tables: tuple[Table, ...] = (),
    category: str = "",
) -> Section:
    """A section that stands alone in its document."""
    return Section(
        id, SectionKind.ARTICLE, path, text, 0, len(text), 1, category=category, citations=citations, tables=tables
    )


NOBEL_TEXT = (
    "- 스웨덴 왕립과학원은 2024년 10월 8일 **존 홉필드**와 제프리 힌턴을 노벨 물리학상 수상자로 정했다.\n"
    "  - 두 사람은 인공신경망으로 기계학습의 토대를 놓았다.\n"
    "- 화학상은 데이비드 베이커, 데미스 허사비스, 존 점퍼가 받았다.\n\n"
    "출처: The Royal Swedish Academy of Sciences, 2024.10.08."
)
NOBEL = section(
    "brief/nobel",
    ("기술/연구", "2024년 노벨 물리학상과 화학상, AI 연구자들이 수상"),
    NOBEL_TEXT,
    citations=(
        Citation(
            "The Royal Swedish Academy of Sciences", "Press release", date(2024, 10, 8), "https://www.nobelprize.org/x"
        ),
    ),
    category="기술/연구",
)
TOOLKIT = section(
    "brief/toolkit",
    ("정책/법제", "OECD, 공공 부문의 AI 도입을 위한 G7 툴킷 발표"),
    "- OECD는 2024년 10월 15일 ‘공공 부문의 AI를 위한 G7 툴킷’을 냈다.\n- 시범 도입을 거쳐 단계별로 구현하도록 권한다.",
    citations=(Citation("OECD", "G7 Toolkit for AI in the Public Sector", date(2024, 10, 15)),),
)
_SCORES = "| 모델 | 승률 |\n|---|---|\n| 무비 젠 | 50.5 |\n| 소라 | 8.2 |"
VIDEO_TEXT = f"메타는 동영상 모델을 다른 모델과 견주었다.\n\n{_SCORES}\n\n높을수록 메타가 자주 이겼다."
VIDEO = section(
    "brief/video",
    ("기업/산업", "메타, 동영상 생성AI 도구 ‘메타 무비 젠’ 공개"),
    VIDEO_TEXT,
    tables=(
        Table(
            "동영상 모델 승률",
            ("모델", "승률"),
            (("무비 젠", "50.5"), ("소라", "8.2")),
            Span(VIDEO_TEXT.index("| 모델"), VIDEO_TEXT.index("\n\n높을수록")),
            3,
        ),
    ),
)
OUTLOOK = section(
    "post/open-source",
    ("오픈 소스 AI의 약진",),
    "오픈 소스 모델이 2024년의 흐름을 이끈다. 노벨 위원회도 이를 지켜본다.",
)
SECTIONS: tuple[tuple[DocumentInfo, Section], ...] = (
    (BRIEF, NOBEL),
    (BRIEF, TOOLKIT),
    (BRIEF, VIDEO),
    (POST, OUTLOOK),
)
EVENTS = (
    Event(
        "e1",
        "NeurIPS 2026",
        date(2026, 12, 8),
        date(2026, 12, 13),
        "캐나다 밴쿠버",
        "https://neurips.cc/",
        "학회",
        "brief",
    ),
    Event("e2", "AI Summit", datetime(2026, 12, 10, 1, tzinfo=UTC), datetime(2026, 12, 10, 9, tzinfo=UTC), "서울"),
    Event("e0", "지난 행사", date(2024, 12, 10), date(2024, 12, 11), "서울 코엑스"),
    Event("e3", "날짜 미정 행사", None, None, "부산"),
)
TOPIC = Topic("라마 3.2", "Llama 3.2", ("Llama 3.2",), 4, 2, date(2024, 11, 1))
WINDOW = Window(date(2024, 11, 1), date(2024, 11, 30), 24, 1, 30)
MOVES = Momentum(TOPIC, Direction.RISING, 4, 1, 1, 2.4)
REPORT = TrendReport(
    CorpusState(5, 54, date(2023, 12, 1), date(2024, 11, 1)),
    WINDOW,
    (MOVES, Momentum(Topic("메타버스", "metaverse", (), 2, 2), Direction.FADING, 0, 5, 0, -2.2)),
    (TOPIC, Topic("노벨상", "Nobel Prize", (), 3, 2)),
)


def with_owner(document: DocumentInfo, owner: str) -> DocumentInfo:
    """The same document, belonging to a workspace."""
    return replace(document, owner=owner)
