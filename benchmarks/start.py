"""How soon `aitrend up` is ready over unchanged documents, and how much memory it has then.

    python -m benchmarks.start [--docs seeds] [--times 3]

Starts a process as an operator does, asks `/readyz` until it answers 200, and ends it by SIGTERM. The first start, in
which the documents are read, does not count. Prints a JSON object a start, and one for the whole.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

PATIENCE_SECONDS = 60
POLL_SECONDS = 0.005


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _is_ready(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        asking.request("GET", "/readyz")
        return asking.getresponse().status == 200
    except OSError:
        return False
    finally:
        asking.close()


def _resident_mb(pid: int) -> float:
    """Linux only: the resident set of a process, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def start(docs: Path, data: str) -> dict[str, float]:
    """One start; RuntimeError where it ended or was not ready in time."""
    port = _free_port()
    words = [sys.executable, "-m", "bot", "up", "--docs", str(docs), "--data", data, "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        while not _is_ready(port):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE_SECONDS:
                raise RuntimeError("aitrend up was never ready")
            time.sleep(POLL_SECONDS)
        ready = time.perf_counter() - began
        return {"seconds": round(ready, 2), "resident_mb": round(_resident_mb(process.pid), 1)}
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Goals: 1.5 s and 120 MB with the five documents that come along."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--docs", type=Path, default=Path("seeds"))
    options.add_argument("--times", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        start(given.docs, data)
        found = []
        for _ in range(given.times):
            found.append(start(given.docs, data))
            print(json.dumps(found[-1]), flush=True)
    whole = {name: median(one[name] for one in found) for name in ("seconds", "resident_mb")}
    print(json.dumps({"median": whole}))


if __name__ == "__main__":
    main()
