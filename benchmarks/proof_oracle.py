"""What ought to have happened: an oracle of the schedule that shares no line and no library with the product.

It knows the rules that people set and when they set them, and each round of the worker: the true instant, and what the
machine's clock showed. From these it says of every period when its message had to go out: in the first round whose
clock showed its slot. Nothing is excused for having happened near an outage, an edit or a wrong clock; what those mean
is worked out:

- A period is owed by the rule that was in force at its slot. One that an old rule still had before it when its new slot
  had just passed is owed from the edit on. One that had to be given up is owed anew by a later rule that has its slot
  yet to come. One whose message has gone out is owed no more, whatever the rules become.
- It is posted in its round, or, where a call failed, within `TOLERANCE` of it.
- It may be skipped only where that round came more than a day after the slot, and coalesced only where a newer slot of
  the subscription was due in that round too.
- A clock that runs ahead posts early what it shows as due. What it skips or coalesces, or fails to post, is judged anew
  once it is right again and if there is still time, unless it was wrong by less than `SMALL`.
- What is posted though nobody was owed it must have been due by the clock of that very round, and that clock wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial

from whenever import PlainDateTime

from bot.domain.delivery import Delivery, State
from bot.domain.subscription import Rule

DAY, HOUR, MOMENT = timedelta(days=1), timedelta(hours=1), timedelta.resolution
LIFE = DAY
"""How late a digest may come."""
TOLERANCE = 15 * HOUR
"""Two rounds of the worker, which are thirteen hours apart at most, and a wait of two that a wrong clock had set."""
SMALL = 5 * HOUR
"""A clock that is wrong by less, the hours counted in which it was, may go back unnoticed."""


@cache
def oracle_instant(year: int, month: int, day: int, hour: int, minute: int, zone: str) -> datetime:
    local = PlainDateTime(year, month, day, hour, minute).assume_tz(zone, disambiguation="compatible")
    return datetime.fromtimestamp(local.to_instant().timestamp(), UTC)


def oracle_slots(rule: Rule, after: datetime, until: datetime) -> list[tuple[str, datetime]]:
    """(period, instant) day by day."""
    found = []
    day: date = (after - 2 * DAY).date()
    last = (until + 2 * DAY).date()
    while day <= last:
        weekday = day.isoweekday()
        if weekday in rule.weekdays:
            moment = oracle_instant(day.year, day.month, day.day, rule.at.hour, rule.at.minute, rule.zone)
            if after < moment <= until:
                year, week, _ = day.isocalendar()
                place = sum(1 for other in rule.weekdays if other <= weekday)
                found.append((f"{year}-W{week:02}" if place == 1 else f"{year}-W{week:02}.{place}", moment))
        day += DAY
    return found


class Rounds:
    """Each round of the worker, in order: the true instant and what its clock showed."""

    def __init__(self) -> None:
        self.truth: list[datetime] = []
        self.shown: list[datetime] = []
        self._right: list[int] = []
        self._right_at: list[datetime] = []
        self._wrong: list[int] = []

    def __len__(self) -> int:
        return len(self.truth)

    def add(self, truth: datetime, shown: datetime) -> None:
        if truth == shown:
            self._right.append(len(self.truth))
            self._right_at.append(truth)
        else:
            self._wrong.append(len(self.truth))
        self.truth.append(truth)
        self.shown.append(shown)

    def right(self, number: int) -> bool:
        return self.truth[number] == self.shown[number]

    def first_right(self, start: int, moment: datetime) -> int | None:
        """The first round from `start` on whose clock was right and showed the moment."""
        place = max(bisect_left(self._right_at, moment), bisect_left(self._right, start))
        return self._right[place] if place < len(self._right) else None

    def first(self, start: int, moment: datetime) -> int | None:
        """The first round from `start` on whose clock showed the moment, rightly or wrongly."""
        right = self.first_right(start, moment)
        end = len(self._wrong) if right is None else bisect_left(self._wrong, right)
        wrong = self._wrong[bisect_left(self._wrong, start) : end]
        return next((number for number in wrong if self.shown[number] >= moment), right)

    def astray_since(self, number: int) -> int:
        """The first of the wrong rounds in a row to which a wrong round belongs."""
        while number and not self.right(number - 1):
            number -= 1
        return number


@dataclass(frozen=True, slots=True)
class Owed:
    """A period that has to be served: its slot, and the first round that could know of it."""

    moment: datetime
    start: int


@dataclass
class Life:
    """A subscription as its people know it: its rules, the instants from which they counted, and the round that came
    next; and when it ended, after which round.
    """

    id: str
    rules: list[tuple[datetime, int, Rule]]
    ends: tuple[datetime, int] | None = None

    def owed(self, until: datetime, served: Callable[[str, int], bool]) -> dict[str, list[Owed]]:
        """By period: each rule that owed it, in order. `served` tells whether it was posted before a round."""
        owed: dict[str, list[Owed]] = {}
        for number, (begins, start, rule) in enumerate(self.rules):
            following = [at for at, _, _ in self.rules[number + 1 : number + 2]]
            ends = min([until, *([self.ends[0]] if self.ends else []), *following])
            since = self._carried(set(owed), number, served) if number else begins
            for period, moment in oracle_slots(rule, since, ends):
                if not served(period, start):
                    owed.setdefault(period, []).append(Owed(moment, start))
        return owed

    def _carried(self, owed: set[str], number: int, served: Callable[[str, int], bool]) -> datetime:
        """From when a new rule counts. A period that the old rule still had before it, and whose new slot has just
        passed, is not given up: the new rule then counts from that slot on.
        """
        (before, _, old), (edited, start, rule) = self.rules[number - 1 : number + 1]
        coming = {period for period, _ in oracle_slots(old, max(before, edited - 7 * DAY), edited + 7 * DAY)}
        for period, moment in oracle_slots(rule, edited - 7 * DAY, edited):
            if period in coming and period not in owed and not served(period, start):
                return moment - MOMENT
        return edited

    def in_force(self, number: int) -> tuple[int, Rule] | None:
        """The rule by which a round had to act, and the first round that knew it."""
        if self.ends is not None and number >= self.ends[1]:
            return None
        known = [(start, rule) for _, start, rule in self.rules if start <= number]
        return known[-1] if known else None


@dataclass
class Tally:
    """What became of the periods."""

    owed: int = 0
    posted: int = 0
    on_time: int = 0
    late: int = 0
    early: int = 0
    skipped: int = 0
    coalesced: int = 0
    faults: list[str] = field(default_factory=list)


class Judge:
    """Holds what was done against what ought to have been. `posts` names the rounds in which each key was accepted,
    `failed` the keys of which some call failed.
    """

    def __init__(self, rounds: Rounds, posts: dict[str, list[int]], failed: set[str]) -> None:
        self._rounds = rounds
        self._posts = posts
        self._failed = failed
        self.tally = Tally()

    def judge(self, lives: list[Life], rows: dict[str, Delivery], *, until: datetime) -> Tally:
        """Every period with a slot before `until`, and every message that stands."""
        expected: set[str] = set()
        for life in lives:
            owed = life.owed(until, partial(self._served, life))
            moments = sorted(o.moment for every in owed.values() for o in every)
            for period, (*given_up, what) in owed.items():
                key = f"digest:{life.id}:{period}"
                expected.add(key)
                self.tally.owed += 1
                if any(not self._may_give_up(key, earlier, moments) for earlier in given_up):
                    wrong = "not posted before its rule was changed"
                elif key in self._posts:
                    wrong = self._posted(key, what, life, moments)
                else:
                    wrong = self._silent(key, what, life, rows.get(key), moments)
                if wrong:
                    self.tally.faults.append(f"{key} of {what.moment:%F %T}: {wrong}")
        self._messages(expected, {life.id: life for life in lives}, until)
        return self.tally

    def _served(self, life: Life, period: str, number: int) -> bool:
        """Whether the period had its message before a round."""
        return any(posted < number for posted in self._posts.get(f"digest:{life.id}:{period}", ()))

    def _messages(self, expected: set[str], lives: dict[str, Life], until: datetime) -> None:
        for key, numbers in self._posts.items():
            at = self._rounds.truth[numbers[0]]
            if len(numbers) != 1:
                self.tally.faults.append(f"{key} was posted {len(numbers)} times")
            if key not in expected and at < until and not self._due_by_clock(key, numbers[0], lives[key.split(":")[1]]):
                self.tally.faults.append(f"{key} was posted at {at} but never owed")

    def _posted(self, key: str, what: Owed, life: Life, moments: list[datetime]) -> str:
        """In its round, or soon after where a call failed."""
        rounds, number, tally = self._rounds, self._posts[key][0], self.tally
        after = rounds.truth[number] - what.moment
        tally.posted += 1
        tally.early += after < timedelta(0)
        tally.late += after > TOLERANCE
        tally.on_time += timedelta(0) <= after <= TOLERANCE
        deciding = self._deciding(key, what, moments)
        if number in deciding or self._due_by_clock(key, number, life):
            return ""
        if key in self._failed and any(self._soon_after(i, number) for i in deciding):
            return ""
        return f"posted at {rounds.truth[number]} instead of {[str(rounds.truth[i]) for i in deciding]}"

    def _silent(self, key: str, what: Owed, life: Life, row: Delivery | None, moments: list[datetime]) -> str:
        """For a reason that the oracle finds too."""
        rounds, deciding = self._rounds, self._deciding(key, what, moments)
        if row is None or row.state is State.CANCELLED:
            removed = life.ends is not None and any(life.ends[0] - rounds.truth[i] < TOLERANCE for i in deciding)
            return "" if key in self._failed and removed else "lost"
        if row.state is not State.SKIPPED:
            return f"left {row.state}"
        if row.reason == "coalesced":
            self.tally.coalesced += 1
            return "" if self._may_coalesce(key, what, moments) else "coalesced without a newer one"
        self.tally.skipped += 1
        return "" if self._may_skip(key, what, moments) else "skipped although there was time"

    def _may_give_up(self, key: str, what: Owed, moments: list[datetime]) -> bool:
        return self._may_skip(key, what, moments) or self._may_coalesce(key, what, moments)

    def _may_skip(self, key: str, what: Owed, moments: list[datetime]) -> bool:
        return any(shown >= what.moment + LIFE for shown in self._clocks(key, what, moments))

    def _may_coalesce(self, key: str, what: Owed, moments: list[datetime]) -> bool:
        return any(self._newer(what, moments, shown) for shown in self._clocks(key, what, moments))

    def _clocks(self, key: str, what: Owed, moments: list[datetime]) -> list[datetime]:
        """What the clock showed at the latest when it was decided."""
        slack = TOLERANCE if key in self._failed else timedelta(0)
        return [self._rounds.shown[i] + slack for i in self._deciding(key, what, moments)]

    def _deciding(self, key: str, what: Owed, moments: list[datetime]) -> list[int]:
        """The round that had to serve the period; two, where a wrong clock may or may not have had the last word."""
        rounds = self._rounds
        first = rounds.first(what.start, what.moment)
        if first is None:
            return []
        shown = rounds.shown[first]
        failed, given_up = key in self._failed, shown >= what.moment + LIFE or self._newer(what, moments, shown)
        if rounds.right(first) or not (failed or given_up):
            return [first]
        again = rounds.first_right(first, what.moment)
        stays = failed or shown - rounds.truth[first] < SMALL
        return [i for i in (again, first if stays else None) if i is not None]

    @staticmethod
    def _newer(what: Owed, moments: list[datetime], shown: datetime) -> bool:
        place = bisect_left(moments, what.moment) + 1
        return place < len(moments) and moments[place] <= shown

    def _due_by_clock(self, key: str, number: int, life: Life) -> bool:
        """Whether the clock of the round was wrong and showed the slot for the first time, by the rule in force."""
        rounds = self._rounds
        rule = life.in_force(number)
        if rule is None or rounds.right(number):
            return False
        start, shown = max(rule[0], rounds.astray_since(number)), rounds.shown[number]
        due = dict(oracle_slots(rule[1], shown - LIFE, shown)).get(key.split(":")[2])
        return due is not None and (rounds.first(start, due) == number or key in self._failed)

    def _soon_after(self, first: int, number: int) -> bool:
        return first <= number and self._rounds.truth[number] - self._rounds.truth[first] <= TOLERANCE
