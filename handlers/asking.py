"""One question, asked anywhere: searched, kept in the answer log, made into the one message that all places show."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.domain.answers import GivenAnswer
from bot.domain.delivery import Message
from bot.domain.document import Span
from bot.domain.hit import Answer, Hit
from bot.domain.query import Interpretation
from bot.errors import StoreError
from bot.slack.views import answer as views
from bot.slack.views.answer import Place
from handlers.turn import Turn

log = structlog.get_logger(__name__)

MAX_RESULTS = 3

_RANKED = 20
"""Sections of a kept answer are looked for among so many results, to show the same sentence of each as then."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer with what was kept of it."""

    answer: Answer
    given: GivenAnswer

    @property
    def found(self) -> bool:
        """Whether there is something to show."""
        return bool(self.answer.hits)


Prepare = Callable[[], Outcome]
Effect = Callable[[Outcome], None]


def new_id() -> str:
    """Twelve characters that nobody can guess and every button can carry."""
    return secrets.token_urlsafe(9)


def ask(turn: Turn, query: str, *, offset: int = 0) -> Outcome:
    """Search for the reader and keep the answer for its buttons; a miss is counted as a gap, without its author."""
    limit = max(1, min(turn.reader.results, MAX_RESULTS))
    answer = turn.services.searcher.search(query, limit=limit, offset=offset, owner=turn.owner)
    outcome = _kept(turn, answer, query, offset=offset)
    if not outcome.found and offset == 0:
        _count_gap(turn, query)
    log.info(
        "answer.given",
        id=turn.log_id,
        answer_id=outcome.given.id,
        hits=len(outcome.answer.hits),
        took_ms=round(answer.took_ms, 1),
    )
    return outcome


def related(turn: Turn, section_id: str, name: str) -> Outcome:
    """Sections that go with one."""
    hits = turn.services.searcher.related(section_id, limit=MAX_RESULTS, owner=turn.owner)
    answer = Answer(name, Interpretation(), bool(hits), tuple(hits), total=len(hits))
    return _kept(turn, answer, name, about=section_id)


def _kept(turn: Turn, answer: Answer, query: str, *, offset: int = 0, about: str = "") -> Outcome:
    given = GivenAnswer(
        id=new_id(),
        owner=turn.owner,
        query=query,
        created=turn.now,
        offset=offset,
        sections=tuple(hit.section.id for hit in answer.hits),
        total=max(answer.total, offset + len(answer.hits)),
        did_you_mean=answer.did_you_mean,
        about=about,
        language=turn.reader.language,
    )
    if answer.hits:
        fitting = views.fitting(answer, given, turn.texts)
        answer = replace(answer, hits=answer.hits[:fitting])
        given = replace(given, sections=given.sections[:fitting])
    try:
        turn.answers.put(given)
    except StoreError as error:
        # The words matter more than the buttons under them, which then say that the answer is gone.
        log.warning("answer.not_kept", id=turn.log_id, reason=str(error))
    return Outcome(answer, given)


def _count_gap(turn: Turn, query: str) -> None:
    if not any(letter.isalnum() for letter in query):
        return
    try:
        turn.answers.add_gap(" ".join(query.split()), owner=turn.owner, now=turn.now)
    except StoreError as error:
        log.warning("gap.not_kept", id=turn.log_id, reason=str(error))


def again(turn: Turn, given: GivenAnswer, *, sections: tuple[str, ...] | None = None) -> Outcome:
    """A kept answer with the same sections as then, as far as they still exist, or with other ones of the same query.

    Shown in other words or with other sections it is kept anew, so that its buttons lead to what it shows.
    """
    if sections is not None and sections != given.sections:
        given = replace(given, id=new_id(), sections=sections, created=turn.now)
        turn.answers.put(given)
    if given.about:
        hits: Sequence[Hit] = turn.services.searcher.related(given.about, limit=MAX_RESULTS, owner=turn.owner)
        interpreted = Interpretation()
    else:
        found = turn.services.searcher.search(
            given.query, limit=max(_RANKED, len(given.sections)), offset=given.offset, owner=turn.owner
        )
        hits, interpreted = found.hits, found.interpreted
    by_id = {hit.section.id: hit for hit in hits}
    restored = [by_id.get(section) or _plain_hit(turn, section) for section in given.sections]
    kept = tuple(hit for hit in restored if hit is not None)
    answer = Answer(given.query, interpreted, bool(kept), kept, given.did_you_mean, given.total)
    return Outcome(answer, replace(given, sections=tuple(hit.section.id for hit in kept)))


def _plain_hit(turn: Turn, section_id: str) -> Hit | None:
    """A section that the search no longer ranks where it stood, shown from its beginning."""
    found = turn.services.searcher.section(section_id, owner=turn.owner)
    if found is None:
        return None
    document, section = found
    return Hit(document, section, Span(0, 0), Span(0, min(len(section.text), 400)), (), 0.0)


def message(turn: Turn, outcome: Outcome, place: Place, *, shared_by: str = "") -> Message:
    """The outcome as the message for a place."""
    if not outcome.found:
        return views.missed(outcome.answer, outcome.given, turn.texts)
    return views.found(outcome.answer, outcome.given, turn.texts, place, shared_by=shared_by)
