"""Search by meaning, measured: by words, by meaning and by both; its numbers learnt anew; its speed.

    python -m benchmarks.meaning                 the table over seeds/, every kind of query, both halves
    python -m benchmarks.meaning --calibrate     learn the numbers of bot/meaning/calibration.json on one half
    python -m benchmarks.meaning --speed 10000   latency with so many sections, and how soon vectors are made

The queries are tests/search/labelled.tsv and paraphrases.tsv, and tests/meaning/reworded.tsv and unanswerable.tsv. One
half is chosen by the hash of the query: nothing is ever learnt from the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bot.clock import FixedClock
from bot.domain.meaning import Judgement, Words
from bot.ingest.load import sync_folder
from bot.meaning import fusion
from bot.meaning.choice import choose
from bot.meaning.fusion import Calibration, judge
from bot.meaning.near import MeaningStage, Near
from bot.meaning.service import MeaningService
from bot.meaning.texts import grammar
from bot.search.engine import Engine
from bot.search.evaluate import Labelled, measure, read_labelled
from bot.search.glossary import read_glossary
from bot.store.database import open_database
from bot.store.documents import SqlDocumentStore
from bot.store.vectors import SqlVectorStore

ROOT = Path(__file__).resolve().parent.parent
SETS = (
    ROOT / "tests/search/labelled.tsv",
    ROOT / "tests/search/paraphrases.tsv",
    ROOT / "tests/meaning/reworded.tsv",
    ROOT / "tests/meaning/unanswerable.tsv",
)
NOW = datetime(2024, 12, 1, tzinfo=UTC)
CLOCK = FixedClock(NOW)
PARTS = {"window": 1.0, "mean": 0.5, "heading": 0.4, "sentences": 0.5}
"""Weights of the four similarities: a grid of 0 to 1 in steps of 0.1 to 0.5 gave the same within a query or two."""

LANGUAGE = 1.5
"""Hundredths of cosine by which a query in another script is brought nearer: 0 to 1.5 order the labelled queries alike,
3 costs one in seventy. Sections of one corpus in two languages need it most, and no labelled set here has such."""

AT_MOST = 2 / 3
"""The threshold is the one at which so many times the unanswerable queries are answered that words alone answer."""

RIDGE = 0.02
ANSWER_RIDGE = (0.05, 0.05, 0.05, 0.05, 20.0, 0.05)
"""The weight of a query's length is held down: in any set of queries it also says who wrote which kind."""

SLACK = 0.25
"""Further hits are shown down to this share of the odds at the threshold."""


def learning_half(query: str) -> bool:
    """Whether a query belongs to the half that is learnt from."""
    return hashlib.sha256(query.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True)
class Bench:
    """A folder of documents, indexed, with every vector made."""

    engine: Engine
    service: MeaningService

    def with_stage(self, stage: object) -> Engine:
        """The same index under another second opinion."""
        return self.engine.seconded_by(stage)  # type: ignore[arg-type]


@contextmanager
def opened(folder: Path, data: Path | None = None) -> Iterator[Bench]:
    """Index a folder and make its vectors; `data` keeps both for the next time."""
    with tempfile.TemporaryDirectory() as scratch:
        home = data or Path(scratch)
        database = open_database("", home)
        documents = SqlDocumentStore(database)
        sync_folder(folder, documents, origin="bench", now=NOW)
        service = MeaningService(
            documents, SqlVectorStore(database), choose(""), clock=CLOCK, lock_file=home / "vectors.lock"
        )
        service.make_now(lambda made, wanted: print(f"\r{made} of {wanted} sections", end="", flush=True))
        print()
        glossary = read_glossary(ROOT / "seeds/glossary.yml").groups
        engine = Engine(None, glossary=glossary, today=NOW.date, stage=service.stage)
        engine.apply(documents.changes(), revision=documents.revision())
        yield Bench(engine, service)
        service.stop()
        database.dispose()


# The table


class Alone(Near):
    """Meaning without words: what it would do if it alone decided."""

    def judge(self, words: Words, section_ids: Sequence[str]) -> Judgement:
        near = self.of(section_ids)[0]
        near = np.where(np.isnan(near), -np.inf, near)
        found = super().judge(replace(words, explained=[0.0] * len(near), scores=[0.0] * len(near)), section_ids)
        return replace(found, scores=tuple(near.tolist()))


