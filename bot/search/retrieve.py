"""From an understood query to ranked sections: candidates, final order, what it explains, near-duplicates.

Where there is a stage (see `bot.domain.meaning`), it adds candidates that lie near in meaning, and weighs both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.domain.document import Section
from bot.domain.meaning import Judgement, Nearness, Stage, Words
from bot.domain.query import Correction
from bot.search.answering.corrections import corrected
from bot.search.answering.related import telling_words
from bot.search.answering.similar import collapsed
from bot.search.index import payload
from bot.search.index.lookup import Found, Restriction
from bot.search.index.storage import Generation
from bot.search.query.expand import Term, expand
from bot.search.query.filters import restriction, text_test
from bot.search.query.forms import Form
from bot.search.query.typed import ParsedQuery
from bot.search.ranking import shorthand
from bot.search.ranking.calibration import ANSWERED, SHOWN, SHOWN_BESIDE
from bot.search.ranking.candidates import CANDIDATES, LISTED, MAX_CANDIDATES, Sought, candidates, clauses
from bot.search.ranking.pool import Pool
from bot.search.ranking.rank import Ranking, rank
from bot.search.ranking.seek import Needle, Wanted, crossing, wanted
from bot.search.ranking.standin import behind_first
from bot.search.ranking.telling import LONG, telling
from bot.search.spelling.hangul import is_jamo
from bot.search.words.lexicon import Lexicon

LOOKED_AT = 3
"""The best hits of which one must explain the query: what a reader sees first."""

NEAR = 20
"""Sections near in meaning that are weighed beside those found by words."""

UNKNOWN = 0.25
"""Share of a query's words that the documents do not have, from which on words seldom speak firmly. Of 504 labelled
queries 168 are long enough to be embedded ahead then, six of them in vain; of 725 queries in the words of their
passages, typed in ten ways, 63 and 44.
"""

TIE = 0.01
"""What ten years of age cost: less than any difference that a word makes, so that recency only parts equals."""

TIE_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class Result:
    """`order` are numbers of candidates, best first, near-duplicates left out; `similar` tells whom each stands for;
    `sections` are the candidates' ordinals, `chosen` the numbers of the needles by which each holds the terms, -1 for
    those that it does not hold.
    """

    terms: tuple[Wanted, ...]
    order: tuple[int, ...]
    scores: Sequence[float]
    sections: Sequence[int]
    chosen: Sequence[Sequence[int]]
    total: int
    corrections: tuple[Correction, ...] = ()
    similar: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    by_meaning: Sequence[bool] = ()
    nearness: Nearness | None = None

    @property
    def answered(self) -> bool:
        """Whether the best hit is an answer."""
        return bool(self.order)

    def needles(self, place: int) -> list[Needle]:
        """By which string a candidate holds each of the terms that it holds."""
        return [term.needles[c] for term, c in zip(self.terms, self.chosen[place], strict=True) if c >= 0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: who asks of which generation, and how many results may be shown."""

    parsed: ParsedQuery
    generation: Generation
    lexicon: Lexicon
    owner: str
    owners: tuple[str, ...] | None
    need: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What words alone say: the candidates in their order, and whether the best of them answers. `told` is what of the
    query is compared in meaning, `likely` words that initial consonants may stand for where they tell nothing.
    """

    told: str
    terms: tuple[Wanted, ...]
    crosses: Sequence[tuple[str, float]]
    sought: Sought
    found: Found
    pool: Pool
    days: Sequence[int]
    ranking: Ranking
    order: list[int]
    sure: bool
    likely: Sequence[str]


def retrieve(asked: Asked, stage: Stage | None) -> Result:
    """Rank what the visible documents hold."""
    return weigh(asked, look(asked, stage), stage)


def look(asked: Asked, stage: Stage | None) -> Looked:
    """Rank by words what the visible documents hold. A stage hears of the query as soon as it is likely to be asked."""
    parsed, generation, lexicon = asked.parsed, asked.generation, asked.lexicon
    told = _told(asked) if stage is not None else ""
    if stage is not None and told and _unknown(asked) >= UNKNOWN:
        stage.ahead(told)
    expansion = expand(parsed.words, lexicon)
    runs = {term.typed: generation.having(term.typed) for term in expansion.terms if term.initials}
    terms = tuple(wanted(expansion.terms, lexicon, runs))
    crosses = crossing(expansion.plain, lexicon)
    within = restriction(parsed.filters, generation.reader, asked.owners, lexicon.glossary)
    sought = Sought(clauses(terms, crosses), within, text_test(parsed.filters), runs)
    found, pool, days = candidates(generation, sought, max(CANDIDATES if terms else LISTED, asked.need))
    ranking = rank(pool, terms, crosses, generation.average, lexicon.greatest)
    ranking = behind_first(ranking, pool, found.ordinals)
    likely: list[str] = []
    if shorthand.is_shorthand(terms):
        having = {run: len(held.sections) for run, held in runs.items()}
        ranking, likely = shorthand.read(ranking, pool, terms, having, lexicon.total, generation.average)
    order = _order(ranking.scores.tolist(), days, found.ordinals)
    sure = not parsed.words or _best(ranking.certainty, order) >= ANSWERED
    if stage is not None and told and not sure:
        stage.ahead(told)
    return Looked(told, terms, crosses, sought, found, pool, days, ranking, order, sure, likely)


def weigh(asked: Asked, looked: Looked, stage: Stage | None) -> Result:
    """Weigh meaning beside what words say, and leave out what is no answer and near-duplicates."""
    generation, terms = asked.generation, looked.terms
    found, pool, days, ranking, order = looked.found, looked.pool, looked.days, looked.ranking, looked.order
    near: Nearness | None = None
    if stage is not None and looked.told:
        near = stage.near(looked.told, owner=asked.owner, words=_words(asked, looked, ranking))
    judged: Judgement | None = None
    if near is not None:
        found, pool, days = _joined(generation, looked.sought, found, near)
        ranking = rank(pool, terms, looked.crosses, generation.average, asked.lexicon.greatest)
        judged = near.judge(_words(asked, looked, ranking), _ids(asked, found))
        order = _order(judged.scores, days, found.ordinals)
        worth = _worth_showing(ranking)
        order = [place for place in order if judged.answered and (worth[place] or judged.shown[place])]
    elif asked.parsed.words:
        worth = _worth_showing(ranking)
        order = [place for place in order if looked.sure and worth[place]]
    scores = ranking.scores.tolist() if judged is None else list(judged.scores)
    chosen = ranking.chosen.T.tolist()
    kept, stands = collapsed(order, scores, pool.text, days, asked.need, _alike(stage, asked, found, order))
    return Result(
        terms=terms,
        order=tuple(kept),
        scores=scores,
        sections=found.ordinals,
        chosen=chosen,
        total=len(kept),
        corrections=_corrections(terms, chosen, kept, judged, asked, pool),
        similar=stands,
        by_meaning=() if judged is None else judged.by_meaning,
        nearness=near,
    )


def _corrections(
    terms: Sequence[Wanted],
    chosen: Sequence[Sequence[int]],
    kept: Sequence[int],
    judged: Judgement | None,
    asked: Asked,
    pool: Pool,
) -> tuple[Correction, ...]:
    """What was read otherwise than typed to find the best hit, or one below it where that lacks the word: nothing where
    meaning found it.
    """
    if not kept or (judged is not None and judged.by_meaning[kept[0]]):
        return ()
    held = [
        next((c for c in column if c >= 0), -1) for column in zip(*(chosen[p] for p in kept[:LOOKED_AT]), strict=True)
    ]
    return corrected(terms, held, asked.lexicon.glossary, asked.parsed.text, lambda: pool.text(kept[0]))


def _order(scores: Sequence[float], days: Sequence[int], ordinals: Sequence[int]) -> list[int]:
    """Places of the candidates, the best first; of equals the newer one, then the one that was read first."""
    ages = max(days, default=0) - np.array(days)
    found: list[int] = np.lexsort((ordinals, TIE * np.minimum(1.0, ages / TIE_DAYS) - np.array(scores))).tolist()
    return found


def _worth_showing(ranking: Ranking) -> NDArray[np.bool_]:
    """Which candidates hold something of the query, and not next to nothing beside the best one: else they are no
    answers, whatever their letters have in common with it.
    """
    scores = ranking.scores
    return np.asarray((ranking.explained >= SHOWN) & (scores >= SHOWN_BESIDE * scores.max(initial=0.0)))


def _best(values: NDArray[np.float64], order: Sequence[int]) -> float:
    """The greatest value among the hits that a reader sees first."""
    return float(values[list(order[:LOOKED_AT])].max()) if order else 0.0


def _words(asked: Asked, looked: Looked, ranking: Ranking) -> Words:
    """What the words say of the candidates."""
    return Words(
        query=asked.parsed.text,
        scores=ranking.scores.tolist(),
        explained=ranking.explained.tolist(),
        weight=sum(term.weight for term in looked.terms),
        answered=looked.sure,
    )


def _told(asked: Asked) -> str:
    """What of a query is compared in meaning; nothing of one with lone consonants and vowels, which no model reads, but
    in a tale they are sighs.
    """
    parsed = asked.parsed
    unreadable = len(parsed.text) < LONG and any(is_jamo(char) for word in parsed.words for char in word.text)
    return "" if not parsed.words or unreadable else telling(parsed, asked.lexicon)


def _unknown(asked: Asked) -> float:
    """The share of a query's words that the documents do not have as typed."""
    words = asked.parsed.words
    return sum(not asked.lexicon.known(word.text) for word in words) / len(words)


