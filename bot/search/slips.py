"""How likely one key sequence is a slip for another: the cost of its strokes by what fingers do.

Kernighan, Church & Gale (1990) rank corrections by a noisy channel; here the channel is a small table over the
keyboard's geometry, and the prior is how often the corpus has the word.
"""

from __future__ import annotations

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> dict[str, frozenset[str]]:
    place = {key: (row, column) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    return {
        key: frozenset(
            other for other, (r, c) in place.items() if other != key and abs(r - row) <= 1 and abs(c - column) <= 1
        )
        for key, (row, column) in place.items()
    }


BESIDE = _beside()
"""Key -> the keys that touch it."""

SWAP, NEIGHBOUR_KEY, REPEAT, OTHER = 0.8, 0.8, 0.8, 1.1


def cost(typed: str, meant: str, distance: int) -> float:
    """Strokes between two key sequences, a likely slip counting less than an unlikely one.

    `distance` is their OSA distance; more than one slip is not looked into.
    """
    if distance != 1:
        return float(distance)
    start, stop, shorter = 0, 0, min(len(typed), len(meant))
    while start < shorter and typed[start] == meant[start]:
        start += 1
    while stop < shorter - start and typed[-1 - stop] == meant[-1 - stop]:
        stop += 1
    wrong, right = typed[start : len(typed) - stop], meant[start : len(meant) - stop]
    if len(wrong) == len(right) == 1:
        return NEIGHBOUR_KEY if right in BESIDE.get(wrong, ()) else OTHER
    if len(wrong) == 2:
        return SWAP
    extra, rest = (wrong, typed) if wrong else (right, meant)
    around = rest[max(0, start - 1) : start] + rest[start + 1 : start + 2]
    close = BESIDE.get(extra, frozenset()) | {extra}
    return REPEAT if any(key in close for key in around) else 1.0
