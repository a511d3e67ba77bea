"""The labelled queries over the shipped documents: what the search must not fall below."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.ports import Change
from bot.ingest.load import read_document
from bot.search.engine import Engine
from bot.search.evaluate import Labelled, Report, measure, read_labelled
from bot.search.words.glossary import read_glossary

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = ROOT / "seeds"
ORIGINALS = ROOT.parent / "shared" / "documents"


def engine_over(folder: Path) -> Engine:
    found = [
        read_document(path.read_bytes(), path=path.name)
        for path in sorted(folder.iterdir())
        if path.suffix in {".md", ".txt"}
    ]
    engine = Engine(None, read_glossary(SEEDS / "glossary.yml").groups)
    engine.apply([Change(1, one.document.info.id, one.document) for one in found if one.document], revision=1)
    return engine


@pytest.fixture(scope="module")
def queries() -> list[Labelled]:
    return read_labelled(Path(__file__).parent / "labelled.tsv")


@pytest.fixture(scope="module")
def report(queries: list[Labelled]) -> Report:
    return measure(engine_over(SEEDS), queries)


def test_there_are_enough_queries(queries: list[Labelled]) -> None:
    """All ways of typing, and some that have no answer."""
    assert len(queries) >= 120
    assert sum(not query.expected for query in queries) >= 15


def test_answers_are_first(report: Report) -> None:
    """Over all kinds the expected section is first, and refused at most once in a hundred."""
    whole = report.scores[-1]
    assert whole.hit1 >= 0.98
    assert whole.hit3 >= 0.99
    assert whole.refused <= 0.01


def test_every_kind_has_its_floor(report: Report) -> None:
    """No way of typing is left behind."""
    for score in report.scores:
        assert not score.hit1 < 0.9, score


def test_at_most_one_false_answer(queries: list[Labelled], report: Report) -> None:
    """Of the queries without an answer."""
    unanswerable = sum(not query.expected for query in queries)
    assert report.scores[-1].false_answers * unanswerable <= 1


KEYWORDS = {
    "노벨물리학상": "2024년 노벨 물리학상",
    "얼굴인식 민권": "미국 민권위원회",
    "AI 조달 지침": "미국 백악관",
    "유로폴": "유로폴",
    "G7 툴킷": "OECD",
    "거버넌스 프레임워크": "세계경제포럼",
    "벤처 투자 31%": "CB인사이트",
    "무비 젠": "메타, 동영상",
    "라마 3.2": "메타, 이미지",
    "몰모": "앨런AI연구소",
    "레 미니스트로": "미스트랄AI",
    "카나나": "카카오",
    "AI 연구 의제": "미국 국무부",
    "AI안전연구소": "일본 AI안전연구소",
    "알파칩": "구글 딥마인드",
    "트랜스포머 대안": "AI21 CEO",
    "자동화 근로자 조사": "MIT",
    "이직 73%": "다이스",
    "엔지니어링 인력 80%": "가트너",
    "인디드 생성AI": "인디드",
    "NeurIPS": "NeurIPS 2024",
    "코엑스 서밋": "AI Summit Seoul 2024",
    "지식 그래프": "7. 지식 그래프",
    "미세 조정": "9. 미세 조정",
    "소규모 AI 모델": "소규모 AI 모델",
}


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original documents are not beside the checkout")
def test_plain_keywords_over_the_originals() -> None:
    """Each finds its section first."""
    engine = engine_over(ORIGINALS)
    first = {query: engine.search(query).hits[0].section.heading for query in KEYWORDS if engine.search(query).hits}
    wrong = {query: first.get(query) for query, heading in KEYWORDS.items() if heading not in str(first.get(query))}
    assert wrong == {}
