"""The way of a document: folder -> store -> index, in step across processes.

The folder is read into the store by whoever runs the document sync; the index is derived from the store by revision.
On one data folder one process at a time writes the index, held by a lock that the operating system drops when the
process dies; the others see what it wrote.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import structlog

from bot.domain.document import Problem
from bot.domain.ports import Clock, DocumentStore, Readers, SearchIndex
from bot.errors import AitrendError, FolderTaken, InputError
from bot.filelock import turn
from bot.ingest.folder import is_document_name, walk
from bot.ingest.load import Progress, SyncReport, read_again, sync_folder, unread

log = structlog.get_logger(__name__)

UPLOAD = "upload"
"""The name under which the store keeps what people gave in Slack."""

_FOLDER = "folder:"

_REMOVED = (0, 0)
"""No folder's place. The one made anew under a name often gets the very number that the removed one had."""


def folder_origin(folder: Path) -> str:
    """The name under which the store keeps a folder's documents."""
    return f"{_FOLDER}{folder.resolve()}"


def is_folder(origin: str) -> bool:
    """Whether documents came in from a folder, not as files that people gave."""
    return origin.startswith(_FOLDER)


def folder_of(origin: str) -> Path:
    """The folder of `folder_origin`."""
    return Path(origin.removeprefix(_FOLDER))


class Library:
    """Keeps store and index in step with a folder of documents."""

    def __init__(
        self,
        folder: Path,
        documents: DocumentStore,
        index: SearchIndex,
        *,
        lock_file: Path,
        clock: Clock,
        readers: Readers | None = None,
    ) -> None:
        self.folder = folder
        self.origin = folder_origin(folder)
        """The name under which the store keeps this folder's documents, also where a link leads elsewhere by now."""
        self._documents = documents
        self._index = index
        self._lock_file = lock_file
        self._clock = clock
        self._readers = readers
        self._waits = False
        self._turn = threading.Lock()
        self._problems: tuple[Problem, ...] | None = None

    def sync(self, progress: Progress | None = None) -> SyncReport:
        """Read what changed in the folder into the store, and uploads anew for a new parser; then the index follows.

        Where another process makes the first index this one waits for it: it would find nothing in none. Raises
        FolderTaken where a running process reads another folder.
        """
        self._enter()
        report = sync_folder(self.folder, self._documents, origin=self.origin, now=self._clock.now(), progress=progress)
        self._problems = report.problems
        if count := read_again(self._documents, origin=UPLOAD, now=self._clock.now()):
            log.info("uploads.read_again", count=count)
        self._follow(wait=self._index.refresh() == 0)
        return report

    def _enter(self) -> None:
        """Let this folder be the one that is served."""
        if self._readers is None:
            return
        before = self._served()
        taken = self._readers.enter(self.origin, prefix=_FOLDER)
        self._waits = bool(taken)
        if taken:
            raise FolderTaken(
                f"{self.folder} is not read, since a running process reads {folder_of(taken)} into this database; "
                "name that folder with --docs wherever documents are read, or end the other process first"
            )
        if replaced := [str(folder_of(origin)) for origin in before if origin != self.origin]:
            log.warning("documents.folder_replaced", before=replaced, folder=str(self.folder))

    def _served(self) -> list[str]:
        return [origin for origin in self._documents.origins() if is_folder(origin)]

    def _may_take_over(self) -> bool:
        """Whether nobody reads another folder any more, and this one holds every file that is served: none is lost."""
        if self._readers is not None and self._readers.elsewhere(self.origin):
            return False
        served = {path for origin in self._served() for path in self._documents.versions(origin)}
        return served <= {file.path for file in walk(self.folder).files}

    def problems(self) -> tuple[Problem, ...]:
        """What was wrong when this process last read the folder; where it never does, what the store knows of."""
        if self._problems is not None:
            return self._problems
        stored = self._documents.versions(self.origin).values()
        return tuple(sorted(problem for version in stored for problem in version.problems))

    def left_out(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The paths of files that the store does not hold as they stand in the folder, and of those of other kinds."""
        found = walk(self.folder)
        return tuple(unread(found, self._documents, origin=self.origin)), tuple(found.others)

    def watch(self, ending: threading.Event, *, follow_seconds: float = 2.0) -> Iterator[SyncReport]:
        """Sync whenever something in the folder changes, until told to end; yields a report for every change.

        In between the index follows what other processes bring into the store, and does only that while one of them
        reads another folder. A folder or a database that is away for a while is logged once, and tried again; where the
        system has no watcher left, the files are looked at in turn.
        """
        from watchfiles import Change, watch
        from watchfiles._rust_notify import WatchfilesRustInternalError

        pause = int(follow_seconds * 1000)
        how: dict[str, Any] = {"rust_timeout": pause, "yield_on_timeout": True, "poll_delay_ms": pause}
        before: tuple[int, int] | None = None
        trouble = ""
        while not ending.is_set():
            watched = False
            try:
                if self._waits and not self._may_take_over():
                    self.catch_up()
                    ending.wait(follow_seconds)
                    continue
                here = before = self._place(before)
                root = self.folder.resolve()
                for changes in watch(root, stop_event=ending, **how):
                    if (Change.deleted, str(root)) in changes:
                        before = _REMOVED
                        break
                    if self._place(here) != here:
                        break
                    # The first turn looks whatever happened: a file may have come in before the watch stood.
                    is_due = not watched or any(self._concerns(Path(path)) for _, path in changes)
                    report = self.sync() if is_due else None
                    watched, trouble = True, ""
                    if report is None:
                        self.catch_up()
                    elif report.changed or report.problems:
                        yield report
            except (AitrendError, OSError, WatchfilesRustInternalError) as error:
                if trouble != str(error):
                    log.warning("documents.watch_interrupted", error=str(error))
                trouble = str(error)
                # Linux has 128 watchers for all programs of a user (fs.inotify.max_user_instances).
                scarce = not (watched or isinstance(error, AitrendError | FileNotFoundError))
                how["force_polling"] = scarce or None
                ending.wait(follow_seconds)

    def _place(self, before: tuple[int, int] | None) -> tuple[int, int]:
        """Which folder stands under the name: another may be put in its place, which the system's watcher cannot see.

        Raises OSError where there is none, InputError where an empty one stands in the place of `before`: a folder that
        is not mounted looks like that.
        """
        state = self.folder.stat()
        place = (state.st_dev, state.st_ino)
        if before not in (None, place) and not any(self.folder.iterdir()):
            raise InputError(f"{self.folder} is empty now, and another folder than before: is it mounted?")
        return place

    def _concerns(self, changed: Path) -> bool:
        """Whether documents may have changed: the watcher follows links out of the folder, which the walk does not."""
        if changed.is_file() and not is_document_name(changed.name):
            return False
        return changed.parent.resolve().is_relative_to(self.folder.resolve())

    def catch_up(self) -> int:
        """Bring the index to the store's revision; returns the revision that readers now see.

        Where another process is writing the index, this one only looks at what has been written so far.
        """
        return self._follow(wait=False)

    def _follow(self, *, wait: bool) -> int:
        with self._turn, turn(self._lock_file, wait=wait) as writing:
            self._index.refresh()
            wanted, held = self._documents.revision(), self._index.revision()
            if held == wanted or not writing:
                return held
            after = held if held < wanted else 0
            self._index.apply(self._documents.changes(after), revision=wanted)
            log.info("index.applied", revision=wanted, after=after)
            return wanted
