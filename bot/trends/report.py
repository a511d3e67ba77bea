"""What moves, and what stands: topics of a census over the shortest window that holds enough to be compared."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.domain.digest import Direction, Momentum, TopicReport, TrendReport, Window
from bot.trends.census import Census, Sized
from bot.trends.momentum import LEAST_SECTIONS, Change, Count, directions
from bot.trends.terms import heads, names

WINDOW_DAYS = (7, 28, 84)
"""Windows tried, the shortest first: since a week ago, since four, since twelve. The first day counts in full, so that
what was dated after last week's digest is in this week's window."""
LEAST_COMPARED = 12
"""Sections that a window needs, and the time before it: from fewer no share can be told."""
STANDING = STEADY = 8
BESIDE = 5
SAME_SECTIONS = 0.6
"""Two terms of which one holds the other's words are one topic where their sections overlap by this much (Jaccard)."""
TOGETHER, TOGETHER_LEAST = 0.8, 5
"""Two terms of any words that overlap by so much in so many sections are one piece of news."""
_LOOKED_AT = 20
_ORDER = {Direction.NEW: 0, Direction.RISING: 0, Direction.STEADY: 1, Direction.FADING: 2}


def report(census: Census) -> TrendReport:
    """The trends as of the census."""
    state, window = census.state(), choose_window(census)
    if window is None:
        return TrendReport(state, None, (), tuple(map(census.topic, _standing(census))))
    moved = _movements(census, window)
    return TrendReport(state, window, tuple(moved), tuple(map(census.topic, _standing(census))))


def choose_window(census: Census) -> Window | None:
    """The shortest window up to the census' day that can be compared with the time before it."""
    for days in WINDOW_DAYS:
        starts = census.today - timedelta(days=days)
        now, before = census.dated(starts, census.today), census.dated(None, starts - timedelta(days=1))
        if len(now) >= LEAST_COMPARED and len(before) >= LEAST_COMPARED:
            return Window(starts, census.today, len(now), census.documents(now), len(before))
    return None


def topic_report(census: Census, name: str) -> TopicReport | None:
    """One topic by any of its spellings, also where it is too ordinary or too rare to be listed; None where unknown."""
    sized = census.found(name)
    if sized is None:
        return None
    window = choose_window(census)
    return TopicReport(
        topic=census.topic(sized),
        momentum=movement_of(census, window, sized) if window is not None else None,
        window=window,
        sections=tuple(census.shelf.sections[number] for number in _newest(census, sized.numbers)),
        beside=_beside(census, sized),
    )


def movement_of(census: Census, window: Window, sized: Sized) -> Momentum | None:
    """How one topic moves, tested among all the others; None for a word that is no topic of this corpus."""
    if not census.is_topic(sized):
        return None
    name = census.name(sized.term)
    return next(m for m in _movements(census, window, also=sized) if m.topic.name == name)


def _movements(census: Census, window: Window, also: Sized | None = None) -> list[Momentum]:
    now = census.dated(window.starts, window.ends)
    inside, likely = frozenset(now), census.likely()
    sized = {s.term.name: s for s in _tested(census, likely, now, window.sections_before)}
    if also is not None:
        sized[also.term.name] = also
    counts = {name: _count(census, s, inside, window) for name, s in sized.items()}
    moved = directions(counts, family=likely.values())
    strength = {name: _strength(census, sized[name], inside, moved[name]) for name in sized}
    ordered = sorted(sized, key=lambda name: (_ORDER[moved[name][0]], -strength[name], name))
    steady = [n for n in ordered if moved[n][0] is Direction.STEADY and counts[n].now >= LEAST_SECTIONS]
    shown = [n for n in ordered if moved[n][0] is not Direction.STEADY or n in steady[:STEADY]]
    kept = _distinct([sized[name] for name in shown], inside)
    if also is not None and all(s.term.name != also.term.name for s in kept):
        kept.append(also)
    return [_momentum(census, s, counts[s.term.name], moved[s.term.name], inside) for s in kept]


def _count(census: Census, sized: Sized, inside: frozenset[int], window: Window) -> Count:
    """What is dated and not within the window is before it: a census holds nothing later."""
    now, undated = len(sized.numbers & inside), len(sized.numbers & census.undated)
    return Count(now, len(sized.numbers) - now - undated, window.sections, window.sections_before)


