"""The picture of what rises: a bar for the share now, a mark for the share before, each under its topic's name.

Matplotlib is imported when a chart is drawn and never before, and of it only Agg, which draws at once what it is told:
figures and axes are as much again to import and would be told each place in pixels all the same. Its global state
(pyplot, rcParams) is left alone. The font comes from a package, so that Hangul shows on any machine and equal charts
are equal to the byte.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from bot.domain.digest import Chart, ChartRow

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

Theme = Literal["light", "dark"]

WIDTH = 960
"""Pixels. A phone shows pictures some 360 points wide: letters of `_TEXT` pixels are then as large as its own text."""
_DPI = 72
"""Points are pixels."""
_TITLE, _TEXT, _CAPTION, _SMALL = 44, 38, 32, 28
_EDGE = 40
_TOP, _ROW, _SCALE, _LEGEND, _FOOT = 142, 108, 48, 52, 26
_BAR, _MARK_HIGH, _MARK_THICK = 18, 34, 6
_LABEL_AT, _BAR_AT = 36, 80
"""Within a row, from its top: the middle of its words and of its bar."""
_GAP = 28
_BASELINE = 0.36
"""Below the middle of a line of text, in its size: half the height of a capital of the font."""
_HUES = 64
"""Five colours and the steps between them are enough for smooth letters: a third of the bytes of full colour."""
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class _Colours:
    ground: str
    ink: str
    quiet: str
    line: str
    accent: str


_THEMES: dict[str, _Colours] = {
    "light": _Colours("#ffffff", "#1d1c1d", "#5f6063", "#e4e4e6", "#1d7fc4"),
    "dark": _Colours("#1a1d21", "#f0f0f1", "#b0b2b6", "#3a3d42", "#4aa8ea"),
}


def draw(chart: Chart, theme: Theme = "light") -> bytes:
    """The chart as PNG, `WIDTH` pixels wide and under 100 KB. A chart needs at least one row."""
    if not chart.rows:
        raise ValueError("a chart without rows shows nothing")
    colours = _THEMES[theme]
    compared = any(row.before is not None for row in chart.rows)
    bottom = _TOP + _ROW * len(chart.rows)
    sheet = _Sheet(bottom + _SCALE + (_LEGEND if compared else 0) + _FOOT, colours)
    most, ticks = scale([share for row in chart.rows for share in (row.now, row.before or 0.0)])
    sheet.say(_EDGE, 56, chart.title, _TITLE, colours.ink)
    sheet.say(_EDGE, 108, chart.note, _SMALL, colours.quiet)
    for place, row in enumerate(chart.rows):
        _row(sheet, row, _TOP + _ROW * place, most, ticks)
    for place, tick in enumerate(ticks):
        aligned = 0.0 if place == 0 else 1.0 if tick == ticks[-1] else 0.5
        sheet.say(_place(tick, most), bottom + 22, f"{tick * 100:g}%", _SMALL, colours.quiet, aligned=aligned)
    if compared:
        _legend(sheet, chart, bottom + _SCALE + _LEGEND / 2)
    return sheet.png()


def _row(sheet: _Sheet, row: ChartRow, top: float, most: float, ticks: Sequence[float]) -> None:
    colours, bar = sheet.colours, top + _BAR_AT
    beside = sheet.width(row.caption, _CAPTION)
    sheet.say(_EDGE, top + _LABEL_AT, row.label, _TEXT, colours.ink, room=WIDTH - 2 * _EDGE - beside - _GAP)
    sheet.say(WIDTH - _EDGE, top + _LABEL_AT, row.caption, _CAPTION, colours.quiet, aligned=1.0)
    sheet.stroke(_place(0.0, most), bar, _place(most, most), bar, _BAR, colours.line)
    sheet.stroke(_place(0.0, most), bar, _place(row.now, most), bar, _BAR, colours.accent)
    for tick in ticks[1:-1]:
        x = round(_place(tick, most))
        sheet.stroke(x, bar - _BAR / 2, x, bar + _BAR / 2, 2, colours.ground)
    if row.before is not None:
        _mark(sheet, max(_place(row.before, most), _EDGE + _MARK_THICK / 2), bar)


def _legend(sheet: _Sheet, chart: Chart, y: float) -> None:
    colours = sheet.colours
    sheet.stroke(_EDGE, y, _EDGE + 36, y, _BAR, colours.accent)
    x = _EDGE + 52.0
    sheet.say(x, y, chart.now_label, _SMALL, colours.quiet)
    x += sheet.width(chart.now_label, _SMALL) + 2 * _GAP
    _mark(sheet, x, y)
    sheet.say(x + 20, y, chart.before_label, _SMALL, colours.quiet)


def _mark(sheet: _Sheet, x: float, y: float) -> None:
    """A line across the bar, set off from it by a rim of the ground."""
    for thick, colour in ((2 * _MARK_THICK, sheet.colours.ground), (_MARK_THICK, sheet.colours.ink)):
        sheet.stroke(x, y - _MARK_HIGH / 2, x, y + _MARK_HIGH / 2, thick, colour)


def _place(share: float, most: float) -> float:
    return _EDGE + (WIDTH - 2 * _EDGE) * share / most


def scale(shares: Sequence[float]) -> tuple[float, list[float]]:
    """The share at the right end, and two to five round shares from 0 for the lines."""
    most = max(*shares, 0.01)
    step = next((s for s in _STEPS if most / s <= 4), _STEPS[-1])
    count = math.ceil(most / step - 1e-9)
    return step * count, [step * tick for tick in range(count + 1)]


class _Sheet:
    """Lines and words on a ground. All places and sizes are pixels from the upper left corner."""

    def __init__(self, height: int, colours: _Colours) -> None:
        from matplotlib.backends.backend_agg import RendererAgg
        from matplotlib.transforms import Affine2D

        self.colours = colours
        self._height = height
        untyped: Any = RendererAgg  # the library types none of its renderers
        self._agg = untyped(WIDTH, height, _DPI)
        self._upright = Affine2D().scale(1, -1).translate(0, height)
        self.stroke(0, height / 2, WIDTH, height / 2, height, colours.ground)

    def png(self) -> bytes:
        """What was drawn."""
        from PIL import Image

        out = io.BytesIO()
        pixels = Image.frombuffer("RGBA", (WIDTH, self._height), self._agg.buffer_rgba(), "raw", "RGBA", 0, 1)
        few = pixels.convert("RGB").quantize(_HUES, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(out, format="PNG")
        return out.getvalue()

    def stroke(self, x1: float, y1: float, x2: float, y2: float, thick: float, colour: str) -> None:
        """A straight line with square ends."""
        from matplotlib.path import Path

        pen = self._pen(colour)
        pen.set_linewidth(thick)
        self._agg.draw_path(pen, Path([(x1, y1), (x2, y2)]), self._upright)

    def say(
        self, x: float, y: float, words: str, size: int, colour: str, *, aligned: float = 0.0, room: float = math.inf
    ) -> None:
        """A line of text around `y`. `aligned` is the part of its width left of `x`, `room` the most it may take."""
        words = self._fitted(words, size, min(room, WIDTH - 2 * _EDGE))
        x -= aligned * self.width(words, size)
        self._agg.draw_text(self._pen(colour), x, y + _BASELINE * size, words, _font(size), 0)

    def width(self, words: str, size: int) -> float:
        """Pixels that a text takes."""
        return float(self._agg.get_text_width_height_descent(_drawable(words), _font(size), ismath=False)[0])

    def _fitted(self, words: str, size: int, room: float) -> str:
        """The text as far as there is room, with an ellipsis where it was longer."""
        words = _drawable(words)
        if self.width(words, size) <= room:
            return words
        while words and self.width(f"{words}…", size) > room:
            words = words[:-1].rstrip()
        return f"{words}…"

    def _pen(self, colour: str) -> Any:  # as the renderer that makes it
        pen = self._agg.new_gc()
        pen.set_foreground(colour)
        pen.set_capstyle("butt")
        return pen


def _drawable(words: str) -> str:
    """A text without what the font has no shape for, such as emoji."""
    from matplotlib.font_manager import get_font

    font = get_font(_path())
    return "".join(c for c in words if font.get_char_index(ord(c))).strip()


@cache
def _font(pixels: int) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_path(), size=pixels)


@cache
def _path() -> str:
    """Noto Sans KR (SIL Open Font License); its package holds fonts and nothing else."""
    return str(resources.files("pylopdf_fonts_ko") / "NotoSansKR-Regular.otf")
