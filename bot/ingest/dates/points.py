"""The two ends of a period as far as each is spelled out: tokens -> points.

Owns what belongs to which end and refuses what cannot stand together; `periods` completes the ends and compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.troubles import Trouble, trouble
from bot.ingest.dates.words import Kind, Token, tokens


class Unreadable(Exception):
    """A text that cannot be read as one period; `trouble` is for the editor."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why.code)
        self.trouble = why


_PARTS = {
    "year": trouble("part.year"),
    "month": trouble("part.month"),
    "day": trouble("part.day"),
    "weekday": trouble("part.weekday"),
    "nth_weekday": trouble("part.nth_weekday"),
    "week": trouble("part.week"),
    "year_week": trouble("part.year_week"),
    "part": trouble("part.part"),
    "time": trouble("part.time"),
    "zone": trouble("part.zone"),
}


_SHORT_YEARS = range(20, 50)
"""What two figures before a month may mean as a year: no event of ours is older, and 12 or 19 may be the day."""


_YEAR_FIRST = re.compile(r"\W*\d{4}\D")
"""Who begins with the year goes on with the month: `2026/12/10 - 12/11`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a month (`초`) by its days, or of a year (`상반기`) by its months."""

    days: tuple[int, int] = (1, 31)
    months: tuple[int, int] | None = None


@dataclass(slots=True)
class Point:
    """One end of a period: what stands there, None for what does not.

    `named` says that the month was written in English letters, so that `10-15 December` may lend it to the 10.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    named: bool = False
    weekday: int | None = None
    week: int | None = None
    year_week: int | None = None
    nth_weekday: tuple[int, ...] | None = None
    part: Part | None = None
    time: tuple[int, ...] | None = None
    zone: str | None = None

    @property
    def dated(self) -> bool:
        """Whether a part of a date stands here; `초`, `중` and `말` say nothing without a month or a year."""
        part_of_year = self.part is not None and self.part.months is not None
        return part_of_year or any(v is not None for v in (self.year, self.month, self.day, self.week))

    @property
    def empty(self) -> bool:
        """Whether nothing stands here yet."""
        return not self.dated and self.time is None and self.weekday is None and self.part is None

    def set(self, **parts: int | str | tuple[int, ...] | Part) -> None:
        """Fill parts that are still open."""
        for name, value in parts.items():
            if getattr(self, name) is not None:
                raise Unreadable(trouble("date.twice", part=_PARTS[name]))
            setattr(self, name, value)


@dataclass(slots=True)
class Gathered:
    """A text's points in order and what stands beside them. `days` is a stated length, both ends counted."""

    points: list[Point] = field(default_factory=lambda: [Point()])
    weekdays: tuple[int, ...] | None = None
    days: int | None = None
    listed: bool = False
    undated: bool = False
    dangling: bool = False


def gather(text: str, *, issued: date | None, month_first: bool | None) -> Gathered:
    """The points of a normalised text; raises Unreadable."""
    if month_first is None and (re.search("[가-힣]", text) or _YEAR_FIRST.match(text)):
        month_first = True
    words = _with_hyphened_days(list(tokens(text)))
    found = _without_remarks(_with_year_first(token, is_usual=bool(month_first)) for token in words)
    undated = any(t.kind is Kind.UNDATED for t in found)
    order = _slash_order([t for t in found if t.kind is Kind.SLASHED], month_first=month_first)
    gathered = Gathered(undated=undated)
    for token in found:
        if undated and token.kind in {Kind.UNKNOWN, Kind.DOUBTFUL}:
            continue
        _take(gathered, token, issued=issued, month_first=order)
    last = gathered.points[-1]
    if len(gathered.points) > 1 and last.empty:
        gathered.points.pop()
        gathered.dangling = True
    return gathered


