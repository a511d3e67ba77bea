"""What `/aitrend` can do, by examples that can be pressed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.delivery import Message
from bot.slack import blocks, richtext
from bot.slack.blocks import Block
from bot.slack.commands import NAMES, Command
from bot.slack.ids import COMMAND, Action, numbered
from bot.slack.texts import Texts

_SHOWN = (
    Command.SEARCH,
    Command.TRENDS,
    Command.TOPICS,
    Command.EVENTS,
    Command.DIGEST,
    Command.SUBSCRIBE,
    Command.SUBSCRIPTIONS,
    Command.SETTINGS,
    Command.GAPS,
    Command.STATUS,
)


def name_of(command: Command, texts: Texts) -> str:
    """The command's name in the reader's language."""
    names = NAMES[command]
    return names[0] if texts.language == "ko" else str(command)


def _row(command: Command, texts: Texts) -> Block:
    name = name_of(command, texts)
    other = str(command) if texts.language == "ko" else NAMES[command][0]
    return {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": f"{COMMAND} {name}", "style": {"code": True}},
            richtext.text(f"  {texts(f'help.{command}')} ({other})"),
        ],
    }


def examples(queries: Sequence[str]) -> Block:
    """Buttons that ask a question for the reader."""
    return blocks.actions(
        [blocks.button(query, numbered(Action.ASK, place), query) for place, query in enumerate(queries[:5])]
    )


def message(texts: Texts, queries: Sequence[str]) -> Message:
    """Help. `queries` are examples that the corpus can answer."""
    body: list[Block] = [
        blocks.header(texts("help.title")),
        richtext.rich(
            richtext.text(texts("help.how")),
            {
                "type": "text",
                "text": f"{COMMAND} {queries[0] if queries else texts('help.sample')}",
                "style": {"code": True},
            },
        ),
        blocks.context(texts("help.ways")),
    ]
    if queries:
        body += [blocks.section(texts("help.try")), examples(queries)]
    listed: Block = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 0,
                "elements": [_row(command, texts) for command in _SHOWN],
            }
        ],
    }
    body += [blocks.divider(), listed]
    body += [blocks.context(texts("help.filters")), blocks.context(texts("help.everywhere"))]
    body.append(blocks.actions([blocks.button(texts("button.search"), Action.SEARCH, style="primary")]))
    return blocks.message(texts("help.title"), body)


def greeting(texts: Texts, queries: Sequence[str]) -> Message:
    """A greeting in return, with what can be asked."""
    said = texts("greeting.hello")
    body = [blocks.section(said), *([examples(queries)] if queries else []), blocks.context(texts("greeting.more"))]
    return blocks.message(said, body)


def near(texts: Texts, command: Command, words: str) -> Message:
    """Asks which was meant: a command that is one slip away, or a search for the word."""
    name = name_of(command, texts)
    said = texts("help.near", words=texts.quoted(words), name=texts.quoted(name))
    row = [
        blocks.button(texts("help.near_command", name=name), numbered(Action.ASK, 0), str(command), style="primary"),
        blocks.button(texts("help.near_search", words=words), numbered(Action.ASK_ANYWAY, 1), words),
    ]
    return blocks.message(said, [blocks.section(said), blocks.actions(row)])
