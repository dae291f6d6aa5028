"""Figures for those who watch the house, in Prometheus' text format: counts and ages, nobody's data.

Rooms above add theirs in wiring.py (GAUGES). The open pages are those of this process; all else is the whole house's.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tabard.plant.changes import registry
from tabard.plant.changes.models import Consequence
from tabard.plant.delivery.models import Delivery
from tabard.plant.stream.hub import hub


def exposition() -> bytes:
    """All figures as they are now (content type `prometheus_client.CONTENT_TYPE_LATEST`)."""
    figures = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=figures)
    figures.register(House(now=timezone.now()))
    return generate_latest(figures)


class House(Collector):
    def __init__(self, *, now: datetime) -> None:
        self._now = now

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        due = Consequence.objects.due(self._now)
        yield gauge("tabard_consequences_due", "Consequences that are due and not yet done.", due.count())
        yield gauge("tabard_consequences_dead", "Consequences given up.", Consequence.objects.dead().count())
        yield self._deliveries("tabard_deliveries_waiting", "Batches still to be sent.", Delivery.State.WAITING)
        yield self._deliveries("tabard_deliveries_dead", "Batches given up.", Delivery.State.DEAD)
        yield gauge("tabard_oldest_waiting_seconds", "Age of the oldest work not yet done.", self._oldest_age())
        yield gauge("tabard_live_pages_open", "Pages that listen to this process.", len(hub))
        for name, (words, count) in registry.wiring().GAUGES.items():
            yield gauge(name, words, count())

    def _deliveries(self, name: str, words: str, state: Delivery.State) -> GaugeMetricFamily:
        family = GaugeMetricFamily(name, words, labels=["channel"])
        sums = Delivery.objects.values_list("channel").annotate(batches=Count("pk", filter=Q(state=state)))
        counts = dict(sums.order_by("channel"))
        for channel in sorted({*registry.wiring().SENDERS, *counts}):
            family.add_metric([channel], counts.get(channel, 0))
        return family

    def _oldest_age(self) -> float:
        """Counted from when the work could first have begun."""
        waiting = Consequence.objects.filter(state=Consequence.State.WAITING)
        oldest = [
            waiting.aggregate(at=Min("change__recorded_at"))["at"],
            Delivery.objects.filter(state=Delivery.State.WAITING).aggregate(at=Min("created_at"))["at"],
        ]
        return max((max((self._now - at).total_seconds(), 0) for at in oldest if at is not None), default=0)


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)
