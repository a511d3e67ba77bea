"""The inverted index: the only module that knows tantivy.

Fields: `b` character bigrams of the text without blanks, `facet` raw values of filters, `owner`, `date`, `id`,
`document`; `n` is a section's ordinal, `payload` what is shown of it. A reader stays on the generation it was made for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tantivy as _tantivy

from bot.errors import IndexUnusable

BIGRAM, FACET, OWNER, DATE, ID, DOCUMENT, ORDINAL, PAYLOAD = (
    "b", "facet", "owner", "date", "id", "document", "n", "payload",
)  # fmt: skip

WRITER_BYTES = 200_000_000
"""Heap of the single indexing thread, used as far as there is something to index. Merging what a small heap writes out
piece by piece takes longer than the indexing itself (174 against 111 us a section with 48 and 400 MB).
"""

MAX_SECTIONS = 100_000
"""More than any document may have."""

SHARED_TERM = "*"
"""How the empty owner is written in the index, where an empty term would be none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One section as it is indexed. `date` is a number YYYYMMDD, 0 for none."""

    ordinal: int
    id: str
    document: str
    owner: str
    bigrams: str
    facets: tuple[str, ...]
    date: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Clause:
    """A bigram of a query and its weight."""

    bigram: str
    boost: float


@dataclass(frozen=True, slots=True)
class Restriction:
    """What every hit must fulfil: the owners that may be seen (None: all), one facet of each group, dates."""

    owners: tuple[str, ...] | None = None
    facets: tuple[tuple[str, ...], ...] = ()
    bigrams: tuple[str, ...] = ()
    after: int = 0
    before: int = 0
    ordinals: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates of a search, best first; `addresses` are good for the reader that gave them."""

    ordinals: list[int]
    scores: list[float]
    addresses: list[_tantivy.DocAddress] = field(repr=False)

    def pick(self, places: Sequence[int]) -> Found:
        """Some of the candidates, in the given order."""
        return Found(
            [self.ordinals[place] for place in places],
            [self.scores[place] for place in places],
            [self.addresses[place] for place in places],
        )

    def joined(self, other: Found) -> Found:
        """These and those of the other that are not among them."""
        known = set(self.ordinals)
        rest = other.pick([place for place, ordinal in enumerate(other.ordinals) if ordinal not in known])
        return Found(self.ordinals + rest.ordinals, self.scores + rest.scores, self.addresses + rest.addresses)


def _schema() -> _tantivy.Schema:
    builder = _tantivy.SchemaBuilder()
    builder.add_text_field(BIGRAM, tokenizer_name="bigrams", index_option="freq")
    for name in (FACET, OWNER, ID, DOCUMENT):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(ORDINAL, fast=True, indexed=True)
    builder.add_unsigned_field(DATE, fast=True, indexed=True)
    builder.add_bytes_field(PAYLOAD, stored=True)
    return builder.build()


class SectionIndex:
    """A tantivy index in a folder, or in memory where there is none."""

    def __init__(self, folder: Path | None) -> None:
        self._schema = _schema()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            self._index = _tantivy.Index(self._schema, path=None if folder is None else str(folder))
            self._index.config_reader(reload_policy="manual")
        except ValueError as error:
            raise IndexUnusable(f"the search index in {folder} cannot be opened: {error}") from error
        self._index.register_tokenizer(
            "bigrams", _tantivy.TextAnalyzerBuilder(_tantivy.Tokenizer.ngram(2, 2, prefix_only=False)).build()
        )

    def update(self, steps: Iterable[str | Entry]) -> int:
        """Carry out the steps and commit: an entry is added, a document's id removes its sections so far. Returns
        tantivy's stamp. Nothing is seen of it if the steps raise.
        """
        try:
            writer = self._index.writer(WRITER_BYTES, 1)
        except ValueError as error:
            raise IndexUnusable(f"another process is writing the search index: {error}") from error
        try:
            for step in steps:
                if isinstance(step, str):
                    writer.delete_documents_by_term(DOCUMENT, step)
                else:
                    writer.add_document(_document(step))
            stamp = int(writer.commit())
        except BaseException:
            writer.rollback()
            raise
        writer.wait_merging_threads()
        return stamp

    def reader(self) -> Reader:
        """A view of the newest commit."""
        self._index.reload()
        return Reader(self._schema, self._index.searcher())


def _document(entry: Entry) -> _tantivy.Document:
    document = _tantivy.Document()
    document.add_unsigned(ORDINAL, entry.ordinal)
    document.add_unsigned(DATE, entry.date)
    document.add_text(ID, entry.id)
    document.add_text(DOCUMENT, entry.document)
    document.add_text(OWNER, entry.owner or SHARED_TERM)
    document.add_text(BIGRAM, entry.bigrams)
    for facet in entry.facets:
        document.add_text(FACET, facet)
    document.add_bytes(PAYLOAD, entry.payload)
    return document


