"""Sections that say nearly the same: the best one stands for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SHARED_WORDS = 0.85
"""Share of all words of two sections (Jaccard) from which on they are copies of one text."""

COMPARED = 0.9
"""Copies score alike: a section below this share of another's score is not compared with it."""


def collapsed(
    order: Sequence[int], scores: Sequence[float], texts: Sequence[str], need: int, alike: Mapping[int, int]
) -> tuple[list[int], dict[int, tuple[int, ...]]]:
    """The order without near-duplicates of earlier ones, as far as `need` results, and what each one stands for.

    `texts` are those for ranking, of which the last line, the body, is compared; `alike` names for some places an
    earlier one that is known to say the same.
    """
    kept: list[int] = []
    stands: dict[int, tuple[int, ...]] = {}
    bodies: dict[int, frozenset[str]] = {}
    for number, place in enumerate(order):
        if len(kept) >= need:
            return [*kept, *order[number:]], stands
        known = alike.get(place)
        original = next((o for o in kept if o == known or _same(o, place, scores, texts, bodies)), None)
        if original is None:
            kept.append(place)
        else:
            stands[original] = (*stands.get(original, ()), place)
    return kept, stands


def _same(
    one: int, other: int, scores: Sequence[float], texts: Sequence[str], bodies: dict[int, frozenset[str]]
) -> bool:
    if scores[other] < COMPARED * scores[one] or not _near(len(texts[one]), len(texts[other]), COMPARED):
        return False
    for place in (one, other):
        if place not in bodies:
            bodies[place] = frozenset(texts[place].rpartition("\n")[2].split())
    first, second = bodies[one], bodies[other]
    if not first or not _near(len(first), len(second), SHARED_WORDS):
        return False
    shared = len(first & second)
    return shared >= SHARED_WORDS * (len(first) + len(second) - shared)


def _near(one: int, other: int, share: float) -> bool:
    """Whether the smaller count is at least that share of the greater one."""
    return min(one, other) >= share * max(one, other)
