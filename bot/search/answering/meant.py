"""Queries that the corpus can answer, offered where the typed one has no answer: as a person would type them, or none.

Nouns are offered, without their particles: what is left of a verb reads like nothing that anybody means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.domain.query import Reading
from bot.search.answering.corrections import as_typed
from bot.search.query.expand import Term
from bot.search.spelling.analyze import is_asking, stem
from bot.search.spelling.hangul import is_garbled, is_jamo, is_syllable
from bot.search.spelling.latin import EVERYDAY
from bot.search.words.lexicon import Lexicon

MAX_OFFERED = 3
MOST_WORDS = 4
"""Words of an offer; people type one to three."""

LOOKED_AT = 16
"""Words of a query that are looked at."""

LEAST_CHARS, LEAST_LATIN = 3, 5
"""Characters of a word for which another is offered; shorter ones are near to many, of which a likely stroke tells."""

LONG_CHARS = 4
"""Characters of a word that may be two strokes away from what is offered."""

_PARTICLES = ("을", "를", "이", "가", "의", "에", "와", "과")
"""What follows nouns alone, so that a word with one of them is known for a noun; 은 and 는 end verbs too."""


_EMPTY = frozenset(
    "때문 하나 없이 경우 정도 이유 방법 문제 결과 사람 다음 이번 지난 실제 나중 처음".split()  # noqa: SIM905 - a table
)
"""Nouns that name no subject."""


def offers(
    terms: Sequence[Term],
    text: str,
    lexicon: Lexicon,
    answers: Callable[[str], bool],
    likely: Sequence[str] = (),
) -> tuple[str, ...]:
    """Queries made of what the corpus knows of the typed text: all of that together, if it answers, then its rarest
    words, each of which stands in the corpus. Of initial consonants alone, words that they are `likely` to stand for.
    """
    if named := dict.fromkeys(noun for word in likely if (noun := _noun(word, lexicon))):
        return tuple(named)[:MAX_OFFERED]
    known: dict[str, None] = {}
    near: dict[str, None] = {}
    for term in terms[:LOOKED_AT]:
        if term.initials:
            continue
        if noun := _noun(term.typed, lexicon):
            known[as_typed(noun, text)] = None
        elif not lexicon.known(term.typed):
            near |= dict.fromkeys((*_heard(term, lexicon), *_near(term.typed, lexicon)))
    if not known:
        return tuple(near)[:MAX_OFFERED]
    together = " ".join((*known, *tuple(near)[:1]))
    is_other = together.lower() != text.lower() and 0 < together.count(" ") < MOST_WORDS
    whole = [together] if is_other and answers(together) else []
    rarest = sorted(known, key=lambda name: lexicon.frequency(name.lower()))
    return tuple(dict.fromkeys((*whole, *rarest)))[:MAX_OFFERED]


def _noun(word: str, lexicon: Lexicon) -> str:
    """The word without its particle if it is a noun that the corpus knows and that means something by itself."""
    likely = (name for name in dict.fromkeys((stem(word), word)) if len(name) > 1 and not name[0].isdigit())
    return next((name for name in likely if _telling(name, lexicon) and _is_noun(name, lexicon)), "")


def _is_noun(name: str, lexicon: Lexicon) -> bool:
    if is_asking(name) or name in _EMPTY or name in EVERYDAY or any(map(is_jamo, name)):
        return False
    if name in lexicon.glossary or not is_syllable(name[-1]):
        return True
    return any(lexicon.frequency(name + particle) for particle in _PARTICLES)


def _telling(name: str, lexicon: Lexicon) -> bool:
    """Known, and rare enough to mean something by itself."""
    return 0 < lexicon.frequency(name) <= max(3, lexicon.total // 4)


def _heard(term: Term, lexicon: Lexicon) -> Iterator[str]:
    """Names of the other script that a word surely spells."""
    heard = (form.text for form in term.forms if form.reading is Reading.SOUND and form.sure)
    return (name for name in heard if _telling(name, lexicon) and _is_noun(name, lexicon))


def _near(typed: str, lexicon: Lexicon) -> Iterator[str]:
    """The likeliest nouns for a word that is not known, of the same script."""
    short = len(stem(typed)) < (LEAST_LATIN if typed.isascii() else LEAST_CHARS) and not is_garbled(typed)
    # Two strokes are half of a short word: 강아지 is no slip for 강의.
    for slip in lexicon.neighbours(typed, limit=1 if short else 2, cutoff=1 if len(typed) < LONG_CHARS else 0):
        likely = slip.cost < 1 or not short
        if likely and slip.word.isascii() == typed.isascii() and (noun := _noun(slip.word, lexicon)):
            yield noun
