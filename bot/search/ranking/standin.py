"""Of the sections that hold a query only by what their whole document shares, the first one stands for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.search.ranking.pool import Pool
from bot.search.ranking.rank import Ranking

BEHIND = 0.9
"""Of the score of such a section that is not the first. nDCG@10 of the benchmark's 8,588 queries stays .9499
with it (.9498 with .75); over four other corpora four more of 1,400 queries find their section first.
"""


def behind_first(ranking: Ranking, pool: Pool, ordinals: Sequence[int]) -> Ranking:
    """The ranking where the first of them has the best one's score, and the others step behind sections that hold as
    much in their own words: the title of an article with seven sections else fills a whole answer.
    """
    shared = ranking.shared.nonzero()[0].tolist()
    if len(shared) < 2:
        return ranking
    documents: defaultdict[str, list[int]] = defaultdict(list)
    for place in sorted(shared, key=ordinals.__getitem__):
        documents[pool.title(place)].append(place)
    scores = ranking.scores.copy()
    for first, *others in documents.values():
        scores[first] = scores[[first, *others]].max()
        scores[others] *= BEHIND
    return replace(ranking, scores=scores)
