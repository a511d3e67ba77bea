"""Vectors in fixed point against plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from bot.meaning.fixed import fixed, floats, products
from bot.meaning.packing import pack, unpack


def unit_rows(count: int, seed: int = 0) -> np.typing.NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, 48)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("count", [0, 1, 7, 1024, 1025, 3000])
def test_products_are_those_of_the_vectors(count: int) -> None:
    """Across the borders of blocks too, and far more exactly than two sections differ."""
    rows, query = unit_rows(count), unit_rows(1, seed=1)[0]
    assert np.abs(products(fixed(rows), query) - rows @ query).max(initial=0.0) < 1e-4


def test_rows_come_back() -> None:
    """The error is half a step of 1/32767."""
    rows = unit_rows(5)
    assert np.abs(floats(fixed(rows)) - rows).max() <= 0.51 / 32767


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1.5])
def test_what_is_no_unit_vector_is_refused(bad: float) -> None:
    """A broken vector would spoil every answer after it."""
    rows = unit_rows(2)
    rows[1, 3] = bad
    with pytest.raises(ValueError, match="unit"):
        fixed(rows)


def test_packed_rows_come_back() -> None:
    """Also none at all, which says that there is nothing to be made."""
    for count in (0, 1, 9):
        rows = fixed(unit_rows(count))
        found = unpack(pack(rows), 48)
        assert found is not None
        assert np.array_equal(found, rows)


@pytest.mark.parametrize("packed", [b"", b"\x00", pack(fixed(unit_rows(3)))[:-1], b"\x07\x00" + b"1" * 96])
def test_bytes_of_another_making_are_none(packed: bytes) -> None:
    """A store that was cut short or holds other dimensions costs the work again, not an error."""
    assert unpack(packed, 48) is None
