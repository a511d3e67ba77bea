"""Every listener of the app, in one table."""

from __future__ import annotations

from bot.slack.ids import COMMAND
from bot.slack.listeners import COMMANDS, USERS, WRITE, Listener, Trigger
from handlers.commands import on_command
from handlers.turn import Turn

LISTENERS: tuple[Listener[Turn], ...] = (
    Listener(Trigger.COMMAND, COMMAND, on_command, needs=(COMMANDS, WRITE, USERS)),
)
