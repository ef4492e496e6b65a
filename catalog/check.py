"""`python -m catalog.check`: checks the shipped catalogue and prints every problem."""

import sys

from catalog.loader import load
from catalog.model import CatalogueError


def main() -> int:
    """Return 0 and a line of counts, or 1 after one line a problem."""
    try:
        catalogue = load()
    except CatalogueError as error:
        print("\n".join(error.problems))
        print(f"{len(error.problems)} problems in the catalogue")
        return 1
    stations = len(catalogue.organisation.stations)
    utterances = sum(len(item.utterances) for item in catalogue.items.values())
    print(f"{len(catalogue.items)} items, {utterances} utterances, {stations} stations: no problem")
    return 0


if __name__ == "__main__":
    sys.exit(main())
