"""Runs the backend: `python -m backend`."""

import asyncio
import os
import socket
import sys

import catalog
from backend.app import create_app, prepare
from backend.kit import log
from backend.kit.db import FAILURES, TooNewError, cause, migrate
from backend.kit.keycheck import WrongKeysError
from backend.settings import Settings, SettingsError


def main() -> int:
    """Check everything, bring the database up to date, serve until stopped. Returns the exit code."""
    os.umask(0o077)  # what this process writes is for its own user only
    try:
        settings = Settings.load(os.environ)
        catalogue = catalog.load()
        app = create_app(settings, catalogue)
    except (SettingsError, catalog.CatalogueError) as error:
        return _refuse(*error.problems)
    try:
        listener = socket.create_server(
            (settings.host, settings.port),
            family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET,
        )
    except OSError as error:
        return _refuse(
            f"{settings.host}:{settings.port} 用不了（{error.strerror}），多半是端口被占了，请改 CNB_PORT"
        )
    log.configure()
    try:
        migrate(settings.database_url)
        asyncio.run(prepare(settings, catalogue))
    except TooNewError:
        return _refuse("数据库是更新版本的程序写的，请换用新版程序，或者恢复旧的备份")
    except WrongKeysError:
        return _refuse("数据库是用另一把密钥写的，请把 CNB_KEY_FILE 指的文件换回原来的那一份")
    except FAILURES as error:
        return _refuse(f"数据库用不了，请看看 CNB_DATABASE_URL 和磁盘空间：{cause(error)}")
    app.run(sock=listener, single_process=True, access_log=False, motd=False)
    return 0


def _refuse(*sentences: str) -> int:
    print("\n".join(sentences), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
