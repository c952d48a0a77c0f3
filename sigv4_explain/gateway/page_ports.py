"""Ports inside a page: a browser has no sockets, so what would be sent is handed over in memory."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import NewConnectionError

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
else:  # in a browser urllib3 puts another class under that name, which knows no sockets
    from urllib3.connectionpool import HTTPConnection

Answer = Callable[[bytes], bytes]
"""Takes the bytes of a whole HTTP request, returns those of the answer."""

# What an operating system keeps for a machine, the page keeps for itself: clients know a port's number, and no more.
_open: MutableMapping[int, Answer] = {}
_numbers = count(1)


def open_port(answer: Answer) -> int:
    """Open a port, and return its number: one that no port of this page had before."""
    port = next(_numbers)
    _open[port] = answer
    return port


def close_port(port: int) -> None:
    """Close a port; again, it does nothing."""
    _open.pop(port, None)


class PageSocket:
    """What a client writes to and reads from; the request is answered when the client begins to read."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._sent = bytearray()

    def sendall(self, data: bytes) -> None:
        """Take what is sent."""
        self._sent += data

    def makefile(self, *_: object) -> BytesIO:
        """Return the answer."""
        return BytesIO(self._answer(bytes(self._sent)))

    def settimeout(self, seconds: float | None) -> None:
        """Do nothing: an answer takes no time."""

    def shutdown(self, how: int) -> None:
        """Do nothing: nobody waits at the other end."""

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


class PageConnection(HTTPConnection):
    """A connection of urllib3's to a port of this page."""

    def _new_conn(self) -> Any:
        if self.port not in _open:
            raise NewConnectionError(self, f"no port {self.port} is open in this page")
        return PageSocket(_open[self.port])

    @property
    def is_connected(self) -> bool:
        """False: each request has a connection of its own."""
        return False


class PagePool(HTTPConnectionPool):
    """Makes such connections."""

    ConnectionCls = PageConnection
