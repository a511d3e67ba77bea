"""Sections that treat the same matter as a given one."""

from __future__ import annotations

from collections import Counter

from bot.domain.document import Section
from bot.search.spelling.analyze import stem, words
from bot.search.words.lexicon import Lexicon

TELLING_WORDS = 16
"""Words by which a section is compared with others: the rarest that others have too."""


def telling_words(section: Section, lexicon: Lexicon) -> list[str]:
    """The words that tell a section's matter, the weightiest first: rare in the corpus, often in the text."""
    text = "\n".join((*section.path, section.text))
    counts = Counter(stem(word) for word in words(text) if len(word) >= 2 and not word.isdigit())
    weights = {
        word: lexicon.word_rarity(word) * (1 + min(count, 4) / 4)
        for word, count in counts.items()
        if len(word) >= 2 and lexicon.frequency(word) >= 2
    }
    return sorted(weights, key=lambda word: (-weights[word], word))[:TELLING_WORDS]
