"""The search engine at 100,000 sections and a million word forms.

    python -m benchmarks scale FOLDER [--sections 100000] [--limit 100]

A collection's own passages stand among sections made of its shuffled sentences, in which a fifth of the words is
replaced by made-up ones. Times are those of the processor. A made-up section that holds a sentence of the right passage
is neither right nor wrong and does not count; quality is compared with that among the passages alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from benchmarks.collection import (
    WAYS,
    Passage,
    Query,
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
DEPTH = 10
LOOKED_THROUGH = 60
"""Results of which those that do not count are left out."""

Item = TypeVar("Item")


def made_up(number: int) -> str:
    """A word of two to five syllables, another one for nearly every number."""
    size, rest = (2, 3, 3, 3, 4, 4, 5)[number % 7], number * 2_654_435_761 >> 3
    return "".join(SYLLABLES[rest // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(size))


def synthetic(rows: list[Passage], count: int, seed: int = 7) -> Iterator[tuple[Passage, list[str]]]:
    """Sections of shuffled sentences with made-up titles, and the passages that their sentences come from."""
    rng = random.Random(seed)
    sentences = [(s, row.id) for row in rows for s in re.split(r"(?<=[.?!])\s+", row.text) if len(s) > 20]
    average = sum(len(row.text) for row in rows) / len(rows)
    forms, fresh = int(MADE_UP_FORMS * count / 100_000), 0
    for number in range(count):
        document = f"s{number // SECTIONS_PER_DOCUMENT:05}"
        text, sources, size = [], [], 0
        while size < average:
            sentence, source = rng.choice(sentences)
            text.append(sentence)
            sources.append(source)
            size += len(sentence)
        words = " ".join(text).split()
        for place in range(len(words)):
            if rng.random() < REPLACED:
                words[place] = made_up(fresh if fresh < forms else rng.randrange(forms))
                fresh += 1
        title = f"{made_up(number // SECTIONS_PER_DOCUMENT)} 모음"
        yield Passage(f"x{number:06}", document, title, " ".join(words)), sources


class Stopwatch:
    """Processor time of a process, without what it takes to make up what is measured."""

    def __init__(self) -> None:
        self._began = time.process_time()

    def without(self, items: Iterable[Item]) -> Iterator[Item]:
        found = iter(items)
        while True:
            began = time.process_time()
            item = next(found, None)
            self._began += time.process_time() - began
            if item is None:
                return
            yield item

    @property
    def seconds(self) -> float:
        return time.process_time() - self._began


def build(folder: Path, directory: Path, count: int) -> None:
    """In a process of its own, so that the figures of searching are not those of building."""
    rows = passages(folder)
    copies: dict[str, list[str]] = {}

    def everything() -> Iterator[Passage]:
        yield from rows
        for row, sources in synthetic(rows, count - len(rows)):
            copies[row.id] = sources
            yield row

    engine = Engine(directory)
    watch = Stopwatch()
    engine.apply(watch.without(changes(documents(everything()))), revision=1)
    took = watch.seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"build: {count / took:,.0f} sections a second, {took:.1f} s, peak {peak:.0f} MB")
    (directory / "copies.json").write_text(json.dumps(copies), encoding="utf8")


def search(folder: Path, directory: Path, limit: int) -> None:
    watch = Stopwatch()
    engine = Engine(directory)
    engine.search("처음", limit=3)
    print(f"cold start to first answer: {watch.seconds:.2f} s")
    asked = queries(folder, limit)
    times = _timed(lambda query: engine.search(query.text, limit=DEPTH), asked)
    print(f"resident after {len(asked)} queries: {resident_mb():.0f} MB")
    copies: dict[str, list[str]] = json.loads((directory / "copies.json").read_text(encoding="utf8"))

    def counted(query: Query) -> list[str]:
        found = [hit.section.id for hit in engine.search(query.text, limit=LOOKED_THROUGH).hits]
        return [name for name in found if not query.gold & set(copies.get(name, ()))][:DEPTH]

    alone = Engine(None)
    alone.apply(changes(documents(passages(folder))), revision=1)
    among = _quality(counted, asked)
    apart = _quality(lambda query: [hit.section.id for hit in alone.search(query.text, limit=DEPTH).hits], asked)
    for way in WAYS:
        print(f"{way:9} nDCG@10 {among[way]:.4f}  passages alone {apart[way]:.4f}  {_spread(times[way])}")
    macro, macro_apart = (sum(found.values()) / len(found) for found in (among, apart))
    every = [value for values in times.values() for value in values]
    print(f"all       nDCG@10 {macro:.4f}  passages alone {macro_apart:.4f}  {_spread(every)}")


def _timed(ask: Callable[[Query], object], asked: list[Query]) -> dict[str, list[float]]:
    """Milliseconds of each query by way of typing, the first ones asked once before."""
    for query in asked[:20]:
        ask(query)
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    for query in asked:
        began = time.process_time()
        ask(query)
        times[query.way].append((time.process_time() - began) * 1000)
    return times


def _quality(found: Callable[[Query], list[str]], asked: list[Query]) -> dict[str, float]:
    """Mean nDCG@10 by way of typing."""
    scores: dict[str, list[float]] = {}
    for query in asked:
        scores.setdefault(query.way, []).append(ndcg(found(query), query.gold))
    return {way: sum(values) / len(values) for way, values in scores.items()}


def _spread(times: list[float]) -> str:
    return f"p50 {percentile(times, 0.5):6.2f} ms  p99 {percentile(times, 0.99):6.2f} ms  worst {max(times):6.1f} ms"


def change(folder: Path, directory: Path) -> None:
    """A changed document of twenty sections, ten times."""
    engine = Engine(directory)
    rows = [row for row, _ in synthetic(passages(folder), SECTIONS_PER_DOCUMENT, seed=11)]
    times = []
    for turn in range(10):
        (document,) = documents(replace(row, text=f"{row.text} 바뀐차례{turn}호") for row in rows)
        watch = Stopwatch()
        engine.apply([Change(turn + 2, document.info.id, document)], revision=turn + 2)
        times.append(watch.seconds * 1000)
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
