"""What is made of sections as the store keeps it: rows of 16-bit numbers, vectors in fixed point or pairs.

A string of bytes is the number of numbers in a row as two bytes, then the rows, all little-endian.
"""

from __future__ import annotations

import numpy as np

from bot.meaning.fixed import Fixed


def pack(rows: Fixed) -> bytes:
    """Rows as bytes, the same on every machine."""
    return int(rows.shape[1]).to_bytes(2, "little") + rows.astype("<i2").tobytes()


def unpack(packed: bytes, numbers: int) -> Fixed | None:
    """The rows; None for bytes that hold no whole rows of so many numbers, which are then made again."""
    width = int.from_bytes(packed[:2], "little")
    if width != numbers or (len(packed) - 2) % (2 * width):
        return None
    return np.frombuffer(packed, "<i2", offset=2).reshape(-1, width).astype(np.int16, copy=False)
