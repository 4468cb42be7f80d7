"""Figures for Prometheus: each is declared here, with what it means; docs/serve.md names them all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""names the folder in which the processes keep their figures, so that any of them can tell all; read at import"""
_QUICK = (0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.6, 0.9, 1.2, 2.0, 4.0, 8.0)
_SLOW = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0)
_RATIO = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
_SKEW = (0.001, 0.005, 0.01, 0.02, 0.03, 0.04, 0.06, 0.1, 0.25, 1.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure."""

    name: str
    """as Prometheus names it, without avatar_; of a count, _total is added"""
    kind: str
    """count | gauge | spread"""
    help: str
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()
    """upper ends of the classes of a spread"""


FIGURES = (
    Figure("requests", "count", "requests that were answered", ("method", "route", "status")),
    Figure("request_seconds", "spread", "from a request to the end of its answer", ("route",), _SLOW),
    Figure("refused", "count", "requests turned away at the door", ("why",)),
    Figure("sessions", "gauge", "conversations that are open", ("mode",)),
    Figure("sessions_capacity", "gauge", "conversations that fit"),
    Figure("sessions_opened", "count", "conversations that were opened", ("mode",)),
    Figure("speeches", "count", "stretches of speech, by how they ended", ("end",)),
    Figure("first_audio_seconds", "spread", "from a text to its first sound", ("mode",), _QUICK),
    Figure("first_frame_seconds", "spread", "from a text to its first frame or motion", ("mode",), _QUICK),
    Figure("real_time_factor", "spread", "time of making over time of playing", ("kind",), _RATIO),
    Figure("skew_seconds", "spread", "between sound and picture, as pages report it", (), _SKEW),
    Figure("queue", "gauge", "what waits to be made", ("kind",)),
    Figure("jobs", "count", "films and sounds, by how they ended", ("kind", "end")),
    Figure("identity_alarms", "count", "films and conversations whose face was not the portrait's", ("kind",)),
    Figure("webhooks", "count", "messages to webhooks, by how they ended", ("end",)),
    Figure("brain_seconds", "spread", "from a question to the first word of its answer", ("kind",), _QUICK),
    Figure("portraits_resident", "gauge", "portraits kept ready in memory"),
    Figure("portraits_resident_bytes", "gauge", "memory that they take"),
    Figure("process_started", "count", "processes that were started, the first time and anew"),
)


class Metrics:
    """The figures of one process; or of all of them, where `SHARED` names a folder."""

    def __init__(self) -> None:
        """Declare all figures."""
        from prometheus_client import CollectorRegistry

        self._registry = CollectorRegistry()
        self._known = {figure.name: _made(figure, self._registry) for figure in FIGURES}

    def count(self, name: str, by: float = 1.0, **labels: str) -> None:
        """Count something that has happened."""
        self._of(name, labels).inc(by)

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Note a value of a spread: seconds, or a ratio."""
        self._of(name, labels).observe(value)

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Say what something is now, in this process; the sum of all processes is told."""
        self._of(name, labels).set(value)

    def text(self) -> bytes:
        """Write them as Prometheus reads them, of all processes together."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        if not os.environ.get(SHARED):
            return generate_latest(self._registry)
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)

    def _of(self, name: str, labels: dict[str, str]) -> Any:  # noqa: ANN401 - a counter, a gauge or a histogram
        figure = self._known[name]
        return figure.labels(**labels) if labels else figure


def _made(figure: Figure, registry: CollectorRegistry) -> Any:  # noqa: ANN401 - as above
    from prometheus_client import Counter, Gauge, Histogram

    name = f"avatar_{figure.name}"
    if figure.kind == "count":
        return Counter(name, figure.help, figure.labels, registry=registry)
    if figure.kind == "gauge":
        return Gauge(name, figure.help, figure.labels, registry=registry, multiprocess_mode="livesum")
    return Histogram(name, figure.help, figure.labels, registry=registry, buckets=figure.bounds)
