from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ports import Change
from bot.search.engine import Engine
from tests.search.corpus import BRIEF, GLOSSARY, TODAY, TRENDS, changes, document

QUERIES = ("노벨 물리학상", "노밸상", "ㄴㅂ 물리학상", "ㅇㄱㅇㅅ", "alphachp", "생성형 AI", "편향", "김장 배추", "AI")


def engine_at(folder: Path | None) -> Engine:
    return Engine(folder, GLOSSARY, today=lambda: TODAY)


def said(engine: Engine) -> list[object]:
    """What a reader gets for each query."""
    answers = [engine.search(query, limit=20) for query in QUERIES]
    return [(a.answered, [(hit.section.id, hit.score) for hit in a.hits], a.did_you_mean) for a in answers]


def edited(engine: Engine, times: int) -> None:
    """Both documents, written again so many times."""
    for turn in range(times):
        engine.apply(changes([BRIEF, TRENDS], first=10 + 2 * turn), revision=11 + 2 * turn)


def test_former_versions_change_no_answer(tmp_path: Path) -> None:
    """Neither what is found nor how rare a word counts depends on how often a document was saved."""
    fresh, old = engine_at(None), engine_at(tmp_path)
    fresh.apply(changes([BRIEF, TRENDS]), revision=2)
    edited(old, 6)
    assert said(old) == said(fresh)


def test_what_answers_nothing_is_not_found() -> None:
    """Nor is it counted: it only stands around the text of its document."""
    whole = document("a", [("참고문헌", "로봇손 책 한 권"), ("손", "로봇손은 문을 연다")])
    engine = engine_at(None)
    first, *rest = whole.sections
    engine.apply(changes([replace(whole, sections=(replace(first, answers=False), *rest))]), revision=1)
    assert [hit.section.heading for hit in engine.search("로봇손").hits] == ["손"]
    assert not engine.search("참고문헌").answered


@pytest.mark.parametrize("in_memory", [True, False])
def test_removed_sections_are_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, in_memory: bool) -> None:
    """Where they outnumber the others: an index does not grow with every edit."""
    monkeypatch.setattr("bot.search.index.update.LEAST_CLEARED", 3)
    monkeypatch.setattr("bot.search.index.update.BATCH_SECTIONS", 2)
    monkeypatch.setattr("bot.search.index.update.PART_SECTIONS", 4)
    fresh, old = engine_at(None), engine_at(None if in_memory else tmp_path)
    fresh.apply(changes([BRIEF, TRENDS]), revision=2)
    live = len(BRIEF.sections) + len(TRENDS.sections)
    for times in range(1, 6):
        edited(old, times)
        generation = old._generation
        assert generation is not None
        assert generation.reader.sections == live
        assert generation.manifest.sections <= 2 * live + 3
        assert said(old) == said(fresh)
    if not in_memory:
        value = json.loads((tmp_path / "manifest.json").read_text(encoding="utf8"))
        assert [path.name for path in tmp_path.glob("g*")] == [value["base"]]
        assert said(engine_at(tmp_path)) == said(fresh)


def test_an_index_of_which_all_is_gone_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last document may be one of very many sections."""
    monkeypatch.setattr("bot.search.index.update.LEAST_CLEARED", 3)
    engine = engine_at(None)
    engine.apply([Change(1, "a", document("a", [(f"글 {n}", "화성 탐사선") for n in range(5)]))], revision=1)
    engine.apply([Change(2, "a", None)], revision=2)
    assert engine.revision() == 2
    assert not engine.search("화성 탐사선").answered
    engine.apply([Change(3, "b", document("b", [("글", "목성 탐사선")]))], revision=3)
    assert engine.search("목성").answered
