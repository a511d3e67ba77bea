"""Event lists in tables: rows -> drafts. Owns which tables are event lists and which cell says what.

Three layouts are known: a heading row with an event a row below it; the monthly brief's cards (a row of title and
summary, a heading row 기간/장소/홈페이지, a row of values); and one event down a column of headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.domain.document import Problem, Severity
from bot.domain.troubles import Trouble, trouble
from bot.ingest.events.rows import Cell, Row

_HEADINGS = {
    "title": (
        "행사명 행사 행사이름 행사제목 행사명칭 이벤트 이벤트명 컨퍼런스 컨퍼런스명 콘퍼런스 콘퍼런스명 학회 학회명 "
        "학술대회 학술대회명 학술행사 대회 대회명 포럼 포럼명 심포지엄 심포지움 전시회 전시회명 박람회 박람회명 "
        "세미나 세미나명 웨비나 웨비나명 강연 강연명 워크숍 워크샵 밋업 해커톤 "
        "event events eventname eventtitle nameofevent conference conferences conferencename seminar seminars webinar "
        "webinars workshop workshops meetup meetups summit symposium forum exhibition expo hackathon"
    ),
    "date": (
        "기간 일시 일자 날짜 일정 시기 개최일 개최일자 개최일시 개최기간 개최일정 개최시기 "
        "행사기간 행사일 행사일자 행사일시 행사일정 행사날짜 "
        "date dates when period datetime dateandtime eventdate eventdates conferencedate conferencedates schedule"
    ),
    "starts": "시작 시작일 시작일시 개막일 start starts startdate begins",
    "ends": "종료 종료일 종료일시 폐막일 end ends enddate",
    "time": "시간 시각 행사시간 time times hours",
    "place": "장소 개최지 개최장소 행사장소 행사장 위치 place venue venues where location",
    "city": "도시 지역 city",
    "country": "국가 나라 country",
    "url": "홈페이지 홈페이지주소 링크 웹사이트 누리집 사이트 url link links website homepage site web",
    "summary": (
        "개요 내용 주요내용 행사내용 행사개요 행사주요개요 주요개요 설명 소개 비고 "
        "summary description overview about details notes"
    ),
    "status": "상태 진행상태 status",
    "zone": "시간대 timezone zone tz",
}
FIELD_OF = {word: name for name, words in _HEADINGS.items() for word in words.split()}
"""Heading in lower case without blanks -> what its column holds."""
LOOSE_TITLES = frozenset({"이름", "제목", "명칭", "name", "title"})
"""They head the titles of an event list only beside a date and a place: other tables have such columns, too."""
_BRACKETED = re.compile(r"\(([^()]*)\)")
_DATES = frozenset({"date", "starts"})


@dataclass(slots=True)
class Draft:
    """What stands of one event before it is understood: cells by field, 1-based line, offsets of its rows."""

    line: int
    start: int
    end: int
    cells: dict[str, Cell] = field(default_factory=dict)
    korean: bool = False
    zone_note: str = ""

    def text(self, name: str) -> str:
        """The words of a field, empty where it is missing."""
        return self.cells[name].text if name in self.cells else ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """A heading row: field by column. `zone_note` is what a heading says of the zone, as `일시(KST)` does."""

    fields: dict[int, str]
    korean: bool
    zone_note: str

    @property
    def titled(self) -> bool:
        return "title" in self.fields.values()

    @property
    def dated(self) -> bool:
        return not _DATES.isdisjoint(self.fields.values())

    def fill(self, draft: Draft, row: Row) -> None:
        draft.korean, draft.zone_note = self.korean, self.zone_note
        for column, name in self._aligned(row).items():
            if column < len(row.cells) and row.cells[column].source:
                draft.cells.setdefault(name, row.cells[column])

    def _aligned(self, row: Row) -> dict[int, str]:
        """A row that lost the blank cell before its first value is read from its left edge."""
        columns = sorted(self.fields)
        filled = [i for i, cell in enumerate(row.cells) if cell.source]
        if columns[0] > 0 and filled == list(range(len(columns))):
            return {i: self.fields[column] for i, column in enumerate(columns)}
        return self.fields


def field_of(heading: str) -> str:
    """What a heading announces, empty for none; a title's loose names count as `title?`.

    `Location / Venue` is one field named twice; `기간/장소` would be two in one column, which is none.
    """
    bare = _BRACKETED.sub("", heading)
    named = {_field_of(part) for part in re.split("[/,·]", bare)} if re.search("[/,·]", bare) else {_field_of(bare)}
    if len(named) > 1 and named <= {"place", "city", "country"}:
        return "place"
    return named.pop() if len(named) == 1 else ""


def _field_of(heading: str) -> str:
    key = unicodedata.normalize("NFKC", heading).casefold().replace("&", "and")
    key = "".join(c for c in key if c.isalnum())
    return "title?" if key in LOOSE_TITLES else FIELD_OF.get(key, "")


def read_drafts(rows: Iterable[Row], *, path: str, problems: list[Problem]) -> Iterator[Draft]:
    """The events of one table in order; none for a table that is no event list. Adds to `problems`."""
    return _Table(path, problems).read(rows)


class _Table:
    def __init__(self, path: str, problems: list[Problem]) -> None:
        self._path = path
        self._problems = problems
        self._columns: _Columns | None = None
        self._is_list = False
        self._card: Draft | None = None
        self._column: Draft | None = None

    def read(self, rows: Iterable[Row]) -> Iterator[Draft]:
        for row in rows:
            if any(cell.source for cell in row.cells):
                yield from self._row(row)
        self._drop_card()
        yield from self._down()

    def _row(self, row: Row) -> Iterator[Draft]:
        headings = _columns(row, self._card)
        if headings is not None:
            self._head(headings)
        elif self._columns is not None and self._columns.titled:
            yield from self._across(row, self._columns)
        elif self._columns is not None:
            yield from self._close_card(row, self._columns)
        elif pair := _pair(row):
            yield from self._beside(row, *pair)
        else:
            yield from self._open_card(row)

    def _head(self, headings: _Columns) -> None:
        self._is_list = self._is_list or headings.titled or (headings.dated and self._card is not None)
        self._columns = headings if headings.dated else None
        if headings.titled:
            self._drop_card()

    def _across(self, row: Row, columns: _Columns) -> Iterator[Draft]:
        if len({cell.source for cell in row.cells}) == 1 and len(row.cells) > 1:
            return  # one cell over the whole width parts the list
        draft = Draft(row.line, row.start, row.end)
        columns.fill(draft, row)
        if draft.cells:
            yield draft

    def _open_card(self, row: Row) -> Iterator[Draft]:
        self._drop_card()
        cells = [cell for cell in dict.fromkeys(row.cells) if cell.source]
        card = Draft(row.line, row.start, row.end, {"title": cells[0]})
        tables = [rows for cell in cells[1:] for rows in cell.rows]
        summary = [cell.source for cell in cells[1:] if not any(cell.rows)]
        if summary:
            card.cells["summary"] = Cell("<br>".join(summary))
        for rows in tables:
            _fill_from_table(card, rows)
        if tables and not _DATES.isdisjoint(card.cells) and (self._is_list or "place" in card.cells):
            yield card
        else:
            self._card = card

    def _close_card(self, row: Row, columns: _Columns) -> Iterator[Draft]:
        card, self._card, self._columns = self._card, None, None
        if card is None:
            if "place" in columns.fields.values():
                self._report(row.line, trouble("table.no_name"))
            return
        card.end = row.end
        columns.fill(card, row)
        yield card

    def _drop_card(self) -> None:
        """A title in an event list that no dates followed; elsewhere it was a row of another table."""
        if self._card is not None and self._is_list:
            self._report(self._card.line, trouble("table.no_date", title=self._card.text("title")[:80]))
        self._card = None

    def _beside(self, row: Row, name: str, cell: Cell) -> Iterator[Draft]:
        """A heading with its value at its right."""
        if name == "title":
            yield from self._down()
            self._column = Draft(row.line, row.start, row.end, {"title": cell}, korean=_is_korean(row))
        elif self._column is not None:
            self._column.cells.setdefault(name, cell)
            self._column.end = row.end

    def _down(self) -> Iterator[Draft]:
        draft, self._column = self._column, None
        if draft is not None and not _DATES.isdisjoint(draft.cells):
            yield draft

    def _report(self, line: int, why: Trouble) -> None:
        self._problems.append(Problem(self._path, line, why, Severity.WARNING))


def _fill_from_table(card: Draft, rows: Iterable[Row]) -> None:
    """What a table inside a cell says of the event: headings at the left of their values, or above them."""
    headings: _Columns | None = None
    for row in rows:
        if headings is not None:
            headings.fill(card, row)
            headings = None
        elif (headings := _columns(row, None)) is None and (pair := _pair(row)):
            card.korean = card.korean or _is_korean(row)
            card.cells.setdefault(*pair)


def _columns(row: Row, card: Draft | None) -> _Columns | None:
    """The row as headings; a title that reaches down beside them does not count.

    Other columns (주최, 참가비) may stand beside a name of an event and its date, and nowhere else.
    """
    title = card.cells["title"] if card is not None else None
    named = {i: field_of(c.text) for i, c in enumerate(row.cells) if c.source and c != title}
    fields = set(named.values())
    is_list = "title" in fields and not _DATES.isdisjoint(fields)
    if len(fields - {""}) < 2 or ("" in fields and not is_list):
        return None
    if "title?" in fields:
        is_title = "title" not in fields and not _DATES.isdisjoint(fields) and not {"place", "city"}.isdisjoint(fields)
        named = {i: ("title" if is_title else "summary") if name == "title?" else name for i, name in named.items()}
    named = {i: name for i, name in named.items() if name}
    dated = (row.cells[i].text for i, name in named.items() if name in {*_DATES, "time"})
    notes = [m[1] for text in dated for m in _BRACKETED.finditer(text)]
    return _Columns(named, _is_korean(row), notes[0] if notes else "")


def _pair(row: Row) -> tuple[str, Cell] | None:
    cells = [cell for cell in row.cells if cell.source]
    if len(cells) != 2:
        return None
    name = field_of(cells[0].text)
    # A link may be called 누리집 beside its heading 홈페이지: only another field makes the two a heading row.
    return (name.rstrip("?"), cells[1]) if name and field_of(cells[1].text) in {"", name} else None


def _is_korean(row: Row) -> bool:
    return any("가" <= c <= "힣" for cell in row.cells for c in cell.source)
