"""`/aitrend …`: a sub-command, or a question answered privately."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.delivery import Message
from bot.slack.commands import Command, Wish, read
from bot.slack.incoming import of_command
from bot.slack.views import help as help_views
from bot.slack.views import notice
from bot.slack.views.answer import Place
from handlers import asking, content, editor, home, search, settings, subscriptions
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
        turn.tell(content.events_asked(turn, wish.words) or _answer(turn, wish.words, place))


def _answer(turn: Turn, words: str, place: Place) -> Message:
    outcome = asking.ask(turn, words)
    return content.as_events(turn, outcome) or asking.message(turn, outcome, place)


def _help(turn: Turn, _words: str) -> None:
    turn.tell(help_views.message(turn.texts, home.samples(turn)))


def _greeting(turn: Turn, _words: str) -> None:
    turn.tell(help_views.greeting(turn.texts, home.samples(turn)))


def _thanks(turn: Turn, _words: str) -> None:
    turn.tell(notice.say(turn.texts("greeting.thanks")))


COMMANDS: Mapping[Command, Callable[[Turn, str], None]] = {
    Command.HELP: _help,
    Command.TOPICS: content.topics,
    Command.TRENDS: content.trends,
    Command.DIGEST: content.digest,
    Command.EVENTS: content.events,
    Command.SUBSCRIBE: subscriptions.subscribe,
    Command.SUBSCRIPTIONS: subscriptions.listed,
    Command.SETTINGS: settings.settings,
    Command.GAPS: editor.gaps,
    Command.STATUS: editor.status,
    Command.SEARCH: search.search,
    Command.GREETING: _greeting,
    Command.THANKS: _thanks,
}
