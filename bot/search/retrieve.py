"""From an understood query to ranked sections: candidates of the index, filters, final order, near-duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.domain.document import Section
from bot.domain.query import Correction, Reading
from bot.search.expand import Form, Term, expand
from bot.search.filters import TextTest, restriction, text_test
from bot.search.index import Clause, Found, Restriction
from bot.search.lexicon import Lexicon
from bot.search.pool import Pool
from bot.search.query import ParsedQuery
from bot.search.rank import Ranking, rank
from bot.search.related import telling_words
from bot.search.seek import Needle, Wanted, crossing, wanted
from bot.search.storage import Generation

CANDIDATES = 60
"""Sections that the first stage hands to the ranking."""

CROSS_WEIGHT = 0.3
"""Of bigrams across a blank, which forgive missing and extra blanks."""

MAX_LISTED = 1_000
"""Sections with a run of initial consonants that are handed to the index as a list."""

MAX_ALONE = 200
"""Sections ranked for a query of initial consonants alone."""

MANY = 800
"""Where more sections have the run, the best so many by the other words are looked through."""

MAX_CANDIDATES = 16_384
"""Where phrases and excluded words reject candidates, more are fetched up to so many."""

ANSWERED = 0.2
TIE = 0.01


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sections that may answer: ordinals, scores of words, addresses for their payload, and ranking details."""

    ordinals: tuple[int, ...]
    addresses: tuple[Any, ...]  # tantivy's own type stays in `index`
    ranking: Ranking


class Stage(Protocol):
    """A second opinion between candidates and final order, such as one by meaning."""

    def rescore(self, query: str, candidates: Candidates) -> Sequence[float]:
        """Final scores of the candidates, in their order; `ranking.explained` tells how far words explain each."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """`order` are numbers of candidates, best first, near-duplicates left out and kept in `similar` by section id."""

    terms: tuple[Wanted, ...]
    order: tuple[int, ...]
    scores: Sequence[float]
    addresses: Sequence[Any]
    answered: bool
    total: int
    chosen: NDArray[np.int64]
    corrections: tuple[Correction, ...] = ()
    similar: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def needles(self, place: int) -> list[Needle]:
        """By which string a candidate holds each of the terms that it holds."""
        return [term.needles[c] for term, c in zip(self.terms, self.chosen[:, place].tolist(), strict=True) if c >= 0]

    def meant(self, lexicon: Lexicon) -> tuple[str, ...]:
        return ()


def retrieve(
    parsed: ParsedQuery,
    generation: Generation,
    lexicon: Lexicon,
    *,
    owners: tuple[str, ...] | None,
    need: int,
    stage: Stage | None,
) -> Result:
    """Rank what the visible documents hold; `need` is how many results may be shown."""
    expansion = expand(parsed.words, lexicon)
    runs = {term.typed: len(generation.having(term.typed)) for term in expansion.terms if term.initials}
    terms = tuple(wanted(expansion.terms, lexicon, runs))
    crosses = crossing(expansion.plain, lexicon)
    sought = Sought(
        clauses(terms, crosses),
        restriction(parsed.filters, generation.reader, owners),
        text_test(parsed.filters),
        tuple(runs),
    )
    found, pool, days = candidates(generation, sought, max(CANDIDATES, need))
    ranking = rank(pool, terms, crosses, generation.average)
    scores = ranking.scores
    if stage is not None:
        chosen = Candidates(tuple(found.ordinals), tuple(found.addresses), ranking)
        scores = np.array(stage.rescore(" ".join(word.text for word in parsed.words), chosen), np.float64)
    newest = max(days, default=0)
    # A decade of age costs less than any difference that a word makes: recency only parts equals.
    aged = [score - TIE * min(1.0, (newest - day) / 3650) for score, day in zip(scores.tolist(), days, strict=True)]
    order = sorted(range(len(aged)), key=lambda place: (-aged[place], found.ordinals[place]))
    if parsed.words:
        # A section that hardly holds anything of the query is no answer, whatever its letters have in common with it.
        order = [place for place in order if ranking.explained[place] >= ANSWERED]
    answered = bool(order)
    corrections = _corrections(terms, ranking, order[0], pool.text(order[0])) if answered and terms else ()
    return Result(
        terms, tuple(order), scores.tolist(), found.addresses, answered, len(order), ranking.chosen, corrections
    )


@dataclass(frozen=True, slots=True)
class Sought:
    """What the first stage looks for: weighted bigrams, filters, and sections with runs of initial consonants."""

    clauses: Sequence[Clause]
    within: Restriction
    test: TextTest
    runs: Sequence[str]


def candidates(generation: Generation, sought: Sought, count: int) -> tuple[Found, Pool, list[int]]:
    """Sections that pass the filters, with their texts and days."""
    found = _found(generation, sought, count)
    limit = count
    while True:
        rows = [generation.text(ordinal) for ordinal in found.ordinals]
        if not sought.test:
            break
        kept = [place for place, (text, _) in enumerate(rows) if sought.test.holds(str(text, "utf-16-le"))]
        if len(kept) >= count or len(rows) < limit or limit >= MAX_CANDIDATES:
            found, rows = found.pick(kept[:count]), [rows[place] for place in kept[:count]]
            break
        limit *= 4
        found = generation.reader.search(sought.clauses, sought.within, limit)
    return found, Pool([text for text, _ in rows]), [day for _, day in rows]


def _found(generation: Generation, sought: Sought, count: int) -> Found:
    """The best by bigrams; with initial consonants, first those that have them."""
    search = generation.reader.search
    plain = [search(sought.clauses, sought.within, count)] if sought.clauses or not sought.runs else []
    if not sought.runs:
        return plain[0]
    having = generation.having(sought.runs[0])
    for run in sought.runs[1:]:
        both = np.intersect1d(having, generation.having(run), assume_unique=True)
        having = both if len(both) else having
    if len(having) > MAX_LISTED and sought.clauses:
        many = search(sought.clauses, sought.within, MANY)
        held = np.isin(np.array(many.ordinals, np.int64), having, assume_unique=True)
        return many.pick(np.flatnonzero(held)[:count].tolist()).joined(plain[0])
    if len(having) > MAX_LISTED:
        titled = generation.having(sought.runs[0], titled=True)
        having = np.concatenate([titled[:MAX_ALONE], having[-MAX_ALONE:]])
    within = replace(sought.within, ordinals=tuple(having.tolist()))
    found = search(sought.clauses, within, count if sought.clauses else MAX_ALONE) if len(having) else Found([], [], [])
    return found.joined(plain[0]) if plain else found


def clauses(terms: Sequence[Wanted], crosses: Sequence[tuple[str, float]]) -> list[Clause]:
    """The first stage's bigrams: each once for its term, at the weight of the best form that has it."""
    weights: dict[str, float] = {}
    for term in terms:
        own: dict[str, float] = {}
        for grams in term.grams:
            for bigram in grams.rarities:
                own[bigram] = max(own.get(bigram, 0.0), grams.weight)
        for bigram, weight in own.items():
            weights[bigram] = weights.get(bigram, 0.0) + weight
    for bigram, _ in crosses:
        weights[bigram] = weights.get(bigram, 0.0) + CROSS_WEIGHT
    return [Clause(bigram, weight) for bigram, weight in weights.items() if weight > 0]


