"""What people type, out of what Slack sends."""

from __future__ import annotations

import pytest

from bot.slack.incoming import MAX_CHARS, mentions, of_command, of_message


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@UBOT> 노벨상 <@U2|kim>", "노벨상"),
        ("<https://a.example/x|라마 3.2> 알려줘", "라마 3.2 알려줘"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<#C1|general>에서 <!here> 보자", "general 에서 here 보자"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("a\n\n b\tc\u202e", "a b c"),
        ("<!date^1^{date}|오늘>", "오늘"),
    ],
)
def test_a_message_becomes_words(sent: str, typed: str) -> None:
    """Mentions go, links leave their label, entities become characters, once."""
    assert of_message(sent) == typed


def test_a_command_is_taken_as_typed_and_not_too_long() -> None:
    """Without mark-up, since Slack writes none there."""
    assert of_command("  노벨 &lt;상&gt; ") == "노벨 <상>"
    assert len(of_command("가" * 20_000)) == MAX_CHARS


def test_a_mention_is_of_that_user() -> None:
    """Another user's, or no user at all, is none."""
    assert mentions("hi <@UBOT>", "UBOT")
    assert mentions("<@UBOT|aitrend> hi", "UBOT")
    assert not mentions("<@UBOT2> hi", "UBOT")
    assert not mentions("<@> hi", "")
