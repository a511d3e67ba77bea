"""A list of contents with page numbers: never an answer itself, but it knows the right titles and their categories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Heading, Outline
from bot.ingest.mending import squeezed

FEWEST_ENTRIES = 3
FEWEST_UNDER_HEADING = 2
MAX_LINE_CHARS = 300
MAX_UNPAGED_LINES = 300
MAX_GAP_LINES = 4
"""Lines with words that may stand between two entries: part, category, an entry's first half, a running head."""

_NAME = re.compile(r"(?:table\s*of\s*)?contents?|목\s*차|차\s*례", re.IGNORECASE)
_PAGE = re.compile(r"(?P<page>\d{1,4})[\s|]*\Z")
_LEADERS = frozenset(".…·‥⋯_- \t․。")
_BULLET = re.compile(r"\s*(?:#{1,6}\s+)?(?:[-*+•]\s+)?(?:[▷▶►▸○●◦◇◆■□·>]\s*)*")
_LISTED = re.compile(r"[ \t]*(?:[-*+•▷▶►○●·]|\d{1,2}[.)]|[IVX]{1,5}\.|[Ⅰ-Ⅻ])[ \t.]")
_ROMAN = r"(?:[IVX]{1,5}|[Ⅰ-Ⅻⅰ-ⅻ])"
_NUMBER = rf"(?:\d{{1,2}}|{_ROMAN})"
_STOP = r"(?=[\s.．:])\s*[.．:]?"
_PART = re.compile(
    rf"(?:(?:제\s*)?{_ROMAN}\s*[.．)]|제\s*{_NUMBER}\s*[부편]{_STOP}|(?i:part)\s+{_NUMBER}{_STOP})\s*(?=\S)"
)
_CATEGORY = re.compile(
    r"(?:(?:\d{1,2}|[가나다라마바사아자차카타파하])\s*[.．)]|[①-⑳❶-❿]|"
    rf"제\s*{_NUMBER}\s*[장절]{_STOP}|(?i:chapter)\s+{_NUMBER}{_STOP})\s*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: its title, and the part and category it stands under, as written without bullets."""

    title: str
    part: str
    category: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The lines from index `first` up to, not with, `after`; `parts` are the names of its highest level.

    One with page numbers stands in what was made from pages, where the levels of headings are the conversion's.
    """

    first: int
    after: int
    entries: tuple[Entry, ...]
    parts: tuple[str, ...]
    is_paged: bool = True


def part_name(words: str) -> str | None:
    """The name behind a Roman numeral or the number of a part (`II. 주요 행사`, `제2부 행사`), else None."""
    match = _PART.match(words)
    return words[match.end() :].strip() if match else None


def category_name(words: str) -> str | None:
    """The name behind another number (`1. 정책/법제`, `가. 정책`, `제1장 정책`), else None."""
    match = _CATEGORY.match(words)
    return words[match.end() :].strip() if match else None


def is_contents_name(words: str) -> bool:
    """Whether a heading announces a list of contents."""
    return _NAME.fullmatch(words.strip(" \t[]<>【】■□·-")) is not None


def read_contents(outline: Outline) -> Contents | None:
    """The first list of contents of a document: lines that end in leaders and a page, near one another.

    One without pages is known by its heading, and by the first of its titles that comes again as a heading.
    """
    named = next((h for h in outline.headings if is_contents_name(h.title)), None)
    run = _first_run(outline, named.first if named else None)
    if run is None:
        return _unpaged(outline, named) if named else None
    first, last = run
    if named is not None and named.first < first and _words_between(outline, named.after, first) <= MAX_GAP_LINES:
        first = named.first
    first = _with_its_heads(outline, first)
    entries, parts = _read_entries(outline, first, last + 1)
    return Contents(first, last + 1, entries, parts)


def _first_run(outline: Outline, heading: int | None) -> tuple[int, int] | None:
    """The first and last line of the first run of entries that is a list of contents."""
    run: list[int] = []
    gap = 0
    for index in range(outline.first, outline.after):
        line = outline.lines[index]
        if _entry(line) is not None and not outline.is_hidden(index):
            run.append(index)
            gap = 0
        elif line.strip() and run:
            gap += 1
            if gap > MAX_GAP_LINES:
                if _is_list(outline, run, heading):
                    break
                run, gap = [], 0
    return (run[0], run[-1]) if run and _is_list(outline, run, heading) else None


def _unpaged(outline: Outline, named: Heading) -> Contents | None:
    """The list below its heading, up to the heading that takes up one of its titles."""
    titles: set[str] = set()
    heads = {heading.first: heading for heading in outline.headings}
    last = named.first
    for index in range(named.after, min(outline.after, named.after + MAX_UNPAGED_LINES)):
        line = outline.lines[index]
        if not line.strip():
            continue
        words = _BULLET.sub("", plain(line[:MAX_LINE_CHARS]), count=1)
        if index in heads and squeezed(words) in titles:
            entries, parts = _read_entries(outline, named.after, last + 1, is_paged=False)
            fewest = len(entries) >= FEWEST_UNDER_HEADING
            return Contents(named.first, last + 1, entries, parts, is_paged=False) if fewest else None
        if len(line) > MAX_LINE_CHARS or not (index in heads or _LISTED.match(line)):
            return None
        titles.update(map(squeezed, (words, category_name(words) or part_name(words) or words)))
        last = index
    return None


def _is_list(outline: Outline, run: list[int], heading: int | None) -> bool:
    """Whether entries are enough; without a heading that says so, their pages must count up: prices do not."""
    if heading is not None and run[0] > heading:
        return len(run) >= FEWEST_UNDER_HEADING
    pages = [int(page["page"]) for index in run if (page := _PAGE.search(outline.lines[index]))]
    return len(run) >= FEWEST_ENTRIES and all(one <= next_ for one, next_ in pairwise(pages))


def _entry(line: str) -> str | None:
    """The title of a line that ends in leaders and a page number."""
    if len(line) > MAX_LINE_CHARS or not (page := _PAGE.search(line)):
        return None
    title = line[: page.start()]
    bare = title.rstrip("".join(_LEADERS))
    leaders = title[len(bare) :]
    dots = sum(1 for char in leaders if not char.isspace())
    if dots < 2 and not (dots and set(leaders) & set("…‥⋯")):
        return None
    words = _BULLET.sub("", plain(bare), count=1)
    return words if any(char.isalpha() for char in words) else None


def _words_between(outline: Outline, first: int, after: int) -> int:
    return sum(1 for index in range(first, after) if outline.lines[index].strip())


def _with_its_heads(outline: Outline, first: int) -> int:
    """The line where the list begins, with the heads of its first group that stand right above the first entry."""
    above = first - 1
    while above >= outline.first:
        line = outline.lines[above]
        words = _BULLET.sub("", plain(line[:MAX_LINE_CHARS]), count=1)
        if words and not (part_name(words) or category_name(words) or is_contents_name(words)):
            break
        if words:
            first = above
        above -= 1
    return first


def _read_entries(
    outline: Outline, first: int, after: int, *, is_paged: bool = True
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    entries: list[Entry] = []
    parts: list[str] = []
    part = category = begun = ""
    for kind, words in _kinds(outline, first, after, is_paged=is_paged):
        if kind == "part":
            part, category, begun = words, "", ""
            parts.append(words)
        elif kind == "category":
            category, begun = category_name(words) or words, ""
        elif kind == "words":
            begun = words
        else:
            entries.append(Entry(f"{begun} {words}".strip(), part, category))
            begun = ""
    return tuple(entries), tuple(parts)


def _kinds(outline: Outline, first: int, after: int, *, is_paged: bool) -> Iterator[tuple[str, str]]:
    """The lines of a list of contents by what they are. Words without a page are the first half of a broken entry."""
    heads = {heading.first for heading in outline.headings}
    for index in range(first, after):
        line = outline.lines[index]
        title = _entry(line)
        words = title or _BULLET.sub("", plain(line[:MAX_LINE_CHARS]), count=1)
        if not words or is_contents_name(words):
            continue
        if part_name(words) is not None:
            yield "part", words
        elif title is None and (category_name(words) is not None or index in heads):
            yield "category", words
        elif title is None:
            yield "words" if is_paged else "entry", words
        elif category_name(title) is not None and "/" in title:
            yield "category", title
        else:
            yield "entry", title
