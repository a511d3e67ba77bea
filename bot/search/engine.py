"""The search engine: documents in, answers out. Implements `bot.domain.ports.SearchIndex` and `Searcher`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.domain.document import SHARED, DocumentInfo, Section
from bot.domain.hit import Answer, Hit, Suggestion
from bot.domain.meaning import Stage
from bot.domain.ports import Change
from bot.domain.query import Interpretation
from bot.search.answering.meant import offers
from bot.search.answering.snippet import around, excerpt, nearest
from bot.search.answering.typeahead import suggestions
from bot.search.index import payload
from bot.search.index.lookup import Restriction
from bot.search.index.storage import Generation, Storage
from bot.search.index.update import write
from bot.search.query.bylines import credited, heard
from bot.search.query.filters import Authors
from bot.search.query.filters import nearest as nearest_values
from bot.search.query.typed import ParsedQuery, parse, with_values
from bot.search.retrieve import Asked, Looked, Result, look, related_to, retrieve, weigh
from bot.search.spelling.analyze import squeeze
from bot.search.words.lexicon import Lexicon
from bot.search.words.names import Names


def _utc_today() -> date:
    return datetime.now(UTC).date()


class Engine:
    """Searches the generation that was published last; `apply` publishes the next one.

    `directory` is the index's own folder, None keeps it in memory. `glossary` are groups of equal terms. `today` gives
    the reader's local day, for relative dates in filters. `stage` brings in meaning (see `bot.domain.meaning`).
    """

    def __init__(
        self,
        directory: Path | None = None,
        glossary: Sequence[Sequence[str]] = (),
        *,
        today: Callable[[], date] = _utc_today,
        stage: Stage | None = None,
    ) -> None:
        self._storage = Storage(directory)
        self._glossary = Names(glossary)
        self._today = today
        self._stage = stage
        self._writing = threading.Lock()
        self._generation = self._storage.load()

    def seconded_by(self, stage: Stage | None) -> Engine:
        """The same index as of now under another second opinion or none: to compare them."""
        other = copy(self)
        other._stage = stage
        return other

    def revision(self) -> int:
        """The store's revision that searches see; 0 for an empty or unusable index."""
        generation = self._generation
        return generation.manifest.revision if generation else 0

    def refresh(self) -> int:
        """See what another process has published since; returns the revision seen."""
        with self._writing:
            self._generation = self._storage.load()
        return self.revision()

    def apply(self, changes: Iterable[Change], *, revision: int) -> None:
        """Bring in the changes; an unusable index is begun anew, so that `revision()` of 0 asks for all of them.

        It is begun anew too where the revision lies below its own, as with a store put back from a backup.
        Raises IndexUnusable where the folder cannot be written; what was searched before then stays.
        """
        with self._writing, self._storage.locked():
            self._generation = write(self._storage, changes, revision=revision)

    def search(self, query: str, *, limit: int = 3, offset: int = 0, owner: str = SHARED) -> Answer:
        """The best sections for a query of any length and content."""
        began = time.perf_counter()
        answer = self._answer(query, limit, offset, owner)
        return replace(answer, query=query, took_ms=(time.perf_counter() - began) * 1000)

    def _answer(self, query: str, limit: int, offset: int, owner: str) -> Answer:
        generation = self._generation
        if generation is None:
            return Answer(query, _interpretation(parse(query, today=self._today())), answered=False)
        authors = Authors(generation.reader, _owners(generation, owner))
        query = credited(query, authors.named)
        answer = self._found(query, generation, limit, offset, owner, self._stage)
        if not (answer.answered or answer.interpreted.filters) and (other := heard(query, authors.named)):
            # By words alone: nobody waits for the model twice.
            named = self._found(other, generation, limit, offset, owner, None)
            return named if named.answered else answer
        return answer

    def _found(
        self, query: str, generation: Generation, limit: int, offset: int, owner: str, stage: Stage | None
    ) -> Answer:
        parsed = parse(query, today=self._today())
        interpreted = _interpretation(parsed)
        if not (parsed.words or parsed.filters):
            return Answer(query, interpreted, answered=False)
        asked = self._asked(parsed, generation, owner, offset + limit)
        looked = look(asked, stage)
        # What words do not answer is at work in the embedder now: the time is there to look for other queries.
        meant = self._meant(query, asked, looked) if not looked.sure else None
        result = weigh(asked, looked, stage)
        if not result.answered:
            meant = self._meant(query, asked, looked) if meant is None else meant
            return Answer(query, interpreted, answered=False, did_you_mean=meant)
        hits = tuple(self._hit(generation, result, place, query) for place in result.order[offset : offset + limit])
        interpreted = replace(interpreted, corrections=result.corrections)
        return Answer(query, interpreted, answered=True, hits=hits, total=result.total)

    def _asked(self, parsed: ParsedQuery, generation: Generation, owner: str, need: int) -> Asked:
        lexicon = self._lexicon(generation, owner)
        return Asked(parsed, generation, lexicon, owner, _owners(generation, owner), need)

    def _meant(self, query: str, asked: Asked, looked: Looked) -> tuple[str, ...]:
        """Other queries, tried by words alone; where filters leave nothing, the same with the values that come nearest
        to theirs, or without them.
        """

        def answers(query: str) -> bool:
            return retrieve(replace(asked, parsed=parse(query, today=self._today()), need=1), None).answered

        if asked.parsed.filters:
            near = nearest_values(asked.parsed.filters, asked.generation.reader, asked.owners, self._glossary)
            plain = " ".join(word.raw for word in asked.parsed.words)
            tried = ([with_values(query, near)] if near else []) + ([plain] if plain else [])
            return tuple(offer for offer in tried if answers(offer))
        terms = [wanted.term for wanted in looked.terms]
        return offers(terms, asked.parsed.text, asked.lexicon, answers, looked.likely)

    def _hit(self, generation: Generation, result: Result, place: int, query: str) -> Hit:
        reader = generation.reader
        info, section = payload.load(reader.payload(result.sections[place]))
        shown = excerpt(section.text, result.needles(place), query, "\n".join((info.title, *section.path)))
        by_meaning = bool(result.by_meaning) and result.by_meaning[place]
        if by_meaning and result.nearness is not None:
            near = nearest(section.text, result.nearness.sentences(section), query)
            shown = shown if near is None else replace(shown, key_sentence=near, snippet=around(section.text, near))
        return Hit(
            document=info,
            section=section,
            key_sentence=shown.key_sentence,
            snippet=shown.snippet,
            highlights=shown.highlights,
            score=round(float(result.scores[place]), 4),
            similar=tuple(
                payload.section_id(reader.payload(result.sections[p])) for p in result.similar.get(place, ())
            ),
            by_meaning=by_meaning,
        )

    def section(self, section_id: str, *, owner: str = SHARED) -> tuple[DocumentInfo, Section] | None:
        """One whole section by its id, with its document; None where it is not there or not to be seen."""
        generation = self._generation
        if generation is None:
            return None
        found = generation.reader.by_ids([section_id], Restriction(owners=_owners(generation, owner)))
        return payload.load(generation.reader.payload(found.ordinals[0])) if found.ordinals else None

    def related(self, section_id: str, *, limit: int = 3, owner: str = SHARED) -> tuple[Hit, ...]:
        """Sections that treat the same matter, without the section itself."""
        generation = self._generation
        whole = self.section(section_id, owner=owner)
        if generation is None or whole is None:
            return ()
        asked = self._asked(parse("", today=self._today()), generation, owner, limit)
        result = related_to(whole[1], asked, self._stage)
        return tuple(self._hit(generation, result, place, "") for place in result.order[:limit])

    def suggest(self, typed: str, *, limit: int = 20, owner: str = SHARED) -> tuple[Suggestion, ...]:
        """Type-ahead: sections whose headings or words begin as typed; the newest ones where nothing is typed."""
        generation = self._generation
        if generation is None:
            return ()
        lexicon = self._lexicon(generation, owner)
        parsed = parse(typed, today=self._today())
        return suggestions(parsed, generation, lexicon, owners=_owners(generation, owner), limit=limit)

    def aliases(self, *, owner: str = SHARED) -> Mapping[str, tuple[str, ...]]:
        """Canonical names with their other names: the glossary's groups, and pairs mined from visible documents."""
        found = {group[0]: tuple(group[1:]) for group in self._glossary.groups if len(group) > 1}
        generation = self._generation
        if generation is None:
            return found
        lexicon = self._lexicon(generation, owner)
        for pairs in lexicon.pairs:
            for one, others in pairs.items():
                held = tuple(other for other in others if lexicon.known(other))
                if held and not one.isascii() and squeeze(one) not in self._glossary and lexicon.known(one):
                    found[one] = tuple(dict.fromkeys((*found.get(one, ()), *held)))
        return found

    def _lexicon(self, generation: Generation, owner: str) -> Lexicon:
        owners = dict.fromkeys((SHARED, owner))
        return Lexicon(
            reader=generation.reader,
            owner=owner,
            parts=tuple(part for o in owners for part in generation.vocabulary.get(o, ())),
            pairs=tuple(generation.manifest.pairs.get(o, {}) for o in owners),
            glossary=self._glossary,
            total=generation.reader.sections,
            memory=generation.rarities,
            recall=generation.recall,
        )


def _owners(generation: Generation, owner: str) -> tuple[str, ...] | None:
    """The owners that an asker may see; None where there are no others, which spares the index the test."""
    visible = tuple(dict.fromkeys((SHARED, owner)))
    return None if generation.manifest.vocabulary.keys() <= set(visible) else visible


def _interpretation(parsed: ParsedQuery) -> Interpretation:
    terms = tuple(word.text for word in parsed.words)
    return Interpretation(terms, parsed.filters, (), parsed.unread, parsed.left_out)
