"""Events outside of tables: items of a list, and a day with a place below the heading that names the event.

A false reminder is worse than none, so that only what is surely an event is taken: below a heading that announces
events an item with a name and a whole day (`AI 포럼: 2026년 12월 3~4일, 부산`, `AI 포럼 (12월 3일)`,
`12월 3일 AI 포럼`), and below any other heading the two labels 일시 and 장소 together. What falls short stays text,
without a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bot.ingest.dates.periods import Period, Refused, read_period
from bot.ingest.events.rows import Cell
from bot.ingest.events.tables import Draft, field_of
from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Heading, Outline

MAX_ITEMS = 2_000
"""Of one document: more are no list that anybody keeps, and each may be tried as a date several times."""
MAX_LINE_CHARS = 400
MAX_NAME_CHARS = 100
MAX_PLACE_CHARS = 60
_MAX_CUTS = 6

_EVENTS = re.compile(
    r"(?:행사|이벤트|[컨콘]퍼런스|학회|학술대회|세미나|웨비나|포럼|심포지[엄움]|워크[숍샵]|밋업|전시회|박람회|설명회|[서써]밋|"
    r"페스타|해커톤)(?:들)?"
    r"(?:[ \t]?(?:일정|안내|목록|달력|캘린더|소식|예고|모음|계획|정보))*[\W\d]*\Z|"
    r"\b(?:events|conferences|seminars|webinars|workshops|meetups)(?: (?:calendar|schedule|list|in \d{4}))?[\W\d]*\Z|"
    r"\b(?:upcoming|coming) (?:events|conferences)\b",
    re.IGNORECASE,
)
"""Headings that announce events. `애플 이벤트에서 나온 것` and `학회 참가 후기` end in another word."""
_STEP = re.compile(
    r"마감|접수|신청|등록|제출|모집|발표|공고|공개|출시|발매|판매|할인|deadline|submission|registration|notification|release|due",
    re.IGNORECASE,
)
"""A day on the way to an event is none itself."""
_SENTENCE = re.compile(r"(?:[.!?。]|[다요])\Z")
_ITEM = re.compile(r"[ \t]*(?:[^\w\s|>#]|\d{1,3}[.)])[ \t]+(?P<words>\S.*)")
_NAMED = re.compile(r"(?P<left>\S.{0,120}?)(?:[ \t]*[:：][ \t]+|[ \t]+[-–—][ \t]+)(?P<right>\S.*)")
_CUT = re.compile(r"[ \t]*(?:[,，@/·|(]|[ \t][-–—][ \t])[ \t]*")
_BLANK = re.compile(r"[ \t]+")
_PLACE = re.compile(r"[ \t]*[@|(/][ \t]*|[ \t][-–—][ \t]")
"""Before a place behind a name, which may hold commas of its own."""
_NO_NAME = re.compile(r"[-~∼〜–—]|부터|까지")
"""What stands before the other end of a period that could not be read is no name."""
_TOLD = frozenset({"date.no_year", "date.weekday"})
"""A day that only lacks its year, or has another weekday than it should, is meant as one: the editor is told."""
_MAX_DAY_WORDS = 8
"""`2026년 12월 3일 (목) 14:00 ~ 12월 4일 (금)` and what may stand beside it."""
_LABELLED = re.compile(r"[ \t]*(?:[^\w\s|>#][ \t]*)?(?P<name>[^:：|\t]{1,24})[:：](?P<value>.*\S)")
_APPOINTED = frozenset(
    {"일시", "when", "dateandtime"}
    | {f"{what}{word}" for what in ("개최", "행사") for word in ("일", "일시", "기간", "일정")}
)
"""Labels of a day that only an appointment has: 날짜 may be a document's own, 기간 that of a project or a contract."""
_MINUTES = re.compile(r"회의|미팅|면담|minutes|참석|안건|attendees|agenda", re.IGNORECASE)
"""Minutes begin with time and place too: what they tell of is over."""
_GENERAL = frozenset(["안내", "정보", "공지", "details", "information", "info"])


