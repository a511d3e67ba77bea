"""`aitrend index` and `check` as an editor sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.meaning.choice import Choice
from tests.cli.conftest import Run
from tests.meaning.doubles import WordEmbedder


def test_index_says_what_became_of_every_document(run: Run, docs: Path) -> None:
    """An editor who dropped in a file looks for it in the table."""
    ran = run("index", "--docs", docs, "--json")
    report = json.loads(ran.out)
    assert ran.code == 0
    assert [row["path"] for row in report["contents"]] == ["a.md", "b.md"]
    assert (report["documents"], report["read"], report["problems"]) == (2, 2, [])


def test_an_unchanged_folder_is_not_read_again(run: Run, docs: Path) -> None:
    """The second start costs the hashing of the files alone."""
    run("index", "--docs", docs)
    report = json.loads(run("index", "--docs", docs, "--json").out)
    assert (report["read"], report["unchanged"]) == (0, 2)


def test_a_bad_file_is_named_with_its_line_and_stops_nothing(run: Run, docs: Path) -> None:
    """Path, line, what, remedy; the others are served; the exit code tells a script."""
    (docs / "c.md").write_text("---\ntitle: x\ntitle: y\n---\n\n## z\n\nw\n", encoding="utf8")
    ran = run("index", "--docs", docs)
    assert ran.code == 1
    assert "c.md:3: error:" in ran.err
    assert "→" in ran.err
    assert "2 documents" in ran.out


def test_a_document_that_went_bad_stays_in_service(run: Run, docs: Path) -> None:
    """The last good version answers until the editor mends the file."""
    run("index", "--docs", docs)
    (docs / "b.md").write_bytes(b"\x00\x01\x02 no text")
    report = json.loads(run("index", "--docs", docs, "--json").out)
    assert report["kept"] == 1
    assert "썰물" in run("ask", "--docs", docs, "밀물과 썰물").out


def test_a_removed_file_is_no_longer_found(run: Run, docs: Path) -> None:
    """What an editor takes away must not be answered any more."""
    assert json.loads(run("ask", "--docs", docs, "밀물과 썰물", "--json").out)["answered"]
    (docs / "b.md").unlink()
    assert not json.loads(run("ask", "--docs", docs, "밀물과 썰물", "--json").out)["answered"]


def test_check_stores_nothing_and_exits_1_on_problems(run: Run, docs: Path, tmp_path: Path) -> None:
    """For a hook before a commit."""
    assert run("check", docs).code == 0
    (docs / "c.md").write_bytes(b"\x00\x01\x02")
    ran = run("check", docs)
    assert ran.code == 1
    assert "c.md" in ran.err
    assert not (tmp_path / "data").exists()


def test_check_and_index_count_alike(run: Run, docs: Path) -> None:
    """An event is counted as one, not as the section that announces it too."""
    (docs / "c.md").write_text("## 모임\n\n| 행사명 | 일시 |\n|--|--|\n| 장터 | 2024-05-01 |\n", encoding="utf8")
    checked = json.loads(run("check", docs, "--json").out)["documents"]
    report = json.loads(run("index", "--docs", docs, "--json").out)
    for count in ("sections", "events"):
        assert sum(row[count] for row in checked) == report[count]
    assert report["events"] == 1


def test_a_missing_folder_is_a_mistake_with_a_remedy(run: Run, tmp_path: Path) -> None:
    """Exit 2, one line, no traceback."""
    ran = run("index", "--docs", tmp_path / "nowhere")
    assert ran.code == 2
    assert "--docs" in ran.err
    assert "Traceback" not in ran.err


def test_a_data_folder_that_is_a_file_is_said_so(run: Run, docs: Path, tmp_path: Path) -> None:
    """Root may write anywhere, so an unwritable place is made of a file."""
    (tmp_path / "file").write_text("", encoding="utf8")
    ran = run("index", "--docs", docs, "--data", tmp_path / "file" / "data")
    assert ran.code == 1
    assert "--data" in ran.err
    assert "Traceback" not in ran.err


def test_asking_another_folder_leaves_the_served_one_alone(run: Run, docs: Path, tmp_path: Path) -> None:
    """One question about a folder elsewhere must not empty a running bot."""
    run("index", "--docs", docs)
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.md").write_text("# 별\n\n## 혜성\n\n혜성은 꼬리를 끈다.\n", encoding="utf8")
    assert json.loads(run("ask", "--docs", other, "혜성 꼬리", "--json").out)["answered"]
    report = json.loads(run("index", "--docs", docs, "--json").out)
    assert (report["unchanged"], report["removed"]) == (2, 0)


def test_index_adopts_the_folder_it_is_given(run: Run, docs: Path, tmp_path: Path) -> None:
    """Two folders in one data folder would be two corpora in one answer."""
    run("index", "--docs", docs)
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.md").write_text("# 별\n\n## 혜성\n\n혜성은 꼬리를 끈다.\n", encoding="utf8")
    report = json.loads(run("index", "--docs", other, "--json").out)
    assert [row["path"] for row in report["contents"]] == ["z.md"]


def test_files_of_other_kinds_are_counted(run: Run, docs: Path) -> None:
    """Whoever drops in a PDF learns that it is not read; the glossary and hidden files are nobody's worry."""
    for name in ("a.pdf", "b.PDF", "c/d.docx", "glossary.yml", ".hidden", "readme"):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("[]", encoding="utf8")
    for command in (("index", "--docs", docs), ("check", docs)):
        ran = run(*command)
        assert ran.code == 0
        assert (
            "not read, since documents end in .md, .markdown, .txt, .ics: 2 .pdf, 1 .docx, 1 without ending" in ran.out
        )
        assert json.loads(run(*command, "--json").out)["others"] == ["a.pdf", "b.PDF", "c/d.docx", "readme"]


