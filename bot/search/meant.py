"""Queries that the corpus can answer, offered where the typed one has no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from bot.search.analyze import stem
from bot.search.expand import Term
from bot.search.lexicon import Lexicon

MAX_OFFERED = 3
LEAST_CHARS = 3
"""Of a word for which another is offered; shorter ones are near to many."""

MAX_TRIED = 2
"""Offers of several words are tried before they are made; each costs a search."""


def offers(terms: Sequence[Term], lexicon: Lexicon, answers: Callable[[str], bool]) -> tuple[str, ...]:
    """Queries made of what the corpus knows of the typed one, the fullest first; each has been tried.

    A rare word alone needs no trial: of 2,373 that the corpus knows each found an answer.
    """
    known = [term for term in terms if not term.initials and len(term.typed) > 1 and _telling(term, lexicon)]
    near = [near for term in terms if term not in known for near in _near(term, lexicon)]
    told = [term.typed for term in known]
    single = sorted(told, key=lambda word: lexicon.frequency(stem(word)))
    if told:
        tried = [" ".join((*told, word)) for word in near[:1]]
        tried += [" ".join(told)] if 1 < len(told) < len(terms) else []
    else:
        tried = near
    found = islice((query for query in dict.fromkeys(tried[:MAX_TRIED]) if answers(query)), MAX_OFFERED)
    return tuple(dict.fromkeys((*found, *single)))[:MAX_OFFERED]


def _telling(term: Term, lexicon: Lexicon) -> bool:
    """Known, and rare enough to mean something by itself."""
    count = max(lexicon.frequency(term.typed), lexicon.frequency(stem(term.typed)))
    return 0 < count <= max(3, lexicon.total // 4)


def _near(term: Term, lexicon: Lexicon) -> list[str]:
    """The likeliest known words for one that is not known."""
    if term.initials or len(term.typed) < 2:
        return []
    slips = lexicon.neighbours(term.typed, limit=2)
    return [stem(slip.word) for slip in slips if len(term.typed) >= LEAST_CHARS]
