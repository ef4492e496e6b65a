"""Where a page's links lead: on the server, or between files of a pack on a USB stick."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlencode, urlsplit

_INSIDE = (".localhost", ".local", ".lan", ".internal", ".home.arpa")
"""Ends of names that only a house's own network knows (RFC 6761, 6762, 8375)."""


class Links(Protocol):
    """The addresses that templates use."""

    @property
    def home(self) -> str:
        """The page with the search."""

    @property
    def network(self) -> str:
        """The map of the service network."""

    @property
    def chat(self) -> str | None:
        """The chat, where there is one."""

    def guide(self, guide_id: str) -> str:
        """One guide."""

    def ask(self, guide_id: str) -> str | None:
        """The chat, opened on a guide, where there is one."""

    def sheet(self, guide_id: str) -> str:
        """One guide on one page, to print."""

    @property
    def booklet(self) -> str:
        """All guides, to print."""

    def asset(self, name: str) -> str:
        """A file of web/, by its path there."""


@dataclass(frozen=True, slots=True)
class WebLinks:
    """Addresses of the running system; the station goes along."""

    station: str | None = None

    def _with_station(self, path: str, **more: str) -> str:
        values = {**more, **({"s": self.station} if self.station else {})}
        return f"{path}?{urlencode(values)}" if values else path

    @property
    def home(self) -> str:
        """The page with the search."""
        return self._with_station("/g")

    @property
    def network(self) -> str:
        """The map of the service network."""
        return self._with_station("/network")

    @property
    def chat(self) -> str | None:
        """The chat."""
        return self._with_station("/")

    def guide(self, guide_id: str) -> str:
        """One guide."""
        return self._with_station(f"/g/{guide_id}")

    def ask(self, guide_id: str) -> str | None:
        """The chat, opened on a guide."""
        return self._with_station("/", guide=guide_id)

    def sheet(self, guide_id: str) -> str:
        """One guide on one page."""
        return self._with_station(f"/paper/guides/{guide_id}.pdf")

    @property
    def booklet(self) -> str:
        """All guides."""
        return self._with_station("/paper/booklet.pdf")

    def asset(self, name: str) -> str:
        """A file of web/."""
        return f"/assets/{name}"


@dataclass(frozen=True, slots=True)
class PackLinks:
    """Addresses between the files of a pack: all pages lie side by side, what they load lies in `assets/`."""

    home: str = "index.html"
    network: str = "network.html"
    chat: str | None = None
    booklet: str = "paper/booklet.pdf"

    def guide(self, guide_id: str) -> str:
        """One guide."""
        return f"{guide_id}.html"

    def ask(self, guide_id: str) -> str | None:
        """There is no chat on a USB stick."""
        return None

    def sheet(self, guide_id: str) -> str:
        """One guide on one page."""
        return f"paper/{guide_id}.pdf"

    def asset(self, name: str) -> str:
        """A file of web/."""
        return f"assets/{name}"


def code_address(public_url: str, guide_id: str, station: str | None, stamp: int) -> str:
    """Return what a QR code on paper says: `<public_url>/i/<guide>?s=<station>&v=<stamp>`."""
    values = {**({"s": station} if station else {}), "v": str(stamp)}
    return f"{public_url}/i/{guide_id}?{urlencode(values)}"


def code_note(public_url: str) -> str | None:
    """Return in one sentence why no resident's phone opens codes that begin with `public_url`; None when it can."""
    host = urlsplit(public_url).hostname or ""
    try:
        inside = not ip_address(host).is_global
    except ValueError:
        inside = "." not in host or host.endswith(_INSIDE)
    if not inside:
        return None
    return f"二维码会指向 {public_url}，群众的手机扫不开。印之前先设好 CNB_PUBLIC_URL（群众上网打开的网址）。"
