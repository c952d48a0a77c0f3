"""LocalAws where there are no sockets and no threads: in a browser's page, by the same fronts and the same bytes."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from typing import Any

import requests

from sigv4_explain.gateway.carrier import carrying_session
from sigv4_explain.gateway.gateway import Front, Gateway
from sigv4_explain.gateway.local import Listening, LocalAws
from sigv4_explain.gateway.log import decision_of
from sigv4_explain.gateway.page_ports import PagePool, close_port, open_port
from sigv4_explain.gateway.response import Response
from sigv4_explain.gateway.serving.house import House
from sigv4_explain.gateway.serving.working import failed
from sigv4_explain.gateway.troubles import LONGEST_BODY, Trouble, troubled
from sigv4_explain.gateway.wire import NotHttp, Persistence, RequestReader, TooLarge, TooManyHeaders, written
from sigv4_explain.request import Request

_TROUBLES: dict[type[Exception], Trouble] = {
    NotHttp: Trouble.NOT_HTTP,
    TooLarge: Trouble.BODY_TOO_LARGE,
    TooManyHeaders: Trouble.HEADERS_TOO_LARGE,
}


class InPageAws(LocalAws):
    """What ``LocalAws`` is in a browser. ``host``, ``first_port`` and ``limits`` mean nothing there.

    >>> with InPageAws(at="20150830T123600Z") as aws:
    ...     response = aws.session().get(aws.rest_url)
    >>> print(response.text)
    {"message":"Missing Authentication Token"}
    >>> aws
    <LocalAws: closed, in this page, without sockets, https://abc123.execute-api.eu-central-1.amazonaws.com/default>
    """

    _where = "in this page, without sockets, "

    def _listen(self, house: House, host: str, first_port: int) -> Listening:
        del host, first_port
        ports = {front: open_port(partial(_answer, Gateway(front, self.cloud), house)) for front in Front}
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


def _answer(gateway: Gateway, house: House, data: bytes) -> bytes:
    """Answer as a connection does, for one request."""
    at = house.clock.now()
    reader = RequestReader(LONGEST_BODY[gateway.front])
    try:
        request = _whole(reader, data)
    except (NotHttp, TooLarge, TooManyHeaders) as error:
        method, target = (reader.head.method, reader.head.target) if reader.head else ("-", "-")
        path = target.partition("?")[0]
        response = troubled(gateway.front, _TROUBLES[type(error)], at, str(error), gateway.cloud.request_id())
    else:
        method, path = request.method, request.path
        response = _handled(gateway, request, at)
    house.tell(decision_of(gateway.front, method, path, at, response))
    return written(response, method, Persistence.STAYS)


def _whole(reader: RequestReader, data: bytes) -> Request:
    """Read a request. Raises NotHttp, TooLarge and TooManyHeaders."""
    reader.feed(data)
    if (received := reader.next()) is None:
        raise NotHttp("the request is not whole")
    return received.request


def _handled(gateway: Gateway, request: Request, at: datetime) -> Response:
    """Ask the front. What it says must be fit to be written; a function of the user's own may answer anything."""
    try:
        response = gateway.handle(request, at)
        written(response, request.method, Persistence.STAYS)
    except Exception as error:  # noqa: BLE001 -- the last wall: the client gets AWS's answer, whatever broke
        return failed(gateway, error, at)
    return response


def _close(ports: list[int]) -> None:
    for port in ports:
        close_port(port)


def _lead_botocore_here() -> None:
    """Give botocore connections of this page: its sessions take no other class, and no socket is missed in a page."""
    botocore = sys.modules.get("botocore.awsrequest")
    if botocore is not None:
        botocore.AWSHTTPConnectionPool.ConnectionCls = PagePool.ConnectionCls
