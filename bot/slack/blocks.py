"""Slack's blocks as functions from plain text to dicts: here text is escaped, once, and labels are kept within limits.

Only labels of our own and echoes that are repeated elsewhere in full are clipped here; what a document says comes in
pieces that fit (`richtext`, `tables`, `planner`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.delivery import Message
from bot.domain.subscription import is_person
from bot.slack import limits
from bot.slack.escape import clip, honest_label, literal, mrkdwn, safe_url

Block = dict[str, Any]
"""Slack's edge: JSON whose shape `bot.slack.validate` knows, not the type checker."""


def message(summary: str, blocks: Iterable[Mapping[str, Any]]) -> Message:
    """What is posted; the summary is what notifications and screen readers tell, not escaped yet."""
    return Message(mrkdwn(clip(summary, 1_500)), tuple(blocks))


def plain(text: str, max_chars: int = limits.SECTION_TEXT) -> Block:
    """A plain text object. Emoji stand as themselves: a `:name:` in a document is no picture."""
    return {"type": "plain_text", "text": clip(literal(text) or " ", max_chars), "emoji": False}


def marked(text: str, max_chars: int = limits.SECTION_TEXT) -> Block:
    """A mrkdwn object around text that is escaped already (see `mrkdwn`, `link`, `moment`)."""
    return {"type": "mrkdwn", "text": clip(text, max_chars) or " ", "verbatim": True}


def link(url: str, label: str) -> str:
    """A mrkdwn link with an honest label; the label alone, with the address beside it, where it leads nowhere safe."""
    address = safe_url(url)
    if address is None:
        return mrkdwn(f"{label} ({url})" if url and url not in label else label)
    return f"<{address.replace('&', '&amp;')}|{mrkdwn(honest_label(label, address)).replace('|', '¦')}>"


MENTIONED = "\ue000"
"""Stands for a mention until the words around it are escaped: a letter that nobody types."""


def mention(target: str) -> str:
    """A person or a channel in mrkdwn, as its name."""
    return f"<@{target}>" if is_person(target) else f"<#{target}>"


def moment(instant: datetime, fallback: str, *, form: str = "{date_short_pretty} {time}") -> str:
    """An instant in mrkdwn that every reader sees in the own zone."""
    return f"<!date^{int(instant.timestamp())}^{form}|{mrkdwn(fallback).replace('|', '¦')}>"


