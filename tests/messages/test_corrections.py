"""Corrections of posted digests, from a document to Slack, through the worker and a local Web API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.core import Core
from bot.domain.delivery import CORRECTION, State
from bot.domain.subscription import Kind, Rule, Wish
from bot.messages.corrections import LOOK_AGAIN, REACH
from bot.parts import Parts, worker_of
from bot.slack.client import client
from tests.fakes import FakeClock
from tests.messages.conftest import said
from tests.slack_api import TOKEN, SlackApi, serving

DOCUMENT = """---
title: 소식
date: 2024-11-22
events:
  - title: AI Summit
    date: 2024-12-10
    place: 서울 코엑스
---

## 오픈AI의 손실, 50억 달러

오픈AI의 2024년 손실은 50억 달러에 이를 것으로 보인다. 비용을 줄이기가 쉽지 않다고 한다.

## 라마의 새 판

메타가 라마 3.2를 11월 20일에 공개했다. 이미지를 읽는 모델은 이번이 처음이다.
"""
SUBSCRIBED = datetime(2024, 11, 24, tzinfo=UTC)
SENT = datetime(2024, 11, 25, 0, 5, tzinfo=UTC)
"""Five past nine in Seoul, on a Monday."""
LATER = SENT + timedelta(hours=2)


@pytest.fixture
def docs(docs: Path) -> Path:
    """The folder with one document, whose figures and dates a digest tells."""
    (docs / "a.md").write_text(DOCUMENT, encoding="utf8")
    return docs


@pytest.fixture
def api(core: Core) -> Iterator[SlackApi]:
    """A Slack in which one digest stands in C1."""
    with serving(SlackApi(latency_seconds=0.001)) as running:
        run(core, running, SUBSCRIBED)
        wish = Wish("T1", "C1", Kind.DIGEST, Rule((1,), at=time(9), zone="Asia/Seoul"))
        Parts(core).subscribing.create(wish, by="U1", now=SUBSCRIBED)
        run(core, running, SENT)
        assert len(running.named("chat.postMessage")) == 3
        yield running


def run(core: Core, api: SlackApi, now: datetime) -> None:
    """What a worker that was just started does within some seconds: documents, then every step again and again."""
    core.library.sync()
    clock = FakeClock(now)
    worker = worker_of(Parts(core), client(TOKEN, base_url=f"{api.base}/api/"), clock=clock)
    for _ in range(4):  # one message a second and channel
        for step in worker.steps():
            step.run(clock.now())
        clock.forward(timedelta(seconds=2))
    worker.stop()


def edit(docs: Path, old: str, new: str) -> None:
    file = docs / "a.md"
    text = file.read_text(encoding="utf8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("50억 달러에 이를", "50억  달러에\n이를"),
        ("비용을 줄이기가", "지출을 줄이기가"),
        ("\n## 라마의 새 판", "\n## 새 글\n\n직원 300명이 떠났다는 이야기도 있다.\n\n## 라마의 새 판"),
    ],
)
def test_another_wording_edits_nothing(core: Core, docs: Path, api: SlackApi, old: str, new: str) -> None:
    """White space, style and new paragraphs leave a posted digest as it is."""
    edit(docs, old, new)
    run(core, api, LATER)
    assert api.named("chat.update") == []


def test_a_figure_that_changed_is_edited_once_and_marked(core: Core, docs: Path, api: SlackApi) -> None:
    """In the message that names it, by whatever workers look at it and however often."""
    edit(docs, "50억 달러에 이를", "30억 달러에 이를")
    for hours in (2, 3, 4):
        run(core, api, SENT + timedelta(hours=hours))
    (edited,) = api.named("chat.update")
    assert "손실은 30억 달러" in said(edited)
    assert "메타가 라마 3.2를 11월 20일에 공개했다" in said(edited)
    assert "문서가 수정되어 숫자나 날짜를 바로잡았습니다" in said(edited)
    posted = api.named("chat.postMessage")
    assert len(posted) == 3
    assert said(edited).splitlines()[0] == said(posted[1]).splitlines()[0]


def test_a_heading_and_a_date_are_figures_too(core: Core, docs: Path, api: SlackApi) -> None:
    """A heading is quoted, and a document's date stands beside it."""
    edit(docs, "손실, 50억", "손실, 40억")
    run(core, api, LATER)
    assert "오픈AI의 손실, 40억 달러" in said(api.named("chat.update")[0])
    edit(docs, "date: 2024-11-22", "date: 2024-11-21")
    run(core, api, LATER + timedelta(hours=1))
    assert "2024년 11월 21일" in said(api.named("chat.update")[1])


