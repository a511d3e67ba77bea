"""The chart as a picture."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from bot.domain.digest import Chart, ChartRow
from bot.trends.chart import WIDTH, Theme, draw, scale

ROWS = tuple(
    ChartRow(label, now, before, caption)
    for label, now, before, caption in (
        ("오픈AI", 0.2, 0.018, "4개(전 1개)"),
        ("온디바이스", 0.15, 0.0, "3개(새로)"),
        ("International cooperation on safety", 0.3, 0.1, "12 (was 40)"),
        ("글로벌 AI 연구 의제와 국제협력 방안", 0.05, 0.04, "1,200개(전 900개)"),
        ("편향", 0.25, 0.02, "5개(전 1개)"),
        ("생성형 AI", 0.1, None, "28개"),
    )
)


def chart(*rows: ChartRow, title: str = "떠오르는 주제") -> Chart:
    return Chart(
        title, "2024년 9월 3일~11월 25일 글 20개와 그 전 글 55개에서 다룬 비율", "이 기간", "그 전", rows, "alt"
    )


def pixels(data: bytes):  # type: ignore[no-untyped-def]
    from PIL import Image

    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_is_a_small_picture_of_known_width(theme: Theme) -> None:
    """Under 100 KB, and as high as its rows need; the ground is that of its theme."""
    data = draw(chart(*ROWS), theme)
    picture = pixels(data)
    assert data.startswith(b"\x89PNG\r\n")
    assert len(data) < 100_000
    assert picture.width == WIDTH
    ground = (255, 255, 255) if theme == "light" else (26, 29, 33)
    assert picture.getpixel((2, 2)) == pytest.approx(ground, abs=2)


def test_equal_charts_are_equal_to_the_byte() -> None:
    """A digest that is composed twice has one picture."""
    assert draw(chart(*ROWS[:2])) == draw(chart(*ROWS[:2]))
    assert draw(chart(*ROWS[:2])) != draw(chart(*ROWS[1:3]))


def test_hangul_is_drawn_and_not_replaced_by_boxes() -> None:
    """Each syllable has its own shape; characters that a font lacks would all look the same."""
    from PIL import ImageChops

    def title_of(words: str):  # type: ignore[no-untyped-def]
        return pixels(draw(chart(ROWS[0], title=words))).crop((0, 20, WIDTH, 84))

    syllables = [title_of(word) for word in ("떠", "힣", "갃", "A")]
    for place, one in enumerate(syllables):
        assert ImageChops.invert(one).getbbox() is not None
        assert all(ImageChops.difference(one, other).getbbox() for other in syllables[place + 1 :])


def test_matplotlibs_global_state_is_left_alone() -> None:
    """No pyplot, no open figures, no settings changed for others in the process."""
    draw(chart(ROWS[0]))
    assert "matplotlib.pyplot" not in sys.modules
    assert "matplotlib.figure" not in sys.modules


def test_a_chart_without_rows_is_refused() -> None:
    """An empty picture says nothing."""
    with pytest.raises(ValueError, match="without rows"):
        draw(chart())


@pytest.mark.parametrize(
    ("shares", "most", "ticks"),
    [([0.2, 0.018], 0.2, 5), ([0.373], 0.4, 5), ([0.0], 0.01, 2), ([1.0], 1.0, 5), ([0.011], 0.02, 3)],
)
def test_the_scale_is_round(shares: list[float], most: float, ticks: int) -> None:
    """Lines at round shares, the longest row within them."""
    right, lines = scale(shares)
    assert right == pytest.approx(most)
    assert lines == pytest.approx([most * n / (ticks - 1) for n in range(ticks)])


def coloured(data: bytes, row: int) -> list[int]:
    """From left to right the pixels of a row of the picture that are blue: those of a bar."""
    picture = pixels(data)
    colours = [picture.getpixel((x, row)) for x in range(picture.width)]
    return [x for x, (red, _, blue) in enumerate(colours) if blue - red > 80]


def test_bars_are_as_long_as_the_shares_from_an_axis_of_zero() -> None:
    """Half the share is half the length; nothing of the picture makes a small change look large."""
    data = draw(chart(ChartRow("가", 0.2, None, ""), ChartRow("나", 0.1, None, "")))
    rows = [bar for y in range(pixels(data).height) if (bar := coloured(data, y))]
    longest, shortest = max(map(max, rows)), min(map(max, rows))
    left = min(map(min, rows))
    assert shortest - left == pytest.approx((longest - left) / 2, abs=3)


def test_words_too_long_for_their_line_end_before_the_edge_and_before_the_count() -> None:
    """No text is cut by the picture or written over another."""
    from PIL import ImageChops

    long = "글로벌 AI 연구 의제와 국제협력 방안 " * 9
    picture = pixels(draw(chart(ChartRow(long, 0.2, 0.1, "4개(전 1개)"), title=long)))
    plain = pixels(draw(chart(ChartRow("", 0.2, 0.1, "4개(전 1개)"), title="")))
    white = picture.getpixel((2, 2))
    assert {picture.getpixel((x, y)) for x in range(930, WIDTH) for y in range(140)} == {white}
    count = (790, 150, WIDTH, 210)
    between: Any = ImageChops.difference(picture.crop(count), plain.crop(count))
    assert max(most for _, most in between.getextrema()) < 16  # two palettes, one picture


def test_what_the_font_has_no_shape_for_is_left_out() -> None:
    """A topic with a picture in its name is drawn by its letters instead of a box and a warning."""
    assert draw(chart(ROWS[0], title="떠오르는 주제 🚀")) == draw(chart(ROWS[0], title="떠오르는 주제"))


def test_a_chart_of_many_wide_rows_stays_small() -> None:
    """The limit is on the file, whatever the labels."""
    rows = tuple(ChartRow("쀍뚫꿹휅뒑" * 6, 0.1 * n, 0.03 * n, "1,234,567개(전 1,234,567개)") for n in range(1, 7))
    assert len(draw(chart(*rows, title="쀍뚫꿹휅뒑" * 4), "dark")) < 100_000
