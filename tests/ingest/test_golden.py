"""Small documents of every shape, in our own words, with everything that reading them must give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ingest.rendering import GOLDEN, documents, expectation, render


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_reading_gives_what_is_expected(path: Path) -> None:
    """Sections, metadata, sources, tables and events of a document are the ones that a person checked."""
    assert expectation(path).exists(), f"write {expectation(path).name} with `python -m tests.ingest.rendering`"
    assert json.loads(render(path)) == json.loads(expectation(path).read_text(encoding="utf-8"))


def test_every_expectation_has_its_document() -> None:
    """An expectation whose document is gone would prove nothing."""
    assert set(GOLDEN.glob("*.json")) <= {expectation(path) for path in documents()}
