"""Sections that are new: how soon they answer while their vectors are made, and what a kill in the middle costs.

    python -m benchmarks.meaning_growth            1,000 sections beside the shipped documents

A process of its own reads the documents, answers and makes vectors; it is killed with SIGKILL and begun again.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.config import Settings
from bot.core import Core, open_core

ROOT = Path(__file__).resolve().parent.parent
SECTIONS_A_FILE = 50
MADE_BEFORE_THE_KILL = 20
LAST_SECTION = "zirconium"


def write_sections(folder: Path, count: int) -> None:
    """Documents of short sections of random words; the last one holds a word that no other does."""
    rng = random.Random(1)
    words = [
        "모델",
        "연구",
        "시장",
        "기업",
        "정책",
        "데이터",
        "학습",
        "반도체",
        "교육",
        "투자",
        "로봇",
        "법안",
        "의료",
        "전력",
    ]
    for start in range(0, count, SECTIONS_A_FILE):
        parts = [f"# 모음 {start}\n"]
        for number in range(start, min(start + SECTIONS_A_FILE, count)):
            told = " ".join(f"{rng.choice(words)}{rng.randrange(1000)}" for _ in range(30))
            last = LAST_SECTION if number == count - 1 else ""
            parts.append(f"## 항목 {number}\n\n{told} {last}.\n")
        (folder / f"new-{start:05}.md").write_text("\n".join(parts), encoding="utf8")


def grow(settings: Settings, count: int) -> None:
    """In the process that is killed: add the sections where they are not there yet, answer, make vectors."""
    with open_core(settings, adopt=True) as core:
        core.library.sync()
        core.meaning.start()
        _await_first(core)
        if not (settings.docs / "new-00000.md").exists():
            write_sections(settings.docs, count)
            _time_first_answer(core)
        while True:
            status = core.meaning.status()
            print(f"made {status.made} of {status.wanted}", flush=True)
            time.sleep(0.2)


def _await_first(core: Core) -> None:
    while not core.meaning.status().made:
        time.sleep(0.1)


def _time_first_answer(core: Core) -> None:
    began, worked = time.perf_counter(), time.thread_time()
    core.library.sync()
    answered = core.engine.search(LAST_SECTION).answered
    took, worked = time.perf_counter() - began, time.thread_time() - worked
    status = core.meaning.status()
    print(f"first answer ({answered}) after {worked:.2f} s of this thread's processor, {took:.2f} s by the clock")
    print(f"sections with vectors at that moment: {status.made}", flush=True)


def _run(settings: Settings, count: int, *, until: int) -> list[str]:
    """Run the process until so many sections of those that were missing have vectors, then kill it."""
    command = [sys.executable, "-m", "benchmarks.meaning_growth", "--child", str(settings.docs.parent), str(count)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told: list[str] = []
    first = -1
    for line in child.stdout:
        told.append(line.strip())
        if line.startswith("made"):
            made, wanted = int(line.split()[1]), int(line.split()[3])
            first = made if first < 0 and wanted >= count else first
            if first >= 0 and made >= first + until:
                break
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return told


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sections", type=int, default=1000)
    options.add_argument("--child", nargs=2, metavar=("FOLDER", "SECTIONS"))
    given = options.parse_args()
    if given.child:
        home = Path(given.child[0])
        grow(Settings(docs=home / "docs", data=home / "data"), int(given.child[1]))
        return
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        (home / "docs").mkdir()
        shutil.copy(ROOT / "seeds/2024-llm-report.md", home / "docs")
        settings = Settings(docs=home / "docs", data=home / "data")
        for name in ("begun", "killed and begun again"):
            told = _run(settings, given.sections, until=MADE_BEFORE_THE_KILL)
            counts = [line for line in told if line.startswith("made")]
            print(name, *[line for line in told if line not in counts], counts[0], counts[-1], sep="\n  ")
            with open_core(settings) as core:
                status = core.meaning.look()
            print(f"  killed: the store has {status.made} of {status.wanted}", flush=True)


if __name__ == "__main__":
    main()
