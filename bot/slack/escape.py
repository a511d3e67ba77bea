"""The last step before Slack: text that cannot ping, link, hide or break.

Everything upstream works on plain text; only the block builders call these, each text once.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of what follows
    "\ufff9-\ufffb\ufeff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_PING = re.compile(r"<(?=[!@#])|(?<![\w.])@(?=(?:channel|here|everyone)\b)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z\uac00-\ud7a3]{2,})(?=[/:?#\s]|$)", re.IGNORECASE)


def clean(text: str) -> str:
    """Without control characters and direction marks; lone surrogates, which no UTF-8 can carry, become U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))


def literal(text: str) -> str:
    """For plain text and rich text, where Slack shows text as it is.

    Some of Slack's clients flatten rich text into mrkdwn (quotes, exports), so what would ping there is parted by a
    word joiner, which nobody sees.
    """
    return _PING.sub(lambda match: match[0] + _WORD_JOINER, clean(text))


def mrkdwn(text: str) -> str:
    """For mrkdwn: the three control characters as entities, and no word that pings by its name alone."""
    return literal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def safe_url(url: str, *, max_chars: int = 3_000) -> str | None:
    """The address where a person may be sent: http(s) to a public name, without blanks, credentials or tricks."""
    url = url.strip()
    if not url or len(url) > max_chars or clean(url) != url or re.search(r"[\s<>|\"\\^`{}]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port_ok = parts.port is None or 0 < parts.port <= 65_535
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or parts.username is not None or not port_ok:
        return None
    return url if _public(host) else None


def _public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.lower().rstrip(".").endswith((".local", ".internal", ".localhost"))


def honest_label(label: str, url: str) -> str:
    """The label, followed by the true host where the label itself names an address with another one."""
    host = (urlsplit(url).hostname or "").lower()
    for match in _HOST.finditer(label):
        named = match[1].lower()
        if named.removeprefix("www.") != host.removeprefix("www."):
            return f"{label} ({host})"
    return label


def clip(text: str, max_chars: int) -> str:
    """The text within a limit, its last character an ellipsis where something was left out."""
    if len(text) <= max_chars:
        return text
    return text[: max_chars - 1].rstrip() + "…"


def one_line(text: str) -> str:
    """White space of any kind as single blanks."""
    return " ".join(clean(text).split())
