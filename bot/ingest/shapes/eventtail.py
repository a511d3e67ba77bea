"""Tables of events in a brief: where they stand, and the one that ends the last article without a heading."""

from __future__ import annotations

import re

from bot.ingest.events.rows import read_rows
from bot.ingest.events.tables import read_drafts
from bot.ingest.markup.inline import has_words, plain
from bot.ingest.markup.markdown import Outline
from bot.ingest.shapes.keypoints import next_words

MAX_LABEL_CHARS = 60
_NO_LABEL = re.compile(r"[ \t]*(?:[-+•·][ \t]|\*[ \t]|\||>|\d{1,3}[.)][ \t]).*|.*\t|.*[.。!?…][\"'”’)*_]*[ \t]*\Z")
_DRESS = " \t#*_:："


def event_tables(text: str) -> list[tuple[int, int]]:
    """The ranges of a text that are tables of events, in order."""
    tables = (rows for rows in read_rows(text) if rows and any(read_drafts(rows, path="", problems=[])))
    return sorted((rows[0].start, rows[-1].end) for rows in tables)


def has_words_beside_events(text: str) -> bool:
    """Whether a text holds words beside its tables of events, which are answered by their events."""
    for start, end in reversed(event_tables(text)):
        text = text[:start] + text[end:]
    return has_words(text)


def events_at_end(outline: Outline, first: int, after: int) -> tuple[int, int, str] | None:
    """The lines (first, after) and the words of the label above the tables of events that end a range, if any do.

    Without a label the lines are none, and the words are empty.
    """
    offset = outline.lines.start(first)
    text = outline.text[offset : outline.lines.start(after)]
    start = len(text)
    for table_start, table_end in reversed(event_tables(text)):
        if has_words(text[table_end:start]):
            break
        start = table_start
    if start == len(text):
        return None
    index = outline.lines.index(offset + start)
    label = index - 1
    while label >= first and not has_words(outline.lines[label]):
        label -= 1
    words = plain(outline.lines[label].strip(_DRESS)) if label >= first else ""
    if not words or len(words) > MAX_LABEL_CHARS or _NO_LABEL.match(outline.lines[label]):
        return index, index, ""
    is_alone = label == first or not outline.lines[label - 1].strip() or next_words(outline, label + 1) > label + 1
    return (label, label + 1, words) if is_alone else (index, index, "")
