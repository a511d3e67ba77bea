"""A file that a person gave: what became of it, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.delivery import Message
from bot.domain.document import Document, Problem, SectionKind, Severity
from bot.slack import blocks, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, one_line
from bot.slack.ids import Action
from bot.slack.texts import Texts

_HEADINGS = 12
_PROBLEMS = 10


def added(document: Document, problems: Sequence[Problem], texts: Texts, *, replaced: str = "") -> Message:
    """The document as it was understood, with a way to take it back; `replaced` is the title of what it stands for."""
    sections = [section for section in document.sections if section.kind is not SectionKind.EVENT]
    said = texts("file.added", name=clip(one_line(document.info.title or document.info.path), 150))
    body: list[Block] = [
        blocks.section(said),
        blocks.context(texts("file.counts", sections=len(sections), events=len(document.events))),
    ]
    if replaced:
        body.insert(1, blocks.section(texts("file.replaced", title=clip(one_line(replaced), 150))))
    named = [clip(one_line(section.heading), 150) for section in sections if section.heading]
    if named:
        shown = [_row(heading) for heading in named[:_HEADINGS]]
        body.append(_listed(shown))
        if len(named) > _HEADINGS:
            body.append(blocks.context(texts("file.more_sections", count=len(named) - _HEADINGS)))
    if problems:
        body += [blocks.context(texts("file.warnings")), *problem_list(problems, texts)]
    sure = blocks.confirm(
        texts("file.remove_title"),
        texts("file.remove_text"),
        texts("button.delete"),
        texts("button.cancel"),
        danger=True,
    )
    body.append(
        blocks.actions(
            [
                blocks.button(
                    texts("button.remove_file"),
                    Action.UPLOAD_REMOVE,
                    document.info.id[:2_000],
                    style="danger",
                    confirm=sure,
                )
            ]
        )
    )
    return blocks.message(said, body)


def refused(name: str, problems: Sequence[Problem], texts: Texts) -> Message:
    """Why the file is not in the index, with lines and remedies."""
    said = texts("file.refused", name=clip(one_line(name), 150))
    return blocks.message(said, [blocks.section(said), *problem_list(problems, texts)])


def _row(words: str) -> Block:
    return {"type": "rich_text_section", "elements": [richtext.text(words)]}


def _listed(rows: Sequence[Block]) -> Block:
    part: Block = {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": list(rows)}
    return {"type": "rich_text", "elements": [part]}


def problem_list(problems: Sequence[Problem], texts: Texts, *, named: bool = False) -> list[Block]:
    """Problems with lines and remedies, errors first; `named` says the file of each."""
    ordered = sorted(problems, key=lambda problem: (problem.severity is not Severity.ERROR, problem))
    rows = [(f"{clip(one_line(problem.path), 150)} · " if named else "", problem) for problem in ordered[:_PROBLEMS]]
    found = [_listed([_row(name + _said(problem, texts)) for name, problem in rows])]
    if len(ordered) > _PROBLEMS:
        found.append(blocks.context(texts("file.more_problems", count=len(ordered) - _PROBLEMS)))
    return found


def _said(problem: Problem, texts: Texts) -> str:
    said = problem.said(texts.language)
    return texts(
        "file.problem" if problem.line else "file.problem_whole",
        line=problem.line,
        what=clip(one_line(said.what), 300),
        remedy=clip(one_line(said.remedy), 300),
    )
