"""How long a request may take to arrive."""

from sanic.http.constants import Stage
from sanic.server import HttpProtocol


class WholeRequests(HttpProtocol):
    """Sanic's protocol with its time limits kept for a request as a whole.

    Sanic's own begin anew with every byte that drips in, so that a few slow senders could hold connections for hours.
    """

    def data_received(self, data: bytes) -> None:
        """Take bytes; only the first of a request start its clock."""
        under_way, began = self._http is not None and self._http.stage is not Stage.IDLE, self._time
        super().data_received(data)
        if under_way:
            self._time = began
