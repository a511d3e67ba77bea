"""The long-running processes: what runs in which, in what order it starts, and how it ends.

`up` runs everything in one process; `web` and `worker` are its two halves for platforms that start many. A process
listens only when it can answer, says where, and ends cleanly on SIGTERM and Ctrl-C.
"""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

import structlog

from bot import garbage
from bot.app import Front, http_front, local_front, slack_client, socket_front
from bot.clock import FixedClock
from bot.config import Connection, Settings
from bot.core import Core, open_core, open_served
from bot.domain.document import Problem
from bot.errors import AitrendError, FolderTaken, InputError, SettingsError
from bot.ingest.load import Progress, SyncReport
from bot.logs import configure_logs
from bot.parts import Parts, worker_of

if TYPE_CHECKING:
    from slack_sdk import WebClient
    from starlette.types import ASGIApp

log = structlog.get_logger(__name__)
Announce = Callable[[str], None]
Tell = Callable[[Iterable[Problem]], None]
"""Shows problems of documents to whoever keeps them."""

FOLLOW_SECONDS = 2.0
"""How soon a process sees what another one has brought into the store."""

MEANING_AFTER_SECONDS = 5.0
"""After the start the embedder is loaded: a second of work and a hundred megabytes that no answer waits for."""

WORK_AFTER_SECONDS = 1.0
"""After the start the scheduler is loaded, 100 ms of it: what is due was not late a second before."""

GRACE_SECONDS = 5
"""How long requests under way may take after the process was told to end."""


def run_all(settings: Settings, *, announce: Announce, tell: Tell, progress: Progress | None = None) -> None:
    """The whole bot in one process, until it is told to end."""
    connection = settings.connection
    configure_logs(settings.log_level)
    with _listening_socket(settings) as listening, open_core(settings, adopt=True) as core, ExitStack() as stack:
        watch = _Watch(tell)
        watch.begin(core, progress)
        parts = Parts(core)
        front = _front(parts, connection, listening, stack)
        stack.enter_context(_background(watch.follow, core))
        stack.enter_context(_working(parts, front.client, after_seconds=WORK_AFTER_SECONDS))
        stack.enter_context(_meaning(core))
        _serve(front.app, listening, announce=announce, greeting=_greeting(connection, listening))


def run_web(settings: Settings, *, announce: Announce) -> None:
    """The HTTP front alone; another process brings the documents in."""
    if settings.connection is not Connection.HTTP:
        raise SettingsError("aitrend web answers Slack over HTTP: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET")
    configure_logs(settings.log_level)
    with _listening_socket(settings) as listening, open_served(settings) as core, ExitStack() as stack:
        core.library.catch_up()
        front = _front(Parts(core), Connection.HTTP, listening, stack)
        stack.enter_context(_background(_follow_store, core))
        stack.enter_context(_meaning(core))
        _serve(front.app, listening, announce=announce, greeting=_greeting(Connection.HTTP, listening))


def run_worker(settings: Settings, *, announce: Announce, tell: Tell) -> None:
    """The work in the background alone, until the process is told to end, be it while it starts."""
    configure_logs(settings.log_level)
    with _told_to_end() as told, open_core(settings, adopt=True) as core, ExitStack() as stack:
        watch = _Watch(tell)
        watch.begin(core)
        stack.enter_context(_background(watch.follow, core))
        if settings.connection is Connection.LOCAL:
            announce("aitrend worker only keeps the documents in step: set SLACK_BOT_TOKEN to deliver messages")
        else:
            stack.enter_context(_working(Parts(core), slack_client(settings)))
            announce("aitrend worker runs; stop with Ctrl-C")
        garbage.settle()
        while not told.wait(timeout=3600):
            pass


def run_worker_once(settings: Settings, *, now: datetime) -> Iterator[str]:
    """Each step once, as of an instant; a line for each says what it did."""
    with open_core(settings, adopt=True, clock=FixedClock(now)) as core:
        yield f"documents: {_synced(core)}"
        if not settings.slack_bot_token:
            yield "deliveries: nothing is sent without SLACK_BOT_TOKEN"
            return
        done = worker_of(Parts(core), slack_client(settings)).once(now)
        yield from (f"{name}: {_said(result)}" for name, result in done.did.items())
        yield from (f"{name}: failed: {reason}" for name, reason in done.failed.items())


def _synced(core: Core) -> str:
    try:
        report = core.library.sync()
    except FolderTaken as error:
        core.library.catch_up()
        return str(error)
    return f"{len(report.read)} read, {len(report.removed)} removed, {len(report.problems)} problems"


