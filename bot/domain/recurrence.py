"""Recurrence rules of RFC 5545 as far as events of a day or longer need them: by days, weeks, months and years.

A rule that repeats within a day, or that names hours, is refused: nobody is reminded of an hourly event. The days of a
rule are found by looking at the days of a window, so that the time is linear in the window whatever the rule says;
libraries that look for the next match may search for a 30 February until the year 9999.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bot.domain.troubles import Trouble, trouble

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_MAX_VALUES = 400
"""Of one part of a rule; BYYEARDAY may name every day of a leap year."""
_COUNT_YEARS = 20
"""A rule whose COUNT is not used up after so many years counts as endless."""


class RuleError(ValueError):
    """A rule that cannot be kept; `trouble` is the phrase that says why."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why.said("en").what)
        self.trouble = why


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """One RRULE. `by_day` are (n, weekday) with Monday as 0 and n as 0 where every such weekday is meant.

    `until` is the last day that may hold an occurrence, in the local time of the event, or its last instant.
    """

    frequency: str
    interval: int = 1
    count: int = 0
    until: date | datetime | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_week: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()
    week_start: int = 0

    def __str__(self) -> str:
        parts = [("FREQ", self.frequency)]
        if self.interval > 1:
            parts.append(("INTERVAL", str(self.interval)))
        if self.count:
            parts.append(("COUNT", str(self.count)))
        if self.until is not None:
            parts.append(("UNTIL", stamp(self.until)))
        for name, values in (
            ("BYMONTH", self.by_month),
            ("BYWEEKNO", self.by_week),
            ("BYYEARDAY", self.by_year_day),
            ("BYMONTHDAY", self.by_month_day),
        ):
            if values:
                parts.append((name, ",".join(map(str, values))))
        if self.by_day:
            parts.append(("BYDAY", ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.by_day)))
        if self.by_position:
            parts.append(("BYSETPOS", ",".join(map(str, self.by_position))))
        if self.week_start:
            parts.append(("WKST", WEEKDAYS[self.week_start]))
        return ";".join(f"{name}={value}" for name, value in parts)


def stamp(moment: date | datetime) -> str:
    """RFC 5545's form of a date or of an aware instant (in UTC)."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{moment.year:04}{moment.month:02}{moment.day:02}"


def read_stamp(text: str) -> date | datetime:
    """The date or the UTC instant of `stamp`; ValueError for anything else."""
    if len(text) == 8:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read_rule(text: str) -> RepeatRule:
    """The rule of an RRULE's value. RuleError says which part cannot be kept; other ValueErrors are of no number."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().split(";"):
        name, _, value = part.partition("=")
        if not value or name in parts:
            raise RuleError(trouble("rule.part", part=part[:40]))
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        raise RuleError(trouble("rule.frequency", frequency=frequency[:40], known=", ".join(FREQUENCIES)))
    rule = RepeatRule(
        frequency,
        interval=_ordinals(parts.pop("INTERVAL", "1"), 1, 10_000)[0],
        count=_ordinals(parts.pop("COUNT", "0"), 0, 10**12)[0],
        until=_until(parts.pop("UNTIL", "")),
        by_day=_days(parts.pop("BYDAY", "")),
        by_month=_ordinals(parts.pop("BYMONTH", ""), 1, 12),
        by_month_day=_signed(parts.pop("BYMONTHDAY", ""), 31),
        by_year_day=_signed(parts.pop("BYYEARDAY", ""), 366),
        by_week=_signed(parts.pop("BYWEEKNO", ""), 53),
        by_position=_signed(parts.pop("BYSETPOS", ""), 366),
        week_start=_days(parts.pop("WKST", "MO"))[0][1],
    )
    if parts:
        raise RuleError(trouble("rule.unkept", part=next(iter(parts))[:40]))
    if rule.by_week and frequency != "YEARLY":
        raise RuleError(trouble("rule.week"))
    return rule


def _until(text: str) -> date | datetime | None:
    """Local times without a zone count by their day."""
    if not text:
        return None
    return read_stamp(text if text.endswith("Z") else text[:8])


def _ordinals(text: str, least: int, most: int) -> tuple[int, ...]:
    values = tuple(int(v) for v in text.split(",")) if text else ()
    if len(values) > _MAX_VALUES or any(not least <= v <= most for v in values):
        raise RuleError(trouble("rule.range", value=text[:40], least=least, most=most))
    return values


def _signed(text: str, most: int) -> tuple[int, ...]:
    values = _ordinals(text, -most, most)
    if 0 in values:
        raise RuleError(trouble("rule.zero"))
    return values


