"""The one door from the actions to the backend: docs/conversation.md, section 5.

Every call of that section is safe to repeat (reads, or a case with its idempotency key), so a call
that never reached the backend is tried once more; one that timed out is not, because a person waits.
Answers are checked for the keys the actions need. Words for people do not live here.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import requests
import structlog
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

TIMEOUT = 5.0
"""Seconds to wait for the backend's answer."""
FRESH = 30.0
"""Seconds for which an item is used without asking whether it has changed."""
REMEMBERED = 2000
"""Conversations whose contacts are kept for the hour when the backend is down."""

Json = dict[str, Any]


class BackendError(Exception):
    """The backend gave no usable answer."""


class Unavailable(BackendError):
    """Nobody answered, not in time, or the backend is in trouble itself."""


class Nonsense(BackendError):
    """The answer is not what the contract says."""


class Refused(BackendError):
    """The backend says no: `message` is fit for residents, `status` is the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status

    @property
    def not_found(self) -> bool:
        """Whether the thing asked for does not exist."""
        return self.status == 404


@dataclass(frozen=True)
class Cached:
    """An item as last read, when (monotonic seconds), and its ETag."""

    item: Json
    etag: str | None
    read_at: float


NOBODY: Json = {"station": None, "hall": None, "cases": []}


class Backend:
    """Calls of one backend. Safe to share between threads."""

    def __init__(
        self,
        url: str,
        token: str,
        timeout: float = TIMEOUT,
        fresh: float = FRESH,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url.rstrip("/") + "/api/v1"
        self._token = token
        self._timeout = timeout
        self._fresh = fresh
        self._clock = clock
        self._sessions = threading.local()
        self._items: dict[str, Cached] = {}
        self._contacts: OrderedDict[str, Json] = OrderedDict()
        self._guard = threading.Lock()

    def item(self, item_id: str) -> Json:
        """Return an item as in the catalogue. While the backend is down, the last one read.

        Raises Refused (404: no such item), Unavailable, Nonsense.
        """
        known = self._items.get(item_id)
        now = self._clock()
        if known and now - known.read_at < self._fresh:
            return known.item
        headers = {"If-None-Match": known.etag} if known and known.etag else {}
        try:
            answer = self._call("GET", f"/items/{item_id}", headers=headers)
        except Unavailable:
            if known is None:
                raise
            return known.item
        if answer.status_code == 304 and known:
            item = known.item
        else:
            item = _read(answer, "id", "version", "name", "plain", "materials")
        self._items[item_id] = Cached(item, answer.headers.get("ETag"), now)
        return item

    def event(self, event_id: str) -> Json:
        """Return a life event, put together from the items in force.

        Raises Refused (404: no such life event), Unavailable, Nonsense.
        """
        return _read(self._call("GET", f"/events/{event_id}"), "id", "version", "plain", "stages", "papers")

    def rhymes(self) -> list[Json]:
        """Return every rhyme: `{"item", "title", "lines"}`."""
        rhymes: list[Json] = _read(self._call("GET", "/guides/rhymes"), "rhymes")["rhymes"]
        return rhymes

    def contacts(self, conversation: str) -> Json:
        """Return `{"station", "hall", "cases"}` of a conversation; the last known while the backend is down."""
        try:
            known = _read(self._call("GET", f"/chat/conversations/{conversation}"), "station", "hall")
        except BackendError:
            return self.last_contacts(conversation)
        with self._guard:
            self._contacts[conversation] = known
            self._contacts.move_to_end(conversation)
            while len(self._contacts) > REMEMBERED:
                self._contacts.popitem(last=False)
        return known

    def last_contacts(self, conversation: str) -> Json:
        """Return what is remembered of a conversation's contacts without calling; the hall is everybody's."""
        with self._guard:
            known = self._contacts.get(conversation)
            if known is None and self._contacts:
                known = {**NOBODY, "hall": next(reversed(self._contacts.values()))["hall"]}
        return known or NOBODY

    def open_case(self, conversation: str, application: str) -> Json:
        """Open the case of a filled-in application and return it; the same application gives the same case."""
        key = hashlib.sha256(f"{conversation}/{application}".encode()).hexdigest()
        answer = self._call(
            "POST", "/cases", json={"application": application}, headers={"Idempotency-Key": key}
        )
        case: Json = _read(answer, "case")["case"]
        return _checked(case, "number", "item", "next", "promised_text", "station")

    def progress(self, conversation: str, number: str | None = None, tail: str | None = None) -> list[Json]:
        """Return where cases are: the one named by number and tail, or those of this conversation."""
        body = {key: value for key, value in (("number", number), ("tail", tail)) if value}
        answer = self._call("POST", f"/chat/conversations/{conversation}/progress", json=body)
        cases: list[Json] = _read(answer, "cases")["cases"]
        return [_checked(case, "number", "item", "state", "events") for case in cases]

    def _session(self) -> requests.Session:
        if not hasattr(self._sessions, "session"):
            retry = Retry(
                total=1, connect=1, read=0, redirect=0, other=0, status=1,
                status_forcelist=(502, 503, 504), allowed_methods=None, backoff_factor=0, raise_on_status=False,
                respect_retry_after_header=False,
            )  # fmt: skip
            session = requests.Session()
            session.trust_env = False
            session.headers["Authorization"] = f"Bearer {self._token}"
            session.mount("http://", HTTPAdapter(max_retries=retry))
            session.mount("https://", HTTPAdapter(max_retries=retry))
            self._sessions.session = session
        held: requests.Session = self._sessions.session
        return held

    def _call(
        self, method: str, path: str, json: Json | None = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        sent = {**(headers or {}), **({"X-Request-Id": request_id} if request_id else {})}
        try:
            answer = self._session().request(
                method,
                self._url + path,
                json=json,
                headers=sent,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise Unavailable(f"{method} {path}: {type(error).__name__}") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unavailable(f"{method} {path}: status {answer.status_code}")
        if answer.status_code >= 400:
            message = _read(answer, "error")["error"].get("message")
            if not isinstance(message, str) or not message:
                raise Nonsense(f"{method} {path}: an error without a message")
            raise Refused(message, answer.status_code)
        if answer.status_code not in (200, 201, 304):
            raise Nonsense(f"{method} {path}: status {answer.status_code}")
        return answer


def _read(answer: requests.Response, *keys: str) -> Json:
    """Return the JSON object of an answer that has `keys`, or raise Nonsense."""
    try:
        return _checked(answer.json(), *keys)
    except requests.JSONDecodeError as error:
        raise Nonsense(f"{answer.url}: not JSON") from error


def _checked(data: Any, *keys: str) -> Json:
    if not isinstance(data, dict) or any(key not in data for key in keys):
        raise Nonsense(f"an object with {', '.join(keys)} was expected")
    return data


@lru_cache(maxsize=1)
def shared_backend() -> Backend:
    """Return the backend that the environment names: CNB_BACKEND_URL, CNB_SERVICE_TOKEN."""
    return Backend(os.environ["CNB_BACKEND_URL"], os.environ["CNB_SERVICE_TOKEN"])
