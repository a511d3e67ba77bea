"""A process that is killed while it makes vectors, and the one that goes on after it."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from bot.meaning.making import Making
from bot.store.database import open_database
from bot.store.vectors import SqlVectorStore
from tests.meaning.doubles import CLOCK, Shelfful, WordEmbedder, document

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = 40

MAKER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from bot.meaning.making import Making
    from bot.store.database import open_database
    from bot.store.vectors import SqlVectorStore
    from tests.meaning.doubles import CLOCK, WordEmbedder
    from tests.meaning.test_killed import corpus

    making = Making(corpus(), SqlVectorStore(open_database("", Path(sys.argv[1]))), WordEmbedder(), CLOCK)
    making.follow()
    for done, _ in enumerate(making.make(lambda: False), 1):
        print(done, flush=True)
        if done == 13:
            sys.stdin.read()
    """
)


def corpus() -> Shelfful:
    return Shelfful(*(document(f"d{n}", f"제목 {n} | 이야기 {n}번은 이렇게 시작한다.") for n in range(SECTIONS)))


def test_what_a_killed_process_made_is_not_made_again(tmp_path: Path) -> None:
    """SIGKILL in the middle: nothing stored is lost, nothing half done is left, and the rest is made."""
    maker = subprocess.Popen(
        [sys.executable, "-c", MAKER, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert maker.stdout is not None
    for line in maker.stdout:
        if int(line) == 13:
            break
    maker.send_signal(signal.SIGKILL)
    maker.communicate()
    database = open_database("", tmp_path)
    embedder = WordEmbedder()
    making = Making(corpus(), SqlVectorStore(database), embedder, CLOCK)
    making.follow()
    assert making.load() >= making.made == 13
    for _ in making.make(lambda: False):
        pass
    assert making.made == making.wanted == SECTIONS
    headings = [text for text in embedder.embedded if text.startswith("제목") and ":" not in text]
    assert len(headings) == SECTIONS - 13
    database.dispose()
