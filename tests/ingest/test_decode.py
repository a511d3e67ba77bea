"""Bytes become text, or a problem that tells an editor what the file is."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Problem
from bot.errors import DocumentError
from bot.ingest.decode import MAX_BYTES, MAX_LINES, decode

TEXT = "가나다\r\nabc\n🙂"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big"],
)
def test_unicode_is_read_and_its_mark_is_no_text(data: bytes) -> None:
    """The text is the same from every accepted encoding, newlines as they stand."""
    assert decode(data, path="x.md") == TEXT


def test_what_korean_windows_saves_is_read() -> None:
    """The text alone tells the encoding, syllables beyond KS X 1001 included."""
    text = "로봇은 사람의 말을 알아듣고 문을 연다.\r\n펲시를 마시는 것은 아니다.\r\n"
    assert decode(text.encode("cp949"), path="x.txt") == text


@pytest.mark.parametrize("text", ["机器人打开了门，然后走进房间。", "世界各国正在讨论机器人的安全标准和法律责任"])
def test_chinese_bytes_are_not_taken_for_korean(text: str) -> None:
    """They may make syllables too, but none as Korean is written."""
    with pytest.raises(DocumentError):
        decode(text.encode("gb2312"), path="x.txt")


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 0, "empty"),
        (b" \n\t\r\n", 0, "empty"),
        (codecs.BOM_UTF8, 0, "empty"),
        ("첫 줄\n둘째 줄".encode("cp949"), 1, "CP949"),
        (b"ok\n" + "햄릿".encode("euc-kr"), 2, "CP949"),
        (b"ok\nok\n\xff\xfe\xfd", 3, "not encoded as UTF-8"),
        (codecs.BOM_UTF8 + b"ok\n\xff", 2, "not encoded as UTF-8"),
        (b"ok\nok\x00ok", 2, "binary"),
        (b"\x00\x01\xff\xfe", 1, "binary"),
        (codecs.BOM_UTF16_LE + b"a\x00b", 0, "UTF-16"),
        (codecs.BOM_UTF32_LE + "a".encode("utf-32-le"), 0, "UTF-32"),
        (b"%PDF-1.7\n...", 0, "PDF"),
        (b"PK\x03\x04rest", 0, "ZIP"),
        (b"\x89PNG\r\n\x1a\n", 0, "picture"),
        (b"a" * (MAX_BYTES + 1), 0, "5 MB"),
        (b"a\n" * (MAX_LINES + 1), MAX_LINES + 1, "200,000"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_text_is_named(data: bytes, line: int, words: str) -> None:
    """The problem says what the file is, where that shows, and what to do."""
    with pytest.raises(DocumentError) as caught:
        decode(data, path="x.md")
    problem = caught.value.problem
    assert (problem.path, problem.line, words in problem.what, bool(problem.remedy)) == ("x.md", line, True, True)


def test_the_largest_file_is_read() -> None:
    """The cap itself is allowed."""
    assert len(decode(b"a" * MAX_BYTES, path="x.md")) == MAX_BYTES


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    """No byte sequence raises anything else."""
    problem: Problem | None = None
    text = ""
    try:
        text = decode(data, path="x.md")
    except DocumentError as error:
        problem = error.problem
    assert bool(text.strip()) is (problem is None)
    assert "\0" not in text
