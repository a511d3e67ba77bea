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
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.domain.digest import Direction

PRIOR_SECTIONS = 10.0
"""What is known before looking weighs as much as so many sections in either span."""
LEAST_SECTIONS = 3
"""Fewer sections of a window carry no claim that a topic is new or rises; fewer before it none that one fades."""
FALSE_CLAIMS = 0.05
"""Of the topics called new, rising or fading, at most this share may be expected to be so by chance."""
LEAST_ODDS = 1.5
"""A change smaller than this factor in the odds is no news even where it is certain."""
_NO_CHANCE = 1e-12
"""Cases rarer than this are not summed up: no claim hangs on them."""
_NEGLIGIBLE = 1e-3
"""Cases so many times rarer than the rarest chance at stake add nothing to a sum."""


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
    cases = _cases(count.now + count.before, count.all_now, count.all_before, count.now, _NO_CHANCE)
    return min(1.0, sum(cases) - cases[0] / 2)


def directions(counts: Mapping[str, Count], *, family: Iterable[int] = ()) -> dict[str, tuple[Direction, Change]]:
    """Where each topic goes. All counts are of the same two spans.

    New: named in at least `LEAST_SECTIONS` sections of the window and in none before. Rising and fading: by at least
    `LEAST_ODDS`, in at least `LEAST_SECTIONS` sections of the window or before it. All three only as far as
    `FALSE_CLAIMS` bears out among the `family`: for each topic that was looked at, counted here or not, in how many
    sections it is named. So looking at many topics claims no more than looking at few. Steady is everything else.
    """
    totals = Counter(family) or Counter(c.now + c.before for c in counts.values())
    changes = {name: change(count) for name, count in counts.items()}
    found = dict.fromkeys(counts, Direction.STEADY)
    for name in _borne_out({n: c for n, c in counts.items() if c.now >= LEAST_SECTIONS}, totals):
        if changes[name].log_odds >= math.log(LEAST_ODDS):
            found[name] = Direction.RISING if counts[name].before else Direction.NEW
    for name in _borne_out({n: c.turned for n, c in counts.items() if c.before >= LEAST_SECTIONS}, totals):
        if changes[name].log_odds <= -math.log(LEAST_ODDS):
            found[name] = Direction.FADING
    return {name: (direction, changes[name]) for name, direction in found.items()}


def _borne_out(counts: Mapping[str, Count], totals: Mapping[int, int]) -> Sequence[str]:
    """The names that may be claimed: the most of which at most a share of `FALSE_CLAIMS` is expected to be chance.

    Benjamini and Hochberg's rule (1995) as Heyse (2011) has it for counts: what is expected by chance is summed over
    the family with each topic's own jumps, since a topic of four sections can hardly ever be claimed by chance.
    """
    chances = {name: chance(count) for name, count in counts.items()}
    ordered = sorted((n for n in chances if chances[n] <= FALSE_CLAIMS), key=lambda name: (chances[name], name))
    if not ordered:
        return []
    spans, floor = counts[ordered[0]], chances[ordered[0]] * _NEGLIGIBLE
    tails = [(_tail(total, spans, floor), many) for total, many in totals.items()]
    for rank in range(len(ordered), 0, -1):
        limit = chances[ordered[rank - 1]]
        if sum(many * _reached(tail, limit) for tail, many in tails) <= FALSE_CLAIMS * rank:
            return ordered[:rank]
    return []


def _tail(total: int, spans: Count, floor: float) -> tuple[list[float], list[float]]:
    """For each count from the highest down to what a topic that did not move can be expected to have: its mid-p, and
    the chance of reaching it. Cases rarer than `floor` are left out.
    """
    total = min(total, spans.all_now + spans.all_before)
    expected = total * spans.all_now // (spans.all_now + spans.all_before)
    cases = _cases(total, spans.all_now, spans.all_before, max(LEAST_SECTIONS, expected), floor)
    reached = list(accumulate(reversed(cases)))
    return [reach - case / 2 for reach, case in zip(reached, reversed(cases), strict=True)], reached


def _reached(tail: tuple[list[float], list[float]], limit: float) -> float:
    """The chance that a topic's mid-p comes out at a limit or below."""
    mids, reached = tail
    place = bisect_right(mids, limit)
    return reached[place - 1] if place else 0.0


def _cases(total: int, all_now: int, all_before: int, least: int, floor: float = 0.0) -> list[float]:
    """The chances that of `total` sections dealt out by chance `least`, `least` + 1, ... fall into the window.

    Beyond the expected number, cases rarer than `floor` are left out.
    """
    first, last = max(least, total - all_before), min(total, all_now)
    if first > last:
        return [0.0]
    ways = _log_choose(all_now, first) + _log_choose(all_before, total - first)
    case = math.exp(ways - _log_choose(all_now + all_before, total))
    found = [0.0] * (first - least) + [case]
    expected = total * all_now / (all_now + all_before)
    for hits in range(first, last):
        case *= (total - hits) * (all_now - hits) / ((hits + 1) * (all_before - total + hits + 1))
        found.append(case)
        if hits > expected and case <= floor:
            break
    return found


def _log_choose(n: int, k: int) -> float:
    if not 0 <= k <= n:
        return -math.inf
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
