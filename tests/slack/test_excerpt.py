"""What an answer shows of a section."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Span
from bot.domain.hit import Hit
from bot.slack import excerpt
from bot.slack.markdown import Style
from tests.samples import BRIEF, section

TEXT = "- 첫째 문장은 길다. 둘째 문장이 **답**이다. 셋째 문장은 남는다.\n  - 아래 항목\n\n끝 문단."


def hit(text: str, key: Span, snippet: Span) -> Hit:
    return Hit(BRIEF, section("s", ("제목",), text), key, snippet, (), 1.0)


def test_the_key_sentence_is_bold_in_its_place() -> None:
    """With what stands around it, and an ellipsis where the line goes on."""
    start, end = TEXT.index("둘째"), TEXT.index(" 셋째")
    line = excerpt.lines(hit(TEXT, Span(start, end), Span(start, end + 4)))[0]
    assert line.text == "… 둘째 문장이 답이다. 셋째 …"
    assert [run.text for run in line.runs if run.style & Style.BOLD] == ["둘째 문장이 ", "답", "이다."]


def test_a_key_sentence_outside_of_the_snippet_wins() -> None:
    """The sentence that answers is never left out."""
    start = TEXT.index("끝")
    assert [line.text for line in excerpt.lines(hit(TEXT, Span(start, len(TEXT)), Span(0, 10)))] == ["끝 문단."]


@given(st.text(alphabet="가나 다.\n-", max_size=400), st.data())
def test_the_window_is_short_and_shows_the_key_sentence(text: str, data: st.DataObject) -> None:
    """Whatever the spans, it lies within the text and begins with the key sentence in sight."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    shown = excerpt.window(hit(text, Span(start, end), Span(low, high)), max_chars=120)
    assert 0 <= shown.start <= shown.end <= len(text)
    assert shown.end - shown.start <= 120
    if start < end:
        assert shown.start <= start < shown.end
