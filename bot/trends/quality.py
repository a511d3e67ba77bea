"""What a section is worth to a reader whatever the week: has it a source, figures, key contents, a real heading."""

from __future__ import annotations

import re
from itertools import islice

from bot.domain.digest import DatedSection
from bot.trends.background import known
from bot.trends.keysentence import stands_alone
from bot.trends.sentences import sentences
from bot.trends.words import key, normal, runs

SOURCE, AUTHOR, KEY_CONTENTS, TABLE, FIGURES = 1.0, 0.5, 1.0, 0.5, 1.0
NO_HEADING, SHORT, LEANING = -1.5, -1.0, -1.5
"""A heading of nothing but ordinary words (결론, Introduction) names no matter; a short section says too little. Where
each sentence leans on the one before it, none can be quoted well."""
UNFIT = -100.0
SHORT_CHARS = 80
_LOOKED_AT = 3
"""Sentences of a section that should hold one to quote; reading them all would cost as much as all the rest."""
MOST_FIGURES = 4
"""Figures beyond these make a section no better."""

_FIGURE = re.compile(
    r"\d(?:[\d.,]*\d)?\s?(?:%|％|퍼센트|억|만|조|달러|원|명|개|점|배|위|percent|points?|million|billion|times)"
)


def quality(dated: DatedSection) -> float:
    """Higher is better; about -4 to 4, and `UNFIT` for a section without a sentence that could speak for it."""
    section, info = dated.section, dated.info
    alone = [stands_alone(section.text, span) for span in islice(sentences(section.text), _LOOKED_AT)]
    if not alone:
        return UNFIT
    worth = SOURCE * any(c.publisher for c in section.citations) + AUTHOR * bool(info.source or info.author)
    worth += KEY_CONTENTS * bool(section.key_contents) + TABLE * bool(section.tables)
    worth += FIGURES * min(MOST_FIGURES, len(_FIGURE.findall(section.text))) / MOST_FIGURES
    worth += NO_HEADING * all(known(key(run)) for run in runs(normal(section.heading)))
    worth += SHORT * (len(section.text) < SHORT_CHARS)
    worth += LEANING * (not any(alone))
    return worth
