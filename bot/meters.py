"""What `/metrics` tells beyond the front's own counters: how search by meaning does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.domain.meaning import MeaningStatus


class MeaningMeter(Collector):
    """Counts read at the moment they are asked for."""

    def __init__(self, status: Callable[[], MeaningStatus]) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        """Sections with and without vectors, and answers from which the embedder was left out."""
        status = self._status()
        sections = GaugeMetricFamily(
            "aitrend_meaning_sections", "Sections by whether vectors find them.", labels=["state"]
        )
        sections.add_metric(["made"], status.made)
        sections.add_metric(["missing"], status.wanted - status.made)
        yield sections
        yield CounterMetricFamily("aitrend_meaning_asked", "Queries put to the embedder.", value=status.asked)
        left_out = CounterMetricFamily(
            "aitrend_meaning_left_out", "Answers given without the embedder, by reason.", labels=["reason"]
        )
        left_out.add_metric(["failed"], status.failures)
        left_out.add_metric(["late"], status.timeouts)
        yield left_out
