"""From where on a section is an answer: refusals and false answers of labelled queries at every threshold.

    python -m benchmarks threshold [--docs seeds] [--labelled tests/search/labelled.tsv]

The value in `bot/search/calibration.py` is one that refuses and answers wrongly least, in the middle of its range.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.ports import Change
from bot.ingest.load import read_document
from bot.search import retrieve as retrieval
from bot.search.engine import Engine
from bot.search.evaluate import read_labelled
from bot.search.glossary import read_glossary

STEPS = [number / 100 for number in range(20, 61, 2)]


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="threshold", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    parser.add_argument("--labelled", type=Path, default=Path("tests/search/labelled.tsv"))
    chosen = parser.parse_args(argv)
    files = [path for path in sorted(chosen.docs.iterdir()) if path.suffix in {".md", ".markdown", ".txt"}]
    read = [read_document(path.read_bytes(), path=path.name).document for path in files]
    engine = Engine(None, read_glossary(chosen.docs / "glossary.yml").groups, today=lambda: datetime.now(UTC).date())
    engine.apply([Change(number, one.info.id, one) for number, one in enumerate(read, 1) if one], revision=1)
    asked = [query for query in read_labelled(chosen.labelled) if query.kind != "filter"]
    print("threshold  refused  answered wrongly")
    for step in STEPS:
        retrieval.ANSWERED = step
        answered = [engine.search(query.query).answered for query in asked]
        refused = sum(not yes and bool(query.expected) for yes, query in zip(answered, asked, strict=True))
        wrong = sum(yes and not query.expected for yes, query in zip(answered, asked, strict=True))
        print(f"{step:9.2f}  {refused:7}  {wrong:16}", flush=True)
