"""How much a topic grew: log-odds of a window against what came before, weighted by an informative Dirichlet prior.

B. L. Monroe, M. P. Colaresi, K. M. Quinn: Fightin' Words, Political Analysis 16 (2008), equations 16 to 22. What they
count in words of two parties is counted here in sections of two spans, each section once whatever it repeats, so the
prior has two categories: sections that name the topic and sections that do not. It is centred on the topic's share in
both spans together, so that few sections can claim little.
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
FALSE_CLAIMS = 0.1
"""Of the topics called new, rising or fading, at most this share may be expected to be so by chance."""
RISING_ODDS = 1.5
"""A change smaller than this factor in the odds is no news even where it is certain."""


@dataclass(frozen=True, slots=True)
class Count:
    """Sections that name a topic and all sections, within the window and before."""

    now: int
    before: int
    all_now: int
    all_before: int


@dataclass(frozen=True, slots=True)
class Change:
    """The weighted log-odds of a topic, its z-score, and the chance of one as high for a topic that did not change."""

    log_odds: float
    z: float

    @property
    def chance(self) -> float:
        """One-sided tail of the normal distribution beyond the z-score."""
        return 0.5 * math.erfc(abs(self.z) / math.sqrt(2))


def change(count: Count) -> Change:
    """The weighted log-odds of one topic."""
    share = (count.now + count.before) / (count.all_now + count.all_before)
    with_topic, without = PRIOR_SECTIONS * share, PRIOR_SECTIONS * (1 - share)
    naming = count.now + with_topic, count.before + with_topic
    silent = count.all_now - count.now + without, count.all_before - count.before + without
    if not (all(naming) and all(silent)):
        return Change(0.0, 0.0)
    log_odds = math.log(naming[0] / silent[0]) - math.log(naming[1] / silent[1])
    variance = sum(1 / cell for cell in (*naming, *silent))
    return Change(log_odds, log_odds / math.sqrt(variance))


def directions(counts: Mapping[str, Count]) -> dict[str, tuple[Direction, Change]]:
    """Where each topic goes.

    New: named in at least `LEAST_SECTIONS` sections of the window and in none before. Rising and fading: by at least
    `RISING_ODDS`, in at least `LEAST_SECTIONS` sections of the window or before it. All three only as far as
    Benjamini and Hochberg's rule (1995) bears out with `FALSE_CLAIMS`, so that looking at many topics claims no more
    than looking at few. Steady is everything else.
    """
    changes = {name: change(count) for name, count in counts.items()}
    up = [n for n, c in changes.items() if c.log_odds > 0 and counts[n].now >= LEAST_SECTIONS]
    down = [n for n, c in changes.items() if c.log_odds < 0 and counts[n].before >= LEAST_SECTIONS]
    borne_out = _borne_out([changes[n].chance for n in up]), _borne_out([changes[n].chance for n in down])
    found = dict.fromkeys(counts, Direction.STEADY)
    for names, limit, direction in ((up, borne_out[0], Direction.RISING), (down, borne_out[1], Direction.FADING)):
        for name in names:
            if changes[name].chance <= limit and abs(changes[name].log_odds) >= math.log(RISING_ODDS):
                fresh = direction is Direction.RISING and not counts[name].before
                found[name] = Direction.NEW if fresh else direction
    return {name: (direction, changes[name]) for name, direction in found.items()}


def _borne_out(chances: Sequence[float]) -> float:
    """The largest chance that still counts, by Benjamini and Hochberg's step-up rule; below 0 where none does."""
    ordered = sorted(chances)
    limits = [p for rank, p in enumerate(ordered, 1) if p <= FALSE_CLAIMS * rank / len(ordered)]
    return max(limits, default=-1.0)
