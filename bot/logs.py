"""Logs for operators: an event name and fields, one JSON object a line, or in colour where a person watches."""

from __future__ import annotations

import logging
import sys

import structlog

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class _Forwarding(logging.Handler):
    """Gives what libraries log the form of all else: one line that does not parse stops many a reader of logs."""

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler`. A library's own level counts as the known one below it."""
        level = max((known for known in _LEVELS.values() if known <= record.levelno), default=logging.DEBUG)
        told = {"logger": record.name, "message": _message(record)}
        structlog.get_logger().log(level, "library.said", **told, exc_info=record.exc_info)


def _message(record: logging.LogRecord) -> str:
    """What a library says; where its format does not fit, which whoever logs must not suffer for, both as they are."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"


def configure_logs(level: str) -> None:
    """Send all logs, the libraries' warnings too, to standard error."""
    watched = sys.stderr.isatty()
    rendering = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if watched
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if watched else [structlog.processors.format_exc_info]),
            rendering,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,  # standard error may be another one by then
    )
    logging.basicConfig(handlers=[_Forwarding()], level=logging.WARNING)
    # A step that is still running when its next turn comes is no news: the steps are made to coalesce.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
