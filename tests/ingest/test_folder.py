"""The walk takes documents from the folder, only from there, and says what it could not take."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bot.errors import DocumentError, InputError
from bot.ingest.decode import MAX_BYTES
from bot.ingest.folder import MAX_FOLDER_DEPTH, SourceFile, Walk, read_bytes, walk


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("글", encoding="utf-8")


def paths(found: Walk) -> list[str]:
    return [file.path for file in found.files]


def problems(found: Walk) -> list[tuple[str, str]]:
    return [(problem.path, problem.what) for problem in found.problems]


def test_documents_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """The four endings in any case, in folders too; hidden names and other endings are passed over."""
    write(tmp_path, "b.md", "a.TXT", "c/d.markdown", "c/.git/x.md", ".hidden.md", "e.pdf", "cal.ics", "readme", "가.Md")
    found = walk(tmp_path)
    assert paths(found) == ["a.TXT", "b.md", "c/d.markdown", "cal.ics", "가.Md"]
    assert found.problems == []


def test_names_are_given_in_one_unicode_form(tmp_path: Path) -> None:
    """macOS hands out decomposed names; the same name in both forms is told apart by a problem."""
    decomposed = unicodedata.normalize("NFD", "가.md")
    write(tmp_path, decomposed)
    assert paths(walk(tmp_path)) == ["가.md"]
    write(tmp_path, "가.md")
    found = walk(tmp_path)
    assert paths(found) == ["가.md"]
    assert problems(found) == [("가.md", "Another file has the same name in another Unicode form.")]


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_a_folder_that_is_none_is_the_callers_mistake(tmp_path: Path, kind: str) -> None:
    """The message names the folder and what to do."""
    folder = tmp_path / "docs"
    if kind == "file":
        folder.write_text("글", encoding="utf-8")
    with pytest.raises(InputError, match="docs"):
        walk(folder)


def test_links_inside_are_followed_and_links_out_are_not(tmp_path: Path) -> None:
    """A link may name a file or folder of the same tree, never one beside it."""
    folder = tmp_path / "docs"
    write(tmp_path, "secret.md", "other/x.md", "docs/a.md")
    (folder / "same.md").symlink_to(folder / "a.md")
    (folder / "out.md").symlink_to(tmp_path / "secret.md")
    (folder / "up.md").symlink_to("../secret.md")
    (folder / "tree").symlink_to(tmp_path / "other")
    found = walk(folder)
    assert paths(found) == ["a.md", "same.md"]
    assert [path for path, what in problems(found) if "leads out" in what] == ["out.md", "tree", "up.md"]


def test_a_cycle_of_links_ends(tmp_path: Path) -> None:
    """A folder is read once, by whichever name it is met first; a link to itself is no file."""
    write(tmp_path, "a/x.md")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    found = walk(tmp_path)
    assert paths(found) == ["a/x.md"]
    assert [path for path, _ in problems(found)] == ["a/back", "loop.md"]


def test_a_broken_link_is_a_problem_and_its_document_is_not_gone(tmp_path: Path) -> None:
    """What a link led to yesterday may come back tomorrow."""
    (tmp_path / "lost.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "mount").symlink_to(tmp_path / "nowhere")
    found = walk(tmp_path)
    assert [path for path, _ in problems(found)] == ["lost.md", "mount"]
    assert found.is_unseen("lost.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """A pipe named like a document neither blocks the walk nor the reading."""
    os.mkfifo(tmp_path / "pipe.md")
    found = walk(tmp_path)
    assert (paths(found), problems(found)) == ([], [("pipe.md", "This is no regular file.")])
    with pytest.raises(DocumentError, match="regular"):
        read_bytes(SourceFile("pipe.md", tmp_path / "pipe.md"))


def test_a_folder_that_cannot_be_listed_is_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its documents are neither read nor taken for removed; the others are read."""
    write(tmp_path, "a.md", "closed/b.md")
    listed = os.scandir

    def scandir(path: Path) -> Any:  # what the real one gives has no public name
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = walk(tmp_path)
    assert paths(found) == ["a.md"]
    assert problems(found) == [("closed", "The folder cannot be read: permission denied.")]
    assert found.is_unseen("closed/b.md")
    assert not found.is_unseen("closed.md")


def test_a_tree_without_end_is_cut(tmp_path: Path) -> None:
    """Folders beyond a sensible depth are a problem."""
    deep = "/".join(["d"] * (MAX_FOLDER_DEPTH + 1))
    write(tmp_path, "a.md", f"{deep}/x.md")
    found = walk(tmp_path)
    assert paths(found) == ["a.md"]
    assert ["64 levels" in what for _, what in problems(found)] == [True]
    assert found.is_unseen(f"{deep}/x.md")


def test_a_name_that_is_no_unicode_is_a_problem(tmp_path: Path) -> None:
    """A name in another encoding cannot be stored; it is shown in escapes."""
    try:
        (tmp_path / os.fsdecode(b"\xff.md")).write_text("글", encoding="utf-8")
    except OSError:
        return  # this file system refuses such names itself
    found = walk(tmp_path)
    assert paths(found) == []
    assert [what for _, what in problems(found)] == ["The file's name is not UTF-8."]
    assert problems(found)[0][0].isprintable()


def test_an_oversized_file_is_not_read(tmp_path: Path) -> None:
    """Its size is enough to refuse it."""
    place = tmp_path / "big.md"
    with place.open("wb") as handle:
        handle.truncate(MAX_BYTES + 1)
    with pytest.raises(DocumentError, match="5 MB"):
        read_bytes(SourceFile("big.md", place))


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    """Between the walk and the reading anything may happen."""
    with pytest.raises(DocumentError, match="no such file"):
        read_bytes(SourceFile("gone.md", tmp_path / "gone.md"))
