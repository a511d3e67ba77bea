"""Stands before Bolt: lets in only what Slack signed, once, whole and readable; everything else is refused with a 4xx.

Stock Bolt answers 500 to a timestamp that is no number, to a body that is no UTF-8 and to broken JSON, takes an exact
replay within five minutes, and reads any size. It also answers 404 to a command whose text holds the word "payload".
Here the body is read once, strictly, into the dict that Bolt then gets. No refusal has a side effect, and none keeps
or logs a part of the body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import parse_qsl

MAX_BYTES = 1_000_000
"""Slack's largest payloads carry a view of 250 kB twice."""

WINDOW_SECONDS = 300
"""Slack's own advice for how old a request may be."""

_MAX_FIELDS = 100
_TIMESTAMP = re.compile(rb"[0-9]{1,12}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A request that Slack made, with its body as a dict: an event envelope, a command's fields or an interaction."""

    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request is not let in; `reason` is a word for log and metrics, never a part of the request."""

    status: int
    reason: str


class Replays(Protocol):
    """Remembers signatures for at least twice `WINDOW_SECONDS`."""

    def first(self, signature: str, *, now: datetime) -> bool:
        """True for the first call with a signature, False for every later one. Safe to call from several threads."""
        ...


class RememberedReplays:
    """Signatures in memory, the oldest forgotten first once their window has passed.

    The table cannot grow without bound: only requests with a valid signature enter it.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def first(self, signature: str, *, now: datetime) -> bool:
        """See `Replays`."""
        moment = now.timestamp()
        with self._lock:
            while self._seen and next(iter(self._seen.values())) < moment - 2 * WINDOW_SECONDS:
                self._seen.popitem(last=False)
            if signature in self._seen:
                return False
            self._seen[signature] = moment
            return True


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature of a body: HMAC-SHA256 over `v0:timestamp:body`, in hex after `v0=`."""
    base = b"v0:" + timestamp.encode("ascii") + b":" + body
    return "v0=" + hmac.new(secret.encode("utf8"), base, hashlib.sha256).hexdigest()


class Gate:
    """Checks requests; safe to call from several threads."""

    def __init__(self, signing_secret: str, *, replays: Replays | None = None) -> None:
        if not signing_secret:
            raise ValueError("the gate needs Slack's signing secret")
        self._secret = signing_secret
        self._replays = replays or RememberedReplays()

    def check(self, headers: Iterable[tuple[bytes, bytes]], body: bytes, *, now: datetime) -> Accepted | Refused:
        """Decide on a request; `headers` have lower-case names and may repeat, as ASGI gives them."""
        if len(body) > MAX_BYTES:
            return Refused(413, "too_large")
        found: dict[bytes, list[bytes]] = {}
        for name, value in headers:
            found.setdefault(name, []).append(value)
        stamps, signatures = found.get(b"x-slack-request-timestamp", []), found.get(b"x-slack-signature", [])
        if len(stamps) != 1 or len(signatures) != 1:
            return Refused(401, "unsigned")
        refusal = self._refuse_signature(stamps[0], signatures[0], body, now)
        if refusal is not None:
            return refusal
        kinds = found.get(b"content-type", [])
        return read(kinds[0] if len(kinds) == 1 else b"", body)

    def _refuse_signature(self, stamp: bytes, signature: bytes, body: bytes, now: datetime) -> Refused | None:
        if not _TIMESTAMP.fullmatch(stamp):
            return Refused(401, "bad_timestamp")
        if abs(now.timestamp() - int(stamp)) > WINDOW_SECONDS:
            return Refused(401, "stale")
        wanted = sign(self._secret, stamp.decode("ascii"), body).encode("ascii")
        if not _SIGNATURE.fullmatch(signature) or not hmac.compare_digest(wanted, signature):
            return Refused(401, "bad_signature")
        if not self._replays.first(wanted.decode("ascii"), now=now):
            return Refused(409, "replayed")
        return None


def read(content_type: bytes, body: bytes) -> Accepted | Refused:
    """The body as a dict, strictly: UTF-8, a JSON object, or a form of which `payload` holds one."""
    kind = content_type.split(b";")[0].strip().lower()
    try:
        text = body.decode("utf8")
        if kind == b"application/json":
            return _object(text)
        if kind == b"application/x-www-form-urlencoded":
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
            form = dict(pairs)
            if len(form) != len(pairs) or not form:
                return Refused(400, "bad_form")
            return _object(form["payload"]) if "payload" in form and "command" not in form else Accepted(form)
    except (ValueError, RecursionError):
        return Refused(400, "unreadable")
    return Refused(415, "bad_content_type")


def _object(text: str) -> Accepted | Refused:
    value = json.loads(text)
    return Accepted(value) if isinstance(value, dict) else Refused(400, "no_object")