def _alike(stage: Stage | None, asked: Asked, found: Found, order: Sequence[int]) -> dict[int, int]:
    """The best results that say the same as an earlier one in meaning, and which."""
    best = order[: 2 * asked.need] if stage is not None else ()
    if stage is None or len(best) < 2:
        return {}
    reader = asked.generation.reader
    same = stage.alike([payload.section_id(reader.payload(found.ordinals[place])) for place in best])
    return {best[number]: best[first] for number, first in enumerate(same) if first != number}


def _joined(generation: Generation, sought: Sought, found: Found, near: Nearness) -> tuple[Found, Pool, list[int]]:
    """The candidates with those that lie near; the filters hold for them too."""
    found = found.joined(_nearest(generation, sought, near))
    rows = [generation.text(ordinal) for ordinal in found.ordinals]
    return found, Pool([text for text, _ in rows]), [day for _, day in rows]


def _nearest(generation: Generation, sought: Sought, near: Nearness) -> Found:
    """Sections that lie near and pass the filters; more are looked through while those reject many."""
    filtered = bool(sought.test) or sought.within != Restriction(owners=sought.within.owners)
    count = NEAR
    while True:
        names = near.nearest(count)
        found = generation.reader.by_ids(names, sought.within)
        if sought.test:
            texts = [str(generation.text(ordinal)[0], "utf-16-le") for ordinal in found.ordinals]
            found = found.pick([place for place, text in enumerate(texts) if sought.test.holds(text)])
        if not filtered or len(found.ordinals) >= NEAR or len(names) < count or count >= MAX_CANDIDATES:
            return found
        count *= 8


