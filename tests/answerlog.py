"""What was answered, kept in memory as the contract of `AnswerLog` says, for tests of whatever answers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.answers import (
    ANSWER_LIFE,
    CLAIM_LIFE,
    MAX_GAP_CHARS,
    Gap,
    GivenAnswer,
    Profile,
    ThreadState,
)
from tests.samples import NOW


@dataclass
class _Claim:
    taken: datetime
    lease: timedelta
    sealed: bool = False


class MemoryAnswerLog:
    """The contract of `AnswerLog` in memory, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._answers: dict[str, GivenAnswer] = {}
        self._claims: dict[str, _Claim] = {}
        self._votes: dict[tuple[str, str, str], tuple[bool, datetime]] = {}
        self._gaps: dict[tuple[str, str], Gap] = {}
        self._threads: dict[tuple[str, str, str], ThreadState] = {}
        self._profiles: dict[tuple[str, str], Profile] = {}

    def put(self, answer: GivenAnswer) -> None:
        with self._lock:
            self._answers[answer.id] = answer

    def get(self, answer_id: str, *, owner: str, now: datetime) -> GivenAnswer | None:
        with self._lock:
            answer = self._answers.get(answer_id)
        if answer is None or answer.owner != owner or now - answer.created > ANSWER_LIFE:
            return None
        return answer

    def claim(self, key: str, *, now: datetime, lease: timedelta = timedelta(seconds=60)) -> bool:
        with self._lock:
            held = self._claims.get(key)
            free = held is None or now - held.taken > CLAIM_LIFE or (not held.sealed and now - held.taken > held.lease)
            if free:
                self._claims[key] = _Claim(now, lease)
            return free

    def seal(self, key: str, *, now: datetime) -> None:
        with self._lock:
            self._claims[key] = _Claim(now, timedelta(0), sealed=True)

    def release(self, key: str) -> None:
        with self._lock:
            self._claims.pop(key, None)

    def vote(self, answer_id: str, *, owner: str, mark: str, helpful: bool, now: datetime) -> None:
        with self._lock:
            self._votes[owner, answer_id, mark] = (helpful, now)

    def votes(self, *, owner: str, since: datetime) -> tuple[int, int]:
        with self._lock:
            kept = [helpful for (of, _, _), (helpful, when) in self._votes.items() if of == owner and when >= since]
        return sum(kept), len(kept) - sum(kept)

    def add_gap(self, query: str, *, owner: str, now: datetime) -> None:
        query = query[:MAX_GAP_CHARS]
        key = (owner, " ".join(query.casefold().split()))
        with self._lock:
            before = self._gaps.get(key)
            self._gaps[key] = Gap(query, 1 + (before.count if before else 0), now)

    def gaps(self, *, owner: str, since: datetime, limit: int = 20) -> tuple[Gap, ...]:
        with self._lock:
            kept = [gap for (of, _), gap in self._gaps.items() if of == owner and gap.last_asked >= since]
        kept.sort(key=lambda gap: (-gap.count, -gap.last_asked.timestamp()))
        return tuple(kept[:limit])

    def close_gap(self, query: str, *, owner: str) -> None:
        with self._lock:
            self._gaps.pop((owner, " ".join(query[:MAX_GAP_CHARS].casefold().split())), None)

    def thread(self, *, owner: str, channel: str, thread: str, now: datetime) -> ThreadState | None:
        with self._lock:
            state = self._threads.get((owner, channel, thread))
        return state if state and now - state.updated <= ANSWER_LIFE else None

    def set_thread(self, state: ThreadState, *, owner: str, channel: str, thread: str) -> None:
        with self._lock:
            self._threads[owner, channel, thread] = state

    def profile(self, user: str, *, owner: str) -> Profile | None:
        with self._lock:
            return self._profiles.get((owner, user))

    def put_profile(self, profile: Profile, *, owner: str) -> None:
        with self._lock:
            self._profiles[owner, profile.user] = profile

    def put_person(self, user: str, *, owner: str, locale: str, zone: str, fetched: datetime) -> None:
        with self._lock:
            kept = self._profiles.get((owner, user)) or Profile(user)
            self._profiles[owner, user] = replace(kept, locale=locale, zone=zone, fetched=fetched)

    def prune(self, *, now: datetime) -> int:
        with self._lock:
            old = [key for key, answer in self._answers.items() if now - answer.created > ANSWER_LIFE]
            for key in old:
                del self._answers[key]
            stale = [key for key, claim in self._claims.items() if now - claim.taken > CLAIM_LIFE]
            for key in stale:
                del self._claims[key]
            return len(old) + len(stale)


def with_profiles(log: MemoryAnswerLog, languages: Mapping[str, str], *, owner: str = "T1") -> MemoryAnswerLog:
    """The log with readers of known locales, fetched just now."""
    for user, locale in languages.items():
        log.put_profile(Profile(user, locale, "Asia/Seoul", NOW), owner=owner)
    return log
