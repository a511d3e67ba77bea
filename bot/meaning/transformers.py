"""An embedder over a model of sentence-transformers, by its name at a hub or by a local folder.

For machines with such a model at hand; the package is imported when the model is loaded and belongs to no extra, since
it brings a gigabyte of its own requirements.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import SettingsError
from bot.meaning.texts import readable

MAX_QUERY_CHARS = 200
"""These models read faster on what they run on, but no reader waits for a pasted page."""

MAX_PASSAGE_CHARS = 2000
_NAME_CHARS = 120


class SentenceEmbedder:
    """An embedder of `bot.domain.meaning` over a SentenceTransformer. Loaded when it is made.

    Raises SettingsError where the package is missing or there is no such model.
    """

    def __init__(self, model: str) -> None:
        try:
            package = import_module("sentence_transformers")
        except ImportError as error:
            raise SettingsError(
                f"the model {model!r} needs sentence-transformers: pip install sentence-transformers"
            ) from error
        try:
            self._model: Any = package.SentenceTransformer(model)
        except (OSError, ValueError) as error:
            raise SettingsError(f"the model {model!r} cannot be loaded: {str(error).splitlines()[0]}") from error
        self._prefix = "query: " if "e5" in Path(model).name.lower() else ""
        self.dimensions = int(self._model.get_sentence_embedding_dimension())
        self.stamp = f"st/{model[-_NAME_CHARS:]}/{_fingerprint(Path(model))}"

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a query."""
        vector: NDArray[np.float32] = self._encoded([readable(text)[:MAX_QUERY_CHARS]])[0]
        return vector

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        return self._encoded([readable(text)[:MAX_PASSAGE_CHARS] for text in texts])

    def _encoded(self, texts: list[str]) -> NDArray[np.float32]:
        prefixed = [self._prefix + text for text in texts]
        found = self._model.encode(prefixed, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        vectors = np.asarray(found, np.float32)
        if vectors.shape != (len(texts), self.dimensions) or not np.isfinite(vectors).all():
            raise ArithmeticError(f"the model gave an array of shape {vectors.shape}, or numbers that are none")
        return vectors


def _fingerprint(folder: Path) -> str:
    """What tells versions of a local model apart: names and sizes of its files. A hub's model has its name alone."""
    if not folder.is_dir():
        return "hub"
    files = sorted((str(f.relative_to(folder)), f.stat().st_size) for f in folder.rglob("*") if f.is_file())
    return hashlib.sha256(repr(files).encode()).hexdigest()[:16]
