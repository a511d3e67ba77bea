"""The folder of documents: which files are documents, and their bytes. Never leaves the folder, never blocks.

Hidden names, other endings and what a link leads out of the folder are no documents; pipes and devices are not
opened. A part of the folder that cannot be looked into is a problem, and its documents are not taken for removed.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.document import ENDINGS, Problem, Severity
from bot.domain.troubles import Trouble, trouble
from bot.errors import DocumentError, InputError
from bot.ingest.decode import MAX_BYTES, check_size

GLOSSARY = "glossary.yml"
"""In the documents' folder: equal terms, which editors may extend. It is read by others than this package."""
MAX_FOLDER_DEPTH = 64


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `path` is relative to the folder, POSIX, in NFC: macOS hands out names in NFD."""

    path: str
    place: Path


@dataclass(slots=True)
class Walk:
    """What a folder holds: files by path, problems, and the parts (paths, or prefixes ending in a slash) unseen.

    `others` are the paths of files of other kinds, which an editor may take for documents.
    """

    files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def is_unseen(self, path: str) -> bool:
        """Whether a path lies where the walk could not look."""
        return any(path == part or (part.endswith("/") and path.startswith(part)) for part in self.unseen)


def is_document_name(name: str) -> bool:
    """Whether a file of this name would be read."""
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in ENDINGS


def walk(folder: Path) -> Walk:
    """The documents of a folder by path. Raises InputError where the folder is missing or cannot be listed."""
    try:
        root = folder.resolve(strict=True)
        with os.scandir(root):
            pass
    except NotADirectoryError:
        raise InputError(f"{folder} is no folder: give the folder that holds the documents.") from None
    except FileNotFoundError:
        raise InputError(f"The folder {folder} does not exist: create it, or give another one.") from None
    except (OSError, RuntimeError) as error:
        raise InputError(f"The folder {folder} cannot be read: {_reason(error)}.") from None
    walker = _Walker(root)
    walker.run()
    walker.found.files.sort(key=lambda file: file.path)
    walker.found.problems.sort()
    walker.found.others.sort()
    return walker.found


def read_bytes(file: SourceFile) -> bytes:
    """The bytes of a file. Raises DocumentError for one that is too long or cannot be read."""
    try:
        # Non-blocking, since a pipe may have taken the file's place after the walk.
        descriptor = os.open(file.place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as handle:
            status = os.fstat(handle.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise DocumentError(_irregular(file.path))
            check_size(status.st_size, path=file.path)
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(Problem(file.path, 0, trouble("file.unreadable", reason=_reason(error)))) from None


class _Walker:
    """Walks without recursion, each real folder once."""

    def __init__(self, root: Path) -> None:
        self.found = Walk()
        self._root = root
        self._names: set[str] = set()
        self._visited: set[tuple[int, int]] = set()

    def run(self) -> None:
        status = self._root.stat()
        self._visited.add((status.st_dev, status.st_ino))
        waiting: list[tuple[Path, str]] = [(self._root, "")]
        while waiting:
            folder, prefix = waiting.pop()
            waiting.extend(self._folder(folder, prefix))

    def _folder(self, folder: Path, prefix: str) -> list[tuple[Path, str]]:
        """Take a folder's files, return its folders; in the order of names, so that a walk is repeatable."""
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._unseen(prefix, prefix.rstrip("/"), trouble("folder.unreadable", reason=_reason(error)))
            return []
        inner = (self._entry(entry, prefix) for entry in ordered if not entry.name.startswith("."))
        return [pair for pair in inner if pair is not None][::-1]

    def _entry(self, entry: os.DirEntry[str], prefix: str) -> tuple[Path, str] | None:
        path = unicodedata.normalize("NFC", prefix + entry.name)
        try:
            status = entry.stat()
        except OSError as error:
            # A broken link without an ending may have led to a folder of documents.
            if is_document_name(entry.name) or (entry.is_symlink() and "." not in entry.name):
                reason = _reason(error)
                why = trouble("link.dead", reason=reason) if entry.is_symlink() else None
                self._unseen(path, path, why or trouble("file.unreachable", reason=reason))
            return None
        is_folder = stat.S_ISDIR(status.st_mode)
        if not is_folder and not is_document_name(entry.name):
            if path != GLOSSARY:
                self.found.others.append(path.encode("utf-8", "backslashreplace").decode("utf-8"))
            return None
        if not self._is_fit(entry, path):
            return None
        if is_folder:
            return self._inner(entry, path, status)
        if stat.S_ISREG(status.st_mode):
            self._file(entry, path)
        else:
            self.found.problems.append(_irregular(path))
        return None

    def _is_fit(self, entry: os.DirEntry[str], path: str) -> bool:
        """Whether the name can be stored and the place lies within the folder."""
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
            self._report(shown, trouble("file.name"))
            return False
        if not entry.is_symlink():
            return True
        try:
            inside = Path(entry.path).resolve(strict=True).is_relative_to(self._root)
        except (OSError, RuntimeError) as error:
            self._report(path, trouble("link.unresolved", reason=str(error)))
            return False
        if not inside:
            self._report(path, trouble("link.outside"))
        return inside

    def _inner(self, entry: os.DirEntry[str], path: str, status: os.stat_result) -> tuple[Path, str] | None:
        key = (status.st_dev, status.st_ino)
        if key in self._visited:
            self._report(path, trouble("folder.repeated"), Severity.WARNING)
            return None
        if path.count("/") >= MAX_FOLDER_DEPTH:
            self._unseen(path + "/", path, trouble("folder.depth", limit=MAX_FOLDER_DEPTH))
            return None
        self._visited.add(key)
        return Path(entry.path), path + "/"

    def _file(self, entry: os.DirEntry[str], path: str) -> None:
        if path in self._names:
            self._report(path, trouble("file.namesake"))
            return
        self._names.add(path)
        self.found.files.append(SourceFile(path, Path(entry.path)))

    def _unseen(self, part: str, path: str, why: Trouble) -> None:
        self.found.unseen.append(part)
        self._report(path, why)

    def _report(self, path: str, why: Trouble, severity: Severity = Severity.ERROR) -> None:
        self.found.problems.append(Problem(path, 0, why, severity))


def _irregular(path: str) -> Problem:
    return Problem(path, 0, trouble("file.irregular"))


def _reason(error: BaseException) -> str:
    strerror = getattr(error, "strerror", None)
    return str(strerror or error).rstrip(".").lower()
