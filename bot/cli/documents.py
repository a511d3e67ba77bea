"""`aitrend index` and `aitrend check`: what became of the documents, with every problem's path and line."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import output
from bot.cli.options import with_settings
from bot.config import Settings
from bot.core import Core, open_core
from bot.domain.document import ENDINGS, SHARED, Problem, SectionKind
from bot.ingest.folder import walk
from bot.ingest.load import SyncReport, check_paths
from bot.jsonview import Json
from bot.jsonview.documents import contents_json

MAX_TO_UNDERSTAND = 300
"""Sections that a command makes searchable by meaning before it ends: a minute or less. `up` makes any number."""

JsonFlag = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


@with_settings
def index(
    settings: Settings,
    watch: Annotated[bool, typer.Option("--watch", help="Keep watching the folder for changes.")] = False,
    json: JsonFlag = False,
) -> None:
    """Read the documents into the store and the index."""
    with open_core(settings, adopt=True) as core:
        with output.progress("reading") as advance:
            report = core.library.sync(advance)
        _show(report, _contents(core), json=json)
        core.meaning.look()
        tell_lacking(core)
        if watch:
            output.note(f"watching {settings.docs}; stop with Ctrl-C")
            for report in core.library.watch(threading.Event()):
                _show(report, _contents(core), json=json)
        elif output.has_errors(report.problems):
            raise typer.Exit(1)


def _contents(core: Core) -> list[Json]:
    """What the store holds of the shared documents."""
    documents = (change.document for change in core.documents.changes())
    return contents_json(document for document in documents if document and document.info.owner == SHARED)


def understand(core: Core, *, at_most: int | None = None) -> None:
    """Make sections searchable by meaning, with a progress bar, unless more than `at_most` are not."""
    with output.progress("understanding") as advance:
        core.meaning.make_now(lambda made, wanted: advance(made, wanted, ""), at_most=at_most)


def tell_lacking(core: Core) -> None:
    """What search by meaning cannot do yet, off standard output."""
    status = core.meaning.status()
    if status.problem:
        output.note(f"searched by words alone: {status.problem}")
    elif status.made < status.wanted:
        output.note(
            f"{status.wanted - status.made:,} of {status.wanted:,} sections are found by their words alone so far: "
            "`aitrend up` makes them searchable by meaning in the background"
        )


def check(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.", metavar="PATH…")],
    json: JsonFlag = False,
    lang: Annotated[str | None, typer.Option("--lang", help="ko or en: the language of the problems.")] = None,
) -> None:
    """Read documents without storing them; exit 1 where there are problems."""
    output.speak(lang)
    found: list[Problem] = []
    rows: list[Json] = []
    for parsed in check_paths(paths):
        found.extend(parsed.problems)
        if parsed.document:
            rows.append(
                {
                    "path": parsed.document.info.path,
                    "title": parsed.document.info.title,
                    "sections": sum(s.kind is not SectionKind.EVENT for s in parsed.document.sections),
                    "events": len(parsed.document.events),
                }
            )
    others = [name for path in paths if path.is_dir() for name in walk(path).others]
    if json:
        checked = {"documents": rows, "problems": [output.problem_json(p) for p in sorted(found)], "others": others}
        output.as_json(checked)
    else:
        output.problems(found)
        sections, events = sum(r["sections"] for r in rows), sum(r["events"] for r in rows)
        print(f"{len(rows)} documents, {sections} sections, {events} events, {len(found)} problems")
        _tell_others(others)
    if found:
        raise typer.Exit(1)


def _tell_others(paths: Iterable[str]) -> None:
    """Which kinds of files are not read, and how many of each: a PDF that somebody dropped in looks like a document."""
    kinds = Counter(os.path.splitext(path)[1].lower() or "without ending" for path in paths)
    if kinds:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda one: (-one[1], one)))
        print(f"not read, since documents end in {', '.join(ENDINGS)}: {counts}")


def _show(report: SyncReport, contents: list[Json], *, json: bool) -> None:
    counts = {
        "documents": len(contents),
        "sections": sum(sum(row["sections"].values()) + row["unsearched"] for row in contents),
        "unsearched": sum(row["unsearched"] for row in contents),
        "events": sum(row["events"] for row in contents),
        "read": len(report.read),
        "unchanged": len(report.unchanged),
        "removed": len(report.removed),
        "kept": len(report.kept),
    }
    if json:
        problems = [output.problem_json(problem) for problem in sorted(report.problems)]
        output.as_json({**counts, "contents": contents, "problems": problems, "others": list(report.others)})
        return
    output.problems(report.problems)
    _table(contents)
    print(
        f"{counts['documents']} documents, {counts['sections']} sections, {counts['events']} events;"
        f" {counts['read']} read, {counts['unchanged']} unchanged, {counts['removed']} removed,"
        f" {counts['kept']} kept in an earlier version, {len(report.problems)} problems"
    )
    if counts["unsearched"]:
        print("aside: kept, but no answer to anything, as bylines, headings above others and lists of references")
    if any(row["date_inferred"] for row in contents):
        print("~ a date that the document does not give: inferred from its name, title, text or sources")
    _tell_others(report.others)


def _table(contents: list[Json]) -> None:
    figures = [_figures(row) for row in contents]
    columns = [name for name in (*_KINDS, "aside", "events") if any(name in row for row in figures)]
    output.table(
        "",
        ("document", "title", "date", *columns),
        (
            (
                row["path"],
                row["title"],
                f"{'~' * row['date_inferred']}{row['date'] or ''}",
                *(counted.get(name, "") for name in columns),
            )
            for row, counted in zip(contents, figures, strict=True)
        ),
    )


_KINDS = tuple(str(kind) for kind in SectionKind if kind is not SectionKind.EVENT)


def _figures(row: Json) -> dict[str, int]:
    """The counts of a document that are not nought, by the names of their columns."""
    counts = {**row["sections"], "aside": row["unsearched"], "events": row["events"]}
    return {name: count for name, count in counts.items() if count}
