"""Servers on the loopback interface that keep what arrives, to the byte."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import pytest

from tests.readers.servers import Handler, Inbox, RawHandler, serve


@pytest.fixture
def http_server() -> Iterator[Inbox]:
    """Python's own HTTP server."""
    yield from serve(ThreadingHTTPServer(("127.0.0.1", 0), Handler))


@pytest.fixture(scope="module")
def raw_server() -> Iterator[Inbox]:
    """A server that takes any text for a request."""
    yield from serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), RawHandler))
