"""What an operator wants to know before and after trouble: each check passes, warns or fails, with its remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import required_scopes, slack_client
from bot.config import Connection, Settings
from bot.core import Core, open_served
from bot.domain.delivery import State
from bot.domain.document import Severity
from bot.errors import AitrendError
from bot.ingest.load import PARSER
from bot.library import UPLOAD, folder_of, folder_origin, is_folder
from bot.meaning.choice import choose
from bot.parts import Parts
from bot.store.readers import SqlReaders

MAX_SKEW_SECONDS = 60
"""Slack refuses signatures that are five minutes old; a clock that is a minute off is on its way there."""


LEAST_FREE_MB = 100
"""Under the data folder: an index that is made anew stands beside the old one for a while."""

MAX_NAMED = 5
"""Files that one line names."""


class Verdict(StrEnum):
    """How a check ended."""

    PASS = "pass"  # noqa: S105 - no password
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, what was found, and what to do about it (empty where nothing is to be done)."""

    check: str
    verdict: Verdict
    found: str
    remedy: str = ""


def examine(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Every check that can be made; a part that is away is a finding, never an exception."""
    yield from _guarded("tokens", lambda: _tokens(settings))
    if settings.slack_bot_token:
        yield from _guarded("slack", lambda: _slack(settings, now))
    yield from _guarded("database", lambda: _stored(settings, now))


def _guarded(check: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except (AitrendError, OSError) as error:
        yield Finding(check, Verdict.FAIL, str(error).splitlines()[0], "mend this first, then run doctor again")


def _tokens(settings: Settings) -> Iterator[Finding]:
    connection = settings.connection
    said = {
        Connection.LOCAL: "none: `aitrend up` serves the local workspace",
        Connection.SOCKET: "a bot token and an app-level token: Socket Mode",
        Connection.HTTP: "a bot token and a signing secret: HTTP",
    }
    yield Finding("tokens", Verdict.PASS, said[connection])


def _slack(settings: Settings, now: datetime) -> Iterator[Finding]:
    from slack_sdk.errors import SlackApiError

    from bot.slack.client import unreached

    try:
        answer = slack_client(settings).auth_test()
    except SlackApiError as error:
        reason = error.response.get("error", "unknown")
        yield Finding("slack", Verdict.FAIL, f"the bot token is refused: {reason}", "copy it from OAuth & Permissions")
        return
    except OSError as error:
        found = f"{settings.slack_api_url} cannot be reached ({unreached(error)})"
        yield Finding("slack", Verdict.FAIL, found, "check the address and the network")
        return
    yield Finding("slack", Verdict.PASS, f"workspace {answer.get('team')} ({answer.get('team_id')})")
    headers = {str(name).lower(): str(value) for name, value in dict(answer.headers).items()}
    yield _scopes(headers.get("x-oauth-scopes", ""))
    if "date" in headers:
        yield _skew(headers["date"], now)


def _scopes(granted: str) -> Finding:
    if not granted:
        return Finding("scopes", Verdict.WARN, "Slack did not say which scopes the token has", "compare the manifest")
    missing = sorted({scope for scope, _ in required_scopes()} - {scope.strip() for scope in granted.split(",")})
    if missing:
        remedy = "paste `aitrend manifest` again and reinstall the app"
        return Finding("scopes", Verdict.FAIL, f"missing: {', '.join(missing)}", remedy)
    return Finding("scopes", Verdict.PASS, "all that the listeners need")


def _skew(date: str, now: datetime) -> Finding:
    seconds = abs((parsedate_to_datetime(date) - now).total_seconds())
    if seconds > MAX_SKEW_SECONDS:
        return Finding("clock", Verdict.FAIL, f"{seconds:.0f} s off Slack's", "let the machine keep its time by NTP")
    return Finding("clock", Verdict.PASS, "agrees with Slack's")


def _stored(settings: Settings, now: datetime) -> Iterator[Finding]:
    with open_served(settings) as core:
        yield Finding("database", Verdict.PASS, core.database.describe())
        yield _disk(settings)
        yield from _folder(core, settings.docs)
        yield from _documents(core)
        yield from _files(core)
        yield from _uploads(core)
        yield from _index(core)
        yield from _deliveries(core, now)
        yield _meaning(core)


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data).free // 1_000_000
    if free < LEAST_FREE_MB:
        remedy = "free some space: on a full disk nothing is planned, posted or kept"
        return Finding("disk", Verdict.WARN, f"{free} MB free under {settings.data}", remedy)
    return Finding("disk", Verdict.PASS, f"{free:,} MB free")


def _folder(core: Core, docs: Path) -> Iterator[Finding]:
    """The folder that is served, where it is another than the one that was named."""
    origin = folder_origin(docs)
    served = [folder_of(other) for other in core.documents.origins() if is_folder(other) and other != origin]
    taken = SqlReaders(core.database).elsewhere(origin)
    if taken:
        found = f"a running process reads {folder_of(taken)}, so {docs} is not read"
        remedy = "name one folder, under the same path on every machine; to serve another, end all processes first"
        yield Finding("documents", Verdict.WARN, found, remedy)
    elif served:
        remedy = "`aitrend up` with the same --docs serves that one; any other command leaves it so"
        yield Finding("documents", Verdict.WARN, f"{served[0]} is served, not {docs}", remedy)


def _documents(core: Core) -> Iterator[Finding]:
    count = len(core.documents.infos())
    if count:
        yield Finding("documents", Verdict.PASS, f"{count} in the store")
    else:
        yield Finding("documents", Verdict.WARN, "none in the store", "run `aitrend index` and look at its problems")
    for problem in core.problems:
        yield Finding("glossary", Verdict.WARN, f"line {problem.line}: {problem.what}", problem.remedy)


def _files(core: Core) -> Iterator[Finding]:
    """What the folder holds and no reader can find."""
    remedy = f"`aitrend check {core.settings.docs}` says what is wrong with which line, `aitrend index` reads the rest"
    missing, others = core.library.left_out()
    if missing:
        yield Finding("files", Verdict.WARN, f"{len(missing)} not in the store as they are: {_named(missing)}", remedy)
    if others:
        yield Finding("files", Verdict.PASS, f"{len(others)} of other kinds are left alone: {_named(others)}")
    versions = core.documents.versions(core.library.origin).items()
    faulty = sorted(path for path, version in versions if any(p.severity is Severity.ERROR for p in version.problems))
    if faulty:
        yield Finding("files", Verdict.WARN, f"{len(faulty)} read in part: {_named(faulty)}", remedy)


def _uploads(core: Core) -> Iterator[Finding]:
    """Files given in Slack whose sections are still those of an earlier parser."""
    outdated = sorted(file.path for file in core.documents.outdated(UPLOAD, parser=PARSER))
    if outdated:
        remedy = "`aitrend index` reads them again; what is still named then must be given again in Slack"
        yield Finding(
            "uploads", Verdict.WARN, f"{len(outdated)} read by an earlier version: {_named(outdated)}", remedy
        )


def _named(paths: Sequence[str]) -> str:
    return ", ".join((*paths[:MAX_NAMED], "…") if len(paths) > MAX_NAMED else paths)


def _index(core: Core) -> Iterator[Finding]:
    wanted, held = core.documents.revision(), core.engine.revision()
    if held == wanted:
        yield Finding("index", Verdict.PASS, f"at revision {held}")
    else:
        yield Finding("index", Verdict.WARN, f"at revision {held} of {wanted}", "`aitrend index` brings it up to date")


def _deliveries(core: Core, now: datetime) -> Iterator[Finding]:
    parts = Parts(core)
    held = parts.outbox.counts().get(State.HELD, 0)
    if held:
        yield Finding("deliveries", Verdict.WARN, f"{held} wait for an answer", "see `aitrend deliveries --state held`")
    for one in parts.subscribing.upcoming(now=now, count=1):
        subscription = one.subscription
        name = f"subscription {subscription.id}"
        if subscription.paused:
            reason = subscription.pause_reason or "by a person"
            yield Finding(name, Verdict.WARN, f"paused: {reason}", "resume it from the app's home")
        elif one.sends:
            slot = one.sends[0].astimezone(ZoneInfo(core.settings.tz))
            yield Finding(name, Verdict.PASS, f"next send {slot.isoformat(timespec='minutes')}")


def _meaning(core: Core) -> Finding:
    if choose(core.settings.meaning) is None:
        return _without_meaning(core.settings)
    status = core.meaning.look()
    if status.problem:
        remedy = "name another model in AITREND_MEANING, or `off`: until then search is by words alone"
        return Finding("meaning", Verdict.FAIL, f"{status.model}: {status.problem}", remedy)
    remedy = "" if status.ready else "`aitrend up` makes the others in the background"
    return Finding(
        "meaning", Verdict.PASS, f"{status.model}: {status.made} of {status.wanted} sections and events", remedy
    )


def _without_meaning(settings: Settings) -> Finding:
    if settings.meaning:
        return Finding("meaning", Verdict.PASS, "switched off: search is by words alone")
    remedy = "pip install 'aitrend[meaning]' also finds sections that share no word with the question"
    return Finding("meaning", Verdict.WARN, "not installed: search is by words alone", remedy)
