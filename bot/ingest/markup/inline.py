"""Inline Markdown and HTML as plain words: for headings, table cells, key contents and footnotes.

Every pattern is linear: a class never holds the character that ends it, and nothing nests.
"""

from __future__ import annotations

import html
import re

_MARKED = re.compile(r"[<>\[\]\\*_~`&]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\n]*\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]*)>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRONG = re.compile(r"(?<!\\)(?:\*\*|~~|`+)|(?<![\w\\])__(?=\S)|(?<=[^\s\\])__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w\\*])\*(?=\S)([^*]+)(?<=[^\s\\])\*(?!\*)")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]")


def plain(text: str) -> str:
    """The words of an inline text on one line: links by their label, no emphasis marks, no tags, no images."""
    if _MARKED.search(text):
        text = _AUTOLINK.sub(r"\1", _COMMENT.sub(" ", text))
        text = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
        text = html.unescape(_TAG.sub(" ", text))
        text = _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\1", _STRONG.sub("", text)))
    return _BLANKS.sub(" ", text).strip()


def has_words(text: str) -> bool:
    """Whether a reader would find anything to read: images, comments, rules and tags alone are nothing."""
    if not _WORD.search(text):
        return False
    return bool(_WORD.search(_TAG.sub(" ", _IMAGE.sub(" ", _COMMENT.sub(" ", text)))))