def read_lists(outline: Outline, *, issued: date | None) -> Iterator[Draft]:
    """The events that stand below the headings of a document, in the order of their lines."""
    above: list[Heading] = []
    left = MAX_ITEMS
    starts = [heading.first for heading in outline.headings] + [outline.after]
    yield from _notices(outline, _Lines(outline, outline.first, starts[0]).matching(_LABELLED), above, issued)
    ends = starts[1:]
    for heading, after in zip(outline.headings, ends, strict=True):
        while above and above[-1].level >= heading.level:
            above.pop()
        above.append(heading)
        lines = _Lines(outline, heading.after, after)
        is_list = any(_EVENTS.search(one.title) for one in above)
        if left and is_list:
            found = lines.matching(_ITEM)[:left]
            left -= len(found)
            yield from _items(outline, found, issued)
        yield from _notices(outline, lines.matching(_LABELLED), above, issued, is_list=is_list)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of the text below one heading."""

    outline: Outline
    first: int
    after: int

    def matching(self, pattern: re.Pattern[str]) -> list[tuple[int, re.Match[str]]]:
        """The first MAX_ITEMS visible lines that match, with their indexes."""
        lines = ((index, self.outline.lines[index]) for index in range(self.first, self.after))
        found = ((index, pattern.match(line)) for index, line in lines if len(line) <= MAX_LINE_CHARS)
        visible = ((index, match) for index, match in found if match and not self.outline.is_hidden(index))
        return list(islice(visible, MAX_ITEMS))


def _items(outline: Outline, found: list[tuple[int, re.Match[str]]], issued: date | None) -> Iterator[Draft]:
    for index, item in found:
        read = _item(plain(item["words"]), issued)
        if read is not None:
            link = Cell(item["words"])
            links = {"url": link} if link.links else {}
            yield _draft(outline, index, index, {field: Cell(words) for field, words in read.items() if words} | links)


def _item(words: str, issued: date | None) -> dict[str, str] | None:
    """Name, date and place of an item, by what parts them; None where it is no event."""
    named = _NAMED.match(words)
    if named and not _is_day(named["left"], issued):
        return _named(named["left"], named["right"], issued)
    cuts = islice(_CUT.finditer(words), _MAX_CUTS)
    read = (_named(words[: cut.start()], words[cut.end() :], issued) for cut in cuts)
    return _dated_first(words, issued) or next((one for one in read if one), None)


def _dated_first(words: str, issued: date | None) -> dict[str, str] | None:
    """`12월 24일(목) 로봇 장터 (부산)`: the longest beginning of whole words that is a day, then the name."""
    blanks = list(islice(_BLANK.finditer(words), _MAX_DAY_WORDS))
    blank = next((blank for blank in reversed(blanks) if _is_day(words[: blank.start()], issued)), None)
    if blank is None:
        return None
    name, *place = _PLACE.split(words[blank.end() :], maxsplit=1)
    read = _named(words[: blank.start()].rstrip(":："), name, issued)
    return read and read | {"place": "".join(place).strip(" \t)")}


def _named(left: str, right: str, issued: date | None) -> dict[str, str] | None:
    """Name, date and place of `name: date, place` or `date: name`; None where either is no such thing."""
    if _is_day(left, issued):
        name, when, place = right, left, ""
    else:
        name, (when, place) = left, _parted(right, issued)
    return {"title": name, "date": when, "place": place} if when and _is_name(name) else None


def _is_name(words: str) -> bool:
    is_other = field_of(words) or _NO_NAME.match(words) or _STEP.search(words) or _SENTENCE.search(words)
    return 0 < len(words) <= MAX_NAME_CHARS and not is_other


def _parted(words: str, issued: date | None) -> tuple[str, str]:
    """The longest beginning that is a day or a period, and the place behind it."""
    cuts = [(len(words), len(words)), *reversed([cut.span() for cut in _CUT.finditer(words)][:_MAX_CUTS])]
    for end, start in cuts:
        if _is_day(words[:end], issued):
            place = words[start:].strip(" \t)")
            return words[:end], place if len(place) <= MAX_PLACE_CHARS and not _SENTENCE.search(place) else ""
    return "", ""


def _is_day(words: str, issued: date | None) -> bool:
    """Whether the words name a day, or a first and a last one, and nothing else; rightly or not."""
    if not any(char.isdigit() for char in words):
        return False
    period = read_period(words, issued=issued)
    if isinstance(period, Refused):
        return period.trouble.code in _TOLD
    return isinstance(period, Period) and not period.vague


def _notices(
    outline: Outline,
    found: list[tuple[int, re.Match[str]]],
    above: list[Heading],
    issued: date | None,
    *,
    is_list: bool = False,
) -> Iterator[Draft]:
    """Lines such as `일시: …` and `장소: …`; a label that comes again begins the next event."""
    labels = ((index, _field(label["name"], is_list=is_list), label) for index, label in found)
    fields = [(index, field, label) for index, field, label in labels if field]
    if not {"date", "place"} <= {field for _, field, _ in fields}:
        return
    told = [*(heading.title for heading in above[-1:]), *(label["name"] for _, label in found)]
    if any(map(_MINUTES.search, told)):
        return
    name = _name(above)
    cells: dict[str, Cell] = {"title": Cell(name)} if name else {}
    for part in _until_repeated(fields):
        read = cells | {field: Cell(label["value"].strip(" \t*")) for _, field, label in part}
        if {"title", "date", "place"} <= read.keys() and _is_day(read["date"].text, issued):
            yield _draft(outline, part[0][0], part[-1][0], read)


_Label = tuple[int, str, re.Match[str]]
"""The index of a line, the field that its label names, and the line as label and value."""


def _until_repeated(fields: list[_Label]) -> Iterator[list[_Label]]:
    part: list[_Label] = []
    for label in fields:
        if any(label[1] == known for _, known, _ in part):
            yield part
            part = []
        part.append(label)
    yield part


def _name(above: list[Heading]) -> str:
    """What the event is called: the nearest heading that says more than that something is told here.

    The title of a whole document is one only where it names an event: `사내 소식` is not what takes place.
    """
    named = next((heading for heading in reversed(above) if not _is_general(heading.title)), None)
    is_name = named is not None and (named is above[-1] or named.level > 1 or _EVENTS.search(named.title))
    return named.title if named is not None and is_name else ""


def _field(label: str, *, is_list: bool) -> str:
    """The field of a label; days must be called as only appointments call them, but in a list of events."""
    bare = "".join(char for char in plain(label).casefold() if char.isalnum())
    field = field_of(bare)
    return (
        ""
        if field in {"title?", "starts", "ends"} or (field == "date" and not is_list and bare not in _APPOINTED)
        else field
    )


def _is_general(title: str) -> bool:
    """Whether a heading only says that something is told here: `행사 개요`, `일정`, `안내`."""
    words = title.casefold().split()
    return all(field_of(word) or word in _GENERAL for word in words)


def _draft(outline: Outline, first: int, last: int, cells: dict[str, Cell]) -> Draft:
    start, end = outline.lines.start(first), outline.lines.end(last)
    is_korean = any("가" <= char <= "힣" for char in outline.text[start:end])
    return Draft(first + 1, start, end, cells, korean=is_korean)
