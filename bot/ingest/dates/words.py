"""The words and figures of which dates are written, Korean and English: text -> tokens.

Owns what a single word means; `periods` decides what they mean together. Every pattern is bounded and anchored at the
reading position, so that the time is linear in the text. A word that is not known here is never skipped in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_MONTH_STEMS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|[월화수목금토일]요일"
)
_WEEKDAY_STEMS = {
    **{name: i for i, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    **{name: i for i, name in enumerate("월화수목금토일")},
}
_ORDINALS = {
    **{word: i for i, word in enumerate(("첫", "둘", "셋", "넷", "다섯"), start=1)},
    **{word: i for i, word in enumerate(("first", "second", "third", "fourth", "fifth"), start=1)},
    "마지막": -1,
    "last": -1,
}
_ORDINAL = "첫|둘|셋|넷|다섯|first|second|third|fourth|fifth|마지막|last|[1-6]"
_DASH = "[~∼〜～〰⁓–—―‒−‐-]"
_S = r"\s{0,3}"


_HANJA = re.compile(r"(?<=\d)[年月日]")
_HANGUL = {"年": "년", "月": "월", "日": "일"}


class Kind(Enum):
    """What a token says; the figures of a token are named here in their order."""

    FULL = auto()  # year, month, day
    YEAR_MONTH = auto()  # year, month
    MONTH_DAY = auto()  # month, day
    SHORT = auto()  # three figures of one or two digits: year, month, day where the text is Korean, else open
    SLASHED = auto()  # two figures whose order is open, and a year or -1
    YEAR = auto()  # year
    YEAR_FROM_NOW = auto()  # years after the document's
    MONTH = auto()  # month, 1 where it was named in English
    DAY = auto()  # day
    NUMBER = auto()  # a bare figure
    WEEKDAY = auto()  # 0 for Monday
    WEEKDAYS = auto()  # first and last weekday
    WEEK = auto()  # n-th of the month, -1 for the last
    YEAR_WEEK = auto()  # year, week of ISO 8601
    NTH_WEEKDAY = auto()  # n, weekday
    PART_OF_MONTH = auto()  # first and last day
    PART_OF_YEAR = auto()  # first and last month
    TIME = auto()  # hour, minute, half (0 none, 1 a.m., 2 p.m.), 1 where the hour may stand for either half
    ZONE = auto()  # its text: an abbreviation, an IANA name or an offset
    RANGE = auto()
    UNTIL = auto()  # closes a range that was opened, else names an end without a start
    LIST = auto()
    DURATION = auto()  # days, both ends counted
    UNDATED = auto()
    DOUBTFUL = auto()  # a word that makes any date near it inexact
    NOISE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word with its figures; `text` as it stood (after normalisation)."""

    kind: Kind
    text: str
    figures: tuple[int, ...] = ()


def normalised(text: str) -> str:
    """NFKC, lower case, one kind of blank, 年月日 as Hangul: what the patterns below expect."""
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    return _HANJA.sub(lambda m: _HANGUL[m[0]], plain)


def month_number(name: str) -> int:
    """1 to 12 of an English month's name or abbreviation, in lower case."""
    return _MONTH_STEMS.index(name[:3]) + 1


def _weekday(name: str) -> int:
    return _WEEKDAY_STEMS[name[0] if name[0] in _WEEKDAY_STEMS else name[:3]]


def _century(figures: str) -> int:
    """Two-digit years of documents about AI are of this century."""
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _half(word: str | None) -> int:
    """0 no half of the day named, 1 before noon, 2 after."""
    if not word:
        return 0
    return 1 if word.startswith("a") or word == "오전" else 2


Match = re.Match[str]
Builder = Callable[[Match], list[Token]]


def _ints(kind: Kind) -> Builder:
    return lambda m: [Token(kind, m[0], tuple(int(g) for g in m.groups() if g))]


def _plain(kind: Kind, *figures: int) -> Builder:
    return lambda m: [Token(kind, m[0], figures)]


