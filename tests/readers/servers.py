"""Servers on the loopback interface that keep what arrives, to the byte."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from sigv4_explain import Authorization, Credentials, Request, sha256_hex, sign

EXAMPLE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token/+=")


@dataclass
class Inbox:
    """Where a server listens, and the requests it got."""

    port: int
    received: list[Request] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    def take(self) -> Request:
        """Return the only request that arrived since the last call."""
        (request,) = self.received
        self.received.clear()
        return request


def signed_again(received: Request, *, region: str, service: str) -> str:
    """Compute, as a server does, the Authorization header of what arrived: only SignedHeaders count."""
    authorization = Authorization.parse(received.header("authorization") or "")
    covered = authorization.signed_headers.split(";")
    headers = [pair for pair in received.headers if pair[0].lower() in covered]
    declared = received.header("x-amz-content-sha256")
    assert declared in (None, "UNSIGNED-PAYLOAD", sha256_hex(received.body))
    date = received.header("x-amz-date")
    signed = sign(
        Request(received.method, received.url, headers, received.body), EXAMPLE, region=region, service=service, at=date
    )
    return signed.header("authorization") or ""


class Handler(BaseHTTPRequestHandler):
    """Keeps what Python's own server makes of a request."""

    protocol_version = "HTTP/1.1"

    def _keep(self) -> None:
        headers = [(name, value.encode("latin-1").decode()) for name, value in self.headers.items()]
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        url = f"http://{self.headers['Host']}{self.path}"
        self.server.inbox.received.append(Request(self.command, url, headers, body))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = _keep  # noqa: N815  # the names http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the base class
        """Say nothing."""


class RawHandler(socketserver.StreamRequestHandler):
    """Takes any text for a request."""

    def handle(self) -> None:
        """Read one request as bytes, and keep it as the Request that its text is."""
        head = b""
        while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline()):
            head += line
        length = re.search(rb"(?mi)^content-length: *(\d+)", head)
        text = head + self.rfile.read(int(length[1]) if length else 0)
        self.server.inbox.received.append(Request.parse(text.decode()))  # type: ignore[attr-defined]
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def serve(server: socketserver.TCPServer) -> Iterator[Inbox]:
    """Run a server until the caller has done with its inbox."""
    inbox = server.inbox = Inbox(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield inbox
    server.shutdown()
    server.server_close()
    thread.join()
