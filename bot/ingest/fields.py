"""The fields of front matter that documents share, with their types; what else stands there is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.document import Problem, Severity
from bot.domain.troubles import Trouble, trouble
from bot.ingest.dates.mentions import find_date
from bot.ingest.dates.periods import Period, read_period
from bot.ingest.frontmatter import FrontMatter

MAX_WORDS = 100
"""Tags or categories of one document; more is a list that belongs into its text."""
MAX_CHARS = 500

_NAMES = {
    "title": ("title", "제목"),
    "date": ("date", "published", "publishdate", "pubdate", "created", "날짜", "작성일", "발행일", "게시일", "등록일"),
    "author": ("author", "authors", "작성자", "저자", "글쓴이"),
    "source": ("source", "publisher", "출처", "발행처"),
    "tags": ("tags", "tag", "keywords", "태그"),
    "categories": ("categories", "category", "분류", "카테고리"),
}
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Fields:
    """What front matter says of its document; empty where it says nothing."""

    title: str = ""
    date: date | None = None
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def read_fields(front: FrontMatter, *, path: str) -> tuple[Fields, tuple[Problem, ...]]:
    """The typed fields; one of a wrong shape is left out with a warning, the document stays readable without it."""
    reader = _Reader(front, path)
    fields = Fields(
        title=reader.text("title"),
        date=reader.date("date"),
        author=reader.text("author", many=True),
        source=reader.text("source", many=True),
        tags=reader.words("tags"),
        categories=reader.words("categories"),
    )
    return fields, tuple(reader.problems)


class _Reader:
    def __init__(self, front: FrontMatter, path: str) -> None:
        self.problems: list[Problem] = []
        self._front = front
        self._path = path
        self._keys = {key.strip().casefold(): key for key in front.metadata}

    def text(self, name: str, *, many: bool = False) -> str:
        """One line of text; of several, where the field may name several, all of them."""
        for key, value in self._given(name):
            if isinstance(value, str):
                return " ".join(value.split())[:MAX_CHARS]
            if many and (words := _strings(value)) is not None:
                return ", ".join(words)[:MAX_CHARS]
            self._refuse(key, trouble("field.text", key=key[:80]))
        return ""

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, or parted by commas, each once."""
        for key, value in self._given(name):
            words = value.split(",") if isinstance(value, str) else _strings(value)
            if words is None:
                self._refuse(key, trouble("field.words", key=key[:80]))
                continue
            clean = dict.fromkeys(" ".join(word.split())[:MAX_CHARS].lstrip("#") for word in words)
            if len(clean) > MAX_WORDS:
                self._refuse(key, trouble("field.many", key=key[:80], limit=MAX_WORDS))
            return tuple(word for word in clean if word)[:MAX_WORDS]
        return ()

    def date(self, name: str) -> date | None:
        """A day as it is written, whatever its time zone."""
        for key, value in self._given(name):
            found = _day(value) if isinstance(value, str) else None
            if found is not None and found.year in _YEARS:
                return found
            self._refuse(key, trouble("field.date", key=key[:80]))
        return None

    def _given(self, name: str) -> Iterator[tuple[str, object]]:
        for alias in _NAMES[name]:
            key = self._keys.get(alias)
            if key is not None and self._front.metadata[key] not in ("", [], {}):
                yield key, self._front.metadata[key]

    def _refuse(self, key: str, why: Trouble) -> None:
        self.problems.append(Problem(self._path, self._front.lines.get(key, 0), why, Severity.WARNING))


def _day(words: str) -> date | None:
    """The first date in the words, else the day that they are as a whole: `13/10/2024` leaves no doubt."""
    found = find_date(words)
    period = read_period(words, issued=None) if found is None else None
    is_day = isinstance(period, Period) and not period.vague and not isinstance(period.starts, datetime)
    return period.starts if isinstance(period, Period) and is_day else found


def _strings(value: object) -> list[str] | None:
    """The strings of a flat list; None for any other shape."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None
    return [item for item in value if item.strip()]
