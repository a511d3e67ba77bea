"""How soon a signed slash command is acknowledged, and whether every answer arrives.

    python -m benchmarks.acks [--docs seeds] [--requests 200] [--at-once 20]

The bot runs in a process of its own over a real index and database; the requests are signed as Slack signs them; its
answers go to a local Web API of 30 ms latency, which counts them. Prints one JSON object a run: one request at a time,
then so many at once.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from typing import ClassVar
from urllib.parse import urlencode

SECRET, TOKEN = "benchmark-secret", "xoxb-benchmark"
QUERIES = (
    "노벨상",
    "노밸상",
    "ㄴㅂㅅ",
    "라마 3.2",
    "G7 툴킷",
    "dlsrhdwlsmd",
    "AI 인재 이직",
    "알파칩",
    "없는말씀",
    "오픈소스 모델",
)


class Api(BaseHTTPRequestHandler):
    """Slack's Web API as far as answers need it, a little slow."""

    protocol_version = "HTTP/1.1"
    answers: ClassVar[Counter[str]] = Counter()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        time.sleep(0.03)
        if self.path.startswith("/hooks/"):
            self.answers[self.path] += 1
        user = {"id": "U1", "locale": "ko-KR", "tz": "Asia/Seoul"}
        body = json.dumps(
            {"ok": True, "user_id": "UBOT", "bot_id": "B1", "team_id": "T1", "ts": "1.1", "user": user}
        ).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def serve(docs: Path, data: Path, port: int, api: str) -> None:
    """The bot's process."""
    import uvicorn

    from bot import web
    from bot.app import readiness, services
    from bot.config import Settings
    from bot.core import open_core
    from bot.logs import configure_logs
    from bot.parts import Parts
    from bot.store.lateanswers import LateAnswerLog
    from handlers.bolt import create
    from handlers.work import Pool

    configure_logs("error")
    with open_core(Settings(docs=docs, data=data), adopt=True) as core, ThreadPoolExecutor(web.THREADS) as requests:
        core.library.sync(None)
        used = services(Parts(core), answers=LateAnswerLog(core.database), api_url=f"{api}/api/")
        bolt = create(used, Pool(), token=TOKEN, signing_secret=SECRET)
        front = web.build(bolt, requests, signing_secret=SECRET, readiness=lambda: readiness(core), clock=core.clock)
        uvicorn.run(front, host="127.0.0.1", port=port, log_config=None, access_log=False)


def send(port: int, api: str, number: int) -> float:
    """One signed command; returns the milliseconds until its acknowledgement."""
    from bot.slack.gate import sign

    body = urlencode(
        {
            "command": "/aitrend",
            "text": QUERIES[number % len(QUERIES)],
            "team_id": "T1",
            "user_id": f"U{number % 7}",
            "channel_id": "C1",
            "trigger_id": f"{time.time_ns()}.{number}",
            "response_url": f"{api}/hooks/{time.time_ns()}/{number}",
        }
    ).encode()
    stamp = str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign(SECRET, stamp, body),
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.connect()
    started = time.perf_counter()
    connection.request("POST", "/slack/events", body, headers)
    response = connection.getresponse()
    response.read()
    took = 1_000 * (time.perf_counter() - started)
    connection.close()
    if response.status != 200:
        raise SystemExit(f"refused with {response.status}")
    return took


def measure(port: int, api: str, requests: int, at_once: int) -> dict[str, float | int]:
    """A run, and the answers that arrived within ten seconds after it."""
    Api.answers.clear()
    with ThreadPoolExecutor(at_once) as pool:
        took = list(pool.map(lambda number: send(port, api, number), range(requests)))
    sent = time.perf_counter()
    while len(Api.answers) < requests and time.perf_counter() - sent < 10:
        time.sleep(0.01)
    cuts = quantiles(took, n=100)
    return {
        "requests": requests,
        "at_once": at_once,
        "ack_ms_p50": round(median(took), 1),
        "ack_ms_p95": round(cuts[94], 1),
        "ack_ms_p99": round(cuts[98], 1),
        "ack_ms_max": round(max(took), 1),
        "answered": len(Api.answers),
        "answered_twice": sum(count > 1 for count in Api.answers.values()),
        "last_answer_after_ms": round(1_000 * (time.perf_counter() - sent)),
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _until_ready(port: int) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the bot did not become ready")


def main() -> None:
    """Start everything, warm up, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--serve", nargs=3, metavar=("DATA", "PORT", "API"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        data, port, api = chosen.serve
        serve(chosen.docs, Path(data), int(port), api)
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api, port = f"http://127.0.0.1:{server.server_port}", _free_port()
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "benchmarks.acks", "--docs", str(chosen.docs), "--serve", data, str(port), api]
        bot = subprocess.Popen(command)
        try:
            _until_ready(port)
            measure(port, api, 60, 6)
            for at_once in (1, chosen.at_once):
                print(json.dumps(measure(port, api, chosen.requests, at_once)))
        finally:
            bot.terminate()
            bot.wait(timeout=20)


if __name__ == "__main__":
    main()
