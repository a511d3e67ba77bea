"""Messages in a terminal."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.delivery import Message, Payload
from bot.slack import blocks, richtext
from bot.slack.plain import plain


def test_a_payload_reads_as_lines() -> None:
    """Headers, lists, quotes and context in order; messages apart; no buttons and no pictures."""
    quote = {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [richtext.text("인용")]}]}
    rows = [{"type": "rich_text_section", "elements": [richtext.text("하나")]}]
    listed = {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": rows}]}
    parent = Message("요약", (blocks.header("소식"), listed, blocks.context("가", "나")))
    reply = Message("답", (richtext.rich(richtext.text("제목")), quote, blocks.divider(), blocks.actions([])))
    assert plain(Payload(parent, thread=(reply,))) == "소식\n- 하나\n가  ·  나\n\n제목\n  인용"


def test_links_and_instants_are_spelled_out() -> None:
    """What Slack would make of its markup, a terminal cannot; an escaped text is read back."""
    instant = blocks.moment(datetime(2024, 12, 2, tzinfo=UTC), "12월 2일 09:00")
    linked = blocks.marked_context(f"{blocks.link('https://a.example/b', '홈페이지')} &lt;b&gt; {instant}")
    assert plain(Payload(Message("", (linked,)))) == "홈페이지 (https://a.example/b) <b> 12월 2일 09:00"


def test_fields_are_lines() -> None:
    """A section may have columns instead of a text."""
    assert plain(Payload(Message("", (blocks.fields(["가", "나"]), blocks.section("다"))))) == "가\n나\n다"
