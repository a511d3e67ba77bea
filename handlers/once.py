"""Effects that happen once, however often a request comes and whatever dies in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.errors import NotPosted
from handlers.turn import Turn

T = TypeVar("T")
log = structlog.get_logger(__name__)

PRESS_SECONDS = 2
"""A second press of the same button within this time is the same press."""


def once(turn: Turn, key: str, prepare: Callable[[], T], effect: Callable[[T], object]) -> bool:
    """Prepare, then do something that may be seen, at most once for a key; False where it was done before.

    While it is being prepared a dead holder's key goes to the next one who asks. From the first outgoing byte on nobody
    repeats it, unless it surely did not happen.
    """
    if not turn.answers.claim(key, now=turn.now):
        log.info("effect.repeated", id=turn.log_id)
        return False
    try:
        ready = prepare()
    except BaseException:
        turn.answers.release(key)
        raise
    turn.answers.seal(key, now=turn.now)
    try:
        effect(ready)
    except NotPosted:
        turn.answers.release(key)
        raise
    return True


def pressed_anew(turn: Turn) -> bool:
    """Whether this press of a button is no double click."""
    container = turn.container
    place = container.get("message_ts") or container.get("view_id") or ""
    key = f"press:{turn.owner}:{turn.user}:{place}:{turn.action.get('action_id')}:{turn.value}"
    return turn.answers.claim(key[:500], now=turn.now, lease=timedelta(seconds=PRESS_SECONDS))
