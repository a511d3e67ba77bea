"""What operators read: every line in one form, whoever wrote it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure_logs


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Standard error with the logs configured as in a process of its own."""
    root, kept = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        configure_logs("info")
        yield capsys
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.configure(**kept)


def test_what_a_library_logs_is_a_json_object_a_line(lines: pytest.CaptureFixture[str]) -> None:
    """With its traceback, and nothing below a warning."""
    logger = logging.getLogger("websocket")
    logger.info("not shown")
    logger.error("[Errno %d] Connection reset\nby peer", 104)
    try:
        raise ValueError("broken")
    except ValueError:
        logger.warning("gave up", exc_info=True)
    first, second = map(json.loads, lines.readouterr().err.splitlines())
    assert (first["level"], first["logger"]) == ("error", "websocket")
    assert first["message"] == "[Errno 104] Connection reset\nby peer"
    assert "ValueError: broken" in second["exception"]


def test_no_library_fails_for_what_it_logs(lines: pytest.CaptureFixture[str]) -> None:
    """A level of its own is told as the one below it, a format that does not fit its arguments beside them."""
    ours = logging.getLogger().handlers[0]
    for told in ({"levelno": 35, "msg": "a level"}, {"levelno": 30, "msg": "%d bytes", "args": ("many",)}):
        ours.handle(logging.makeLogRecord({"name": "websocket", **told}))
    first, second = map(json.loads, lines.readouterr().err.splitlines())
    assert (first["level"], first["message"]) == ("warning", "a level")
    assert second["message"] == "%d bytes ('many',)"
