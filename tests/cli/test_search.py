"""`aitrend ask` as a person and as a program reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_question_is_answered_with_its_sentence_and_source(run: Run, docs: Path) -> None:
    """The three things a reader wants."""
    ran = run("ask", "--docs", docs, "장미", "물")
    assert ran.code == 0
    assert "봄 소식 › 장미 가꾸기" in ran.out
    assert "2024-03-01 · a.md" in ran.out


def test_the_json_of_an_answer_is_stable(run: Run, docs: Path) -> None:
    """Other programs read these keys; highlights slice the text."""
    answer = json.loads(run("ask", "--docs", docs, "장미", "--json").out)
    assert list(answer) == ["query", "interpreted", "answered", "did_you_mean", "hits", "took_ms"]
    assert list(answer["interpreted"]) == ["terms", "filters", "corrections"]
    hit = answer["hits"][0]
    assert list(hit) == [
        "document",
        "section_id",
        "path",
        "text",
        "key_sentence",
        "snippet",
        "highlights",
        "score",
    ]
    assert list(hit["document"]) == ["id", "path", "title", "date", "author", "source", "tags"]
    assert hit["key_sentence"] in hit["text"]
    assert hit["snippet"] in hit["text"]
    assert {hit["text"][start:end] for start, end in hit["highlights"]} == {"장미"}


def test_a_batch_gives_one_object_a_line(run: Run, docs: Path, tmp_path: Path) -> None:
    """In the order of the file, an empty line too."""
    (tmp_path / "q.txt").write_text("장미\n\n조류\r\n", encoding="utf8")
    lines = run("ask", "--docs", docs, "--batch", tmp_path / "q.txt", "--json").out.splitlines()
    assert [json.loads(line)["query"] for line in lines] == ["장미", "", "조류"]


@pytest.mark.parametrize(
    "query",
    ["", " ", "가" * 8000, "\u202e노벨\u200f", "<!channel> <@U1> &amp;", "\x00\x1b[31m", "\udcff", "'\"; drop table"],
    ids=["empty", "blank", "huge", "right-to-left", "slack-markup", "control", "no-utf8", "sql"],
)
def test_no_query_is_a_failure(run: Run, docs: Path, query: str) -> None:
    """Whatever a person pastes gets a calm answer."""
    ran = run("ask", "--docs", docs, "--json", "--", query)
    assert ran.code == 0
    assert json.loads(ran.out)["answered"] is False


def test_neither_question_nor_batch_says_what_to_give(run: Run, docs: Path) -> None:
    """Exit 2 and the remedy."""
    ran = run("ask", "--docs", docs)
    assert ran.code == 2
    assert "--batch" in ran.err


def test_a_missing_batch_file_is_named(run: Run, docs: Path, tmp_path: Path) -> None:
    """The path that the person typed stands in the message."""
    ran = run("ask", "--docs", docs, "--batch", tmp_path / "none.txt")
    assert ran.code == 2
    assert "none.txt" in ran.err


def test_version_and_help_need_no_documents(run: Run) -> None:
    """They work before anything is set up."""
    assert run("--version").out.startswith("aitrend ")
    assert "ask" in run("--help").out