class OpinionStage(MeaningStage):
    """A stage that is asked whatever the words explain, and whose nearness is of another kind."""

    def __init__(self, original: MeaningStage, kind: type[Near]) -> None:
        super().__init__(replace(fusion.shipped(), silent_from=math.inf))
        self.shelf, self.asker, self.kind = original.shelf, original.asker, kind

    def near(self, query: str, *, owner: str, explained: float) -> Near | None:
        assert self.asker is not None
        vector = self.asker.vector(query)
        assert vector is not None
        return self.kind(vector, query, self.shelf, self.shelf.visible(owner), self._by)


def table(bench: Bench, queries: Sequence[Labelled]) -> None:
    """Words, meaning and both, a line a kind."""
    ways = {
        "words": bench.with_stage(None),
        "meaning": bench.with_stage(OpinionStage(bench.service.stage, Alone)),
        "both": bench.with_stage(bench.service.stage),
    }
    reports = {name: measure(engine, queries) for name, engine in ways.items()}
    print(f"{'kind':16}{'queries':>8}  " + "  ".join(f"{name + ' @1':>11} {'@3':>5} {'ms':>5}" for name in ways))
    for rows in zip(*(report.scores for report in reports.values()), strict=True):
        line = f"{rows[0].kind:16}{rows[0].queries:8}  "
        for row in rows:
            if math.isnan(row.hit1):
                line += f"  answered {row.false_answers:.3f}      "
            else:
                line += f"{row.hit1:11.3f} {row.hit3:.3f} {row.p50_ms:5.1f}  "
        print(line)


# Learning


@dataclass
class Case:
    """A query with everything that the formula is made of, an entry a candidate."""

    query: str
    kind: str
    golden: np.ndarray
    own: np.ndarray
    share: np.ndarray
    near: np.ndarray
    script: np.ndarray
    weight: float
    answered: bool


class Recording(Near):
    """Notes the candidates and their features, and leaves the order to the words."""

    seen: tuple[Words, Sequence[str], np.ndarray, np.ndarray] | None = None

    def judge(self, words: Words, section_ids: Sequence[str]) -> Judgement:
        near, script = self.of(section_ids)
        type(self).seen = words, section_ids, near, script
        return Judgement(words.scores, answered=True, shown=[True] * len(near), by_meaning=[False] * len(near))


def cases(bench: Bench, queries: Sequence[Labelled]) -> list[Case]:
    """Ask every query once by words and meaning, and note the features."""
    stage = OpinionStage(bench.service.stage, Recording)
    stage._by = replace(stage._by, language=LANGUAGE, parts=PARTS)
    engine = bench.with_stage(stage)
    found = []
    for labelled in queries:
        Recording.seen = None
        engine.search(labelled.query, limit=1)
        if Recording.seen is None:
            continue
        words, ids, near, script = Recording.seen
        golden = []
        for name in ids:
            info_section = engine.section(name)
            assert info_section is not None
            golden.append(any(target.names(*info_section) for target in labelled.expected))
        near = np.where(np.isnan(near), np.nanmin(near), near)
        found.append(
            Case(
                labelled.query,
                labelled.kind,
                np.array(golden),
                np.array(words.scores),
                np.array(words.explained),
                near,
                np.nan_to_num(script),
                words.weight,
                words.answered,
            )
        )
    return found


def learnt_order(rows: Sequence[Case]) -> np.ndarray:
    """Conditional logit over the candidates: the numbers under which the golden sections are likeliest chosen."""
    designs = [(_order_features(case), case.golden) for case in rows if case.golden.any()]

    def loss(numbers: np.ndarray) -> float:
        total = 0.5 * RIDGE * len(designs) * float(numbers @ numbers)
        for features, golden in designs:
            utility = features @ numbers
            utility -= utility.max()
            total -= math.log(np.exp(utility[golden]).sum() + 1e-300) - math.log(np.exp(utility).sum())
        return total

    numbers = np.zeros(3)
    for _ in range(100):
        slope, bend = -RIDGE * len(designs) * numbers, RIDGE * len(designs) * np.eye(3)
        for features, golden in designs:
            utility = features @ numbers
            chosen = np.exp(utility - utility.max())
            chosen /= chosen.sum()
            right = np.where(golden, chosen, 0) + np.where(golden, 1e-300, 0)
            slope += (right / right.sum() - chosen) @ features
            middle = chosen @ features
            bend += (features * chosen[:, None]).T @ features - np.outer(middle, middle)
        numbers, before = _descended(loss, numbers, np.linalg.solve(bend, slope)), numbers
        if np.abs(numbers - before).max() < 1e-6:
            break
    return numbers