def _full(m: Match) -> list[Token]:
    return [Token(Kind.FULL, m[0], (_century(m[1]), int(m[2]), int(m[3])))]


def _year(m: Match) -> list[Token]:
    return [Token(Kind.YEAR, m[0], (_century(m[1]),))]


def _iso_instant(m: Match) -> list[Token]:
    day = Token(Kind.FULL, m[0], (int(m[1]), int(m[2]), int(m[3])))
    time = Token(Kind.TIME, m[0], (int(m[4]), int(m[5]), 0, 0))
    return [day, time, Token(Kind.ZONE, m[6])] if m[6] else [day, time]


def _english_day(m: Match) -> list[Token]:
    return [Token(Kind.FULL, m[0], (int(m[3]), month_number(m[2]), int(m[1])))]


def _short(m: Match) -> list[Token]:
    return [Token(Kind.SHORT, m[0], (int(m[1]), int(m[3]), int(m[4])))]


def _slashed(m: Match) -> list[Token]:
    """A year of two figures may itself be the day: it is kept as it stands, for the reader to refuse."""
    return [Token(Kind.SLASHED, m[0], (int(m[1]), int(m[3]), int(m[4]) if m[4] else -1))]


def _korean_month(m: Match) -> list[Token]:
    return [Token(Kind.MONTH, m[0], (int(m[1]), 0))]


def _english_month(m: Match) -> list[Token]:
    return [Token(Kind.MONTH, m[0], (month_number(m[1]), 1))]


def _clock(m: Match) -> list[Token]:
    """`14:00`, `오후 2:00`, `2:00 pm`, `2 pm`."""
    given = m.groupdict()
    half = _half(given.get("before") or given.get("after"))
    return [Token(Kind.TIME, m[0], (int(m["h"]), int(given.get("m") or 0), half, 0))]


def _hour(m: Match) -> list[Token]:
    """`14시`, `오후 2시 30분`: an hour of 1 to 12 without its half of the day may mean either, unless padded."""
    half, hour = _half(m["half"]), int(m["h"])
    minute = 30 if m["m"] == "반" else int((m["m"] or "0").rstrip("분"))
    either = not half and 1 <= hour <= 12 and not m["h"].startswith("0")
    return [Token(Kind.TIME, m[0], (hour, minute, half, int(either)))]


def _hours_ko(m: Match) -> list[Token]:
    """`오후 2~5시`, `10~16시`: the closing 시 speaks for both hours; one past noon counts both by the whole day."""
    half, half2, last = _half(m["half"]), _half(m["half2"]), int(m["h2"])
    opening = Token(Kind.TIME, m[0], (int(m["h"]), 0, half, int(not half and last <= 12)))
    minute = int((m["m2"] or "0").rstrip("분"))
    closing = Token(Kind.TIME, m[0], (last, minute, half2, int(not half2 and last <= 12)))
    return [opening, Token(Kind.RANGE, m[0]), closing]


def _hours_en(m: Match) -> list[Token]:
    """`2–5 pm`, `10 am - 5:30 pm`: the closing half of the day speaks for both hours where the first has none."""
    last = _half(m["half2"])
    opening = Token(Kind.TIME, m[0], (int(m["h"]), int(m["m"] or 0), _half(m["half"]) or last, 0))
    return [opening, Token(Kind.RANGE, m[0]), Token(Kind.TIME, m[0], (int(m["h2"]), int(m["m2"] or 0), last, 0))]


def _weekdays(m: Match) -> list[Token]:
    return [Token(Kind.WEEKDAYS, m[0], (_weekday(m[1]), _weekday(m[2])))]


def _one_weekday(m: Match) -> list[Token]:
    return [Token(Kind.WEEKDAY, m[0], (_weekday(m[1]),))]


def _week(m: Match) -> list[Token]:
    return [Token(Kind.WEEK, m[0], (_ordinal(m[1]),))]


def _nth_weekday(m: Match) -> list[Token]:
    return [Token(Kind.NTH_WEEKDAY, m[0], (_ordinal(m[1]), _weekday(m[2])))]