def header(text: str) -> Block:
    """A large title of our own making."""
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """A paragraph of plain text."""
    block: Block = {"type": "section", "text": plain(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def marked_section(text: str, *, accessory: Block | None = None) -> Block:
    """A paragraph of mrkdwn whose parts are escaped already."""
    block: Block = {"type": "section", "text": marked(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def fields(texts: Sequence[str]) -> Block:
    """A section of up to ten fields in two columns."""
    return {"type": "section", "fields": [plain(text, limits.FIELD_TEXT) for text in texts[: limits.FIELDS]]}


def context(*texts: str) -> Block:
    """Small grey plain text."""
    kept = [text for text in texts if text]
    return {"type": "context", "elements": [plain(text, limits.CONTEXT_TEXT) for text in kept] or [plain(" ")]}


def marked_context(*texts: str) -> Block:
    """Small grey mrkdwn whose parts are escaped already."""
    return {"type": "context", "elements": [marked(text, limits.CONTEXT_TEXT) for text in texts if text]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def button(
    label: str,
    action: str,
    value: str = "",
    *,
    style: str = "",
    url: str = "",
    confirm: Block | None = None,
    spoken: str = "",
) -> Block:
    """A button; `spoken` is what a screen reader says where the label alone would be ambiguous."""
    block: Block = {"type": "button", "text": plain(label, limits.BUTTON_TEXT), "action_id": action}
    block["text"]["emoji"] = True
    extra = {
        "value": value,
        "style": style,
        "url": url,
        "confirm": confirm,
        "accessibility_label": clip(literal(spoken), limits.BUTTON_TEXT),
    }
    return block | {key: given for key, given in extra.items() if given}


def confirm(title: str, text: str, yes: str, no: str, *, danger: bool = False) -> Block:
    """The question asked before a button acts."""
    block: Block = {
        "title": plain(title, limits.CONFIRM_TITLE),
        "text": plain(text, limits.CONFIRM_TEXT),
        "confirm": plain(yes, limits.CONFIRM_BUTTON),
        "deny": plain(no, limits.CONFIRM_BUTTON),
    }
    return block | ({"style": "danger"} if danger else {})


def actions(buttons: Sequence[Block], *, block_id: str = "") -> Block:
    """A row of buttons and menus."""
    block: Block = {"type": "actions", "elements": list(buttons[: limits.ACTIONS])}
    return block | ({"block_id": block_id} if block_id else {})


def option(label: str, value: str, *, description: str = "") -> Block:
    """One row of a menu."""
    block: Block = {"text": plain(label, limits.OPTION_TEXT), "value": value}
    return block | ({"description": plain(description, limits.OPTION_TEXT)} if description else {})


def input_block(
    label: str, element: Block, *, block_id: str = "", hint: str = "", optional: bool = False, dispatch: bool = False
) -> Block:
    """A field of a form; its block id is its element's action id where none is given, so that errors find it."""
    block: Block = {
        "type": "input",
        "block_id": block_id or element["action_id"],
        "label": plain(label, limits.LABEL),
        "element": element,
        "optional": optional,
    }
    if dispatch:
        block["dispatch_action"] = True
    return block | ({"hint": plain(hint, limits.LABEL)} if hint else {})


def text_input(action: str, *, initial: str = "", placeholder: str = "", max_chars: int = limits.PLAIN_INPUT) -> Block:
    """A line of free text."""
    block: Block = {"type": "plain_text_input", "action_id": action, "max_length": max_chars}
    if initial:
        block["initial_value"] = initial
    return block | ({"placeholder": plain(placeholder, limits.PLACEHOLDER)} if placeholder else {})


def select(action: str, options: Sequence[Block], *, initial: str = "", placeholder: str = "") -> Block:
    """A menu of fixed rows; `initial` is the value of the row chosen at first."""
    return _menu("static_select", action, options, initial=initial, placeholder=placeholder)


def radio(action: str, options: Sequence[Block], *, initial: str = "") -> Block:
    """A choice of one, all rows in sight."""
    return _menu("radio_buttons", action, options, initial=initial)


def _menu(kind: str, action: str, options: Sequence[Block], *, initial: str = "", placeholder: str = "") -> Block:
    block: Block = {"type": kind, "action_id": action, "options": list(options)}
    chosen = next((row for row in options if row["value"] == initial), None)
    if chosen is not None:
        block["initial_option"] = chosen
    return block | ({"placeholder": plain(placeholder, limits.PLACEHOLDER)} if placeholder else {})


def many(kind: str, action: str, options: Sequence[Block], *, initial: Iterable[str] = ()) -> Block:
    """A choice of several: `kind` is `checkboxes` or `multi_static_select`."""
    wanted = set(initial)
    chosen = [row for row in options if row["value"] in wanted]
    block: Block = {"type": kind, "action_id": action, "options": list(options)}
    return block | ({"initial_options": chosen} if chosen else {})


def modal(
    callback: str,
    title: str,
    blocks: Sequence[Mapping[str, Any]],
    *,
    close: str,
    submit: str = "",
    metadata: str = "",
) -> Block:
    """A window over the conversation."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, limits.VIEW_TITLE),
        "close": plain(close, limits.VIEW_TITLE),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = plain(submit, limits.VIEW_TITLE)
    return view | ({"private_metadata": metadata} if metadata else {})


def home(blocks: Sequence[Block]) -> Block:
    """The app's own page."""
    return {"type": "home", "blocks": list(blocks)}


_UNCOUNTED = {"type", "style", "action_id", "block_id"}


def chars(block: Mapping[str, Any]) -> int:
    """Characters that count towards a message's limit: every text, label, address and value within a block."""
    total = 0
    for key, value in block.items():
        if isinstance(value, str):
            total += len(value) if key not in _UNCOUNTED else 0
        elif isinstance(value, Mapping):
            total += chars(value)
        elif isinstance(value, list):
            total += sum(chars(item) for item in value if isinstance(item, Mapping))
            total += sum(chars(cell) for row in value if isinstance(row, list) for cell in row)
    return total
