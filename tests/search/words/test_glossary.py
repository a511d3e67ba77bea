from __future__ import annotations

from pathlib import Path

import pytest

from bot.search.words.glossary import parse_glossary, read_glossary


def test_groups_are_read(tmp_path: Path) -> None:
    """A list of lists of terms; comments and a missing file are fine."""
    path = tmp_path / "glossary.yml"
    path.write_text("# 용어\n- [미세 조정, 파인튜닝]\n- [LLM, '거대, 언어']\n", encoding="utf8")
    found = read_glossary(path)
    assert found.groups == (("미세 조정", "파인튜닝"), ("LLM", "거대, 언어"))
    assert found.problems == ()
    assert read_glossary(tmp_path / "none.yml").groups == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- [a, b]\n- c\n", 2),
        ("- [a, b]\n- [d]\n", 2),
        ("- [a, {x: y}]\n", 1),
        ("a: b\n", 1),
        ("- [a, b\n", 2),
        ("- &x [a, b]\n- *x\n", 2),
        ("- [a, b]\n- [c, A]\n", 2),
        ("- [a, '!!!']\n", 1),
    ],
)
def test_problems_name_their_line(text: str, line: int) -> None:
    """What an editor did wrong is said where it stands, with what to do."""
    problems = parse_glossary(text, path="glossary.yml").problems
    assert [(p.path, p.line) for p in problems] == [("glossary.yml", line)]
    assert all(p.remedy for p in problems)


def test_the_rest_is_used() -> None:
    """One bad group does not cost the others."""
    assert parse_glossary("- [a, b]\n- c\n- [d, e]\n", path="g").groups == (("a", "b"), ("d", "e"))


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"- [a, b]\n" * 200_000, b"[" * 5000])
def test_hostile_files_are_problems(tmp_path: Path, raw: bytes) -> None:
    """Not UTF-8, too large, too deep: never a crash."""
    path = tmp_path / "glossary.yml"
    path.write_bytes(raw)
    assert read_glossary(path).problems
