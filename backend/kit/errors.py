"""The errors that reach people: one base class, one JSON shape. Each feature derives its own beside its service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: `path` like "materials.0.name", `message` one Chinese sentence."""

    path: str
    message: str


class BackendError(Exception):
    """An expected failure: `code` for programs, `status` for HTTP, `message` for the person who asked."""

    code: ClassVar[str]
    status: ClassVar[int]
    text: ClassVar[str]
    """The message when the place that raises has nothing better to say."""

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.message = message or self.text
        self.fields = tuple(fields)
        self.headers = dict(headers or {})
        super().__init__(f"{self.code}: {self.message}")


class Malformed(BackendError):
    """The request cannot be read at all: not JSON, not UTF-8, not HTTP."""

    code, status, text = "malformed", 400, "这个请求读不懂，请刷新页面再试。"


class NotAllowed(BackendError):
    """The caller did not prove to be one of our own processes."""

    code, status, text = "not_allowed", 401, "没有权限。"


class NotFound(BackendError):
    """What was asked for does not exist, or not for this caller."""

    code, status, text = "not_found", 404, "没有找到。"


class WrongMethod(BackendError):
    """The address exists, but not with this HTTP method."""

    code, status, text = "wrong_method", 405, "这个地址不支持这种请求。"


class TooSlow(BackendError):
    """The request did not arrive in time."""

    code, status, text = "too_slow", 408, "网络太慢，没收完整，请再试一次。"


class Conflict(BackendError):
    """The request contradicts what is stored."""

    code, status, text = "conflict", 409, "和已经登记的内容对不上，请刷新后再试。"


class Gone(BackendError):
    """It was there and has expired."""

    code, status, text = "gone", 410, "已经过期了。"


class TooLarge(BackendError):
    """The body is longer than the limit."""

    code, status, text = "too_large", 413, "内容太长了，请短一点再发。"


class WrongMediaType(BackendError):
    """The body is not declared as JSON."""

    code, status, text = "wrong_media_type", 415, "请求内容要用 application/json。"


class Invalid(BackendError):
    """Readable, but fields are wrong: `fields` names all of them."""

    code, status, text = "invalid", 422, "有的地方填得不对，请改一下。"


class TooManyRequests(BackendError):
    """A rate limit is reached; the header `Retry-After` gives the seconds to wait."""

    code, status, text = "too_many_requests", 429, "您点得太快了，歇一会儿再试。"


class Unavailable(BackendError):
    """A part that is needed does not answer just now."""

    code, status, text = "unavailable", 503, "系统正忙，请过一会儿再试。急事请打电话给村便民服务站。"


class Unknown(BackendError):
    """A fault of ours: the log has it under the request id."""

    code, status, text = (
        "unknown",
        500,
        "系统出了点问题，我们已经记下来了。请过一会儿再试，急事请打电话给村便民服务站。",
    )


def error_body(error: BackendError, request_id: str) -> dict[str, Any]:
    """The one JSON shape of every error."""
    fields = [{"path": field.path, "message": field.message} for field in error.fields]
    return {
        "error": {"code": error.code, "message": error.message, "fields": fields},
        "request_id": request_id,
    }
