"""The key points of an article: the mark above them (`KEY Contents`, `핵심 요약`) and the items below it."""

from __future__ import annotations

import re
from collections import Counter

from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Outline

MAX_MARK_CHARS = 60
SUBHEADING = re.compile(r"(?:#{1,6}[ \t]+)?[○●◦◇◆■□▶▷◈▣<〈《(\[*※]")

_KEY = re.compile(r"[\W_]{0,12}key[\W_]{0,4}conten\w{0,2}[\W_]{0,12}\Z", re.IGNORECASE)
_LABEL = re.compile(
    r"[\W_]{0,12}(?:(?P<label>핵심(?:[ \t]?(?:요약|내용|포인트|메시지|요점|정리))?|주요[ \t]?(?:내용|요점|포인트)|"
    r"(?:[한세13][ \t]?줄[ \t]?)?요약|요점(?:[ \t]?정리)?|한눈에[ \t]?보기|"
    r"key (?:points?|takeaways?|messages?|facts)|(?:executive )?summary|highlights|takeaways|tl;?dr))[\W_]{0,12}\Z",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[ \t]*(?:[-*+•·▷▶]|\\-)[ \t]+")
_FEWEST_LABELS = 2
_MOST_ITEMS = 12
_LONGEST_ITEM = 1_000


def is_mark(line: str) -> bool:
    """Whether a line, heading or not, is the KEY Contents mark."""
    return len(line) < MAX_MARK_CHARS and _KEY.match(plain(line) if "<" in line else line) is not None


def is_label(words: str) -> bool:
    """Whether words announce the key points of what they stand in, or the text beside them."""
    return is_mark(words) or (len(words) < MAX_MARK_CHARS and _LABEL.match(words) is not None)


def find_marks(outline: Outline, first: int) -> list[int]:
    """The lines from index `first` on that announce key points.

    KEY Contents is nothing else. A word that may also head a part of a report counts beside it, or where it comes again
    and again above items and no other heading would be lost inside the articles.
    """
    visible = [
        index
        for index in range(first, outline.after)
        if len(outline.lines[index]) < MAX_MARK_CHARS and not outline.is_hidden(index)
    ]
    keys = [index for index in visible if is_mark(outline.lines[index])]
    labels = _labels(outline, visible)
    if keys:
        titled = {heading.after for heading in outline.headings}
        return sorted({*keys, *(index for index, _ in labels if _is_below(outline, index, titled))})
    return _repeated(outline, labels)


def _labels(outline: Outline, visible: list[int]) -> list[tuple[int, str]]:
    """The lines of such words above items, with the words."""
    found = [(index, match["label"]) for index in visible if (match := _LABEL.match(outline.lines[index]))]
    return [(index, label) for index, label in found if _heads_items(outline, index)]


def _is_below(outline: Outline, index: int, titled: set[int]) -> bool:
    """Whether nothing stands between a heading and a line."""
    while index > outline.first and index not in titled and not outline.lines[index - 1].strip():
        index -= 1
    return index in titled


def _repeated(outline: Outline, found: list[tuple[int, str]]) -> list[int]:
    counts = Counter(label for _, label in found)
    marks = {index for index, label in found if counts[label] >= _FEWEST_LABELS}
    levels = [heading.level for heading in outline.headings if next_words(outline, heading.after) in marks]
    free = (h for h in outline.headings if h.first not in marks and not SUBHEADING.match(h.title))
    is_lost = any(heading.level > max(levels, default=0) for heading in free)
    return [] if len(levels) < _FEWEST_LABELS or is_lost else sorted(marks)


def _heads_items(outline: Outline, index: int) -> bool:
    below = next_words(outline, index + 1)
    return below < outline.after and _BULLET.match(outline.lines[below]) is not None


def next_words(outline: Outline, index: int) -> int:
    """The index of the next line with words from an index on, the outline's end where there is none."""
    while index < outline.after and not outline.lines[index].strip():
        index += 1
    return index


def is_right_behind(outline: Outline, mark: int, after: int) -> bool:
    """Whether only key points stand between their mark and the line `after`."""
    is_after_blank = True
    for index in range(mark + 1, after):
        line = outline.lines[index]
        if line.strip() and is_after_blank and not _BULLET.match(line):
            return False
        is_after_blank = not line.strip()
    return True


def key_points(outline: Outline, heads: frozenset[int], mark: int, end: int) -> tuple[str, ...]:
    """The items right below a mark, each on one line; `heads` are the lines of headings."""
    items: list[str] = []
    is_after_blank = False
    for index in range(mark + 1, end):
        line = outline.lines[index]
        bullet = _BULLET.match(line)
        if not line.strip():
            is_after_blank = True
            continue
        if index in heads or (bullet is None and (SUBHEADING.match(line.strip()) or (items and is_after_blank))):
            break
        if bullet is not None or not items:
            items.append(line[bullet.end() :] if bullet else line)
        elif len(items[-1]) < _LONGEST_ITEM:
            items[-1] += " " + line
        is_after_blank = False
        if len(items) == _MOST_ITEMS:
            break
    return tuple(item for item in map(plain, items) if item)
