"""Fits what there is to say into Slack's limits: what does not fit goes to the next page, never away."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import limits
from bot.slack.blocks import Block, chars


def size(blocks: Sequence[Block]) -> int:
    """Characters that count towards a message's limit."""
    return sum(chars(block) for block in blocks)


def how_many(
    groups: Sequence[Sequence[Block]],
    *,
    around: Sequence[Block] = (),
    max_blocks: int = limits.MESSAGE_BLOCKS,
    max_chars: int = limits.MESSAGE_CHARS,
) -> int:
    """How many whole groups, from the first, fit beside the blocks `around` them; at least one where there is one.

    A single group must fit by its making (its builder keeps its parts short); the tests hold it to that.
    """
    room_blocks = max_blocks - len(around)
    room_chars = max_chars - size(around)
    taken = 0
    for group in groups:
        room_blocks -= len(group)
        room_chars -= size(group)
        if taken and (room_blocks < 0 or room_chars < 0):
            break
        taken += 1
    return taken


def pages(
    blocks: Sequence[Block],
    *,
    max_blocks: int = limits.VIEW_BLOCKS,
    max_chars: int = limits.MESSAGE_CHARS,
) -> list[list[Block]]:
    """The blocks in order, in pages within the limits and with at most one native table each; one page at least."""
    found: list[list[Block]] = [[]]
    used = 0
    for block in blocks:
        length = chars(block)
        second_table = block["type"] == "table" and any(other["type"] == "table" for other in found[-1])
        if found[-1] and (len(found[-1]) >= max_blocks or used + length > max_chars or second_table):
            found.append([])
            used = 0
        found[-1].append(block)
        used += length
    return found
