"""Topics and what moves among them; every claim with the counts behind it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.delivery import Message
from bot.domain.digest import DatedSection, Direction, Momentum, Topic, TopicReport, TrendReport, Window
from bot.slack import blocks, richtext
from bot.slack.blocks import Block
from bot.slack.escape import clip, one_line
from bot.slack.ids import Action, Ref, numbered
from bot.slack.texts import Texts

MOVEMENTS = 6
"""Topics that are listed at once: what a phone shows without scrolling."""
_TOPICS = 30
_BUTTONS = 5
_SECTIONS = 3
_MARKS = {Direction.NEW: "🆕", Direction.RISING: "▲", Direction.STEADY: "–", Direction.FADING: "▽"}


def _period(window: Window, texts: Texts) -> str:
    return texts.days(window.starts, window.ends) if window.starts != window.ends else texts.day(window.starts)


def movement(momentum: Momentum, texts: Texts) -> list[Block]:
    """One moving topic with its counts, as elements of a paragraph."""
    counts = texts("trends.counts", now=momentum.now, before=momentum.before, documents=momentum.documents_now)
    return [
        richtext.text(f"{_MARKS[momentum.direction]} "),
        richtext.text(clip(one_line(momentum.topic.label(texts.language)), 100), bold=True),
        richtext.text(f"  {texts(f'trends.{momentum.direction}')} · {counts}"),
    ]


def _listed(rows: Sequence[list[Block]]) -> Block:
    """Rows as lines of one paragraph."""
    parts = [part for row in rows for part in (*row, richtext.text("\n"))]
    return richtext.rich(*parts[:-1])


def topic_buttons(topics: Sequence[Topic], texts: Texts) -> Block:
    """Buttons that open single topics."""
    return blocks.actions(
        [
            blocks.button(one_line(topic.label(texts.language)), numbered(Action.TOPIC, place), topic.name[:2_000])
            for place, topic in enumerate(topics[:_BUTTONS])
        ]
    )


def rising(report: TrendReport, texts: Texts) -> list[Block]:
    """What moves, for a message or the home page; where nothing can be compared, what the corpus as a whole shows."""
    if report.window is None or not report.movements:
        return _standing(report, texts)
    shown = report.rising[:MOVEMENTS]
    note = texts(
        "trends.window",
        period=_period(report.window, texts),
        sections=report.window.sections,
        before=report.window.sections_before,
    )
    if not shown:
        return [blocks.context(note), blocks.section(texts("trends.nothing_rises"))]
    return [blocks.context(note), _listed([movement(each, texts) for each in shown])]


def _standing(report: TrendReport, texts: Texts) -> list[Block]:
    if not report.standing:
        return [blocks.section(texts("trends.empty"))]
    latest = texts.day(report.corpus.latest) if report.corpus.latest else texts("trends.undated")
    rows = [
        [
            richtext.text(clip(one_line(topic.label(texts.language)), 100), bold=True),
            richtext.text("  " + texts("trends.topic_counts", sections=topic.sections, documents=topic.documents)),
        ]
        for topic in report.standing[:MOVEMENTS]
    ]
    return [blocks.context(texts("trends.as_of", latest=latest)), _listed(rows)]


def message(report: TrendReport, texts: Texts) -> Message:
    """What is rising, with buttons into single topics."""
    title = texts("trends.title")
    body: list[Block] = [blocks.header(title), *rising(report, texts)]
    fading = report.fading[:3]
    if fading:
        body.append(_listed([movement(each, texts) for each in fading]))
    topics = [each.topic for each in report.rising] or list(report.standing)
    if topics:
        body += [blocks.context(texts("trends.open")), topic_buttons(topics, texts)]
    return blocks.message(title, body)


def topics(report: TrendReport, texts: Texts) -> Message:
    """The topics of the corpus, the most frequent first."""
    title = texts("topics.title")
    known = {topic.name: topic for topic in (*report.standing, *(each.topic for each in report.movements))}
    ordered = sorted(known.values(), key=lambda topic: (-topic.sections, topic.name))[:_TOPICS]
    if not ordered:
        return blocks.message(texts("trends.empty"), [blocks.section(texts("trends.empty"))])
    names = [f"{clip(one_line(topic.label(texts.language)), 60)} {topic.sections}" for topic in ordered]
    body: list[Block] = [
        blocks.header(title),
        blocks.context(texts("topics.note")),
        richtext.rich(richtext.text("  ·  ".join(names))),
        topic_buttons(ordered, texts),
    ]
    return blocks.message(title, body)


def topic(report: TopicReport, texts: Texts, answer_id: str) -> Message:
    """One topic: how it moves, and the sections that name it, which open by the answer of that id."""
    label = clip(one_line(report.topic.label(texts.language)), 100)
    title = texts("topic.title", topic=label)
    counts = texts("trends.topic_counts", sections=report.topic.sections, documents=report.topic.documents)
    facts = [counts]
    if report.topic.latest:
        facts.append(texts("topic.latest", date=texts.day(report.topic.latest)))
    aliases = [name for name in (report.topic.name, *report.topic.aliases) if one_line(name) != label]
    if aliases:
        facts.append(texts("topic.aliases", names=clip(", ".join(map(one_line, aliases)), 200)))
    body: list[Block] = [blocks.header(title), blocks.context(*facts)]
    if report.momentum is not None and report.window is not None:
        body += [blocks.context(_period(report.window, texts)), _listed([movement(report.momentum, texts)])]
    for place, dated in enumerate(report.sections[:_SECTIONS]):
        body += [blocks.divider(), *_behind(dated, place, answer_id, texts)]
    if report.beside:
        body.append(blocks.context(texts("topic.beside", names=clip(", ".join(map(one_line, report.beside)), 300))))
    more = len(report.sections) - _SECTIONS
    row = [blocks.button(texts("topic.search", topic=label), numbered(Action.ASK_ANYWAY, 0), report.topic.name[:2_000])]
    if more > 0:
        body.append(blocks.context(texts("topic.more", count=more)))
    return blocks.message(title, [*body, blocks.actions(row)])


def _behind(dated: DatedSection, place: int, answer_id: str, texts: Texts) -> list[Block]:
    heading = clip(one_line(dated.section.heading or dated.info.title), 250)
    day = dated.section.date or dated.info.date
    about = [clip(one_line(dated.info.title or dated.info.path), 150)]
    if day:
        about.append(texts.day(day))
    return [
        richtext.rich(richtext.text(heading, bold=True)),
        blocks.context(*about),
        blocks.actions([blocks.button(texts("button.open"), Action.OPEN, str(Ref(answer_id, place)))]),
    ]


def shown_sections(report: TopicReport) -> tuple[str, ...]:
    """The ids of the sections that a topic's message opens."""
    return tuple(dated.section.id for dated in report.sections[:_SECTIONS])
