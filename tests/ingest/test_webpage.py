"""A saved web page reads as the Markdown that says the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Document
from bot.ingest.load import read_document
from bot.ingest.markup.lines import Lines
from bot.ingest.webpage import Rewritten, rewritten

PAGE = """\
<html><head><title>쓸모없는 것</title><style>p { color: red }</style></head>
<body>
<!-- 머리 -->
<h1>로봇의 손</h1>
<p>로봇팀 | 2024-03-05</p>
<h2 class="x">집는
  법</h2>
    <p>손은 <strong>다섯</strong> 손가락으로&nbsp;집는다.<br>힘은 &lt;10N&gt;이다 &amp; 그뿐이다.</p>
<ul>
  <li>엄지</li>
  <li>검지
    <ol><li>마디</li><li>손톱</li></ol></li>
</ul>
<blockquote><p>손이 곧 뇌다.</p></blockquote>
<script>if (a < b) { "<h2>아니다</h2>" }</script>
<h2>시험</h2>
<table><tr><th>손</th><th>점수</th></tr>
<tr><td>하나</td><td>71</td></tr></table>
<p><a href="https://a.example/x">더 보기</a> <a href="#">맨 위로</a></p>
</body></html>
"""


PUBLISHED = '<meta property="article:published_time" content="2026-03-02T08:00:00+09:00">'


def page(text: str) -> Rewritten | None:
    return rewritten(Lines(text), 0)


def read(text: str) -> Document:
    document = read_document(text.encode(), path="x.md").document
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("meta", "author", "day"),
    [
        (
            f'<meta name="author" content="김하음">{PUBLISHED}',
            "김하음",
            date(2026, 3, 2),
        ),
        ("<META content='2026-03-02' itemprop='datePublished'>", "", date(2026, 3, 2)),
        (
            '<meta name="dc.date" content="2026-03-02">\n<meta name="dc.creator" content="A &amp; B">',
            "A & B",
            date(2026, 3, 2),
        ),
        ('<meta name="author" content="https://a.example/kim"><meta name="date" content="3월">', "", None),
        ('<meta name="viewport" content="2026-03-02"><meta name="description" content="2026-03-02">', "", None),
    ],
)
def test_the_head_of_a_page_signs_it(meta: str, author: str, day: date | None) -> None:
    """What Open Graph, schema.org and Dublin Core have for author and day is the page's byline, and no answer."""
    document = read(f"<html><head>{meta}</head><body><h1>로봇의 손</h1><p>손은 집는다.</p></body></html>")
    assert (document.info.author, document.info.date, document.info.date_inferred) == (author, day, False)
    assert [section.text for section in document.sections if section.answers] == ["손은 집는다."]


def test_what_leads_elsewhere_is_no_text() -> None:
    """A bar of links and a button answer nothing."""
    document = read(
        "<html><body><nav><ul><li>홈</li><li>소개</li></ul></nav><h1>로봇의 손</h1><p>손은 집는다.</p>"
        "<button>구독</button></body></html>"
    )
    assert [section.text for section in document.sections] == ["손은 집는다."]


def test_a_page_in_one_line_is_a_page() -> None:
    """Programs save pages without line ends; such a page says itself what it is."""
    text = (
        "<!DOCTYPE html><html><head><title>탭의 이름</title></head><body><nav>차례</nav><h1>로봇의 발</h1>"
        "<h2>걷기</h2><p>발은 걷는다.</p></body></html>"
    )
    document = read(text)
    assert document.info.title == "로봇의 발"
    assert [(section.path, section.text) for section in document.sections][-1] == (("걷기",), "발은 걷는다.")
    titled = read(text.replace("<h1>로봇의 발</h1>", ""))
    assert titled.info.title == "탭의 이름"


def test_what_only_looks_like_a_declaration_stays_text() -> None:
    """`<!` before a blank opens nothing."""
    assert page("0\n<!\n<!\n<!") is None


def test_a_page_with_nothing_in_it_is_a_problem() -> None:
    """Nothing but what a browser does not show."""
    parsed = read_document(b"<!--\n<!--\n<!--", path="x.md")
    assert parsed.document is None
    assert [problem.trouble.code for problem in parsed.problems] == ["document.no_text"]


