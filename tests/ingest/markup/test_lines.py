"""Lines know their places, whichever newline ends them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.markup.lines import Lines, trimmed

TEXTS = st.text(st.sampled_from("가a \t\n\r\x0b\x0c\u2028"), max_size=40)


@given(TEXTS)
def test_lines_and_their_newlines_join_to_the_text(text: str) -> None:
    """No character belongs to two lines or to none."""
    lines = Lines(text)
    assert "".join(text[lines.start(i) : lines.start(i + 1)] for i in range(len(lines))) == text
    assert all("\n" not in lines[i] and "\r" not in lines[i] for i in range(len(lines)))


@given(TEXTS, st.data())
def test_the_number_of_an_offset_counts_the_newlines_before_it(text: str, data: st.DataObject) -> None:
    """An offset's line is the one that an editor shows."""
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    if text[offset - 1 : offset + 1] == "\r\n":
        before = before[:-1]  # between the two halves of one newline the line has not ended yet
    assert Lines(text).number(offset) == before.count("\n") + 1


@given(TEXTS, st.data())
def test_trimming_keeps_everything_but_white_space(text: str, data: st.DataObject) -> None:
    """The trimmed range holds the same words and neither begins nor ends with a blank."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert text[slice(*trimmed(text, start, end))] == text[start:end].strip()
