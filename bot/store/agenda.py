"""What is known of events, who muted them, who wants to be reminded, and whose feeds are open: as rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.domain.agenda import KnownEvents, PersonalReminder
from bot.store import tables as t
from bot.store.codec import decode, encode
from bot.store.database import Database
from bot.store.upsert import inserting


class SqlEventRegistry:
    """The EventRegistry of `bot.domain.agenda` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self, *, owner: str) -> int:
        """0 where there is no record."""
        r = t.event_records.c
        with self._database.read() as connection:
            return connection.execute(select(r.revision).where(r.owner == owner)).scalar() or 0

    def load(self, *, owner: str) -> KnownEvents:
        """The whole record."""
        r = t.event_records.c
        with self._database.read() as connection:
            row = connection.execute(select(r.content, r.revision).where(r.owner == owner)).first()
        return decode(KnownEvents, {**row.content, "revision": row.revision}) if row else KnownEvents()

    def save(self, known: KnownEvents, *, owner: str, expected: int) -> bool:
        """The revision decides between two writers."""
        r = t.event_records.c
        values = {"revision": expected + 1, "content": encode(known)}
        with self._database.write() as connection:
            if expected:
                change = update(t.event_records).where(r.owner == owner, r.revision == expected).values(**values)
                return bool(connection.execute(change).rowcount)
            new = inserting(connection, t.event_records).values(owner=owner, **values).on_conflict_do_nothing()
            return connection.execute(new.returning(r.owner)).first() is not None


class SqlMutes:
    """The Mutes of `bot.domain.agenda` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mute(self, uid: str, *, owner: str, target: str, by: str, now: datetime) -> bool:
        """False where it was muted already."""
        with self._database.write() as connection:
            new = inserting(connection, t.mutes).values(owner=owner, target=target, uid=uid, by=by, at=now)
            return connection.execute(new.on_conflict_do_nothing().returning(t.mutes.c.uid)).first() is not None

    def unmute(self, uid: str, *, owner: str, target: str) -> bool:
        """False where it was not muted."""
        m = t.mutes.c
        gone = delete(t.mutes).where(m.owner == owner, m.target == target, m.uid == uid)
        with self._database.write() as connection:
            return bool(connection.execute(gone).rowcount)

    def muted(self, *, owner: str, target: str) -> frozenset[str]:
        """The uids that the target does not want to hear of."""
        m = t.mutes.c
        with self._database.read() as connection:
            return frozenset(connection.execute(select(m.uid).where(m.owner == owner, m.target == target)).scalars())

    def prune(self, *, before: datetime) -> int:
        """Drop what was muted before."""
        with self._database.write() as connection:
            return connection.execute(delete(t.mutes).where(t.mutes.c.at < before)).rowcount


class SqlPersonalReminders:
    """The PersonalReminders of `bot.domain.agenda` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, reminder: PersonalReminder) -> bool:
        """False where the person has the same wish already."""
        p = t.personal_reminders.c
        with self._database.write() as connection:
            new = inserting(connection, t.personal_reminders).values(
                id=reminder.id,
                wish=_wish(reminder),
                owner=reminder.owner,
                user=reminder.user,
                created_at=reminder.created_at,
                content=encode(reminder),
            )
            added = new.on_conflict_do_nothing(index_elements=["wish"]).returning(p.id)
            return connection.execute(added).first() is not None

    def remove(self, reminder_id: str, *, owner: str, user: str) -> bool:
        """False where the person has none of that id."""
        p = t.personal_reminders.c
        gone = delete(t.personal_reminders).where(p.id == reminder_id, p.owner == owner, p.user == user)
        with self._database.write() as connection:
            return bool(connection.execute(gone).rowcount)

    def of_user(self, user: str, *, owner: str) -> tuple[PersonalReminder, ...]:
        """Oldest first."""
        p = t.personal_reminders.c
        query = select(p.content).where(p.owner == owner, p.user == user).order_by(p.created_at, p.id)
        with self._database.read() as connection:
            return tuple(decode(PersonalReminder, row.content) for row in connection.execute(query))

    def all(self) -> tuple[PersonalReminder, ...]:
        """Oldest first."""
        p = t.personal_reminders.c
        with self._database.read() as connection:
            rows = connection.execute(select(p.content).order_by(p.created_at, p.id))
            return tuple(decode(PersonalReminder, row.content) for row in rows)

    def prune(self, *, before: datetime) -> int:
        """Drop what was created before."""
        p = t.personal_reminders.c
        with self._database.write() as connection:
            return connection.execute(delete(t.personal_reminders).where(p.created_at < before)).rowcount


def _wish(reminder: PersonalReminder) -> str:
    """What makes two reminders the same wish."""
    r = reminder
    moment = r.moment.isoformat() if r.moment else ""
    minutes = "" if r.minutes is None else str(r.minutes)
    return "\n".join((r.owner, r.user, r.uid, str(r.days), r.at.isoformat(), minutes, moment))


class SqlFeedTokens:
    """The FeedTokens of `bot.domain.agenda` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, digest: str, *, owner: str, by: str, now: datetime) -> None:
        """Keep a new token."""
        with self._database.write() as connection:
            new = inserting(connection, t.feed_tokens).values(digest=digest, owner=owner, by=by, at=now)
            connection.execute(new.on_conflict_do_nothing())

    def owner_of(self, digest: str) -> str | None:
        """None where it is unknown or was revoked."""
        f = t.feed_tokens.c
        with self._database.read() as connection:
            found: str | None = connection.execute(select(f.owner).where(f.digest == digest)).scalar()
        return found

    def revoke(self, *, owner: str) -> int:
        """Forget all tokens of a workspace."""
        with self._database.write() as connection:
            return connection.execute(delete(t.feed_tokens).where(t.feed_tokens.c.owner == owner)).rowcount