def test_a_page_is_cut_at_its_headings_and_reads_as_text() -> None:
    """Paragraphs, lists, quotes, emphasis, links and entities; nothing of what a browser does not show."""
    document = read(PAGE)
    assert (document.info.title, document.info.author, str(document.info.date)) == ("로봇의 손", "로봇팀", "2024-03-05")
    _, hand, trial = document.sections
    assert hand.path == ("집는 법",)
    assert hand.text == (
        "손은 **다섯** 손가락으로 집는다.\n힘은 &lt;10N&gt;이다 & 그뿐이다.\n\n"
        "- 엄지\n- 검지\n  1. 마디\n  2. 손톱\n\n> 손이 곧 뇌다."
    )
    assert trial.path == ("시험",)
    assert trial.tables[0].rows == (("하나", "71"),)
    assert trial.text.endswith("[더 보기](https://a.example/x) 맨 위로")


def test_lines_are_those_of_the_file() -> None:
    """For whoever mends it: of sections, tables, events and problems."""
    events = "<p>끝</p>\n<table><tr><td>행사명</td><td>일시</td></tr>\n<tr><td>장터</td><td>2024-05-01</td></tr>\n"
    text = PAGE + events + "<tr><td>모임</td><td>곧</td></tr></table>\n"
    parsed = read_document(text.encode(), path="x.md")
    assert parsed.document is not None
    rows = text.split("\n")
    begins = ("<p>로봇팀", "법</h2>", "<h2>시험")
    assert all(rows[s.line - 1].lstrip().startswith(b) for s, b in zip(parsed.document.sections, begins, strict=False))
    assert rows[parsed.document.sections[2].tables[0].line - 1].startswith("<table>")
    assert ["장터" in rows[event.line - 1] for event in parsed.document.events] == [True]
    assert ["모임" in rows[problem.line - 1] for problem in parsed.problems] == [True]


def test_front_matter_stays_before_a_page() -> None:
    """With its own lines."""
    document = read("---\ntitle: 다른 이름\n---\n" + PAGE)
    assert document.info.title == "다른 이름"
    assert document.sections[-1].line == 3 + PAGE[: PAGE.index("<h2>시험")].count("\n") + 1


def test_a_heading_on_a_line_of_its_own_counts_in_markdown_too() -> None:
    """All else there may be meant as it stands, and so is code."""
    text = '# 로봇\n\n<h2 align="center">집는 <b>법</b></h2>\n\n글 <b>이다</b>.\n\n```\n<h2>코드</h2>\n```\n'
    document = read(text)
    assert [section.path for section in document.sections] == [("집는 법",)]
    assert document.sections[0].text == "글 <b>이다</b>.\n\n```\n<h2>코드</h2>\n```"
    assert document.sections[0].line == 3


@pytest.mark.parametrize(
    "text", ["# 로봇\n\n글이다.\n", "값은 3 < 4 이다.\n\n<br>\n\n글\n", "<b>로봇</b>\n\n글\n\n글\n"]
)
def test_markdown_is_left_as_it_is(text: str) -> None:
    """A few tags make no page."""
    assert page(text) is None


@pytest.mark.parametrize(
    "piece",
    ["<script>", "<!--", "<ul><li>", "<table ", "</table ", "<h2>", "<p>&nbsp;", "<a href=x>", "<blockquote>x", "<br>"],
)
def test_what_is_never_closed_costs_no_minutes(piece: str) -> None:
    """Each of many thousands is looked at once."""
    found = page("<p>글</p>\n<p>글</p>\n<p>글</p>\n" + piece * 20_000)
    assert found is None or len(found.origins) == found.text.count("\n") + 1


TAGS = "<p> </p> <h2> </h2> <ul> <li> </ul> <table> </table> <tr><td> <!-- --> <script> </script> <br> &nbsp; <b> <"


@given(st.lists(st.sampled_from([*TAGS.split(), "글", "\n", "\r\n", " ", "# "]), max_size=40))
def test_any_tags_are_read(pieces: list[str]) -> None:
    """Whatever is open or crossed: no error, and as many lines as origins, which never count beyond the file."""
    text = "<p>글</p>\n<p>글</p>\n<p>글</p>\n" + "".join(pieces)
    found = page(text)
    if found is not None:
        lines = len(Lines(found.text))
        assert lines == len(found.origins) or not found.text
        assert max(found.origins, default=1) <= len(Lines(text))
    read_document(text.encode(), path="x.md")
