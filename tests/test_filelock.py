"""One process at a time, and none for ever."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.filelock import turn

HOLDING = "import sys; from pathlib import Path; from bot.filelock import turn\n"
HOLDING += "with turn(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


def test_a_turn_is_had_again_and_again(tmp_path: Path) -> None:
    """Also in a folder that is not there yet, and after a block that raised."""
    path = tmp_path / "new" / "lock"
    with pytest.raises(KeyError), turn(path):
        raise KeyError
    for wait in (True, False):
        with turn(path, wait=wait) as held:
            assert held


def test_who_does_not_wait_goes_without(tmp_path: Path) -> None:
    """The block runs and knows that it holds nothing; its end takes nothing from the holder."""
    path = tmp_path / "lock"
    with turn(path):
        for _ in range(2):
            with turn(path, wait=False) as held:
                assert not held


def test_who_waits_has_it_next(tmp_path: Path) -> None:
    """Two threads are told apart like two processes."""
    path, order = tmp_path / "lock", list[str]()

    def second() -> None:
        with turn(path):
            order.append("second")

    waiting = threading.Thread(target=second)
    with turn(path):
        waiting.start()
        waiting.join(0.05)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    """By whatever signal: nobody has to remove a file by hand."""
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with turn(path, wait=False) as held:
            assert not held
        holder.kill()
        holder.wait()
        with turn(path, wait=False) as held:
            assert held


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """Not a turn without a lock."""
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), turn(tmp_path / "file" / "lock"):
        pass
