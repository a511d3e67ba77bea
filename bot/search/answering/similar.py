"""Sections that say the same in nearly the same words, of which one stands for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

SHARED_WORDS = 0.85
"""Share of all words of two sections (Jaccard) from which on they are copies of one text."""

COMPARED = 0.9
"""Copies score alike: a section below this share of another's score is not compared with it."""

EDITION = 0.6
"""Length of a text beside its later edition under the same headings, which has sentences added to it."""


def collapsed(
    order: Sequence[int],
    scores: Sequence[float],
    text: Callable[[int], str],
    days: Sequence[int],
    need: int,
    alike: Mapping[int, int],
) -> tuple[list[int], dict[int, tuple[int, ...]]]:
    """The order without near-duplicates of earlier ones, as far as `need` results, and what each one stands for.

    Of copies that score alike the newest of `days` stands for all, in the place of the best: it may be a correction.
    `text` gives that for ranking, of which the last line, the body, is compared, and the second one, the headings;
    `alike` names for some places an earlier one that is known to say the same.
    """
    whole = cache(text)
    words = cache(lambda place: frozenset(whole(place).rpartition("\n")[2].split()))
    headings = cache(lambda place: whole(place).split("\n", 2)[1])

    def same(one: int, other: int) -> bool:
        if scores[other] < COMPARED * scores[one] or not _near(len(whole(one)), len(whole(other)), EDITION):
            return False
        if headings(one) == headings(other) != "" and _held(words(one), words(other)):
            return True
        return _near(len(whole(one)), len(whole(other)), COMPARED) and _shared(words(one), words(other))

    groups: dict[int, list[int]] = {}
    for place in order:
        if len(groups) >= need:
            break
        known = alike.get(place)
        groups.setdefault(next((o for o in groups if o == known or same(o, place)), place), []).append(place)
    stands: dict[int, tuple[int, ...]] = {}
    kept = []
    for group in groups.values():
        level = [place for place in group if scores[place] >= COMPARED * scores[group[0]]]
        newest = max(level, key=lambda place: days[place])
        kept.append(newest)
        if len(group) > 1:
            stands[newest] = tuple(place for place in group if place != newest)
    return [*kept, *order[sum(map(len, groups.values())) :]], stands


def _near(one: int, other: int, share: float) -> bool:
    """Whether the smaller count is at least that share of the greater one."""
    return min(one, other) >= share * max(one, other)


def _shared(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both have enough words in common, which they cannot where one has many more."""
    if not one or not _near(len(one), len(other), SHARED_WORDS):
        return False
    both = len(one & other)
    return both >= SHARED_WORDS * (len(one) + len(other) - both)


def _held(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one has nearly all words of the other."""
    return len(one & other) >= SHARED_WORDS * max(1, min(len(one), len(other)))