class Reader:
    """One generation of the index; safe for many threads."""

    def __init__(self, schema: _tantivy.Schema, searcher: _tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher

    @property
    def sections(self) -> int:
        """How many sections there are."""
        return int(self._searcher.num_docs)

    def frequency(self, name: str, term: str) -> int:
        """In how many sections of the field a term occurs; removed ones count until tantivy merges."""
        return int(self._searcher.doc_freq(name, term))

    def terms(self, name: str, start: str, *, limit: int | None = None) -> list[str]:
        """Terms of a field that begin so, the most frequent first."""
        return [term for term, _ in self._searcher.terms_with_prefix(name, start, limit=limit)]

    def search(self, clauses: Sequence[Clause], within: Restriction, limit: int) -> Found:
        """The sections with the greatest BM25 sum of the clauses; with none, any that fulfil the restriction."""
        term = _tantivy.Query.term_query
        should = [
            (
                _tantivy.Occur.Should,
                _tantivy.Query.boost_query(term(self._schema, BIGRAM, c.bigram), c.boost)
                if c.boost != 1
                else term(self._schema, BIGRAM, c.bigram),
            )
            for c in clauses
        ]
        must = [(_tantivy.Occur.Must, part) for part in self._required(within)]
        if must:
            # Constant: a filter chooses and must not rank.
            wanted = _tantivy.Query.const_score_query(_tantivy.Query.boolean_query(must), 0.0)
            parts = [(_tantivy.Occur.Must, wanted)]
            if should:
                # Listed sections have been found by other means; of all others some bigram must be there.
                need = _tantivy.Occur.Must if within.ordinals is None else _tantivy.Occur.Should
                parts.append((need, _tantivy.Query.boolean_query(should)))
            query = _tantivy.Query.boolean_query(parts)
        elif should:
            query = _tantivy.Query.boolean_query(should)
        else:
            query = _tantivy.Query.all_query()
        return self._found(query, limit)

    def newest(self, within: Restriction, limit: int) -> Found:
        """Sections by date, the newest first."""
        must = [(_tantivy.Occur.Must, part) for part in self._required(within)]
        query = _tantivy.Query.boolean_query(must) if must else _tantivy.Query.all_query()
        hits = self._searcher.search(query, limit, count=False, order_by_field=DATE).hits
        addresses = [address for _, address in hits]
        return Found(self._ordinals(addresses), [0.0] * len(hits), addresses)

    def by_ids(self, section_ids: Sequence[str], within: Restriction) -> Found:
        """Those of the sections that may be seen, in no order."""
        if not section_ids:
            return Found([], [], [])
        wanted = _tantivy.Query.term_set_query(self._schema, ID, list(section_ids))
        parts = [(_tantivy.Occur.Must, part) for part in (wanted, *self._required(within))]
        return self._found(_tantivy.Query.boolean_query(parts), len(section_ids))

    def of_document(self, document: str) -> list[_tantivy.DocAddress]:
        """Every section of a document."""
        wanted = _tantivy.Query.term_query(self._schema, DOCUMENT, document)
        return [address for _, address in self._searcher.search(wanted, MAX_SECTIONS, count=False).hits]

    def by_id(self, section_id: str, within: Restriction) -> Found:
        """The section of an id, if it may be seen."""
        wanted = _tantivy.Query.term_query(self._schema, ID, section_id)
        parts = [(_tantivy.Occur.Must, part) for part in (wanted, *self._required(within))]
        return self._found(_tantivy.Query.boolean_query(parts), 1)

    def payload(self, address: _tantivy.DocAddress) -> bytes:
        """What was stored with a section."""
        found = self._searcher.doc(address).get_first(PAYLOAD)
        return bytes(found) if found is not None else b""

    def _found(self, query: _tantivy.Query, limit: int) -> Found:
        hits = self._searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        return Found(self._ordinals(addresses), [score for score, _ in hits], addresses)

    def _ordinals(self, addresses: list[_tantivy.DocAddress]) -> list[int]:
        if not addresses:
            return []
        return [int(value or 0) for value in self._searcher.fast_field_values(ORDINAL, addresses)]

    def _required(self, within: Restriction) -> list[_tantivy.Query]:
        query, schema = _tantivy.Query, self._schema
        parts = []
        if within.owners is not None:
            parts.append(query.term_set_query(schema, OWNER, [owner or SHARED_TERM for owner in within.owners]))
        parts += [query.term_set_query(schema, FACET, list(group)) for group in within.facets]
        parts += [query.term_query(schema, BIGRAM, bigram) for bigram in within.bigrams]
        if within.ordinals is not None:
            parts.append(query.term_set_query(schema, ORDINAL, list(within.ordinals)))
        if within.after or within.before:
            # A section without a date (0) is neither after nor before anything.
            bounds = (max(within.after, 1), within.before or 99991231)
            parts.append(query.range_query(schema, DATE, _tantivy.FieldType.Unsigned, *bounds))
        return parts
