"""Says what Slack would refuse in a message or view, down to the innermost object.

slack_sdk's own validation misses nested faults (a button of 76 characters, mrkdwn in a header, 101 options, unknown
keys, empty texts). This knows the blocks and elements that aitrend builds, and no others: an unknown one is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from bot.slack import limits
from bot.slack.blocks import chars

Json = Mapping[str, Any]
Faults = Iterator[str]

_TEXT = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}


def _keys(value: Json, where: str, required: set[str], optional: Set[str] = frozenset()) -> Faults:
    for key in sorted(required - value.keys()):
        yield f"{where}: {key} is missing"
    for key in sorted(value.keys() - required - optional):
        yield f"{where}: {key} is unknown"


def _text(value: Any, where: str, most: int, *, plain: bool = False) -> Faults:
    if not isinstance(value, Mapping):
        yield f"{where}: no text object"
        return
    kind = value.get("type")
    if kind not in _TEXT or (plain and kind != "plain_text"):
        yield f"{where}: type {kind!r} is not allowed here"
        return
    yield from _keys(value, where, {"type", "text"}, _TEXT[kind])
    yield from _string(value.get("text"), f"{where}.text", most)


def _string(value: Any, where: str, most: int, *, least: int = 1) -> Faults:
    if not isinstance(value, str):
        yield f"{where}: no string"
    elif not least <= len(value) <= most:
        yield f"{where}: {len(value)} characters, allowed are {least} to {most}"


def _several(value: Any, where: str, most: int, check: Callable[[Any, str], Faults], *, least: int = 1) -> Faults:
    if not isinstance(value, list):
        yield f"{where}: no list"
        return
    if not least <= len(value) <= most:
        yield f"{where}: {len(value)} entries, allowed are {least} to {most}"
    for index, entry in enumerate(value):
        yield from check(entry, f"{where}[{index}]")


def _option(value: Any, where: str) -> Faults:
    yield from _keys(value, where, {"text", "value"}, {"description"})
    yield from _text(value.get("text"), f"{where}.text", limits.OPTION_TEXT)
    yield from _string(value.get("value"), f"{where}.value", limits.OPTION_VALUE)
    if "description" in value:
        yield from _text(value["description"], f"{where}.description", limits.OPTION_TEXT)


def _confirm(value: Any, where: str) -> Faults:
    yield from _keys(value, where, {"title", "text", "confirm", "deny"}, {"style"})
    yield from _text(value.get("title"), f"{where}.title", limits.CONFIRM_TITLE, plain=True)
    yield from _text(value.get("text"), f"{where}.text", limits.CONFIRM_TEXT)
    yield from _text(value.get("confirm"), f"{where}.confirm", limits.CONFIRM_BUTTON, plain=True)
    yield from _text(value.get("deny"), f"{where}.deny", limits.CONFIRM_BUTTON, plain=True)


def _button(value: Json, where: str) -> Faults:
    optional = {"value", "url", "style", "confirm", "accessibility_label"}
    yield from _keys(value, where, {"type", "text", "action_id"}, optional)
    yield from _text(value.get("text"), f"{where}.text", limits.BUTTON_TEXT, plain=True)
    if "value" in value:
        yield from _string(value["value"], f"{where}.value", limits.BUTTON_VALUE)
    if "url" in value:
        yield from _string(value["url"], f"{where}.url", limits.URL)
    if "accessibility_label" in value:
        yield from _string(value["accessibility_label"], f"{where}.accessibility_label", limits.BUTTON_TEXT)
    if value.get("style", "primary") not in {"primary", "danger"}:
        yield f"{where}.style: {value['style']!r} is no style"
    if "confirm" in value:
        yield from _confirm(value["confirm"], f"{where}.confirm")


def _choices(most: int) -> Callable[[Json, str], Faults]:
    def check(value: Json, where: str) -> Faults:
        optional = {"placeholder", "initial_option", "initial_options", "confirm", "max_selected_items"}
        yield from _keys(value, where, {"type", "action_id", "options"}, optional)
        yield from _several(value.get("options"), f"{where}.options", most, _option)
        values = [row.get("value") for row in value.get("options", []) if isinstance(row, Mapping)]
        if len(set(values)) != len(values):
            yield f"{where}.options: a value stands twice"
        chosen = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
        if any(row not in value.get("options", []) for row in chosen):
            yield f"{where}: an initial option is none of the options"
        yield from _placeholder(value, where)

    return check


def _placeholder(value: Json, where: str) -> Faults:
    if "placeholder" in value:
        yield from _text(value["placeholder"], f"{where}.placeholder", limits.PLACEHOLDER, plain=True)


def _plain(*optional: str) -> Callable[[Json, str], Faults]:
    def check(value: Json, where: str) -> Faults:
        yield from _keys(value, where, {"type", "action_id"}, {"placeholder", *optional})
        yield from _placeholder(value, where)

    return check


def _overflow(value: Json, where: str) -> Faults:
    yield from _keys(value, where, {"type", "action_id", "options"}, {"confirm"})
    yield from _several(value.get("options"), f"{where}.options", limits.OVERFLOW_OPTIONS, _option)


_ELEMENTS: dict[str, Callable[[Json, str], Faults]] = {
    "button": _button,
    "static_select": _choices(limits.OPTIONS),
    "multi_static_select": _choices(limits.OPTIONS),
    "radio_buttons": _choices(limits.CHOICES),
    "checkboxes": _choices(limits.CHOICES),
    "overflow": _overflow,
    "external_select": _plain("min_query_length", "initial_option"),
    "multi_external_select": _plain("min_query_length", "initial_options", "max_selected_items"),
    "conversations_select": _plain(
        "initial_conversation", "default_to_current_conversation", "filter", "response_url_enabled"
    ),
    "datepicker": _plain("initial_date"),
    "timepicker": _plain("initial_time", "timezone"),
    "plain_text_input": _plain("initial_value", "multiline", "max_length", "min_length", "dispatch_action_config"),
}
_IN_ACTIONS = set(_ELEMENTS) - {"plain_text_input"}


def _element(value: Any, where: str, allowed: set[str]) -> Faults:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind not in allowed:
        yield f"{where}: element {kind!r} is not allowed here"
        return
    yield from _string(value.get("action_id"), f"{where}.action_id", limits.ID)
    yield from _ELEMENTS[kind](value, where)


def _section(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type"}, {"text", "fields", "accessory", "block_id"})
    if "text" not in block and "fields" not in block:
        yield f"{where}: neither text nor fields"
    if "text" in block:
        yield from _text(block["text"], f"{where}.text", limits.SECTION_TEXT)
    if "fields" in block:
        yield from _several(
            block["fields"], f"{where}.fields", limits.FIELDS, lambda v, w: _text(v, w, limits.FIELD_TEXT)
        )
    if "accessory" in block:
        yield from _element(block["accessory"], f"{where}.accessory", _IN_ACTIONS)


def _context(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type", "elements"}, {"block_id"})
    yield from _several(
        block.get("elements"),
        f"{where}.elements",
        limits.CONTEXT_ELEMENTS,
        lambda v, w: _text(v, w, limits.CONTEXT_TEXT),
    )


def _actions(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type", "elements"}, {"block_id"})
    yield from _several(
        block.get("elements"), f"{where}.elements", limits.ACTIONS, lambda v, w: _element(v, w, _IN_ACTIONS)
    )
    ids = [each.get("action_id") for each in block.get("elements", []) if isinstance(each, Mapping)]
    if len(set(ids)) != len(ids):
        yield f"{where}: an action_id stands twice"


def _header(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type", "text"}, {"block_id"})
    yield from _text(block.get("text"), f"{where}.text", limits.HEADER_TEXT, plain=True)


def _divider(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type"}, {"block_id"})


def _image(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type", "alt_text"}, {"image_url", "slack_file", "title", "block_id"})
    yield from _string(block.get("alt_text"), f"{where}.alt_text", limits.ALT_TEXT)
    if ("image_url" in block) == ("slack_file" in block):
        yield f"{where}: exactly one of image_url and slack_file is needed"


def _input(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type", "label", "element"}, {"hint", "optional", "block_id", "dispatch_action"})
    yield from _text(block.get("label"), f"{where}.label", limits.LABEL, plain=True)
    if "hint" in block:
        yield from _text(block["hint"], f"{where}.hint", limits.LABEL, plain=True)
    yield from _element(block.get("element"), f"{where}.element", set(_ELEMENTS) - {"button", "overflow"})


_STYLES = {"bold", "italic", "strike", "code"}
_RICH_LEAVES = {
    "text": ({"type", "text"}, {"style"}),
    "link": ({"type", "url"}, {"text", "style", "unsafe"}),
    "user": ({"type", "user_id"}, {"style"}),
    "channel": ({"type", "channel_id"}, {"style"}),
    "emoji": ({"type", "name"}, {"unicode", "style"}),
    "date": ({"type", "timestamp", "format"}, {"url", "fallback", "style"}),
}


def _leaf(value: Any, where: str) -> Faults:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind not in _RICH_LEAVES:
        yield f"{where}: element {kind!r} is not allowed here"
        return
    yield from _keys(value, where, *_RICH_LEAVES[kind])
    if "text" in value:
        yield from _string(value["text"], f"{where}.text", limits.SECTION_TEXT)
    if "url" in value:
        yield from _string(value["url"], f"{where}.url", limits.URL)
    for name in value.get("style", {}):
        if name not in _STYLES:
            yield f"{where}.style: {name!r} is no style"


def _rich_section(value: Any, where: str) -> Faults:
    if not isinstance(value, Mapping) or value.get("type") != "rich_text_section":
        yield f"{where}: no rich_text_section"
        return
    yield from _keys(value, where, {"type", "elements"})
    yield from _several(value.get("elements"), f"{where}.elements", limits.RICH_ELEMENTS, _leaf)


def _rich_part(value: Any, where: str) -> Faults:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind == "rich_text_section":
        yield from _rich_section(value, where)
    elif kind in {"rich_text_quote", "rich_text_preformatted"}:
        yield from _keys(value, where, {"type", "elements"}, {"border"})
        yield from _several(value.get("elements"), f"{where}.elements", limits.RICH_ELEMENTS, _leaf)
    elif kind == "rich_text_list":
        yield from _keys(value, where, {"type", "style", "elements"}, {"indent", "offset", "border"})
        if value.get("style") not in {"bullet", "ordered"}:
            yield f"{where}.style: {value.get('style')!r} is no list style"
        if not 0 <= value.get("indent", 0) <= limits.LIST_INDENT:
            yield f"{where}.indent: {value.get('indent')}"
        yield from _several(value.get("elements"), f"{where}.elements", limits.RICH_ELEMENTS, _rich_section)
    else:
        yield f"{where}: element {kind!r} is not allowed here"


def _rich(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type", "elements"}, {"block_id"})
    yield from _several(block.get("elements"), f"{where}.elements", limits.RICH_ELEMENTS, _rich_part)
    if chars(block) > limits.RICH_TEXT_REFUSED:
        yield f"{where}: {chars(block)} characters in one rich text block"


def _cell(value: Any, where: str) -> Faults:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind == "raw_text":
        yield from _keys(value, where, {"type", "text"})
        yield from _string(value.get("text"), f"{where}.text", limits.TABLE_CHARS)
    elif kind == "rich_text":
        yield from _rich(value, where)
    else:
        yield f"{where}: cell {kind!r} is not allowed"


def _table(block: Json, where: str) -> Faults:
    yield from _keys(block, where, {"type", "rows"}, {"column_settings", "block_id"})
    yield from _several(
        block.get("rows"),
        f"{where}.rows",
        limits.TABLE_ROWS,
        lambda row, w: _several(row, w, limits.TABLE_CELLS, _cell),
    )
    rows = [row for row in block.get("rows", []) if isinstance(row, list)]
    if len({len(row) for row in rows}) > 1:
        yield f"{where}.rows: rows of different lengths"
    if len(block.get("column_settings", [])) > limits.TABLE_CELLS:
        yield f"{where}.column_settings: more than {limits.TABLE_CELLS}"


_ANYWHERE: dict[str, Callable[[Json, str], Faults]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "header": _header,
    "divider": _divider,
    "image": _image,
    "rich_text": _rich,
}
_IN_MESSAGE = {**_ANYWHERE, "table": _table}
_IN_VIEW = {**_ANYWHERE, "input": _input}


def _all(blocks: Any, known: Mapping[str, Callable[[Json, str], Faults]], most: int) -> Faults:
    def check(block: Any, where: str) -> Faults:
        kind = block.get("type") if isinstance(block, Mapping) else None
        if kind not in known:
            yield f"{where}: block {kind!r} is not allowed here"
            return
        if "block_id" in block:
            yield from _string(block["block_id"], f"{where}.block_id", limits.ID)
        yield from known[str(kind)](block, where)

    yield from _several(blocks, "blocks", most, check)
    ids = [block["block_id"] for block in blocks if isinstance(block, Mapping) and "block_id" in block]
    if len(set(ids)) != len(ids):
        yield "blocks: a block_id stands twice"


def _words(value: Any) -> int:
    """Characters of the texts within a table's row or cell."""
    if isinstance(value, Mapping):
        return sum(len(inner) if key == "text" else _words(inner) for key, inner in value.items())
    return sum(map(_words, value)) if isinstance(value, list) else 0


