"""What does not fit goes to the next page, never away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.slack import planner
from bot.slack.blocks import Block, divider, section

BLOCKS = st.lists(
    st.one_of(st.just(divider()), st.integers(1, 3_000).map(lambda size: section("가" * size))), max_size=60
)


@given(BLOCKS, st.integers(1, 50), st.integers(3_000, 12_000))
def test_pages_hold_every_block_in_order_within_the_limits(blocks: list[Block], most: int, chars: int) -> None:
    """One after the other they are what went in."""
    pages = planner.pages(blocks, max_blocks=most, max_chars=chars)
    assert [block for page in pages for block in page] == blocks
    assert all(len(page) <= most for page in pages)
    assert all(planner.size(page) <= chars for page in pages)


def test_a_page_has_one_table_at_most() -> None:
    """Slack takes no second one."""
    table: Block = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    assert [len(page) for page in planner.pages([table, divider(), table])] == [2, 1]


@given(st.lists(st.lists(st.integers(1, 2_000), min_size=1, max_size=6), max_size=8), st.integers(0, 4))
def test_as_many_groups_are_taken_as_fit(sizes: list[list[int]], around: int) -> None:
    """Whole ones, from the first; one at least."""
    groups = [[section("x" * size) for size in group] for group in sizes]
    beside = [divider()] * around
    taken = planner.how_many(groups, around=beside, max_blocks=12, max_chars=6_000)
    assert taken <= len(groups)
    assert taken >= min(1, len(groups))

    def fits(count: int) -> bool:
        chosen = [block for group in groups[:count] for block in group]
        return len(chosen) + around <= 12 and planner.size([*chosen, *beside]) <= 6_000

    assert taken <= 1 or fits(taken)
    assert taken == len(groups) or not fits(taken + 1)