def _tested(census: Census, likely: Iterable[str], now: Sequence[int], before: int) -> Iterable[Sized]:
    """Topics that could be said to move: named often enough now, or so often before that their silence would show."""
    named = census.shelf.postings.tally(now)
    due = LEAST_SECTIONS * (before + len(now)) / len(now)
    at_most = census.shelf.postings.at_most
    for joined in likely:
        spellings = census.shelf.lexicon.term(joined).spellings
        if sum(map(named, spellings)) >= LEAST_SECTIONS or sum(map(at_most, spellings)) >= due:
            sized = census.sized(joined)
            if sized is not None:
                yield sized


def _strength(census: Census, sized: Sized, inside: frozenset[int], moved: tuple[Direction, Change]) -> float:
    """For the order only: the z-score, weighed by how many of the sections are about the topic and not just name it."""
    if moved[0] is Direction.STEADY:
        return len(sized.numbers & inside)
    numbers = _newest(census, sized.numbers & inside)[:_LOOKED_AT]
    about = sum(_about(census, number, sized) for number in numbers)
    return round(abs(moved[1].z) * math.sqrt((1 + about) / (1 + len(numbers))), 9)


def _about(census: Census, number: int, sized: Sized) -> bool:
    row = heads(census.shelf.sections[number])
    return any(names(row, words) for words in sized.term.spellings.values())


def _distinct(ordered: Sequence[Sized], inside: frozenset[int]) -> list[Sized]:
    """Leaves out what another topic of nearly the same sections already says with more or fewer words."""
    kept: list[tuple[Sized, frozenset[int]]] = []
    for sized in ordered:
        within = sized.numbers & inside
        if not any(_same(sized.term.name, within, other.term.name, others) for other, others in kept):
            kept.append((sized, within))
    return [sized for sized, _ in kept]


def _same(name: str, a: frozenset[int], other: str, b: frozenset[int]) -> bool:
    words, others = set(name.split()), set(other.split())
    akin = words <= others or others <= words
    needed, fewer, more = SAME_SECTIONS if akin else TOGETHER, *sorted((len(a), len(b)))
    if fewer < needed * more or (not akin and fewer < TOGETHER_LEAST):
        return False  # without comparing the sections: what they share is never more than the smaller set
    both = len(a & b)
    return both >= needed * (fewer + more - both) and (akin or both >= TOGETHER_LEAST)


def _momentum(
    census: Census, sized: Sized, count: Count, moved: tuple[Direction, Change], inside: frozenset[int]
) -> Momentum:
    return Momentum(
        topic=census.topic(sized),
        direction=moved[0],
        now=count.now,
        before=count.before,
        documents_now=census.documents(sized.numbers & inside),
        score=round(moved[1].z, 2),
    )


def _standing(census: Census) -> list[Sized]:
    """The topics of the whole corpus that most sections name."""
    likely = census.likely()
    bounds = sorted(likely, key=lambda joined: (-likely[joined], joined))[: 4 * STANDING]
    found = sorted(census.topics(bounds), key=lambda s: (-len(s.numbers), s.term.name))
    return _distinct(found, census.numbers)[:STANDING]


def _newest(census: Census, numbers: Iterable[int]) -> list[int]:
    """By date, the newest first and undated last, then by section id."""
    sections = census.shelf.sections
    return sorted(numbers, key=lambda n: (-(census.days[n] or date.min).toordinal(), sections[n].section.id))


def _beside(census: Census, sized: Sized) -> tuple[str, ...]:
    """Topics named in the same sections more often than their share of the corpus would have it."""
    together: Counter[str] = Counter(census.shelf.postings.nouns_in(sized.numbers))
    scores: dict[str, float] = {}
    for other in census.topics(noun for noun, count in together.items() if count > 1):
        shared = len(other.numbers & sized.numbers)
        if shared > 1 and other.term.name != sized.term.name:
            scores[census.name(other.term)] = shared * shared / len(other.numbers)
    return tuple(sorted(scores, key=lambda name: (-round(scores[name], 9), name))[:BESIDE])
