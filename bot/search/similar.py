"""Sections that say nearly the same: the best one stands for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

SHARED_WORDS = 0.85
"""Share of all words of two sections (Jaccard) from which on they are copies of one text."""

COMPARED = 0.9
"""Copies score alike: a section below this share of another's score is not compared with it."""


def collapsed(
    order: Sequence[int], scores: Sequence[float], text: Callable[[int], str], need: int, alike: Mapping[int, int]
) -> tuple[list[int], dict[int, tuple[int, ...]]]:
    """The order without near-duplicates of earlier ones, as far as `need` results, and what each one stands for.

    `text` gives that for ranking, of which the last line, the body, is compared; `alike` names for some places an
    earlier one that is known to say the same.
    """
    whole = cache(text)
    words = cache(lambda place: frozenset(whole(place).rpartition("\n")[2].split()))

    def same(one: int, other: int) -> bool:
        return (
            scores[other] >= COMPARED * scores[one]
            and _near(len(whole(one)), len(whole(other)), COMPARED)
            and _shared(words(one), words(other))
        )

    kept: list[int] = []
    stands: dict[int, tuple[int, ...]] = {}
    for number, place in enumerate(order):
        if len(kept) >= need:
            return [*kept, *order[number:]], stands
        known = alike.get(place)
        original = next((o for o in kept if o == known or same(o, place)), None)
        if original is None:
            kept.append(place)
        else:
            stands[original] = (*stands.get(original, ()), place)
    return kept, stands


def _near(one: int, other: int, share: float) -> bool:
    """Whether the smaller count is at least that share of the greater one."""
    return min(one, other) >= share * max(one, other)


def _shared(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both have enough words in common, which they cannot where one has many more."""
    if not one or not _near(len(one), len(other), SHARED_WORDS):
        return False
    both = len(one & other)
    return both >= SHARED_WORDS * (len(one) + len(other) - both)
