"""The catalogue: service items, organisation and word lists, loaded and checked as one thing.

Contents are YAML under this folder; the formats are in `schema/` and `docs/items.md`. This
package is the only code that the bot and the backend share: it imports nothing of ours and
runs on Python 3.10.
"""

from catalog.loader import load, shipped
from catalog.model import Catalogue, CatalogueError, Item, LifeEvent, Organisation

__all__ = ["Catalogue", "CatalogueError", "Item", "LifeEvent", "Organisation", "load", "shipped"]
