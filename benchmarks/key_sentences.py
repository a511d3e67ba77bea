"""Whether the sentence that an answer shows is the one that answers.

    python -m benchmarks.key_sentences FOLDER

A person read 100 questions of a labelled collection (see `benchmarks.collection`; drawn by chance from all that are
written as questions) with their gold passages, and noted for each the sentence that answers it by itself, or the few
that do, by number from 0. Sentences end at a full stop, an exclamation or a question mark before a blank. Only these
numbers are kept here. A question counts where its gold passage is among the first ten and the key sentence shown of it
holds at least four fifths of a noted sentence. Prints one JSON object, with the questions missed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.collection import changes, documents, passages
from bot.domain.document import Span
from bot.search.engine import Engine

DEPTH, HELD = 10, 0.8
JUDGED = """
6148866-6-2:3 6506110-10-0:0 6531974-0-0:0 6657570-16-1:1 6533489-4-0:1 6549457-0-2:2 6577693-7-0:1 6657570-17-1:2
6135555-2-1:3 6588681-3-0:0 6459703-9-0:0 6588949-4-1:2 6543286-9-0:6 6547962-12-1:3 6541931-5-0:1 6526236-2-1:4
6561647-2-1:1 6543283-13-0:0 6541263-2-0:0 6577228-11-1:8 6559027-6-2:3 6561595-0-1:3,4 6559611-0-0:4 6530030-2-1:5
6559048-8-0:1 6559611-4-1:4 6543286-11-0:1 6527927-14-1:0 6471052-2-1:7 5781847-1-1:2 6545832-0-2:0 6097910-10-0:5
6148866-16-0:0 6488236-1-1:3 6575008-0-0:0 6101054-0-0:4 6527927-8-1:3 5782856-0-2:3 6572369-4-1:4 6588949-0-0:0
6549968-9-0:1 6657570-18-0:0 6549968-5-2:4,5 6505621-0-2:2 6459703-21-2:6 6521755-2-1:0 6475542-1-0:0,7
6509164-2-0:0 6657009-2-0:1 6512155-2-1:2 6569003-1-0:2 6520103-0-0:2 6559048-2-1:4 6534151-0-0:0 6547962-25-0:2
6065748-2-0:2 6559027-16-2:10 6507797-1-2:1 6097910-18-1:6 6541931-5-2:3 6539905-3-2:3 6488237-1-2:7 6657570-1-1:0
6527933-11-0:0 6336019-0-0:2 6588563-3-1:2 6547962-8-2:4 6550822-0-2:0 6559027-12-0:0 6543283-5-0:0 6498860-1-2:2
5823782-1-2:1 6577228-9-1:4 6558311-0-1:3 6518201-1-0:1 6517627-2-0:1 6527933-2-0:0 6526255-0-0:0 6097910-2-1:7
6524807-0-1:3 6657011-3-1:1 6543286-10-1:0 6541931-2-1:4,5 6530245-0-1:5 6582455-2-0:0 6148866-5-1:0 6526255-4-0:0
6531974-3-0:3 6568930-4-1:5 6559048-7-0:1 6582455-0-2:1 6543286-8-1:1 6588563-2-0:0 6657011-2-0:0 6521755-3-0:0
6536169-2-0:1 6482167-3-1:7 6577228-4-1:5 6657570-4-2:0,6 6542437-2-1:2
"""
"""Question id: numbers of the sentences that answer."""
_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+")


def sentences(text: str) -> list[Span]:
    """The sentences as they were numbered."""
    starts = [0, *(found.end() for found in _END.finditer(text))]
    ends = [*starts[1:], len(text)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]


def held(shown: Span, answer: Span) -> bool:
    """Whether what is shown holds enough of an answering sentence."""
    both = min(shown.end, answer.end) - max(shown.start, answer.start)
    return both >= HELD * (answer.end - answer.start)


def judged(folder: Path) -> Iterator[tuple[str, str, frozenset[str], list[int]]]:
    """Of every judged question its id, its words, its gold passages and the numbers of the sentences that answer."""
    noted = dict(each.split(":") for each in JUDGED.split())
    with (folder / "dev.jsonl").open(encoding="utf8") as lines:
        for row in map(json.loads, lines):
            if row["qid"] in noted:
                yield row["qid"], row["q"]["orig"], frozenset(row["gold"]), list(map(int, noted[row["qid"]].split(",")))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    engine = Engine(None)
    engine.apply(changes(documents(passages(folder))), revision=1)
    unfound, other = [], []
    for qid, question, gold, numbers in judged(folder):
        hit = next((hit for hit in engine.search(question, limit=DEPTH).hits if hit.section.id in gold), None)
        if hit is None:
            unfound.append(qid)
            continue
        spans = sentences(hit.section.text)
        if not any(held(hit.key_sentence, spans[number]) for number in numbers):
            other.append(qid)
    right = len(JUDGED.split()) - len(unfound) - len(other)
    print(json.dumps({"questions": len(JUDGED.split()), "answered": right, "other": other, "unfound": unfound}))


if __name__ == "__main__":
    main()
