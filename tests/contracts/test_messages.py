"""The contract's files agree with its source, and every example is what it says."""

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from backend.chat.messages import REPLY, Reply, published

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE / "replies").glob("*.json"))


@pytest.mark.parametrize("name", sorted(published()))
def test_the_schema_is_in_sync(name: str) -> None:
    assert json.loads((HERE / name).read_text("utf-8")) == published()[name], (
        "run: python -m backend.chat.publish"
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_fits_model_and_schema(path: Path) -> None:
    example: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert REPLY.dump_python(REPLY.validate_python(example), mode="json") == example
    jsonschema.validate(example, published()["reply.schema.json"])


def test_every_type_has_an_example() -> None:
    types = {model.model_fields["type"].default for model in get_args(get_args(Reply)[0])}
    assert types == {json.loads(path.read_text("utf-8"))["type"] for path in EXAMPLES}
