"""The glossary that editors keep: a YAML list of groups, each a list of terms that mean the same.

Read strictly and never fatally: what is wrong is a problem with its line, the rest is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.domain.document import Problem, Severity
from bot.domain.troubles import Trouble, trouble
from bot.search.spelling.analyze import squeeze

MAX_BYTES = 1_000_000
MAX_TERM_CHARS = 80
MAX_DEPTH = 8
"""Groups need two; what composes the text goes down into it without a limit of its own."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Groups of equal terms, the canonical one first, and what is wrong with the file."""

    groups: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_glossary(path: Path) -> Glossary:
    """A missing file is an empty glossary."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Glossary()
    except OSError as error:
        return _broken(path.name, 0, trouble("glossary.unreadable", reason=error.strerror or str(error)))
    if len(raw) > MAX_BYTES:
        return _broken(path.name, 0, trouble("glossary.size", limit=f"{MAX_BYTES:,}"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _broken(path.name, line, trouble("glossary.not_utf8"))
    return parse_glossary(text, path=path.name)


def _broken(path: str, line: int, why: Trouble) -> Glossary:
    return Glossary(problems=(Problem(path, line, why),))


def parse_glossary(text: str, *, path: str) -> Glossary:
    """Groups of a glossary's text; `path` names it in problems."""
    import yaml  # only where there is a glossary to read

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is built in
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            where = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent):
                return _broken(path, where, trouble("glossary.alias"))
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return _broken(path, where, trouble("glossary.nesting", limit=MAX_DEPTH))
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or trouble("yaml.unclear")
        return _broken(path, mark.line + 1 if mark else 0, trouble("glossary.yaml", reason=reason))
    return _groups(root, path)


def _groups(root: object, path: str) -> Glossary:
    from yaml import Node, ScalarNode, SequenceNode

    if root is None:
        return Glossary()
    assert isinstance(root, Node)
    if not isinstance(root, SequenceNode):
        return _broken(path, root.start_mark.line + 1, trouble("glossary.no_list"))
    groups: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, SequenceNode):
            problems.append(Problem(path, line, trouble("glossary.group")))
            continue
        terms: list[str] = []
        for item in node.value:
            where = item.start_mark.line + 1
            if not isinstance(item, ScalarNode):
                problems.append(Problem(path, where, trouble("glossary.no_text")))
                continue
            term = " ".join(item.value.split())
            key = squeeze(term)
            if not key or len(term) > MAX_TERM_CHARS:
                problems.append(Problem(path, where, trouble("glossary.term", term=term[:40], limit=MAX_TERM_CHARS)))
            elif key in seen and seen[key] != line:
                why = trouble("glossary.repeated", term=term, line=seen[key])
                problems.append(Problem(path, where, why, Severity.WARNING))
            elif term not in terms:
                seen[key] = line
                terms.append(term)
        if len(terms) >= 2:
            groups.append(tuple(terms))
        elif not any(problem.line == line for problem in problems):
            problems.append(Problem(path, line, trouble("glossary.lone_term")))
    return Glossary(tuple(groups), tuple(problems))
