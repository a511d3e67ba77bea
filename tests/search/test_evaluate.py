from __future__ import annotations

import math
from pathlib import Path

import pytest

from bot.errors import InputError
from bot.search.evaluate import Report, Score, compared, measure, nameless, read_labelled
from tests.search.corpus import BRIEF, TRENDS, document, engine_of

TABLE = """query\tkind\texpected
노벨 물리학상\tkeywords\tbrief.md#노벨 물리학상
알파칩\tkeywords\tbrief.md#엉뚱한 제목
얼굴인식\tkeywords\ttrends
김치찌개 끓이기\tunanswerable\t
카나나 | 가트너\tother\tbrief.md#없는 것 | brief.md#카카오의 카나나
"""


def test_figures_of_labelled_queries(tmp_path: Path) -> None:
    """Hits, misses and honest refusals are counted by kind, and all of them together."""
    path = tmp_path / "labelled.tsv"
    path.write_text(TABLE, encoding="utf8")
    report = measure(engine_of([BRIEF, TRENDS]), read_labelled(path))
    scores = {score.kind: score for score in report.scores}
    assert scores["keywords"].queries == 3
    assert scores["keywords"].hit1 == pytest.approx(2 / 3)
    assert scores["keywords"].mrr == pytest.approx(2 / 3)
    assert scores["unanswerable"].false_answers == 0
    assert math.isnan(scores["unanswerable"].hit1)
    assert scores["other"].hit1 == 1
    assert scores["all"].queries == 5
    assert [miss.query for miss in report.misses] == ["알파칩"]
    assert len(report.rows()) == len(report.scores)
    assert all(len(row) == len(report.columns) for row in report.rows())
    kinds = report.as_json()["kinds"]
    assert isinstance(kinds, list)
    assert kinds[1]["hit1"] is None


@pytest.mark.parametrize("expected", ["n#예산", "n#4. 예산", "n#5. 기타", "n#기타 안건", "n#1-2) 예산"])
def test_a_heading_is_named_with_or_without_its_number(tmp_path: Path, expected: str) -> None:
    """Whichever of both the document keeps."""
    note = document("n", [("예산", "남은 돈이다."), ("5. 기타 안건", "얼굴을 본뜬다.")])
    path = tmp_path / "labelled.tsv"
    path.write_text(f"query\tkind\texpected\n돈\tx\t{expected}\n", encoding="utf8")
    assert nameless(read_labelled(path), [note]) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "columns"), ("query\tkind\n", "expected"), ("query\tkind\texpected\n\tx\ty\n", ":2: no query")],
)
def test_a_file_that_cannot_be_used_is_said(tmp_path: Path, text: str, message: str) -> None:
    """The line and what is missing."""
    path = tmp_path / "labelled.tsv"
    path.write_text(text, encoding="utf8")
    with pytest.raises(InputError, match=message):
        read_labelled(path)


def test_a_missing_or_binary_file_is_said(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    with pytest.raises(InputError):
        read_labelled(tmp_path / "none.tsv")
    (tmp_path / "binary.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_labelled(tmp_path / "binary.tsv")


def test_ways_stand_side_by_side() -> None:
    """A line a kind: hit rates where there are answers, false answers where there are none."""

    def report(hit: float, false: float) -> Report:
        found = Score("exact", 2, hit, hit, hit, hit, 0.0, math.nan, 1.0, 1.0)
        none = Score("unanswerable", 1, math.nan, math.nan, math.nan, math.nan, math.nan, false, 1.0, 1.0)
        return Report((found, none), ())

    columns, rows = compared({"lexical": report(0.5, 0.0), "fused": report(1.0, 1.0)})
    assert columns == ("kind", "n", "lexical @1 @3", "fused @1 @3")
    assert rows == [
        ("exact", "2", "0.500 0.500", "1.000 1.000"),
        ("unanswerable", "1", "answered 0.000", "answered 1.000"),
    ]
