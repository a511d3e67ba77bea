"""Headings that a conversion misread, mended from the document's own list of contents.

A heading is mended word by word, and only where the list clearly names it. What differs because the editor spells it
so (CB인사이트, CB인사이츠) is no slip: within one script the words of the article itself decide. What a converter
reads as another script (시 for AI) is one, however often it did.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

CLEAR_SCORE = 80.0
"""Of 100, by characters without blanks and punctuation. Slips of two characters in twenty score 90."""
CLEAR_LEAD = 8.0
"""By so much the best entry must be ahead of the second best."""
MAX_HEADINGS = 2_000
MAX_TITLES = 500
"""Beyond these nothing is matched: every heading is compared with every title."""
_LONGEST_SLIP = 4

_QUOTES = str.maketrans("‘’‚‛“”„‟′″「」『』", "''''\"\"\"\"'\"''\"\"")
_LATIN = re.compile(r"[A-Za-z0-9]")
_WORDS_ONLY = re.compile(r"[\W_]+")


def squeezed(words: str) -> str:
    """Letters and digits alone, for comparing."""
    return _WORDS_ONLY.sub("", unicodedata.normalize("NFKC", words).casefold())


def score(one: str, other: str) -> float:
    """How alike two titles are, from 0 to 100."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(squeezed(one), squeezed(other)))


def matches(headings: Sequence[str], titles: Sequence[str]) -> dict[int, int]:
    """Which heading is which title: position to position, each title at most once, only where it is clear."""
    from rapidfuzz import fuzz, process

    if not headings or not titles or len(headings) > MAX_HEADINGS or len(titles) > MAX_TITLES:
        return {}
    keys = [squeezed(title) for title in titles]
    found: list[tuple[float, int, int]] = []
    for at, heading in enumerate(headings):
        best = process.extract(squeezed(heading), keys, scorer=fuzz.ratio, limit=2)
        if best[0][1] >= CLEAR_SCORE and (len(best) < 2 or best[0][1] - best[1][1] >= CLEAR_LEAD):
            found.append((-best[0][1], at, best[0][2]))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, title in sorted(found):
        if title not in taken:
            matched[at] = title
            taken.add(title)
    return matched


def mended(heading: str, title: str, body: str) -> str:
    """The heading without the slips that `title` shows; quotes and the editor's own spelling stay.

    `body` bears witness: of two spellings the one that the text itself uses more is right.
    """
    from rapidfuzz.distance import Levenshtein

    words, right = heading.split(), title.split()
    steps = Levenshtein.opcodes([w.translate(_QUOTES) for w in words], [w.translate(_QUOTES) for w in right])
    result: list[str] = []
    for is_equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        run = list(group)
        written = words[run[0].src_start : run[-1].src_end]
        listed = right[run[0].dest_start : run[-1].dest_end]
        result.extend(written if is_equal or not written or not listed else _choose(written, listed, body))
    return " ".join(result)


def _choose(written: list[str], listed: list[str], body: str) -> list[str]:
    one, other = "".join(written).translate(_QUOTES), "".join(listed).translate(_QUOTES)
    if one == other:
        return written if body.count(" ".join(written)) > body.count(" ".join(listed)) else listed
    before = _shared(one, other)
    behind = _shared(one[before:][::-1], other[before:][::-1])
    wrong, right = one[before : len(one) - behind], other[before : len(other) - behind]
    if max(len(wrong), len(right)) > _LONGEST_SLIP:
        return written
    if _LATIN.search(right) and not _LATIN.search(wrong) and (wrong or (before and behind)):
        return listed
    is_slip = bool(before or behind) and (len(wrong) == len(right) or (not right and before and behind))
    if is_slip and len(wrong) <= 2 and body.count(_core(other)) >= body.count(_core(one)):
        return listed
    return written


def _shared(one: str, other: str) -> int:
    """How many characters two words share from their start."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _core(word: str) -> str:
    return word.strip("'\".,·:;()[]<>")
