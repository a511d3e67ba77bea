"""The `aitrend` command: exit 0 when done, 1 when the work found problems or failed, 2 for a user's mistake."""

from __future__ import annotations

import sys

from bot import garbage
from bot.cli import output
from bot.errors import AitrendError, InputError, SettingsError

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
"""What shells report for a program ended by Ctrl-C: 128 + SIGINT."""


def main() -> None:
    """Run the command of `sys.argv`; mistakes of a user give a message and no traceback."""
    garbage.begin()
    _accept_any_argument()
    from bot.cli.commands import application
    from bot.logs import configure_logs

    configure_logs("warning")
    try:
        application()
    except (SettingsError, InputError) as error:
        _fail(str(error), EXIT_USAGE)
    except AitrendError as error:
        _fail(str(error), EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has left (`aitrend … | head`); a second failure at exit is kept quiet.
        sys.stdout = None
        sys.exit(EXIT_FAILED)


def _accept_any_argument() -> None:
    """Arguments that are no UTF-8 arrive as lone surrogates; they are shown escaped instead of failing to print."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _fail(message: str, code: int) -> None:
    for line in message.splitlines():
        output.note(f"aitrend: {line}")
    sys.exit(code)
