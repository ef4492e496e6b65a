"""Runs the backend: `python -m backend`."""

import os
import sys

import catalog
from backend.app import create_app
from backend.kit import log
from backend.kit.db import migrate
from backend.settings import Settings, SettingsError


def main() -> int:
    """Check settings and catalogue, bring the database up to date, serve until stopped. Returns the exit code."""
    try:
        settings = Settings.load(os.environ)
        catalogue = catalog.load()
    except (SettingsError, catalog.CatalogueError) as error:
        print("\n".join(error.problems), file=sys.stderr)
        return 1
    log.configure()
    migrate(settings.database_url)
    app = create_app(settings, catalogue)
    app.run(settings.host, settings.port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