def _with_hyphened_days(found: list[Token]) -> list[Token]:
    """`12-11` as a month and a day where another dash, before or behind it, is the range's: `12-10 ~ 12-11`."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        after = at + 3
        if _is_hyphened(found[at:after]) and (_parts(reversed(kept)) or _parts(found[after:])):
            first, _, second = found[at:after]
            kept.append(Token(Kind.SLASHED, f"{first.text}-{second.text}", (*first.figures, *second.figures, -1)))
            at = after
        else:
            kept.append(found[at])
            at += 1
    return kept


def _is_hyphened(words: list[Token]) -> bool:
    kinds = [token.kind for token in words]
    return kinds == [Kind.NUMBER, Kind.RANGE, Kind.NUMBER] and words[1].text == "-" and len(words[0].text) < 3


def _parts(words: Iterable[Token]) -> bool:
    """Whether the next word, but for a weekday, opens an end."""
    rest = (token.kind for token in words if token.kind not in {Kind.NOISE, Kind.WEEKDAY})
    return next(rest, None) is Kind.RANGE


def _without_remarks(found: Iterable[Token]) -> list[Token]:
    """Leaves out brackets that hold a word which says nothing of dates: `(제38회)`, `(코엑스)`."""
    kept: list[Token] = []
    opened: list[int] = []
    for token in found:
        kept.append(token)
        if token.kind is Kind.NOISE and token.text in "([":
            opened.append(len(kept) - 1)
        elif token.kind is Kind.NOISE and token.text in ")]" and opened:
            start = opened.pop()
            kinds = {t.kind for t in kept[start:]}
            if Kind.UNKNOWN in kinds and not kinds & {Kind.DOUBTFUL, Kind.UNDATED}:
                del kept[start:]
    return kept


def _with_year_first(token: Token, *, is_usual: bool) -> Token:
    """`26.12.3` as a whole day where the text writes the year first, as Korean always does; else open, so refused."""
    if token.kind is not Kind.SHORT:
        return token
    if not is_usual or token.figures[0] not in _SHORT_YEARS:
        raise Unreadable(trouble("date.day_or_year", words=token.text))
    year, month, day = token.figures
    return Token(Kind.FULL, token.text, (2000 + year, month, day))


def _slash_order(slashed: list[Token], *, month_first: bool | None) -> bool:
    """Whether `a/b` is month and day; one date of the text that allows only one order settles it for all."""
    firsts = any(t.figures[0] > 12 for t in slashed)
    seconds = any(t.figures[1] > 12 for t in slashed)
    if firsts and seconds:
        raise Unreadable(trouble("date.orders"))
    if firsts or seconds:
        return seconds
    if month_first is not None and all(t.figures[2] == -1 for t in slashed):
        return month_first
    if any(t.figures[0] != t.figures[1] for t in slashed):
        raise Unreadable(trouble("date.day_or_month", words=slashed[0].text))
    return True


def _take(gathered: Gathered, token: Token, *, issued: date | None, month_first: bool) -> None:
    point, figures = gathered.points[-1], token.figures
    match token.kind:
        case Kind.FULL:
            point.set(year=figures[0], month=figures[1], day=figures[2])
        case Kind.YEAR_MONTH:
            point.set(year=figures[0], month=figures[1])
        case Kind.YEAR_WEEK:
            point.set(year=figures[0], year_week=figures[1])
        case Kind.MONTH_DAY:
            point.set(month=figures[0], day=figures[1])
        case Kind.SLASHED:
            _take_slashed(point, token, month_first=month_first)
        case Kind.YEAR_FROM_NOW:
            if issued is None:
                raise Unreadable(trouble("date.needs_issue", words=token.text))
            point.set(year=issued.year + figures[0])
        case Kind.MONTH:
            point.set(month=figures[0])
            point.named = bool(figures[1])
        case Kind.NUMBER:
            _take_number(point, token)
        case Kind.YEAR | Kind.DAY | Kind.WEEK | Kind.WEEKDAY:
            point.set(**{token.kind.name.lower(): figures[0]})
        case Kind.TIME | Kind.NTH_WEEKDAY:
            point.set(**{token.kind.name.lower(): figures})
        case _:
            _take_word(gathered, token)


def _take_slashed(point: Point, token: Token, *, month_first: bool) -> None:
    first, second, year = token.figures
    if 0 <= year < 1000:
        raise Unreadable(trouble("date.day_or_year", words=token.text))
    month, day = (first, second) if month_first else (second, first)
    point.set(month=month, day=day)
    if year > 0:
        point.set(year=year)


def _take_number(point: Point, token: Token) -> None:
    number = token.figures[0]
    if len(token.text) == 4 and point.year is None:
        point.set(year=number)
    elif len(token.text) <= 2 and point.day is None:
        point.set(day=number)
    else:
        raise Unreadable(trouble("date.misplaced", words=token.text))


def _take_word(gathered: Gathered, token: Token) -> None:
    match token.kind:
        case Kind.RANGE | Kind.LIST:
            gathered.listed |= token.kind is Kind.LIST
            _open(gathered)
        case Kind.UNTIL if len(gathered.points) == 1:
            raise Unreadable(trouble("period.end_alone"))
        case Kind.ZONE:
            gathered.points[-1].set(zone=token.text)
        case Kind.PART_OF_MONTH:
            gathered.points[-1].set(part=Part(days=(token.figures[0], token.figures[1])))
        case Kind.PART_OF_YEAR:
            gathered.points[-1].set(part=Part(months=(token.figures[0], token.figures[1])))
        case Kind.WEEKDAYS:
            gathered.weekdays = token.figures
        case Kind.DURATION:
            gathered.days = token.figures[0]
        case Kind.DOUBTFUL:
            raise Unreadable(trouble("date.open_day", words=token.text))
        case Kind.UNKNOWN:
            raise Unreadable(trouble("date.not_understood", words=token.text))
        case _:
            return


def _open(gathered: Gathered) -> None:
    """Begins the other end. `10일부터 ~ 15일` opens it twice, which is once."""
    if gathered.points[-1].empty:
        if len(gathered.points) == 1:
            raise Unreadable(trouble("period.no_start"))
        return
    if len(gathered.points) == 3:
        raise Unreadable(trouble("period.many_ends"))
    gathered.points.append(Point())
