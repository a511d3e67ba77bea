"""Sections offered while a query is still being typed."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.hit import Suggestion
from bot.search.index import payload
from bot.search.index.lookup import Found, Restriction
from bot.search.index.storage import Generation
from bot.search.query.expand import expand
from bot.search.query.filters import TextTest
from bot.search.query.forms import Form
from bot.search.query.typed import ParsedQuery
from bot.search.ranking.candidates import Sought, candidates, clauses
from bot.search.ranking.seek import wanted
from bot.search.spelling.hangul import initials, is_initials
from bot.search.words.lexicon import Lexicon

CANDIDATES = 60
COMPLETIONS = 12
COMPLETED_WEIGHT = 0.7
NO_TEST = TextTest((), ())
HEADING_BONUS, TITLE_BONUS = 30.0, 10.0


def suggestions(
    parsed: ParsedQuery, generation: Generation, lexicon: Lexicon, *, owners: tuple[str, ...] | None, limit: int
) -> tuple[Suggestion, ...]:
    """Sections whose headings, titles or words begin as typed, the best first; without words the newest ones."""
    within = Restriction(owners=owners)
    if not parsed.words:
        return _named(generation, generation.reader.newest(within, limit), limit)
    *_, last = parsed.words
    completions = () if is_initials(last.text) else lexicon.completions(last.text, limit=COMPLETIONS)
    expansion = expand(parsed.words, lexicon)
    terms = list(expansion.terms)
    if completions and terms and not terms[-1].initials:
        terms[-1] = replace(
            terms[-1], forms=(*terms[-1].forms, *(Form(word, COMPLETED_WEIGHT) for word in completions))
        )
    runs = {term.typed: generation.having(term.typed) for term in terms if term.initials}
    sought = Sought(clauses(wanted(terms, lexicon, runs), ()), within, NO_TEST, runs)
    if not sought.clauses and not runs:
        return ()
    found, _, _ = candidates(generation, sought, max(limit, CANDIDATES))
    heads = [word.text for word in parsed.words[:-1]] + [*completions, last.text]
    bonuses = [_bonus(str(generation.text(n)[0], "utf-16-le"), heads) for n in found.ordinals]
    places = [place for place, bonus in enumerate(bonuses) if bonus is not None]
    places.sort(key=lambda place: (-(bonuses[place] or 0.0) - found.scores[place], found.ordinals[place]))
    return _named(generation, found.pick(places), limit)


def _bonus(text: str, heads: list[str]) -> float | None:
    """What a section gains by where a word begins as typed: in its headings, its title, elsewhere; None for nowhere."""
    title, heading, rest = text.split("\n", 2)
    for line, worth in ((heading, HEADING_BONUS), (title, TITLE_BONUS), (rest.replace("\n", " "), 0.0)):
        spaced = f" {line}"
        if any(f" {head}" in (initials(spaced) if is_initials(head) else spaced) for head in heads):
            return worth
    return None


def _named(generation: Generation, found: Found, limit: int) -> tuple[Suggestion, ...]:
    rows = (payload.load(generation.reader.payload(ordinal)) for ordinal in found.ordinals[:limit])
    return tuple(Suggestion(section.id, info.title, section.heading) for info, section in rows)
