"""Headings are mended where the contents list shows a slip of the conversion, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.mending import matches, mended


@pytest.mark.parametrize(
    ("heading", "title", "right"),
    [
        (
            "앨런시연구소, 오픈소스 ‘몰모’ 공개",
            "앨런AI연구소, 오픈소스 '몰모' 공개",
            "앨런AI연구소, 오픈소스 ‘몰모’ 공개",
        ),
        ("메타, 동영상 생성시 도구 공개", "메타, 동영상 생성AI 도구 공개", "메타, 동영상 생성AI 도구 공개"),
        ("한국, 시 기본법 통과", "한국, AI 기본법 통과", "한국, AI 기본법 통과"),
        ("앨런 시연구소 발표", "앨런AI연구소 발표", "앨런AI연구소 발표"),
        ("국가 툴깃 발표", "국가 툴킷 발표", "국가 툴킷 발표"),
        ("0ECD 보고서", "OECD 보고서", "OECD 보고서"),
        ("I . 산업 동향", "I. 산업 동향", "I. 산업 동향"),
    ],
)
def test_a_slip_takes_the_lists_form(heading: str, title: str, right: str) -> None:
    """Lost Latin letters, wrong look-alikes and torn words are put right; quotes stay as they are set."""
    assert mended(heading, title, "") == right


@pytest.mark.parametrize(
    ("heading", "title", "body"),
    [
        ("CB인사이트 분석 결과", "CB인사이츠 분석 결과", "CB인사이트에 따르면"),
        ("II. 주요 행사 일정", "II. 주요 행사", ""),
        ("메타, 모델 발표", "메타, 모델 공개", ""),
        ("앨런AI연구소 발표", "앨런시연구소 발표", ""),
        ("새 모델 ‘몰모’ 공개", "새 모델 '몰모' 공개", ""),
        ("다이스 조사, 73% 이직 고려", "다이스 조사, 31% 이직 고려", "73%가 이직을 고려"),
        ("같은 제목", "같은 제목", ""),
    ],
)
def test_the_editors_own_spelling_stays(heading: str, title: str, body: str) -> None:
    """Within one script the article's words decide; other wordings and lost slips of the list change nothing."""
    assert mended(heading, title, body) == heading


def test_headings_find_their_titles_and_no_other() -> None:
    """A title is taken once, by the heading that is nearest to it, and only where it is clearly the one."""
    titles = ["메타, 동영상 생성AI 도구 공개", "메타, 멀티모달 모델 공개", "구글, 칩 설계 모델 발표"]
    headings = ["구글, 칩 설계 모델 발표!", "아주 다른 이야기", "메타, 동영상 생성시 도구 공개"]
    assert matches(headings, titles) == {0: 2, 2: 0}


def test_two_titles_that_are_alike_are_no_clear_match() -> None:
    """Where the list could mean either, nothing is claimed."""
    assert matches(["행사 안내 3"], ["행사 안내 1", "행사 안내 2"]) == {}


def test_too_many_headings_are_not_compared() -> None:
    """Every heading meets every title, so there is a bound."""
    assert matches(["가"] * 5_000, ["가"]) == {}


@given(st.text("가나A1 '’.", max_size=30), st.text("가나A1 '’.", max_size=30), st.text("가나A1 '’.", max_size=30))
def test_mending_makes_up_no_word(heading: str, title: str, body: str) -> None:
    """Every word of the result stands in the heading or in the list."""
    assert set(mended(heading, title, body).split()) <= set(heading.split()) | set(title.split())
