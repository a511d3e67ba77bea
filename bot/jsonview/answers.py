"""Answers as JSON."""

from __future__ import annotations

from bot.domain.document import DocumentInfo
from bot.domain.hit import Answer, Hit
from bot.domain.query import Interpretation
from bot.jsonview import Json


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