def test_a_date_that_was_inferred_is_marked(run: Run, docs: Path) -> None:
    """The editor sees which dates are the document's own."""
    (docs / "2024-05-brief.md").write_text("# 오월 소식\n\n## 로봇\n\n로봇이 걷는다.\n", encoding="utf8")
    assert "~2024-05-01" in run("index", "--docs", docs).out
    rows = json.loads(run("index", "--docs", docs, "--json").out)["contents"]
    assert {row["path"]: row["date_inferred"] for row in rows} == {
        "2024-05-brief.md": True,
        "a.md": False,
        "b.md": False,
    }


@pytest.mark.parametrize(
    ("option", "variables", "said"),
    [
        ((), {"LANG": "ko_KR.UTF-8"}, "비어"),
        ((), {"LANG": "en_US.UTF-8"}, "empty"),
        ((), {"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "empty"),
        ((), {"LANG": "C", "AITREND_LANG": "ko"}, "비어"),
        (("--lang", "en"), {"LANG": "ko_KR.UTF-8"}, "empty"),
        (("--lang", "ko"), {"LANG": "C"}, "비어"),
    ],
)
def test_problems_are_told_in_the_editors_language(
    run: Run,
    docs: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: tuple[str, ...],
    variables: dict[str, str],
    said: str,
) -> None:
    """By option, variable or the shell's locale; what programs read them by stays the same."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "AITREND_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (docs / "c.md").write_text("", encoding="utf8")
    assert said in run("index", "--docs", docs, *option).err
    [problem] = json.loads(run("index", "--docs", docs, "--json", *option).out)["problems"]
    assert (problem["code"], said in problem["what"]) == ("file.empty", True)


def test_what_is_kept_without_being_searched_is_counted_apart(run: Run, docs: Path) -> None:
    """Who counts what can be found must not be told of bylines and bare headings among it."""
    text = "# 달\n\n작성: 달관측팀 | 2027-03-02\n\n## 앞면\n\n바다가 있다.\n\n## 뒷면\n\n어둡다.\n"
    (docs / "moon.md").write_text(text, encoding="utf8")
    shown = run("index", "--docs", docs).out
    assert "aside:" in shown
    assert shown.splitlines()[0].split() == ["document", "title", "date", "part", "aside"]  # no column without a figure
    report = json.loads(run("index", "--docs", docs, "--json").out)
    (row,) = [row for row in report["contents"] if row["path"] == "moon.md"]
    assert (row["sections"], row["unsearched"]) == ({"part": 2}, 1)
    assert report["sections"] == sum(sum(row["sections"].values()) + row["unsearched"] for row in report["contents"])


def test_problems_are_told_in_the_language_that_is_asked_for(run: Run, docs: Path) -> None:
    """By both commands alike, whatever the shell speaks."""
    (docs / "c.md").write_bytes(b"\x00\x01\x02")
    told = {lang: run("check", docs, "--lang", lang).err.partition("error: ")[2] for lang in ("ko", "en")}
    is_korean = {lang: any("가" <= char <= "힣" for char in said) for lang, said in told.items()}
    assert is_korean == {"ko": True, "en": False}
    assert told["ko"] in run("index", "--docs", docs, "--lang", "ko").err


def test_index_says_what_is_not_found_by_meaning_yet(run: Run, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until `up` has made it so, words alone find a section; who only indexes learns it here."""
    monkeypatch.setattr("bot.core.choose", lambda _model: Choice("words", WordEmbedder))
    ran = run("index", "--docs", docs)
    assert "sections are found by their words alone so far: `aitrend up`" in ran.err