def _part(m: Match) -> list[Token]:
    if m[1] in _PARTS_OF_YEAR:
        return [Token(Kind.PART_OF_YEAR, m[0], _PARTS_OF_YEAR[m[1]])]
    return [Token(Kind.PART_OF_MONTH, m[0], _PARTS_OF_MONTH[m[1]])]


def _ordinal(word: str) -> int:
    return _ORDINALS[word] if word in _ORDINALS else int(word)


_PARTS_OF_MONTH = {
    **dict.fromkeys(("초순", "상순", "초", "early"), (1, 10)),
    **dict.fromkeys(("중순", "mid", "middle"), (11, 20)),
    **dict.fromkeys(("하순", "말", "late", "end"), (21, 31)),
    "중": (1, 31),
}
_PARTS_OF_YEAR = {
    **dict.fromkeys(("상반기", "first half", "h1"), (1, 6)),
    **dict.fromkeys(("하반기", "second half", "h2"), (7, 12)),
    **{name: (3 * n - 2, 3 * n) for n in range(1, 5) for name in (f"{n}분기", f"q{n}")},
}
_PART_WORDS = "|".join(sorted({**_PARTS_OF_MONTH, **_PARTS_OF_YEAR}, key=len, reverse=True))

_AM_PM = r"[ap]\.?m\b\.?"
_LATIN_END = r"(?![a-z0-9])"
_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_NO_CLOCK = rf"(?![\d:])(?!{_S}[월시분])"

_UNDATED = (
    "날짜 미정|일정 미정|미정|미확정|추후|논의|협의|조율|(?:to be |not yet )(?:announced|determined|confirmed|decided|"
    f"fixed|set){_LATIN_END}|tb[dac]{_LATIN_END}|t\\.b\\.[dac]\\.?|coming soon|unannounced"
)
_ELSEWHERE_UNDATED = (
    r"(?:시간|시각|장소|세부 ?일정|time|venue|place|location):?\s?(?:은|는|is)?\s?"
    rf"(?:미정|추후\s?(?:공지|안내|결정)|tb[dac]{_LATIN_END})"
)
_DOUBTFUL_KO = (
    "전후|이후|이전|무렵|내외|경(?![가-힣])|쯤|매주|매월|매달|매년|격주|상시|연중|수시|"
    "혹은|또는|변경|연기|순연|제외|음력"
)
_DOUBTFUL_EN = (
    "about|around|circa|after|before|every|each|or|except|weekly|monthly|yearly|postponed|rescheduled|moved|"
    "ongoing|lunar"
)
_NOISE_KO = "개최|예정|오는|일정|기간|일시|행사|동안|현지|시간|시각|기준|온라인|오프라인|[총약]"
_NOISE_EN = "on|from|at|the|of|in|held|local|time|dates?|when|online|in-person|hybrid"
_ABBREVIATIONS = (
    "kst|jst|utc|gmt|z|pst|pdt|est|edt|cst|cdt|mst|mdt|cet|cest|eet|eest|wet|west|bst|ist|hkt|sgt|aest|aedt|nzst|nzdt|"
    "et|pt|ct|mt"
)
_BRACKETED = "월화수목금토일"

_HOURS_KO = (
    rf"(?P<half>오전|오후)?{_S}(?P<h>\d{{1,2}}){_S}{_DASH}{_S}(?P<half2>오전|오후)?{_S}(?P<h2>\d{{1,2}})시(?!간)"
    rf"(?:{_S}(?P<m2>\d{{1,2}}분))?"
)
_HOURS_EN = (
    rf"(?P<h>\d{{1,2}})(?::(?P<m>\d\d))?\s?(?P<half>{_AM_PM})?{_S}(?:{_DASH}|to){_S}"
    rf"(?P<h2>\d{{1,2}})(?::(?P<m2>\d\d))?\s?(?P<half2>{_AM_PM}){_LATIN_END}"
)
_CLOCK = (
    rf"(?P<before>오전|오후|{_AM_PM})?{_S}(?P<h>\d{{1,2}}):(?P<m>\d\d)(?::\d\d(?:\.\d{{1,6}})?)?(?![\d:])"
    rf"(?:\s?(?P<after>{_AM_PM}){_LATIN_END})?"
)
_IN_BRACKETS = rf"([월화수목금토일]|{_WEEKDAY})\.?"

