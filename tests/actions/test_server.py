"""`python -m actions` serves every action of the domain, on loopback, and says what is missing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import requests
import yaml

from tests.actions.conftest import ROOT, TOKEN


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(**settings: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CNB_")} | settings
    return subprocess.Popen(
        [sys.executable, "-m", "actions"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )


def test_the_server_knows_the_domain_and_logs_no_words() -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = start(CNB_ACTIONS_URL=url, CNB_BACKEND_URL="http://127.0.0.1:9", CNB_SERVICE_TOKEN=TOKEN)
    try:
        session = requests.Session()
        session.mount(
            "http://", requests.adapters.HTTPAdapter(max_retries=requests.adapters.Retry(40, backoff_factor=0.1, backoff_max=0.3))
        )  # fmt: skip
        assert session.get(f"{url}/health", timeout=5).json() == {"status": "ok"}
        served = {entry["name"] for entry in session.get(f"{url}/actions", timeout=5).json()}
        assert served == set(yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["actions"])
        message = {"text": "我屋头的秘密", "intent": {"name": "ask_person"}, "entities": []}
        tracker = {
            "sender_id": "c",
            "slots": {},
            "latest_message": message,
            "events": [],
            "latest_event_time": 0,
        }
        call = {"next_action": "action_show_progress", "sender_id": "c", "tracker": tracker, "domain": {}}
        answer = session.post(f"{url}/webhook", json=call, timeout=5).json()
        assert answer["responses"][0]["custom"]["tone"] == "trouble"
    finally:
        process.terminate()
        _, log = process.communicate(timeout=10)
    assert "backend_failed" in log
    assert "秘密" not in log


def test_a_missing_setting_is_named() -> None:
    process = start(CNB_BACKEND_URL="http://127.0.0.1:9")
    _, log = process.communicate(timeout=20)
    assert process.returncode == 1
    assert log == "CNB_SERVICE_TOKEN is not set\n"
