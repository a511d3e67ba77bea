"""The chart of a digest: what it shows, as a picture's block, as bars of letters, and in words."""

from __future__ import annotations

from bot.domain.digest import Chart, ChartRow, Digest, Momentum
from bot.slack import richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, one_line
from bot.slack.texts import Texts

CHART = "trends.png"
"""The name of the chart among a payload's images, and of its block, whether picture or letters."""
_ROWS, _LEAST_ROWS = 6, 2
_BAR_CELLS = 10
_NAME = 100


def chart(digest: Digest, texts: Texts) -> Chart | None:
    """What to draw: the rising topics, else the topics of the whole corpus; None for fewer than two."""
    trends = digest.trends
    if trends.window is not None and len(trends.rising) >= _LEAST_ROWS:
        window = trends.window
        note = texts(
            "chart.window",
            period=texts.days(window.starts, window.ends),
            sections=window.sections,
            before=window.sections_before,
        )
        rows = tuple(_rising_row(m, digest, texts) for m in trends.rising[:_ROWS])
        return _chart(texts("chart.rising"), note, texts("chart.now"), texts("chart.before"), rows, texts)
    if len(trends.standing) < _LEAST_ROWS or not trends.corpus.sections:
        return None
    latest = texts.day(trends.corpus.latest) if trends.corpus.latest else texts("trends.undated")
    note = texts("chart.whole", latest=latest, sections=trends.corpus.sections)
    rows = tuple(
        ChartRow(
            label(topic.label(texts.language)),
            topic.sections / trends.corpus.sections,
            None,
            texts("chart.count", now=topic.sections),
        )
        for topic in trends.standing[:_ROWS]
    )
    return _chart(texts("chart.standing"), note, "", "", rows, texts)


def _chart(title: str, note: str, now: str, before: str, rows: tuple[ChartRow, ...], texts: Texts) -> Chart:
    said = ", ".join(_spoken(row, texts) for row in rows)
    return Chart(title, note, now, before, rows, texts("chart.alt", title=title, note=note, rows=said))


def _rising_row(momentum: Momentum, digest: Digest, texts: Texts) -> ChartRow:
    window = digest.trends.window
    assert window is not None
    key = "chart.counts" if momentum.before else "chart.appeared"
    return ChartRow(
        label(momentum.topic.label(texts.language)),
        momentum.now / window.sections,
        momentum.before / window.sections_before,
        texts(key, now=momentum.now, before=momentum.before),
    )


def _spoken(row: ChartRow, texts: Texts) -> str:
    now = f"{100 * row.now:.0f}"
    if row.before is None:
        return texts("chart.row_alone", label=row.label, now=now, caption=row.caption)
    return texts("chart.row", label=row.label, now=now, before=f"{100 * row.before:.0f}", caption=row.caption)


def picture(drawn: Chart) -> Block:
    """The chart as the image of a payload, named until it is uploaded."""
    file = {"id": f"image:{CHART}"}
    return {"type": "image", "block_id": CHART, "slack_file": file, "alt_text": clip(drawn.alt, 2_000)}


def lettered(drawn: Chart, texts: Texts) -> Block:
    """A chart where no picture can be shown: an answer to one who asks takes no files, and an upload may fail.

    The bars stand first in their lines, so that they begin and scale alike in any font.
    """
    most = max(share for row in drawn.rows for share in (row.now, row.before or 0.0)) or 1.0
    rows = [f"\n{_bar(row.now / most)} {_spoken(row, texts)}" for row in drawn.rows]
    said = richtext.rich(richtext.text(drawn.title, bold=True), richtext.text(f"\n{drawn.note}{''.join(rows)}"))
    return {**said, "block_id": CHART}


def _bar(share: float) -> str:
    cells = max(1, round(_BAR_CELLS * share))
    return "▰" * cells + "▱" * (_BAR_CELLS - cells)


def label(name: str) -> str:
    """A topic as it opens a line: English terms of the glossary are in lower case."""
    plain = clip(one_line(name), _NAME)
    lower = plain.isascii() and plain.split(" ", 1)[0].islower()
    return plain[:1].upper() + plain[1:] if lower else plain
