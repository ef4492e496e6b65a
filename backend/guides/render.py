"""Draws the guide pages from the templates in web/guide; text stays text, a missing value is an error."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.guides.links import Links

WEB = Path(__file__).parents[2] / "web"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader([WEB / "guide", WEB / "shared"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, links: Links, **values: Any) -> str:
    """Return the page of a template of web/guide."""
    return _templates().get_template(template).render(links=links, **values)
