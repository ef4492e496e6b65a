"""The OpenAPI 3.1 document, written from what `kit.api.operation` knows about each route."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from sanic import Sanic

from backend.kit.api import IDEMPOTENCY_KEY, Operation

_PARAMETER = re.compile(r"<([a-z_]+)(?::[^>]*)?>")
_REF = "#/components/schemas/{model}"
_ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["error", "request_id"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["path", "message"],
                        "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
                    },
                },
            },
        },
        "request_id": {"type": "string"},
    },
}


def document(app: Sanic[Any, Any], version: str) -> dict[str, Any]:
    """Return the document of every described route of `app`."""
    routes = sorted(_described(app), key=lambda route: (route[0], route[1]))
    refs, schemas = _schemas([operation for _, _, operation in routes])
    paths: dict[str, dict[str, Any]] = {}
    for path, method, operation in routes:
        paths.setdefault(path, {})[method] = _operation(path, operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "村能办", "version": version},
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": _ERROR},
            "securitySchemes": {"service": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(app: Sanic[Any, Any]) -> Iterator[tuple[str, str, Operation]]:
    for route in app.router.routes:
        operation = getattr(route.handler, "operation", None)
        if isinstance(operation, Operation):
            for method in route.methods:
                yield "/" + _PARAMETER.sub(r"{\1}", route.path), method.lower(), operation


def _schemas(operations: list[Operation]) -> tuple[dict[type[BaseModel], dict[str, Any]], dict[str, Any]]:
    """Return the reference of each body, query and answer model, and all schemas by name."""
    wanted: set[tuple[type[BaseModel], JsonSchemaMode]] = set()
    for operation in operations:
        if operation.body:
            wanted.add((operation.body, "validation"))
        if operation.query:
            wanted.add((operation.query, "validation"))
        if operation.answer:
            wanted.add((operation.answer, "serialization"))
    ordered = sorted(wanted, key=lambda pair: (pair[0].__name__, pair[1]))
    refs, definitions = models_json_schema(ordered, ref_template=_REF)
    return {model: refs[model, mode] for model, mode in ordered}, definitions.get("$defs", {})


def _operation(
    path: str, operation: Operation, refs: dict[type[BaseModel], dict[str, Any]]
) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "成功"}
    if operation.answer:
        success["content"] = {"application/json": {"schema": refs[operation.answer]}}
    failure = {
        "description": "出错",
        "content": {"application/json": {"schema": {"$ref": _REF.format(model="Error")}}},
    }
    written: dict[str, Any] = {
        "summary": operation.summary,
        "parameters": [
            *_path_parameters(path),
            *_query_parameters(operation),
            *_header_parameters(operation),
        ],
        "responses": {str(operation.status): success, "default": failure},
    }
    if operation.body:
        written["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": refs[operation.body]}},
        }
    if operation.guard == "service":
        written["security"] = [{"service": []}]
    return written


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{([a-z_]+)}", path)
    ]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    if not operation.query:
        return []
    schema = operation.query.model_json_schema(ref_template=_REF)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": rest}
        for name, rest in schema["properties"].items()
    ]


def _header_parameters(operation: Operation) -> list[dict[str, Any]]:
    if not operation.idempotent:
        return []
    pattern = f"^{IDEMPOTENCY_KEY.pattern}$"
    schema = {"type": "string", "pattern": pattern}
    return [{"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema}]
