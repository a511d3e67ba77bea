"""Text that cannot ping, link, hide or break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.escape import clean, clip, honest_label, literal, mrkdwn, one_line, safe_url


@given(st.text())
def test_escaped_text_reads_back_as_itself(text: str) -> None:
    """Escaping loses nothing but what must not be shown, and leaves no control syntax."""
    escaped = mrkdwn(text)
    assert "<" not in escaped
    assert ">" not in escaped
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\u2060", "")
    assert back == clean(text).replace("\u2060", "")


@pytest.mark.parametrize("text", ["<!channel>", "<!here|x>", "<@U1>", "<#C1>", "@channel", "@here!", "가 @everyone"])
def test_nothing_that_pings_stays_whole(text: str) -> None:
    """Also where a client flattens rich text into mrkdwn."""
    shown = literal(text)
    assert not any(ping in shown for ping in ("<!", "<@", "<#", "@channel", "@here", "@everyone"))
    assert shown.replace("\u2060", "") == text


@pytest.mark.parametrize("text", ["a@channel.io", "x.@here", "@channels", "1 < 2", "a <b>"])
def test_what_does_not_ping_stays_as_it_is(text: str) -> None:
    """An address or a comparison is not touched."""
    assert literal(text) == text


def test_controls_and_direction_marks_go_and_surrogates_become_visible() -> None:
    """Nothing turns the text around, and nothing in it cannot be sent as UTF-8."""
    assert clean("a\x00\u202eb\ud800\r\nc\td") == "ab\ufffd\nc\td"


@pytest.mark.parametrize(
    "url", ["https://a.example/x?y=1&z=2#k", "http://neurips.cc", "https://1.1.1.1/", "https://한글.example/경로"]
)
def test_an_address_for_people_passes(url: str) -> None:
    """Plain web addresses, with ports, queries and names in any script."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.example",
        "/relative",
        "https://user:pw@a.example/",
        "https://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://localhost/",
        "http://printer.local/",
        "https://a.example/x|y",
        "https://a.example/ x",
        "https://a.example/<x>",
        "https://a.example:99999/",
        "https://[::1]/",
        "https://a.example/\u202e",
        "",
        "https://a.example/" + "x" * 3_000,
    ],
)
def test_an_address_that_leads_elsewhere_does_not(url: str) -> None:
    """No scripts, no inner networks, no credentials, nothing that breaks out of Slack's mark-up."""
    assert safe_url(url) is None


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("bank.example", "bank.example (evil.example)"),
        ("https://bank.example/login", "https://bank.example/login (evil.example)"),
        ("www.evil.example", "www.evil.example"),
        ("evil.example/page", "evil.example/page"),
        ("자세히 보기", "자세히 보기"),
        ("v1.2 보기", "v1.2 보기"),
    ],
)
def test_a_label_cannot_name_another_host(label: str, shown: str) -> None:
    """A label that names an address shows the true one beside it."""
    assert honest_label(label, "https://evil.example/page") == shown


def test_what_is_clipped_says_so() -> None:
    """The ellipsis counts towards the limit."""
    assert clip("가나다라", 4) == "가나다라"
    assert clip("가나다라마", 4) == "가나다…"
    assert one_line(" a\n\tb\u202e ") == "a b"
