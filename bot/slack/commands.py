"""The sub-commands of `/aitrend` under their Korean and English names; anything else is a query."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA


class Command(StrEnum):
    """What can be asked for beside a search."""

    HELP = "help"
    TOPICS = "topics"
    TRENDS = "trends"
    DIGEST = "digest"
    EVENTS = "events"
    SUBSCRIBE = "subscribe"
    SUBSCRIPTIONS = "subscriptions"
    SETTINGS = "settings"
    GAPS = "gaps"
    STATUS = "status"
    SEARCH = "search"
    GREETING = "greeting"
    THANKS = "thanks"


NAMES: dict[Command, tuple[str, ...]] = {
    Command.HELP: ("도움말", "help", "도움", "사용법", "?", "help me", "도와줘"),
    Command.TOPICS: ("주제", "topics", "topic", "토픽", "주제 목록"),
    Command.TRENDS: ("트렌드", "trends", "trend", "추세"),
    Command.DIGEST: ("다이제스트", "digest", "소식지", "주간 소식"),
    Command.EVENTS: ("행사", "events", "event", "이벤트", "일정"),
    Command.SUBSCRIBE: ("구독", "subscribe", "구독하기", "구독 신청"),
    Command.SUBSCRIPTIONS: (
        "구독 목록",
        "subscriptions",
        "subscription",
        "내 구독",
        "구독 관리",
        "unsubscribe",
        "구독 취소",
    ),
    Command.SETTINGS: ("설정", "settings", "setting", "환경설정"),
    Command.GAPS: ("빈틈", "gaps", "gap", "못 찾은 질문", "못찾은질문"),
    Command.STATUS: ("상태", "status", "현황판"),
    Command.SEARCH: ("검색", "search", "검색창", "찾기"),
}
"""Names in the order in which help shows them: the Korean one first, then the English one."""

_COURTESIES = {
    **dict.fromkeys(("안녕", "안녕하세요", "안녕하십니까", "반가워", "반가워요", "반갑습니다"), Command.GREETING),
    **dict.fromkeys(("hi", "hello", "hey", "hi there", "hello there"), Command.GREETING),
    **dict.fromkeys(("고마워", "고마워요", "고맙습니다", "감사해요", "감사합니다", "땡큐"), Command.THANKS),
    **dict.fromkeys(("thanks", "thank you", "thx", "many thanks"), Command.THANKS),
}
"""Whole messages that ask nothing. They are no names of commands, from which a slip leads to a question back."""
_EMPHASIS = " \t.!?~^…♡❤ㅎㅋㅠㅜ"

_WITH_WORDS = (Command.TRENDS, Command.EVENTS, Command.SEARCH)
"""Commands that take words of a person's own behind them."""

DIGEST_NOW = ("now", "지금", "게시", "바로")
DIGEST_PREVIEW = ("preview", "미리보기", "미리", "")

_BY_NAME = {name: command for command, names in NAMES.items() for name in names}
_NEAR = 1
_MIN_KEYS = 4
"""Shorter words are a keystroke away from too much."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a text asks for: a command with its words, or a query. `near` is a command that a query is one slip from."""

    words: str
    command: Command | None = None
    near: Command | None = None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _keys(word: str) -> str:
    """The word in letters and jamo, so that a slip within a syllable counts as one."""
    return unicodedata.normalize("NFD", word)


def _nearest(word: str) -> Command | None:
    typed = _keys(word)
    if len(typed) < _MIN_KEYS:
        return None
    for name, command in _BY_NAME.items():
        if " " not in name and OSA.distance(typed, _keys(name), score_cutoff=_NEAR) <= _NEAR:
            return command
    return None


def read(text: str) -> Wish:
    """What a text asks for. An empty one asks for help."""
    folded = _folded(text)
    plain = _COURTESIES.get(folded.rstrip(_EMPHASIS)) if folded else Command.HELP
    if plain is not None:
        return Wish("", plain)
    head, _, rest = folded.partition(" ")
    command = _BY_NAME.get(head)
    said_twice = command is not None and _BY_NAME.get(rest) is command  # `행사 일정`
    if folded in _BY_NAME or said_twice:
        return Wish("", _BY_NAME.get(folded, command))
    if command in _WITH_WORDS and rest:
        return Wish(text.split(None, 1)[1].strip(), command)
    if command is Command.DIGEST and rest in (*DIGEST_NOW, *DIGEST_PREVIEW):
        return Wish(rest, command)
    if " " not in folded:
        return Wish(text.strip(), None, _nearest(folded))
    return Wish(text.strip())
