"""Front matter, read strictly: every scalar is a string first, then a known field with a type.

YAML's own types are refused on purpose: `no`, `1.10` and `2024-01-01` are what the editor typed, not a boolean, a
float and a date. Anchors, tags, duplicate keys, depth and size that no document needs are problems with a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.domain.document import Problem, Severity
from bot.domain.troubles import Trouble, trouble
from bot.errors import DocumentError
from bot.ingest.markup.lines import Lines

if TYPE_CHECKING:
    import yaml

MAX_CHARS = 64 * 1024
MAX_DEPTH = 64

_FENCE = re.compile(r"---[ \t]*\Z")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*\Z")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_KEY = re.compile(r"""["']?[\w][\w .\-]*["']?[ \t]*:(?:[ \t]|\Z)""")
_PLAIN_VALUE = re.compile(
    r"(?P<key>\w[\w \-]{0,60}):[ \t]+(?P<value>(?:[^\s\"'\[{|>&*!#]|\[[^\]]{1,60}\][ \t]*[^\s#,:]).*)"
)
"""What may be read as text: no quotes, block, anchor or tag begins it, and of lists only brackets before more words."""
MAX_SLIPS = 8
_NULLS = frozenset({"~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stood above the text: `metadata` has strings, lists and mappings of them, in the editor's spelling.

    `lines` gives the 1-based line of each outermost key; `body` is the index of the line where the text begins.
    `problems` tells the editor which lines were read as plain text although YAML would have quotes there.
    """

    metadata: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body: int = 0
    problems: tuple[Problem, ...] = ()


def read_front_matter(lines: Lines, *, path: str) -> FrontMatter:
    """The front matter of a document, empty where there is none.

    It opens with `---` before any other text and ends at the next `---` or `...` line. Raises DocumentError where it
    cannot be read whole: half of it would be worse than the last good version of the document.
    """
    import frontmatter

    opening = _opening(lines, _FENCE)
    if opening is None:
        return _passed_over(lines, path)
    closing = _closing(lines, opening, path)
    if closing is None:
        return FrontMatter()
    handler = _strict_handler(path, opening)
    block = lines.text[lines.start(opening) : lines.end(closing)]
    metadata, _ = frontmatter.parse(block, handler=handler)
    return FrontMatter(metadata, handler.key_lines, closing + 1, tuple(handler.problems))


def _passed_over(lines: Lines, path: str) -> FrontMatter:
    """Hugo's front matter in TOML is no text to answer with; its editor is told that nothing of it is read."""
    opening = _opening(lines, _TOML_FENCE)
    fences = (i for i in range((opening or 0) + 1, len(lines)) if _TOML_FENCE.match(lines[i]))
    closing = None if opening is None else next(fences, None)
    if opening is None or closing is None:
        return FrontMatter()
    why = Problem(path, opening + 1, trouble("front.toml"), Severity.WARNING)
    return FrontMatter(body=closing + 1, problems=(why,))


def _opening(lines: Lines, fence: re.Pattern[str]) -> int | None:
    """The index of the first line with words, if it is a fence; only an unindented one is."""
    for index in range(len(lines)):
        if line := lines[index]:
            if fence.match(line):
                return index
            if not line.isspace():
                return None
    return None


def _closing(lines: Lines, opening: int, path: str) -> int | None:
    """The index of the closing fence, or None where the opening one was a thematic break."""
    start = lines.end(opening)
    looks_like_keys = _first_words_are_a_key(lines, opening + 1)
    for index in range(opening + 1, len(lines)):
        if lines.start(index) - start > MAX_CHARS:
            if not looks_like_keys:
                return None
            raise _refusal(path, opening, trouble("front.length", limit=MAX_CHARS // 1024))
        if _CLOSING.match(lines[index]):
            return index
    if looks_like_keys:
        raise _refusal(path, opening, trouble("front.open"))
    return None


def _first_words_are_a_key(lines: Lines, index: int) -> bool:
    while index < len(lines):
        line = lines[index]
        if line.strip() and not line.startswith("#"):
            return bool(_KEY.match(line))
        index += 1
    return False


def _refusal(path: str, index: int, why: Trouble) -> DocumentError:
    return DocumentError(Problem(path, index + 1, why))


class _Handler:
    """python-frontmatter's protocol of a handler, over a block that is known to be front matter.

    Its own handlers split anywhere and build YAML's types, so only the protocol is used.
    """

    def __init__(self, path: str, opening: int) -> None:
        self.key_lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._path = path
        self._first = opening + 1

    def split(self, text: str) -> tuple[str, str]:
        """The lines between the fences, and no content."""
        lines = Lines(text)
        return text[lines.start(1) : lines.start(len(lines) - 1)], ""

    def load(self, source: str) -> dict[str, object]:
        """The outermost mapping of a YAML source, all scalars as strings. Raises DocumentError.

        A line such as `title: one: two` is no YAML, and the commonest slip of all: its value is read as text.
        """
        import yaml

        lines = source.split("\n")
        slips: list[int] = []
        while True:
            try:
                return self._built("\n".join(lines))
            except yaml.MarkedYAMLError as error:
                mark = error.problem_mark or error.context_mark
                at = mark.line if mark else 0
                quoted = _quoted(lines, at) if at not in slips and len(slips) < MAX_SLIPS else None
                if quoted is None:
                    reason = error.problem or error.context or trouble("yaml.unclear")
                    raise self.refusal(at, trouble("front.yaml", reason=reason)) from None
                lines[at] = quoted
                slips.append(at)
                key = quoted.partition(":")[0].strip()
                why = trouble("front.unquoted", key=key[:80])
                self.problems.append(Problem(self._path, self.at(at), why, Severity.WARNING))
            except yaml.YAMLError:
                raise self.refusal(_line_of_bad_character(source), trouble("front.control")) from None

    def _built(self, source: str) -> dict[str, object]:
        import yaml

        self.key_lines.clear()
        builder = _Builder(self)
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C loader is missing on some platforms
        for event in yaml.parse(source, Loader=loader):
            builder.take(event)
        return builder.whole()

    def refusal(self, line: int, why: Trouble) -> DocumentError:
        """A problem at a line of the source, counted from 0."""
        return _refusal(self._path, self._first + line, why)

    def at(self, line: int) -> int:
        """The document's 1-based number of a line of the source, counted from 0."""
        return self._first + line + 1


def _strict_handler(path: str, opening: int) -> Any:  # Any: python-frontmatter is untyped, its protocol is structural
    return _Handler(path, opening)


def _quoted(lines: list[str], at: int) -> str | None:
    """The line with its value in quotes; None where it is no outermost key with a plain value that ends with it."""
    slip = _PLAIN_VALUE.fullmatch(lines[at].rstrip()) if at < len(lines) else None
    goes_on = at + 1 < len(lines) and lines[at + 1][:1] in (" ", "\t") and lines[at + 1].strip()
    if slip is None or goes_on:
        return None
    value = slip["value"].replace("'", "''")
    return f"{slip['key']}: '{value}'"


_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _line_of_bad_character(source: str) -> int:
    found = _CONTROL.search(source)
    return source.count("\n", 0, found.start()) if found else 0


class _Builder:
    """Builds plain values from YAML's events without recursion, so that no depth can exhaust the stack."""

    def __init__(self, handler: _Handler) -> None:
        self._handler = handler
        self._stack: list[list[object] | dict[str, object]] = []
        self._keys: list[str | None] = []
        self._root: object = None
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        import yaml

        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._handler.refusal(line, trouble("front.documents"))
        elif isinstance(event, yaml.AliasEvent):
            raise self._anchored(line)
        elif isinstance(event, yaml.ScalarEvent):
            self._check(event, line)
            is_null = not event.style and event.value in _NULLS
            self._put("" if is_null else event.value, line, is_scalar=True)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check(event, line)
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
            self._keys.pop()

    def whole(self) -> dict[str, object]:
        """The mapping that was built; nothing at all is an empty one."""
        if self._root is None or self._root == "":
            return {}
        if not isinstance(self._root, dict):
            raise self._handler.refusal(0, trouble("front.no_keys"))
        return self._root

    def _check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            raise self._anchored(line)
        if event.tag is not None and event.tag != "!":
            raise self._handler.refusal(line, trouble("front.tag", tag=event.tag[:80]))

    def _anchored(self, line: int) -> DocumentError:
        return self._handler.refusal(line, trouble("front.anchor"))

    def _open(self, container: list[object] | dict[str, object], line: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise self._handler.refusal(line, trouble("front.nesting", limit=MAX_DEPTH))
        self._put(container, line, is_scalar=False)
        self._stack.append(container)
        self._keys.append(None)

    def _put(self, value: object, line: int, *, is_scalar: bool) -> None:
        if not self._stack:
            self._root = value
            return
        container = self._stack[-1]
        if isinstance(container, list):
            container.append(value)
            return
        key = self._keys[-1]
        if key is not None:
            container[key] = value
            self._keys[-1] = None
            return
        if not is_scalar or not isinstance(value, str):
            raise self._handler.refusal(line, trouble("front.key"))
        if value in container:
            raise self._handler.refusal(line, trouble("front.repeated", key=value[:80]))
        if len(self._stack) == 1:
            self._handler.key_lines[value] = self._handler.at(line)
        self._keys[-1] = value
