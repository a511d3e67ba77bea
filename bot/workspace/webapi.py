"""The part of Slack's Web API that the bot uses, over the local workspace, as strict as Slack about blocks."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.slack.validate import faults_of_message, faults_of_view
from bot.workspace.state import APP, BOT, BOT_ID, TEAM, Json, Post, Workspace

log = structlog.get_logger(__name__)


class Failure(Exception):
    """A call that fails as Slack's would; `faults` say more than Slack does."""

    def __init__(self, error: str, faults: list[str] | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.faults = faults or []


def _text(arguments: Json, name: str) -> str:
    return str(arguments.get(name) or "")


def same(secret: str, given: str) -> bool:
    """Whether a secret was given, in a time that tells nothing of it."""
    return hmac.compare_digest(secret.encode(), given.encode())


def _blocks(given: Any) -> list[Json]:
    if given in (None, ""):
        return []
    if not isinstance(given, list):
        raise Failure("invalid_blocks_format")
    return given


def _checked(arguments: Json) -> tuple[str, list[Json]]:
    text, blocks = str(arguments.get("text") or ""), _blocks(arguments.get("blocks"))
    if not text and not blocks:
        raise Failure("no_text")
    faults = faults_of_message({"text": text, "blocks": blocks})
    if faults:
        raise Failure("invalid_blocks", faults)
    return text, blocks


def _viewed(arguments: Json) -> Json:
    view = arguments.get("view")
    if not isinstance(view, dict):
        raise Failure("invalid_arguments")
    faults = faults_of_view(view)
    if faults:
        raise Failure("invalid_arguments", faults)
    return view


def _page(posts: list[Post], arguments: Json) -> Json:
    """As many messages as asked for, from the one that the cursor names on."""
    limit, cursor = _text(arguments, "limit") or "100", _text(arguments, "cursor")
    names = [post.ts for post in posts]
    if not limit.isdecimal() or int(limit) < 1:
        raise Failure("invalid_limit")
    if cursor and cursor not in names:
        raise Failure("invalid_cursor")
    begin = names.index(cursor) if cursor else 0
    end = begin + int(limit)
    page = {"messages": [post.as_slack() for post in posts[begin:end]], "has_more": end < len(posts)}
    return page | ({"response_metadata": {"next_cursor": names[end]}} if end < len(posts) else {})


class WebApi:
    """The methods, by name."""

    def __init__(self, workspace: Workspace, token: str, base: str = "") -> None:
        self._workspace = workspace
        self._token = token
        self._base = base
        self._methods: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "users.info": self._users_info,
            "chat.postMessage": self._post_message,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "conversations.open": self._open_direct,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "views.open": self._views_open,
            "views.push": self._views_push,
            "views.update": self._views_update,
            "views.publish": self._views_publish,
            "files.info": self._files_info,
            "files.getUploadURLExternal": self._files_announce,
            "files.completeUploadExternal": self._files_complete,
            "assistant.threads.setSuggestedPrompts": lambda _: {},
            "assistant.threads.setStatus": lambda _: {},
            "assistant.threads.setTitle": lambda _: {},
        }

    def allowed(self, headers: Mapping[str, str], arguments: Json) -> bool:
        """Whether the call carries the bot's token."""
        return same(self._token, headers.get("authorization", "").removeprefix("Bearer ") or _text(arguments, "token"))

    def call(self, method: str, arguments: Json) -> Json:
        """One call; a failure is an answer with `ok` false, as Slack's."""
        run = self._methods.get(method)
        if run is None:
            log.warning("workspace.api_unknown", method=method[:80])
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **run(arguments)}
        except Failure as failure:
            log.warning("workspace.api_refused", method=method, error=failure.error, faults=failure.faults[:5])
            answer: Json = {"ok": False, "error": failure.error}
            return answer | ({"response_metadata": {"messages": failure.faults}} if failure.faults else {})

    def _auth_test(self, _: Json) -> Json:
        return {"user_id": BOT, "bot_id": BOT_ID, "team_id": TEAM, "team": "aitrend", "user": "aitrend", "app_id": APP}

    def _users_info(self, arguments: Json) -> Json:
        person = self._workspace.people.get(str(arguments.get("user")))
        if person is None:
            raise Failure("user_not_found")
        user = {"id": person.id, "team_id": TEAM, "name": person.name, "real_name": person.name, "tz": person.zone}
        return {"user": {**user, "locale": person.locale} if arguments.get("include_locale") else user}

    def _channel(self, arguments: Json) -> str:
        channel = str(arguments.get("channel") or "")
        person = self._workspace.people.get(channel)
        if person is not None:
            return person.direct
        if not self._workspace.knows(channel):
            raise Failure("channel_not_found")
        return channel

    def _post_message(self, arguments: Json) -> Json:
        channel = self._channel(arguments)
        text, blocks = _checked(arguments)
        metadata = arguments.get("metadata")
        post = Post(
            self._workspace.next_ts(),
            channel,
            BOT,
            text,
            blocks,
            thread=str(arguments.get("thread_ts") or ""),
            metadata=metadata if isinstance(metadata, dict) else {},
        )
        self._workspace.add(post)
        return {"channel": channel, "ts": post.ts, "message": post.as_slack()}

    def _post_ephemeral(self, arguments: Json) -> Json:
        channel, user = self._channel(arguments), str(arguments.get("user") or "")
        if user not in self._workspace.people:
            raise Failure("user_not_in_channel")
        text, blocks = _checked(arguments)
        post = Post(
            self._workspace.next_ts(), channel, BOT, text, blocks, str(arguments.get("thread_ts") or ""), only_for=user
        )
        self._workspace.add(post)
        return {"message_ts": post.ts}

    def _own(self, arguments: Json) -> Post:
        post = self._workspace.post(str(arguments.get("ts")))
        if post is None or post.only_for:
            raise Failure("message_not_found")
        if post.user != BOT:
            raise Failure("cant_update_message")
        return post

    def _update(self, arguments: Json) -> Json:
        post = self._own(arguments)
        text, blocks = _checked(arguments)
        self._workspace.edit(post.ts, text=text, blocks=blocks)
        return {"channel": post.channel, "ts": post.ts, "text": text}

    def _delete(self, arguments: Json) -> Json:
        post = self._own(arguments)
        self._workspace.remove(post.ts)
        return {"channel": post.channel, "ts": post.ts}

    def _open_direct(self, arguments: Json) -> Json:
        person = self._workspace.people.get(str(arguments.get("users") or ""))
        if person is None:
            raise Failure("user_not_found")
        return {"channel": {"id": person.direct}}

    def _history(self, arguments: Json) -> Json:
        posts = self._workspace.posts(self._channel(arguments))
        return _page([post for post in reversed(posts) if post.thread in {"", post.ts}], arguments)

    def _replies(self, arguments: Json) -> Json:
        root = str(arguments.get("ts"))
        posts = self._workspace.posts(self._channel(arguments))
        return _page([post for post in posts if root in {post.ts, post.thread}], arguments)

    def _triggered(self, arguments: Json) -> str:
        user = self._workspace.pull(str(arguments.get("trigger_id")))
        if user is None:
            raise Failure("expired_trigger_id")
        return user

    def _views_open(self, arguments: Json) -> Json:
        return self._opened(arguments, over=False)

    def _views_push(self, arguments: Json) -> Json:
        return self._opened(arguments, over=True)

    def _opened(self, arguments: Json, *, over: bool) -> Json:
        view = _viewed(arguments)
        window = self._workspace.open(self._triggered(arguments), view, over=over)
        if window is None:
            raise Failure("push_limit_reached")
        return {"view": {**view, "id": window.id}}

    def _views_update(self, arguments: Json) -> Json:
        view = _viewed(arguments)
        window = self._workspace.update_window(str(arguments.get("view_id")), view)
        if window is None:
            raise Failure("not_found")
        return {"view": {**view, "id": window.id}}

    def _views_publish(self, arguments: Json) -> Json:
        user = str(arguments.get("user_id"))
        if user not in self._workspace.people:
            raise Failure("user_not_found")
        view = _viewed(arguments)
        return {"view": {**view, "id": self._workspace.publish(user, view).id}}

    def _files_info(self, arguments: Json) -> Json:
        found = self._workspace.file(str(arguments.get("file")))
        if found is None:
            raise Failure("file_not_found")
        return {"file": found[0]}

    def _files_announce(self, arguments: Json) -> Json:
        described = self._workspace.keep_file(str(arguments.get("filename"))[:200], b"", BOT, self._base)
        return {"upload_url": described["url_private"], "file_id": described["id"]}

    def _files_complete(self, arguments: Json) -> Json:
        found = [self._workspace.file(str(file.get("id"))) for file in arguments.get("files") or ()]
        if not all(file and file[1] for file in found):
            raise Failure("file_not_found")
        return {"files": [file[0] for file in found if file]}

    def respond(self, name: str, body: Json) -> tuple[int, str]:
        """An answer over a response_url: status and text, as Slack's."""
        hook = self._workspace.use_hook(name)
        if hook is None:
            return 404, "used_url"
        if body.get("delete_original"):
            self._workspace.remove(hook.ts)
            return 200, "ok"
        try:
            text, blocks = _checked(body)
        except Failure as failure:
            log.warning("workspace.response_refused", error=failure.error, faults=failure.faults[:5])
            return 400, failure.error
        if body.get("replace_original") and hook.ts and self._workspace.edit(hook.ts, text=text, blocks=blocks):
            return 200, "ok"
        shared = body.get("response_type") == "in_channel"
        thread = str(body.get("thread_ts") or hook.thread)
        post = Post(self._workspace.next_ts(), hook.channel, BOT, text, blocks, thread)
        post.only_for = "" if shared else hook.user
        self._workspace.add(post)
        return 200, "ok"
