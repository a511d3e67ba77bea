"""The plain digest and the notice: what they say, in both languages, and when they stay silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.delivery.digest import MAX_ENTRIES, PlainDigest
from bot.delivery.notices import NoticeComposer, notice_of
from bot.delivery.parts import Due
from bot.domain.delivery import Delivery, State
from bot.domain.document import DocumentInfo, Section, SectionKind
from bot.domain.ports import Sighting
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from tests.delivery.fakes import NOW

WISH = Wish("T1", "C1", Kind.DIGEST, Rule((1,), zone="Asia/Seoul"))
SUBSCRIPTION = Subscription("s1", WISH, "U1", created_at=NOW, since=NOW, planned_until=NOW)
DELIVERY = Delivery(1, "digest:s1:2024-W48", "digest", "T1", "C1", NOW, NOW + timedelta(days=1), State.SENDING)


class Seen:
    """A store in which these sections came in."""

    def __init__(self, *sightings: Sighting) -> None:
        self.sightings_, self.asked = sightings, ()

    def sightings(self, *, after, until, owner=""):  # type: ignore[no-untyped-def]
        self.asked = (after, until, owner)
        return self.sightings_


def sighting(heading: str = "라마 3.2 <공개>", title: str = "브리프") -> Sighting:
    info = DocumentInfo("d", "d.md", title, date(2024, 11, 1), tags=("AI",))
    section = Section(f"d/{heading}", SectionKind.ARTICLE, (heading,), "본문", 0, 2, 1)
    return Sighting(info, section, NOW, NOW)


def due(wish: Wish = WISH, **changed: object) -> Due:
    return replace(Due(DELIVERY, replace(SUBSCRIPTION, wish=wish)), **changed)  # type: ignore[arg-type]


def said(payload) -> str:  # type: ignore[no-untyped-def]
    assert payload is not None
    texts = [b["text"]["text"] for b in payload.message.blocks if "text" in b]
    return "\n".join([*texts, *(e["text"] for b in payload.message.blocks for e in b.get("elements", ()))])


def test_it_names_what_came_in_with_date_and_source() -> None:
    """Since the previous digest, or the week before the slot."""
    seen = Seen(sighting())
    payload = PlainDigest(seen).compose(due(), now=NOW)
    assert "라마 3.2 <공개> — 브리프 (2024-11-01)" in said(payload)
    assert payload is not None
    assert payload.message.text == "이번 주 새 소식: 새로 들어온 절 1개"
    assert [s.section_id for s in payload.shown] == ["d/라마 3.2 <공개>"]
    assert seen.asked == (NOW - timedelta(days=7), NOW, "T1")
    PlainDigest(seen).compose(due(previous=NOW - timedelta(days=30)), now=NOW)
    assert seen.asked[0] == NOW - timedelta(days=30)


def test_it_says_that_it_is_late_that_some_were_missed_and_when_the_next_comes() -> None:
    """Old news never poses as new."""
    late = due(skipped=2, next_send=NOW + timedelta(days=7))
    text = said(PlainDigest(Seen(sighting())).compose(late, now=NOW + timedelta(hours=3)))
    assert "예정(2024-11-25 09:00)보다 늦게" in text
    assert "2회" in text
    assert "다음 다이제스트: 2024-12-02 09:00" in text


def test_an_empty_week_is_a_line_or_silence() -> None:
    """By the subscription's own setting."""
    assert "새로 들어온 내용이 없습니다" in said(PlainDigest(Seen()).compose(due(), now=NOW))
    assert PlainDigest(Seen()).compose(due(replace(WISH, quiet=True)), now=NOW) is None
    assert PlainDigest(Seen(sighting())).compose(Due(DELIVERY, None), now=NOW) is None


def test_topics_narrow_it_and_long_weeks_are_counted() -> None:
    """A digest is read on a phone."""
    many = Seen(*(sighting(f"{n}") for n in range(MAX_ENTRIES + 4)), sighting("로봇"))
    assert "그 밖에 5개" in said(PlainDigest(many).compose(due(), now=NOW))
    assert "절 1개" in said(PlainDigest(many).compose(due(replace(WISH, topics=("로봇",))), now=NOW))


@pytest.mark.parametrize(("language", "expected"), [("ko", "새로 들어온 절 1개"), ("en", "1 new sections")])
def test_it_speaks_the_subscriptions_language(language: str, expected: str) -> None:
    """Korean and English."""
    assert expected in said(PlainDigest(Seen(sighting())).compose(due(replace(WISH, language=language)), now=NOW))


@pytest.mark.parametrize(
    ("language", "reason", "expected"),
    [
        ("ko", "is_archived", "보관"),
        ("en", "not_in_channel", "/invite"),
        ("ko", "something_new", "something_new"),
        ("en", "channel_not_found", "<#C1>"),
    ],
)
def test_the_owner_is_told_what_was_paused_and_why(language: str, reason: str, expected: str) -> None:
    """With the place, the reason and what to do."""
    owned = replace(SUBSCRIPTION, wish=replace(WISH, language=language))
    planned = notice_of(owned, reason, now=NOW)
    assert planned is not None
    assert (planned.target, planned.key) == ("U1", "notice:s1:1")
    delivery = replace(DELIVERY, kind=planned.kind, ref=planned.ref)
    payload = NoticeComposer().compose(Due(delivery, None), now=NOW)
    assert payload is not None
    assert expected in payload.message.text
    assert notice_of(replace(owned, created_by=""), reason, now=NOW) is None