def _descended(loss: object, numbers: np.ndarray, step: np.ndarray) -> np.ndarray:
    size, now = 1.0, loss(numbers)  # type: ignore[operator]
    while size > 1e-4 and loss(numbers + size * step) > now:  # type: ignore[operator]
        size /= 2
    return numbers + size * step


def _order_features(case: Case) -> np.ndarray:
    room = fusion.room(float(case.share[case.own.argmax()]))
    return np.stack((case.own / max(case.weight, 1e-9), case.share, room * (case.near - case.near.max())), axis=1)


def learnt_answer(rows: Sequence[Case], order: np.ndarray) -> np.ndarray:
    """Ridge-regularised logistic regression: bias, nearness, script, share explained, length, grammar."""
    features = np.array([_answer_features(case, order) for case in rows])
    target = np.array([float(case.golden.any()) for case in rows])
    # The two kinds of mistakes weigh alike, however many queries of each there are.
    balance = np.where(target > 0, 0.5 / target.mean(), 0.5 / (1 - target.mean()))
    middle, width = features[:, 1:].mean(0), features[:, 1:].std(0)
    scaled = np.hstack((features[:, :1], (features[:, 1:] - middle) / width))
    numbers = np.zeros(6)
    for _ in range(200):
        chances = 1 / (1 + np.exp(-scaled @ numbers))
        bend = (scaled * (balance * chances * (1 - chances))[:, None]).T @ scaled + np.diag(ANSWER_RIDGE)
        numbers = numbers + np.linalg.solve(
            bend, scaled.T @ (balance * (target - chances)) - np.array(ANSWER_RIDGE) * numbers
        )
    own = numbers[1:] / width
    return np.concatenate(([numbers[0] - own @ middle], own))


def _answer_features(case: Case, order: np.ndarray) -> tuple[float, ...]:
    best = int((_order_features(case) @ order).argmax())
    return (
        1.0,
        case.near[best],
        case.script[best],
        case.share[best],
        math.log2(len(case.query)),
        math.log2(1 + grammar(case.query)),
    )


def calibrate(bench: Bench, queries: Sequence[Labelled]) -> None:
    """Learn on one half, report the other, and write the file."""
    rows = cases(bench, queries)
    half = [case for case in rows if learning_half(case.query)]
    order = learnt_order(half)
    answer = learnt_answer(
        [case for case in half if case.share[case.own.argmax()] < fusion.shipped().certain_from], order
    )
    found = fusion.shipped()
    spread = float(np.median([case.near.std() for case in half]))
    made = replace(
        found,
        parts=PARTS,
        language=LANGUAGE,
        spread=round(spread, 2),
        order=dict(zip(("words", "explained", "nearness"), map(_three, order), strict=True)),
        answer=dict(
            zip(("bias", "nearness", "script", "explained", "length", "grammar"), map(_three, answer), strict=True)
        ),
    )
    none = [case for case in half if not case.golden.any()]
    allowed = round(AT_MOST * sum(case.answered for case in none))
    threshold = sorted((_chance(case, made) for case in none), reverse=True)[allowed] + 0.001
    odds = SLACK * threshold / (1 - threshold)
    made = replace(made, answer={**made.answer, "threshold": _three(threshold), "shown": _three(odds / (1 + odds))})
    value = {name: getattr(made, name) for name in Calibration.__dataclass_fields__}
    value["evidence"] = {"learnt_from": _evidence(half, made), "held_back": _evidence(
        [case for case in rows if not learning_half(case.query)], made)}  # fmt: skip
    fusion.FILE.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
    print(json.dumps(value["evidence"], indent=1))


