"""What the Slack surface remembers, as rows."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, delete, func, or_, select

from bot.domain.answers import ANSWER_LIFE, CLAIM_LIFE, MAX_GAP_CHARS, Gap, GivenAnswer, Profile, ThreadState
from bot.store import tables as t
from bot.store.codec import decode, encode
from bot.store.database import Database
from bot.store.upsert import inserting

GAP_LIFE = timedelta(days=400)
"""A question that nobody repeated for so long is of no use to an editor."""


class SqlAnswerLog:
    """The AnswerLog of `bot.domain.answers` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, answer: GivenAnswer) -> None:
        """Keep an answer."""
        row = {"owner": answer.owner, "created": answer.created, "content": encode(answer)}
        with self._database.write() as connection:
            new = inserting(connection, t.answers).values(id=answer.id, **row)
            connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=row))

    def get(self, answer_id: str, *, owner: str, now: datetime) -> GivenAnswer | None:
        """The answer while its buttons work."""
        a = t.answers.c
        query = select(a.content).where(a.id == answer_id, a.owner == owner, a.created > now - ANSWER_LIFE)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return decode(GivenAnswer, row.content) if row else None

    def claim(self, key: str, *, now: datetime, lease: timedelta = timedelta(seconds=60)) -> bool:
        """True for exactly one caller: the row's key decides."""
        c = t.claims.c
        values = {"claimed_at": now, "free_at": now + lease}
        with self._database.write() as connection:
            new = inserting(connection, t.claims).values(key=key, **values)
            taken = new.on_conflict_do_update(index_elements=["key"], set_=values, where=c.free_at <= now)
            return connection.execute(taken.returning(c.key)).first() is not None

    def seal(self, key: str, *, now: datetime) -> None:
        """Nobody else gets the key for as long as claims live."""
        values = {"claimed_at": now, "free_at": now + CLAIM_LIFE}
        with self._database.write() as connection:
            new = inserting(connection, t.claims).values(key=key, **values)
            connection.execute(new.on_conflict_do_update(index_elements=["key"], set_=values))

    def release(self, key: str) -> None:
        """Give a key back."""
        with self._database.write() as connection:
            connection.execute(delete(t.claims).where(t.claims.c.key == key))

    def vote(self, answer_id: str, *, owner: str, mark: str, helpful: bool, now: datetime) -> None:
        """Keep a vote with the answer's query."""
        answer = self.get(answer_id, owner=owner, now=now)
        values = {"query": answer.query if answer else "", "helpful": helpful, "at": now}
        with self._database.write() as connection:
            new = inserting(connection, t.votes).values(owner=owner, answer_id=answer_id, mark=mark, **values)
            connection.execute(new.on_conflict_do_update(index_elements=["owner", "answer_id", "mark"], set_=values))

    def votes(self, *, owner: str, since: datetime) -> tuple[int, int]:
        """Helpful ones, and the others."""
        v = t.votes.c
        query = select(func.count(), func.sum(case((v.helpful, 1), else_=0))).where(v.owner == owner, v.at >= since)
        with self._database.read() as connection:
            total, helpful = connection.execute(query).one()
        return int(helpful or 0), int(total) - int(helpful or 0)

    def add_gap(self, query: str, *, owner: str, now: datetime) -> None:
        """Count a question that found nothing."""
        shown = query.strip()[:MAX_GAP_CHARS]
        with self._database.write() as connection:
            new = inserting(connection, t.gaps).values(
                owner=owner, folded=_folded(shown), query=shown, count=1, last_asked=now
            )
            again = {"query": new.excluded.query, "count": t.gaps.c.count + 1, "last_asked": now}
            connection.execute(new.on_conflict_do_update(index_elements=["owner", "folded"], set_=again))

    def gaps(self, *, owner: str, since: datetime, limit: int = 20) -> tuple[Gap, ...]:
        """The most frequent first, then the latest."""
        g = t.gaps.c
        query = (
            select(g.query, g.count, g.last_asked)
            .where(g.owner == owner, g.last_asked >= since)
            .order_by(g["count"].desc(), g.last_asked.desc(), g.folded)
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(Gap(*row) for row in connection.execute(query))

    def close_gap(self, query: str, *, owner: str) -> None:
        """Forget a question."""
        g = t.gaps.c
        folded = _folded(query.strip()[:MAX_GAP_CHARS])
        with self._database.write() as connection:
            connection.execute(delete(t.gaps).where(g.owner == owner, g.folded == folded))

    def thread(self, *, owner: str, channel: str, thread: str, now: datetime) -> ThreadState | None:
        """The state of a thread while its answer lives."""
        h = t.threads.c
        query = select(h.answer_id, h.language, h.updated).where(
            h.owner == owner, h.channel == channel, h.thread == thread, h.updated > now - ANSWER_LIFE
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return ThreadState(*row) if row else None

    def set_thread(self, state: ThreadState, *, owner: str, channel: str, thread: str) -> None:
        """The later call wins."""
        values = {"answer_id": state.answer_id, "language": state.language, "updated": state.updated}
        with self._database.write() as connection:
            new = inserting(connection, t.threads).values(owner=owner, channel=channel, thread=thread, **values)
            connection.execute(new.on_conflict_do_update(index_elements=["owner", "channel", "thread"], set_=values))

    def profile(self, user: str, *, owner: str) -> Profile | None:
        """A reader as last kept."""
        with self._database.read() as connection:
            return _profile(connection, user, owner)

    def put_profile(self, profile: Profile, *, owner: str) -> None:
        """Replace what was kept."""
        with self._database.write() as connection:
            _put_profile(connection, profile, owner)

    def put_person(self, user: str, *, owner: str, locale: str, zone: str, fetched: datetime) -> None:
        """Replace what was told before."""
        with self._database.write() as connection:
            kept = _profile(connection, user, owner, to_change=True) or Profile(user)
            _put_profile(connection, replace(kept, locale=locale, zone=zone, fetched=fetched), owner)

    def prune(self, *, now: datetime) -> int:
        """Drop what is past its life."""
        old = (
            (t.answers, t.answers.c.created <= now - ANSWER_LIFE),
            (t.claims, or_(t.claims.c.free_at <= now - CLAIM_LIFE, t.claims.c.claimed_at <= now - CLAIM_LIFE)),
            (t.threads, t.threads.c.updated <= now - ANSWER_LIFE),
            (t.votes, t.votes.c.at <= now - GAP_LIFE),
            (t.gaps, t.gaps.c.last_asked <= now - GAP_LIFE),
        )
        with self._database.write() as connection:
            return sum(connection.execute(delete(table).where(condition)).rowcount for table, condition in old)


def _profile(connection: Connection, user: str, owner: str, *, to_change: bool = False) -> Profile | None:
    p = t.profiles.c
    query = select(p.content).where(p.owner == owner, p.user == user)
    row = connection.execute(query.with_for_update() if to_change else query).first()
    return decode(Profile, row.content) if row else None


def _put_profile(connection: Connection, profile: Profile, owner: str) -> None:
    content = encode(profile)
    new = inserting(connection, t.profiles).values(owner=owner, user=profile.user, content=content)
    connection.execute(new.on_conflict_do_update(index_elements=["owner", "user"], set_={"content": content}))


def _folded(query: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", query).casefold().split())
