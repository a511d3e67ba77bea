"""The deliveries composed over one data folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.options import settings_from
from bot.core import Core, open_core
from bot.domain.agenda import PersonalReminder
from bot.domain.answers import ANSWER_LIFE, GivenAnswer
from bot.parts import KEEP_WISHES, Parts, worker_of
from bot.slack.client import client

NOW = datetime(2024, 11, 25, tzinfo=UTC)


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    (tmp_path / "docs").mkdir()
    with open_core(settings_from(docs=tmp_path / "docs", data=tmp_path / "data", meaning="off")) as opened:
        yield opened


def test_what_is_past_its_life_is_forgotten_and_the_rest_is_not(core: Core) -> None:
    """Answers, claims and wishes would else grow for as long as the bot is used."""
    parts = Parts(core)
    old = GivenAnswer("a1", "T1", "노벨상", NOW)
    wish = PersonalReminder("r1", "T1", "U1", "e1", NOW)
    later = NOW + KEEP_WISHES
    for answer, moment in ((old, NOW), (replace(old, id="a2", created=later), later)):
        parts.answers.put(answer)
        parts.answers.seal(f"press:{answer.id}", now=moment)
        parts.mutes.mute(answer.id, owner="T1", target="C1", by="U1", now=moment)
        parts.personal.add(replace(wish, id=answer.id, uid=answer.id, created_at=moment))
    assert parts.forget(now=NOW + ANSWER_LIFE) == 2
    assert parts.forget(now=later + timedelta(seconds=1)) == 2
    assert parts.answers.get("a2", owner="T1", now=later) is not None
    assert not parts.answers.claim("press:a2", now=later)
    assert parts.mutes.muted(owner="T1", target="C1") == {"a2"}
    assert [kept.id for kept in parts.personal.all()] == ["a2"]


def test_the_worker_forgets(core: Core) -> None:
    """Among its other steps, each of which has a name of its own."""
    names = [step.name for step in worker_of(Parts(core), client("xoxb-1", base_url="http://127.0.0.1:9/")).steps()]
    assert "forget" in names
    assert len(set(names)) == len(names)
