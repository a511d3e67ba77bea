"""`aitrend ask` as a person and as a program reads it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from bot.meaning.choice import Choice
from bot.meaning.service import MeaningService
from tests.cli.conftest import Run
from tests.meaning.doubles import BY_WORDS, WordEmbedder


def test_a_question_is_answered_with_its_sentence_and_source(run: Run, docs: Path) -> None:
    """The three things a reader wants."""
    ran = run("ask", "--docs", docs, "장미", "물")
    assert ran.code == 0
    assert "봄 소식 › 장미 가꾸기" in ran.out
    assert "2024-03-01 · a.md" in ran.out


def test_what_was_read_as_a_filter_is_shown_back(run: Run, docs: Path) -> None:
    """Bounds with the days that they reach to."""
    lines = run("ask", "--docs", docs, "장미 after:2024-01 before:2024-03 -바다").out.splitlines()
    assert lines[:3] == ["from: 2024-01-01", "through: 2024-03-31", "excluded: 바다"]


def test_an_answer_reads_as_text(run: Run, tmp_path: Path) -> None:
    """Tags and entities of what was once a web page are not shown."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "w.md").write_text(
        "# 항해\n\n## 등대\n\n<p>등대지기는&nbsp;<b>밤마다</b> 불을&amp;빛을 켠다.</p>\n", encoding="utf8"
    )
    assert "   등대지기는 밤마다 불을&빛을 켠다.\n" in run("ask", "--docs", folder, "등대지기").out


def test_a_row_of_a_table_reads_as_text(run: Run, tmp_path: Path) -> None:
    """Without its bars."""
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "r.md").write_text("# 항해\n\n## 배\n\n| 배 | 값 |\n|---|---|\n| 새벽호 | 30 |\n", encoding="utf8")
    assert "   새벽호 · 30\n" in run("ask", "--docs", folder, "새벽호").out


def test_what_is_wrong_with_a_file_is_told_once(run: Run, docs: Path) -> None:
    """When the folder is read, and again while an older version of a file answers in its place."""
    (docs / "c.md").write_text("# 빈 글\n", encoding="utf8")
    assert "c.md" in run("ask", "--docs", docs, "장미").err
    assert run("ask", "--docs", docs, "장미").err == ""
    (docs / "b.md").write_text("# 바다 보고서\n", encoding="utf8")
    for _ in range(2):
        assert "b.md" in run("ask", "--docs", docs, "장미").err


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
        "by_meaning",
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


def test_a_batch_for_people_shows_each_query(run: Run, docs: Path, tmp_path: Path) -> None:
    """Above its answer, so that they can be told apart."""
    (tmp_path / "q.txt").write_text("장미\n조류\n", encoding="utf8")
    out = run("ask", "--docs", docs, "--batch", tmp_path / "q.txt").out
    assert out.index("> 장미") < out.index("a.md") < out.index("> 조류") < out.index("b.md")
    assert "> " not in run("ask", "--docs", docs, "장미").out


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


LABELLED = "query\tkind\texpected\n장미\tword\ta.md#장미 가꾸기\n밀물과 썰물\tword\tb.md#조류\n"
NONE = "query\tkind\texpected\n김장 배추\tnone\t\n"


def test_labelled_queries_are_measured(run: Run, docs: Path, tmp_path: Path) -> None:
    """Of several files at once; by words alone where there is no embedder, as the lack of other ways says."""
    (tmp_path / "a.tsv").write_text(LABELLED, encoding="utf8")
    (tmp_path / "b.tsv").write_text(NONE, encoding="utf8")
    told = json.loads(run("eval", "--docs", docs, tmp_path / "a.tsv", tmp_path / "b.tsv", "--json").out)
    kinds = {row["kind"]: row for row in told["kinds"]}
    assert kinds["word"]["hit1"] == 1.0
    assert kinds["none"]["false_answers"] == 0.0
    assert told["ways"] == {}


