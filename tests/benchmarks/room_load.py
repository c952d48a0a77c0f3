"""Visitors of the site, in a process of their own: ``python -m tests.benchmarks.room_load PORT VISITS SECONDS``.

Reads the paths of one visit, one a line, from its input. A visitor asks as a browser does over HTTP/1.1: over six
connections that stay open, gzip welcome. Loopback only.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any

VISITORS = 10
"""How many visit at the same time."""
CONNECTIONS = 6
"""How many connections a browser opens to one host."""
MEGABYTE = 1_000_000


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """Ask for one file; return the bytes of its answer."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ValueError(f"{path}: {head[:100]!r}")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    left = length
    while left:
        left -= len(await reader.read(min(left, MEGABYTE)))
        if reader.at_eof() and left:
            raise ValueError(f"{path}: {left} bytes are missing")
    return len(head) + length


async def _connection(port: int, paths: Iterator[str]) -> int:
    """Ask for what no other connection of this visit has asked for yet."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=MEGABYTE)
    try:
        return sum([await _ask(reader, writer, path) for path in paths])
    finally:
        writer.close()


async def _visit(port: int, paths: list[str]) -> tuple[float, int]:
    """Make one cold visit; return its seconds and its bytes."""
    start, left = perf_counter(), iter(paths)
    counts = await asyncio.gather(*(_connection(port, left) for _ in range(CONNECTIONS)))
    return perf_counter() - start, sum(counts)


async def run(port: int, paths: list[str], visits: int, seconds: float) -> dict[str, Any]:
    """Visit so often, but start no visit after so many seconds; return the rate, the delays and the bytes."""
    start = perf_counter()
    numbers, done = iter(range(visits)), list[tuple[float, int]]()

    async def visitor() -> None:
        for _ in numbers:
            if perf_counter() - start > seconds:
                return
            done.append(await _visit(port, paths))

    await asyncio.gather(*(visitor() for _ in range(VISITORS)))
    elapsed = perf_counter() - start
    percentiles = statistics.quantiles([delay for delay, _ in done], n=20)
    rate = {"visits": len(done), "visits_per_second": len(done) / elapsed, "bytes": done[0][1]}
    return rate | {"p50": percentiles[9], "p95": percentiles[18]}


if __name__ == "__main__":
    arguments = int(sys.argv[1]), sys.stdin.read().split("\n"), int(sys.argv[2]), float(sys.argv[3])
    sys.stdout.write(json.dumps(asyncio.run(run(*arguments))))
