"""Which commands there are: each lives with its kind, this is the list that `aitrend --help` shows."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import __version__
from bot.cli import agenda, deliveries, documents, operate, search, serve, trends

application = typer.Typer(
    name="aitrend",
    help="Finds the right section of your documents, in Slack and in the shell, however it is typed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
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


application.command("up")(serve.up)
application.command("web")(serve.web)
application.command("worker")(serve.worker)
application.command("ask")(search.ask)
application.command("index")(documents.index)
application.command("check")(documents.check)
application.command("eval")(search.evaluate)
application.command("events")(agenda.events)
application.command("manifest")(operate.manifest)
application.command("subscribe")(deliveries.subscribe)
application.command("subscriptions")(deliveries.subscriptions)
application.command("unsubscribe")(deliveries.unsubscribe)
application.command("deliveries")(deliveries.deliveries)
application.command("resend")(deliveries.resend)
application.command("mark-posted")(deliveries.mark_posted)
application.command("trends")(trends.trends)
application.command("digest")(trends.digest)
application.command("doctor")(operate.doctor)
