"""Web pages saved under a document's name: their headings, lists and paragraphs as the Markdown that says the same.

Tables stay as they are, since `markup.tables` and `events.rows` read them so. Every line of the new text knows the line
of the file that it comes from. The work is linear in the text, whatever is left open or nested in it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import islice

from bot.ingest.decode import MAX_LINES
from bot.ingest.markup.inline import plain
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.tables import closed_tables

FEWEST_LINES = 3
"""Of a page that does not say that it is one; a banner above a Markdown text has fewer."""
_PAGE = re.compile(r"\s*<(?:!doctype[ \t]+html|html)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>(?P<words>[^<]{1,300})<", re.IGNORECASE)
_META = re.compile(r"<meta\b(?P<rest>[^<>]{1,1000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(?P<name>name|property|itemprop|content)[ \t]?=[ \t]?(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.IGNORECASE
)
_SAID = {
    "Author": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author"),
    "Published": (
        *("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "pubdate"),
        *("publishdate", "publish-date", "parsely-pub-date"),
    ),
}
_SIGNED = {name: label for label, names in _SAID.items() for name in names}
"""Names of what a page says of itself, as Open Graph, schema.org and Dublin Core have them, and the byline's label."""
_VALUES = {
    "Author": re.compile(r"(?!https?:)[^|/<>\n]{1,60}"),
    "Published": re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?!\d)"),
}
_MOST_METAS = 100
_DEEPEST_LIST = 8

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "form", "header", "hr", "html", "main", "ol", "p", "section", "table", "tbody"),
        *("thead", "tr", "ul"),
    }
)
_SILENT = frozenset({"script", "style", "head", "nav", "button", "select", "svg", "noscript", "template"})
_BLOCK_LINE = re.compile(
    rf"[ \t]*(?:</?(?:{'|'.join(sorted(_BLOCKS | _SILENT))}|h[1-6]|li|td|th|br)\b[^<>]*>|<!(?:--|[a-z]))",
    re.IGNORECASE,
)
_HEADING_LINE = re.compile(r" {0,3}<h(?P<level>[1-6])\b[^<>]*>(?P<words>.*)</h(?P=level)[ \t]*>[ \t]*", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[A-Za-z][A-Za-z0-9]{0,20})\b(?P<rest>[^<>]*)>|<!--|<![A-Za-z][^<>]*>")
_TARGET = re.compile(r"\bhref[ \t]?=[ \t]?[\"']?(?P<url>https?://[^\s\"'<>()]+)", re.IGNORECASE)
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~"}
_MARKUP = re.compile(r"&(?:lt|gt|#0*6[02]|#x0*3[ce]);", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w{1,32};")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text in Markdown, and for each of its lines the 1-based line of the file."""

    text: str
    origins: tuple[int, ...]


def rewritten(lines: Lines, first: int) -> Rewritten | None:
    """The document with what follows the line index `first` in Markdown; None where it is no HTML as it stands.

    In a text that is mostly Markdown only headings count that take up a line: anything else may be meant as it is.
    """
    if "<" not in lines.text:
        return None
    body = range(first, len(lines))
    tagged = sum(1 for index in body if _BLOCK_LINE.match(lines[index]))
    worded = sum(1 for index in body if lines[index].strip())
    says_so = _PAGE.match(lines.text, lines.start(first))
    if not says_so and tagged < max(FEWEST_LINES, worded / 2):
        return _with_headings(lines, first)
    page = _Page(lines)
    page.read(lines.start(first))
    if len(page.lines) > MAX_LINES:
        return None
    head = lines.text[: lines.start(first)]
    return Rewritten(head + "\n".join(page.lines), (*range(1, first + 1), *page.origins))


def _with_headings(lines: Lines, first: int) -> Rewritten | None:
    pieces, start, is_code = [], 0, False
    for index in range(first, len(lines)):
        line = lines[index]
        if _FENCE.match(line):
            is_code = not is_code
        heading = _HEADING_LINE.fullmatch(line) if not is_code and "</" in line else None
        if heading and (words := plain(heading["words"])):
            pieces += [lines.text[start : lines.start(index)], f"{'#' * int(heading['level'])} {words}"]
            start = lines.end(index)
    if not pieces:
        return None
    return Rewritten("".join([*pieces, lines.text[start:]]), tuple(range(1, len(lines) + 1)))


class _Page:
    """The Markdown of a page while its tags go by."""

    def __init__(self, source: Lines) -> None:
        self.lines: list[str] = []
        self.origins: list[int] = []
        self._source = source
        self._words: list[str] = []
        self._at = 1
        self._lists: list[int] = []
        self._targets: list[str] = []
        self._is_heading = False
        self._quotes = 0
        self._closings = closed_tables(source.text)
        self._folded = source.text.lower()
        self._unclosed: set[str] = set()

    def read(self, start: int) -> None:
        """Read the source from an offset to its end."""
        text, at = self._source.text, start
        while tag := _TAG.search(text, at):
            self._text(at, tag.start())
            at, name = tag.end(), (tag["name"] or "").lower()
            if name == "table" and tag.start() in self._closings:
                at = self._verbatim(tag.start(), self._closings[tag.start()])
            elif tag[0] == "<!--" or (name in _SILENT and not tag["end"]):
                at = self._behind(name or "--", at)
            elif name:
                self._tag(name, tag)
        self._text(at, len(text))
        self._break()
        self._entitle(start)
        self._sign(start)

    def _entitle(self, start: int) -> None:
        """A page without a first heading begins with the title that its tab shows."""
        title = _TITLE.search(self._source.text, start)
        words = " ".join(html.unescape(title["words"]).split()) if title else ""
        if title and words and not any(line.startswith("# ") for line in self.lines):
            self.lines[:0] = [f"# {words}", ""]
            self.origins[:0] = [self._source.number(title.start())] * 2

    def _sign(self, start: int) -> None:
        """Below its title a page says who wrote it and when, where only its head did."""
        said: dict[str, str] = {}
        line = 0
        for meta in islice(_META.finditer(self._source.text, start), _MOST_METAS):
            given = {found["name"].lower(): found["value"] for found in _ATTRIBUTE.finditer(meta["rest"])}
            names = (given.get(name, "").lower() for name in ("name", "property", "itemprop"))
            label = next((_SIGNED[name] for name in names if name in _SIGNED), "")
            value = _VALUES[label].match(html.unescape(given.get("content", "")).strip()) if label else None
            if value and label not in said:
                said[label], line = value[0].strip(), line or self._source.number(meta.start())
        title = next((at for at, words in enumerate(self.lines) if words.startswith("# ")), None)
        if said and title is not None:
            self.lines[title + 1 : title + 1] = ["", " | ".join(f"{name}: {said[name]}" for name in sorted(said)), ""]
            self.origins[title + 1 : title + 1] = [line] * 3

    def _behind(self, name: str, at: int) -> int:
        """The offset behind what nobody reads; a name that is once not closed is looked for no more."""
        closing = "-->" if name == "--" else f"</{name}"
        found = -1 if closing in self._unclosed else self._folded.find(closing, at)
        if found < 0:
            self._unclosed.add(closing)
            return at
        return (
            found + len(closing) if name == "--" else self._source.text.find(">", found) + 1 or len(self._source.text)
        )

    def _verbatim(self, start: int, end: int) -> int:
        self._break()
        for index in range(self._source.index(start), self._source.index(end - 1) + 1):
            self._at = index + 1
            self._add(self._source.text[max(start, self._source.start(index)) : min(end, self._source.end(index))])
        self._add("")
        return end

    def _text(self, start: int, end: int) -> None:
        """Words between two tags; their lines stay lines but in a heading, which has one."""
        if start == end:
            return
        self._at = self._source.number(start)
        for number, line in enumerate(re.split(r"\r\n|\n|\r", self._source.text[start:end])):
            if number and not self._is_heading:
                self._end_line()
            elif number:
                self._words.append(" ")
            self._at += bool(number)
            words = _ENTITY.sub(_character, line).replace("\xa0", " ")
            self._words.append(words if self._words else words.lstrip())

    def _tag(self, name: str, tag: re.Match[str]) -> None:
        if name in _EMPHASIS:
            self._words.append(_EMPHASIS[name])
        elif name == "a":
            self._link(tag)
        elif name == "br":
            self._end_line()
        elif name == "li":
            self._item(is_end=bool(tag["end"]))
        elif len(name) == 2 and name[0] == "h" and name[1] in "123456":
            self._break()
            self._is_heading = not tag["end"]
            self._words += [] if tag["end"] else [f"{'#' * int(name[1])} "]
        elif name in _BLOCKS:
            self._block(name, is_end=bool(tag["end"]))

    def _block(self, name: str, *, is_end: bool) -> None:
        if not self._lists or name in {"ul", "ol"}:
            self._break(is_list=bool(self._lists))
        else:
            self._words.append(" ")
        if name in {"ul", "ol"}:
            if is_end:
                self._lists = self._lists[:-1]
            elif len(self._lists) < _DEEPEST_LIST:
                self._lists.append(1 if name == "ol" else 0)
        elif name == "blockquote":
            self._quotes = max(0, self._quotes + (-1 if is_end else 1))

    def _item(self, *, is_end: bool) -> None:
        self._end_line()
        if is_end:
            return
        depth = max(0, len(self._lists) - 1)
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        self._words = ["  " * depth, f"{number}. " if number else "- "]

    def _link(self, tag: re.Match[str]) -> None:
        """A link keeps its address; one within the page is only words."""
        if not tag["end"]:
            target = _TARGET.search(tag["rest"])
            self._targets.append(target["url"] if target else "")
            self._words += ["["] if target else []
        elif self._targets and (url := self._targets.pop()):
            self._words.append(f"]({url})")

    def _break(self, *, is_list: bool = False) -> None:
        """End the paragraph, or inside a list the line."""
        self._end_line()
        self._is_heading = False
        if not is_list and self.lines and self.lines[-1]:
            self._add("")

    def _end_line(self) -> None:
        line = "".join(self._words).rstrip()
        self._words = []
        if line.strip(" *`~"):
            self._add(f"> {line}" if self._quotes else line)

    def _add(self, line: str) -> None:
        self.lines.append(line)
        self.origins.append(self._at)


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for; a lesser-than sign stays one, else words would become tags."""
    return entity[0] if _MARKUP.fullmatch(entity[0]) else html.unescape(entity[0])
