"""What a workspace holds: people, conversations, messages, windows, home pages, files. In memory, under one lock."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.ports import Clock
from bot.slack import limits

TEAM = "TLOCAL"
BOT = "UAITREND"
BOT_ID = "BAITREND"
APP = "ALOCAL"

Json = dict[str, Any]
"""Slack's own shapes, passed through as they are."""

PICTURE = "image/png"
MAX_MESSAGES = 400
"""An answer takes 25 kB, and the page is sent all of a conversation at every change: nobody scrolls up further."""
MAX_FILES = 200
MAX_HOOKS = 2_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sit before the page."""

    id: str
    name: str
    locale: str
    zone: str

    @property
    def direct(self) -> str:
        """The id of the conversation with the bot."""
        return f"D{self.id[1:]}"


@dataclass(slots=True)
class Post:
    """A message. `only_for` is the one person who sees it, empty for all."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread: str = ""
    only_for: str = ""
    files: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    edited: bool = False

    def as_slack(self) -> Json:
        """As Slack's API gives it."""
        message: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text, "team": TEAM}
        extra = {"blocks": self.blocks, "thread_ts": self.thread, "files": self.files, "metadata": self.metadata}
        if self.user == BOT:
            message["bot_id"] = BOT_ID
        return message | {key: value for key, value in extra.items() if value}


@dataclass(slots=True)
class Hook:
    """A response_url: where it leads and how often it has been used."""

    channel: str
    user: str
    made: float
    ts: str = ""
    thread: str = ""
    uses: int = 0


@dataclass(slots=True)
class Window:
    """An open modal of a person."""

    id: str
    view: Json
    errors: dict[str, str] = field(default_factory=dict)


def _shorten(kept: dict[str, Any], most: int) -> None:
    """Forget what came first, until no more than `most` are left."""
    while len(kept) > most:
        del kept[next(iter(kept))]


