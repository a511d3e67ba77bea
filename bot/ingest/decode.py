"""Bytes as text, or a problem that says what the file is instead.

UTF-8, with or without a byte order mark, and UTF-16 with one. The mark is no part of the text; newlines stay as they
stand. Anything else is refused: guessing an encoding would index nonsense in silence.
"""

from __future__ import annotations

import codecs

from bot.domain.document import Problem
from bot.errors import DocumentError

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 200_000
"""Lines of 25 bytes fill the largest file. More of them are no text to read but minutes of a hostile file's parsing."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office or HWP document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"\x7fELF": "a program",
}


def decode(data: bytes, *, path: str) -> str:
    """The text of a file's bytes. Raises DocumentError for what is too long, empty, binary or in another encoding."""
    check_size(len(data), path=path)
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise _error(path, 0, f"The file is {name}, not text.", "Save its text as Markdown in UTF-8.")
    if data.startswith(_UTF32):
        raise _error(path, 0, "The file is encoded as UTF-32.", "Save it as UTF-8.")
    text = _decoded(data, path)
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise _error(path, line, "The file is binary: it holds NUL characters.", "Save its text as Markdown in UTF-8.")
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    if count > MAX_LINES:
        what = f"The file has {count:,} lines; documents may have {MAX_LINES:,}."
        raise _error(path, MAX_LINES + 1, what, "Split it into several files.")
    if not text.strip():
        raise _error(path, 0, "The file is empty.", "Write something into it, or remove it.")
    return text


def check_size(size: int, *, path: str) -> None:
    """Raise DocumentError for a file of more than MAX_BYTES."""
    if size > MAX_BYTES:
        raise _error(
            path,
            0,
            f"The file has {size / 1024 / 1024:.1f} MB; documents may have {MAX_BYTES // 1024 // 1024} MB.",
            "Split it into several files.",
        )


def _decoded(data: bytes, path: str) -> str:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise _error(path, 0, "The file is broken UTF-16.", "Save it as UTF-8.") from None
        # The position counts from behind the byte order mark.
        shift = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        before = data[: error.start + shift]
        line = before.count(b"\n") + 1
        if b"\0" in data:
            raise _error(path, line, "The file is binary, not text.", "Save its text as Markdown in UTF-8.") from None
        guess = " It looks like EUC-KR (CP949)." if _is_korean_legacy(data) else ""
        raise _error(path, line, f"The file is not encoded as UTF-8.{guess}", "Save it as UTF-8.") from None


def _is_korean_legacy(data: bytes) -> bool:
    """Whether the bytes make Hangul in the encoding that Korean Windows saves text in."""
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return False
    return any("가" <= char <= "힣" for char in text)


def _error(path: str, line: int, what: str, remedy: str) -> DocumentError:
    return DocumentError(Problem(path, line, what, remedy))
