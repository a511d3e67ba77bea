"""Named arrays in one file, read without copying: what the index consists of.

A file is a line of JSON (`{name: [dtype, shape, offset]}`), padded, then the arrays at multiples of 64 bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # the element type differs by name; each reader knows its own
_ALIGN = 64


def save(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write all arrays and make them durable before returning."""
    layout: dict[str, tuple[str, tuple[int, ...], int]] = {}
    offset = 0
    for name, array in arrays.items():
        layout[name] = (array.dtype.str, array.shape, offset)
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps(layout).encode()
    head += b" " * (-(len(head) + 1) % _ALIGN) + b"\n"
    with path.open("wb") as file:
        file.write(head)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % _ALIGN))
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> dict[str, Array]:
    """Read-only views of a mapped file. Raises OSError or ValueError for a missing or damaged one."""
    with path.open("rb") as file:
        begin, layout = _layout(file)
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    found: dict[str, Array] = {}
    for name, (dtype, shape, offset) in layout.items():
        kind = np.dtype(dtype)
        count = int(np.prod(shape, dtype=np.int64))
        found[name] = (
            np.frombuffer(view, kind, count, begin + offset).reshape(shape) if count else np.zeros(shape, kind)
        )
    return found


class Stored:
    """The bytes of an array, read from the file where they are asked for.

    Of large arrays only some bytes are looked at here and there; mapped, all pages near them would count as memory.
    """

    def __init__(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            begin, layout = _layout(file)
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        dtype, shape, offset = layout[name]
        self._start, self._size = begin + offset, int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, span: slice) -> bytes:
        start, stop, _ = span.indices(self._size)
        return os.pread(self._file, stop - start, self._start + start)


Blob = memoryview | Stored


def _layout(file: BinaryIO) -> tuple[int, dict[str, tuple[str, tuple[int, ...], int]]]:
    """Where the first array begins, and what arrays there are."""
    head = file.readline()
    return len(head), json.loads(head)
