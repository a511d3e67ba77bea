from __future__ import annotations

from tests.search.corpus import BRIEF, GLOSSARY, TRENDS, document, engine_of


def headings(typed: str, *, owner: str = "", limit: int = 20) -> list[str]:
    engine = engine_of([BRIEF, TRENDS, document("own", [("알파벳 실적", "팀의 글")], owner="T1")], GLOSSARY)
    return [found.heading for found in engine.suggest(typed, limit=limit, owner=owner)]


def test_a_heading_that_begins_so_comes_first() -> None:
    """However much of the last syllable is typed, with the wrong layout, and by initial consonants."""
    for typed in ("알파", "알팣", "dkfvk", "ㅇㅍㅊ"):
        assert headings(typed)[0] == "딥마인드의 알파칩"


def test_all_words_but_the_last_are_whole() -> None:
    """What was typed before narrows down."""
    assert headings("라마 공")[0] == "라마 3.2 공개"


def test_nothing_typed_shows_the_newest() -> None:
    """The brief is from November, the trends from January."""
    assert len(headings("", limit=2)) == 2
    assert set(headings("", limit=5)) == {part.heading for part in BRIEF.sections}


def test_another_teams_sections_are_not_offered() -> None:
    """Nor is anything offered for letters that begin no word."""
    assert "알파벳 실적" in headings("알파", owner="T1")
    assert "알파벳 실적" not in headings("알파")
    assert headings("쿫뛟") == []
