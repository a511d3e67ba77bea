"""`aitrend ask` and `aitrend eval`: search from the shell, and how good it is on labelled queries."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import output
from bot.cli.documents import MAX_TO_UNDERSTAND, JsonFlag, tell_lacking, understand
from bot.cli.options import with_settings
from bot.config import Settings
from bot.core import Core, open_core
from bot.domain.hit import Answer, Hit
from bot.domain.query import Reading
from bot.errors import InputError
from bot.jsonview.answers import answer_json

if TYPE_CHECKING:
    from bot.search.evaluate import Labelled, Report

MAX_LIMIT = 100

_FILTERS = {
    "tags": ("tags", "태그"),
    "sources": ("sources", "출처"),
    "authors": ("authors", "글쓴이"),
    "documents": ("documents", "문서"),
    "categories": ("categories", "분류"),
    "after": ("from", "이날부터"),
    "before": ("through", "이날까지"),
    "phrases": ("phrases", "정확히"),
    "excluded": ("excluded", "제외"),
    "unread": ("not read as a filter", "조건으로 읽지 못함"),
}
"""Filters as they are shown back; both bounds count with their day."""

_READINGS = {
    Reading.TYPO: ("typo", "오타"),
    Reading.LAYOUT: ("layout", "자판"),
    Reading.ALIAS: ("alias", "같은 말"),
    Reading.SOUND: ("sound", "소리"),
    Reading.SPACING: ("spacing", "띄어쓰기"),
    Reading.INITIALS: ("initials", "초성"),
}

FEW_MISSES = 10
"""So many are listed unasked; more would push the figures off the screen."""


@with_settings
def ask(
    settings: Settings,
    query: Annotated[list[str] | None, typer.Argument(help="The question, as you would type it in Slack.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=MAX_LIMIT, help="How many sections.")] = 3,
    batch: Annotated[Path | None, typer.Option("--batch", help="A query per line; - is standard input.")] = None,
    json: JsonFlag = False,
) -> None:
    """Find the sections that answer a question.

    In the JSON `highlights` count in `text`, the whole section, not in `snippet`; there are none where only the heading
    has the words.
    """
    text = " ".join(query or ())
    if bool(query) == bool(batch):
        raise InputError("give a question, or a file of questions with --batch FILE")
    with open_core(settings) as core:
        with output.progress("reading") as advance:
            report = core.library.sync(advance)
        if report.changed or report.kept:
            output.problems(report.problems)  # told once: a question is no time to hear of an old slip again
        for line in [text] if batch is None else _lines(batch):
            answer = _answer(core, line, limit)
            if json and batch is None:
                output.as_json(answer_json(answer))
            elif json:
                output.json_line(answer_json(answer))
            else:
                if batch is not None:
                    print(f"\n> {_printable(line)}")
                _show(answer)


def _answer(core: Core, query: str, limit: int) -> Answer:
    """By words; where they leave the question open, by meaning too, once what that needs is made."""
    answer = core.engine.search(query, limit=limit)
    if core.meaning.missed:
        understand(core, at_most=MAX_TO_UNDERSTAND)
        tell_lacking(core)
        answer = core.engine.search(query, limit=limit)
    near = [hit.section.id for hit in answer.hits if hit.by_meaning]
    if near and core.meaning.read_closely(near):
        answer = core.engine.search(query, limit=limit)
    return answer


def _lines(batch: Path) -> Iterator[str]:
    if str(batch) == "-":
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    try:
        with batch.open(encoding="utf8", errors="replace") as handle:
            yield from (line.rstrip("\r\n") for line in handle)
    except OSError as error:
        raise InputError(f"--batch {batch}: {error.strerror}") from None


def _show(answer: Answer) -> None:
    for correction in answer.interpreted.corrections:
        print(f"{correction.typed} → {correction.used} ({output.spoken(*_READINGS[correction.reading])})")
    for name, value in answer_json(answer)["interpreted"]["filters"].items():
        print(f"{output.spoken(*_FILTERS[name])}: {_printable(', '.join(value) if isinstance(value, list) else value)}")
    if not answer.answered:
        query = _printable(answer.query)
        print(output.spoken(f"Nothing found for “{query}”.", f"“{query}” 검색 결과가 없습니다."))
        if answer.did_you_mean:
            print(output.spoken("Did you mean: ", "혹시 이 말을 찾으셨나요? ") + ", ".join(answer.did_you_mean))
        return
    for rank, hit in enumerate(answer.hits, 1):
        print(f"\n{rank}. {_where(hit)}")
        print(f"   {_key_sentence(hit)}")
        print(f"   {_source(hit)}")


def _key_sentence(hit: Hit) -> str:
    text, key = hit.section.text, hit.key_sentence
    in_row = text[text.rfind("\n", 0, key.start) + 1 : key.start].lstrip().startswith("|")
    return _plain(text[slice(*key)].replace("|", "·") if in_row else text[slice(*key)])


def _plain(text: str) -> str:
    """A part of a document on one line, without markup, and without characters that steer a terminal."""
    shown = html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", " ", text.replace("\t", " · ").replace("**", "")))
    return _printable(shown).strip(" ·")


def _printable(text: str) -> str:
    return " ".join("".join(char for char in text if char.isprintable() or char.isspace()).split())


def _where(hit: Hit) -> str:
    return " › ".join((hit.document.title, *hit.section.path))


def _source(hit: Hit) -> str:
    day = hit.section.date or hit.document.date
    cited = "; ".join(", ".join(part for part in (c.publisher, c.title) if part) for c in hit.section.citations)
    how = output.spoken("found by meaning", "의미로 찾은 결과") if hit.by_meaning else ""
    return " · ".join(part for part in (day.isoformat() if day else "", cited, hit.document.path, how) if part)


@with_settings
def evaluate(
    settings: Settings,
    labelled: Annotated[
        list[Path],
        typer.Argument(
            help="Columns parted by tabs, named in the first line: query, kind, expected "
            "(document#heading, alternatives parted by ' | '; empty where there is no answer)."
        ),
    ],
    misses: Annotated[bool, typer.Option("--misses", help=f"List all misses, not only up to {FEW_MISSES}.")] = False,
    json: JsonFlag = False,
) -> None:
    """Measure the search on your own labelled queries: by words, by meaning, and by both as readers get it."""
    from bot.search.evaluate import compared, measure, nameless, read_labelled

    queries = [query for path in labelled for query in read_labelled(path)]
    with open_core(settings) as core:
        output.problems(core.library.sync().problems)
        understand(core)
        tell_lacking(core)
        unknown = nameless(queries, (change.document for change in core.documents.changes() if change.document))
        for label in unknown:
            output.note(f"no section is called {label!r}: what expects it counts as missed")
        report = measure(core.engine, queries)
        ways = _by_way(core, queries, report)
    if json:
        by_way = {name: way.as_json()["kinds"] for name, way in ways.items()}
        output.as_json(report.as_json() | {"unknown": unknown, "ways": by_way})
        return
    output.table("", report.columns, report.rows(), whole=report.columns[:1])
    if ways:
        print()
        output.table("", *compared(ways))
    _show_misses(report, whole=misses)


def _by_way(core: Core, queries: list[Labelled], report: Report) -> dict[str, Report]:
    """The same queries by words alone and by meaning alone beside `report`, which has both; empty without meaning."""
    from bot.search.evaluate import measure

    if not core.meaning.ready:
        return {}
    return {
        "lexical": measure(core.engine.seconded_by(None), queries),
        "meaning": measure(core.engine.seconded_by(core.meaning.alone()), queries),
        "fused": report,
    }


def _show_misses(report: Report, *, whole: bool) -> None:
    if report.misses and (whole or len(report.misses) <= FEW_MISSES):
        print()
        output.table("", ("missed", "kind", "found first"), ((m.query, m.kind, m.found or "-") for m in report.misses))
    elif report.misses:
        output.note(f"{len(report.misses)} missed: --misses lists them")
