"""Fronts at work: five ports, one thread with one loop, and an end to it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress

from tornado.ioloop import PeriodicCallback

from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.gateway.gateway import Front, Gateway
from sigv4_explain.gateway.serving.house import House
from sigv4_explain.gateway.serving.server import FrontServer

_SWEEP_MILLISECONDS = 200
_LAST_PORT = 65_535


class RunningFronts:
    """Listens from the moment it is made until it is stopped."""

    def __init__(self, cloud: Cloud, house: House, host: str, first_port: int = 0) -> None:
        self._house = house
        self._servers = {front: FrontServer(Gateway(front, cloud), house) for front in Front}
        self._sockets = _bind(host, first_port)
        self.ports: Mapping[Front, int] = {front: bound.getsockname()[1] for front, bound in self._sockets.items()}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        started = threading.Event()
        # A daemon: Python waits for the others before it runs what was registered for its end.
        self._thread = threading.Thread(target=self._run, args=(started,), name="sigv4_explain gateway", daemon=True)
        self._thread.start()
        started.wait()

    def stop(self) -> None:
        """Close every socket and wait for the thread; again, it does nothing."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._stop.set)
        if threading.current_thread() is not self._thread:  # garbage is collected in any thread
            self._thread.join()

    def _run(self, started: threading.Event) -> None:
        # On Windows the usual loop would put a thread of its own between the sockets and tornado.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self._serve(started))

    async def _serve(self, started: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        for front, server in self._servers.items():
            server.add_socket(self._sockets[front])
        sweep = PeriodicCallback(self._house.end_the_slow, _SWEEP_MILLISECONDS)
        sweep.start()
        started.set()
        await self._stop.wait()
        sweep.stop()
        for server in self._servers.values():
            server.stop()
        self._house.close()
        await asyncio.sleep(0)  # the connections see that they are closed


def _bind(host: str, first_port: int) -> dict[Front, socket.socket]:
    """Take all the ports, or none. Raises InvalidInput for no port, OSError for one that somebody else has."""
    if not 0 <= first_port <= _LAST_PORT - len(Front) + 1:
        raise InvalidInput("first_port", describe(first_port), f"0, or a port that has {len(Front) - 1} more above it")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound: dict[Front, socket.socket] = {}
    try:
        for number, front in enumerate(Front):
            port = first_port + number if first_port else 0
            bound[front] = socket.create_server((host, port), family=family, backlog=128)
            bound[front].settimeout(0)
    except OSError:
        for taken in bound.values():
            taken.close()
        raise
    return bound
