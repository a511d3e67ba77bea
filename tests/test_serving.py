"""The processes as an operator starts and ends them: real processes, loopback only."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.slack_api import SECRET, TOKEN, SlackApi, command, serving, signed

PATIENCE_SECONDS = 60
"""Only bounds how long a broken process is waited for."""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("# 정원\n\n## 장미\n\n장미는 햇빛을 좋아한다.\n", encoding="utf8")
    return folder


def environment(**variables: str) -> dict[str, str]:
    """This process's, without settings of whoever runs the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AITREND_", "SLACK_")) and k != "PORT"}
    return {**kept, "AITREND_MEANING": "off", **variables}


def finished(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    words_of_it = [sys.executable, "-m", "bot", *words]
    return subprocess.run(
        words_of_it, env=environment(**variables), capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


@contextmanager
def running(*words: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A serving process and the address that it announced."""
    words_of_it = [sys.executable, "-m", "bot", *words]
    process = subprocess.Popen(words_of_it, env=environment(**variables), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        said = []
        for line in process.stderr:
            said.append(line)
            found = re.search(r"aitrend (?:runs|answers|is connected).*?(http://\S+?:\d+)", line)
            if found:
                yield process, found[1]
                break
        else:
            pytest.fail("it never announced an address:\n" + "".join(said))
    finally:
        process.kill()
        process.communicate()


def get(address: str) -> dict[str, object]:
    """What an address says that was announced: whoever opens it at once is not refused."""
    with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
        found: dict[str, object] = json.loads(answer.read())
    return found


def test_up_without_tokens_serves_the_local_workspace(docs: Path, tmp_path: Path) -> None:
    """The first of the two commands: ready, and ended cleanly by SIGTERM."""
    with running("up", "--docs", str(docs), "--data", str(tmp_path / "d"), "--port", "0") as (process, address):
        assert get(f"{address}/readyz") == {"status": "ok", "checks": {"database": True, "index": True}}
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0


def test_no_answer_waits_for_the_deliveries(docs: Path, tmp_path: Path) -> None:
    """Their scheduler is loaded behind the greeting; it does begin, and ends with the process."""
    with running("up", "--docs", str(docs), "--data", str(tmp_path / "d"), "--port", "0") as (process, _):
        assert process.stderr is not None
        assert any("worker.started" in line for line in process.stderr)
        process.send_signal(signal.SIGTERM)
        assert any("worker.stopped" in line for line in process.stderr)
        assert process.wait(PATIENCE_SECONDS) == 0


def test_a_document_that_goes_bad_is_told_once_while_the_bot_runs(docs: Path, tmp_path: Path) -> None:
    """The editor who looks at the log of the running bot sees what is wrong with which line."""
    where = ("--docs", str(docs), "--data", str(tmp_path / "d"))
    with running("up", *where, "--port", "0", AITREND_LANG="en") as (process, _):
        assert process.stderr is not None
        said = iter(process.stderr)
        next(line for line in said if "worker.started" in line)
        (docs / "b.md").write_text("---\ntitle: x\ntitle: y\n---\n\nz\n", encoding="utf8")
        assert next(line for line in said if "error" in line).startswith("b.md:3: error: The key title stands twice.")
        (docs / "c.md").write_text("# 뜰\n\n뜰에는 꽃이 핀다.\n", encoding="utf8")
        assert json.loads(next(line for line in said if "b.md" in line or '"read": 1' in line))["problems"] == 1


def test_a_signed_command_over_http_is_answered(docs: Path, tmp_path: Path) -> None:
    """`web` alone: acknowledged, and the answer posted to its response_url."""
    data = str(tmp_path / "d")
    assert finished("index", "--docs", str(docs), "--data", data).returncode == 0
    with serving(SlackApi()) as slack:
        tokens = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "AITREND_SLACK_API_URL": f"{slack.base}/api/",
        }
        words = ("web", "--docs", str(tmp_path / "nothing"), "--data", data, "--port", "0")
        with running(*words, **tokens) as (_, address):
            get(f"{address}/livez")
            body = command("장미 햇빛", api=slack)
            headers = signed(body, time.time())
            request = urllib.request.Request(f"{address}/slack/events", data=body, headers=headers)
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                assert answer.status == 200
            posted = slack.wait("response_url", seconds=PATIENCE_SECONDS)[0]
            assert "장미는 햇빛을 좋아한다" in json.dumps(posted, ensure_ascii=False)


def test_a_port_in_use_is_said_at_once(docs: Path, tmp_path: Path) -> None:
    """Exit 2, the port, and the option that helps; the documents were not even read."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = finished("up", "--docs", str(docs), "--data", str(tmp_path / "d"), "--port", port)
    assert ran.returncode == 2
    assert port in ran.stderr
    assert "--port" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "d").exists()


def test_a_host_that_is_not_here_is_said(docs: Path, tmp_path: Path) -> None:
    """It is no other port that helps."""
    ran = finished("up", "--docs", str(docs), "--data", str(tmp_path / "d"), "--host", "nowhere.invalid")
    assert (ran.returncode, "--host" in ran.stderr, "Traceback" in ran.stderr) == (2, True, False)


def test_half_a_set_of_tokens_is_refused(docs: Path, tmp_path: Path) -> None:
    """Exit 2 and the name of the other half."""
    ran = finished("up", "--docs", str(docs), "--data", str(tmp_path / "d"), SLACK_BOT_TOKEN=TOKEN)
    assert ran.returncode == 2
    assert "SLACK_APP_TOKEN" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_token_that_slack_refuses_ends_the_start(docs: Path, tmp_path: Path) -> None:
    """Serving with it would only fail later and in front of people."""
    with serving(SlackApi()) as slack:
        slack.failures["auth.test"] = {"ok": False, "error": "invalid_auth"}
        tokens = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "AITREND_SLACK_API_URL": f"{slack.base}/api/",
        }
        ran = finished("up", "--docs", str(docs), "--data", str(tmp_path / "d"), "--port", "0", **tokens)
    assert ran.returncode == 2
    assert "invalid_auth" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_no_other_folder_is_brought_in_beside_a_running_bot(docs: Path, tmp_path: Path) -> None:
    """A worker goes on with what is served and says so; who only wanted the documents read is refused."""
    (tmp_path / "other").mkdir()
    where = ("--docs", str(tmp_path / "other"), "--data", str(tmp_path / "d"))
    with running("up", "--docs", str(docs), "--data", str(tmp_path / "d"), "--port", "0"):
        once, index = finished("worker", "--once", *where), finished("index", *where)
        assert once.stdout.startswith(
            f"documents: {tmp_path / 'other'} is not read, since a running process reads {docs}"
        )
        assert (once.returncode, index.returncode, index.stderr.count(str(docs))) == (0, 2, 1)
        # A worker that stays has to be ended, and is told by its log.
        words = [sys.executable, "-m", "bot", "worker", *where]
        with subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True) as worker:
            assert worker.stderr is not None
            assert any("documents.left_unread" in line for line in worker.stderr)
            assert any("only keeps the documents" in line for line in worker.stderr)
            worker.terminate()
        assert worker.returncode == 0
    asked = finished("ask", "장미 햇빛", "--docs", str(docs), "--data", str(tmp_path / "d"), "--json")
    assert json.loads(asked.stdout)["answered"]


def test_worker_once_delivers_a_due_digest_and_says_so(docs: Path, tmp_path: Path) -> None:
    """The whole path of a digest through processes of their own, as of an instant."""
    where = ("--docs", str(docs), "--data", str(tmp_path / "d"))
    with serving(SlackApi()) as slack:
        tokens = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "AITREND_SLACK_API_URL": f"{slack.base}/api/",
        }
        made = finished("subscribe", "C0123456789", *where, "--json", **tokens)
        assert made.returncode == 0, made.stderr
        slot = json.loads(made.stdout)["next"][0]
        for _ in range(2):
            ran = finished("worker", "--once", "--at", slot, *where, **tokens)
            assert ran.returncode == 0, ran.stderr
        posts = [call for call in slack.named("chat.postMessage") if not call.get("thread_ts")]
        assert len(posts) == 1
        assert posts[0]["channel"] == "C0123456789"
    rows = finished("deliveries", *where, "--json").stdout.splitlines()
    assert {json.loads(row)["state"] for row in rows} == {"posted"}