def faults_of_message(message: Json) -> list[str]:
    """What Slack would refuse in a message's `text` and `blocks`; empty where it would take all."""
    blocks = message.get("blocks") or []
    found = list(_all(blocks, _IN_MESSAGE, limits.MESSAGE_BLOCKS)) if blocks else []
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.append("blocks: more than one table")
    cells = sum(_words(row) for block in blocks if block.get("type") == "table" for row in block.get("rows", []))
    if cells > limits.TABLE_CHARS:
        found.append(f"blocks: {cells} characters in tables")
    total = sum(chars(block) for block in blocks)
    if total > limits.MESSAGE_CHARS_REFUSED:
        found.append(f"blocks: {total} characters in all")
    return found + list(_string(message.get("text"), "text", limits.MESSAGE_TEXT, least=0 if blocks else 1))


def faults_of_view(view: Json) -> list[str]:
    """What Slack would refuse in a modal or home page; empty where it would take all."""
    kind = view.get("type")
    found = list(_all(view.get("blocks"), _IN_VIEW, limits.VIEW_BLOCKS))
    if kind == "home":
        return found + list(_keys(view, "view", {"type", "blocks"}, {"private_metadata", "callback_id", "external_id"}))
    if kind != "modal":
        return [*found, f"view: type {kind!r}"]
    optional = {"close", "submit", "callback_id", "private_metadata", "clear_on_close", "notify_on_close"}
    found += _keys(view, "view", {"type", "title", "blocks"}, optional)
    for name in ("title", "close", "submit"):
        if name in view:
            found += _text(view[name], f"view.{name}", limits.VIEW_TITLE, plain=True)
    found += _string(view.get("private_metadata", ""), "view.private_metadata", limits.PRIVATE_METADATA, least=0)
    found += _string(view.get("callback_id", ""), "view.callback_id", limits.CALLBACK_ID, least=0)
    if any(block.get("type") == "input" for block in view.get("blocks", [])) and "submit" not in view:
        found.append("view: inputs without submit")
    return found
