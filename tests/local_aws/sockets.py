"""A client that sends any bytes, and takes the answers apart itself."""

from __future__ import annotations

import socket
import struct
from collections.abc import Mapping
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from sigv4_explain import Credentials, Request, sign
from tests.local_aws.calling import ALICE, API_KEY

LONGEST_WAIT = 20
"""Seconds after which a test says that the server hangs."""


class Answer(NamedTuple):
    """What the server sent for one request."""

    status: int
    head: str
    """The status line and the headers, as text."""
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes


class RawClient:
    """One connection to the server at a URL."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host = parts.netloc
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=LONGEST_WAIT)
        self._buffer = b""

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(data)

    def end_sending(self) -> None:
        """Close this side; the server may still answer."""
        self._socket.shutdown(socket.SHUT_WR)

    def answer(self, method: str = "GET") -> Answer:
        """Read one answer; one to HEAD has no body."""
        while b"\r\n\r\n" not in self._buffer:
            self._receive()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = 0 if method == "HEAD" else int(headers.get("content-length", "0"))
        while len(self._buffer) < length:
            self._receive()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return Answer(int(status.split()[1]), head.decode(), headers, body)

    def rest(self) -> bytes:
        """Read until the server closes the connection."""
        while data := self._read():
            self._buffer += data
        return self._buffer

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def reset(self) -> None:
        """Leave without a word: the server gets a reset."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def _receive(self) -> None:
        data = self._read()
        assert data, f"the server closed the connection after {self._buffer!r}"
        self._buffer += data

    def _read(self) -> bytes:
        try:
            return self._socket.recv(65_536)
        except ConnectionResetError:
            return b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def raw(request: Request) -> bytes:
    """Write a request as it travels."""
    target = f"{request.path or '/'}{f'?{request.query}' if request.query else ''}"
    lines = [f"{request.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in request.headers)]
    if request.body:
        lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join([*lines, "", ""]).encode() + request.body


def signed_get(
    url: str, credentials: Credentials = ALICE, service: str = "execute-api", at: str | None = None
) -> bytes:
    """Write a GET that is accepted, if it is sent now or at the given time."""
    return raw(sign(Request("GET", url, API_KEY), credentials, region="eu-central-1", service=service, at=at))


def exchange(url: str, data: bytes) -> Answer:
    """Send bytes on a connection of their own and read one answer."""
    with RawClient(url) as client:
        client.send(data)
        return client.answer()
