"""Settings: defaults, every bad value one sentence, every setting documented."""

import re
from pathlib import Path

import pytest

from backend.settings import Settings, SettingsError

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(
    set(re.findall(r'"(CNB_[A-Z_]+)"', (ROOT / "backend" / "settings.py").read_text(encoding="utf-8")))
)


def test_defaults_need_nothing(tmp_path):
    settings = Settings.load({"CNB_DATA_DIR": str(tmp_path / "var")})
    assert (settings.host, settings.port, settings.env, settings.rate_limits) == (
        "127.0.0.1",
        8000,
        "development",
        True,
    )
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path / 'var' / 'cunnengban.sqlite3'}"
    assert Settings.load({"CNB_DATA_DIR": str(tmp_path / "var")}) == settings
    assert (tmp_path / "var" / "keys" / "service.token").read_text().strip() == settings.service_token


def test_secrets_are_not_shown(tmp_path):
    settings = Settings.load(
        {"CNB_DATA_DIR": str(tmp_path), "CNB_DATABASE_URL": "postgresql://someone:hush@db/cnb"}
    )
    assert settings.database_url == "postgresql+asyncpg://someone:hush@db/cnb"
    assert "hush" not in repr(settings)
    assert settings.service_token not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CNB_ENV", "prod"),
        ("CNB_HOST", "the internet"),
        ("CNB_PORT", "0"),
        ("CNB_PORT", "70000"),
        ("CNB_PORT", "８０００"),
        ("CNB_DATA_DIR", "/proc/no/such"),
        ("CNB_DATABASE_URL", "mysql://a/b"),
        ("CNB_DATABASE_URL", "nonsense"),
        ("CNB_RASA_URL", "localhost:5005"),
        ("CNB_ACTIONS_URL", "http://a:b:c"),
        ("CNB_SERVICE_TOKEN", "short"),
        ("CNB_REGION", "昭化区"),
        ("CNB_RATE_LIMITS", "maybe"),
        ("CNB_KEY_FILE", "/proc/no/such.key"),
    ],
)
def test_a_bad_value_is_one_sentence(tmp_path, name, value):
    with pytest.raises(SettingsError) as refused:
        Settings.load({"CNB_DATA_DIR": str(tmp_path), name: value})
    assert any(name in problem or "密钥文件" in problem for problem in refused.value.problems)
    assert all("\n" not in problem for problem in refused.value.problems)


def test_all_problems_at_once_and_no_password_in_them(tmp_path):
    environ = {
        "CNB_DATA_DIR": str(tmp_path),
        "CNB_PORT": "x",
        "CNB_ENV": "x",
        "CNB_DATABASE_URL": "mysql://a:hush@b/c",
    }
    with pytest.raises(SettingsError) as refused:
        Settings.load(environ)
    assert len(refused.value.problems) == 3
    assert "hush" not in str(refused.value)


def test_limits_stay_on_in_production(tmp_path):
    with pytest.raises(SettingsError, match="CNB_RATE_LIMITS"):
        Settings.load({"CNB_DATA_DIR": str(tmp_path), "CNB_ENV": "production", "CNB_RATE_LIMITS": "off"})


def test_a_broken_key_file_is_not_replaced(tmp_path):
    key = tmp_path / "data.key"
    key.write_text("not a key")
    key.chmod(0o600)
    with pytest.raises(SettingsError, match="CNB_KEY_FILE"):
        Settings.load({"CNB_DATA_DIR": str(tmp_path), "CNB_KEY_FILE": str(key)})
    assert key.read_text() == "not a key"


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_documented(name):
    assert f"`{name}`" in (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
