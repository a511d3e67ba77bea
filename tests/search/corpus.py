"""Small documents for the tests of the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.document import Citation, Document, DocumentInfo, Section, SectionKind
from bot.domain.ports import Change
from bot.search.engine import Engine

TODAY = date(2024, 11, 20)


def section(document: str, number: int, heading: str, text: str, *, category: str = "", source: str = "") -> Section:
    """A part of a document; offsets are those of a document that holds it alone."""
    citations = (Citation(source, "", None, ""),) if source else ()
    return Section(
        id=f"{document}/{number}",
        kind=SectionKind.PART,
        path=(heading,) if heading else (),
        text=text,
        start=0,
        end=len(text),
        line=1,
        category=category,
        citations=citations,
    )


def document(
    name: str,
    parts: Sequence[tuple[str, str]],
    *,
    title: str = "",
    owner: str = "",
    tags: Sequence[str] = (),
    author: str = "",
    source: str = "",
    day: date | None = None,
    category: str = "",
) -> Document:
    """A document of (heading, text) parts."""
    info = DocumentInfo(
        id=name,
        path=f"{name}.md",
        title=title or name,
        date=day,
        author=author,
        source=source,
        tags=tuple(tags),
        owner=owner,
    )
    sections = tuple(
        section(name, number, heading, text, category=category) for number, (heading, text) in enumerate(parts, 1)
    )
    return Document(info, "\n".join(text for _, text in parts), f"hash of {name}", sections)


def changes(documents: Iterable[Document], first: int = 1) -> list[Change]:
    """What a store would hand over."""
    return [Change(number, found.info.id, found) for number, found in enumerate(documents, first)]


def engine_of(documents: Iterable[Document], glossary: Sequence[Sequence[str]] = ()) -> Engine:
    """An engine in memory that holds the documents."""
    engine = Engine(None, glossary, today=lambda: TODAY)
    engine.apply(changes(documents), revision=1)
    return engine


BRIEF = document(
    "brief",
    [
        (
            "노벨 물리학상을 AI 연구자가 받다",
            "2024년 노벨 물리학상은 존 홉필드와 제프리 힌턴(Geoffrey Hinton)이 받았다. 상금은 1,100만 크로나다.",
        ),
        (
            "딥마인드의 알파칩",
            "구글 딥마인드(DeepMind)가 칩 배치를 설계하는 알파칩(AlphaChip)을 공개했다. 설계 시간이 줄었다.",
        ),
        (
            "라마 3.2 공개",
            "메타가 라마(Llama) 3.2를 내놓았다.\n\n모델\t크기\n라마 3.2 90B\t900억\n라마 3.2 1B\t10억",
        ),
        ("G7 툴킷", "OECD가 공공 부문의 AI 도입을 돕는 G7 툴킷을 발표했다. 오픈소스(open source)로 제공한다."),
        ("카카오의 카나나", "카카오가 AI 메이트 서비스 카나나를 선보였다. 가트너(Gartner)는 시장이 커진다고 본다."),
    ],
    title="월간 인공지능 소식",
    tags=("AI", "월간"),
    author="편집부",
    source="SPRi",
    day=date(2024, 11, 1),
)

TRENDS = document(
    "trends",
    [
        ("미세 조정", "거대언어모델을 특정 작업에 맞추는 미세 조정 기법이 널리 쓰인다. 적은 데이터로도 된다."),
        ("얼굴인식과 민권", "얼굴인식 기술은 편향을 낳을 수 있다. 위원회는 독립된 감독을 권고했다."),
        ("생성형 AI의 교육 활용", "학교는 생성형 AI를 맞춤 학습에 쓴다. 교사의 부담이 준다."),
    ],
    title="인공지능 동향",
    tags=("동향",),
    author="김하나",
    day=date(2024, 1, 23),
)

GLOSSARY = (("미세 조정", "파인튜닝", "fine-tuning"), ("거대언어모델", "대형 언어 모델", "LLM"), ("인공지능", "AI"))
