"""Lines as Slack's rich text: style by structure, so that bold may touch Hangul and no character can be mark-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.slack import limits
from bot.slack.blocks import Block
from bot.slack.escape import clean, honest_label, literal, safe_url
from bot.slack.markdown import Kind, Line, Run, Style

_NAMES = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.STRIKE: "strike", Style.CODE: "code"}
_LISTS = {Kind.BULLET: "bullet", Kind.ORDERED: "ordered"}


def text(words: str, *, bold: bool = False, italic: bool = False) -> Block:
    """A text element."""
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    element: Block = {"type": "text", "text": literal(words)}
    return element | ({"style": style} if style else {})


def rich(*elements: Block) -> Block:
    """A rich text block of one paragraph."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def _pieces(words: str, max_chars: int) -> Iterator[str]:
    """The words in pieces that fit, parted at blanks where there are some."""
    while len(words) > max_chars:
        place = max(words.rfind(" ", 0, max_chars), words.rfind("\n", 0, max_chars)) + 1
        place = place if place > max_chars // 2 else max_chars
        yield words[:place]
        words = words[place:]
    if words:
        yield words


def element(run: Run) -> Iterator[Block]:
    """A run as elements, its words not literal yet: a link where its address is safe, else with the address beside."""
    style = {name: True for flag, name in _NAMES.items() if run.style & flag}
    extra = {"style": style} if style else {}
    address = safe_url(run.url) if run.url else None
    words = run.text
    if address is not None:
        yield {"type": "link", "url": address, "text": literal(honest_label(words, address)) or address, **extra}
        return
    if run.url and run.url not in words:
        words = f"{words} ({run.url})"
    if clean(words):
        yield {"type": "text", "text": words, **extra}


def _runs(line: Line) -> list[Run]:
    """Runs short enough for one element, and nothing that would be empty."""
    return [
        Run(piece, run.start, run.end, run.style, run.url)
        for run in line.runs
        for piece in _pieces(run.text, limits.RICH_TEXT // 2)
    ]


def _section(lines: Sequence[Line]) -> Block:
    elements: list[Block] = []
    for index, line in enumerate(lines):
        if index:
            elements.append({"type": "text", "text": "\n"})
        elements += [part for run in line.runs for part in element(run)]
    return {"type": "rich_text_section", "elements": _joined(elements)}


def _joined(elements: Iterable[Block]) -> list[Block]:
    """Neighbours of one look as one element, and only then made literal: two halves could make a ping together."""
    kept: list[Block] = []
    for part in elements:
        last = kept[-1] if kept else None
        if last and last["type"] == part["type"] == "text" and last.get("style") == part.get("style"):
            kept[-1] = {**last, "text": last["text"] + part["text"]}
        else:
            kept.append(part)
    return [{**part, "text": literal(part["text"])} if part["type"] == "text" else part for part in kept]


def _listed(lines: Sequence[Line]) -> Block:
    first = lines[0]
    block: Block = {
        "type": "rich_text_list",
        "style": _LISTS[first.kind],
        "indent": min(first.indent, limits.LIST_INDENT),
        "elements": [_section([line]) for line in lines],
    }
    if first.kind is Kind.ORDERED and first.number > 1:
        block["offset"] = first.number - 1
    return block


def _preformatted(lines: Sequence[Line]) -> Block:
    words = literal("\n".join(line.text for line in lines)) or " "
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": words}]}


def _quoted(lines: Sequence[Line]) -> Block:
    return {"type": "rich_text_quote", "elements": _section(lines)["elements"]}


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that make one element together: a list of one level, a quote, a code block, a stretch of text."""

    def group(pair: tuple[int, Line]) -> object:
        index, line = pair
        if line.kind is Kind.ORDERED:
            return (line.kind, line.indent, line.number - index)  # a gap in the numbers begins a new list
        if line.kind is Kind.BULLET:
            return (line.kind, line.indent)
        return line.kind if line.kind in {Kind.QUOTE, Kind.CODE} else Kind.TEXT

    for _, members in groupby(enumerate(lines), key=group):
        yield [line for _, line in members]


def _built(lines: list[Line]) -> Block | None:
    kind = lines[0].kind
    if kind in _LISTS:
        return _listed(lines)
    if kind is Kind.CODE:
        return _preformatted(lines)
    while lines and lines[0].kind is Kind.BLANK:
        lines = lines[1:]
    while lines and lines[-1].kind is Kind.BLANK:
        lines = lines[:-1]
    if not any(part for line in lines for run in line.runs for part in element(run)):
        return None
    return _quoted(lines) if kind is Kind.QUOTE else _section(lines)


def _fitting(lines: Iterable[Line], max_chars: int) -> Iterator[list[Line]]:
    """Lines in portions of at most so many characters; a line longer than that is parted."""
    portion: list[Line] = []
    size = 0
    for line in lines:
        for part in _parted(line, max_chars):
            length = sum(len(run.text) + len(run.url) + 3 for run in part.runs) + 1
            if portion and size + length > max_chars:
                yield portion
                portion, size = [], 0
            portion.append(part)
            size += length
    if portion:
        yield portion


def _parted(line: Line, max_chars: int) -> Iterator[Line]:
    runs: list[Run] = []
    size = 0
    for run in _runs(line):
        length = len(run.text) + len(run.url) + 3
        if runs and size + length > max_chars:
            yield Line(line.kind, tuple(runs), line.indent, line.number)
            runs, size = [], 0
        runs.append(run)
        size += length
    yield Line(line.kind, tuple(runs), line.indent, line.number)


def blocks(lines: Iterable[Line], *, max_chars: int = limits.RICH_TEXT) -> list[Block]:
    """Lines as rich text blocks, each within the limit. Rules and tables are not for here and are passed over."""
    shown = [line for line in lines if line.kind not in {Kind.RULE, Kind.TABLE}]
    built: list[Block] = []
    for portion in _fitting(shown, max_chars):
        elements = [part for part in (_built(group) for group in _groups(portion)) if part and part["elements"]]
        if elements:
            built.append({"type": "rich_text", "elements": elements})
    return built
