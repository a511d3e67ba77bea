"""Bytes as text, or a problem that says what the file is instead.

UTF-8, with or without a byte order mark, UTF-16 with one, and what Korean Windows saves (CP949), where the bytes make
text as Korean is written. The mark is no part of the text; newlines stay as they stand. Anything else is refused:
guessing an encoding would index nonsense in silence.
"""

from __future__ import annotations

import codecs

from bot.domain.document import Problem
from bot.domain.troubles import Trouble, trouble
from bot.errors import DocumentError

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 200_000
"""Lines of 25 bytes fill the largest file. More of them are no text to read but minutes of a hostile file's parsing."""

_USUAL = frozenset("이다는의을에가고하로지기도인한를은서사대")
_USUAL_SHARE = 0.1
"""Korean documents have 17 to 35 of these 20 in a hundred syllables, by chance it would be one of the 2,350."""
_HANGUL_SHARE = 0.5
"""Of the characters beyond ASCII. Korean documents have .9 and more, Chinese bytes read so about .5, the rest Hanja."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_MAGIC = {
    b"%PDF": trouble("kind.pdf"),
    b"PK\x03\x04": trouble("kind.archive"),
    b"\xd0\xcf\x11\xe0": trouble("kind.office"),
    b"\x89PNG": trouble("kind.picture"),
    b"\xff\xd8\xff": trouble("kind.picture"),
    b"GIF8": trouble("kind.picture"),
    b"\x1f\x8b": trouble("kind.compressed"),
    b"\x7fELF": trouble("kind.program"),
}


def decode(data: bytes, *, path: str) -> str:
    """The text of a file's bytes. Raises DocumentError for what is too long, empty, binary or in another encoding."""
    check_size(len(data), path=path)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise _error(path, 0, trouble("file.kind", kind=kind))
    if data.startswith(_UTF32):
        raise _error(path, 0, trouble("file.utf32"))
    text = _decoded(data, path)
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise _error(path, line, trouble("file.nul"))
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    if count > MAX_LINES:
        raise _error(path, MAX_LINES + 1, trouble("file.lines", count=f"{count:,}", limit=f"{MAX_LINES:,}"))
    if not text.strip():
        raise _error(path, 0, trouble("file.empty"))
    return text


def check_size(size: int, *, path: str) -> None:
    """Raise DocumentError for a file of more than MAX_BYTES."""
    if size > MAX_BYTES:
        megabytes = f"{size / 1024 / 1024:.1f}"
        raise _error(path, 0, trouble("file.size", megabytes=megabytes, limit=MAX_BYTES // 1024 // 1024))


def _decoded(data: bytes, path: str) -> str:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise _error(path, 0, trouble("file.utf16")) from None
        # The position counts from behind the byte order mark.
        shift = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        before = data[: error.start + shift]
        line = before.count(b"\n") + 1
        if b"\0" in data:
            raise _error(path, line, trouble("file.binary")) from None
        korean = _korean_legacy(data)
        if korean and _reads_as_korean(korean):
            return korean
        why = trouble("file.euc_kr") if korean else trouble("file.not_utf8")
        raise _error(path, line, why) from None


def _korean_legacy(data: bytes) -> str:
    """The text in the encoding that Korean Windows saves, empty where it holds no Hangul then."""
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return ""
    return text if any(_is_syllable(char) for char in text) else ""


def _reads_as_korean(text: str) -> bool:
    """Whether particles and endings are as frequent as in Korean: bytes of another encoding make rare syllables."""
    foreign = [char for char in text if not char.isascii()]
    syllables = [char for char in foreign if _is_syllable(char)]
    usual = sum(1 for char in syllables if char in _USUAL)
    return len(syllables) >= len(foreign) * _HANGUL_SHARE and usual >= len(syllables) * _USUAL_SHARE


def _is_syllable(char: str) -> bool:
    return "가" <= char <= "힣"


def _error(path: str, line: int, why: Trouble) -> DocumentError:
    return DocumentError(Problem(path, line, why))
