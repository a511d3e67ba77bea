"""The interface's words in both languages."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from bot.slack import texts
from bot.slack.texts import LANGUAGES, of

ROOT = Path(__file__).resolve().parents[2]
KEYS = sorted(LANGUAGES["ko"])


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    """No key without its translation, and the same fields in both."""
    assert set(LANGUAGES["ko"]) == set(LANGUAGES["en"])
    differing = {key for key in KEYS if _fields(LANGUAGES["ko"][key]) != _fields(LANGUAGES["en"][key])}
    assert differing == set()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_text_is_left_in_the_other_language(language: str) -> None:
    """Korean texts are written in Hangul; English ones hold none but examples of what to type."""
    hangul = re.compile("[가-힣]")
    for key, text in LANGUAGES[language].items():
        words = re.sub(r"\{[^}]*\}", "", text)
        if language == "ko":
            assert hangul.search(words) or not re.search("[A-Za-z]{4,}", words), key
        else:
            assert not hangul.search(words), key


def test_the_tables_hold_each_key_once() -> None:
    """A second entry would silently win."""
    for name in ("ko", "en"):
        tree = ast.parse((ROOT / "bot" / "slack" / "texts" / f"{name}.py").read_text(encoding="utf8"))
        keys = [
            key.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Dict)
            for key in node.keys
            if isinstance(key, ast.Constant)
        ]
        assert len(keys) == len(set(keys))


def test_every_text_that_code_names_exists() -> None:
    """A misspelt key would be found by a reader only."""
    named = re.compile(r"""texts?\(\s*["']([a-z_]+\.[a-z_0-9]+)["']""")
    for top in ("bot/slack", "handlers"):
        for path in (ROOT / top).rglob("*.py"):
            for key in named.findall(path.read_text(encoding="utf8")):
                assert key in LANGUAGES["ko"], f"{path.name}: {key}"


@pytest.mark.parametrize(
    ("locale", "language"), [("ko-KR", "ko"), ("en_GB", "en"), ("EN-us", "en"), ("fr-FR", "ko"), ("", "ko")]
)
def test_a_locale_gives_its_language_or_the_default(locale: str, language: str) -> None:
    """The first two letters decide."""
    assert of(locale).language == language


def test_particles_and_plurals_come_from_the_value() -> None:
    """The marks of the fields choose the form."""
    assert of("ko")("answer.correction", typed="'노밸'", used="'라마'") == "'노밸'을 '라마'로 찾았습니다"
    assert "1 result" in of("en")("answer.count", query="x", first=1, last=1, total=1)
    assert "1,204 results" in of("en")("answer.count", query="x", first=1, last=3, total=1204)


def test_dates_are_written_as_people_write_them() -> None:
    """Ranges leave out what repeats."""
    ko, en = of("ko"), of("en")
    assert ko.days(date(2024, 12, 10), date(2024, 12, 15)) == "2024년 12월 10일~15일"
    assert ko.days(date(2024, 12, 30), date(2025, 1, 2)) == "2024년 12월 30일~2025년 1월 2일"
    assert en.days(date(2024, 12, 10), date(2024, 12, 15)) == "Dec 10–15, 2024"
    assert en.days(date(2024, 12, 30), date(2025, 1, 2)) == "Dec 30, 2024 – Jan 2, 2025"
    assert ko.day(date(2024, 12, 10), weekday=True) == "2024년 12월 10일(화)"
    assert en.moment(datetime(2024, 12, 10, 1, tzinfo=UTC), ZoneInfo("Asia/Seoul")) == "Tue, Dec 10, 2024, 10:00"


def test_an_unknown_key_is_a_defect() -> None:
    """It raises instead of showing a key to a reader."""
    with pytest.raises(KeyError):
        texts.of("ko")("no.such.key")
