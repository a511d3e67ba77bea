"""A person's own settings."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.answers import Profile
from bot.slack.views import settings as views
from bot.slack.views.settings import Chosen
from handlers import home, offers, readers
from handlers.turn import Turn


def _profile(turn: Turn) -> Profile:
    return turn.answers.profile(turn.user, owner=turn.owner) or Profile(turn.user)


def settings(turn: Turn, _: str = "") -> None:
    """Opens the window."""
    if turn.trigger:
        on_settings(turn)
    else:
        turn.tell(offers.settings(turn.texts))


def on_settings(turn: Turn) -> None:
    """The button."""
    profile = _profile(turn)
    turn.show(views.window(turn.texts, Chosen(profile.chosen_language, profile.results)))


def on_save(turn: Turn) -> None:
    """Keeps what was chosen, and shows the home page in it."""
    chosen = views.read(turn.values)
    profile = replace(_profile(turn), chosen_language=chosen.language, results=chosen.results)
    turn.answers.put_profile(profile, owner=turn.owner)
    home.publish(replace(turn, reader=readers.of_profile(profile, turn.services)))