def _days(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for item in text.split(",") if text else ():
        if item[-2:] not in WEEKDAYS:
            raise RuleError(trouble("rule.weekday", value=item[:40]))
        number = int(item[:-2] or 0)
        if abs(number) > 53:
            raise RuleError(trouble("rule.beyond_year", value=item[:40]))
        found.append((number, WEEKDAYS.index(item[-2:])))
    if len(found) > _MAX_VALUES:
        raise RuleError(trouble("rule.many_weekdays"))
    return tuple(found)


def days_of(rule: RepeatRule, first: date, *, start: date, end: date) -> Iterator[date]:
    """The days of a rule that begins on `first`, from `start` up to and with `end`, in order; `until` not applied.

    A COUNT is counted from `first` on, so that it costs the days since then.
    """
    counted = 0
    for period in _periods(rule, first, first if rule.count else max(first, start), end):
        days = [day for day in period if _matches(rule, first, day)]
        if rule.by_position:
            at = {n - 1 if n > 0 else len(days) + n for n in rule.by_position}
            days = [day for i, day in enumerate(days) if i in at]
        for day in days:
            if day < first:
                continue
            counted += 1
            if rule.count and counted > rule.count:
                return
            if start <= day <= end:
                yield day


def without_count(rule: RepeatRule, first: date) -> RepeatRule:
    """The same days by their last one, so that nobody needs to count again; endless where the count lasts decades."""
    if not rule.count:
        return rule
    end = first + timedelta(days=366 * _COUNT_YEARS)
    last = next(islice(days_of(rule, first, start=first, end=end), rule.count - 1, None), None)
    return replace(rule, count=0, until=last)


def _periods(rule: RepeatRule, first: date, start: date, end: date) -> Iterator[list[date]]:
    """The days of every period that the interval takes in, from the period of `start` to the one of `end`."""
    opening = _opening(rule, first)
    index = _index(rule, opening, start)
    index -= index % rule.interval
    while (period := _period(rule, opening, index)) and period[0] <= end:
        yield period
        index += rule.interval


def _opening(rule: RepeatRule, first: date) -> date:
    """The first day of the period that holds the rule's first day."""
    match rule.frequency:
        case "WEEKLY":
            return first - timedelta(days=(first.weekday() - rule.week_start) % 7)
        case "MONTHLY":
            return first.replace(day=1)
        case "YEARLY":
            return first.replace(month=1, day=1)
        case _:
            return first


def _index(rule: RepeatRule, opening: date, day: date) -> int:
    match rule.frequency:
        case "WEEKLY":
            return (day - opening).days // 7
        case "MONTHLY":
            return (day.year - opening.year) * 12 + day.month - opening.month
        case "YEARLY":
            return day.year - opening.year
        case _:
            return (day - opening).days


def _period(rule: RepeatRule, opening: date, index: int) -> list[date]:
    """The days of a period; none beyond the year 9999."""
    try:
        match rule.frequency:
            case "WEEKLY":
                start, length = opening + timedelta(days=7 * index), 7
            case "MONTHLY":
                year, month = divmod(opening.month - 1 + index, 12)
                start = opening.replace(year=opening.year + year, month=month + 1)
                length = monthrange(start.year, start.month)[1]
            case "YEARLY":
                start = opening.replace(year=opening.year + index)
                length = 365 + isleap(start.year)
            case _:
                start, length = opening + timedelta(days=index), 1
        return [start + timedelta(days=n) for n in range(length)]
    except (ValueError, OverflowError):
        return []


def _matches(rule: RepeatRule, first: date, day: date) -> bool:
    """Whether a day fulfils every part of the rule, those that it leaves out taken from its first day."""
    return (
        (not rule.by_month or day.month in rule.by_month)
        and (not rule.by_month_day or _counts(day.day, monthrange(day.year, day.month)[1], rule.by_month_day))
        and (not rule.by_year_day or _counts(_year_day(day), 365 + isleap(day.year), rule.by_year_day))
        and (not rule.by_week or _in_week(rule, day))
        and (not rule.by_day or any(_is_weekday(rule, day, n, weekday) for n, weekday in rule.by_day))
        and _like_first(rule, first, day)
    )


def _counts(number: int, of: int, wanted: tuple[int, ...]) -> bool:
    return number in wanted or number - of - 1 in wanted


def _year_day(day: date) -> int:
    return day.timetuple().tm_yday


def _like_first(rule: RepeatRule, first: date, day: date) -> bool:
    named = bool(rule.by_day or rule.by_month_day or rule.by_year_day)
    match rule.frequency:
        case "WEEKLY":
            return bool(rule.by_day) or day.weekday() == first.weekday()
        case "MONTHLY":
            return named or day.day == first.day
        case "YEARLY" if rule.by_week and not named:  # RFC 5545 takes what is missing from the first day
            return day.weekday() == first.weekday()
        case "YEARLY" if not named:
            return day.day == first.day and (bool(rule.by_month) or day.month == first.month)
        case _:
            return True


def _is_weekday(rule: RepeatRule, day: date, number: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if not number or rule.frequency in {"DAILY", "WEEKLY"}:
        return True
    of_month = rule.frequency == "MONTHLY" or bool(rule.by_month)
    place, length = (
        (day.day, monthrange(day.year, day.month)[1]) if of_month else (_year_day(day), 365 + isleap(day.year))
    )
    return (place - 1) // 7 + 1 == number if number > 0 else (length - place) // 7 + 1 == -number


def _in_week(rule: RepeatRule, day: date) -> bool:
    """By the numbering of ISO 8601, with the rule's first day of the week."""
    middle = day + timedelta(days=3 - (day.weekday() - rule.week_start) % 7)
    number = (_year_day(middle) - 1) // 7 + 1
    weeks = (_year_day(_last_middle(rule, middle.year)) - 1) // 7 + 1
    return _counts(number, weeks, rule.by_week)


def _last_middle(rule: RepeatRule, year: int) -> date:
    last = date(year, 12, 31)
    return last - timedelta(days=(last.weekday() - rule.week_start - 3) % 7)
