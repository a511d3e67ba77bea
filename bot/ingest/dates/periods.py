"""Days and periods as people write them, Korean and English: read exactly or refused, never guessed.

Owns what an end borrows from its start, which year is meant where none stands, whether a weekday agrees, and what a
week is. Times are kept only where their zone is known; the words themselves are the matter of `words`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.troubles import Trouble, trouble
from bot.ingest.dates.points import Gathered, Part, Point, Unreadable, gather
from bot.ingest.dates.words import normalised
from bot.ingest.dates.zones import zone_of

MAX_CHARS = 300
"""A longer text is prose, not a date."""
_MAX_WRAP_DAYS = 92
"""`12.30~1.2` runs over the year's end; what would have to run longer than a season to do so is a slip."""
_MAX_DAYS = 366
_AHEAD_MONTHS = 11
"""A date without year lies in the nearest future within this many months of its document's date, else is refused."""
_YEARS = range(1900, 2200)
_WEEKDAYS = (
    trouble("weekday.monday"),
    trouble("weekday.tuesday"),
    trouble("weekday.wednesday"),
    trouble("weekday.thursday"),
    trouble("weekday.friday"),
    trouble("weekday.saturday"),
    trouble("weekday.sunday"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """All-day: two dates, `ends` being the last day. Timed: two aware instants in UTC, equal where no end stands.

    `vague` holds the words of a period that is only a bound (a week). `time_note` says why times that stand in the
    text were left out, so that only the days are kept; None where nothing was left out.
    """

    starts: date | datetime
    ends: date | datetime
    vague: str = ""
    time_note: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Undated:
    """No day is fixed; `earliest` and `latest` bound it where the text names a month, a year or a part of one."""

    words: str
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The text cannot be read as one period, and why."""

    trouble: Trouble


def read_period(
    text: str, *, issued: date | None = None, zone: ZoneInfo | None = None, month_first: bool | None = None
) -> Period | Undated | Refused:
    """What a date cell says.

    `issued` is the document's date, from which a missing year is taken: the nearest future within eleven months.
    `zone` is the zone of the place, for times that name none. `month_first` settles `12/10` and lets `26.12.3` begin
    with its year; where it is None, the order is Korean if the text has Hangul, else what a date of the text allows.
    """
    plain = normalised(text[: MAX_CHARS + 1])
    if not plain.strip("-–—. "):
        return Refused(trouble("date.empty"))
    if len(text) > MAX_CHARS:
        return Refused(trouble("date.length", limit=MAX_CHARS))
    try:
        return _resolve(gather(plain, issued=issued, month_first=month_first), " ".join(text.split()), issued, zone)
    except Unreadable as failure:
        return Refused(failure.trouble)


def _resolve(gathered: Gathered, words: str, issued: date | None, zone: ZoneInfo | None) -> Period | Undated:
    dated = [p for p in gathered.points if p.dated]
    times = [p.time for p in gathered.points if p.time is not None]
    if len(dated) > 2 or len(times) > 2:
        raise Unreadable(trouble("period.many_ends"))
    if not dated:
        if gathered.undated:
            return Undated(words)
        raise Unreadable(trouble("date.time_alone") if times else trouble("date.none"))
    for point in dated:
        _settle_nth_weekday(point, issued)
    if all(p.day is None for p in dated):
        return _bounded(gathered, dated, words, issued)
    if gathered.undated:
        raise Unreadable(trouble("date.fixed_and_open"))
    starts, ends = _days(gathered, dated, issued)
    _check_weekdays(gathered, starts, ends)
    zones = [p.zone for p in gathered.points if p.zone is not None] or [""]
    return _timed(zones, times, starts, ends, zone, both=len(dated) == 2) if times else Period(starts, ends)


def _days(gathered: Gathered, dated: list[Point], issued: date | None) -> tuple[date, date]:
    """The first and the last day, each completed from the other."""
    first, last = dated[0], dated[-1]
    if first.day is None or last.day is None:
        raise Unreadable(trouble("period.no_day"))
    own_month = last.month is not None
    if first.month is None and last.named:
        first.month = last.month
    last.month = last.month or first.month
    if first.month is None or last.month is None:
        raise Unreadable(trouble("date.no_month"))
    starts, ends = _with_years(first, last, issued, own_month=own_month)
    if gathered.days is not None:
        ends = _counted(starts, ends, gathered.days, given=len(dated) == 2)
    elif gathered.dangling:
        raise Unreadable(trouble("period.no_end"))
    if ends < starts:
        raise Unreadable(trouble("period.reversed", end=ends, start=starts))
    if gathered.listed and (ends - starts).days != 1:
        raise Unreadable(trouble("period.listed"))
    if (ends - starts).days >= _MAX_DAYS:
        raise Unreadable(trouble("period.long", start=starts, end=ends))
    return starts, ends


def _with_years(first: Point, last: Point, issued: date | None, *, own_month: bool) -> tuple[date, date]:
    """A missing year comes from the other end, over the year's end where its months say so, or from `issued`."""
    if first.year is not None and last.year is not None:
        return _day(first.year, first), _day(last.year, last)
    over = own_month and (last.month or 0, last.day or 0) < (first.month or 0, first.day or 0)
    if first.year is None:
        first.year = last.year - over if last.year is not None else _coming_year(issued, lambda y: _day(y, first))
    last.year = first.year + over if last.year is None else last.year
    starts, ends = _day(first.year, first), _day(last.year, last)
    if over and (ends - starts).days > _MAX_WRAP_DAYS:
        raise Unreadable(trouble("period.not_over_new_year"))
    return starts, ends


def _day(year: int, point: Point) -> date:
    month, day = point.month or 0, point.day or 0
    if year not in _YEARS:
        raise Unreadable(trouble("date.year", year=year))
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(trouble("date.no_such_day", year=year, month=month, day=day)) from None


def _coming_year(issued: date | None, last_day_in: Callable[[int], date]) -> int:
    """The year whose day lies in the nearest future of the document's date."""
    if issued is None:
        raise Unreadable(trouble("date.no_year"))
    months = issued.month - 1 + _AHEAD_MONTHS
    year, month = issued.year + months // 12, months % 12 + 1
    limit = date(year, month, min(issued.day, monthrange(year, month)[1]))
    for candidate in (issued.year, issued.year + 1):
        try:
            day = last_day_in(candidate)
        except Unreadable:
            continue  # 29 February exists in one of the years at most
        if issued <= day <= limit:
            return candidate
    raise Unreadable(trouble("date.no_near_year", months=_AHEAD_MONTHS, issued=issued))


def _counted(starts: date, ends: date, days: int, *, given: bool) -> date:
    """The last day of a stated length; both may stand there if they agree."""
    counted = starts + timedelta(days=max(days, 1) - 1)
    if given and counted != ends:
        raise Unreadable(trouble("period.days", start=starts, end=ends, days=days))
    return counted


def _check_weekdays(gathered: Gathered, starts: date, ends: date) -> None:
    pairs: list[tuple[date, int]] = []
    if gathered.weekdays is not None:
        pairs += zip((starts, ends), gathered.weekdays, strict=True)
    points = [p for p in gathered.points if p.weekday is not None or p.dated]
    if any(not p.dated for p in points):
        raise Unreadable(trouble("date.weekday_alone"))
    pairs += [(day, p.weekday) for day, p in ((starts, points[0]), (ends, points[-1])) if p.weekday is not None]
    for day, weekday in pairs:
        if day.weekday() != weekday:
            found, written = _WEEKDAYS[day.weekday()], _WEEKDAYS[weekday]
            raise Unreadable(trouble("date.weekday", day=day, weekday=found, written=written))


def _settle_nth_weekday(point: Point, issued: date | None) -> None:
    """`셋째 화요일`, `third Tuesday of December`: an exact day."""
    if point.nth_weekday is None or point.month is None:
        return
    month, (nth, weekday) = point.month, point.nth_weekday

    def day_in(year: int) -> date:
        first = _day(year, Point(month=month, day=1))
        length = monthrange(year, month)[1]
        days = range(1 + (weekday - first.weekday()) % 7, length + 1, 7)
        if nth > len(days):
            raise Unreadable(trouble("date.no_such_weekday", month=f"{year}-{month:02}", nth=nth))
        return first.replace(day=days[nth if nth < 0 else nth - 1])

    year = point.year if point.year is not None else _coming_year(issued, day_in)
    point.year, point.day = year, day_in(year).day


def _bounded(gathered: Gathered, dated: list[Point], words: str, issued: date | None) -> Period | Undated:
    """Months, weeks and parts of them: no day, but bounds."""
    first, last = dated[0], dated[-1]
    if first.year is None and last.year is not None:
        raise Unreadable(trouble("date.no_start_year"))
    if first.year is None:
        first.year = _coming_year(issued, lambda year: _bounds(first, year)[1])
    earliest, latest = _bounds(first, first.year)
    if last is not first:
        latest = _bounds(last, last.year or first.year)[1]
        if latest < earliest and last.year is None:
            latest = _bounds(last, first.year + 1)[1]
        if not 0 <= (latest - earliest).days <= _MAX_DAYS:
            raise Unreadable(trouble("period.bounds", end=latest, start=earliest))
    if gathered.dangling:
        raise Unreadable(trouble("period.no_end"))
    if _is_week(first) and _is_week(last) and not gathered.undated:
        return Period(earliest, latest, vague=words)
    return Undated(words, earliest, latest)


def _bounds(point: Point, year: int) -> tuple[date, date]:
    """First and last day of a week, a part of a month, a month, a part of a year or a year."""
    if point.year_week is not None:
        return _iso_week(year, point.year_week)
    if point.week is not None:
        return _week(point, year)
    part = point.part or Part()
    if part.months is not None and point.month is not None:
        raise Unreadable(trouble("date.month_and_part"))
    if point.month is not None:
        months, days = (point.month, point.month), part.days
    else:
        months, days = part.months or (1, 12), Part().days
    earliest, closing = _day(year, Point(month=months[0], day=days[0])), _day(year, Point(month=months[1], day=1))
    return earliest, closing.replace(day=min(days[1], monthrange(year, months[1])[1]))


def _is_week(point: Point) -> bool:
    return point.week is not None or point.year_week is not None


def _iso_week(year: int, week: int) -> tuple[date, date]:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise Unreadable(trouble("date.no_such_week", week=week, year=year)) from None
    return monday, monday + timedelta(days=6)


def _week(point: Point, year: int) -> tuple[date, date]:
    """Monday to Sunday of the n-th week of a month: the first is the one that holds its first Thursday.

    That is KS X ISO 8601, by which Korean offices count.
    """
    if point.month is None:
        raise Unreadable(trouble("date.week_alone"))
    thursdays = Point(year=year, month=point.month, nth_weekday=(point.week or 0, 3))
    _settle_nth_weekday(thursdays, None)
    monday = _day(year, thursdays) - timedelta(days=3)
    return monday, monday + timedelta(days=6)


def _timed(
    named: list[str], times: list[tuple[int, ...]], starts: date, ends: date, place: ZoneInfo | None, *, both: bool
) -> Period:
    """Instants where hours and zones are certain, else the days with a note that says why not."""
    opens, closes = _clock(times[0], times[0]), _clock(times[-1], times[0])
    if both and len(times) == 1:
        return Period(starts, ends, time_note=trouble("time.one_end"))
    if opens is None or closes is None:
        return Period(starts, ends, time_note=trouble("time.noon"))
    locals_ = datetime.combine(starts, time()) + opens, datetime.combine(ends, time()) + closes
    instants: list[datetime] = []
    for local, name in zip(locals_, (named[0], named[-1]), strict=True):
        zone = zone_of(name, at=local, place=place) if name else place
        if zone is not None:
            instants.append(local.replace(tzinfo=zone).astimezone(UTC))
    first, last = (instants[0], instants[-1]) if instants and len(named) > 1 else locals_
    if last < first:
        raise Unreadable(trouble("period.reversed", end=f"{locals_[1]:%H:%M}", start=f"{locals_[0]:%H:%M}"))
    if len(instants) < 2:
        unclear = trouble("time.zone", zone=" ".join(named).upper()) if named[0] else trouble("time.no_zone")
        return Period(starts, ends, time_note=unclear)
    return Period(instants[0], instants[1])


def _clock(figures: tuple[int, ...], opening: tuple[int, ...]) -> timedelta | None:
    """Time of day since midnight (24:00 closes a day); None where the half of the day is open."""
    hour, minute, half, either = figures
    if minute > 59 or hour > 24 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
        raise Unreadable(trouble("time.none", time=f"{hour}:{minute:02}"))
    if either and hour < 13:
        if opening[2] == 2:
            half = 2  # `오후 2시~5시` stays in the afternoon
        elif opening[2] != 1 or hour <= opening[0] % 12:
            return None
    if half:
        hour = hour % 12 + 12 * (half - 1)
    return timedelta(hours=hour, minutes=minute)
