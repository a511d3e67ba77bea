"""An author named in words: `정다운이 쓴 글`, `작성자 임하늘`, `posts by Hannah Brooks` are the filter of that author.

Only names that a document's author has are read so; `사람이 쓴 글` stays text. What is in quotes stays text too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.search.spelling.analyze import stem

MAX_NAME = 3
"""Words of a name, with a team before it (`플랫폼팀 한지후`)."""

MAX_HEARD = 4
"""Words of a query at which a bare name may begin."""

_TOLD = re.compile("쓴|쓰신|적은|작성|집필|기고|저자|필자|author|Author|by|By")
"""One of which every byline has; a query is looked through for them in a microsecond."""

_WORK = r"(?:\s(?:글|것|거|문서|자료|보고서|기사|포스트)(?:들?[은는이가을를]?|에서|의|\s?중에서?)?(?!\S))?"
_WROTE = re.compile(
    rf"(?:\s?[님씨])?(?:(?:[이가]|께서)\s(?:직접\s)?(?:쓴|쓰신|적은|작성한|작성하신|집필한|기고한)|\s작성)(?!\S){_WORK}"
)
_LABEL = re.compile(
    r"(?<!\S)(?:(?:작성자|저자|글쓴이|필자)[가는]?|[Aa]uthor"
    r"|(?:[Pp]osts?|[Aa]rticles?|[Rr]eports?|[Nn]otes?|[Ww]ritten) by|(?<!.)[Bb]y)\s+",
    re.DOTALL,
)
_WORD = re.compile(r"\S+")


def credited(query: str, author: Callable[[str], str]) -> str:
    """The query with an author that it names in words as a filter; `author` gives the name to filter by, if any."""
    if '"' in query or not _TOLD.search(query):
        return query
    if (wrote := _WROTE.search(query)) and (found := _first(_ending(query[: wrote.start()]), author)):
        start, name = found
        return f'{query[:start]}author:"{name}"{query[wrote.end() :]}'
    if (label := _LABEL.search(query)) and (found := _first(_beginning(query, label.end()), author)):
        end, name = found
        return f'{query[: label.start()]} author:"{name}"{query[end:]}'.strip()
    return query


def heard(query: str, author: Callable[[str], str]) -> str:
    """The query with a bare name as that filter; empty where it has none."""
    for start in [word.start() for word in _WORD.finditer(query)][:MAX_HEARD]:
        if found := _first(_beginning(query, start), author):
            end, name = found
            return f'{query[:start]}author:"{name}"{query[end:]}'
    return ""


def _first(likely: Iterator[tuple[int, str]], author: Callable[[str], str]) -> tuple[int, str] | None:
    return next(((place, name) for place, typed in likely if (name := author(typed))), None)


def _ending(text: str) -> Iterator[tuple[int, str]]:
    """The last words of a text, the most first, and where they begin."""
    for word in list(_WORD.finditer(text))[-MAX_NAME:]:
        yield word.start(), text[word.start() :]


def _beginning(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The words of a text from a place on, the most first, with and without a particle, and where they end."""
    for word in reversed([word for word, _ in zip(_WORD.finditer(text, start), range(MAX_NAME), strict=False)]):
        named = text[start : word.end()].rstrip(".,?!")
        yield word.end(), named
        if named and (cut := stem(named)) != named:
            yield word.end(), cut
