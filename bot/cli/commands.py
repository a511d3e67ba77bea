"""Which commands there are: each lives with its kind, and only the module of the one that was asked for is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot import __version__

COMMANDS: Mapping[str, str] = {
    "up": "serve:up",
    "web": "serve:web",
    "worker": "serve:worker",
    "ask": "search:ask",
    "index": "documents:index",
    "check": "documents:check",
    "eval": "search:evaluate",
    "events": "agenda:events",
    "manifest": "operate:manifest",
    "subscribe": "deliveries:subscribe",
    "subscriptions": "deliveries:subscriptions",
    "unsubscribe": "deliveries:unsubscribe",
    "deliveries": "deliveries:deliveries",
    "resend": "deliveries:resend",
    "mark-posted": "deliveries:mark_posted",
    "trends": "trends:trends",
    "digest": "trends:digest",
    "doctor": "operate:doctor",
}
"""Name of a command -> module of `bot.cli` and function, in the order of `aitrend --help`."""

_CONTEXT = {"help_option_names": ["-h", "--help"]}


class _Commands(Mapping[str, Any]):
    """The commands by name, each loaded when it is looked up."""

    def __getitem__(self, name: str) -> Any:
        module, _, function = COMMANDS[name].partition(":")
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, context_settings=_CONTEXT)
        alone.command(name)(getattr(import_module(f"bot.cli.{module}"), function))
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Group(TyperGroup):
    """`aitrend` itself."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands()  # type: ignore[assignment]  # nothing is ever added to it


application = typer.Typer(
    name="aitrend",
    cls=_Group,
    help="Finds the right section of your documents, in Slack and in the shell, however it is typed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=_CONTEXT,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"aitrend {__version__}")
        raise typer.Exit


@application.callback()
def _root(
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the command."""
