"""What stands beside a section that is shown: its place in our count, and who is behind its document."""

from __future__ import annotations

import re

from bot.domain.document import DocumentInfo
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.texts import Texts

_OWN_NUMBER = re.compile(r"(?:\d{1,3}[.)]|[①-⑳])\s+(?=\S)")
_MAX_CHARS = 120


def counted(number: int, title: str) -> str:
    """A title with our number; one that it has in its document would stand beside it (`2. 1. 목적`)."""
    return f"{number}. {_OWN_NUMBER.sub('', title, count=1) if _OWN_NUMBER.match(title) else title}"


def credit(document: DocumentInfo, texts: Texts) -> str:
    """The source of a document, else its author, said as such, as mrkdwn; empty where it names neither."""
    if document.source:
        return mrkdwn(f"{texts('answer.source')} {clip(one_line(document.source), _MAX_CHARS)}")
    return (
        mrkdwn(texts("section.author", author=clip(one_line(document.author), _MAX_CHARS))) if document.author else ""
    )
