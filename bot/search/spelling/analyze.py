"""The one pipeline from text to words, for documents and queries alike.

In order: invisible characters out; NFC; NFKC except for compatibility jamo; small letters; words. NFKC would turn the
ㅅ that a keyboard types (U+3145) into a conjoining jamo, and with it every query of initial consonants into nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.search.spelling.hangul import is_syllable

_JAMO_RUN = re.compile("([\u3131-\u318e]+)")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
"""Format characters, variation selectors and lone surrogates: nobody sees or means them."""

_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")

WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,]\d+)*")
"""Letters and digits; a point or comma between digits belongs to the number (3.2; 1,200, which becomes 1200)."""


class Token(NamedTuple):
    """A word of a text: `text` normalised, `start` and `end` in code points of the original."""

    text: str
    start: int
    end: int


def normalise(text: str) -> str:
    """The form in which texts are compared; its length may differ from the original's."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    if not unicodedata.is_normalized("NFKC", text):
        parts = _JAMO_RUN.split(text)
        parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
        text = "".join(parts)
    return text.lower()


def words(text: str) -> list[str]:
    """The normalised words of a text, in order. Thousands separators are dropped: `1,200` is `1200`."""
    if not text:
        return []
    plain = normalise(text)
    if "," in plain:
        plain = _THOUSANDS.sub("", plain)
    return WORD.findall(plain)


def squeeze(text: str) -> str:
    """The words of a text without anything between them, so that spacing does not matter."""
    return "".join(words(text)).replace(".", "")


def tokens(text: str) -> Iterator[Token]:
    """The words with their places in the original text."""
    plain, places = aligned(text)
    for match in WORD.finditer(plain):
        start, end = match.span()
        word = match.group().replace(",", "")
        yield Token(word, *(original(places, start, end) if places is not None else (start, end)))


def aligned(text: str) -> tuple[str, list[int] | None]:
    """The normalised text and, for each of its characters and its end, the place in the original where it comes from.

    The places are None where both are aligned one to one, as nearly all text is.
    """
    plain = normalise(text)
    if len(plain) == len(text) and (text.isascii() or (_composed(text) and _LENGTHENED not in text)):
        return plain, None
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for run in _PLAIN_RUN.finditer(text):
        # The last one of a run may have a mark behind it.
        _attach(text, start, run.start(), pieces, places)
        start = max(run.start(), run.end() - 1)
        pieces.append(text[run.start() : start].lower())
        places.extend(range(run.start(), start))
    _attach(text, start, len(text), pieces, places)
    places.append(len(text))
    return "".join(pieces), places


def original(places: list[int], start: int, end: int) -> tuple[int, int]:
    """Where a range of the normalised text lies in the original; a character that became several is whole."""
    last = places[end - 1]
    while end < len(places) - 1 and places[end] == last:
        end += 1
    return places[start], places[end]


def _attach(text: str, start: int, end: int, pieces: list[str], places: list[int]) -> None:
    """Normalise the clusters of a range: base characters with the marks and jamo that attach to them."""
    while start < end:
        stop = start + 1
        while stop < end and _attaches(text[stop]):
            stop += 1
        piece = normalise(text[start:stop])
        pieces.append(piece)
        places.extend([start] * len(piece))
        start = stop


def _attaches(char: str) -> bool:
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff" or _UNSEEN.match(char) is not None


_PLAIN_RUN = re.compile("[\\t-~가-힣ㄱ-ㅣ一-龥]+")
"""Characters that normalise to themselves or their small letter, unless a mark follows."""

_LENGTHENED = "\u0130"
"""The one letter that grows when made small."""


def _composed(text: str) -> bool:
    """Whether there is nothing to compose or decompose but jamo, which stay; so each character keeps its place."""
    return unicodedata.is_normalized("NFKC", text) or all(
        unicodedata.is_normalized("NFKC", part) for part in _JAMO_RUN.split(text)[::2]
    )


PARTICLES = frozenset(
    """
    은 는 이 가 을 를 의 에 로 와 과 도 만 나 며 인 한 된 들 란 님 씨 식 적 째 쯤 뿐 할 될 서
    에서 으로 까지 부터 에게 께서 라고 라는 이란 였던 들의 들은 들이 들을 이다 했다 하는 했던 하고 하기 하여 해서 하면
    에는 에도 에만 로는 로도 보다 처럼 이나 이며 이고 적인 적으로 되는 되고 됐다 된다 한다 되어 되며 하며
    하던 하게 하지 되지 이라고 이라는 이었던 에서는 에서의 에서도 으로는 으로도 으로의 으로서 으로써 로서 로써
    로의 과의 와의 까지의 부터의 에게서 만의 만이 만을 했으며 했고 하였다 하였고 되었다 되었고 되었던 하였던
    하려는 하려고 합니다 됩니다 입니다 인가 인가요 일까 한다면 이라면 이자 이랑 랑 한테 대로 마다 조차 마저
    밖에 이든 든지 라도 이라도
    """.split()  # noqa: SIM905 - a table of words reads better than a list of literals
)
"""Endings that follow a noun or a noun-made verb. A word may end so by itself; both forms are then tried."""

