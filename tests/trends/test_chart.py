"""The chart as a picture."""

from __future__ import annotations

import io
import sys

import pytest

from bot.domain.digest import Chart, ChartRow
from bot.trends.chart import WIDTH, Theme, clipped, draw, scale, width, wrapped

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
    assert picture.getpixel((2, 2)) == ((255, 255, 255) if theme == "light" else (26, 29, 33))


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
    assert scale(shares) == (pytest.approx(most), pytest.approx([most * n / (ticks - 1) for n in range(ticks)]))


def test_long_labels_take_two_lines_and_then_an_ellipsis() -> None:
    """No label runs into the dots."""
    assert wrapped("오픈AI", 20) == ["오픈AI"]
    assert wrapped("International cooperation", 20) == ["International", "cooperation"]
    for part in wrapped("가나다라마바사아자차카타파하" * 4, 20):
        assert width(part) <= 20
    assert clipped("가나다라마", 6) == "가나…"
