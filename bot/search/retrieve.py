"""From an understood query to ranked sections: candidates of the index, filters, final order, near-duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from bot.domain.document import Section
from bot.domain.query import Correction, Reading
from bot.search.expand import Expansion, Form, Term, expand
from bot.search.filters import TextTest, restriction, text_test
from bot.search.index import BIGRAM, INITIAL_SIZES, INITIALS, Clause, Found, Restriction
from bot.search.lexicon import Lexicon
from bot.search.pool import Pool
from bot.search.query import ParsedQuery
from bot.search.rank import Ranking, rank
from bot.search.related import clauses as related_clauses
from bot.search.related import telling_words
from bot.search.seek import Wanted, crossing, wanted
from bot.search.storage import Generation

CANDIDATES = 60
"""Sections that the first stage hands to the ranking."""

CROSS_WEIGHT = 0.3
"""Of bigrams across a blank, which forgive missing and extra blanks."""

INITIALS_BOOST = 2.2
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
    corrections: tuple[Correction, ...] = ()
    similar: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

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
    terms = tuple(wanted(expansion.terms, lexicon))
    within = restriction(parsed.filters, generation.reader, owners)
    found, texts, days = _candidates(
        generation, clauses(expansion, lexicon), within, text_test(parsed.filters), max(CANDIDATES, need)
    )
    ranking = rank(Pool(texts), terms, crossing(expansion.plain, lexicon), generation.average)
    scores = ranking.scores
    if stage is not None:
        chosen = Candidates(tuple(found.ordinals), tuple(found.addresses), ranking)
        scores = np.array(stage.rescore(" ".join(word.text for word in parsed.words), chosen), np.float64)
    newest = max(days, default=0)
    # A decade of age costs less than any difference that a word makes: recency only parts equals.
    aged = [score - TIE * min(1.0, (newest - day) / 3650) for score, day in zip(scores.tolist(), days, strict=True)]
    order = sorted(range(len(aged)), key=lambda place: (-aged[place], found.ordinals[place]))
    filtered_only = not parsed.words
    answered = bool(order) and (filtered_only or float(ranking.explained[order[0]]) >= ANSWERED)
    corrections = _corrections(terms, ranking, order[0], texts[order[0]]) if answered and terms else ()
    return Result(terms, tuple(order), scores.tolist(), found.addresses, answered, len(order), corrections)


def _candidates(
    generation: Generation, wanted_clauses: list[Clause], within: Any, test: TextTest, count: int
) -> tuple[Found, list[str], list[int]]:
    """Candidates that pass the filters, with their texts and days; more are fetched while the test rejects many."""
    limit = count
    while True:
        found = generation.reader.search(wanted_clauses, within, limit)
        rows = [generation.text(ordinal) for ordinal in found.ordinals]
        kept = [place for place, (text, _) in enumerate(rows) if not test or test.holds(text)]
        if not test or len(kept) >= count or len(rows) < limit or limit >= MAX_CANDIDATES:
            break
        limit *= 4
    kept = kept[:count]
    picked = Found(
        [found.ordinals[place] for place in kept],
        [found.scores[place] for place in kept],
        [found.addresses[place] for place in kept],
    )
    return picked, [rows[place][0] for place in kept], [rows[place][1] for place in kept]


def clauses(expansion: Expansion, lexicon: Lexicon) -> list[Clause]:
    """The first stage's terms: every bigram once for its word, at the weight of the best form that has it."""
    weights: dict[tuple[str, str], float] = {}
    for term in expansion.terms:
        for key, weight in _term_clauses(term).items():
            weights[key] = weights.get(key, 0.0) + weight
    for one, other in zip(expansion.plain, expansion.plain[1:], strict=False):
        if one and other:
            key = BIGRAM, one[-1] + other[0]
            weights[key] = weights.get(key, 0.0) + CROSS_WEIGHT
    frequency = lexicon.reader.frequency
    return [Clause(*key, weight) for key, weight in weights.items() if weight > 0 and frequency(*key)]


def _term_clauses(term: Term) -> dict[tuple[str, str], float]:
    if term.initials:
        size = max((size for size in INITIAL_SIZES if size <= len(term.typed)), default=2)
        return {(INITIALS, term.typed[:size]): INITIALS_BOOST}
    found: dict[tuple[str, str], float] = {}
    for form in term.forms:
        text = form.text.replace(".", "")
        for place in range(len(text) - 1):
            key = BIGRAM, text[place : place + 2]
            found[key] = max(found.get(key, 0.0), form.weight)
    return found


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
    terms = tuple(wanted([Term(word, (Form(word, 1.0),)) for word, _ in chosen], lexicon))
    within = Restriction(owners=owners)
    found = (
        generation.reader.search(related_clauses(chosen, lexicon), within, need + 1) if chosen else Found([], [], [])
    )
    itself = generation.reader.by_id(section.id, within).ordinals
    order = tuple(place for place, ordinal in enumerate(found.ordinals) if ordinal not in itself)
    return Result(terms, order, found.scores, found.addresses, answered=bool(order), total=len(order))
