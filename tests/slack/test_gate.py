"""The gate before Bolt."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.gate import MAX_BYTES, WINDOW_SECONDS, Accepted, Gate, Refused, RememberedReplays, read, sign
from tests.samples import NOW
from tests.slack_api import SECRET

FORM = b"application/x-www-form-urlencoded"
JSON = b"application/json"


def headers(
    body: bytes, *, stamp: str | None = None, kind: bytes = FORM, signature: str | None = None
) -> list[tuple[bytes, bytes]]:
    stamp = str(int(NOW.timestamp())) if stamp is None else stamp
    signature = signature or sign(SECRET, stamp.encode("ascii", "replace").decode(), body)
    return [
        (b"content-type", kind),
        (b"x-slack-request-timestamp", stamp.encode("utf8")),
        (b"x-slack-signature", signature.encode()),
    ]


def check(body: bytes, **given_headers: object) -> Accepted | Refused:
    return Gate(SECRET).check(headers(body, **given_headers), body, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"command=%2Faitrend&text=%EB%85%B8%EB%B2%A8", FORM, {"command": "/aitrend", "text": "노벨"}),
        (b"command=%2Faitrend&text=payload", FORM, {"command": "/aitrend", "text": "payload"}),
        (urlencode({"payload": json.dumps({"type": "x"})}).encode(), FORM, {"type": "x"}),
        (b'{"type":"event_callback"}', JSON, {"type": "event_callback"}),
        (b'{"a":1}', JSON + b"; charset=utf-8", {"a": 1}),
    ],
)
def test_what_slack_signed_comes_in_as_a_dict(body: bytes, kind: bytes, expected: dict[str, object]) -> None:
    """Forms, interactions and events; a command that holds the word payload is a command."""
    assert check(body, kind=kind) == Accepted(expected)


@pytest.mark.parametrize("stamp", ["", "abc", "12.5", "-5", "1e9", "٣", "9" * 13, " 1", "0x10"])
def test_a_timestamp_that_is_no_number_is_refused(stamp: str) -> None:
    """Stock Bolt answers 500 here."""
    assert check(b"a=b", stamp=stamp, signature="v0=" + "0" * 64) == Refused(401, "bad_timestamp")


@pytest.mark.parametrize("seconds", [-WINDOW_SECONDS - 1, WINDOW_SECONDS + 1, -86_400])
def test_a_stale_request_is_refused(seconds: int) -> None:
    """Too old, or from the future."""
    assert check(b"a=b", stamp=str(int(NOW.timestamp()) + seconds)) == Refused(401, "stale")


@pytest.mark.parametrize("signature", ["v0=" + "0" * 64, "v0=", "v1=" + "0" * 64, "V0=" + "A" * 64, "x" * 5_000])
def test_a_wrong_signature_is_refused(signature: str) -> None:
    """Whatever its form."""
    assert check(b"a=b", signature=signature) == Refused(401, "bad_signature")


def test_the_signature_holds_for_the_very_bytes() -> None:
    """Another body under the same signature is refused."""
    given_headers = headers(b"a=b")
    assert Gate(SECRET).check(given_headers, b"a=c", now=NOW) == Refused(401, "bad_signature")


@pytest.mark.parametrize("name", [b"x-slack-request-timestamp", b"x-slack-signature"])
def test_a_missing_or_doubled_header_is_refused(name: bytes) -> None:
    """Two of them leave open which one was meant."""
    whole = headers(b"a=b")
    without = [pair for pair in whole if pair[0] != name]
    doubled = [*whole, next(pair for pair in whole if pair[0] == name)]
    for given_headers in (without, doubled):
        assert Gate(SECRET).check(given_headers, b"a=b", now=NOW) == Refused(401, "unsigned")


def test_a_replay_is_refused_and_a_retry_is_not() -> None:
    """The same signature counts once; the same body signed anew is Slack trying again."""
    gate = Gate(SECRET)
    first = headers(b"a=b")
    assert isinstance(gate.check(first, b"a=b", now=NOW), Accepted)
    assert gate.check(first, b"a=b", now=NOW + timedelta(seconds=60)) == Refused(409, "replayed")
    again = headers(b"a=b", stamp=str(int(NOW.timestamp()) + 60))
    assert isinstance(gate.check(again, b"a=b", now=NOW + timedelta(seconds=60)), Accepted)


def test_of_many_equal_requests_at_once_one_comes_in() -> None:
    """Several threads ask the table at the same moment."""
    gate, given_headers = Gate(SECRET), headers(b"a=b")
    with ThreadPoolExecutor(16) as pool:
        verdicts = list(pool.map(lambda _: gate.check(given_headers, b"a=b", now=NOW), range(64)))
    assert sum(isinstance(verdict, Accepted) for verdict in verdicts) == 1


def test_the_replay_table_forgets_what_can_no_longer_come() -> None:
    """It holds a window's worth of signatures and no more."""
    table = RememberedReplays()
    assert table.first("a", now=NOW)
    assert table.first("b", now=NOW + timedelta(seconds=2 * WINDOW_SECONDS + 1))
    assert len(table._seen) == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"\xff\xfe", JSON, 400),
        (b"text=%FF", FORM, 400),
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b"1", JSON, 400),
        (b"", JSON, 400),
        (b"", FORM, 400),
        (b"payload=", FORM, 400),
        (b"payload=%7B", FORM, 400),
        (b"payload=%5B%5D", FORM, 400),
        (b"a=1&a=2", FORM, 400),
        (b"&".join(b"k%d=v" % number for number in range(101)), FORM, 400),
        (b"[" * 100_000, JSON, 400),
        (b"a=b", b"text/plain", 415),
        (b"a=b", b"", 415),
        (b"x" * (MAX_BYTES + 1), JSON, 413),
    ],
)
def test_a_signed_body_that_cannot_be_read_is_refused(body: bytes, kind: bytes, status: int) -> None:
    """A 4xx, also for what would make a parser fall over."""
    verdict = check(body, kind=kind)
    assert isinstance(verdict, Refused)
    assert verdict.status == status


@given(st.binary(max_size=200), st.sampled_from([JSON, FORM, b""]))
def test_no_body_raises(body: bytes, kind: bytes) -> None:
    """Reading always ends in one of the two verdicts."""
    assert isinstance(read(kind, body), Accepted | Refused)


def test_a_gate_without_a_secret_cannot_be_built() -> None:
    """An empty secret would let everybody sign."""
    with pytest.raises(ValueError, match="signing secret"):
        Gate("")
