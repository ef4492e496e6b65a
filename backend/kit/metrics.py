"""Figures for Prometheus. Labels are routes and states, never addresses or people. Listed in docs/operating.md."""

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})

REQUESTS = Counter("cnb_http_requests", "HTTP requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "cnb_http_request_seconds",
    "Seconds from the request's head to its answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

CONTENT_TYPE = CONTENT_TYPE_LATEST


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the pattern, not the path, so that labels stay few."""
    REQUESTS.labels(method if method in _METHODS else "other", route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def exposition() -> bytes:
    """All figures of this process in Prometheus' text format."""
    return generate_latest()
