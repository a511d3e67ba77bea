"""`aitrend events` as a person and as a program reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.agenda.feed import owner_of
from bot.store.agenda import SqlFeedTokens
from bot.store.database import open_database
from tests.cli.conftest import Run

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "documents"
KEYS = ["uid", "title", "starts", "ends", "all_day", "place", "url", "summary", "document", "line"]
BEFORE, AFTER = "2024-11-25T09:00:00+09:00", "2026-11-21T12:00:00+09:00"

DOCUMENT = """---
title: 소식
date: 2024-11-01
events:
  - title: AI Summit
    date: 2024.12.10~11
    place: 서울
    url: https://summit.example/
    summary: 첫 행사
  - title: AI Expo
    date: 2024-11-26 14:00
    place: 부산
---

## 글

행사가 있다.
"""


@pytest.fixture
def dated(docs: Path) -> Path:
    (docs / "c.md").write_text(DOCUMENT, encoding="utf8")
    return docs


def test_the_json_of_events_is_stable(run: Run, dated: Path) -> None:
    """Other programs read these keys, in the order of the starts."""
    found = json.loads(run("events", "--docs", dated, "--at", BEFORE, "--json").out)
    assert [list(event) for event in found] == [KEYS, KEYS]
    assert [event["title"] for event in found] == ["AI Expo", "AI Summit"]
    assert found[0]["starts"] == "2024-11-26T05:00:00+00:00"
    assert found[0]["all_day"] is False
    assert (found[1]["starts"], found[1]["ends"], found[1]["all_day"]) == ("2024-12-10", "2024-12-11", True)


def test_a_person_reads_when_where_and_how_soon(run: Run, dated: Path) -> None:
    """Local times of the workspace, days to go."""
    out = run("events", "--docs", dated, "--at", BEFORE).out
    assert "2024-11-26 14:00  AI Expo  D-1" in out
    assert "2024-12-10 to 2024-12-11  AI Summit  D-15" in out
    assert "https://summit.example/" in out


def test_a_feed_is_made_where_the_bot_looks_for_it(run: Run, docs: Path, tmp_path: Path) -> None:
    """Also where --docs was forgotten: an address that leads nowhere helps nobody."""
    run("index", "--docs", docs)
    made = run("events", "--feed", "https://bot.example.com", "--docs", tmp_path / "forgotten").out.strip()
    assert made.startswith("https://bot.example.com/calendar/feed/")
    database = open_database("", tmp_path / "data")
    assert owner_of(SqlFeedTokens(database), made.rpartition("/")[2].removesuffix(".ics")) == ""
    database.dispose()


def test_the_limit_holds(run: Run, dated: Path) -> None:
    """The first of them."""
    found = json.loads(run("events", "--docs", dated, "--at", BEFORE, "--limit", "1", "--json").out)
    assert [event["title"] for event in found] == ["AI Expo"]


def test_past_events_come_on_request_the_latest_first(run: Run, dated: Path) -> None:
    """Nothing that is over is listed as coming."""
    assert json.loads(run("events", "--docs", dated, "--at", AFTER, "--json").out) == []
    found = json.loads(run("events", "--docs", dated, "--at", AFTER, "--past", "--json").out)
    assert [event["title"] for event in found] == ["AI Summit", "AI Expo"]


def test_where_nothing_comes_the_last_ones_are_named(run: Run, dated: Path) -> None:
    """An empty screen would leave open whether anything was read."""
    out = run("events", "--docs", dated, "--at", AFTER).out
    assert "No events are coming up. The latest ones were:" in out
    assert "2024-12-10 to 2024-12-11  AI Summit" in out


def test_without_any_event_that_is_said(run: Run, docs: Path) -> None:
    """Documents that announce nothing."""
    assert run("events", "--docs", docs).out == "No events.\n"


def test_the_export_is_a_calendar_that_an_independent_parser_reads(run: Run, dated: Path, tmp_path: Path) -> None:
    """The same bytes whenever it is written."""
    from icalendar import Calendar

    target = tmp_path / "events.ics"
    assert run("events", "--docs", dated, "--at", BEFORE, "--ics", target).code == 0
    first = target.read_bytes()
    held = Calendar.from_ical(first).walk("VEVENT")
    assert sorted(str(event["SUMMARY"]) for event in held) == ["AI Expo", "AI Summit"]


def test_an_export_that_cannot_be_written_says_so(run: Run, dated: Path, tmp_path: Path) -> None:
    """Exit 2 with the reason."""
    ran = run("events", "--docs", dated, "--ics", tmp_path / "missing" / "a.ics")
    assert ran.code == 2
    assert "--ics" in ran.err


def test_a_feed_is_made_and_closed(run: Run, dated: Path) -> None:
    """Every address is another; closing closes all."""
    first = run("events", "--docs", dated, "--feed", "https://ai.example").out.strip()
    second = run("events", "--docs", dated, "--feed", "https://ai.example/").out.strip()
    assert first != second
    assert first.startswith("https://ai.example/calendar/feed/")
    assert second.endswith(".ics")
    assert run("events", "--docs", dated, "--revoke-feed").out == "2 feeds closed\n"
    assert run("events", "--docs", dated, "--feed", "ai.example").code == 2


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the original documents are not beside this checkout")
def test_the_brief_announces_three_events(run: Run) -> None:
    """Dates, places, links and summaries as the brief has them; two years later nothing is coming."""
    found = json.loads(run("events", "--docs", SAMPLES, "--at", BEFORE, "--json").out)
    facts = {e["title"]: (e["starts"], e["ends"], e["place"], e["all_day"]) for e in found}
    assert facts == {
        "NeurIPS 2024": ("2024-12-10", "2024-12-15", "캐나다 밴쿠버", True),
        "GenAI Summit Maroc 2024": ("2024-12-10", "2024-12-11", "모로코", True),
        "AI Summit Seoul 2024": ("2024-12-10", "2024-12-11", "서울(코엑스 그랜드볼룸)", True),
    }
    assert all(event["url"].startswith("http") and event["summary"] for event in found)
    assert json.loads(run("events", "--docs", SAMPLES, "--at", AFTER, "--json").out) == []
    assert "2024-12-10 to 2024-12-15  NeurIPS 2024" in run("events", "--docs", SAMPLES, "--at", AFTER).out
