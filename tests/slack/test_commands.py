"""Sub-commands under their Korean and English names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.commands import NAMES, Command, Wish, read


@pytest.mark.parametrize(("name", "command"), [(name, command) for command, names in NAMES.items() for name in names])
def test_every_name_runs_its_command(name: str, command: Command) -> None:
    """In any case and with any white space around."""
    assert read(f"  {name.upper()} ").command is command


def test_no_name_belongs_to_two_commands() -> None:
    """The table would hide one of them."""
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish("", Command.HELP)),
        ("event", Wish("", Command.EVENTS)),
        ("행사 12월", Wish("12월", Command.EVENTS)),
        ("행사 일정", Wish("", Command.EVENTS)),
        ("트렌드 라마 3.2", Wish("라마 3.2", Command.TRENDS)),
        ("digest now", Wish("now", Command.DIGEST)),
        ("다이제스트 미리보기", Wish("미리보기", Command.DIGEST)),
        ("digest of AI news", Wish("digest of AI news")),
        ("상태 기계 학습", Wish("상태 기계 학습")),
        ("help desk 자동화", Wish("help desk 자동화")),
        ("노벨상", Wish("노벨상")),
    ],
)
def test_commands_queries_and_their_words(text: str, wish: Wish) -> None:
    """A command takes words only where it has a use for them; anything else is a query."""
    assert read(text) == wish


@pytest.mark.parametrize(
    ("text", "command"),
    [("evnets", Command.EVENTS), ("setings", Command.SETTINGS), ("설점", Command.SETTINGS), ("trendz", Command.TRENDS)],
)
def test_a_slip_is_near(text: str, command: Command) -> None:
    """One keystroke away from a name, the word is a query that is near a command."""
    assert read(text) == Wish(text, None, command)


@pytest.mark.parametrize("text", ["설명", "gas", "AI", "구글", "라마", "statistics", "여행"])
def test_other_words_are_not_near(text: str) -> None:
    """A word of its own is not taken for a slip."""
    assert read(text).near is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("안녕", Command.GREETING),
        ("안녕하세요!!", Command.GREETING),
        ("Hello", Command.GREETING),
        ("고마워~ ㅎㅎ", Command.THANKS),
        ("thank you.", Command.THANKS),
    ],
)
def test_a_courtesy_asks_nothing(text: str, command: Command) -> None:
    """It is answered as such where the message is nothing else."""
    assert read(text) == Wish("", command)


@pytest.mark.parametrize("text", ["안경", "감사", "안녕 로봇", "hello world", "고마운 로봇"])
def test_words_beside_a_courtesy_are_a_query(text: str) -> None:
    """Nor is a word that looks like one."""
    assert read(text) == Wish(text)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Nothing raises, and a query keeps its words."""
    wish = read(text)
    assert wish.command is not None or wish.words == text.strip()
