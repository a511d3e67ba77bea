"""The README is tested: its commands, options, variables and scopes are those of the program."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest
from typer.main import get_command

from bot.app import required_scopes
from bot.cli.commands import application
from bot.config import _VARIABLES, Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf8")
COMMANDS = dict(get_command(application).commands)  # type: ignore[attr-defined]
SHOWN = re.compile(r"(?:`|^ {4})(?:\.venv/bin/)?aitrend ([^`\n]+)", re.MULTILINE)
MENTIONED = sorted(set(SHOWN.findall(README)))


def options_of(name: str) -> set[str]:
    return {option for parameter in COMMANDS[name].params for option in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("words", MENTIONED)
def test_every_command_shown_exists_with_its_options(words: str) -> None:
    """A reader pastes what stands there."""
    name, *rest = shlex.split(words.replace("`", ""))
    assert name in COMMANDS, words
    for word in rest:
        if word.startswith("--"):
            assert word in options_of(name), words


def test_every_command_is_shown() -> None:
    """A command that nobody can find is none."""
    table = README.split("## In the shell")[1].split("## Settings")[0]
    assert {name for name in COMMANDS if f"`aitrend {name}" not in table} == set()


def test_every_setting_is_shown_with_its_default() -> None:
    """The table of settings is whole and right."""
    table = README.split("## Settings")[1]
    for setting in fields(Settings):
        names = _VARIABLES.get(setting.name, (f"AITREND_{setting.name.upper()}",))
        row = next((line for line in table.splitlines() if f"`{names[0]}`" in line), None)
        assert row is not None, setting.name
        default = str(setting.default)
        assert not default or f"`{default}`" in row, row


def test_every_scope_is_shown_with_its_reason() -> None:
    """What the app asks for, a workspace's owner reads before installing it."""
    part = README.split("<!-- scopes -->")[1].split("<!-- /scopes -->")[0]
    rows = "\n".join(f"| `{scope}` | {reason} |" for scope, reason in required_scopes())
    assert part.strip() == f"| scope | why |\n|---|---|\n{rows}"


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    """`make run` and `make test`, as the README promises."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    for target in re.findall(r"^    make (\w+)$", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_that_is_linked_exists() -> None:
    """Pictures and pages come along."""
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README):
        assert (ROOT / target).is_file(), target
