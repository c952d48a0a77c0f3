"""Clients with keep-alive, in a process of their own: ``python -m tests.benchmarks.gateway_load PORT COUNT``.

The requests are signed beforehand, so that the clients cost little beside the server.
"""

from __future__ import annotations

import json
import selectors
import socket
import statistics
import sys
from itertools import cycle
from time import perf_counter
from typing import Any

from sigv4_explain import Credentials, Request, sign

AT = "20150830T123600Z"
BOB = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
CONNECTIONS = 8
DIFFERENT = 500
"""How many different requests are sent in turns."""


def signed_requests(host: str) -> list[Request]:
    """Sign GETs that a client such as requests would send."""
    own = {"User-Agent": "python-requests/2.32.0", "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
    place: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api", "at": AT}
    urls = [f"http://{host}/default/hello?client=requests&n={number}" for number in range(DIFFERENT)]
    return [sign(Request("GET", url, own), BOB, **place) for url in urls]


def _raw(request: Request) -> bytes:
    lines = [f"{request.method} {request.path}?{request.query} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    return "\r\n".join([*lines, "", ""]).encode()


def run(port: int, count: int) -> dict[str, float]:
    """Send ``count`` requests over some connections, each waiting for its answer; return the rate and the delays."""
    requests = cycle([_raw(request) for request in signed_requests(f"127.0.0.1:{port}")])
    selector = selectors.DefaultSelector()
    delays: list[float] = []
    start = perf_counter()
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ, [perf_counter()])
        connection.sendall(next(requests))
    while len(delays) < count:
        for key, _ in selector.select(10):
            answer = key.fileobj.recv(65_536)  # type: ignore[union-attr]  # a small answer comes in one piece
            if not answer.startswith(b"HTTP/1.1 200 "):
                sys.exit(f"not accepted: {answer[:300]!r}")
            now = perf_counter()
            delays.append(now - key.data[0])
            key.data[0] = now
            key.fileobj.sendall(next(requests))  # type: ignore[union-attr]  # the same
    seconds = perf_counter() - start
    for key in list(selector.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]  # the same
    selector.close()
    percentiles = statistics.quantiles(delays, n=100)
    return {"rate": count / seconds, "p50": percentiles[49], "p99": percentiles[98]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))
