"""The strict validator finds what slack_sdk's own misses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.validate import faults_of_message, faults_of_view

PLAIN = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "action_id": "a", "text": PLAIN}


def _option(value: str) -> dict[str, Any]:
    return {"text": PLAIN, "value": value}


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ({"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}, "3001 characters"),
        ({"type": "section", "text": {"type": "mrkdwn", "text": ""}}, "0 characters"),
        ({"type": "section"}, "neither text nor fields"),
        ({"type": "section", "fields": [PLAIN] * 11}, "11 entries"),
        ({"type": "section", "text": PLAIN, "colour": "red"}, "colour is unknown"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "'mrkdwn' is not allowed"),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, "151 characters"),
        ({"type": "context", "elements": []}, "0 entries"),
        ({"type": "context", "elements": [PLAIN] * 11}, "11 entries"),
        ({"type": "actions", "elements": [BUTTON] * 2}, "action_id stands twice"),
        ({"type": "actions", "elements": [BUTTON | {"action_id": str(n)} for n in range(26)]}, "26 entries"),
        (
            {"type": "actions", "elements": [BUTTON | {"text": {"type": "plain_text", "text": "x" * 76}}]},
            "76 characters",
        ),
        ({"type": "actions", "elements": [BUTTON | {"value": "x" * 2_001}]}, "2001 characters"),
        ({"type": "actions", "elements": [BUTTON | {"style": "blue"}]}, "no style"),
        (
            {
                "type": "actions",
                "elements": [
                    {"type": "static_select", "action_id": "a", "options": [_option(str(n)) for n in range(101)]}
                ],
            },
            "101 entries",
        ),
        (
            {
                "type": "actions",
                "elements": [{"type": "static_select", "action_id": "a", "options": [_option("1"), _option("1")]}],
            },
            "stands twice",
        ),
        (
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "static_select",
                        "action_id": "a",
                        "options": [_option("1")],
                        "initial_option": _option("2"),
                    }
                ],
            },
            "none of the options",
        ),
        (
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
            },
            "0 characters",
        ),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "dots", "elements": []}]},
            "no list style",
        ),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}, "0 characters"),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}, "101 entries"),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}, "21 entries"),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], [{"type": "raw_text", "text": "x"}] * 2]},
            "different lengths",
        ),
        ({"type": "hologram"}, "'hologram' is not allowed"),
        (
            {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input", "action_id": "a"}},
            "'input' is not allowed",
        ),
    ],
)
def test_a_fault_in_a_message_is_found(block: dict[str, Any], fault: str) -> None:
    """Each with the place where it stands."""
    assert any(fault in found for found in faults_of_message({"text": "x", "blocks": [block]}))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "25 characters"),
        ({"private_metadata": "x" * 3_001}, "3001 characters"),
        ({"blocks": [{"type": "divider"}] * 101}, "101 entries"),
        ({"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}]}, "'table' is not allowed"),
        (
            {"blocks": [{"type": "input", "label": PLAIN, "element": {"type": "plain_text_input", "action_id": "a"}}]},
            "without submit",
        ),
        ({"type": "popup"}, "'popup'"),
        ({"colour": "red"}, "colour is unknown"),
    ],
)
def test_a_fault_in_a_view_is_found(change: dict[str, Any], fault: str) -> None:
    """Titles, metadata, counts, and blocks that windows do not take."""
    view = {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}], **change}
    assert any(fault in found for found in faults_of_view(view))


def test_a_message_as_a_whole_has_limits() -> None:
    """One table, fifty blocks, and a size in all."""
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 9_000}]]}
    assert any("more than one table" in fault for fault in faults_of_message({"text": "x", "blocks": [table, table]}))
    big = {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 5_001}] * 2]}
    assert any("characters in tables" in fault for fault in faults_of_message({"text": "x", "blocks": [big]}))
    assert any("51 entries" in f for f in faults_of_message({"text": "x", "blocks": [{"type": "divider"}] * 51}))
    long = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_000}}
    assert any("in all" in fault for fault in faults_of_message({"text": "x", "blocks": [long] * 5}))


def test_what_slack_takes_is_without_fault() -> None:
    """Every block and element that is used."""
    blocks = [
        {"type": "section", "text": PLAIN, "accessory": BUTTON},
        {"type": "divider"},
        {"type": "image", "image_url": "https://a.example/p.png", "alt_text": "x"},
        {
            "type": "actions",
            "block_id": "b",
            "elements": [{"type": "overflow", "action_id": "o", "options": [_option("1")]}],
        },
    ]
    assert faults_of_message({"text": "x", "blocks": blocks}) == []
    assert faults_of_view({"type": "home", "blocks": blocks}) == []
