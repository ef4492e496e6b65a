"""Runs the backend: `python -m backend`."""

import os
import socket
import sys

from sqlalchemy.exc import SQLAlchemyError

import catalog
from backend.app import create_app
from backend.kit import log
from backend.kit.db import migrate
from backend.kit.protocol import WholeRequests
from backend.settings import Settings, SettingsError


def main() -> int:
    """Check everything, bring the database up to date, serve until stopped. Returns the exit code."""
    os.umask(0o077)  # what this process writes is for its own user only
    try:
        settings = Settings.load(os.environ)
        app = create_app(settings, catalog.load())
    except (SettingsError, catalog.CatalogueError) as error:
        return _refuse(*error.problems)
    try:
        listener = socket.create_server((settings.host, settings.port))
    except OSError as error:
        return _refuse(
            f"{settings.host}:{settings.port} 用不了（{error.strerror}），多半是端口被占了，请改 CNB_PORT"
        )
    log.configure()
    try:
        migrate(settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        return _refuse(f"数据库打不开，请看看 CNB_DATABASE_URL 和磁盘空间：{type(error).__name__}")
    app.run(sock=listener, protocol=WholeRequests, single_process=True, access_log=False, motd=False)
    return 0


def _refuse(*sentences: str) -> int:
    print("\n".join(sentences), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
