"""One decorator says what a route takes and answers; requests are checked by it and OpenAPI is written from it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from sanic import HTTPResponse, Request

from backend.kit.errors import FieldProblem, Invalid, Malformed, NotAllowed, WrongMediaType
from backend.kit.jsontext import loads, unstorable
from backend.kit.security import same_secret

Handler = Callable[..., Awaitable[HTTPResponse]]
IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{8,128}")
_CONTROL = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"

_MESSAGES: Mapping[str, str] = {
    "missing": "必须填写",
    "extra_forbidden": "不认识这一项",
    "string_type": "应当是文字",
    "string_too_short": "太短了，至少 {min_length} 个字",
    "string_too_long": "太长了，最多 {max_length} 个字",
    "string_pattern_mismatch": "格式不对",
    "bool_type": "应当是“是”或“否”",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "dict_type": "应当是一组键和值",
    "list_type": "应当是一个列表",
    "literal_error": "只能是 {expected}",
    "date_from_datetime_parsing": "日期应当像 2026-11-23",
    "date_parsing": "日期应当像 2026-11-23",
    "date_type": "日期应当像 2026-11-23",
    "model_type": "应当是一个对象",
}


def _one_line(text: str) -> str:
    if re.search(f"[{_CONTROL}]", text):
        raise PydanticCustomError("control_characters", "里面有看不见的控制字符，请删掉重写")
    return text


Line = Annotated[
    str,
    AfterValidator(_one_line),
    Field(json_schema_extra={"pattern": f"^[^{_CONTROL}]*$"}),
]
"""A text of one line, without control characters."""


class Body(BaseModel):
    """Parent of request bodies: types are not guessed, unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


class Query(BaseModel):
    """Parent of query strings: everything arrives as text and is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


B = TypeVar("B", bound=Body)
Q = TypeVar("Q", bound=Query)
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Operation:
    """What `operation` said about a route."""

    summary: str
    body: type[Body] | None
    query: type[Query] | None
    answer: type[BaseModel] | None
    status: int
    guard: Literal["none", "service"]
    idempotent: bool


def operation(
    summary: str,
    *,
    body: type[Body] | None = None,
    query: type[Query] | None = None,
    answer: type[BaseModel] | None = None,
    status: int = 200,
    guard: Literal["none", "service"] = "none",
    idempotent: bool = False,
) -> Callable[[Handler], Handler]:
    """Describe a route and check its requests before the handler runs.

    Args:
        summary: one Chinese line for the API page.
        body: the handler gets it checked as keyword `body`.
        query: the handler gets it checked as keyword `query`.
        answer: the model of a successful answer, for the API page.
        status: of a successful answer.
        guard: "service" lets only callers with the service token in.
        idempotent: the header `Idempotency-Key` is required; the handler gets it as keyword `key`.
    """
    described = Operation(summary, body, query, answer, status, guard, idempotent)

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def checked(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse:
            if guard == "service":
                require_service_token(request)
            if idempotent:
                kwargs["key"] = idempotency_key(request)
            if query is not None:
                kwargs["query"] = parse_query(request, query)
            if body is not None:
                kwargs["body"] = parse_body(request, body)
            return await handler(request, *args, **kwargs)

        checked.operation = described  # type: ignore[attr-defined]
        return checked

    return decorate


def require_service_token(request: Request) -> None:
    """Let only our own processes pass.

    Raises:
        NotAllowed: the header `Authorization: Bearer <token>` is missing or wrong.
    """
    if not same_secret(request.token or "", request.app.ctx.service_token):
        raise NotAllowed()


def idempotency_key(request: Request) -> str:
    """Return the header `Idempotency-Key`.

    Raises:
        Invalid: it is missing or not 8 to 128 printable ASCII characters.
    """
    key = str(request.headers.get("idempotency-key", ""))
    if not IDEMPOTENCY_KEY.fullmatch(key):
        raise Invalid(fields=[FieldProblem("Idempotency-Key", "要有 8 到 128 个英文字母、数字或符号")])
    return key


def parse_body(request: Request, model: type[B]) -> B:
    """Read the JSON body as `model`.

    Raises:
        WrongMediaType: it is not declared as application/json.
        Malformed: it is not JSON in UTF-8.
        Invalid: with every wrong field.
    """
    media_type = request.content_type.partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise WrongMediaType()
    try:
        data = loads(request.body)
    except ValueError as error:
        raise Malformed() from error
    return _check(data, model)


def parse_query(request: Request, model: type[Q]) -> Q:
    """Read the query string as `model`; of a repeated key the first counts.

    Raises:
        Invalid: with every wrong field.
    """
    return _check({key: values[0] for key, values in request.args.items()}, model)


def _check(data: Any, model: type[M]) -> M:
    broken = unstorable(data)
    if broken:
        raise Invalid(fields=[FieldProblem(path, "里面有不能保存的字符，请删掉重写") for path in broken])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Invalid(fields=[_problem(detail) for detail in error.errors(include_url=False)]) from None


def _problem(detail: ErrorDetails) -> FieldProblem:
    path = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "string_too_short" and detail["ctx"]["min_length"] == 1:
        return FieldProblem(path, "不能空着")
    if "type" in detail and detail["type"] in _MESSAGES:
        context = detail.get("ctx", {})
        if "expected" in context:  # pydantic's own list of the values: 'a', 'b' or 'c'
            context = {**context, "expected": context["expected"].replace(" or ", " 或 ")}
        return FieldProblem(path, _MESSAGES[detail["type"]].format(**context))
    known = detail["type"] == "control_characters" or detail["type"].startswith("cnb_")
    return FieldProblem(path, detail["msg"] if known else "填得不对")
