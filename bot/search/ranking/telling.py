"""What of a query tells sections apart, for those who look at it as a whole."""

from __future__ import annotations

import math
import re

from bot.search.query.typed import MAX_WORD_CHARS, ParsedQuery
from bot.search.spelling.analyze import POLITE, Token, is_asking, stem, tokens
from bot.search.spelling.hangul import is_jamo, is_syllable
from bot.search.words.lexicon import Lexicon

COMMON = 0.9
"""A word that so many of all sections hold under one of its names tells none from another. Left in, `인공지능` draws
`은행에서 쓰는 인공지능` to whatever is about AI: without it 34 instead of 29 of 44 such paraphrases over the shipped
documents were found first by meaning, over another wording of the same matter 32 instead of 30.
"""

LONG = 50
"""Characters from which on a query is a tale with a question in it. Of 133 labelled queries of 32 to 50 characters none
is found better by one of its clauses; of 67 longer ones over the shipped documents meaning alone finds 49 first by one
clause and 37 by their beginning.
"""

UNKNOWN = 0.5
"""What a word tells that the documents do not have, of up to 4 or 5: it may be what they say otherwise."""

_BETWEEN_CLAUSES = re.compile(
    r"(?<![,.?!…;:~—])[,.?!…;:~—]+\s+"
    r"|(?:(?<=[은는인던]데)|(?<=[구고네데서어아해세까든]요)|(?<=니[다까])|(?<=라서)|(?<=지만)|(?<=죠))\s+"
    r"|\s(?:but|because|cause)\s"
)
"""Marks, endings of Korean sentences and those that join them, and English words that do. A run of marks is looked at
once, from its beginning: from each of 8,000 commas on it took .8 s.
"""

_ADDRESS = re.compile(r"https?://\S+|<[!@#][^<>]*>")
"""Addresses and Slack's mentions, which say nothing in any language."""

_TALK = re.compile(
    "(?:기억|생각|궁금|질문|물어|묻|여쭤|여쭙|아시|아는|알려|모르|모른|몰라|찾|봤|보신|읽|올려|공유|정리|얘기|이야기|말씀|말이|그랬|그거|그게"
    "|이거|이게|누가|누군|다들|저희|제가|사실|죄송|실례|바쁘|급하|급한|전에|예전|지난|저번|어제|아까|갑자기|어딘|어디|분명|확실|잘못"
    "|필요해|부탁|감사|회의|미팅|메모|링크|자료|문서|내용|확인|참고|같[은기]|[가-힣]{2,3}님|[가-힣]+(?:시는|셔서|셨[는던]))[가-힣]*"
    "|remember|recall|believe|guess|wonder(?:ing)?|sorry|ask(?:s|ed|ing)?|some(?:one|body|where|thing)|any(?:one|body|where)"
    "|manager|boss|link|shared?|sharing|saw|seen|read|look(?:s|ed|ing)?|know|think|thought|question|right|wrong"
)
"""Words about asking and searching, with any ending: of a long question the clause without them asks."""


def telling(parsed: ParsedQuery, lexicon: Lexicon) -> str:
    """The query's text without addresses, greetings, laughter and words that nearly every section holds, unless nothing
    else is asked; nothing where no word says anything (`왜`, a link, code). Of a long one only the clause with the most
    to tell: around it are reasons and excuses.
    """
    text = _ADDRESS.sub(" ", parsed.text)
    if len(text) >= LONG:
        text = max(_clauses(text), key=lambda it: _worth(it, lexicon))
    found = list(tokens(text))
    if not any(_says_something(word.text) for word in found):
        return ""
    asked = [word for word in found if word.text not in POLITE and not all(map(is_jamo, word.text))]
    least = lexicon.rarity_of(round(COMMON * lexicon.total))
    left = [word for word in asked if not _is_common(word.text, least, lexicon)]
    if not left or len(left) == len(found):
        return text
    return " ".join("".join(text[word.start : word.end] for word in run) for run in _runs(left, text))


def _says_something(word: str) -> bool:
    """Whether a word is more than a letter, a number or a question."""
    return not is_asking(word) and not word.isdecimal() and (len(word) > 1 or is_syllable(word))


def _clauses(text: str) -> list[str]:
    return [clause for clause in _BETWEEN_CLAUSES.split(text) if clause.strip()] or [text]


def _worth(clause: str, lexicon: Lexicon) -> float:
    """How much the words of a clause tell, less for each that tells nothing."""
    words = [word.text for word in tokens(clause)]
    told = [
        max(map(lexicon.weight, _known(word, lexicon)), default=UNKNOWN)
        for word in words
        if not (is_asking(word) or _TALK.fullmatch(word[:MAX_WORD_CHARS]))
    ]
    return sum(told) / math.sqrt(max(1, len(words)))


def _known(word: str, lexicon: Lexicon) -> list[str]:
    return [name for name in _names(word, lexicon) if lexicon.known(name)]


def _names(word: str, lexicon: Lexicon) -> dict[str, None]:
    cut = stem(word)
    return dict.fromkeys((word, cut, *lexicon.glossary_names(word, cut)))


def _is_common(word: str, least: float, lexicon: Lexicon) -> bool:
    return any(0 < lexicon.weight(name) < least for name in _names(word, lexicon))


def _runs(words: list[Token], text: str) -> list[list[Token]]:
    """The words, those together between which there is no blank."""
    runs: list[list[Token]] = []
    for word in words:
        if runs and not any(map(str.isspace, text[runs[-1][-1].end : word.start])):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