def test_what_is_missed_is_listed(run: Run, docs: Path, tmp_path: Path) -> None:
    """Unasked where it is little; a label that names no section is told, since it can only be missed."""
    lines = "".join(f"장미 {number}\tword\tb.md#조류\n" for number in range(12))
    head = LABELLED.split("\n", 1)[0] + "\n"
    (tmp_path / "few.tsv").write_text(f"{LABELLED}장미 물\tword\ta.md#없는 제목\n", encoding="utf8")
    (tmp_path / "many.tsv").write_text(head + lines, encoding="utf8")
    few = run("eval", "--docs", docs, tmp_path / "few.tsv")
    assert "'a.md#없는 제목'" in few.err
    assert "a.md#장미 가꾸기" in few.out
    many = run("eval", "--docs", docs, tmp_path / "many.tsv")
    assert "장미 11" not in many.out
    assert "--misses" in many.err
    assert "장미 11" in run("eval", "--docs", docs, tmp_path / "many.tsv", "--misses").out
    told = json.loads(run("eval", "--docs", docs, tmp_path / "few.tsv", "--json").out)
    assert told["unknown"] == ["a.md#없는 제목"]


def test_the_figures_fit_a_terminal(run: Run, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All ten side by side on eighty characters, none broken into two lines."""
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "a.tsv").write_text(LABELLED + "없는말\tunanswerable-here\t\n", encoding="utf8")
    head, _, *rows = run("eval", "--docs", docs, tmp_path / "a.tsv").out.splitlines()
    names = head.replace(" ms", "_ms").split()
    assert names == ["kind", "n", "hit@1", "hit@3", "MRR", "nDCG@10", "refused", "false", "p50_ms", "p99_ms"]
    assert [row.split()[0] for row in rows][:3] == ["word", "unanswerable-here", "all"]
    assert {len(row.split()) for row in rows[:3]} == {len(names)}


def test_ways_of_searching_are_compared(run: Run, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an embedder: by words, by meaning and by both, in the table and as JSON."""
    monkeypatch.setattr("bot.core.choose", lambda _model: Choice("words", WordEmbedder))
    (tmp_path / "a.tsv").write_text(LABELLED, encoding="utf8")
    told = json.loads(run("eval", "--docs", docs, tmp_path / "a.tsv", "--json").out)
    assert list(told["ways"]) == ["lexical", "meaning", "fused"]
    assert [row["queries"] for row in told["ways"]["lexical"]] == [2, 2]
    table = run("eval", "--docs", docs, tmp_path / "a.tsv").out
    assert all(name in table for name in ("lexical", "meaning", "fused"))


def test_a_model_that_fails_is_left_out_and_said(
    run: Run, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for a batch; every query is answered by words."""

    def broken() -> WordEmbedder:
        raise RuntimeError("no weights")

    monkeypatch.setattr("bot.core.choose", lambda _model: Choice("broken", broken))
    (tmp_path / "q.txt").write_text("화초\n김장\n장미\n", encoding="utf8")
    ran = run("ask", "--docs", docs, "--batch", tmp_path / "q.txt", "--json")
    assert ran.code == 0
    assert [json.loads(line)["answered"] for line in ran.out.splitlines()] == [False, False, True]
    assert ran.err.count("searched by words alone: no weights") == 1


def test_what_is_found_by_meaning_is_marked(run: Run, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To a person and to a program; the sections were made searchable for the question."""
    monkeypatch.setattr("bot.core.choose", lambda _model: Choice("words", WordEmbedder))
    monkeypatch.setattr("bot.core.MeaningService", partial(MeaningService, calibration=BY_WORDS))
    (docs / "c.md").write_text("# 일터\n\n## 로봇\n\n로봇 고용 직업\n", encoding="utf8")
    answer = json.loads(run("ask", "--docs", docs, "일자리 기계", "--json").out)
    assert [(hit["path"], hit["by_meaning"]) for hit in answer["hits"][:1]] == [(["로봇"], True)]
    assert answer["interpreted"]["corrections"] == []
    assert "found by meaning" in run("ask", "--docs", docs, "--lang", "en", "일자리 기계").out


def test_an_answer_is_told_in_the_readers_language(run: Run, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the option, else by the variable: what was read into the question, and that nothing was found."""
    ran = run("ask", "--docs", docs, "--lang", "ko", "wkdal -바다")
    assert ran.out.splitlines()[:2] == ["wkdal → 장미 (자판)", "제외: 바다"]
    monkeypatch.setenv("AITREND_LANG", "ko")
    assert run("ask", "--docs", docs, "양자역학").out.startswith("“양자역학” 검색 결과가 없습니다.")
    assert run("ask", "--docs", docs, "--lang", "en", "양자역학").out.startswith("Nothing found for “양자역학”.")
