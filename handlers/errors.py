"""The one boundary of the listeners: whatever fails, the person hears what to do, and the log has the same id."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.domain.delivery import Message
from bot.errors import AitrendError, ChannelRefused, PossiblyPosted, PostError
from bot.slack.texts import Texts
from bot.slack.views import notice
from handlers.turn import Turn

log = structlog.get_logger(__name__)


def guarded(turn: Turn, work: Callable[[Turn], None], *, name: str) -> None:
    """Run a listener's work. Nothing gets out: Bolt answers 404 where a listener raises right after its ack."""
    try:
        work(turn)
    except PossiblyPosted as error:
        log.warning("listener.unsure", id=turn.log_id, listener=name, reason=error.data.get("reason", ""))
        if turn.event.get("ts"):
            # Who asked in a message waits for one; elsewhere the person has been told, or sees that nothing came.
            _apologise(turn, notice.say(turn.texts(error.code)))
    except AitrendError as error:
        log.warning("listener.failed", id=turn.log_id, listener=name, error=type(error).__name__, code=error.code)
        _apologise(turn, message_of(error, turn.texts, turn.log_id), unless=error)
    except Exception:  # the boundary: a defect must neither vanish in the pool nor leave the person without a word
        log.exception("listener.crashed", id=turn.log_id, listener=name)
        _apologise(turn, notice.failure(turn.texts, "error.unexpected", turn.log_id))


def message_of(error: AitrendError, texts: Texts, log_id: str) -> Message:
    """What a person is told of an expected failure: the text of its own code, else that of its class."""
    key = error.code if texts.has(error.code) else type(error).code
    return notice.failure(texts, key, log_id, **error.data)


def _apologise(turn: Turn, message: Message, *, unless: AitrendError | None = None) -> None:
    if isinstance(unless, ChannelRefused) and not turn.response_url and unless.reason not in {"not_in_channel"}:
        return
    try:
        if turn.body.get("type") == "view_submission":  # its window is closed by now
            turn.messenger.post(turn.user, message)
        elif turn.view.get("type") == "modal":
            turn.messenger.update_view(str(turn.view.get("id") or ""), notice.window(turn.texts, message))
        else:
            turn.tell(message)
    except PostError as error:
        log.warning("listener.unheard", id=turn.log_id, reason=error.data.get("reason", ""))
