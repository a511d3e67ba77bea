"""`/aitrend …`: a sub-command, or a question answered privately."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.slack.commands import Command, Wish, read
from bot.slack.incoming import of_command
from bot.slack.views import help as help_views
from bot.slack.views.answer import Place
from handlers import asking
from handlers.turn import Turn


def on_command(turn: Turn) -> None:
    """A slash command."""
    fulfil(turn, read(of_command(str(turn.body.get("text") or ""))))


def fulfil(turn: Turn, wish: Wish, *, place: Place = Place.PRIVATE) -> None:
    """Do what was asked for, the answer for this person alone."""
    if wish.command is not None:
        COMMANDS[wish.command](turn, wish.words)
    elif wish.near is not None:
        turn.tell(help_views.near(turn.texts, wish.near, wish.words))
    else:
        turn.tell(asking.message(turn, asking.ask(turn, wish.words), place))


def _help(turn: Turn, _words: str) -> None:
    turn.tell(help_views.message(turn.texts, samples(turn)))


def samples(turn: Turn) -> list[str]:
    """Questions that the corpus surely answers: headings of its newest sections."""
    rows = turn.services.searcher.suggest("", limit=3, owner=turn.owner)
    return [row.heading or row.title for row in rows if row.heading or row.title]


COMMANDS: Mapping[Command, Callable[[Turn, str], None]] = {Command.HELP: _help}
