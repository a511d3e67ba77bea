"""A year made up of shuffled sentences: documents that arrive week by week, with bursts planted in known weeks.

What is planted is known, so what the trends call rising can be checked. Everything else is drawn evenly, so any other
claim is false.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.digest import DatedChange, DatedSection, Digest, Shown, Wanted
from bot.domain.document import DocumentInfo, Section, SectionKind
from bot.domain.fingerprint import fingerprint
from bot.trends.sentences import sentences
from bot.trends.service import Trends
from tests.trends.corpus import SEEDS, SEOUL, Corpus, glossary, read

START = date(2024, 1, 1)
BURST = 3.0
"""How many times its baseline a planted topic is named in its week."""
_NAMES = (
    "딥시크 큐웬 그록 미드저니 퍼플렉시티 수노 허깅페이스 사카나 코히어 팔란티어 세레브라스 그래프코어 "
    "삼바노바 텐스토렌트 리벨리온 퓨리오사 업스테이지 뤼튼 노션 피그마 데이터브릭스 스노우플레이크 "
    "아나플란 유아이패스 서비스맥스 오토데스크 웨이모 크루즈 모빌아이 앱티브"
)


@dataclass(slots=True)
class Year:
    """What happened: how often a claim was right, and what a channel was shown."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    fewest: int = 1_000_000
    shown: list[Shown] = field(default_factory=list)
    sections: int = 0

    @property
    def precision(self) -> float:
        """Of the topics called new or rising, the share that was planted."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the planted bursts, the share that was called so in its week."""
        return self.right / max(1, self.right + self.missed)

    def repeated(self) -> list[Shown]:
        """Highlights shown within twelve weeks of an earlier showing."""
        return [
            later
            for place, later in enumerate(self.shown)
            if any(
                later.shown_at - earlier.shown_at < timedelta(weeks=12)
                and (later.section_id == earlier.section_id or later.fingerprint == earlier.fingerprint)
                for earlier in self.shown[:place]
            )
        ]


def simulate(seed: int, *, weeks: int, weekly: int, quiet: int = 6, bursts: int = 2) -> Year:
    """Let a corpus grow by `weekly` sections a week and compose each week's digest for one channel.

    From the week `quiet` on, `bursts` topics a week are planted at `BURST` times their baseline.
    """
    chance, corpus, happened = random.Random(seed), Corpus(), Year()
    groups = glossary()
    trends = Trends(corpus, lambda: groups, SEOUL)
    baseline = {name: chance.uniform(0.06, 0.12) for name in _NAMES.split()}
    pool = _pool()
    for week in range(weeks):
        monday = START + timedelta(weeks=week)
        planted = set(chance.sample(sorted(baseline), bursts)) if week >= quiet else set()
        for change in _week(chance, monday, weekly, pool, baseline, planted):
            corpus.put(change)
        at = datetime.combine(monday + timedelta(days=7), time(9), SEOUL)
        digest = trends.compose(Wanted(at, SEOUL, channel="C1", shown=happened.shown))
        _note(happened, digest, planted)
        happened.sections = len(happened.shown)
    return happened


def _note(happened: Year, digest: Digest, planted: set[str]) -> None:
    said = {m.topic.name for m in digest.trends.rising}
    happened.right += len(said & planted)
    happened.wrong += len(said - planted)
    happened.missed += len(planted - said)
    happened.fewest = min([happened.fewest, *(m.now for m in digest.trends.rising)])
    happened.shown += [Shown(h.section.id, h.fingerprint, h.document.id, digest.ends) for h in digest.highlights]


def _pool() -> list[str]:
    found, _ = read(SEEDS)
    texts = [d.section.text for change in found for d in change.sections]
    return sorted({text[span.start : span.end] for text in texts for span in sentences(text)})


def _week(
    chance: random.Random,
    monday: date,
    count: int,
    pool: list[str],
    baseline: dict[str, float],
    planted: set[str],
) -> Iterator[DatedChange]:
    """Documents of ten sections each, dated on the days of one week."""
    for first in range(0, count, 10):
        day = monday + timedelta(days=chance.randrange(7))
        info = DocumentInfo(f"{monday}-{first}", f"{monday}-{first}.md", f"{day} 모음", day)
        seen = datetime.combine(day, time(12), ZoneInfo("Asia/Seoul"))
        sections = []
        for number in range(first, min(count, first + 10)):
            said = chance.sample(pool, 4)
            for name, share in baseline.items():
                if chance.random() < share * (BURST if name in planted else 1):
                    said.append(f"‘{name}’의 사례도 함께 다룬다.")
            sections.append(_section(info, number, " ".join(chance.sample(pool[0].split(), 2)), " ".join(said), seen))
        yield DatedChange(0, info.id, tuple(sections))


def _section(info: DocumentInfo, number: int, heading: str, body: str, seen: datetime) -> DatedSection:
    text = f"## {heading}\n\n{body}\n"
    name = f"{info.id}#{number}"
    return DatedSection(
        info,
        Section(name, SectionKind.ARTICLE, (heading,), text, 0, len(text), 1),
        fingerprint(text),
        seen,
        seen,
    )
