"""How much a topic grew: log-odds of a window against what came before, weighted by an informative Dirichlet prior.

B. L. Monroe, M. P. Colaresi, K. M. Quinn: Fightin' Words, Political Analysis 16 (2008), equations 16 to 22. What they
count in words of two parties is counted here in sections of two spans, each section once whatever it repeats, so the
prior has two categories: sections that name the topic and sections that do not. It is centred on the topic's share in
both spans together, so that few sections can claim little.

The z-score ranks. Whether anything is claimed at all is decided by an exact test, since the normal curve promises too
much of three sections.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.digest import Direction

PRIOR_SECTIONS = 10.0
"""What is known before looking weighs as much as so many sections in either span."""
LEAST_SECTIONS = 3
"""Fewer sections of a window carry no claim that a topic is new or rises; fewer before it none that one fades."""
FALSE_CLAIMS = 0.05
"""Of the topics called new, rising or fading, at most this share may be expected to be so by chance."""
LEAST_ODDS = 1.5
"""A change smaller than this factor in the odds is no news even where it is certain."""
_NEGLIGIBLE = 1e-12


@dataclass(frozen=True, slots=True)
class Count:
    """Sections that name a topic and all sections, within the window and before."""

    now: int
    before: int
    all_now: int
    all_before: int

    @property
    def turned(self) -> Count:
        """The same with the window and the time before it exchanged."""
        return Count(self.before, self.now, self.all_before, self.all_now)


@dataclass(frozen=True, slots=True)
class Change:
    """The weighted log-odds of a topic, and its z-score: positive where the window names it more."""

    log_odds: float
    z: float


def change(count: Count) -> Change:
    """The weighted log-odds of one topic."""
    share = (count.now + count.before) / (count.all_now + count.all_before)
    with_topic, without = PRIOR_SECTIONS * share, PRIOR_SECTIONS * (1 - share)
    naming = count.now + with_topic, count.before + with_topic
    silent = count.all_now - count.now + without, count.all_before - count.before + without
    if not (all(naming) and all(silent)):
        return Change(0.0, 0.0)
    log_odds = math.log(naming[0] / silent[0]) - math.log(naming[1] / silent[1])
    return Change(log_odds, log_odds / math.sqrt(sum(1 / cell for cell in (*naming, *silent))))


def chance(count: Count) -> float:
    """The chance that a topic whose share did not change is named as often in the window as it is, or more.

    Fisher's exact test given both totals, one-sided; of the observed case itself half is counted (mid-p), since counts
    jump where a chance would not.
    """
    total, sections = count.now + count.before, count.all_now + count.all_before
    tail, last = 0.0, min(total, count.all_now)
    for hits in range(count.now, last + 1):
        ways = _log_choose(count.all_now, hits) + _log_choose(count.all_before, total - hits)
        case = math.exp(ways - _log_choose(sections, total))
        tail += case / 2 if hits == count.now else case
        if case < tail * _NEGLIGIBLE:
            break
    return min(tail, 1.0)


def directions(counts: Mapping[str, Count], *, family: int = 0) -> dict[str, tuple[Direction, Change]]:
    """Where each topic goes.

    New: named in at least `LEAST_SECTIONS` sections of the window and in none before. Rising and fading: by at least
    `LEAST_ODDS`, in at least `LEAST_SECTIONS` sections of the window or before it. All three only as far as Benjamini
    and Hochberg's rule (1995) bears out with `FALSE_CLAIMS` among the `family`: all topics that were looked at, counted
    here or not, so that looking at many topics claims no more than looking at few. Steady is everything else.
    """
    changes = {name: change(count) for name, count in counts.items()}
    found = dict.fromkeys(counts, Direction.STEADY)
    for name in _borne_out({n: chance(c) for n, c in counts.items() if c.now >= LEAST_SECTIONS}, family):
        if changes[name].log_odds >= math.log(LEAST_ODDS):
            found[name] = Direction.RISING if counts[name].before else Direction.NEW
    for name in _borne_out({n: chance(c.turned) for n, c in counts.items() if c.before >= LEAST_SECTIONS}, family):
        if changes[name].log_odds <= -math.log(LEAST_ODDS):
            found[name] = Direction.FADING
    return {name: (direction, changes[name]) for name, direction in found.items()}


def _borne_out(chances: Mapping[str, float], family: int) -> Sequence[str]:
    """The names that may be claimed, by Benjamini and Hochberg's step-up rule over a family of tests."""
    ordered = sorted(chances, key=lambda name: (chances[name], name))
    family = max(family, len(ordered))
    ranks = (r for r in range(len(ordered), 0, -1) if chances[ordered[r - 1]] <= FALSE_CLAIMS * r / family)
    return ordered[: next(ranks, 0)]


def _log_choose(n: int, k: int) -> float:
    if not 0 <= k <= n:
        return -math.inf
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
