"""Whether trends are true and digests are quick.

    python -m benchmarks.trends [--docs seeds] [--sections 100000] [--years 3] [--weeks 52] [--weekly 200]

Prints one JSON object a part, times in processor seconds: composing over a folder of documents; drawing the chart in a
fresh process; simulated years with bursts planted at three times their baseline, whose weeks are known; composing over
many sections, made by shuffling the sentences of the folder and replacing a fifth of the words by made-up ones.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bot.domain.digest import DatedChange, DatedSection, Wanted
from bot.domain.document import DocumentInfo, Section, SectionKind
from bot.domain.fingerprint import fingerprint
from bot.trends.sentences import sentences
from bot.trends.service import Trends
from tests.trends.corpus import SEEDS, SEOUL, Corpus, glossary, read
from tests.trends.year import simulate

AT = datetime.fromisoformat("2024-11-25T09:00:00+09:00")
SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
)
DRAW = """
import time; began = time.process_time()
from bot.domain.digest import Chart, ChartRow
from bot.trends.chart import draw
rows = tuple(ChartRow(n, 0.2, 0.02, "4개(전 1개)") for n in ("오픈AI", "온디바이스", "AI 안전", "구글", "편향", "로봇"))
chart = Chart("떠오르는 주제", "글 20개와 그 전 글 55개에서 다룬 비율", "이 기간", "그 전", rows, "")
first = draw(chart); cold = time.process_time()
draw(chart); warm = time.process_time()
print(cold - began, warm - cold, len(first), len(draw(chart, "dark")), sep="\\n")
"""
FEW = """
import sys; from pathlib import Path
from benchmarks.trends import composed_once
print(*composed_once(Path(sys.argv[1])), sep="\\n")
"""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds, which other processes on the machine disturb less than the clock on the wall."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def say(part: str, **measured: object) -> None:
    print(json.dumps({"part": part, **measured}, ensure_ascii=False), flush=True)


def memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def few(folder: Path) -> None:
    """From documents that are read to a digest, each time in a fresh process; and once more on the same day."""
    runs = [fresh(FEW, str(folder)) for _ in range(5)]
    *times, told = (list(column) for column in zip(*runs, strict=True))
    read_in, first, again = (round(1e3 * median(map(float, column)), 1) for column in times)
    say("few", read_in_ms=read_in, first_compose_ms=first, compose_again_ms=again, **json.loads(told[0]))


def composed_once(folder: Path) -> Iterator[str]:
    """What `few` measures, within its process."""
    found, events = read(folder)
    groups = glossary()
    trends = Trends(Corpus(found), lambda: groups, SEOUL)
    importlib.import_module("bot.trends.compose")
    importlib.import_module("bot.trends.shelf")
    yield str(timed(trends.refresh)[0])
    wanted = Wanted(AT, SEOUL, events=events)
    seconds, digest = timed(lambda: trends.compose(wanted))
    yield str(seconds)
    yield str(timed(lambda: trends.compose(wanted))[0])
    told = {
        "documents": len(found),
        "sections": digest.trends.corpus.sections,
        "rising": [f"{m.topic.name} {m.now}/{m.before}" for m in digest.trends.rising],
        "highlights": [h.section.heading for h in digest.highlights],
        "events": [e.title for e in digest.events],
    }
    yield json.dumps(told)


def fresh(code: str, *given: str) -> list[str]:
    """The lines that a program of its own prints."""
    return subprocess.run(
        [sys.executable, "-c", code, *given], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def chart() -> None:
    """In a fresh process, matplotlib's import included."""
    first, again, *sizes = map(float, fresh(DRAW))
    say("chart", first_ms=round(1e3 * first), again_ms=round(1e3 * again), bytes=[int(size) for size in sizes])


def made_up(folder: Path, count: int, seed: int = 1) -> Iterator[DatedChange]:
    """Documents of twenty sections over two years."""
    chance = random.Random(seed)
    found, _ = read(folder)
    texts = [d.section.text for change in found for d in change.sections]
    pool = [text[span.start : span.end].split() for text in texts for span in sentences(text)]
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(200_000)]
    for number in range(count // 20):
        day = date(2024, 1, 1) + timedelta(days=chance.randrange(700))
        info = DocumentInfo(f"d{number}", f"d{number}.md", f"문서 {number}", day)
        seen = datetime(day.year, day.month, day.day, tzinfo=UTC)
        sections = []
        for place in range(20):
            body = [w if chance.random() > 0.2 else chance.choice(words) for s in chance.sample(pool, 6) for w in s]
            heading = " ".join(chance.sample(body, 4))
            text = f"## {heading}\n\n{' '.join(body)}\n"
            section = Section(f"d{number}#{place}", SectionKind.ARTICLE, (heading,), text, 0, len(text), 1)
            sections.append(DatedSection(info, section, fingerprint(text), seen, seen))
        yield DatedChange(number + 1, info.id, tuple(sections))


def many(folder: Path, count: int) -> None:
    """Reading all in once, then what every week costs: one new document, one digest."""
    *changes, last = made_up(folder, count)
    corpus, groups = Corpus(changes), glossary()
    before = memory_mb()
    trends = Trends(corpus, lambda: groups, SEOUL)
    read_in, _ = timed(trends.refresh)
    wanted = Wanted(datetime(2025, 6, 2, tzinfo=UTC), SEOUL)
    first, digest = timed(lambda: trends.compose(wanted))
    again, _ = timed(lambda: trends.compose(wanted))
    corpus.put(last)
    one_more, _ = timed(trends.refresh)
    after, _ = timed(lambda: trends.compose(wanted))
    say(
        "many",
        sections=count,
        read_in_s=round(read_in, 1),
        first_compose_s=round(first, 2),
        compose_again_s=round(again, 2),
        take_in_one_document_ms=round(1e3 * one_more, 1),
        compose_after_a_change_s=round(after, 2),
        memory_mb=memory_mb() - before,
        window=[digest.trends.window.sections, digest.trends.window.sections_before] if digest.trends.window else [],
        claimed=len(digest.trends.rising),
    )


def years(count: int, weeks: int, weekly: int) -> None:
    """Each year is another seed; three bursts a week from the seventh week on."""
    right = wrong = missed = repeated = shown = 0
    fewest = 1_000_000
    for seed in range(count):
        year = simulate(seed, weeks=weeks, weekly=weekly, bursts=3)
        right, wrong, missed = right + year.right, wrong + year.wrong, missed + year.missed
        repeated, shown, fewest = repeated + len(year.repeated()), shown + len(year.shown), min(fewest, year.fewest)
    say(
        "years",
        years=count,
        weeks=weeks,
        sections_a_week=weekly,
        precision=round(right / (right + wrong), 3),
        recall=round(right / (right + missed), 3),
        planted=right + missed,
        fewest_sections_of_a_claim=fewest,
        highlights=shown,
        repeated_within_twelve_weeks=repeated,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--docs", type=Path, default=SEEDS)
    options.add_argument("--sections", type=int, default=100_000)
    options.add_argument("--years", type=int, default=3)
    options.add_argument("--weeks", type=int, default=52)
    options.add_argument("--weekly", type=int, default=200)
    given = options.parse_args()
    few(given.docs)
    chart()
    if given.years:
        years(given.years, given.weeks, given.weekly)
    if given.sections:
        many(given.docs, given.sections)


if __name__ == "__main__":
    main()
