"""LocalAws where there are no sockets and no threads: in a browser's page, by the same fronts and the same bytes."""

from __future__ import annotations

import sys
from collections.abc import Callable, MutableMapping
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

import requests
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import NewConnectionError

from sigv4_explain.local_aws.carrier import carrying_session
from sigv4_explain.local_aws.cloud import Clock, Response
from sigv4_explain.local_aws.front import (
    LONGEST_BODY,
    Gateway,
    Logged,
    Trouble,
    answered,
    decision_of,
    failed,
    troubled,
)
from sigv4_explain.local_aws.local import Listening, LocalAws
from sigv4_explain.local_aws.wire import RequestReader, Unreadable, written
from sigv4_explain.local_aws.world import Front
from sigv4_explain.request import Request

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection

    from sigv4_explain.local_aws.server import Limits
else:  # in a browser urllib3 puts another class under that name, which knows no sockets
    from urllib3.connectionpool import HTTPConnection

Answer = Callable[[bytes], bytes]
"""Takes the bytes of a whole HTTP request, returns those of the answer."""

# What an operating system keeps for a machine, the page keeps for itself: clients know a port's number, and no more.
_open: MutableMapping[int, Answer] = {}
_numbers = count(1)


def _open_port(answer: Answer) -> int:
    """Open a port, and return its number: one that no port of this page had before."""
    port = next(_numbers)
    _open[port] = answer
    return port


def _close_port(port: int) -> None:
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


class InPageAws(LocalAws):
    """What ``LocalAws`` is in a browser. ``first_port`` and ``limits`` mean nothing there.

    >>> with InPageAws(at="20150830T123600Z") as aws:
    ...     response = aws.session().get(aws.rest_url)
    >>> print(response.text)
    {"message":"Missing Authentication Token"}
    >>> aws
    <LocalAws: closed, in this page, without sockets, https://abc123.execute-api.eu-central-1.amazonaws.com/default>
    """

    _where = "in this page, without sockets, "

    def _listen(self, tell: Callable[[Logged], None], first_port: int, limits: Limits | None) -> Listening:
        del first_port, limits
        ports = {front: _open_port(partial(_answer, Gateway(front, self.cloud), self.clock, tell)) for front in Front}
        return Listening(ports, partial(_close, list(ports.values())))

    @property
    def sts(self) -> dict[str, Any]:
        """Keyword arguments: ``boto3.client("sts", **aws.sts)``, with the caller's keys."""
        _lead_botocore_here()
        return super().sts

    def session(self) -> requests.Session:
        """Return a ``requests.Session`` that finds AWS's names here; it never leaves this page."""
        session = carrying_session(self._origins_by_host)
        for adapter in session.adapters.values():
            adapter.poolmanager.pool_classes_by_scheme = {"http": PagePool}  # type: ignore[attr-defined]
        return session


def _answer(gateway: Gateway, clock: Clock, tell: Callable[[Logged], None], data: bytes) -> bytes:
    """Answer as a connection does, for one request."""
    at, reader = clock.now(), RequestReader(BytesIO(data), LONGEST_BODY[gateway.front])
    try:
        request = _whole(reader)
        method, path, response = request.method, request.path, _handled(gateway, request, at)
    except (Unreadable, EOFError) as error:
        method, target = (reader.head.method, reader.head.target) if reader.head else ("-", "-")
        path = target.partition("?")[0]
        trouble = error.trouble if isinstance(error, Unreadable) else Trouble.NOT_HTTP
        response = troubled(gateway, trouble, at, str(error))
    tell(decision_of(gateway.front, method, path, at, response))
    return written(response, method, keeps_open=True)


def _whole(reader: RequestReader) -> Request:
    if (received := reader.next()) is None:
        raise EOFError("no request")
    return received.request


def _handled(gateway: Gateway, request: Request, at: datetime) -> Response:
    """Ask the front. What it says must be fit to be written; a function of the user's own may answer anything."""
    response = answered(gateway, request, at, "127.0.0.1")
    try:
        written(response, request.method, keeps_open=True)
    except ValueError as error:
        return failed(gateway, error, at)
    return response


def _close(ports: list[int]) -> None:
    for port in ports:
        _close_port(port)


def _lead_botocore_here() -> None:
    """Give botocore connections of this page: its sessions take no other class, and no socket is missed in a page."""
    botocore = sys.modules.get("botocore.awsrequest")
    if botocore is not None:
        botocore.AWSHTTPConnectionPool.ConnectionCls = PagePool.ConnectionCls
