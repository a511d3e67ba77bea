"""What the local workspace holds, and no more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clock import FixedClock
from bot.workspace import state
from bot.workspace.state import BOT, Person, Post, Workspace

PERSON = Person("UHANEUL", "김하늘", "ko-KR", "Asia/Seoul")


def test_the_oldest_messages_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace that is tried out for weeks takes no more memory than one of a day."""
    monkeypatch.setattr(state, "MAX_MESSAGES", 3)
    workspace = Workspace([PERSON], {"C1": "일반"}, clock=FixedClock(datetime(2024, 11, 25, tzinfo=UTC)))
    said = [workspace.add(Post(workspace.next_ts(), "C1", BOT, f"답 {number}")) for number in range(5)]
    assert [post.text for post in workspace.posts("C1")] == ["답 2", "답 3", "답 4"]
    assert workspace.post(said[0].ts) is None
