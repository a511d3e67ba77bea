"""What stands around the text and answers nothing: bylines, headings that only group others, lists of
references and of contents.

It stays a section, so that nothing of a document is lost, but one that does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.document import SectionKind
from bot.ingest.draft import Draft
from bot.ingest.markup.inline import plain
from bot.ingest.markup.lines import trimmed
from bot.ingest.markup.markdown import Outline
from bot.ingest.titlepage import TitlePage

MAX_REFERENCE_CHARS = 400

_REFERENCES = re.compile(
    r"[\W\d]*(?:참고[ \t]?(?:문헌|자료|링크|사이트)?|출처(?:[ \t]?목록)?|인용[ \t]?(?:문헌|자료)?|관련[ \t]?링크|링크|"
    r"목[ \t]?차|차[ \t]?례|(?:table of )?contents|"
    r"더[ \t]?(?:읽을거리|읽기|보기)|references?|bibliography|sources?|links?|further reading|see also)\W*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[ \t>]*(?:[-*+•○●·※]|\[\d{1,3}\]|\d{1,3}[.)]|\[\^[^\]]{1,20}\]:)[ \t]*\S|.*https?://")
_SENTENCE = re.compile(r"[다요][.!?][\"'”’)]*\s*\Z")


def set_apart(outline: Outline, drafts: tuple[Draft, ...], *, page: TitlePage) -> tuple[Draft, ...]:
    """The drafts, marked where they answer nothing; all as they were where none would be left to answer.

    A byline is parted from the text below it, so that nobody is quoted who only signed.
    """
    title_page = range(page.first, page.after)
    if page.is_signed:
        drafts = tuple(part for draft in drafts for part in _without_byline(outline, draft, title_page))
    heads = {heading.first: heading.after for heading in outline.headings}
    apart = [_is_apparatus(outline, draft, heads, title_page) for draft in drafts]
    if all(apart):
        return drafts
    return tuple(
        replace(draft, answers=False) if is_apart else draft for draft, is_apart in zip(drafts, apart, strict=True)
    )


def _without_byline(outline: Outline, draft: Draft, title_page: range) -> Iterator[Draft]:
    """A draft that begins on the title page and goes on behind it, as two."""
    after = outline.lines.start(title_page.stop)
    if outline.lines.index(draft.start) in title_page and after < draft.end:
        start, _ = trimmed(outline.text, after, draft.end)
        _, end = trimmed(outline.text, draft.start, after)
        yield replace(draft, end=end)
        yield replace(draft, start=start, line=outline.lines.number(start))
    else:
        yield draft


def _is_apparatus(outline: Outline, draft: Draft, heads: dict[int, int], title_page: range) -> bool:
    if draft.kind is not SectionKind.PART or draft.start == draft.end:
        return False
    first, last = outline.lines.index(draft.start), outline.lines.index(draft.end - 1)
    if title_page.start <= first and last < title_page.stop:
        return True
    return last < heads.get(first, first) or _is_references(draft.path, outline.text[draft.start : draft.end])


def _is_references(path: tuple[str, ...], text: str) -> bool:
    """A list under a name of such lists, in its heading or its first line, of nothing but short items and addresses."""
    lines = [line for line in text.splitlines() if line.strip()]
    if any(len(line) > MAX_REFERENCE_CHARS for line in lines):
        return False
    if not (path and _REFERENCES.fullmatch(path[-1])):
        if not _REFERENCES.fullmatch(plain(lines[0])):
            return False
        lines = lines[1:]
    return all(_ITEM.match(line) and not _SENTENCE.search(line) for line in lines)
