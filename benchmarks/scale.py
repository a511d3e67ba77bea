"""The search engine at 100,000 sections and a million word forms.

    python -m benchmarks scale FOLDER [--sections 100000] [--limit 100]

The sections are made of a collection's shuffled sentences, with a fifth of the words replaced by made-up ones. The
collection's own passages stand among them, so that the quality of its queries can be compared with and without.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.collection import (
    WAYS,
    Passage,
    changes,
    documents,
    ndcg,
    passages,
    percentile,
    queries,
    resident_mb,
)
from bot.domain.ports import Change
from bot.search.engine import Engine

SECTIONS_PER_DOCUMENT = 20
REPLACED = 0.2
MADE_UP_FORMS = 950_000
SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
    "기니디리미비시이지치키티피히건난달말반산알잔한공동성정진선민영은장최"
)


def made_up(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 3, 4, 4, 5))))


def synthetic(rows: list[Passage], count: int, seed: int = 7) -> Iterator[Passage]:
    """Sections of shuffled sentences; their titles are made up too."""
    rng = random.Random(seed)
    sentences = [s for row in rows for s in re.split(r"(?<=[.?!])\s+", row.text) if len(s) > 20]
    average = sum(len(row.text) for row in rows) / len(rows)
    forms = [made_up(rng) for _ in range(int(MADE_UP_FORMS * count / 100_000))]
    fresh = iter(forms)
    for number in range(count):
        document = f"s{number // SECTIONS_PER_DOCUMENT:05}"
        if number % SECTIONS_PER_DOCUMENT == 0:
            title = f"{made_up(rng)} {made_up(rng)}"
        text: list[str] = []
        while sum(map(len, text)) < average:
            text.append(rng.choice(sentences))
        words = " ".join(text).split()
        for place in range(len(words)):
            if rng.random() < REPLACED:
                words[place] = next(fresh, None) or rng.choice(forms)
        yield Passage(f"x{number:06}", document, title, " ".join(words))


def everything(folder: Path, count: int) -> Iterator[Passage]:
    rows = passages(folder)
    yield from rows
    yield from synthetic(rows, count - len(rows))


def build(folder: Path, directory: Path, count: int) -> None:
    """In a process of its own, so that the figures of searching are not those of building."""
    made = list(changes(documents(everything(folder, count))))
    engine = Engine(directory)
    began, cpu = time.perf_counter(), time.process_time()
    engine.apply(made, revision=1)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"build: {count / took:,.0f} sections/s, {took:.1f} s, peak {peak:.0f} MB")
    print(f"       {count / used:,.0f} sections per second of processor time, both threads")


def search(folder: Path, directory: Path, limit: int) -> None:
    began = time.perf_counter()
    engine = Engine(directory)
    engine.search("처음", limit=3)
    print(f"cold start to first answer: {time.perf_counter() - began:.2f} s, resident {resident_mb():.0f} MB")
    asked = queries(folder, limit)
    for query in asked[:20]:
        engine.search(query.text, limit=10)
    scores: dict[str, list[float]] = {}
    times: dict[str, list[float]] = {}
    for query in asked:
        began = time.perf_counter()
        answer = engine.search(query.text, limit=10)
        times.setdefault(query.way, []).append((time.perf_counter() - began) * 1000)
        scores.setdefault(query.way, []).append(ndcg([hit.section.id for hit in answer.hits], query.gold))
    for way in WAYS:
        if way in scores:
            mean = sum(scores[way]) / len(scores[way])
            print(f"{way:9} nDCG@10 {mean:.4f}  {_spread(times[way])}")
    every = [value for values in times.values() for value in values]
    macro = sum(sum(values) / len(values) for values in scores.values()) / len(scores)
    print(f"all       nDCG@10 {macro:.4f}  {_spread(every)}")
    print(f"resident {resident_mb():.0f} MB")


def _spread(times: list[float]) -> str:
    return f"p50 {percentile(times, 0.5):6.2f} ms  p99 {percentile(times, 0.99):6.2f} ms  worst {max(times):6.1f} ms"


def change(folder: Path, directory: Path) -> None:
    """A changed document of twenty sections, ten times."""
    engine = Engine(directory)
    rows = list(synthetic(passages(folder), SECTIONS_PER_DOCUMENT, seed=11))
    times = []
    for turn in range(10):
        (document,) = documents(replace(row, text=f"{row.text} 바뀐차례{turn}호") for row in rows)
        began = time.perf_counter()
        engine.apply([Change(turn + 2, document.info.id, document)], revision=turn + 2)
        times.append((time.perf_counter() - began) * 1000)
        found = engine.search(f"바뀐차례{turn}호").hits
        assert f"바뀐차례{turn}호" in found[0].section.text
    print(f"a changed document of {SECTIONS_PER_DOCUMENT} sections: {_spread(times)}")


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sections", type=int, default=100_000)
    parser.add_argument("--limit", type=int, default=100, help="questions per way of typing")
    parser.add_argument("--index", type=Path, help="keep the index here")
    parser.add_argument("--step", choices=("build", "search", "change"))
    chosen = parser.parse_args(argv)
    if chosen.step == "build":
        build(chosen.folder, chosen.index, chosen.sections)
    elif chosen.step == "search":
        search(chosen.folder, chosen.index, chosen.limit)
    elif chosen.step == "change":
        change(chosen.folder, chosen.index)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            index = chosen.index or Path(scratch) / "index"
            for step in ("build", "search", "change"):
                options = [
                    f"--sections={chosen.sections}",
                    f"--limit={chosen.limit}",
                    f"--index={index}",
                    f"--step={step}",
                ]
                subprocess.run([sys.executable, "-m", "benchmarks", "scale", str(chosen.folder), *options], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
