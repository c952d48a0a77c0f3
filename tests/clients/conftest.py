from __future__ import annotations

import socketserver
from collections.abc import Iterator

import pytest

from sigv4_explain.local_aws import LocalAws
from tests.clients import node
from tests.readers.servers import Inbox, RawHandler, serve


@pytest.fixture(scope="session")
def node_packages() -> None:
    """The npm packages of this folder, installed once."""
    node.install()


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    """The story in real time, as these clients sign for now."""
    with LocalAws() as aws:
        yield aws


@pytest.fixture(scope="session")
def inbox() -> Iterator[Inbox]:
    """A server that takes everything, and stands where S3 would: there is no local one."""
    yield from serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), RawHandler))
