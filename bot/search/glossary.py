"""The glossary that editors keep: a YAML list of groups, each a list of terms that mean the same.

Read strictly and never fatally: what is wrong is a problem with its line, the rest is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.domain.document import Problem, Severity
from bot.search.analyze import squeeze

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
        return _broken(path, 0, f"the glossary cannot be read: {error.strerror}", "check the file and its permissions")
    if len(raw) > MAX_BYTES:
        return _broken(path, 0, f"the glossary is larger than {MAX_BYTES} bytes", "remove what is no group of terms")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _broken(path, line, "the glossary is not UTF-8", "save it as UTF-8")
    return parse_glossary(text, path=path.name)


def _broken(path: Path, line: int, what: str, remedy: str) -> Glossary:
    return Glossary(problems=(Problem(path.name, line, what, remedy),))


def parse_glossary(text: str, *, path: str) -> Glossary:
    """Groups of a glossary's text; `path` names it in problems."""
    import yaml  # only where there is a glossary to read

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is built in
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            where = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent):
                return Glossary(problems=(Problem(path, where, "a YAML alias", "write the terms out"),))
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                what = f"lists nested more than {MAX_DEPTH} deep"
                return Glossary(problems=(Problem(path, where, what, "write `- [term, other term]` lines"),))
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "what stands there cannot be read"
        line = mark.line + 1 if mark else 0
        return Glossary(problems=(Problem(path, line, f"no YAML: {what}", "write `- [term, other term]` lines"),))
    return _groups(root, path)


def _groups(root: object, path: str) -> Glossary:
    from yaml import Node, ScalarNode, SequenceNode

    if root is None:
        return Glossary()
    assert isinstance(root, Node)
    if not isinstance(root, SequenceNode):
        return Glossary(
            problems=(Problem(path, root.start_mark.line + 1, "not a list of groups", "begin each group with `- `"),)
        )
    groups: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, SequenceNode):
            problems.append(Problem(path, line, "a group that is no list", "write `- [term, other term]`"))
            continue
        terms: list[str] = []
        for item in node.value:
            where = item.start_mark.line + 1
            if not isinstance(item, ScalarNode):
                problems.append(Problem(path, where, "a term that is no text", "quote a term with commas or colons"))
                continue
            term = " ".join(item.value.split())
            key = squeeze(term)
            if not key or len(term) > MAX_TERM_CHARS:
                problems.append(
                    Problem(path, where, f"{term[:40]!r} is no term", f"use 1 to {MAX_TERM_CHARS} characters")
                )
            elif key in seen and seen[key] != line:
                what = f"{term!r} already stands in the group of line {seen[key]}"
                problems.append(Problem(path, where, what, "join the two groups", Severity.WARNING))
            elif term not in terms:
                seen[key] = line
                terms.append(term)
        if len(terms) >= 2:
            groups.append(tuple(terms))
        elif not any(problem.line == line for problem in problems):
            problems.append(Problem(path, line, "a group of fewer than two terms", "add a term that means the same"))
    return Glossary(tuple(groups), tuple(problems))