def _corrections(terms: Sequence[Wanted], ranking: Ranking, best: int, text: str) -> tuple[Correction, ...]:
    """How the words of the best hit differ from the typed ones."""
    found = []
    for number, term in enumerate(terms):
        choice = int(ranking.chosen[number, best])
        if choice < 0:
            continue
        form = term.needles[choice].form
        if form.reading is not None and form.reading is not Reading.INITIALS and form.text != term.term.typed:
            found.append(Correction(term.term.typed, form.text, form.reading))
    return tuple(dict.fromkeys(found))


def related_to(
    section: Section, generation: Generation, lexicon: Lexicon, *, owners: tuple[str, ...] | None, need: int
) -> Result:
    """Sections that share the telling words of one, itself left out."""
    chosen = telling_words("\n".join((*section.path, section.text)), lexicon)
    terms = tuple(wanted([Term(word, (Form(word, 1.0),)) for word in chosen], lexicon, {}))
    within = Restriction(owners=owners)
    found = generation.reader.search(clauses(terms, ()), within, CANDIDATES) if terms else Found([], [], [])
    itself = generation.reader.by_id(section.id, within).ordinals
    ranking = rank(Pool([generation.text(ordinal)[0] for ordinal in found.ordinals]), terms, (), generation.average)
    places = [place for place, ordinal in enumerate(found.ordinals) if ordinal not in itself]
    order = tuple(sorted(places, key=lambda place: (-ranking.scores[place], found.ordinals[place])))
    return Result(terms, order, ranking.scores.tolist(), found.addresses, bool(order), len(order), ranking.chosen)
