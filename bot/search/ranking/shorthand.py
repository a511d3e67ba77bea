"""Queries of initial consonants alone. Any section has two of them somewhere, so that finding them tells nothing.

Runs typed apart (`ㄱㅅ ㄱㅎ ㅅㄱ`) answer where they stand nearer to one another than chance would put them anywhere in
the corpus; two consonants alone answer where all headings that have them mean one word by them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.search.ranking.calibration import ANSWERED
from bot.search.ranking.pool import TEXT_BITS, Pool
from bot.search.ranking.rank import Ranking
from bot.search.ranking.seek import Wanted
from bot.search.spelling.analyze import stem
from bot.search.spelling.hangul import initials

CHANCE = 0.5
"""Places of a corpus at which runs would stand so near to one another by chance, up to which such a place answers. Of
904 phrases of two and three short words of four corpora 838 are found first and 54 refused, where finding each run
somewhere sufficed 749 and none. Of 710 phrases of two to four words that a corpus lacks 82 are answered instead of 632;
with .3 it is 57, and 79 refused, with 1 it is 119 and 18.
"""

LETTERS_A_WORD = 3.1
"""Letters of a Korean word with what follows it, of 257 sections on AI."""

NEARNESS = 3.0
"""What the odds against chance, as a logarithm, add to a score, so that they order what holds all runs."""

AMBIGUOUS = 2
"""Consonants of a single run that tell nothing by themselves."""


def is_shorthand(terms: Sequence[Wanted]) -> bool:
    """Whether a query is typed in initial consonants alone."""
    return bool(terms) and all(term.term.initials for term in terms)


def read(
    ranking: Ranking, pool: Pool, terms: Sequence[Wanted], having: Mapping[str, int], sections: int, average: float
) -> tuple[Ranking, list[str]]:
    """The ranking by what the runs tell, and words that they may stand for, where they tell nothing.

    `having` tells in how many of all `sections` each run stands, `average` the mean length of a section in letters.
    """
    if len(having) > 1:
        return _together(ranking, pool, terms, having, sections, average), []
    (run,) = having
    words = _meant(run, pool) if len(run) <= AMBIGUOUS else []
    if len(run) > AMBIGUOUS or len(words) == 1:
        return ranking, []
    return replace(ranking, certainty=np.zeros(pool.count)), words


def _together(
    ranking: Ranking, pool: Pool, terms: Sequence[Wanted], having: Mapping[str, int], sections: int, average: float
) -> Ranking:
    """The ranking by how near to one another the runs stand."""
    if not pool.count:
        return ranking
    length = max(1.0, average / LETTERS_A_WORD)
    # By Poisson's law, from the share of sections that have a run.
    rates = [math.log((sections + 0.5) / (sections - max(1, count) + 0.5)) / length for count in having.values()]
    chance = math.log(sections * length) + sum(map(math.log, rates)) + _arrangements(pool, terms)
    held = np.isfinite(chance)
    return replace(
        ranking,
        scores=np.where(held, ranking.scores + NEARNESS * np.logaddexp(0, -chance), 0.0),
        explained=np.where(held, ranking.explained, 0.0),
        certainty=np.where(chance <= math.log(CHANCE), ANSWERED, 0.0),
    )


def _arrangements(pool: Pool, terms: Sequence[Wanted]) -> NDArray[np.float64]:
    """For each candidate the ways in which words as near to one another as its own could stand, as a logarithm: one way
    where they stand as typed, without end where it lacks any of them.
    """
    found = np.full(pool.count, np.inf)
    runs = list({term.term.typed: term.needles for term in terms}.values())
    of_run = [np.sort(pool.words(pool.found(needles)[1])) for needles in runs]
    words = np.concatenate(of_run)
    # From every word on to the first one of each run.
    ends = np.max([np.append(each, np.iinfo(np.int64).max)[each.searchsorted(words)] for each in of_run], axis=0)
    inside = ends >> TEXT_BITS == words >> TEXT_BITS
    spans = np.maximum(ends - words + 1, len(runs))[inside]
    np.minimum.at(found, words[inside] >> TEXT_BITS, math.log(len(runs)) + (len(runs) - 1) * np.log(spans))
    as_typed = of_run[0]
    for number, each in enumerate(of_run):
        as_typed = as_typed[np.isin(as_typed + number, each)]
    found[as_typed >> TEXT_BITS] = 0.0
    return found


def _meant(run: str, pool: Pool) -> list[str]:
    """The words that a run stands for in the headings of candidates, the frequent ones first."""
    lines = chain.from_iterable(pool.text(number).split("\n", 2)[:2] for number in range(pool.count))
    found = [stem(word) for line in lines for word in line.split() if len(word) >= len(run)]
    counts = Counter(word for word in found if initials(word) == run)
    return [word for word, _ in counts.most_common()]
