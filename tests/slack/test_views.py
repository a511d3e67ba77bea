"""Every message and view in both languages: as its golden file says, and as Slack would take it.

`python -m tests.slack.test_views` writes the golden files anew; look at the difference before committing it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.models.blocks import Block as SdkBlock

from bot.domain.answers import Gap, GivenAnswer
from bot.domain.delivery import Message
from bot.domain.digest import CorpusState, TrendReport
from bot.domain.document import Document, Problem, Severity, Span
from bot.domain.event import Event
from bot.domain.hit import Answer, Hit, Suggestion
from bot.domain.query import Correction, Filters, Interpretation, Reading
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.domain.troubles import trouble
from bot.slack.blocks import Block
from bot.slack.commands import Command
from bot.slack.texts import Texts, of
from bot.slack.validate import faults_of_message, faults_of_view
from bot.slack.views import answer as answers
from bot.slack.views import (
    editor,
    events,
    files,
    home,
    notice,
    search,
    section,
    settings,
    subscribing,
    subscriptions,
    trends,
)
from bot.slack.views import help as helping
from bot.slack.views.answer import Place
from bot.slack.views.home import Contents, Subscribed
from bot.slack.views.reminders import offers
from bot.slack.views.section import Opened
from bot.slack.views.subscribing import Form
from bot.slack.views.subscriptions import Shown
from tests.samples import BRIEF, EVENTS, MOVES, NOBEL, NOW, OUTLOOK, POST, REPORT, SECTIONS, TOPIC, VIDEO, WINDOW
from tests.slack.rendering import control_syntax

GOLDEN = Path(__file__).parent / "golden"
SEOUL = ZoneInfo("Asia/Seoul")


def _hit(document: Any, one: Any, words: str) -> Hit:
    start = one.text.index(words)
    line = Span(one.text.rfind("\n", 0, start) + 1, (one.text + "\n").index("\n", start))
    return Hit(
        document,
        one,
        line,
        Span(line.start, min(len(one.text), line.end + 60)),
        (Span(start, start + len(words)),),
        1.0,
    )


HITS = (_hit(BRIEF, NOBEL, "노벨 물리학상"), _hit(BRIEF, VIDEO, "무비 젠"), _hit(POST, OUTLOOK, "노벨 위원회"))
READ = Interpretation(
    ("노벨",),
    Filters(tags=("정책",), after=date(2024, 10, 1), excluded=("화학",), without=(("source", "풍문"),)),
    (Correction("노밸", "노벨", Reading.TYPO), Correction("라마", "Llama", Reading.ALIAS)),
    ("이후:어제",),
    ("이전:2024-13",),
)
GIVEN = GivenAnswer("abcdefghijkl", "T1", "노밸 <!channel> & 친구", NOW, 0, ("a", "b", "c"), 8)
FOUND = Answer(GIVEN.query, READ, answered=True, hits=HITS, total=8)
MISSED = Answer("블록체인", Interpretation(), answered=False, did_you_mean=("노벨상", "툴킷"))
DIGEST = Subscription("s1", Wish("T1", "C7", Kind.DIGEST, Rule((1, 4)), topics=("라마",)), "U1", NOW, NOW, NOW)
REMINDERS = Subscription("s2", Wish("T1", "U1", Kind.REMINDERS), "U1", NOW, NOW, NOW, paused=True)
SENDS = tuple(datetime(2026, 11, day, tzinfo=UTC) for day in (23, 26, 30))
LISTED = [Shown(DIGEST, SENDS), Shown(REMINDERS), Shown(replace(REMINDERS, pause_reason="is_archived"))]
WARNING = Problem("a.md", 3, trouble("event.no_date", title="세미나"), Severity.WARNING)


def _offers(texts: Texts) -> Callable[[Event], list[Block]]:
    return lambda event: offers(event, texts)


MESSAGES: dict[str, Callable[[Texts], Message]] = {
    "answer": lambda t: answers.found(FOUND, GIVEN, t, Place.PRIVATE),
    "answer_direct": lambda t: answers.found(FOUND, replace(GIVEN, offset=3), t, Place.DIRECT),
    "answer_thread": lambda t: answers.found(FOUND, GIVEN, t, Place.THREAD),
    "answer_shared": lambda t: answers.found(FOUND, GIVEN, t, Place.SHARED, shared_by="U1"),
    "answer_related": lambda t: answers.found(FOUND, replace(GIVEN, about="a"), t, Place.PRIVATE),
    "answer_missed": lambda t: answers.missed(
        MISSED, replace(GIVEN, query="블록체인", did_you_mean=("노벨상", "툴킷")), t
    ),
    "answer_by_meaning": lambda t: answers.found(
        replace(FOUND, hits=(replace(HITS[0], by_meaning=True),), total=1), GIVEN, t, Place.PRIVATE
    ),
    "answer_nothing": lambda t: answers.missed(replace(MISSED, did_you_mean=()), replace(GIVEN, query="블록체인"), t),
    "help": lambda t: helping.message(t, ["노벨상", "G7 툴킷"]),
    "paused_channel": lambda t: notice.paused(t, Kind.DIGEST, "C7", "not_in_channel"),
    "paused_person": lambda t: notice.paused(t, Kind.REMINDERS, "U7", "some_new_reason"),
    "help_near": lambda t: helping.near(t, Command.EVENTS, "evnets"),
    "section_thread": lambda t: section.messages(BRIEF, VIDEO, t)[0],
    "events": lambda t: events.listed(EVENTS, t, SEOUL, NOW, title=t("events.title"), offers=_offers(t)),
    "events_past": lambda t: events.listed(
        EVENTS[2:3], t, SEOUL, NOW, title=t("events.past_title"), offers=_offers(t), past=True
    ),
    "events_none": lambda t: events.none_ahead(EVENTS[2:3], t, SEOUL),
    "trends": lambda t: trends.message(REPORT, t),
    "trends_standing": lambda t: trends.message(TrendReport(REPORT.corpus, None, (), REPORT.standing), t),
    "trends_empty": lambda t: trends.topics(TrendReport(CorpusState()), t),
    "topics": lambda t: trends.topics(REPORT, t),
    "topic": lambda t: trends.topic(_topic(), t, "abcdefghijkl"),
    "gaps": lambda t: editor.gaps([Gap("블록체인 <@U1>", 3, NOW), Gap("양자", 1, NOW)], t),
    "gaps_none": lambda t: editor.gaps([], t),
    "status": lambda t: editor.status(editor.Standing(5, date(2024, 11, 1), 3, 2, 9, 1, "0.1.0"), t),
    "subscriptions": lambda t: subscriptions.listed(LISTED, t, SEOUL),
    "subscriptions_none": lambda t: subscriptions.listed([], t, SEOUL),
    "subscription_saved": lambda t: subscriptions.saved(LISTED[0], t, SEOUL),
    "file_replaced": lambda t: files.added(Document(POST, "", "0", (OUTLOOK,)), (), t, replaced="Older & better"),
    "file_added": lambda t: files.added(Document(POST, "", "0", (OUTLOOK,), EVENTS[:1]), [WARNING], t),
    "file_refused": lambda t: files.refused(
        "노트.md", [replace(WARNING, severity=Severity.ERROR), replace(WARNING, line=0)], t
    ),
    "failure": lambda t: notice.failure(t, "error.unexpected", "deadbeef"),
}
VIEWS: dict[str, Callable[[Texts], Mapping[str, Any]]] = {
    "view_section": lambda t: section.window(BRIEF, NOBEL, Opened("brief/nobel", 0, "노벨", "C1", "1.2"), t),
    "view_table": lambda t: section.window(BRIEF, VIDEO, Opened("brief/video"), t),
    "view_search": lambda t: search.window(t, search.Asked("C1"), query="노벨"),
    "view_results": lambda t: search.results(HITS, "abcdefghijkl", "노벨", t, notes=("x",), left=5),
    "view_missed": lambda t: search.results((), "abcdefghijkl", "블록체인", t, notes=(), left=0),
    "view_subscribe": lambda t: subscribing.window(t, Form("", "C1"), wish=None, zone="Asia/Seoul"),
    "view_change": lambda t: subscribing.window(t, Form("s1", "C1"), wish=DIGEST.wish, zone="Asia/Seoul"),
    "view_settings": lambda t: settings.window(t, settings.Chosen("en", 2)),
    "view_home": lambda t: home.page(
        Contents(["노벨상"], REPORT, EVENTS[:2], Subscribed(LISTED[1:2], LISTED[:1])), t, SEOUL, NOW
    ),
    "view_home_bare": lambda t: home.page(Contents(), t, SEOUL, NOW),
    "view_notice": lambda t: notice.window(t, notice.failure(t, "error.store", "deadbeef")),
}


def _topic() -> Any:
    from bot.domain.digest import DatedSection, TopicReport

    return TopicReport(TOPIC, MOVES, WINDOW, tuple(DatedSection(*pair, "f") for pair in SECTIONS), ("메타",))


def _shown(name: str, language: str) -> dict[str, Any]:
    if name in VIEWS:
        return json.loads(json.dumps(VIEWS[name](of(language))))
    message = MESSAGES[name](of(language))
    return json.loads(json.dumps({"text": message.text, "blocks": list(message.blocks)}))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_reads_as_its_golden_file(name: str, language: str) -> None:
    """The whole of it; a missing golden file fails."""
    assert _shown(name, language) == json.loads((GOLDEN / f"{name}.{language}.json").read_text(encoding="utf8"))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_would_take_it(name: str, language: str) -> None:
    """By our strict validator and by the SDK's own; and nothing in it pings by what a document or person said."""
    shown = _shown(name, language)
    assert (faults_of_view if name in VIEWS else faults_of_message)(shown) == []
    assert control_syntax(shown) == []
    for block in shown["blocks"]:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()


def test_type_ahead_rows_are_cut_to_a_row() -> None:
    """Long headings end in an ellipsis; a section whose id fits no row is left out."""
    rows = search.options(
        [Suggestion("s1", "문서", "긴 제목 " * 40), Suggestion("x" * 151, "문서", "b"), Suggestion("s3", "", "")]
    )
    assert [row["value"] for row in rows] == ["s1", "s3"]
    assert rows[0]["text"]["text"].endswith("…")
    assert len(rows[0]["text"]["text"]) == 75


def main() -> None:
    """Write every golden file."""
    for name in (*MESSAGES, *VIEWS):
        for language in ("ko", "en"):
            text = json.dumps(_shown(name, language), ensure_ascii=False, indent=1)
            (GOLDEN / f"{name}.{language}.json").write_text(text + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
