"""The sentence that tells what a section says, chosen and never rewritten."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from bot.domain.digest import DatedSection
from bot.domain.document import Span
from bot.trends.background import expected_share, known
from bot.trends.sentences import quoted, sentences
from bot.trends.terms import heads
from bot.trends.words import is_verb, keys, normal, splits

BEST_LENGTH = 110
"""Characters at which a sentence says one whole thing and is still read at a glance on a phone."""
KEY_CONTENT, FIGURE, HEADING_WORD = 3.0, 0.8, 1.5
DEPENDENT, UNNAMED, QUOTED, BROKEN = -2.5, -2.0, -3.0, -3.0
"""A sentence that leans on the one before it, whose subject was named before (가이드는, 연구진은), that stands in a
block quote, or that lost a half of its quotation marks."""

_FIGURE = re.compile(r"\d")
_LEANING = """
그러나 하지만 또한 또 이는 이를 이에 이로 이러한 이런 이처럼 이와 이번 이들 해당 반면 특히 아울러 더불어 다만 한편
따라서 이어 가령 일례로 예를 동 그리고 그래서 결론적으로 이 그 저
But However This These That Those It They Also Moreover Therefore Thus So Such
"""
_DEPENDENT = re.compile(rf"(?:{'|'.join(_LEANING.split())}|In addition|For example|For instance)(?=[\s,])|\(")
_SPEECH = re.compile(r"(?:습니까|보세요|봅시다|보겠습니다|보고자 한다)[.?!]?$|[?？:：]$")
_PAIRS = (("“", "”"), ("‘", "’"), ("(", ")"), ("「", "」"), ("[", "]"))


def key_sentence(dated: DatedSection) -> Span | None:
    """The best sentence of a section's text; None where it has none."""
    text = dated.section.text
    spans = list(sentences(text))
    if not spans:
        return None
    about = _nouns(heads(dated))
    each = [_nouns(keys(normal(text[span.start : span.end]))) for span in spans]
    often = Counter(noun for nouns in each for noun in nouns)
    scored = [
        (_weight(nouns, about, often) + _worth(dated, span, rank), -rank, span)
        for rank, (span, nouns) in enumerate(zip(spans, each, strict=True))
    ]
    return max(scored)[2]


def stands_alone(text: str, span: Span) -> bool:
    """Whether a sentence of a text can be quoted by itself."""
    return not _leaning(text, span)


def _leaning(text: str, span: Span) -> float:
    """What a sentence loses for what it lacks: 0 for one that stands alone, else negative."""
    sentence = text[span.start : span.end]
    lost = DEPENDENT * (_DEPENDENT.match(sentence) is not None or _SPEECH.search(sentence) is not None)
    lost += UNNAMED * _unnamed(sentence)
    lost += QUOTED * quoted(text, span)
    return lost + BROKEN * any(sentence.count(left) != sentence.count(right) for left, right in _PAIRS)


def _weight(nouns: set[str], about: set[str], often: Counter[str]) -> float:
    """How much a sentence speaks of its section's matter: rare words of the headings, and those that come again."""
    weight = sum(_rarity(n) * (HEADING_WORD if n in about else 0.5 if often[n] > 1 else 0.0) for n in sorted(nouns))
    return weight / math.sqrt(len(nouns) + 4)


def _worth(dated: DatedSection, span: Span, rank: int) -> float:
    text = dated.section.text
    sentence = text[span.start : span.end]
    worth = -abs(math.log(len(sentence) / BEST_LENGTH)) - 0.15 * min(rank, 10)
    worth += KEY_CONTENT * any(_within(sentence, key) for key in dated.section.key_contents)
    worth += FIGURE * (_FIGURE.search(sentence) is not None)
    return worth + _leaning(text, span)


def _nouns(row: Sequence[str]) -> set[str]:
    """The words as nouns, without their particles and without verbs."""
    stems = ((word, *(stem for stem, _ in splits(word)))[-1 if expected_share((word,)) < 0.01 else 0] for word in row)
    return {stem for stem in stems if len(stem) > 1 and not is_verb(stem)}


def _rarity(noun: str) -> float:
    """By how much a word is rarer than one of every section: 0 to about 1."""
    return min(1.0, -math.log10(expected_share((noun,))) / 2.5)


def _unnamed(sentence: str) -> bool:
    """Whether it opens with an ordinary word as its subject, which the sentences before must have named."""
    opening = sentence.split(maxsplit=1)[0].lower()
    return any(particle in {"은", "는", "이", "가"} and known(stem) for stem, particle in splits(opening))


def _within(sentence: str, key: str) -> bool:
    return " ".join(sentence.split()) in " ".join(key.split()) or " ".join(key.split()) in " ".join(sentence.split())
