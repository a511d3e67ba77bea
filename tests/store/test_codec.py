"""Every value of the domain comes back from its stored form, and old forms stay readable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.agenda import KnownEvents, PersonalReminder
from bot.domain.answers import GivenAnswer, Profile
from bot.domain.delivery import Image, Message, Payload
from bot.domain.digest import Shown
from bot.domain.document import DocumentInfo, Section
from bot.domain.event import Event
from bot.domain.subscription import Kind, Rule, Wish
from bot.store.codec import decode, encode

NOW = datetime(2024, 11, 25, 9, 30, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    name: str
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Outer:
    day: date
    moment: date | datetime | None
    inner: Inner
    many: tuple[Inner, ...] = ()
    pair: tuple[int, str] = (0, "")
    at: time = time(9)
    data: bytes = b""
    free: Mapping[str, Any] | None = None
    noted: tuple[str, ...] = field(default=())


@pytest.mark.parametrize(
    "value",
    [
        Payload(Message("글", ({"type": "divider"},)), shown=(Shown("s", "f", "d", NOW),)),
        Payload(Message("글"), thread=(Message("답"),), images=(Image("a", b"\x00\xff", "b"),)),
        Wish("T1", "C1", Kind.REMINDERS, Rule((1, 5), time(7, 30), "Europe/Berlin"), leads=(3,), quiet=True),
        Event("u", "행사", date(2024, 12, 10), date(2024, 12, 15)),
        Event("u", "강연", NOW, NOW, zone="Asia/Seoul"),
        Event("u", "미정", None, None, vague="8월 3주"),
        DocumentInfo("d", "d.md", "t", date(2024, 1, 1), tags=("a",)),
        GivenAnswer("a", "T1", "노벨상", NOW, sections=("x", "y")),
        Profile("U1", fetched=NOW),
        PersonalReminder("r", "T1", "U1", "u", NOW, minutes=30),
        KnownEvents(3, 4),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_stored_comes_back(value: object) -> None:
    """Through JSON text, as the database keeps it."""
    assert decode(type(value), json.loads(json.dumps(encode(value)))) == value


def test_a_zone_is_not_forgotten_for_its_offset() -> None:
    """The rules of a zone matter for what is computed from the instant."""
    berlin = datetime(2024, 11, 25, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    found = decode(Outer, encode(Outer(date(2024, 1, 1), berlin, Inner("x"))))
    assert isinstance(found.moment, datetime)
    assert found.moment.tzinfo == ZoneInfo("Europe/Berlin")


def test_a_class_may_grow_and_shrink() -> None:
    """Old rows have fewer fields, rows of a newer program more."""
    stored = {"day": "2024-01-01", "moment": None, "inner": {"name": "x", "gone": 1}, "unknown": [1]}
    assert decode(Outer, stored) == Outer(date(2024, 1, 1), None, Inner("x"))


def test_what_cannot_be_told_apart_is_refused() -> None:
    """Before anything is written, not when it is read back years later."""

    @dataclass(frozen=True)
    class Mixed:
        value: int | str

    with pytest.raises(TypeError, match="told apart"):
        decode(Mixed, {"value": 1})
    with pytest.raises(TypeError, match="no stored form"):
        encode(object())


def test_defaults_take_no_room() -> None:
    """Most sections have no tables, citations or footnotes."""
    assert set(encode(Inner("x"))) == {"name"}
    assert "tables" not in encode(Section("s", "part", ("h",), "t", 0, 1, 1))  # type: ignore[arg-type]
