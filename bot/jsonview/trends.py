"""What moves in the documents as JSON."""

from __future__ import annotations

from datetime import datetime

from bot.domain.digest import DatedSection, Momentum, Topic, TopicReport, TrendReport
from bot.jsonview import Json


def trends_json(report: TrendReport, now: datetime) -> Json:
    """The window that is compared, null where there is too little; `standing` is what the whole corpus names most."""
    window = report.window
    return {
        "as_of": now.isoformat(),
        "window": [window.starts.isoformat(), window.ends.isoformat()] if window else None,
        "sections": window.sections if window else report.corpus.sections,
        "sections_before": window.sections_before if window else None,
        "movements": [movement_json(momentum) for momentum in report.movements],
        "standing": [topic_json(topic) for topic in report.standing],
    }


def topic_report_json(found: TopicReport) -> Json:
    """One topic with what is named beside it, and every section that names it."""
    moved = movement_json(found.momentum) if found.momentum else topic_json(found.topic)
    return {**moved, "beside": list(found.beside), "named_in": [section_json(section) for section in found.sections]}


def topic_json(topic: Topic) -> Json:
    """A topic as it stands in the whole corpus."""
    return {
        "topic": topic.name,
        "english": topic.english,
        "aliases": list(topic.aliases),
        "sections": topic.sections,
        "documents": topic.documents,
        "latest": topic.latest.isoformat() if topic.latest else None,
    }


def movement_json(momentum: Momentum) -> Json:
    """A topic with its sections in the window and before, and the z-score of the difference."""
    return {
        **topic_json(momentum.topic),
        "direction": str(momentum.direction),
        "now": momentum.now,
        "before": momentum.before,
        "z": round(momentum.score, 2),
    }


def section_json(dated: DatedSection) -> Json:
    """Where a topic is named; `date` is empty where neither section nor document has one."""
    day = dated.section.date or dated.info.date
    return {
        "date": day.isoformat() if day else "",
        "document": dated.info.path,
        "section": " › ".join(dated.section.path),
    }