def test_an_event_that_moved_is_edited_where_it_is_named(core: Core, docs: Path, api: SlackApi) -> None:
    """In the parent and in the list of events."""
    edit(docs, "date: 2024-12-10", "date: 2024-12-12")
    run(core, api, LATER)
    edited = api.named("chat.update")
    assert len(edited) == 2
    assert all("2024년 12월 12일" in said(message) for message in edited)


def test_a_correction_that_is_taken_back_is_taken_back_there_too(core: Core, docs: Path, api: SlackApi) -> None:
    """Each time by one edit, and in the end the message reads as it was posted."""
    before = api.named("chat.postMessage")[1]
    for place, (old, new) in enumerate([("50억 달러에", "30억 달러에"), ("30억 달러에", "50억 달러에")] * 2):
        edit(docs, old, new)
        run(core, api, LATER + timedelta(hours=place))
        assert len(api.named("chat.update")) == place + 1
    assert api.named("chat.update")[-1]["blocks"] == before["blocks"]


def test_two_workers_at_once_edit_once(core: Core, docs: Path, api: SlackApi) -> None:
    """Both plan it under one key."""
    edit(docs, "50억 달러에", "30억 달러에")
    core.library.sync()
    one, other = Parts(core), Parts(core)
    assert one.correcting.plan(now=LATER) == 1
    assert other.correcting.plan(now=LATER) == 0
    run(core, api, LATER)
    assert len(api.named("chat.update")) == 1


def test_an_edit_that_is_overtaken_before_it_went_out_is_called_off(core: Core, docs: Path, api: SlackApi) -> None:
    """Only the last state of the document is told."""
    parts = Parts(core)
    for old, new in (("50억 달러에", "30억 달러에"), ("30억 달러에", "20억 달러에")):
        edit(docs, old, new)
        core.library.sync()
        parts.correcting.plan(now=LATER)
    run(core, api, LATER)
    (edited,) = api.named("chat.update")
    assert "손실은 20억 달러" in said(edited)


def test_a_message_that_somebody_deleted_is_left_alone(core: Core, docs: Path, api: SlackApi) -> None:
    """The subscription goes on, nobody is told, and it is not tried for ever."""
    api.failures["chat.update"] = {"ok": False, "error": "message_not_found"}
    edit(docs, "50억 달러에", "30억 달러에")
    for hours in (2, 3, 4):
        run(core, api, SENT + timedelta(hours=hours))
    tries = len(api.named("chat.update"))
    parts = Parts(core)
    assert 1 <= tries <= 2
    assert [d.state for d in parts.outbox.list() if d.kind == CORRECTION] == [State.FAILED]
    assert not any(s.paused for s in parts.subscriptions.list())
    assert len(api.named("chat.postMessage")) == 3


def test_an_old_digest_is_left_as_it_was(core: Core, docs: Path, api: SlackApi) -> None:
    """Nobody reads it any more."""
    edit(docs, "50억 달러에", "30억 달러에")
    core.library.sync()
    assert Parts(core).correcting.plan(now=SENT + REACH + timedelta(hours=1)) == 0


def test_a_look_costs_nothing_while_no_document_changes(core: Core, docs: Path, api: SlackApi) -> None:
    """But for one more look after a change, since a digest may have been on its way."""
    correcting = Parts(core).correcting
    edit(docs, "비용을 줄이기가", "지출을 줄이기가")
    core.library.sync()
    assert correcting.plan(now=LATER) == 0
    core.documents.get = lambda _: pytest.fail("documents are read")  # type: ignore[method-assign,assignment]
    assert correcting.plan(now=LATER + timedelta(minutes=1)) == 0
    with pytest.raises(pytest.fail.Exception):
        correcting.plan(now=LATER + LOOK_AGAIN)
