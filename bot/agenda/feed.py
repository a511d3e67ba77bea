"""Calendar feeds under addresses that nobody can guess and anybody with the address can read, until it is revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from bot.domain.agenda import FeedTokens

TOKEN_BYTES = 32
"""256 bits: guessing is hopeless at any rate of requests."""
_MAX_CHARS = 200


def open_feed(tokens: FeedTokens, *, owner: str, by: str, now: datetime) -> str:
    """A new token for a workspace's feed. It is shown once: only its digest is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tokens.add(_digest(token), owner=owner, by=by, now=now)
    return token


def owner_of(tokens: FeedTokens, token: str) -> str | None:
    """The workspace whose feed a token opens; None for any other text.

    Looking up the digest takes no longer for a token that is nearly right.
    """
    return tokens.owner_of(_digest(token)) if 0 < len(token) <= _MAX_CHARS else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
