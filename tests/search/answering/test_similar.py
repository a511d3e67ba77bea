from __future__ import annotations

from collections.abc import Callable

from bot.search.answering.similar import collapsed

BODY = " ".join(f"낱말{number}" for number in range(40))
COPY = BODY.replace("낱말7", "다른말")
OTHER = " ".join(f"딴것{number}" for number in range(40))


def texts(*bodies: str, heading: str = "") -> Callable[[int], str]:
    return [f"제목\n{heading}\n꼬리표\n{body}" for body in bodies].__getitem__


def test_the_best_stands_for_its_copies() -> None:
    """Copies further down are left out, others keep their order."""
    kept, stands = collapsed([2, 0, 1], [9.0, 8.9, 9.1], texts(OTHER, COPY, BODY), [0] * 3, 3, {})
    assert kept == [2, 0]
    assert stands == {2: (1,)}


def test_copies_score_alike_and_are_as_long() -> None:
    """A section that scores much less, or that holds a copy in a longer text, stays."""
    assert collapsed([0, 1], [9.0, 5.0], texts(BODY, COPY), [0] * 3, 2, {})[0] == [0, 1]
    assert collapsed([0, 1], [9.0, 9.0], texts(BODY, f"{COPY} {OTHER}"), [0] * 3, 2, {})[0] == [0, 1]
    assert collapsed([0, 1], [9.0, 9.0], texts("", ""), [0] * 3, 2, {})[0] == [0, 1]


def test_what_is_known_to_say_the_same_needs_no_words() -> None:
    """Another part of the program may know; only those that will be shown are compared."""
    assert collapsed([0, 1], [9.0, 1.0], texts(BODY, OTHER), [0] * 3, 2, {1: 0}) == ([0], {0: (1,)})
    assert collapsed([0, 1, 2], [9.0, 8.0, 7.9], texts(BODY, OTHER, OTHER), [0] * 3, 2, {})[0] == [0, 1, 2]


def test_the_newest_of_copies_that_score_alike_stands_for_all() -> None:
    """A corrected article is shown in place of the one that it corrects, though not in place of a better answer."""
    copies = texts(BODY, COPY, OTHER, COPY)
    kept, stands = collapsed([0, 1, 2, 3], [9.0, 8.9, 8.8, 8.7], copies, [10, 20, 40, 15], 4, {})
    assert (kept, stands) == ([1, 2], {1: (0, 3)})
    kept, stands = collapsed([0, 1], [9.0, 5.0], copies, [10, 20, 0, 0], 2, {1: 0})
    assert (kept, stands) == ([0], {0: (1,)})
    assert collapsed([0, 1], [9.0, 9.0], copies, [10, 10, 0, 0], 2, {})[0] == [0]


def test_a_longer_edition_under_the_same_heading_is_a_copy() -> None:
    """Sentences were added; under another heading, or where most was added, it is another text."""
    longer = f"{COPY} {' '.join(OTHER.split()[:15])}"
    assert collapsed([0, 1], [9.0, 9.0], texts(BODY, longer, heading="소식"), [1, 2], 2, {})[0] == [1]
    assert collapsed([0, 1], [9.0, 9.0], texts(BODY, longer), [1, 2], 2, {})[0] == [0, 1]
    assert collapsed([0, 1], [9.0, 9.0], texts(BODY, f"{COPY} {OTHER}", heading="소식"), [1, 2], 2, {})[0] == [0, 1]