def _said(result: object) -> str:
    if isinstance(result, Mapping):
        return ", ".join(f"{count} {name}" for name, count in result.items()) or "nothing to do"
    return str(result)


@dataclass(slots=True)
class _Watch:
    """Keeps the documents in step with their folder, and tells each problem once while it stands."""

    tell: Tell
    told: frozenset[Problem] = field(default=frozenset())

    def begin(self, core: Core, progress: Progress | None = None) -> None:
        """Read what changed while nothing ran."""
        self.tell(core.problems)
        try:
            self._report(core.library.sync(progress))
        except FolderTaken as error:
            log.warning("documents.left_unread", reason=str(error))
            core.library.catch_up()

    def follow(self, core: Core, ending: threading.Event) -> None:
        """Bring in what changes in the folder, and what others bring into the store."""
        for report in core.library.watch(ending, follow_seconds=FOLLOW_SECONDS):
            self._report(report)

    def _report(self, report: SyncReport) -> None:
        found = frozenset(report.problems)
        self.tell(found - self.told)
        self.told = found
        log.info(
            "documents.read",
            read=len(report.read),
            unchanged=len(report.unchanged),
            removed=len(report.removed),
            kept=len(report.kept),
            problems=len(report.problems),
        )


def _front(parts: Parts, connection: Connection, listening: socket.socket, stack: ExitStack) -> Front:
    """The front of a connection; what must be closed at the end goes onto the stack."""
    if connection is Connection.LOCAL:
        front = local_front(parts, address=_address(listening))
    else:
        front = socket_front(parts) if connection is Connection.SOCKET else http_front(parts)
    stack.callback(front.close)
    if front.socket is not None:
        front.socket.connect()  # type: ignore[no-untyped-call]
        stack.callback(front.socket.close)
    return front


@contextmanager
def _working(parts: Parts, client: WebClient, *, after_seconds: float = 0) -> Iterator[None]:
    """Deliveries go out while the block runs."""
    worker = worker_of(parts, client)
    later = threading.Timer(after_seconds, worker.start)
    later.start()
    try:
        yield
    finally:
        later.cancel()
        later.join()
        worker.stop()


@contextmanager
def _meaning(core: Core) -> Iterator[None]:
    """Search by meaning joins in a while after the start: until then the machine belongs to the first answers."""
    from prometheus_client import REGISTRY

    from bot.meters import MeaningMeter

    meter = MeaningMeter(core.meaning.status)
    REGISTRY.register(meter)
    later = threading.Timer(MEANING_AFTER_SECONDS, core.meaning.start)
    later.daemon = True
    later.start()
    try:
        yield
    finally:
        later.cancel()
        REGISTRY.unregister(meter)


def _greeting(connection: Connection, listening: socket.socket) -> str:
    address = _address(listening)
    return {
        Connection.LOCAL: f"aitrend runs in a local workspace: open {address} and type /aitrend 노벨상",
        Connection.HTTP: f"aitrend answers Slack at {address}/slack/events",
        Connection.SOCKET: f"aitrend is connected to Slack; health and metrics at {address}",
    }[connection]


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _listening_socket(settings: Settings) -> Iterator[socket.socket]:
    """The port is taken before any work: a port in use is said at once, not after the documents were read."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host, settings.port))
        except OSError as error:
            other = "--port" if error.errno in {errno.EADDRINUSE, errno.EACCES} else "--host"
            raise InputError(
                f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); choose another with {other}"
            ) from None
        yield listening


def _serve(front: ASGIApp, listening: socket.socket, *, announce: Announce, greeting: str) -> None:
    """Greet and serve. Who opens the address at once waits for the server's first moment, instead of being refused."""
    import uvicorn

    config = uvicorn.Config(
        front, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=GRACE_SECONDS
    )
    with _ending_cleanly():
        listening.listen()
        announce(greeting)
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """The server hands a signal on after its own shutdown: SIGTERM then ends this process with 0, its parts closed."""

    def end(_signal: int, _frame: object) -> NoReturn:
        sys.exit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Set by SIGTERM."""
    told = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: told.set())
    try:
        yield told
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _background(work: Callable[[Core, threading.Event], None], core: Core) -> Iterator[None]:
    """Runs `work` in a thread until the block ends; it must look at the event that it is given."""
    ending = threading.Event()
    thread = threading.Thread(target=work, args=(core, ending), name=work.__name__.strip("_"), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(timeout=GRACE_SECONDS)


def _follow_store(core: Core, ending: threading.Event) -> None:
    while not ending.wait(FOLLOW_SECONDS):
        try:
            core.library.catch_up()
        except AitrendError as error:
            log.warning("index.behind", error=str(error))
