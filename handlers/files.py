"""Files that people give: fetched from Slack alone, checked, and made a document of their workspace."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog

from bot.domain.document import ENDINGS
from bot.errors import InputError
from bot.slack.views import files as views
from bot.slack.views import notice
from handlers.once import once, pressed_anew
from handlers.turn import Turn

log = structlog.get_logger(__name__)

MAX_BYTES = 5 * 1024 * 1024
"""The same cap as for files of the documents' folder."""

MAX_FILES = 10
TIMEOUT_SECONDS = 20
SLACK_HOST = "files.slack.com"


class _NoRedirects(HTTPRedirectHandler):
    """A redirect could lead the bot's token to another host."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


_OPENER = build_opener(_NoRedirects)


def on_add_file(turn: Turn) -> None:
    """The message shortcut "색인에 추가"."""
    take_files(turn, turn.message)


def take_files(turn: Turn, message: Mapping[str, Any]) -> None:
    """Take in the files of a message, each answered for itself."""
    files = [file for file in message.get("files") or [] if isinstance(file, Mapping)]
    if not files:
        turn.tell(notice.say(turn.texts("file.none")))
    for file in files[:MAX_FILES]:
        _take(turn, file, f"file:{turn.owner}:{message.get('ts')}:{file.get('id')}")


def _take(turn: Turn, file: Mapping[str, Any], key: str) -> None:
    given = str(file.get("name") or file.get("title") or "file").replace("\\", "/").rpartition("/")[2]
    name = unicodedata.normalize("NFC", given)[:200]  # macOS hands out names in NFD

    def effect(data: bytes) -> None:
        taken = turn.services.uploads.add(name, data, owner=turn.owner, now=turn.now)
        parsed = taken.parsed
        log.info("file.taken", id=turn.log_id, kept=parsed.document is not None, problems=len(parsed.problems))
        if parsed.document is None:
            # A file that was refused may be mended under the same message: it can be tried again.
            turn.answers.release(key)
            turn.tell(views.refused(name, parsed.problems, turn.texts))
        else:
            turn.tell(views.added(parsed.document, parsed.problems, turn.texts, replaced=taken.replaced))

    try:
        if not once(turn, key, lambda: fetch(turn, file, name), effect):
            turn.tell(notice.say(turn.texts("file.again", name=name)))
    except InputError as error:
        turn.tell(notice.say(turn.texts(error.code, name=name, **error.data)))


def fetch(turn: Turn, file: Mapping[str, Any], name: str) -> bytes:
    """The file's bytes. Raises InputError for what is no text file, too large, or not Slack's to give."""
    if not name.lower().endswith(ENDINGS):
        raise InputError(f"{name}: no Markdown or text", code="file.wrong_kind")
    if int(file.get("size") or 0) > MAX_BYTES:
        raise InputError(f"{name}: too large", code="file.too_large", megabytes=MAX_BYTES // 1024 // 1024)
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not allowed(address, turn.services.api_url):
        raise InputError(f"{name}: not a file of Slack's", code="file.elsewhere")
    return _download(address, turn.token, name)


def allowed(address: str, api_url: str) -> bool:
    """Whether a file may be fetched from there: Slack's file host over HTTPS, or where the Web API is."""
    parts, home = urlsplit(address), urlsplit(api_url)
    if parts.scheme == "https" and parts.hostname == SLACK_HOST and parts.port in {None, 443}:
        return parts.username is None
    return (parts.scheme, parts.netloc) == (home.scheme, home.netloc) and home.hostname != "slack.com"


def _download(address: str, token: str, name: str) -> bytes:
    request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310  (checked by `allowed`)
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
            return _body(response, name)
    except (URLError, HTTPException, OSError) as error:
        log.warning("file.not_fetched", error=type(error).__name__, status=getattr(error, "code", 0))
        raise InputError(f"{name}: not fetched", code="file.not_fetched") from error


def _body(response: HTTPResponse, name: str) -> bytes:
    if "text/html" in (response.headers.get("content-type") or ""):
        # Slack answers a token without files:read with its sign-in page and 200.
        raise InputError(f"{name}: sign-in page", code="file.not_fetched")
    data = response.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: too large", code="file.too_large", megabytes=MAX_BYTES // 1024 // 1024)
    return data


def on_remove(turn: Turn) -> None:
    """Takes a document back out."""
    if not pressed_anew(turn):
        return
    gone = turn.services.uploads.remove(turn.value, owner=turn.owner, now=turn.now)
    turn.tell(notice.say(turn.texts("file.removed" if gone else "file.gone")), replacing=True)
