"""What people say in the thread of an answer: "다음", "2번", "더 자세히", "영어로 말고", or another question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Where a follow-up leads."""

    NEXT = "next"
    BACK = "back"
    NUMBER = "number"
    DETAIL = "detail"
    RELATED = "related"
    LANGUAGE = "language"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up: `number` is 1-based as people count, `language` the one asked for."""

    step: Step
    number: int = 0
    language: str = ""


_POLITE = (
    r"(?:\s*(?:좀|요|줘|줘요|주세요|해줘|해 ?주세요|보여 ?줘|보여 ?주세요|알려 ?줘|알려 ?주세요|볼래|보기|please|pls))*"
)
_PHRASES: dict[Step, tuple[str, ...]] = {
    Step.NEXT: (
        r"다음(?:\s*(?:것|거|결과|페이지))?(?:은|는|도)?",
        r"더(?:\s*(?:보기|있어|없어))?",
        r"계속",
        r"next(?: (?:one|page|results?))?",
        r"more(?: results)?",
    ),
    Step.BACK: (
        r"이전(?:\s*(?:것|거|결과))?",
        r"앞(?:의)?\s*(?:것|결과)",
        r"back|prev|previous(?: (?:one|page|results?))?",
    ),
    Step.DETAIL: (
        r"(?:더\s*)?(?:자세히|자세하게|상세히|상세하게|길게)",
        r"전체(?:\s*(?:내용|글))?|전문",
        r"(?:tell me |show me )?more (?:details?|about (?:it|this))",
        r"tell me more|in (?:more )?detail|details?|full text",
    ),
    Step.RELATED: (
        r"(?:관련|비슷한)(?:\s*(?:글|것|거|내용))?",
        r"(?:related|similar)(?: (?:ones?|sections?))?",
    ),
}
_COMPILED = [
    (step, re.compile(rf"(?:{'|'.join(phrases)}){_POLITE}", re.IGNORECASE)) for step, phrases in _PHRASES.items()
]
_NUMBER = re.compile(
    r"(?:#|no\.? ?|number )?(\d{1,3})"
    r"(?:\s*(?:번|번째|번째\s*(?:것|거|글)|번\s*(?:것|글)|st|nd|rd|th))?(?:\s*(?:one|result))?"
    rf"(?:을|를|은|는|만)?(?:\s*(?:더\s*)?(?:자세히|자세하게|전체))?{_POLITE}",
    re.IGNORECASE,
)
_NUMBER_NAMES = (("첫", "first"), ("두", "second"), ("세", "third"))
_ORDINALS = {
    said: number
    for number, (korean, english) in enumerate(_NUMBER_NAMES, start=1)
    for stem in (f"{korean} 번째", f"{korean}번째", english, f"the {english}")
    for said in (stem, f"{stem} 것", f"{stem} 거", f"{stem} one")
}
_LANGUAGE_PHRASES: dict[str, tuple[str, ...]] = {
    "ko": (
        r"영어(?:로)?\s*말고(?:\s*(?:한국어|한글)로)?",
        r"(?:한국어|한국말|한글|우리말)(?:로)?",
        r"(?:in )?korean|not (?:in )?english",
    ),
    "en": (
        r"(?:한국어|한글|한국말)(?:로)?\s*말고(?:\s*영어로)?",
        r"영어(?:로)?|영문(?:으로)?",
        r"(?:in )?english|not (?:in )?korean",
    ),
}
_SPOKEN = [
    (language, re.compile(rf"(?:{'|'.join(phrases)}){_POLITE}", re.IGNORECASE))
    for language, phrases in _LANGUAGE_PHRASES.items()
]
_LONGEST = 40
"""No follow-up phrase is longer; whatever is, is a question."""


def read(text: str) -> FollowUp:
    """What a message in an answer's thread asks for."""
    said = " ".join(text.strip(" \t\n.!?~…").split())
    if len(said) > _LONGEST:
        return FollowUp(Step.QUESTION)
    for language, spoken in _SPOKEN:
        if spoken.fullmatch(said):
            return FollowUp(Step.LANGUAGE, language=language)
    if said.casefold() in _ORDINALS:
        return FollowUp(Step.NUMBER, _ORDINALS[said.casefold()])
    number = _NUMBER.fullmatch(said)
    if number:
        return FollowUp(Step.NUMBER, int(number[1]))
    for step, pattern in _COMPILED:
        if pattern.fullmatch(said):
            return FollowUp(step)
    return FollowUp(Step.QUESTION)
