"""What of a section is embedded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import DocumentInfo, Section, SectionKind
from bot.meaning import passages as p

INFO = DocumentInfo("d", "d.md", "월간 소식")


def section(text: str, *path: str) -> Section:
    return Section("d#1", SectionKind.PART, path, text, 0, len(text), 1)


def told(text: str, *path: str) -> p.Passages:
    return p.passages(INFO, section(text, *path))


def sentences(text: str) -> tuple[p.Unit, ...]:
    return p.sentences(section(text, "제목"))


def test_a_window_carries_the_heading() -> None:
    """A list item alone seldom says what it is about."""
    found = told("- 요금은 백만 토큰에 4센트\n- 기기 안에서 돌아간다", "소식", "레 미니스트로")
    assert found.heading == "레 미니스트로"
    assert found.windows == ("레 미니스트로: 요금은 백만 토큰에 4센트 기기 안에서 돌아간다",)
    assert [unit.text for unit in sentences("- 요금은 백만 토큰에 4센트\n- 기기 안에서 돌아간다")] == [
        "요금은 백만 토큰에 4센트",
        "기기 안에서 돌아간다",
    ]


def test_an_introduction_has_the_title_for_its_heading() -> None:
    """It stands before the first heading and is about the whole document."""
    assert told("이 글은 동향을 다룬다.").windows == ("월간 소식: 이 글은 동향을 다룬다.",)


def test_long_sections_make_windows_that_overlap() -> None:
    """What stands at the edge of one window stands within the next, and nothing is lost."""
    lines = [f"문장 {number}번은 어떤 사실을 자세하게 이야기합니다." for number in range(60)]
    found = told("\n".join(lines), "제목")
    assert len(found.windows) > 3
    for one, next_ in zip(found.windows, found.windows[1:], strict=False):
        last = one.split("이야기합니다.")[-2].strip()
        assert last in next_
    assert all(any(line in window for window in found.windows) for line in lines)
    assert all(len(window) < 2 * p.WINDOW_CHARS + p.OVERLAP_CHARS for window in found.windows)


def test_no_window_is_a_short_rest() -> None:
    """A short text lies near to every question, so the last window takes in the rest."""
    for count in range(1, 40):
        found = told("\n".join(f"문장 {number}번은 어떤 사실을 이야기합니다." for number in range(count)), "제목")
        assert len(found.windows) == 1 or all(len(window) > p.OVERLAP_CHARS for window in found.windows)


def test_what_says_nothing_is_left_out() -> None:
    """Markup, addresses, source lines, names of boxes and figures of tables are no prose."""
    text = (
        "### KEY Contents\n\n![](/images/a.png)\n> **중요한** 소식을 [여기](https://a.example/x)에서 전합니다.\n"
        "Models\tGPT-4o\t88.2\n출처: MIT, A Survey, 2024.10.01.\n☞ 출처: 나루일보, 표시제, 2026.9.4.\n[3] 출처 : 신문(http://www.example.com)\n"
        "평가 관점\t해로운 정보가 시스템에서 나오지 않도록 통제하는지 살펴봅니다\n---\n"
    )
    assert [unit.text for unit in sentences(text)] == [
        "중요한 소식을 여기에서 전합니다.",
        "평가 관점 해로운 정보가 시스템에서 나오지 않도록 통제하는지 살펴봅니다",
    ]


def test_a_heading_alone_is_no_section() -> None:
    """Its vector would lie near to everything."""
    assert told("## 본론\n", "본론") == p.Passages("본론", ())


def test_the_key_depends_on_what_is_told() -> None:
    """Equal content has one key wherever it stands; another text, heading or recipe has another."""
    one = section("내용", "가")
    assert p.key(INFO, one) == p.key(DocumentInfo("other", "o.md", "다른 제목"), one)
    assert len({p.key(INFO, one), p.key(INFO, section("내용.", "가")), p.key(INFO, section("내용", "나"))}) == 3
    assert p.key(INFO, section("내용")) != p.key(DocumentInfo("d", "d.md", "다른 제목"), section("내용"))


def test_texts_have_bounds() -> None:
    """A document without full stops or headings costs no more than a long chapter."""
    found = told(" ".join(["낱말"] * 50_000), "제목" * 500)
    assert len(found.windows) <= p.MAX_WINDOWS
    assert len(sentences(" ".join(["낱말"] * 50_000))) <= p.MAX_SENTENCES
    assert max(map(len, found.windows)) < p.MAX_HEADING_CHARS + 2 * p.MAX_UNIT_CHARS + p.WINDOW_CHARS


PIECES = st.sampled_from(
    ["가나다 라마. ", "word one. ", "\n", "\t", "- ", "## ", "|", "<b>", "](", "http://a.b/c ", "다! "]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map("".join))
def test_units_are_pieces_of_the_text_in_order(text: str) -> None:
    """Whatever is typed: spans slice the original, do not overlap, and are no longer than allowed."""
    end, units = 0, list(p.units_of(text))
    for unit in units:
        assert end <= unit.span.start < unit.span.end <= len(text)
        assert unit.span.end - unit.span.start <= p.MAX_UNIT_CHARS
        assert unit.text
        end = unit.span.end
    assert list(p.sentences(section(text))) == units