def _three(number: float) -> float:
    return round(float(number), 3)


def _weighed(case: Case, by: Calibration) -> Judgement:
    words = Words(case.query, case.own.tolist(), case.share.tolist(), case.weight, case.answered)
    return judge(words, case.near, case.script, by, calibrated=True)


def _chance(case: Case, by: Calibration) -> float:
    """The probability under which a case is answered; 1 where words are certain by themselves."""
    any_threshold = replace(by, answer={**by.answer, "threshold": 0.0, "shown": 0.0})
    best = int(np.argmax(_weighed(case, any_threshold).scores))
    if case.share[best] >= by.certain_from:
        return 1.0
    one = slice(best, best + 1)
    return float(fusion.chance(case.near[one], case.script[one], case.share[one], case.query, by)[0])


def _evidence(rows: Sequence[Case], by: Calibration) -> dict[str, object]:
    """Hit rates and answered unanswerable queries, by words and by both, a line a kind."""
    result = {}
    for kind in dict.fromkeys(case.kind for case in rows):
        mine = [case for case in rows if case.kind == kind]
        judged = [_weighed(case, by) for case in mine]
        line: dict[str, float] = {"queries": len(mine)}
        if mine[0].golden.any():
            both = [_rank(case, np.array(j.scores)) if j.answered else 99 for case, j in zip(mine, judged, strict=True)]
            words = [_rank(case, case.own) if case.answered else 99 for case in mine]
            for name, ranks in (("words", words), ("both", both)):
                line |= {
                    f"{name}@1": _three(np.mean(np.array(ranks) < 1)),
                    f"{name}@3": _three(np.mean(np.array(ranks) < 3)),
                }
        else:
            line |= {
                "words_answered": _three(np.mean([case.answered for case in mine])),
                "both_answered": _three(np.mean([j.answered for j in judged])),
            }
        result[kind] = line
    return result


def _rank(case: Case, scores: np.ndarray) -> int:
    return int((scores > scores[case.golden].max()).sum()) if case.golden.any() else 99


# Speed


def speed(sections: int) -> None:
    """Latency beside so many sections with stand-in vectors, and the pace of the embedder."""
    import random
    import statistics

    from bot.meaning.fixed import fixed
    from bot.meaning.shelf import SectionVectors, Shelf, front_of

    with opened(ROOT / "seeds") as bench:
        rng = np.random.default_rng(1)
        stage = bench.service.stage
        own = stage.shelf
        made = []
        for number in range(sections):
            rows = rng.standard_normal((9, 384)).astype(np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            made.append(SectionVectors(f"x{number}", "", 1.0, front_of(rows[0], rows[1:3]), fixed(rows[3:])))
        stage.shelf = Shelf(made, 384)
        print(f"{len(stage.shelf)} sections, {stage.shelf.rows} vectors")
        queries = [q.query for path in SETS for q in read_labelled(path)]
        random.Random(1).shuffle(queries)
        took = []
        for query in queries:
            began = time.perf_counter()
            bench.engine.search(query)
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        print(f"p50 {statistics.median(took):.1f} ms, p99 {took[int(len(took) * 0.99)]:.1f} ms; {stage.asker.counts}")
        stage.shelf = own


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--calibrate", action="store_true")
    options.add_argument("--speed", type=int, metavar="SECTIONS")
    options.add_argument("--docs", type=Path, default=ROOT / "seeds")
    options.add_argument("--data", type=Path, help="keeps index and vectors for the next time")
    given = options.parse_args()
    from bot.meaning import asking

    asking.LEAST_PATIENCE = asking.MOST_PATIENCE = 60.0 if given.speed is None else asking.MOST_PATIENCE
    if given.speed:
        speed(given.speed)
        return
    queries = [query for path in SETS for query in read_labelled(path)]
    with opened(given.docs, given.data) as bench:
        if given.calibrate:
            calibrate(bench, queries)
            return
        for name, half in (("learnt from", True), ("held back", False)):
            print(f"\n{name}")
            table(bench, [query for query in queries if learning_half(query.query) is half])


if __name__ == "__main__":
    main()
