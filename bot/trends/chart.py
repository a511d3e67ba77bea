"""The picture of what rises: a dot for the share before, a dot for the share now, and the line between them.

Matplotlib is imported when a chart is drawn and never before. Its global state (pyplot, rcParams) is left alone: the
chart is a Figure of its own, drawn by Agg, with one font that a package brings, so that Hangul shows on any machine and
equal charts are equal to the byte.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from bot.domain.digest import Chart, ChartRow

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

Theme = Literal["light", "dark"]

WIDTH = 960
"""Pixels. A phone shows pictures some 360 points wide: letters of `_TEXT` pixels are then as large as small text."""
_DPI = 100
_TOP, _ROW, _LEGEND = 168, 84, 50
_TITLE, _TEXT, _SMALL = 38, 29, 24
_LINE = 34
_LEFT, _RIGHT = 350, 215
"""Columns of the labels and of the captions; the dots stand between them."""
_EDGE = 34
_LABEL_UNITS, _CAPTION_UNITS, _NOTE_UNITS = 20, 14, 72
"""Widths in Latin letters; a Hangul syllable counts for two."""
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class _Colours:
    ground: str
    ink: str
    quiet: str
    line: str
    accent: str


_THEMES: dict[str, _Colours] = {
    "light": _Colours("#ffffff", "#1d1c1d", "#5f6063", "#e4e4e6", "#1264a3"),
    "dark": _Colours("#1a1d21", "#e8e8e8", "#a9abae", "#35373b", "#5cb3f0"),
}


def draw(chart: Chart, theme: Theme = "light") -> bytes:
    """The chart as PNG, `WIDTH` pixels wide and under 100 KB. A chart needs at least one row."""
    if not chart.rows:
        raise ValueError("a chart without rows shows nothing")
    return _Sheet(chart, _THEMES[theme]).png()


class _Sheet:
    """One drawing. All places are pixels from the upper left corner."""

    def __init__(self, chart: Chart, colours: _Colours) -> None:
        from matplotlib.figure import Figure

        self._chart, self._colours = chart, colours
        legend = _LEGEND if chart.now_label or chart.before_label else 0
        self._height = _TOP + _ROW * len(chart.rows) + legend + _EDGE
        self._figure = Figure(figsize=(WIDTH / _DPI, self._height / _DPI), dpi=_DPI, facecolor=colours.ground)
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(self._height, 0)
        self._most, self._ticks = scale([share for row in chart.rows for share in (row.now, row.before or 0.0)])

    def png(self) -> bytes:
        """Draws everything."""
        self._heading()
        self._grid()
        for place, row in enumerate(self._chart.rows):
            self._row(row, _TOP + _ROW * (place + 0.5))
        self._legend()
        out = io.BytesIO()
        self._figure.savefig(
            out,
            format="png",
            dpi=_DPI,
            facecolor=self._colours.ground,
            metadata={"Software": None},  # the version of the library would make equal charts differ
            pil_kwargs={"compress_level": 6},
        )
        return out.getvalue()

    def _heading(self) -> None:
        self._say(_EDGE, 52, self._chart.title, _TITLE, self._colours.ink)
        self._say(_EDGE, 100, clipped(self._chart.note, _NOTE_UNITS), _SMALL, self._colours.quiet)

    def _grid(self) -> None:
        bottom = _TOP + _ROW * len(self._chart.rows)
        for tick in self._ticks:
            x = self._x(tick)
            self._axes.plot([x, x], [_TOP, bottom], color=self._colours.line, linewidth=1.5, zorder=1)
            self._say(x, _TOP - 18, f"{tick * 100:g}%", _SMALL, self._colours.quiet, anchor="center")

    def _row(self, row: ChartRow, y: float) -> None:
        colours = self._colours
        parts = wrapped(row.label, _LABEL_UNITS)
        for place, part in enumerate(parts):
            self._say(_EDGE, y + _LINE * (place - (len(parts) - 1) / 2), part, _TEXT, colours.ink)
        now = self._x(row.now)
        if row.before is not None:
            before = self._x(row.before)
            self._axes.plot([before, now], [y, y], color=colours.accent, linewidth=5, alpha=0.45, zorder=2)
            self._dot(before, y, filled=False)
        else:
            self._axes.plot([self._x(0.0), now], [y, y], color=colours.accent, linewidth=5, alpha=0.45, zorder=2)
        self._dot(now, y, filled=True)
        self._say(WIDTH - _EDGE, y, clipped(row.caption, _CAPTION_UNITS), _SMALL, colours.ink, anchor="right")

    def _legend(self) -> None:
        y, x = self._height - 42, float(_EDGE)
        for filled, words in ((True, self._chart.now_label), (False, self._chart.before_label)):
            if words:
                self._dot(x + 9, y, filled=filled)
                self._say(x + 30, y, words, _SMALL, self._colours.quiet)
                x += 30 + _SMALL * 0.58 * width(words) + 36

    def _dot(self, x: float, y: float, *, filled: bool) -> None:
        face = self._colours.accent if filled else self._colours.ground
        self._axes.scatter([x], [y], s=190, color=face, edgecolors=self._colours.accent, linewidths=3, zorder=3)

    def _say(self, x: float, y: float, words: str, size: int, colour: str, *, anchor: str = "left") -> None:
        self._axes.text(
            x, y, words, color=colour, fontproperties=_font(size), ha=anchor, va="center", parse_math=False, zorder=4
        )

    def _x(self, share: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * share / self._most


def scale(shares: Sequence[float]) -> tuple[float, list[float]]:
    """The share at the right end, and two to five round shares from 0 for the lines."""
    most = max(*shares, 0.01)
    step = next((s for s in _STEPS if most / s <= 4), _STEPS[-1])
    count = math.ceil(most / step - 1e-9)
    return step * count, [step * tick for tick in range(count + 1)]


def width(words: str) -> int:
    """Columns of a text, a Hangul syllable taking two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def wrapped(words: str, units: int) -> list[str]:
    """A text on one line or two, parted at a blank where one is near enough; what does not fit is cut."""
    if width(words) <= units:
        return [words]
    head = words
    while width(head) > units:
        head = head[:-1]
    blank = head.rfind(" ")
    if blank > len(head) // 3 and words[len(head) : len(head) + 1] != " ":
        head = head[:blank]
    return [head.rstrip(), clipped(words[len(head) :].strip(), units)]


def clipped(words: str, units: int) -> str:
    """A text that fits so many columns, with an ellipsis where it was longer."""
    if width(words) <= units:
        return words
    while width(words) > units - 1:
        words = words[:-1]
    return words.rstrip() + "…"


@cache
def _font(pixels: int) -> FontProperties:
    """Noto Sans KR (SIL Open Font License) in a size; its package holds the font and nothing else."""
    from matplotlib.font_manager import FontProperties

    path = resources.files("pylopdf_fonts_ko") / "NotoSansKR-Regular.otf"
    return FontProperties(fname=str(path), size=pixels * 72 / _DPI)
