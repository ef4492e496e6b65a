"""HTTP habits of every route: request ids, JSON, security headers, and answers to errors."""

import ipaddress
import re
import time
import uuid
from asyncio import CancelledError
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import structlog
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.handlers import ErrorHandler
from sanic.response import BaseHTTPResponse, html
from sanic.response import json as json_response

from backend.kit import errors, metrics
from backend.kit.db import cause, is_out_of_order
from backend.kit.jsontext import dumps

_REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_BY_STATUS: Mapping[int, type[errors.BackendError]] = {
    kind.status: kind
    for kind in (
        errors.NotFound,
        errors.WrongMethod,
        errors.TooSlow,
        errors.TooLarge,
        errors.TooManyRequests,
        errors.Unavailable,
    )
}

log = structlog.stdlib.get_logger(__name__)


def respond(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    """Answer with JSON."""
    return json_response(data, status=status, headers=dict(headers or {}), dumps=dumps)


def request_id(request: Request) -> str:
    """The id of this request: the caller's if it is well-formed, else a new one. It is in the log and the answer."""
    known = getattr(request.ctx, "request_id", None)
    if isinstance(known, str):
        return known
    given = request.headers.get("x-request-id", "")
    request.ctx.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    return str(request.ctx.request_id)


def client_address(request: Request) -> str:
    """The network address of the person who asks, for rate limits.

    A proxy on this machine (nginx in front) names the person last in `X-Forwarded-For`; from elsewhere that header
    is only a claim and not believed.
    """
    peer = _address(request.ip)
    if peer.is_loopback:
        named = ",".join(request.headers.getall("x-forwarded-for", ())).rpartition(",")[2]
        with suppress(ValueError):
            peer = _address(named.strip())
    if isinstance(peer, ipaddress.IPv6Address) and not peer.is_loopback:
        # A home has a whole /64 network: one address of it means nothing.
        return str(ipaddress.ip_network((peer, 64), strict=False))
    return str(peer)


def over_https(request: Request) -> bool:
    """Whether a proxy in front took the request by HTTPS. Believed from anybody: a liar only spoils the own cookie."""
    return request.headers.get("x-forwarded-proto", "").lower() == "https"


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text)
    return getattr(address, "ipv4_mapped", None) or address


class ErrorAnswers(ErrorHandler):
    """Turns every exception into the one error shape. The only place that answers unknown errors.

    A person who opened a page gets a page instead, drawn by `page` from the error and the request id.
    """

    def __init__(self, page: Callable[[errors.BackendError, str], str]) -> None:
        super().__init__()
        self._page = page

    def default(self, request: Request, exception: BaseException) -> HTTPResponse:
        """Answer `exception`; what we did not expect is logged with its trace and never shown."""
        error = _expected(exception)
        if isinstance(exception, CancelledError):
            log.info("client_gone", request_id=request_id(request))  # nobody reads the answer
        elif isinstance(error, errors.Unknown):
            log.error("unknown_error", request_id=request_id(request), exc_info=exception)
        elif error.status >= 500:
            log.warning("part_unavailable", request_id=request_id(request), cause=cause(exception))
        if _opened_by_a_person(request):
            return html(self._page(error, request_id(request)), error.status, error.headers)
        return respond(errors.error_body(error, request_id(request)), error.status, error.headers)


def _opened_by_a_person(request: Request) -> bool:
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _expected(exception: BaseException) -> errors.BackendError:
    if isinstance(exception, errors.BackendError):
        return exception
    if isinstance(exception, SanicException):
        kind = _BY_STATUS.get(exception.status_code)
        if kind is None:
            kind = errors.Malformed if exception.status_code < 500 else errors.Unknown
        allow = (exception.headers or {}).get("Allow")
        return kind(headers={"Allow": allow} if allow else None)
    if isinstance(exception, (CancelledError, ConnectionError)) or is_out_of_order(exception):
        return errors.Unavailable()
    return errors.Unknown()


def install(app: Sanic[Any, Any]) -> None:
    """Add the habits to `app`."""
    app.register_middleware(_begin, "request")
    app.register_middleware(_finish, "response")


async def _begin(request: Request) -> None:
    request.ctx.started = time.perf_counter()
    # A connection is one task for many requests: what the last one bound must not stay.
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id(request))


async def _finish(request: Request, response: BaseHTTPResponse) -> None:
    for name, value in _SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-ID"] = request_id(request)
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    started = getattr(request.ctx, "started", None)
    if started is not None:
        route = f"/{request.route.path}" if request.route else "unmatched"
        metrics.observe_request(request.method, route, response.status, time.perf_counter() - started)
