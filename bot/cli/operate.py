"""`aitrend manifest` and `aitrend doctor`: what an operator pastes into Slack, and what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli import output
from bot.cli.documents import JsonFlag
from bot.cli.options import with_settings
from bot.config import Settings


def manifest(
    url: Annotated[
        str | None, typer.Option("--url", help="Public address for HTTP; without it the manifest asks for Socket Mode.")
    ] = None,
) -> None:
    """Print the Slack app manifest to paste (JSON)."""
    from bot.app import app_manifest

    output.as_json(app_manifest(url=url))


@with_settings
def doctor(settings: Settings, json: JsonFlag = False) -> None:
    """Look at tokens, scopes, clock, database, index and next sends; exit 1 where something fails."""
    from bot.doctor import Verdict, examine

    findings = list(examine(settings, now=datetime.now(UTC)))
    if json:
        output.as_json(
            [{"check": f.check, "verdict": f.verdict.value, "found": f.found, "remedy": f.remedy} for f in findings]
        )
    else:
        for finding in findings:
            print(f"{finding.verdict.value:4}  {finding.check}: {finding.found}")
            if finding.remedy:
                print(f"      → {finding.remedy}")
    if any(finding.verdict is Verdict.FAIL for finding in findings):
        raise typer.Exit(1)
