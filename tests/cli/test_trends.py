"""`aitrend trends` and `aitrend digest` as a person and as a program reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.slack.validate import faults_of_message
from tests.cli.conftest import Ran, Run
from tests.handlers.conftest import texts_of

ROOT = Path(__file__).resolve().parents[2]
SEEDS, SAMPLES = ROOT / "seeds", ROOT.parent / "shared" / "documents"
THEN, TODAY = "2024-11-25T09:00:00+09:00", "2026-11-21T12:00:00+09:00"
GENERIC = {
    "기술",
    "모델",
    "활용",
    "연구",
    "개발",
    "데이터",
    "시스템",
    "AI",
    "인공지능",
    "기업",
    "서비스",
    "분석",
    "미래",
}


def composed(ran: Ran) -> dict[str, Any]:
    """The JSON of a digest, its messages checked."""
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    for message in (found["message"], *found["thread"]):
        assert faults_of_message(message) == []
    return found


def said(digest: dict[str, Any]) -> str:
    return "\n".join(text for m in (digest["message"], *digest["thread"]) for text in texts_of(m["blocks"]))


@pytest.mark.parametrize("docs", [SEEDS, SAMPLES], ids=["seeds", "samples"])
def test_the_digest_of_november_tells_the_brief_and_the_events_of_december(run: Run, docs: Path) -> None:
    """Highlights with their sources and dates, topics with their counts, three events."""
    if not docs.is_dir():
        pytest.skip(f"the originals are not at {docs}")
    digest = composed(run("digest", "--at", THEN, "--docs", docs, "--json"))
    words = said(digest)
    for event in ("NeurIPS 2024", "GenAI Summit Maroc 2024", "AI Summit Seoul 2024"):
        assert event in words
    highlights = digest["thread"][0]
    provenance = [text for text in texts_of(highlights["blocks"]) if "출처" in text]
    assert 3 <= len(provenance) <= 5
    assert all("2024년 11월호" in text and "최근 글" in text for text in provenance)
    topics = {m["topic"]: m for m in json.loads(run("trends", "--at", THEN, "--docs", docs, "--json").out)["movements"]}
    rising = [name for name, moved in topics.items() if moved["direction"] in {"new", "rising"}]
    assert {"오픈AI", "온디바이스"} <= set(rising)
    assert not GENERIC & set(topics)
    assert all(topics[name]["now"] >= 3 for name in rising)
    assert digest["images"][0]["bytes"] < 100_000


def test_today_the_digest_says_that_nothing_is_new_and_dates_everything(run: Run) -> None:
    """Years after its last document it is still worth reading."""
    digest = composed(run("digest", "--at", TODAY, "--docs", SEEDS, "--json"))
    words = said(digest)
    assert "2024년 11월 1일 이후 새 글이 없습니다" in words
    assert "6주 안에 열리는 행사는 없습니다" in words
    assert "새 글  ·" not in words
    dates = [text for text in texts_of(digest["thread"][0]["blocks"]) if text.startswith("지난 글  ·")]
    assert len(dates) == 3
    assert all("202" in text for text in dates)


def test_the_same_inputs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    """Over another data folder too, the chart included."""
    made = []
    for name in ("one", "two"):
        chart = tmp_path / f"{name}.png"
        out = run("digest", "--at", THEN, "--docs", SEEDS, "--json", "--chart", chart, "--data", tmp_path / name).out
        made.append((out, chart.read_bytes()))
    assert made[0] == made[1]


def test_a_person_reads_the_whole_digest(run: Run) -> None:
    """Parent and thread as lines, in the language of the setting."""
    out = run("digest", "--at", THEN, "--docs", SEEDS, "--lang", "en").out
    assert out.startswith("AI this week\nNov 18–25, 2024\n")
    for line in ("Worth reading", "What is rising", "Coming events", "in 15 days"):
        assert line in out


def test_a_chart_is_drawn_for_light_and_dark_and_only_where_there_are_topics(
    run: Run, docs: Path, tmp_path: Path
) -> None:
    """One bar is no picture."""
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    assert run("digest", "--at", THEN, "--docs", SEEDS, "--chart", light).code == 0
    assert run("digest", "--at", THEN, "--docs", SEEDS, "--chart", dark, "--dark").code == 0
    assert light.read_bytes().startswith(b"\x89PNG")
    assert light.read_bytes() != dark.read_bytes()
    refused = run("digest", "--docs", docs, "--chart", tmp_path / "none.png")
    assert refused.code == 2
    assert "nothing to draw" in refused.err


def test_a_corpus_that_cannot_be_compared_says_up_to_when_it_speaks(run: Run, tmp_path: Path) -> None:
    """Or that its documents have no dates at all."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# 나무\n\n## 가로수\n\n가로수를 심었다.\n", encoding="utf8")
    assert "which has no dates" in " ".join(run("trends", "--docs", tmp_path / "docs").out.split())
    assert "up to 2024-11-01" in " ".join(run("trends", "--at", TODAY, "--docs", SEEDS).out.split())


def test_one_topic_shows_the_sections_behind_it(run: Run) -> None:
    """By any of its names; one that nobody mentions is refused in a line."""
    by_name, by_alias = (
        json.loads(run("trends", topic, "--at", THEN, "--docs", SEEDS, "--json").out) for topic in ("오픈AI", "openai")
    )
    assert by_name == by_alias
    assert by_name["direction"] == "rising"
    assert len(by_name["named_in"]) == by_name["sections"] == by_name["now"] + by_name["before"]
    assert list(by_name["named_in"][0]) == ["date", "document", "section"]
    assert f"오픈AI: {by_name['sections']} sections" in run("trends", "openai", "--at", THEN, "--docs", SEEDS).out
    unknown = run("trends", "쿼크별", "--docs", SEEDS)
    assert unknown.code == 2
    assert "쿼크별" in unknown.err


@pytest.mark.parametrize("command", ["trends", "digest"])
def test_an_empty_folder_is_said_to_be_empty(run: Run, tmp_path: Path, command: str) -> None:
    """No error, no claim."""
    (tmp_path / "empty").mkdir()
    ran = run(command, "--docs", tmp_path / "empty")
    assert ran.code == 0, ran.err


def test_sending_needs_a_channel(run: Run) -> None:
    """Said before anything is read."""
    refused = run("digest", "--send", "--docs", SEEDS)
    assert refused.code == 2
    assert "--channel" in refused.err