_RULES: tuple[tuple[re.Pattern[str], Builder], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        # Notes beside the date, before their words can be taken for parts of it.
        (_ELSEWHERE_UNDATED, _plain(Kind.NOISE)),
        (_UNDATED, _plain(Kind.UNDATED)),
        # Whole days. A minus is an offset only where ISO 8601 writes it: `09:00-15:00` is a range.
        (_ISO + r"t(\d\d):(\d\d)(?::\d\d(?:\.\d{1,6})?)?(z|[+-]\d\d:?\d\d)?(?![\d:])", _iso_instant),
        (rf"{_ISO}(?!\d)", _full),
        (rf"['’‘`](\d\d){_S}[./-]{_S}(\d{{1,2}}){_S}[./-]{_S}(\d{{1,2}})(?!\d)", _full),
        (rf"(\d{{4}}){_S}[./]{_S}(\d{{1,2}}){_S}[./]{_S}(\d{{1,2}})(?![\d:])(?!{_S}[시분])", _full),
        (rf"['’‘`]?(\d{{4}}|\d\d)\s?년{_S}(\d{{1,2}})\s?월{_S}(\d{{1,2}})\s?일(?!간)", _full),
        (r"(20\d\d)([01]\d)([0-3]\d)(?!\d)", _full),
        (rf"(\d{{1,2}})[-/]({MONTH})[-/](\d{{4}})(?!\d)", _english_day),
        (rf"(\d\d){_S}([/.-]){_S}(\d{{1,2}}){_S}\2{_S}(\d{{1,2}})(?![\d:])(?!{_S}[시분])", _short),
        (rf"(\d{{1,2}})([/.-]){_S}(\d{{1,2}})\2{_S}(\d{{4}}|\d\d)(?![\d:])(?!{_S}[시분])", _slashed),
        # Parts of a day's name.
        (rf"(\d{{4}}){_S}[./]{_S}(\d{{1,2}}){_NO_CLOCK}", _ints(Kind.YEAR_MONTH)),
        (r"(\d{4})-(\d{2})(?![\d:])", _ints(Kind.YEAR_MONTH)),
        (r"(\d{1,2})(/)(\d{1,2})()(?!\d)", _slashed),
        (rf"(\d{{1,2}})\.{_S}(\d{{1,2}}){_NO_CLOCK}", _ints(Kind.MONTH_DAY)),
        (r"(\d{4})-?w(\d\d)(?!\d)", _ints(Kind.YEAR_WEEK)),
        (r"['’‘`]?(\d{4}|\d\d)\s?년도?", _year),
        (r"['’‘`](\d\d)(?!\d)", _year),
        (r"올해|금년|this year", _plain(Kind.YEAR_FROM_NOW, 0)),
        (r"내년|next year", _plain(Kind.YEAR_FROM_NOW, 1)),
        (r"(\d{1,2})\s?월(?!요일)", _korean_month),
        (rf"({MONTH})\.?{_LATIN_END}", _english_month),
        (rf"({_ORDINAL})(?:st|nd|rd|th|째|번째)?{_S}({_WEEKDAY}){_LATIN_END}", _nth_weekday),
        (rf"({_ORDINAL})(?:st|nd|rd|th|째|번째)?{_S}(?:주차?(?![가-힣])|week{_LATIN_END})", _week),
        # Times.
        (_HOURS_KO, _hours_ko),
        (_HOURS_EN, _hours_en),
        (_CLOCK, _clock),
        (rf"(?P<half>오전|오후)?{_S}(?P<h>\d{{1,2}})시(?!간)(?:{_S}(?P<m>\d{{1,2}}분|반))?", _hour),
        (rf"(?P<h>\d{{1,2}})\s?(?P<after>{_AM_PM}){_LATIN_END}", _clock),
        (rf"정오|noon{_LATIN_END}", _plain(Kind.TIME, 12, 0, 0, 0)),
        # Zones.
        (rf"(?:utc|gmt){_S}[+-]\d{{1,2}}(?::?\d\d)?(?!\d)|\+\d\d:?\d\d(?!\d)", _plain(Kind.ZONE)),
        (r"한국\s?(?:표준)?\s?(?:시간|시각|시)|서울\s?(?:시간|시각)", _plain(Kind.ZONE)),
        (
            r"(?:africa|america|asia|atlantic|australia|europe|indian|pacific)/[a-z_]{2,20}(?:/[a-z_]{2,20})?",
            _plain(Kind.ZONE),
        ),
        (rf"(?:{_ABBREVIATIONS}){_LATIN_END}", _plain(Kind.ZONE)),
        # Weekdays.
        (rf"[(\[]{_S}{_IN_BRACKETS}{_S}(?:{_DASH}|to){_S}{_IN_BRACKETS}{_S}[)\]]", _weekdays),
        (rf"({_WEEKDAY})\.?{_S}(?:{_DASH}|to){_S}({_WEEKDAY}){_LATIN_END}\.?", _weekdays),
        (rf"[(\[]{_S}([월화수목금토일])(?={_S}[)\],·])", _one_weekday),
        (r"(?<=[.\s])([월화수목금토일])(?![가-힣])", _one_weekday),
        (rf"({_WEEKDAY}){_LATIN_END}\.?", _one_weekday),
        # What binds the parts, and what stands beside them.
        (rf"(\d{{1,2}})(?:\s?일(?!간|요일|{_S}동안)|(?:st|nd|rd|th){_LATIN_END})", _ints(Kind.DAY)),
        (rf"({_PART_WORDS})(?: of|{_S}중)?(?![a-z0-9가-힣])", _part),
        (rf"{_DASH}|(?:to|until|till|through|thru){_LATIN_END}|부터|에서|/(?=\d{{4}}-)", _plain(Kind.RANGE)),
        ("까지", _plain(Kind.UNTIL)),
        (rf"(?:\d{{1,2}}박{_S})?(\d{{1,3}})일(?:간|(?={_S}동안))", _ints(Kind.DURATION)),
        (rf"\d{{1,2}}박{_S}(\d{{1,2}})일", _ints(Kind.DURATION)),
        (rf"(?:for )?(\d{{1,3}})[ -]days?{_LATIN_END}", _ints(Kind.DURATION)),
        (rf"[·•&]|및|and{_LATIN_END}|,(?={_S}\d{{1,2}}{_S}(?:일|[(\[]|\Z))", _plain(Kind.LIST)),
        (rf"{_DOUBTFUL_KO}|(?:{_DOUBTFUL_EN}){_LATIN_END}", _plain(Kind.DOUBTFUL)),
        (rf"{_NOISE_KO}|(?:{_NOISE_EN}){_LATIN_END}|[\s,;:.|()\[\]]", _plain(Kind.NOISE)),
        (r"(\d{1,4})(?!\d)", _ints(Kind.NUMBER)),
    )
)
_UNKNOWN = re.compile(r"[a-z가-힣]{1,40}|\d{1,40}|.", re.DOTALL)


def tokens(text: str) -> Iterator[Token]:
    """The words of a normalised text in order; blanks and punctuation come as noise, the rest as unknown."""
    position = 0
    while position < len(text):
        for pattern, build in _RULES:
            if (match := pattern.match(text, position)) and match.end() > position:
                yield from build(match)
                break
        else:
            match = _UNKNOWN.match(text, position)
            assert match is not None, "the last alternative takes any character"
            yield Token(Kind.UNKNOWN, match[0])
        position = match.end()
