"""What `/metrics` tells of search by meaning."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, generate_latest

from bot.domain.meaning import MeaningStatus
from bot.meters import MeaningMeter


def test_sections_and_answers_left_out_are_counted() -> None:
    """As they are when somebody asks."""
    status = [MeaningStatus("m", wanted=5, made=2, asked=9, failures=3, timeouts=1)]
    registry = CollectorRegistry()
    registry.register(MeaningMeter(lambda: status[-1]))
    told = generate_latest(registry).decode()
    for line in (
        'aitrend_meaning_sections{state="made"} 2.0',
        'aitrend_meaning_sections{state="missing"} 3.0',
        "aitrend_meaning_asked_total 9.0",
        'aitrend_meaning_left_out_total{reason="failed"} 3.0',
        'aitrend_meaning_left_out_total{reason="late"} 1.0',
    ):
        assert line in told
    status.append(MeaningStatus("m", wanted=5, made=5))
    assert 'aitrend_meaning_sections{state="made"} 5.0' in generate_latest(registry).decode()
