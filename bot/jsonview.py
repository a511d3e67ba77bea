"""The stable JSON of answers and events, as the shell and the tests of other programs read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.domain.document import Document, DocumentInfo, SectionKind
from bot.domain.event import Event
from bot.domain.hit import Answer, Hit
from bot.domain.query import Interpretation

Json = dict[str, Any]
"""JSON values: the one place where `Any` stands for them."""


def answer_json(answer: Answer) -> Json:
    """An answer; `highlights` are [start, end) offsets into `text`, the section as it stands in the document."""
    return {
        "query": answer.query,
        "interpreted": _interpretation(answer.interpreted),
        "answered": answer.answered,
        "did_you_mean": list(answer.did_you_mean),
        "hits": [_hit(hit) for hit in answer.hits],
        "took_ms": round(answer.took_ms, 3),
    }


def event_json(event: Event) -> Json:
    """An event; dates are ISO 8601, `ends` of an all-day event its last day, both null where undated."""
    return {
        "uid": event.uid,
        "title": event.title,
        "starts": event.starts.isoformat() if event.starts else None,
        "ends": event.ends.isoformat() if event.ends else None,
        "all_day": event.all_day,
        "place": event.place,
        "url": event.url,
        "summary": event.summary,
        "document": event.document,
        "line": event.line,
    }


def contents_json(documents: Iterable[Document]) -> list[Json]:
    """Documents by path, each with its counts of sections that can be found, by kind, of the others, and of events."""
    return sorted(map(_content, documents), key=lambda row: str(row["path"]))


def _content(document: Document) -> Json:
    info = document.info
    sections = [section for section in document.sections if section.kind is not SectionKind.EVENT]
    kinds = Counter(str(section.kind) for section in sections if section.answers)
    return {
        "path": info.path,
        "title": info.title,
        "date": info.date.isoformat() if info.date else None,
        "date_inferred": info.date_inferred,
        "sections": dict(kinds),
        "unsearched": len(sections) - kinds.total(),
        "events": len(document.events),
    }


def _interpretation(interpreted: Interpretation) -> Json:
    filters = interpreted.filters
    named: Json = {
        "tags": list(filters.tags),
        "sources": list(filters.sources),
        "authors": list(filters.authors),
        "documents": list(filters.documents),
        "categories": list(filters.categories),
        "after": filters.after.isoformat() if filters.after else None,
        "before": filters.before.isoformat() if filters.before else None,
        "phrases": list(filters.phrases),
        "excluded": [*filters.excluded, *(f"{field}:{value}" for field, value in filters.without)],
        "unread": [*interpreted.unread_filters, *interpreted.left_out],
    }
    return {
        "terms": list(interpreted.terms),
        "filters": {key: value for key, value in named.items() if value},
        "corrections": [{"typed": c.typed, "used": c.used, "reading": str(c.reading)} for c in interpreted.corrections],
    }


def _document(info: DocumentInfo) -> Json:
    return {
        "id": info.id,
        "path": info.path,
        "title": info.title,
        "date": info.date.isoformat() if info.date else None,
        "author": info.author,
        "source": info.source,
        "tags": list(info.tags),
    }


def _hit(hit: Hit) -> Json:
    text = hit.section.text
    return {
        "document": _document(hit.document),
        "section_id": hit.section.id,
        "path": list(hit.section.path),
        "text": text,
        "key_sentence": text[slice(*hit.key_sentence)],
        "snippet": text[slice(*hit.snippet)],
        "highlights": [list(span) for span in hit.highlights],
        "score": round(hit.score, 4),
        "by_meaning": hit.by_meaning,
    }
