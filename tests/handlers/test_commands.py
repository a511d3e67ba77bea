"""`/aitrend` through signed requests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.samples import section
from tests.slack_api import command


def test_a_question_is_acknowledged_empty_and_answered_privately(surface: Surface) -> None:
    """The acknowledgement says nothing; the answer goes over response_url to this person alone."""
    response = surface.send(command("노벨", api=surface.api))
    assert (response.status, response.text) == (200, "")
    answer = surface.api.wait("response_url")[0]
    assert answer["response_type"] == "ephemeral"
    said = " ".join(texts_of(answer["blocks"]))
    assert "2024년 노벨 물리학상과 화학상, AI 연구자들이 수상" in said
    assert "2024년 10월 8일" in said
    assert "2024년 11월 AI 브리프" in said
    assert "The Royal Swedish Academy of Sciences" in said
    assert "answer.share" in buttons_of(answer)


def test_the_sentence_that_answers_is_bold_by_structure(surface: Surface) -> None:
    """Bold is rich text: mrkdwn asterisks would show where a Korean particle follows."""
    surface.send(command("노벨", api=surface.api))
    answer = surface.api.wait("response_url")[0]
    bold = [
        element["text"]
        for block in answer["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for line in ([part] if part["type"] == "rich_text_section" else part["elements"])
        for element in line["elements"]
        if element.get("style", {}).get("bold")
    ]
    assert any("제프리 힌턴을 노벨 물리학상 수상자로" in words for words in bold)
    assert "**" not in all_of(answer)


@pytest.mark.parametrize("text", ["", "   ", "help", "도움말", "?"])
def test_an_empty_command_gets_help_with_examples(surface: Surface, text: str) -> None:
    """Whoever types nothing learns what can be typed, by examples that the corpus answers."""
    surface.send(command(text, api=surface.api))
    answer = surface.api.wait("response_url")[0]
    assert "AI 트렌드 사용법" in texts_of(answer["blocks"])
    assert "answer.ask:0" in buttons_of(answer)


@pytest.mark.parametrize(
    ("text", "said", "offers"), [("안녕하세요", "궁금한 것을 그대로", True), ("고마워요", "도움이 되었다니", False)]
)
def test_a_courtesy_is_returned_and_no_gap(surface: Surface, text: str, said: str, offers: bool) -> None:
    """Who greets sees what can be asked; nothing was missed."""
    surface.send(command(text, api=surface.api))
    answer = surface.api.wait("response_url")[0]
    assert said in answer["text"]
    assert ("answer.ask:0" in buttons_of(answer)) == offers
    surface.settle()
    assert surface.answers.gaps(owner="T1", since=surface.clock.now()) == ()


def test_a_section_without_a_heading_is_an_example_only_where_none_has_one(surface: Surface) -> None:
    """The title of a document is no question."""
    document, telling = surface.searcher.sections[0]
    surface.searcher.sections = [(document, section("bare", (), "글이다.")), (document, telling)]
    surface.send(command("help", api=surface.api))
    shown = buttons_of(surface.api.wait("response_url")[0])
    assert [value for name, value in shown.items() if name.startswith("answer.ask:")] == [telling.heading]


def test_a_heading_that_says_nothing_is_no_example(surface: Surface) -> None:
    """`개요` as a question would show a stranger how little can be asked; nor is one heading offered twice."""
    document, telling = surface.searcher.sections[0]
    empty = [(document, section(f"s{at}", (name,), "글이다.")) for at, name in enumerate(("표", "개요", "들어가며"))]
    again = (document, replace(telling, id="again"))
    surface.searcher.sections = [*empty, again, (document, telling)]
    surface.send(command("help", api=surface.api))
    shown = buttons_of(surface.api.wait("response_url")[0])
    assert [value for name, value in shown.items() if name.startswith("answer.ask:")] == [telling.heading]


def test_a_miss_says_so_and_offers_what_would_be_found(surface: Surface) -> None:
    """Nothing found is said plainly, with did-you-mean buttons, and the question is kept as a gap."""
    surface.send(command("블록체인", api=surface.api))
    answer = surface.api.wait("response_url")[0]
    assert answer["text"].startswith("‘블록체인’에 맞는 내용을")
    assert {"answer.suggestion:0", "answer.suggestion:1"} <= set(buttons_of(answer))
    surface.settle()
    assert [gap.query for gap in surface.answers.gaps(owner="T1", since=surface.clock.now())] == ["블록체인"]


def test_a_correction_is_told_with_the_right_particle(surface: Surface) -> None:
    """What was corrected is said, 을 or 를 as the word asks."""
    surface.send(command("노밸", api=surface.api))
    answer = surface.api.wait("response_url")[0]
    assert "‘노밸’을 ‘노벨’로 찾았습니다" in texts_of(answer["blocks"])


def test_the_answer_is_in_the_readers_language(surface: Surface) -> None:
    """The locale of the person decides, and is asked of Slack once."""
    surface.api.users["UEN"] = {"locale": "en-GB", "tz": "Europe/London"}
    for _ in range(2):
        surface.send(command("노벨", api=surface.api, user="UEN"))
        surface.settle()
    first, second = surface.api.named("response_url")
    assert "Share" in texts_of(first["blocks"])
    assert "Share" in texts_of(second["blocks"])
    assert len(surface.api.named("users.info")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "payload",
        "payload=1&x",
        "&lt;!here&gt;",
        "<!channel> 노벨",
        "\u202e노벨\u202d",
        "노벨\x00\x07",
        "😀" * 500,
        "가" * 8000,
    ],
)
def test_no_text_breaks_or_pings(surface: Surface, text: str) -> None:
    """Whatever is typed gets a calm answer, within limits, that pings nobody and turns no text around."""
    response = surface.send(command(text, api=surface.api))
    assert response.status == 200
    answer = surface.api.wait("response_url")[0]
    whole = all_of(answer)
    assert "<!" not in whole
    assert not {"\u202e", "\x00", "\x07"} & set("".join(texts_of(answer)))


def test_a_near_miss_of_a_sub_command_asks(surface: Surface) -> None:
    """One slip away from a command, the person chooses: run it, or search for the word."""
    surface.send(command("setings", api=surface.api))
    answer = surface.api.wait("response_url")[0]
    assert buttons_of(answer) == {"answer.ask:0": "settings", "answer.ask_anyway:1": "setings"}
