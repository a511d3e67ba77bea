"""The contract of the answer log, held by both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.answers import ANSWER_LIFE, CLAIM_LIFE, MAX_GAP_CHARS, Gap, GivenAnswer, Profile, ThreadState
from bot.store.answers import SqlAnswerLog
from bot.store.database import Database

NOW = datetime(2024, 11, 25, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANSWER = GivenAnswer("abc", "T1", "노벨상", NOW, offset=3, sections=("s1", "s2"), total=9, did_you_mean=("노벨",))


@pytest.fixture
def log(database: Database) -> SqlAnswerLog:
    return SqlAnswerLog(database)


def test_what_slack_tells_of_a_reader_leaves_what_the_reader_chose(log: SqlAnswerLog) -> None:
    """The two come in whatever order."""
    log.put_person("U1", owner="T1", locale="ko-KR", zone="Asia/Seoul", fetched=NOW)
    assert log.profile("U1", owner="T1") == Profile("U1", "ko-KR", "Asia/Seoul", NOW)
    log.put_profile(Profile("U1", "ko-KR", "Asia/Seoul", NOW, chosen_language="en", results=1), owner="T1")
    log.put_person("U1", owner="T1", locale="ja-JP", zone="Asia/Tokyo", fetched=NOW + DAY)
    assert log.profile("U1", owner="T1") == Profile("U1", "ja-JP", "Asia/Tokyo", NOW + DAY, "en", 1)
    assert log.profile("U1", owner="T2") is None


def test_an_answer_is_its_owners_for_thirty_days(log: SqlAnswerLog) -> None:
    """Its buttons work that long, in that workspace."""
    log.put(replace(ANSWER, total=1))
    log.put(ANSWER)
    assert log.get("abc", owner="T1", now=NOW + ANSWER_LIFE - MINUTE) == ANSWER
    assert log.get("abc", owner="T2", now=NOW) is None
    assert log.get("abc", owner="T1", now=NOW + ANSWER_LIFE) is None
    assert log.get("xyz", owner="T1", now=NOW) is None


def test_a_claim_is_had_by_one(log: SqlAnswerLog) -> None:
    """A double click, two replicas, a retried event: one effect."""
    got: list[bool] = []
    threads = [threading.Thread(target=lambda: got.append(log.claim("k", now=NOW))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 7 + [True]


def test_a_claim_comes_free_by_release_or_when_its_holder_died(log: SqlAnswerLog) -> None:
    """Sealed it stays taken for its life, since the effect may have happened."""
    assert log.claim("k", now=NOW)
    assert not log.claim("k", now=NOW + 0.9 * MINUTE)
    assert log.claim("k", now=NOW + MINUTE)
    log.release("k")
    assert log.claim("k", now=NOW + MINUTE)
    log.seal("k", now=NOW + MINUTE)
    assert not log.claim("k", now=NOW + CLAIM_LIFE)
    assert log.claim("k", now=NOW + MINUTE + CLAIM_LIFE)
    log.seal("never claimed", now=NOW)
    assert not log.claim("never claimed", now=NOW + DAY)
    log.release("unknown")


def test_a_later_vote_of_one_person_counts(log: SqlAnswerLog) -> None:
    """One mark, one vote, by workspace."""
    log.put(ANSWER)
    for mark, helpful in (("m1", True), ("m2", True), ("m2", False), ("m3", False)):
        log.vote("abc", owner="T1", mark=mark, helpful=helpful, now=NOW)
    assert log.votes(owner="T1", since=NOW) == (1, 2)
    assert log.votes(owner="T1", since=NOW + MINUTE) == (0, 0)
    assert log.votes(owner="T2", since=NOW) == (0, 0)


def test_gaps_are_counted_whatever_their_case_and_blanks(log: SqlAnswerLog) -> None:
    """The most frequent first, then the latest; an editor may close one."""
    for minute, query in enumerate(("양자 컴퓨터", " 양자  컴퓨터", "GPU 가격", "gpu 가격", "gpu  가격", "로봇")):
        log.add_gap(query, owner="T1", now=NOW + minute * MINUTE)
    assert log.gaps(owner="T1", since=NOW) == (
        Gap("gpu  가격", 3, NOW + 4 * MINUTE), Gap("양자  컴퓨터", 2, NOW + MINUTE), Gap("로봇", 1, NOW + 5 * MINUTE),
    )  # fmt: skip
    assert [g.query for g in log.gaps(owner="T1", since=NOW + 2 * MINUTE, limit=1)] == ["gpu  가격"]
    log.close_gap("GPU 가격", owner="T1")
    assert [g.query for g in log.gaps(owner="T1", since=NOW)] == ["양자  컴퓨터", "로봇"]
    assert log.gaps(owner="T2", since=NOW) == ()


def test_a_pasted_text_is_cut_and_odd_characters_do_no_harm(log: SqlAnswerLog) -> None:
    """Eight thousand characters, NUL and a lone surrogate."""
    log.add_gap("가" * 8000, owner="T1", now=NOW)
    log.add_gap("a\x00b\ud800", owner="T1", now=NOW)
    assert {len(g.query) for g in log.gaps(owner="T1", since=NOW)} == {MAX_GAP_CHARS, 4}


def test_a_thread_keeps_its_latest_state(log: SqlAnswerLog) -> None:
    """For as long as its answer lives."""
    place = {"owner": "T1", "channel": "C1", "thread": "1.5"}
    assert log.thread(**place, now=NOW) is None
    log.set_thread(ThreadState("a1", "ko", NOW), **place)
    log.set_thread(ThreadState("a2", "en", NOW), **place)
    assert log.thread(**place, now=NOW) == ThreadState("a2", "en", NOW)
    assert log.thread(owner="T2", channel="C1", thread="1.5", now=NOW) is None
    assert log.thread(**place, now=NOW + ANSWER_LIFE) is None


def test_a_profile_is_kept_by_workspace(log: SqlAnswerLog) -> None:
    """However old: the caller decides whether to ask Slack again."""
    profile = Profile("U1", "ko-KR", "Asia/Seoul", NOW, "en", 2)
    log.put_profile(replace(profile, results=1), owner="T1")
    log.put_profile(profile, owner="T1")
    assert log.profile("U1", owner="T1") == profile
    assert log.profile("U1", owner="T2") is None


def test_pruning_drops_what_is_past_its_life(log: SqlAnswerLog) -> None:
    """And nothing else."""
    log.put(ANSWER)
    log.claim("k", now=NOW)
    log.set_thread(ThreadState("a", "ko", NOW), owner="T1", channel="C", thread="1")
    log.add_gap("q", owner="T1", now=NOW)
    assert log.prune(now=NOW + ANSWER_LIFE - MINUTE) == 0
    assert log.prune(now=NOW + ANSWER_LIFE) == 3
    assert log.gaps(owner="T1", since=NOW) != ()
    assert log.prune(now=NOW + 401 * DAY) == 1
