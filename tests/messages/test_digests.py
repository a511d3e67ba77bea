"""Digests put together from a real store: for a subscription, and for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.cli.options import settings_from
from bot.core import Core, open_core
from bot.delivery.ports import Due
from bot.domain.delivery import DIGEST, Delivery, Message, Payload, Planned, Posted, State
from bot.domain.digest import Shown
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.messages.digests import SubscribedDigest
from bot.parts import Parts
from bot.slack.ids import Action, ref
from bot.store.answers import SqlAnswerLog
from tests.handlers.conftest import buttons_of, texts_of
from tests.trends.corpus import SEEDS

MONDAY = datetime(2024, 11, 25, 0, 0, tzinfo=UTC)
"""Nine in the morning in Seoul."""
YEARS_LATER = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    data: Path = tmp_path_factory.mktemp("digesting")
    with open_core(settings_from(docs=SEEDS, data=data), adopt=True) as opened:
        opened.library.sync()
        yield opened


def subscribed(core: Core, target: str, *, quiet: bool = False) -> Subscription:
    wish = Wish("T1", target, Kind.DIGEST, Rule((1,), at=time(9), zone="Asia/Seoul"), quiet=quiet)
    return Parts(core).subscribing.create(wish, by="U1", now=MONDAY - timedelta(days=9))


def due(subscription: Subscription, slot: datetime) -> Due:
    row = Delivery(1, f"digest:{slot}", DIGEST, "T1", subscription.wish.target, slot, slot, State.SENDING)
    return Due(row, subscription, next_send=slot + timedelta(days=7))


def said(payload: Payload) -> str:
    messages = (payload.message, *payload.thread)
    return "\n".join(text for message in messages for text in texts_of(list(message.blocks)))


def test_a_subscriptions_digest_has_its_chart_and_its_next_send(core: Core) -> None:
    """And remembers what it shows, for the channel and for corrections."""
    made = SubscribedDigest(Parts(core).digesting).compose(due(subscribed(core, "C1"), MONDAY), now=MONDAY)
    assert made is not None
    assert [image.name for image in made.images] == ["trends.png"]
    assert "2024년 12월 2일" in said(made)
    assert len(made.shown) == 5
    assert made.told is not None
    assert made.told.digest.ends == MONDAY


def test_a_quiet_subscription_is_silent_where_nothing_is_new(core: Core) -> None:
    """One that is not quiet says that nothing is new."""
    composer = SubscribedDigest(Parts(core).digesting)
    assert composer.compose(due(subscribed(core, "C2", quiet=True), YEARS_LATER), now=YEARS_LATER) is None
    assert composer.compose(due(subscribed(core, "C3"), YEARS_LATER), now=YEARS_LATER) is not None


def test_a_preview_shows_the_next_send_and_now_shows_now(core: Core) -> None:
    """In the words and the dates of the one who asks, without a picture."""
    subscribed(core, "C4")
    digesting = Parts(core).digesting
    asked = {"owner": "T1", "target": "C4", "language": "en", "zone": "Asia/Seoul", "now": MONDAY + timedelta(hours=1)}
    preview, now = digesting.compose(**asked, preview=True), digesting.compose(**asked)  # type: ignore[arg-type]
    assert "Nov 25 – Dec 2, 2024" in said(preview)
    assert "Next digest: Mon, Dec 9, 2024" in said(preview)
    assert "Nov 18–25, 2024" in said(now)
    assert "Next digest: Mon, Dec 2, 2024" in said(now)
    assert preview.images == now.images == ()
    assert "▰▰▰▰▰▰▰▰▰▰ OpenAI" in said(now)


def test_what_a_channel_was_shown_does_not_come_again(core: Core) -> None:
    """Nor does what it is shown only later count before."""
    digesting = Parts(core).digesting
    asked = {"owner": "T1", "target": "C5", "zone": "Asia/Seoul"}
    first = digesting.digest(at=MONDAY, **asked).highlights  # type: ignore[arg-type]
    rows = [Shown(h.section.id, h.fingerprint, h.document.id, MONDAY) for h in first]
    outbox = Parts(core).outbox
    outbox.add([Planned("k", DIGEST, "T1", "C5", slot=MONDAY, expires=MONDAY + timedelta(days=1))], now=MONDAY)
    (claimed,) = outbox.claim("w", limit=1, now=MONDAY, pace_seconds=0)
    outbox.freeze(claimed, Payload(Message("posted"), shown=tuple(rows)), "hash", now=MONDAY)
    outbox.settle_posted(claimed, Posted("C5", "1.0"), now=MONDAY)
    again = digesting.digest(at=MONDAY + timedelta(days=7), **asked).highlights  # type: ignore[arg-type]
    assert {h.section.id for h in again}.isdisjoint(h.section.id for h in first)
    assert digesting.digest(at=MONDAY - timedelta(hours=1), **asked).highlights  # type: ignore[arg-type]


def test_buttons_open_what_was_shown(core: Core) -> None:
    """The highlights are kept as an answer, so that a button finds its section days later."""
    digesting = Parts(core).digesting
    made = digesting.compose(owner="T1", target="C6", language="ko", zone="Asia/Seoul", now=MONDAY)
    opened = ref(buttons_of({"blocks": made.thread[0].blocks})[Action.OPEN])
    assert opened is not None
    answer = SqlAnswerLog(core.database).get(opened.answer_id, owner="T1", now=MONDAY)
    assert answer is not None
    assert answer.sections[opened.place] == made.shown[0].section_id
