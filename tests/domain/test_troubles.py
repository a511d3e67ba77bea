"""Every trouble can be said in both languages, and nothing but the catalogue words one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.document import Problem
from bot.domain.troubles import CATALOGUE, names_of, placeholders, trouble

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in sorted((ROOT / "bot").rglob("*.py")) if path.parent.name != "troubles"]
PARTICLE = re.compile(r"\}[’'”]?(?:을|를|이|가|은|는|과|와|로|으로|이라|라)(?![가-힣])")
"""Right behind a value, where its form would depend on the value."""


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_say_the_same(code: str) -> None:
    """The same placeholders and a remedy in both or in neither; Korean needs no particle behind a value."""
    wording = CATALOGUE[code]
    assert names_of(wording.en) == names_of(wording.ko)
    assert bool(wording.en.remedy) == bool(wording.ko.remedy)
    assert wording.en.what
    assert wording.ko.what
    assert not PARTICLE.search(f"{wording.ko.what} {wording.ko.remedy}")


def test_every_code_is_used_with_its_placeholders() -> None:
    """What the readers report stands in the catalogue, and the catalogue holds nothing else."""
    used: set[str] = set()
    for path, call in calls("trouble"):
        code = call.args[0]
        assert isinstance(code, ast.Constant), f"{path}:{call.lineno}: a code that no reader can look up"
        assert {keyword.arg for keyword in call.keywords} == placeholders(str(code.value)), f"{path}:{call.lineno}"
        used.add(str(code.value))
    assert used == set(CATALOGUE)


def test_troubles_come_from_the_catalogue_alone() -> None:
    """Nobody puts one together by hand, so that the check above sees them all."""
    assert [f"{path}:{call.lineno}" for path, call in calls("Trouble")] == []


def test_a_phrase_is_said_in_the_language_around_it() -> None:
    """The reason stands inside the sentence, its remedy is the problem's."""
    why = trouble(
        "date.weekday", day="2024-12-10", weekday=trouble("weekday.tuesday"), written=trouble("weekday.friday")
    )
    problem = Problem("a.md", 3, trouble("event.date", when="12.10(금)", title="{세미나}", reason=why))
    english, korean = problem.said("en"), problem.said("ko")
    assert english.what == "The date '12.10(금)' of '{세미나}' cannot be read: 2024-12-10 is a Tuesday, not a Friday."
    assert english.remedy == "Correct day or weekday."
    assert korean.what == (
        "행사 ‘{세미나}’의 날짜(‘12.10(금)’)를 읽을 수 없습니다. "
        "2024-12-10: 적힌 요일은 금요일, 실제 요일은 화요일입니다."
    )
    assert korean.remedy == "날짜나 요일을 바로잡아 주세요."
    assert (problem.what, problem.remedy) == (english.what, english.remedy)


def test_what_cannot_be_said_cannot_be() -> None:
    """An unknown code, a missing value and one too many are refused where they are made."""
    with pytest.raises(ValueError, match="no trouble"):
        trouble("no.such")
    with pytest.raises(ValueError, match=r"file\.kind"):
        trouble("file.kind")
    with pytest.raises(ValueError, match=r"file\.empty"):
        trouble("file.empty", limit=1)
