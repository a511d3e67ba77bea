"""Files shared with the bot."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from handlers.files import MAX_BYTES, allowed
from tests.fakes import FakeDocuments, FakeUploads
from tests.handlers.conftest import Surface, all_of, buttons_of
from tests.slack_api import happened, interaction, pressed, trigger

TEXT = "# 새 문서\n\n본문입니다."


def file(surface: Surface, name: str = "notes.md", data: bytes = TEXT.encode(), **more: Any) -> dict[str, Any]:
    surface.api.files["F1"] = data
    return {
        "id": "F1",
        "name": name,
        "size": len(data),
        "url_private_download": f"{surface.api.base}/files/F1",
        **more,
    }


def shared(surface: Surface, *files: dict[str, Any]) -> None:
    event = {
        "type": "message",
        "subtype": "file_share",
        "user": "U1",
        "ts": "1.1",
        "channel": "D1",
        "channel_type": "im",
    }
    surface.deliver(happened({**event, "text": "", "files": list(files)}))
    surface.settle()


def add(surface: Surface, *files: dict[str, Any]) -> dict[str, Any]:
    payload = {
        "type": "message_action",
        "callback_id": "add_file",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": "C1"},
        "message": {"type": "message", "ts": "9.9", "text": "", "files": list(files)},
        "trigger_id": trigger(),
        "response_url": f"{surface.api.base}/hooks/shortcut",
    }
    surface.send(interaction(payload))
    surface.settle()
    return surface.api.named("response_url")[-1]


def documents(surface: Surface) -> FakeDocuments:
    uploads = surface.services.uploads
    assert isinstance(uploads, FakeUploads)
    return uploads.documents


def test_a_file_in_a_direct_message_becomes_a_document(surface: Surface) -> None:
    """Of the workspace that gave it; the person sees what was found and can take it back."""
    shared(surface, file(surface))
    message = surface.api.named("chat.postMessage")[0]
    assert "‘새 문서’ 문서를 색인에 추가했습니다" in all_of(message)
    assert "글 1개, 행사 0개" in all_of(message)
    assert list(documents(surface).documents) == ["T1/notes.md"]
    value = buttons_of(message)["upload.remove"]
    surface.send(interaction(pressed("upload.remove", value, api=surface.api)))
    surface.settle()
    assert documents(surface).documents == {}
    assert "색인에서 뺐습니다" in all_of(surface.api.named("response_url")[-1])


def test_more_files_than_a_response_url_answers_are_all_answered(surface: Surface) -> None:
    """It takes five; the others are told in the channel, or directly where the app is no member of it."""
    many = [file(surface, f"{number}.pdf") for number in range(7)]
    surface.api.failures["chat.postEphemeral"] = {"ok": False, "error": "not_in_channel"}
    add(surface, *many)
    told = surface.api.named("response_url", "chat.postMessage")
    assert [f"‘{number}.pdf’" in all_of(answer) for number, answer in enumerate(told)] == [True] * 7
    assert len(surface.api.named("response_url")) == 5
    assert {answer["channel"] for answer in surface.api.named("chat.postMessage")} == {"U1"}


def test_the_message_shortcut_adds_every_file_once(surface: Surface) -> None:
    """The same message again says that it was done."""
    assert "추가했습니다" in all_of(add(surface, file(surface)))
    assert "이미 처리했습니다" in all_of(add(surface, file(surface)))
    assert documents(surface).revision() == 1


def test_a_calendar_is_taken_as_the_folder_takes_it(surface: Surface) -> None:
    """What may stand in the documents' folder may be given in Slack."""
    assert "추가했습니다" in all_of(add(surface, file(surface, name="행사.ICS")))


def test_problems_come_with_their_lines(surface: Surface) -> None:
    """Nothing is kept, and the mended file can be added under the same message."""
    message = add(surface, file(surface, data=b"# x\n\nBAD"))
    assert "3행: 답으로 보여 줄 본문이 없습니다. → 본문을 써 주세요." in all_of(message)
    assert documents(surface).documents == {}
    assert "추가했습니다" in all_of(add(surface, file(surface)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "photo.png"}, "추가할 수 없습니다"),
        ({"name": "../../etc/passwd"}, "추가할 수 없습니다"),
        ({"size": MAX_BYTES + 1}, "너무 큽니다"),
        ({"url_private_download": "https://evil.example/x.md"}, "Slack 밖에 있어"),
        ({"url_private_download": ""}, "Slack 밖에 있어"),
        ({"url_private_download": "file:///etc/passwd"}, "Slack 밖에 있어"),
    ],
)
def test_what_is_no_text_file_of_slacks_is_refused(surface: Surface, change: dict[str, Any], said: str) -> None:
    """Before anything is fetched from anywhere."""
    assert said in all_of(add(surface, file(surface, **change)))
    assert documents(surface).documents == {}


def test_a_file_larger_than_it_says_is_cut_off(surface: Surface) -> None:
    """The cap holds for the bytes, not only for the claim."""
    assert "너무 큽니다" in all_of(add(surface, file(surface, data=b"x" * (MAX_BYTES + 1), size=10)))


def test_a_file_that_is_away_can_be_tried_again(surface: Surface) -> None:
    """Nothing was claimed by the failure."""
    gone = file(surface)
    del surface.api.files["F1"]
    assert "가져오지 못했습니다" in all_of(add(surface, gone))
    assert "추가했습니다" in all_of(add(surface, file(surface)))


def test_a_path_in_a_name_is_no_path(surface: Surface) -> None:
    """Only the last part counts."""
    add(surface, file(surface, name="..\\../x/notes.md"))
    assert list(documents(surface).documents) == ["T1/notes.md"]


def test_a_name_is_the_same_however_it_is_composed(surface: Surface) -> None:
    """A Mac sends syllables taken apart: the file is the one that others gave, and what it replaces is told."""
    shared(surface, file(surface, name="노트.md"))
    again = {**file(surface, unicodedata.normalize("NFD", "노트.md"), "# 바뀐 글\n\n다른 말이다.".encode()), "id": "F2"}
    shared(surface, again)
    assert "‘새 문서’ 문서는 이 내용으로 바뀌었습니다" in all_of(surface.api.named("chat.postMessage")[-1])
    assert list(documents(surface).documents) == ["T1/노트.md"]


def test_a_message_without_files_is_answered(surface: Surface) -> None:
    """In a sentence."""
    assert "파일이 없습니다" in all_of(add(surface))


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://files.slack.com/files-pri/T1-F1/x.md", True),
        ("http://files.slack.com/x.md", False),
        ("https://files.slack.com:8443/x.md", False),
        ("https://user@files.slack.com/x.md", False),
        ("https://files.slack.com.evil.example/x.md", False),
        ("https://slack.com/x.md", False),
        ("https://slack.com/api/x.md", False),
    ],
)
def test_only_slacks_file_host_gets_the_token(address: str, fine: bool) -> None:
    """Over HTTPS, and nothing that merely looks like it."""
    assert allowed(address, "https://slack.com/api/") is fine


def test_a_local_web_api_serves_its_own_files() -> None:
    """Its own address, and no other port of the machine."""
    assert allowed("http://127.0.0.1:3000/files/x.md", "http://127.0.0.1:3000/api/")
    assert not allowed("http://127.0.0.1:8080/files/x.md", "http://127.0.0.1:3000/api/")
