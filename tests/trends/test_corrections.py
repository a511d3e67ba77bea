"""When a correction of a document touches what was posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.digest import CorpusState, DatedSection, Digest, Freshness, Highlight, TrendReport
from bot.domain.document import Span
from bot.domain.event import Event
from bot.trends.corrections import as_now, corrected, figures, kept, needs_correction
from tests.trends.corpus import dated, info

SENTENCE = "오픈AI의 2024년 손실은 50억 달러에 이를 것으로 보인다."
BODY = f"오픈AI를 다룬 글이다. {SENTENCE} 비용을 줄이기가 쉽지 않다고 한다."
DAY = date(2024, 10, 3)
SUMMIT = Event("uid", "AI Summit", date(2024, 12, 10), date(2024, 12, 11))
FIFTY = dated(info("d"), "오픈AI의 손실 50억 달러", BODY, source=DAY)


def section(body: str = BODY, heading: str = "오픈AI의 손실", source: date = DAY) -> DatedSection:
    return dated(info("d", date(2024, 11, 1)), heading, body, source=source, name="s")


def posted(events: tuple[Event, ...] = (SUMMIT,)) -> Digest:
    before = section()
    at = before.section.text.index(SENTENCE)
    highlight = Highlight(
        before.info, before.section, Span(at, at + len(SENTENCE)), DAY, Freshness.NEW, before.fingerprint
    )
    instant = datetime(2024, 11, 25, tzinfo=UTC)
    return Digest(
        "", "C1", "Asia/Seoul", instant, instant, TrendReport(CorpusState()), highlights=(highlight,), events=events
    )


def after(*now: DatedSection, events: tuple[Event, ...] = (SUMMIT,)) -> Digest | None:
    """The digest as corrected; None where nothing of it changed."""
    mended = corrected(posted(), lambda _: now, {e.uid: e for e in events}.get)
    return None if mended == posted() else mended


def test_a_figure_that_changed_is_mended() -> None:
    """The channel must not go on reading the wrong number."""
    mended = after(section(BODY.replace("50억", "30억")))
    assert mended is not None
    assert mended.highlights[0].quote == SENTENCE.replace("50억", "30억")


def test_a_date_that_changed_is_mended() -> None:
    """Of the source as of the sentence."""
    mended = after(section(source=date(2024, 10, 4)))
    assert mended is not None
    assert mended.highlights[0].dated == date(2024, 10, 4)
    assert after(section(BODY.replace("2024년", "2025년"))) is not None


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        BODY.replace("이를 것으로 보인다", "달할 전망이다"),
        BODY + " 새 문단에는 99라는 숫자가 있다.",
        "앞에 9개의 낱말을 더한 문장이다. " + BODY,
        BODY.replace("50억 달러", "50억  달러"),
    ],
)
def test_another_wording_leaves_the_message_alone(body: str) -> None:
    """Nobody wants a message edited under their eyes for style."""
    assert after(section(body)) is None


def test_a_new_heading_counts_by_its_figures() -> None:
    """A heading is part of what was posted."""
    assert after(section(heading="오픈AI의 큰 손실")) is None
    assert after(section(heading="오픈AI의 손실, 5조 원")) is not None


def test_a_sentence_that_is_gone_with_its_figure_is_replaced() -> None:
    """A retracted number is corrected by what the section says now."""
    mended = after(section("오픈AI를 다룬 글이다. 회사가 밝힌 바로는 아직 아무것도 정해지지 않았다고 한다."))
    assert mended is not None
    assert "50억" not in mended.highlights[0].quote
    assert mended.highlights[0].quote in mended.highlights[0].section.text


def test_a_sentence_that_moved_into_another_with_its_figures_stays() -> None:
    """All that was said is still said."""
    assert (
        after(section("50억 달러라는 큰 돈을 2024년 한 해에 모두 잃는다는 것이 회사 안팎의 한결같은 이야기다.")) is None
    )


def test_what_is_gone_stays_as_it_was_posted() -> None:
    """That it was said is true, also when its document is removed."""
    assert after() is None
    assert after(section(), events=()) is None


def test_an_event_that_moved_is_mended() -> None:
    """A wrong date sends people to an empty hall."""
    moved = replace(SUMMIT, starts=date(2024, 12, 12), ends=date(2024, 12, 13))
    mended = after(section(), events=(moved,))
    assert mended is not None
    assert mended.events == (moved,)
    assert after(section(), events=(replace(SUMMIT, place="서울"),)) is None


def test_a_heading_with_another_figure_is_the_same_section() -> None:
    """Its id hangs on its heading; its document and its words tell it."""
    other = dated(info("d"), "지난해 실적을 다룬 글", BODY.replace("50억", "70억"), source=DAY, name="other")
    mended = corrected(
        replace(posted(), highlights=(replace(posted().highlights[0], section=FIFTY.section),)),
        lambda _: [other, dated(info("d"), "오픈AI의 손실 30억 달러", BODY.replace("50억", "30억"), source=DAY)],
        lambda _: None,
    )
    assert mended.highlights[0].section.heading == "오픈AI의 손실 30억 달러"
    assert "30억" in mended.highlights[0].quote


def test_what_is_kept_of_a_digest_is_enough_to_correct_it() -> None:
    """Without the texts of its sections."""
    long = replace(posted(), highlights=(posted().highlights[0],))
    short = kept(long)
    assert len(short.highlights[0].section.text) < len(long.highlights[0].section.text)
    assert short.highlights[0].quote == SENTENCE
    assert corrected(short, lambda _: [section()], {"uid": SUMMIT}.get) == short
    mended = corrected(short, lambda _: [section(BODY.replace("50억", "30억"))], {"uid": SUMMIT}.get)
    assert mended.highlights[0].quote == SENTENCE.replace("50억", "30억")


def test_numbers_are_compared_as_numbers() -> None:
    """Thousands may be parted or not; 3.2 is one number."""
    assert figures("1,200명과 3.2%") == figures("3.2%와 1200명")
    assert figures("3.2") != figures("32")


def test_the_same_highlight_needs_no_correction() -> None:
    """Read again, an unchanged section gives the same sentence."""
    old = posted().highlights[0]
    assert as_now(old, section()) == old
    assert not needs_correction(old, as_now(old, section()))