class Workspace:
    """Everything in it; every method takes the lock, and every change raises `revision`."""

    def __init__(self, people: Iterable[Person], channels: Mapping[str, str], *, clock: Clock) -> None:
        self.people = {person.id: person for person in people}
        self.channels = dict(channels)
        self.revision = 0
        self._clock = clock
        self._lock = threading.RLock()
        self._posts: dict[str, Post] = {}
        self._hooks: dict[str, Hook] = {}
        self._triggers: dict[str, str] = {}
        self._windows: dict[str, list[Window]] = {person: [] for person in self.people}
        self._homes: dict[str, Json] = {}
        self._files: dict[str, tuple[Json, bytes]] = {}
        self._last_micros = 0

    # the clock of messages

    def next_ts(self) -> str:
        """A message id: seconds and microseconds, never twice."""
        with self._lock:
            micros = int(self._clock.now().timestamp() * 1_000_000)
            self._last_micros = max(micros, self._last_micros + 1)
            return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def _changed(self) -> None:
        self.revision += 1

    # messages

    def add(self, post: Post) -> Post:
        """Put a message into its conversation; the oldest ones go when there are too many."""
        with self._lock:
            self._posts[post.ts] = post
            _shorten(self._posts, MAX_MESSAGES)
            self._changed()
            return post

    def post(self, ts: str) -> Post | None:
        """One message."""
        with self._lock:
            return self._posts.get(ts)

    def edit(self, ts: str, *, text: str, blocks: list[Json]) -> bool:
        """Replace a message's content; False where it is gone."""
        with self._lock:
            post = self._posts.get(ts)
            if post is None:
                return False
            post.text, post.blocks, post.edited = text, blocks, not post.only_for
            self._changed()
            return True

    def remove(self, ts: str) -> bool:
        """Delete a message; False where it is gone."""
        with self._lock:
            gone = self._posts.pop(ts, None) is not None
            self._changed()
            return gone

    def posts(self, channel: str, *, viewer: str = "") -> list[Post]:
        """A conversation's messages in order; with a viewer, those for the viewer's eyes too."""
        with self._lock:
            found = [p for p in self._posts.values() if p.channel == channel and p.only_for in {"", viewer}]
        return sorted(found, key=lambda post: post.ts)

    def knows(self, channel: str) -> bool:
        """Whether there is such a conversation."""
        return channel in self.channels or any(person.direct == channel for person in self.people.values())

    # what lets the bot answer

    def hook(self, channel: str, user: str, *, ts: str = "", thread: str = "") -> str:
        """A new response_url's id."""
        with self._lock:
            name = secrets.token_urlsafe(24)
            self._hooks[name] = Hook(channel, user, self._clock.now().timestamp(), ts, thread)
            _shorten(self._hooks, MAX_HOOKS)
            return name

    def use_hook(self, name: str) -> Hook | None:
        """Use a response_url once; None where it is unknown, used up or too old."""
        with self._lock:
            hook = self._hooks.get(name)
            if hook is None or hook.uses >= limits.RESPONSES:
                return None
            if self._clock.now().timestamp() - hook.made > limits.RESPONSE_SECONDS:
                return None
            hook.uses += 1
            return hook

    def trigger(self, user: str) -> str:
        """A new trigger id of a person."""
        with self._lock:
            name = secrets.token_urlsafe(12)
            self._triggers[name] = user
            _shorten(self._triggers, MAX_HOOKS)
            return name

    def pull(self, trigger: str) -> str | None:
        """The person of a trigger id, which works once; None where it is unknown."""
        with self._lock:
            return self._triggers.pop(trigger, None)

    # windows and home pages

    def windows(self, user: str) -> list[Window]:
        """A person's windows, the uppermost last."""
        with self._lock:
            return list(self._windows.get(user, ()))

    def open(self, user: str, view: Json, *, over: bool = False) -> Window | None:
        """Open a window, over the present ones or instead of them; None where three are open already."""
        with self._lock:
            stack = self._windows.setdefault(user, [])
            if not over:
                stack.clear()
            if len(stack) >= 3:
                return None
            window = Window(f"V{secrets.token_hex(6)}", view)
            stack.append(window)
            self._changed()
            return window

    def update_window(self, window_id: str, view: Json) -> Window | None:
        """Replace an open window's view."""
        with self._lock:
            for stack in self._windows.values():
                for window in stack:
                    if window.id == window_id:
                        window.view, window.errors = view, {}
                        self._changed()
                        return window
        return None

    def find_window(self, user: str, window_id: str) -> Window | None:
        """An open window of a person."""
        return next((window for window in self.windows(user) if window.id == window_id), None)

    def set_errors(self, user: str, window_id: str, errors: Mapping[str, str]) -> None:
        """Show what is wrong with a form's fields."""
        window = self.find_window(user, window_id)
        if window is not None:
            with self._lock:
                window.errors = dict(errors)
                self._changed()

    def close_window(self, user: str, window_id: str = "") -> None:
        """Close one window, or all where none is named."""
        with self._lock:
            left = [window for window in self._windows.get(user, ()) if window.id != window_id]
            self._windows[user] = left if window_id else []
            self._changed()

    def publish(self, user: str, view: Json) -> Window:
        """Set a person's home page."""
        with self._lock:
            self._homes[user] = view
            self._changed()
            return Window(f"H{user}", view)

    def home(self, user: str) -> Json | None:
        """A person's home page; None before it was published."""
        with self._lock:
            return self._homes.get(user)

    # files

    def keep_file(self, name: str, data: bytes, user: str, base: str) -> Json:
        """Keep a file; returns it as Slack describes it."""
        with self._lock:
            file_id = f"F{secrets.token_hex(5).upper()}"
            address = f"{base}/files/{file_id}/{secrets.token_urlsafe(8)}"
            described = {
                "id": file_id,
                "name": name,
                "title": name,
                "size": len(data),
                "user": user,
                "mimetype": PICTURE if name.lower().endswith(".png") else "text/plain",
                "filetype": name.rpartition(".")[2].lower(),
                "mode": "snippet",
                "url_private": address,
                "url_private_download": address,
            }
            self._files[file_id] = (described, data)
            _shorten(self._files, MAX_FILES)
            return described

    def fill_file(self, file_id: str, data: bytes) -> bool:
        """The bytes of a file that was announced without any; False for one that has some."""
        with self._lock:
            described, before = self._files.get(file_id, ({}, b"-"))
            if before or not data:
                return False
            self._files[file_id] = ({**described, "size": len(data)}, data)
            return True

    def file(self, file_id: str) -> tuple[Json, bytes] | None:
        """A file's description and bytes."""
        with self._lock:
            return self._files.get(file_id)
