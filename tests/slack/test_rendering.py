"""Any document text through any rendering path: valid blocks, nothing lost, nothing that pings."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers import GivenAnswer
from bot.domain.document import DocumentInfo, Section, SectionKind, Span, Table
from bot.domain.hit import Answer, Hit
from bot.domain.query import Interpretation
from bot.slack.escape import clean
from bot.slack.texts import of
from bot.slack.validate import faults_of_message, faults_of_view
from bot.slack.views import answer as answers
from bot.slack.views import section as sections
from bot.slack.views.answer import Place
from bot.slack.views.section import Opened
from tests.samples import NOW
from tests.slack.rendering import WORD, control_syntax, strings, words

FRAGMENTS = st.sampled_from(
    [
        *("<!channel>", "<!here|x>", "@everyone ", "<@U123>", "<#C1|general>", "<https://evil.example|bank.example>"),
        *("**굵게**은 ", "*기울임*", "__밑줄__", "~~취소~~", "`코드`", "```\n펜스\n```", "\n# 제목\n"),
        *(
            "\n- 항목\n  - 아래 항목\n",
            "\n3. 셋째\n4. 넷째\n",
            "\n> 인용\n",
            "\n---\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n",
        ),
        *("[표지](https://a.example/b)", "[x](javascript:alert(1))", "![그림](../images/a.png)"),
        *("https://b.example/경로?q=1&r=2", "&amp;", "&lt;!channel&gt;", "<br>", "<b>진하게</b>", "\\*각주"),
        *("\u202e거꾸로\u202d", "\x00\x07", "\ud800", "😀👩\u200d🚀", "\t", "  ", "\n\n", "가" * 400, "낱말 " * 300),
        *("_snake_case_name_", "3*4*5", "**", "``", "[", "](", "![", "<", ">", "&", "|", "^", "!channel>", "@here"),
    ]
)
TEXT = st.lists(st.one_of(FRAGMENTS, st.text(max_size=20)), max_size=40).map("".join)
INFO = DocumentInfo("d", "d.md", "문서 <!channel> & 제목 @here", tags=("<@U1>", "a|b"), author="<!here>")
KO = of("ko")


def _section(text: str, heading: str = "제목") -> Section:
    return Section("s", SectionKind.PART, (heading,), text, 0, len(text), 1)


def _reachable(text: str) -> set[str]:
    """The words of a text that are no mark-up: tag names, entities and list numbers are."""
    text = clean(text)
    text = re.sub(r"</?(?:br|b)>", " ", text)
    text = re.sub(r"&(?:amp|lt|gt);", " ", text)
    text = re.sub(r"(?m)^[ \t]*\d{1,6}[.)][ \t]+(?=\S)", "", text)
    return {word for word in WORD.findall(text) if word.strip("_")}


@settings(max_examples=150)
@given(TEXT)
def test_every_word_of_a_section_can_be_reached_in_its_window(text: str) -> None:
    """All pages together hold every word, each page is valid, and none of them pings."""
    pages = sections.pages(INFO, _section(text), KO)
    for page in range(len(pages))[:3]:
        view = sections.window(INFO, _section(text), Opened("s", page, text[:50], "C1"), KO)
        assert faults_of_view(view) == []
        assert control_syntax(view) == []
    assert control_syntax(pages) == []
    assert _missing(_reachable(text), pages) == set()


def _missing(wanted: set[str], rendered: object) -> set[str]:
    """Words that stand neither alone nor parted by mark-up within them (`snake_case`, a link beside letters)."""
    whole = words(rendered)
    squeezed = re.sub(r"[\W_]", "", "".join(strings(rendered)))
    return {word for word in wanted if word not in whole and word.replace("_", "") not in squeezed}


@settings(max_examples=100)
@given(TEXT)
def test_a_section_in_a_thread_is_valid_in_every_message(text: str) -> None:
    """The same in messages, where tables are native."""
    for message in sections.messages(INFO, _section(text), KO):
        assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
        assert control_syntax(list(message.blocks)) == []


@settings(max_examples=150)
@given(st.lists(TEXT, min_size=1, max_size=3), st.data())
def test_any_answer_fits_one_message(texts: list[str], data: st.DataObject) -> None:
    """Whatever the sections hold and wherever the key sentence lies, the answer is one valid message."""
    hits = []
    for text in texts:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        low = data.draw(st.integers(0, start))
        high = data.draw(st.integers(end, len(text)))
        hits.append(Hit(INFO, _section(text, text[:300]), Span(start, end), Span(low, high), (), 1.0))
    given_answer = GivenAnswer("abc", "T1", texts[0], NOW, 0, tuple("s" for _ in hits), 9)
    answer = Answer(texts[0], Interpretation(), answered=True, hits=tuple(hits), total=9)
    fitting = answers.fitting(answer, given_answer, KO)
    assert fitting >= 1
    shown = Answer(texts[0], Interpretation(), answered=True, hits=tuple(hits[:fitting]), total=9)
    for place in Place:
        message = answers.found(shown, given_answer, KO, place, shared_by="U1" if place is Place.SHARED else "")
        assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
        assert control_syntax([message.text, *message.blocks]) == []


CELL = st.one_of(FRAGMENTS, st.text(max_size=30), st.just(""), st.just("긴 칸 " * 30))


@settings(max_examples=40)
@given(st.sampled_from([1, 2, 3, 7, 20, 21]), st.sampled_from([0, 1, 5, 12, 13, 99, 130]), st.booleans(), st.data())
def test_every_cell_of_a_table_can_be_reached(columns: int, rows: int, header: bool, data: st.DataObject) -> None:
    """Tables of any size are native, fields or code blocks, valid and whole."""
    pool = data.draw(st.lists(CELL, min_size=1, max_size=8))
    body = tuple(tuple(pool[(row * columns + column) % len(pool)] for column in range(columns)) for row in range(rows))
    head = tuple(f"열{column}" for column in range(columns)) if header else ()
    text = "앞말\n<table>\n뒷말"
    table = Table("표 이름", head, body, Span(3, 10), 2)
    section = Section("s", SectionKind.PART, ("제목",), text, 0, len(text), 1, tables=(table,))
    wanted = {word for row in (head, *body) for cell in row for word in _reachable(cell)} | {"앞말", "뒷말", "이름"}
    pages = sections.pages(INFO, section, KO)
    for page in {0, len(pages) // 2, len(pages) - 1}:
        assert faults_of_view(sections.window(INFO, section, Opened("s", page), KO)) == []
    assert _missing(wanted, pages) == set()
    for message in sections.messages(INFO, section, KO):
        assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
