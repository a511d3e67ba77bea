"""The vectors in memory against a plain computation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.meaning.fixed import fixed
from bot.meaning.shelf import SectionVectors, Shelf, front_of

DIMENSIONS = 24
RNG = np.random.default_rng(5)


def rows(count: int) -> np.typing.NDArray[np.float32]:
    found = RNG.standard_normal((count, DIMENSIONS)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


EVERYDAY = rows(2)
NO_SUBJECTS = np.zeros((0, 2), np.int16)


Rows = np.typing.NDArray[np.float32]


def stocked(count: int) -> tuple[Shelf, list[tuple[Rows, Rows, Rows]]]:
    """A shelf of sections with one to five windows and none to three sentences, and the vectors themselves."""
    raw = [(rows(1)[0], rows(1 + number % 5), rows(number % 4)) for number in range(count)]
    sections = [
        SectionVectors(
            f"s{number}", "T1" if number % 3 == 0 else "", number % 4 > 0, front_of(h, w), NO_SUBJECTS, fixed(s)
        )
        for number, (h, w, s) in enumerate(raw)
    ]
    return Shelf(sections, EVERYDAY), raw


def test_similarities_are_those_of_a_plain_computation() -> None:
    """The best window, the mean, the heading; and each sentence of a section."""
    shelf, raw = stocked(23)
    query = rows(1)[0]
    parts = shelf.compare(query)
    for number, (heading, windows, sentences) in enumerate(raw):
        mean = windows.mean(0) / np.linalg.norm(windows.mean(0))
        assert parts.window[number] == pytest.approx((windows @ query).max(), abs=1e-3)
        assert parts.mean[number] == pytest.approx(mean @ query, abs=1e-3)
        assert parts.heading[number] == pytest.approx(heading @ query, abs=1e-3)
        assert shelf.sentence_products(f"s{number}", query) == pytest.approx(sentences @ query, abs=1e-3)


def test_what_is_usual_is_known_for_each_language() -> None:
    """A query in both languages is compared with something between."""
    shelf, _ = stocked(5)
    korean, english = (shelf.compare(vector) for vector in EVERYDAY)
    assert shelf.usual(1.0).mean == pytest.approx(korean.mean)
    assert shelf.usual(0.0).heading == pytest.approx(english.heading)
    assert shelf.usual(0.25).window == pytest.approx(0.25 * korean.window + 0.75 * english.window)


def test_what_another_language_costs_is_known() -> None:
    """The language that lies nearer on the whole to everyday questions loses nothing; alone, neither does."""
    shelf, _ = stocked(12)
    korean = np.array([number % 4 > 0 for number in range(12)])
    for hangul, usual in ((1.0, shelf.usual(1.0)), (0.0, shelf.usual(0.0))):
        for part, farther in zip(usual, shelf.farther(hangul), strict=True):
            levels = part[korean].mean(), part[~korean].mean()
            assert farther[korean] == pytest.approx(max(levels) - levels[0], abs=1e-6)
            assert farther[~korean] == pytest.approx(max(levels) - levels[1], abs=1e-6)
    alone, _ = stocked(1)
    assert alone.farther(0.5).mean.tolist() == [0.0]


def test_what_sections_share_is_that_of_a_plain_computation() -> None:
    """The sum over the query's subjects of their rarity and how much a section says of them."""
    told = [{0: 1}, {0: 2, 3: 1}, {}, {0: 1, 1: 4}, {3: 3}]
    shelf = Shelf(
        [
            SectionVectors(
                f"s{number}",
                "",
                True,
                front_of(rows(1)[0], rows(1)),
                np.array(sorted(subjects.items()), np.int16).reshape(-1, 2),
                fixed(rows(0)),
            )
            for number, subjects in enumerate(told)
        ],
        EVERYDAY,
    )
    for asked in ([], [0], [1, 3], [0, 1, 2, 3, 99]):
        expected = [
            sum(
                max(0.0, math.log(6 / (sum(s in other for other in told) + 0.5))) * 2 * subjects[s] / (subjects[s] + 1)
                for s in asked
                if s in subjects
            )
            for subjects in told
        ]
        assert shelf.shared(asked).tolist() == pytest.approx(expected)


def test_an_owner_sees_its_own_and_the_shared_sections() -> None:
    """Nothing of another team's is ever compared for an asker."""
    shelf, _ = stocked(7)
    assert shelf.visible("T1").tolist() == [True] * 7
    assert shelf.visible("T2").tolist() == [number % 3 != 0 for number in range(7)]
    assert shelf.visible("").tolist() == shelf.visible("T2").tolist()


def test_held_vectors_are_views() -> None:
    """What is made is in memory once."""
    shelf, _ = stocked(6)
    one = SectionVectors(
        "s4", owner="", korean=True, front=fixed(rows(7)), subjects=NO_SUBJECTS, sentences=fixed(rows(0))
    )
    held = shelf.held(one)
    assert held.front.base is not None
    assert held.front.shape == (1 + 4 % 5 + 2, DIMENSIONS)
    assert shelf.rows == sum(1 + n % 5 + 2 + n % 4 for n in range(6))


def test_an_empty_shelf_answers() -> None:
    """Before the first vector is made."""
    shelf = Shelf([], EVERYDAY)
    parts = shelf.compare(rows(1)[0])
    assert len(shelf) == len(parts.window) == len(parts.mean) == len(shelf.usual(0.5).heading) == 0
    assert shelf.visible("").tolist() == shelf.shared([0]).tolist() == []
    assert len(shelf.sentence_products("x", rows(1)[0])) == 0
