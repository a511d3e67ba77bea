"""What a section proposes as topics: its tags, the words of its headings, the names in its text.

A proposal is only that: whether a term is a topic is measured over the corpus by `bot.trends.census`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from bot.domain.digest import DatedSection
from bot.trends.background import function_word, known
from bot.trends.words import is_latin, is_verb, key, keys, normal, phrase, runs, splits


class Origin(IntEnum):
    """Where a term was found: the higher, the less doubt that it names something."""

    WORD = 1
    """An ordinary word of a heading."""
    PAIR = 2
    """Two words side by side in a heading."""
    NAME = 3
    """Quoted, capitalised, mixed of scripts, or with a version behind it."""
    TAG = 4
    """A tag or category, or a term of the glossary."""


class Proposal(NamedTuple):
    """A term as written, and the keys of its words. A tuple, since a long text makes and hashes thousands."""

    written: str
    words: tuple[str, ...]
    origin: Origin

    @property
    def joined(self) -> str:
        """What spellings with and without blanks and hyphens have in common."""
        return "".join(self.words)


_QUOTED = re.compile(
    r"[‘“「『《]([^‘’“”「」『』《》\n]{2,40})[’”」』》]|(?<![\w])['\"]([^'\"\n]{2,40})['\"](?!\w*['\"])"
)
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[○●◎■□▶][ \t]*)(.{1,300})$", re.MULTILINE)
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W_A-Z]*[A-Z][^\W_]*(?:[-&+][^\W_]+)*")
_PLAIN = re.compile(r"[A-Z][a-z]+")
_VERSIONED = re.compile(r"(?<![^\W_])([^\W\d_][^\W_]+) (\d{1,3}\.\d{1,3})(?![\d%])")
_BREAK = re.compile(r"[,:;·()\[\]…!?\"'‘’“”]")
_LIST = re.compile(r"[/,·;|]")
_CLOSING = ("다", "요", "까", "함", "됨", "음")
_MAX_WORDS = 4
_KEY_CONTENTS = "key contents"


def proposals(dated: DatedSection, text: str) -> Iterator[Proposal]:
    """Every term that a section proposes, with repetitions; `text` is its normal text.

    Headings above its own are shelves, not its matter.
    """
    info, section = dated.info, dated.section
    for tag in (*info.tags, *info.categories, *_LIST.split(section.category)):
        yield from _proposal(tag, Origin.TAG)
    headings = [normal(section.heading)]
    headings += [found[1] for found in _HEADING.finditer(text) if found[1].strip().lower() != _KEY_CONTENTS]
    for heading in headings:
        yield from _of_heading(heading)
    for found in _QUOTED.finditer(text):
        quoted = (found[1] or found[2]).strip(" ,.")
        if not quoted.endswith(_CLOSING) and "(" not in quoted:
            yield from _proposal(quoted, Origin.NAME)
    yield from _names(text)


def heads(dated: DatedSection) -> list[str]:
    """The words by which a section says what it is about: headings, key contents, tags."""
    section = dated.section
    inner = (found[1] for found in _HEADING.finditer(section.text))
    return keys(normal("\n".join((section.heading, *inner, *section.key_contents, *dated.info.tags))))


def names(row: Sequence[str], words: tuple[str, ...]) -> bool:
    """Whether a row of words holds a term, its last word with or without a particle."""
    *head, last = words
    least = 1 if head else 2
    for at, word in enumerate(row[len(head) :], len(head)):
        reads = word.startswith(last) and any(noun == last for noun, _ in ((word, ""), *splits(word, least=least)))
        if reads and list(row[at - len(head) : at]) == head:
            return True
    return False


def _proposal(written: str, origin: Origin) -> Iterator[Proposal]:
    words = phrase(written)
    if 1 <= len(words) <= _MAX_WORDS and not words[0][0].isdigit() and len("".join(words)) > 1:
        yield Proposal(" ".join(written.split()), words, origin)


def _word(run: str, origin: Origin) -> Proposal:
    """Of a single run of a normal text, which needs no reading again."""
    return Proposal(run, (key(run),), origin)


def _of_heading(heading: str) -> Iterator[Proposal]:
    """The words of a heading, freed of their particles and as they stand, and its pairs of neighbours.

    Which reading is the word is told by its use: 디카페인이 shows that 디카페인 is not 디카페 with a particle.

    An English word tells nothing by standing in a heading: verbs look like nouns there, and all may have capitals.
    """
    for part in _BREAK.split(heading):
        before: str | None = None
        for run in runs(part):
            noun = _bare(run)
            if noun[0].isdigit() or function_word(key(noun)) or is_verb(noun):
                before = None
                continue
            for reading in dict.fromkeys((noun, run)):
                if len(reading) > 1 and not is_latin(reading):
                    yield _word(reading, Origin.WORD)
            if before is not None and _may_pair(before, noun):
                yield Proposal(f"{before} {noun}", (key(before), key(noun)), Origin.PAIR)
            before = run if run == noun else None


def _may_pair(before: str, noun: str) -> bool:
    ordinary = known(key(before)) and known(key(noun))
    return len(noun) > 1 and not ordinary and not is_latin(before + noun)


def _bare(run: str) -> str:
    """A written word without its particle, where it reads with one and is no ordinary word as it stands."""
    readings = splits(run)
    return run if not readings or known(key(run)) else readings[0][0]


def _names(text: str) -> Iterator[Proposal]:
    """Words with capitals (OECD, GPT-4o, 오픈AI), chains of them (White House), and names with a version (라마 3.2)."""
    chain: list[str] = []
    start = end = -1
    for found in _CAPITALISED.finditer(text):
        run, bare = found[0], _bare(found[0])
        if chain and not (found.start() == end + 1 and text[end] == " "):
            yield from _of_chain(chain, opening=_opens(text, start))
            chain = []
        if known(key(bare)) or bare[0].isdigit():
            yield from _of_chain(chain, opening=_opens(text, start))
            chain = []
            continue
        start, end = found.start() if not chain else start, found.end()
        chain.append(bare)
        if bare != run:
            yield from _of_chain(chain, opening=False)
            chain = []
    yield from _of_chain(chain, opening=_opens(text, start))
    for found in _VERSIONED.finditer(text):
        if not known(key(found[1])) and not splits(found[1]):
            yield Proposal(f"{found[1]} {found[2]}", (key(found[1]), found[2]), Origin.NAME)


def _of_chain(chain: Sequence[str], *, opening: bool) -> Iterator[Proposal]:
    """What neighbouring words with capitals propose: the name that they make, and each that is no plain word.

    A plain English word at the opening of a sentence has its capital from there, so nothing follows from it.
    """
    for bare in chain:
        plain = _PLAIN.fullmatch(bare) is not None
        if len(bare) > 1 and not (plain and (opening or len(chain) > 1)):
            yield _word(bare, Origin.NAME)
    if 1 < len(chain) <= _MAX_WORDS and not opening:
        yield Proposal(" ".join(chain), tuple(map(key, chain)), Origin.NAME)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence, a line or a cell begins here."""
    before = text[max(0, start - 4) : max(0, start)].rstrip(" *#>|-○●•")
    return not before or before[-1] in "\n\t.!?:"
