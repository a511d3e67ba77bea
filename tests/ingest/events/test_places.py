"""The zone of a place is known where its name leaves no doubt, and never guessed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.ingest.events import places
from bot.ingest.events.places import zone_of_place


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("캐나다 밴쿠버", "America/Vancouver"),
        ("밴쿠버(캐나다)", "America/Vancouver"),
        ("서울(코엑스 그랜드볼룸)", "Asia/Seoul"),
        ("서울대학교 38동", "Asia/Seoul"),
        ("서울특별시", "Asia/Seoul"),
        ("COEX, Seoul, South Korea", "Asia/Seoul"),
        ("모로코", "Africa/Casablanca"),
        ("Maroc", "Africa/Casablanca"),
        ("미국 캘리포니아주 샌프란시스코", "America/Los_Angeles"),
        ("New York, USA", "America/New_York"),
        ("Washington, D.C.", "America/New_York"),
        ("Cambridge, UK", "Europe/London"),
        ("Cambridge, MA, USA", "America/New_York"),
        ("인도 뉴델리", "Asia/Kolkata"),
        ("인도네시아 발리", "Asia/Makassar"),
        ("São Paulo", "America/Sao_Paulo"),
        ("ＳＥＯＵＬ", "Asia/Seoul"),
        ("온라인 (서울)", "Asia/Seoul"),
    ],
)
def test_a_named_place_has_its_zone(place: str, zone: str) -> None:
    """Cities, venues and countries of one time, Korean and English, however they are written."""
    assert zone_of_place(place) == zone


@pytest.mark.parametrize(
    "place",
    [
        "",
        "온라인",
        "Online",
        "미국",
        "캐나다",
        "인도네시아",
        "Cambridge",
        "London, Canada",
        "San Jose, Costa Rica",
        "런던/파리",
        "파리바게뜨 본점",
        "Comparison Hall",
        "Washington",
        "Parisian Room",
        "🎉",
    ],
)
def test_a_doubtful_place_has_none(place: str) -> None:
    """Several zones, several cities of one name, a contradiction, or no place at all."""
    assert zone_of_place(place) == ""


def test_every_zone_of_the_table_exists() -> None:
    """A typing error would otherwise be found by the first event in that city."""
    zones = {place.zone for found in places._gazetteer()[0].values() for place in found if place.zone}
    assert len(zones) > 60
    for name in zones:
        assert ZoneInfo(name).key == name
