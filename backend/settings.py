"""What an operator can set, read once from the environment. Every setting is described in docs/operating.md."""

import ipaddress
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from backend.kit.keyfile import KeyFileError, read_or_create
from backend.kit.security import KeyRing

ROOT = Path(__file__).resolve().parents[1]
"""The checkout: relative paths in settings start here, wherever the process was started."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


class SettingsError(Exception):
    """Some settings are wrong: `problems` has one sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked. Secrets are kept out of `repr`."""

    env: Literal["development", "production"]
    host: str
    port: int
    data_dir: Path
    database_url: str = field(repr=False)
    rasa_url: str
    actions_url: str
    public_url: str
    region: str
    rate_limits: bool
    service_token: str = field(repr=False)
    keys: KeyRing = field(repr=False)

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings from `environ`; makes the data folder, the service token and the key when missing.

        Raises:
            SettingsError: with every problem found.
        """
        reader = _Reader(environ)
        env = reader.one_of("CNB_ENV", "development", "production")
        host = reader.host("CNB_HOST", "127.0.0.1")
        port = reader.port("CNB_PORT", 8000)
        data_dir = reader.folder("CNB_DATA_DIR", "var")
        database_url = reader.database(
            "CNB_DATABASE_URL", f"sqlite+aiosqlite:///{data_dir / 'cunnengban.sqlite3'}"
        )
        rasa_url = reader.url("CNB_RASA_URL", "http://127.0.0.1:5005")
        actions_url = reader.url("CNB_ACTIONS_URL", "http://127.0.0.1:5055")
        public_url = reader.url("CNB_PUBLIC_URL", f"http://{host}:{port}")
        region = reader.region("CNB_REGION", "510811")
        rate_limits = reader.one_of("CNB_RATE_LIMITS", "on", "off") == "on"
        if not rate_limits and env == "production":
            reader.problems.append("CNB_RATE_LIMITS=off 只能在 CNB_ENV=development 时用")
        service_token = reader.service_token("CNB_SERVICE_TOKEN", data_dir / "keys" / "service.token")
        keys = reader.keys("CNB_KEY_FILE", data_dir / "keys" / "data.key")
        if reader.problems or keys is None:
            raise SettingsError(reader.problems)
        return cls(
            env="production" if env == "production" else "development",
            host=host,
            port=port,
            data_dir=data_dir,
            database_url=database_url,
            rasa_url=rasa_url,
            actions_url=actions_url,
            public_url=public_url,
            region=region,
            rate_limits=rate_limits,
            service_token=service_token,
            keys=keys,
        )


class _Reader:
    """Reads one setting after the other and collects what is wrong; a bad value is replaced by the default."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, "").strip() or default

    def one_of(self, name: str, default: str, *others: str) -> str:
        value = self.text(name, default)
        if value in (default, *others):
            return value
        self.problems.append(f"{name} 只能是 {' 或 '.join((default, *others))}，现在是 {value!r}")
        return default

    def host(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            return str(ipaddress.ip_address(value))
        except ValueError:
            if value == "localhost":
                return default
            self.problems.append(f"{name} 应当是本机的一个 IP 地址，例如 127.0.0.1，现在是 {value!r}")
            return default

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if re.fullmatch(r"[0-9]{1,5}", value) and 1 <= int(value) <= 65535:
            return int(value)
        self.problems.append(f"{name} 应当是 1 到 65535 的端口号，现在是 {value!r}")
        return default

    def region(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if re.fullmatch(r"[1-9][0-9]{5}", value):
            return value
        self.problems.append(f"{name} 应当是 6 位行政区划代码，例如 510811，现在是 {value!r}")
        return default

    def folder(self, name: str, default: str) -> Path:
        path = ROOT / self.text(name, default)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.problems.append(f"{name} 指的文件夹 {path} 建不了：{error.strerror}")
        return path

    def url(self, name: str, default: str) -> str:
        value = self.text(name, default).rstrip("/")
        try:
            parts = urlsplit(value)
            if parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1) > 0:
                return value
        except ValueError:
            pass
        self.problems.append(f"{name} 应当是 http:// 开头的网址，现在是 {value!r}")
        return default

    def database(self, name: str, default: str) -> str:
        try:
            url = make_url(self.text(name, default))
        except ArgumentError:
            url = None
        if url is None or url.drivername not in _DRIVERS or not url.database:
            # The value may hold a password, so it is not repeated.
            self.problems.append(f"{name} 应当像 sqlite:///文件名 或 postgresql://user:password@host/name")
            return default
        return url.set(drivername=_DRIVERS[url.drivername]).render_as_string(hide_password=False)

    def service_token(self, name: str, path: Path) -> str:
        token = self.environ.get(name, "").strip()
        try:
            token = token or read_or_create(path, lambda: secrets.token_urlsafe(32))
        except KeyFileError as error:
            self.problems.append(str(error))
            return ""
        if not re.fullmatch(r"[\x21-\x7e]{16,200}", token):
            self.problems.append(f"{name} 至少要 16 个字符，只能用英文、数字和符号，中间不能有空格")
        return token

    def keys(self, name: str, default: Path) -> KeyRing | None:
        path = ROOT / self.text(name, str(default))
        try:
            return KeyRing.parse(read_or_create(path, KeyRing.make))
        except KeyFileError as error:
            self.problems.append(str(error))
        except ValueError:
            self.problems.append(f"{name} 指的文件 {path} 不是密钥文件，请从备份恢复")
        return None
