"""Shortcuts from a message's menu and from the composer."""

from __future__ import annotations

from bot.slack.incoming import of_message
from bot.slack.views import notice
from handlers import asking
from handlers.answers import place_of
from handlers.turn import Turn


def on_look_up(turn: Turn) -> None:
    """Looks the text of a message up, for this person alone."""
    words = of_message(str(turn.message.get("text") or ""))
    if not any(letter.isalnum() for letter in words):
        turn.tell(notice.say(turn.texts("shortcut.no_text")))
        return
    turn.tell(asking.message(turn, asking.ask(turn, words), place_of(turn)))
