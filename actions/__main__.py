"""`python -m actions`: the action server, on 127.0.0.1 only, one process, JSON lines without message texts.

Settings: CNB_ACTIONS_URL (default http://127.0.0.1:5055, its port is used), CNB_BACKEND_URL, CNB_SERVICE_TOKEN. Rasa's own
`python -m rasa_sdk` would listen on every address and start a second process.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.backend_client import shared_backend

THREADS = 32
"""Calls to the backend that may wait at once; each waits five seconds at most."""


def configure_logs() -> None:
    """Write one JSON object a line to standard error: ours from structlog, libraries' warnings too."""
    stamps: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*stamps, structlog.processors.format_exc_info, renderer],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=stamps,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def build() -> Sanic[Any, Any]:
    """Return the server with every action of this package. KeyError names a setting that is missing."""
    shared_backend()
    executor = ActionExecutor()
    executor.register_package("actions")
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])

    @app.before_server_start
    async def widen(_: Sanic[Any, Any]) -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "backend"))

    return app


def main() -> int:
    """Serve until stopped."""
    configure_logs()
    try:
        app = build()
    except KeyError as error:
        print(f"{error.args[0]} is not set", file=sys.stderr)
        return 1
    port = urlsplit(os.environ.get("CNB_ACTIONS_URL", "http://127.0.0.1:5055")).port or 5055
    app.run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