def _ids(asked: Asked, found: Found) -> list[str]:
    return [payload.section_id(asked.generation.reader.payload(ordinal)) for ordinal in found.ordinals]


def related_to(section: Section, asked: Asked, stage: Stage | None) -> Result:
    """Sections that treat the same matter as one, itself left out: near in meaning, else by its telling words."""
    generation = asked.generation
    terms = tuple(
        wanted([Term(word, (Form(word, 1.0),)) for word in telling_words(section, asked.lexicon)], asked.lexicon, {})
    )
    within = Restriction(owners=asked.owners)
    reader = generation.reader
    near = stage.related(section.id, owner=asked.owner, count=asked.need) if stage is not None else ()
    if near:
        ids = [name for name, _ in near]
        found = reader.by_ids(ids, within)
        places = {payload.section_id(reader.payload(ordinal)): p for p, ordinal in enumerate(found.ordinals)}
        order = [places[name] for name in ids if name in places]
    else:
        found = reader.scored(clauses(terms, ()), within).best(CANDIDATES) if terms else Found([], [])
        order = list(range(len(found.ordinals)))
    pool = Pool([generation.text(n)[0] for n in found.ordinals])
    ranking = rank(pool, terms, (), generation.average, asked.lexicon.greatest)
    if not near:
        itself = reader.by_ids([section.id], within).ordinals
        order = [place for place in order if found.ordinals[place] not in itself]
        order.sort(key=lambda place: (-ranking.scores[place], found.ordinals[place]))
    return Result(terms, tuple(order), ranking.scores.tolist(), found.ordinals, ranking.chosen.T.tolist(), len(order))
