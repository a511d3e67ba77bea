"""A feed opens with its token and with nothing else, until it is revoked."""

from __future__ import annotations

from bot.agenda.feed import open_feed, owner_of
from tests.agenda.memory import MemoryFeedTokens
from tests.agenda.world import NOW


def test_a_token_opens_the_feed_of_its_workspace() -> None:
    """Every token is another one, and only a digest is kept."""
    tokens = MemoryFeedTokens()
    first, second = (open_feed(tokens, owner=owner, by="U1", now=NOW) for owner in ("T1", "T2"))
    assert (owner_of(tokens, first), owner_of(tokens, second)) == ("T1", "T2")
    assert len(first) >= 43, "256 bits"
    assert first not in vars(tokens)["_owners"]


def test_nothing_else_opens_it() -> None:
    """Neither a token that is nearly right, nor nothing, nor a flood, nor what is no text at all."""
    tokens = MemoryFeedTokens()
    token = open_feed(tokens, owner="T1", by="U1", now=NOW)
    for wrong in (token[:-1], token + "x", token.swapcase(), "", "x" * 10_000, "\ud800", "../.."):
        assert owner_of(tokens, wrong) is None


def test_a_revoked_feed_is_closed() -> None:
    """For every address that the workspace had, and for no other workspace."""
    tokens = MemoryFeedTokens()
    ours = [open_feed(tokens, owner="T1", by="U1", now=NOW) for _ in range(2)]
    theirs = open_feed(tokens, owner="T2", by="U1", now=NOW)
    assert tokens.revoke(owner="T1") == 2
    assert [owner_of(tokens, token) for token in (*ours, theirs)] == [None, None, "T2"]