PARTICLE_HEADS = tuple(sorted({particle[0] for particle in PARTICLES}))
"""What may follow a noun within its word."""

HONORIFICS = frozenset({"씨", "님"})
"""Those of them that follow names alone: elsewhere they end a word (`날씨`)."""

_VERB = re.compile("[하되한할함해했된될됨돼됐](?:(?<![하되])|(?=[가-힣]))[가-힣]{0,5}$")
"""What makes a verb of a noun, to the end of the word; a noun of two syllables or more stands before it."""

POLITE = frozenset(
    """
    혹시 저기요 안녕 안녕하세요 안녕하십니까 여러분 부탁해 부탁해요 부탁드려요 부탁드립니다 부탁합니다 고마워
    고마워요 고맙습니다 감사해요 감사합니다 감사드려요 감사드립니다 수고하세요 수고하십니다
    hello hi hey please thanks thank
    """.split()  # noqa: SIM905 - as above
)
"""Words around a question that are no part of it."""

ASKING = POLITE | frozenset(
    """
    언제 언제까지 언제부터 어디 어디서 어디에 어디에서 어디로 무엇 무엇을 무엇이 무엇인가 무엇인가요 무엇일까 뭐 뭘
    뭐야 뭔가요 누구 누가 누구인가 누구인가요 누구의 어떤 어떻게 어느 왜 몇 몇개 얼마 얼마나 얼마인가 얼마인가요
    무슨 나요 하나요 되나요 있나요 인가요 인가 일까 일까요 하는가 되는가 알려줘 알려주세요 궁금해 대한 대해
    왜케 수 수가 것 것은 것이 것을 거 된 되는 관련 관한 요즘 요새 최근 이후 소식
    what when where who whom whose which why how is are was were be been do does did the an of by in on for to and with
    at as from into about or than if so not will would can could should may might must have has had there this that
    these those it its he she they we you me my our your his her their us them vs versus
    """.split()  # noqa: SIM905 - as above
)
_ASKING = re.compile(
    "(?:뭐|뭔|뭘|무엇|어떤|어떻|어때|어땠|어디|언제|누구|얼마|궁금)[가-힣]{0,4}"
    "|(?:있|없|계)(?:어|나|는지|을까|습니까)요?|알려(?:줘|주|달)[가-힣]{0,3}|(?:모|머)(?:야|에요|예요|임|지)"
)
"""The same with any ending, spelled as people do."""


def is_asking(word: str) -> bool:
    """Whether a word only asks or joins; what is asked for stands in the others."""
    return word in ASKING or _ASKING.fullmatch(word) is not None


_PARTICLES_BY_END = {
    end: tuple(sorted((particle for particle in PARTICLES if particle[-1] == end), key=len, reverse=True))
    for end in {particle[-1] for particle in PARTICLES}
}
"""The particles with each last syllable, the longest first."""

_ENGLISH_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


_SUFFIXES = frozenset("식 적 째 쯤 뿐 할 될 서 한 된 인 들 란 님 씨".split())  # noqa: SIM905 - as above
"""Particles that end words of two syllables of their own (`주식`, `공적`)."""


def core(word: str) -> str:
    """The single syllable that a particle follows (`핀은`: `핀`); empty where there is no such."""
    follows = word[1:] in PARTICLES and word[1:] not in _SUFFIXES
    return word[0] if 2 <= len(word) <= 3 and is_syllable(word[0]) and follows else ""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without its longest particle or English ending; the word itself where nothing may be cut.

    At least two characters remain.
    """
    if is_syllable(word[-1]):
        if verb := _VERB.search(word, 2):
            return word[: verb.start()]
        for particle in _PARTICLES_BY_END.get(word[-1], ()):
            if word.endswith(particle, 2):
                return word[: -len(particle)]
    elif word.isascii() and word.isalpha() and len(word) >= 5:
        for ending, instead in _ENGLISH_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
                return word[: -len(ending)] + instead
    return word


SHORT_LATIN = 3
"""Letters up to which a Latin word is looked for as a word of its own: `UN` is in `function`, `RAG` in `storage`."""


def is_short_latin(text: str) -> bool:
    """Whether a text is so few Latin letters that any text holds them somewhere."""
    return len(text) <= SHORT_LATIN and text.isascii() and text.isalpha()
