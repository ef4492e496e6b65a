"""Who may import whom (docs/architecture.md), read from every Python file of the repository."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"catalog", "bot", "actions", "backend", "tools"}
MAY_IMPORT = {
    "catalog": set(),
    "bot": {"catalog"},
    "actions": {"catalog"},
    "backend": {"catalog"},
}
NEVER = {
    "backend": {"rasa", "rasa_sdk"},
    "actions": {"rasa"},
    "catalog": {"rasa", "rasa_sdk", "sanic", "sqlalchemy"},
}
LAYERS = ("model", "repository", "service", "routes")
# A feature may use the services of the features to its left, never of those to its right.
ORDER = ("org", "audit", "items", "guides", "cases", "documents", "certificates", "ratings", "stats")
BESIDE = {"chat", "learning", "system"}
WIRING = {"app", "__main__", "models", "settings", "migrations"}


def imports(path: Path) -> Iterator[str]:
    """Every absolute module name that `path` imports, with the names taken from it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = sorted(
    path.relative_to(ROOT)
    for package in MAY_IMPORT
    for path in (ROOT / package).rglob("*.py")
    if not {".venv", "node_modules"} & set(path.relative_to(ROOT).parts)
)
BACKEND = [
    path for path in FILES if path.parts[0] == "backend" and path.parts[1].removesuffix(".py") not in WIRING
]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_packages(path):
    package = path.parts[0]
    used = {name.partition(".")[0] for name in imports(ROOT / path)}
    assert (used & OURS) - {package} <= MAY_IMPORT[package]
    assert not used & NEVER.get(package, set())


@pytest.mark.parametrize("path", BACKEND, ids=str)
def test_backend(path):
    feature = path.parts[1].removesuffix(".py")
    for name in imports(ROOT / path):
        parts = name.split(".")
        if parts[0] != "backend" or len(parts) < 2 or feature == "__init__":
            continue
        other, module = parts[1], parts[2] if len(parts) > 2 else ""
        assert other not in WIRING - {"settings"}, f"{name}: only app.py wires"
        if other == feature:
            continue
        assert feature != "kit" or other == "kit", f"{name}: kit imports no feature"
        if other != "kit" and feature != "kit":
            assert module not in {"model", "repository", "routes"}, f"{name}: features use services"
            if feature in ORDER:
                assert other in ORDER[: ORDER.index(feature)], f"{name}: wrong direction"
            else:
                assert feature in BESIDE, f"{feature}: a new feature needs its place in the order"
                assert other not in BESIDE, f"{name}: wrong direction"


@pytest.mark.parametrize("path", [path for path in BACKEND if path.stem in LAYERS], ids=str)
def test_layers(path):
    below = LAYERS[: LAYERS.index(path.stem)]
    for name in imports(ROOT / path):
        parts = name.split(".")
        if parts[:2] == ["backend", path.parts[1]] and len(parts) > 2 and parts[2] in LAYERS:
            assert parts[2] in below, f"{name}: routes -> service -> repository -> model"
            assert path.stem != "routes" or parts[2] == "service", f"{name}: routes use the service only"
