"""Around every request: its number, its time, a line in the log, counts, and headers that browsers heed."""

import logging
import secrets
import time
from typing import Final

from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cxo_central.api.metrics import IN_FLIGHT, RECEIVED, REQUESTS, SECONDS

UNKNOWN: Final = "unknown"
"""The route of a request that none answers to: what was asked for is not written down."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
_QUIET: Final = frozenset({"/health/live", "/health/ready", "/metrics"})
_log = logging.getLogger("cxo_central.requests")

SECURITY_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


class Watching:
    """ASGI middleware. Laptops and admins appear in the log by their ids only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, began = secrets.token_hex(8), time.perf_counter()
        status, body = 0, 0

        async def counted() -> Message:
            nonlocal body
            message = await receive()
            body += len(message.get("body", b""))
            return message

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message.setdefault("headers", [])
                given = {name.lower() for name, _ in headers}
                message["headers"] = [
                    *headers,
                    *(each for each in SECURITY_HEADERS if each[0] not in given),
                    (b"x-request-id", number.encode()),
                ]
            await send(message)

        IN_FLIGHT.inc()
        try:
            await self._app(scope, counted, marked)
        except Exception:
            status = status or 500
            raise
        finally:
            IN_FLIGHT.dec()
            _tell(scope, number, status or 499, time.perf_counter() - began, body)


def _tell(scope: Scope, number: str, status: int, seconds: float, body: int) -> None:
    method = scope["method"] if scope["method"] in _METHODS else UNKNOWN
    route = route_of(scope)
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    RECEIVED.inc(body)
    if route in _QUIET and status < 400:
        return
    state = scope.get("state", {})
    who = {name: state[name] for name in ("device", "admin") if name in state}
    _log.info(
        "answered",
        extra={
            "request": number,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes_in": body,
            **who,
        },
    )


def route_of(scope: Scope) -> str:
    """The path as it was declared, such as `/api/v1/uploads/{upload}`. FastAPI names its own routes only."""
    named = getattr(scope.get("route"), "path", None)
    if named is not None or "endpoint" not in scope:
        return str(named or UNKNOWN)
    state = scope["app"].state
    if not hasattr(state, "paths"):
        state.paths = {each.endpoint: each.path for each in scope["app"].routes if isinstance(each, Route)}
    return str(state.paths.get(scope["endpoint"], UNKNOWN))
