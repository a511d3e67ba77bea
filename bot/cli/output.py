"""How the shell shows things: values as JSON or as tables, problems with path and line, progress to a person only."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from bot.domain.document import Problem, Severity

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done)."""


def as_json(value: object, *, indent: int | None = 2) -> None:
    """One JSON value on standard output; Korean as it is."""
    print(json.dumps(value, ensure_ascii=False, indent=indent, default=str))


def json_line(value: object) -> None:
    """One JSON value on one line, flushed, for a reader at the other end of a pipe."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def note(text: str) -> None:
    """A line for the person at the terminal, off standard output."""
    print(text, file=sys.stderr)


def speak(lang: str | None) -> None:
    """Tell problems and answers in Korean or English: as the option --lang says, else AITREND_LANG, else the shell's
    locale.
    """
    global _language  # noqa: PLW0603 - a command has one reader, and whatever it calls speaks to them
    said = (lang, *map(os.environ.get, ("AITREND_LANG", "LC_ALL", "LC_MESSAGES", "LANG")))
    _language = "ko" if next(filter(None, said), "").startswith("ko") else "en"


_language = "en"


def spoken(english: str, korean: str) -> str:
    """The words in the language of who reads them."""
    return korean if _language == "ko" else english


def problems(found: Iterable[Problem]) -> None:
    """Each problem as `path:line: severity: what → remedy`, in the order of path and line."""
    for problem in sorted(found):
        where = f"{problem.path}:{problem.line}" if problem.line else problem.path
        said = problem.said(_language)
        note(f"{where}: {problem.severity}: {said.what} → {said.remedy}")


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem for programs: `code` stays what it is, `what` and `remedy` are for the reader."""
    said = problem.said(_language)
    return {
        "path": problem.path,
        "line": problem.line,
        "severity": str(problem.severity),
        "code": problem.trouble.code,
        "what": said.what,
        "remedy": said.remedy,
    }


def has_errors(found: Iterable[Problem]) -> bool:
    """Whether any problem keeps a document out."""
    return any(problem.severity is Severity.ERROR for problem in found)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, whole: Collection[str] = ()) -> None:
    """A table as wide as the terminal; of the columns, those in `whole` are not broken into lines. Where it is too
    wide, blanks between columns go first.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Without lines between columns ten figures stand side by side on eighty characters.
    sheet = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for column in columns:
        sheet.add_column(column, overflow="fold", no_wrap=column in whole)
    for row in rows:
        sheet.add_row(*(Text(str(cell)) for cell in row))
    if title:
        print(f"{title}\n")
    console = Console()
    if console.measure(sheet, options=console.options.update(max_width=1_000)).maximum > console.width:
        sheet.padding = (0, 0)
    console.print(sheet)


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A bar on standard error where a person watches; silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{what} {name}"[:60])

        yield advance
