"""What stands beside a section that is shown: its place in our count, and who is behind its document."""

from __future__ import annotations

import re

from bot.domain.document import DocumentInfo
from bot.slack.escape import clip, mrkdwn, one_line
from bot.slack.texts import Texts

_MAX_CHARS = 120
_SIGN = re.compile(r"\A[□■○●◎◇◆▷▶▸△▲☞※•·\-]+[ \t]+")


def counted(number: int, title: str) -> str:
    """A title with our number, set apart from the one that it may have in its document: `2 · 1-1. 목적`.

    A sign that the title has for a number (`□ 목적`) is left out, since ours stands in its place.
    """
    return f"{number} · {_SIGN.sub('', title) or title}"


def credit(document: DocumentInfo, texts: Texts) -> str:
    """The source of a document, else its author, said as such, as mrkdwn; empty where it names neither."""
    if document.source:
        return mrkdwn(f"{texts('answer.source')} {clip(one_line(document.source), _MAX_CHARS)}")
    return (
        mrkdwn(texts("section.author", author=clip(one_line(document.author), _MAX_CHARS))) if document.author else ""
    )
