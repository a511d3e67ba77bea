"""What a database's own words mean for an operator."""

from __future__ import annotations

from sqlalchemy import exc

from bot.errors import StoreError

LOCKED = "error.store.locked"
AWAY = "error.store.away"
FULL = "error.store.full"
REFUSED = "error.store.refused"
NEWER = "error.store.newer"

_SQLITE = (
    ("database is locked", LOCKED, "another process holds the database; it is tried again"),
    ("database table is locked", LOCKED, "another process holds the database; it is tried again"),
    ("locking protocol", LOCKED, "too many processes opened the database at once; it is tried again"),
    ("database or disk is full", FULL, "the disk is full; free some space under the data folder"),
    (
        "unable to open database file",
        REFUSED,
        "the file cannot be opened; check the folder and its permissions (--data)",
    ),
    ("readonly database", REFUSED, "the file cannot be written; check its owner and permissions (--data)"),
    ("disk i/o error", AWAY, "the disk failed; check the drive and the space under the data folder"),
    ("file is not a database", REFUSED, "the file is no SQLite database; move it away or name another --data"),
    ("malformed", REFUSED, "the database file is damaged; restore it from a copy or move it away"),
)
"""Message part -> code and remedy: the sqlite3 module gives no other stable key below Python 3.11's error names."""

_POSTGRES = (
    ("53", FULL, "the database server is out of disk, memory or connections"),
    ("55P03", LOCKED, "another process holds the rows; it is tried again"),
    ("40", LOCKED, "two processes wrote at once; it is tried again"),
    ("57014", LOCKED, "the database took too long; it is tried again"),
    ("28", REFUSED, "user or password are wrong in the database URL"),
    ("3D000", REFUSED, "the database does not exist; create it or mend the database URL"),
    ("42501", REFUSED, "the database user may not do this; grant it the schema"),
    ("25006", REFUSED, "the database is read-only; name the primary in the database URL"),
)
"""Beginnings of SQLSTATE codes, PostgreSQL manual, appendix A."""


def explained(error: exc.SQLAlchemyError) -> StoreError | None:
    """The StoreError for what went wrong, or None where the fault is the program's own (bad SQL, a broken rule)."""
    if isinstance(error, exc.TimeoutError):
        return StoreError("every connection to the database is busy; it is tried again", code=LOCKED)
    if not isinstance(error, exc.DBAPIError) or isinstance(error, exc.IntegrityError):
        return None
    text = _line(str(error.orig).strip())
    state = getattr(error.orig, "sqlstate", None)
    return _of_postgres(str(state), text) if state else _of_sqlite(text) or _of_connecting(error, text)


def _of_postgres(state: str, text: str) -> StoreError | None:
    for prefix, code, remedy in _POSTGRES:
        if state.startswith(prefix):
            return StoreError(f"{remedy} ({text})", code=code)
    if state.startswith(("08", "57P")):
        return StoreError(f"the database went away ({text}); it is tried again", code=AWAY)
    return None


def _of_sqlite(text: str) -> StoreError | None:
    for part, code, remedy in _SQLITE:
        if part in text.lower():
            return StoreError(f"{remedy} ({text})", code=code)
    return None


def _of_connecting(error: exc.DBAPIError, text: str) -> StoreError | None:
    """A server that is away, or that refuses the log-in: psycopg has no SQLSTATE for these."""
    if not type(error.orig).__module__.startswith("psycopg") or isinstance(error, exc.ProgrammingError):
        return None
    if "password" in text or "does not exist" in text:
        return StoreError(f"the database refuses the connection: {text}", code=REFUSED)
    return StoreError(f"the database cannot be reached: {text}; it is tried again", code=AWAY)


def _line(text: str) -> str:
    """The first line: the driver adds hints and the statement below it."""
    return text.splitlines()[0] if text else "no reason given"
