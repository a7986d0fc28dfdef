"""What an administrator watches, as Prometheus reads it. Counts and times only; no label ever holds what somebody sent."""

import ipaddress
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from cxo_central.api.access import address_of, house_of
from cxo_central.house import House
from cxo_central.storage.holdings import holdings
from cxo_core.problems import Code, Problem

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which several processes of one machine keep their counts, so that any of them answers for all."""

router = APIRouter()
_own = CollectorRegistry()
ProcessCollector(registry=_own)

REQUESTS: Final = Counter("cxo_requests", "Requests answered.", ("method", "route", "status"), registry=_own)
SECONDS: Final = Histogram(
    "cxo_request_seconds",
    "How long answers took, bodies included.",
    ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
    registry=_own,
)
RECEIVED: Final = Counter("cxo_received_bytes", "Bytes of request bodies.", registry=_own)
ANSWERS: Final = Counter("cxo_bundles", "Bundles handed in, by answer.", ("answer",), registry=_own)
IN_FLIGHT: Final = Gauge(
    "cxo_requests_in_flight", "Requests being answered.", registry=_own, multiprocess_mode="livesum"
)


@router.get(
    "/metrics",
    summary="Counts and times for Prometheus",
    response_class=Response,
    responses={
        200: {"description": "Prometheus text.", "content": {"text/plain": {}}},
        404: {"description": "Not asked from a network that may read it."},
    },
)
def metrics(request: Request) -> Response:
    house = house_of(request)
    if not _is_allowed(request, house):
        raise Problem(Code.MATTER_NOT_FOUND, id="metrics")
    registry = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = _own
    told = generate_latest(registry) + generate_latest(_holding(house))
    return Response(told, media_type=CONTENT_TYPE_LATEST)


def forget_ended_processes() -> None:
    """What processes that are no more had in flight is not in flight. Called when a process starts."""
    for file in Path(os.environ.get(SHARED, os.devnull)).glob("gauge_live*_*.db"):
        pid = file.stem.rpartition("_")[2]
        if pid.isdigit() and not _is_running(int(pid)):
            file.unlink(missing_ok=True)


def _is_allowed(request: Request, house: House) -> bool:
    """By the address that asks. One that came through a proxy nobody declared as trusted says nothing about who asks."""
    if "x-forwarded-for" in request.headers and not house.settings.trusted_proxies:
        return False
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(each) for each in house.settings.metrics_from)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class _Holdings(Collector):
    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            held = holdings(self._house.engine)
        except Problem:
            held = None
        yield GaugeMetricFamily("cxo_database_up", "Whether the database answered.", value=held is not None)
        for name, count in (held or {}).items():
            yield GaugeMetricFamily(f"cxo_held_{name}", f"Rows of {name} in the database.", value=count)


def _holding(house: House) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Holdings(house))
    return registry
