"""The sockets: five ports of this machine, a thread for each connection, and limits that no client gets around.

Only programs on this machine can connect: the keys are published, and a function of the user's own may be behind it.
"""

from __future__ import annotations

import io
import queue
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, sleep
from typing import Any

from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.local_aws.answering import Response
from sigv4_explain.local_aws.cloud import Clock, Cloud, echo
from sigv4_explain.local_aws.front import LONGEST_BODY, Gateway, Trouble, answered, failed, troubled
from sigv4_explain.local_aws.log import Logged, decision_of, logged_fault
from sigv4_explain.local_aws.wire import Received, RequestReader, Unreadable, written
from sigv4_explain.local_aws.world import Front
from sigv4_explain.request import Request

LOOPBACK = "127.0.0.1"
_LAST_PORT = 65_535
_READ = 65_536
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_PAUSE_SECONDS = 0.01
_BACKLOG = 1_024
"""Connections that the system holds until they are taken: of a flood, none waits for a second attempt."""
_END_SECONDS = 1
"""For which the end waits for the threads of connections."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the fronts allow to all clients together, and to each."""

    connections: int = 200
    """At once; for one more, the one that has been idle longest is closed, or else the slowest to send its request."""
    sending_seconds: float = 1
    """For which a request may be on its way before its connection has to make room."""
    idle_seconds: float = 60
    """Before the first byte of a request."""
    request_seconds: float = 30
    """From the first byte of a request to the last, and for taking the answer."""
    linger_seconds: float = 5
    """For which bytes that nobody wants are read and dropped, so that the client still gets the answer."""
    function_seconds: float = 29
    """For a function of the user's own.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    """
    functions: int = 50
    """At work at once; one more waits."""


class _Wire(io.RawIOBase):
    """The bytes of one connection, of which none is waited for beyond a deadline."""

    def __init__(self, connection: socket.socket, limits: Limits) -> None:
        self._socket = connection
        self._limits = limits
        self.rest()

    def rest(self) -> None:
        """Wait for the next request."""
        self.idle_since: float | None = monotonic()
        self.sending_since: float | None = None
        self.deadline = self.idle_since + self._limits.idle_seconds

    def readable(self) -> bool:
        """True: that is what it is for."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there. Raises TimeoutError when the time is up, whatever comes."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        count = self._socket.recv_into(buffer)
        if count and self.idle_since is not None:
            self.idle_since, self.sending_since = None, monotonic()
            self.deadline = self.sending_since + self._limits.request_seconds
        return count

    def send(self, data: bytes, seconds: float) -> None:
        """Send all of it. Raises ConnectionError for a client that does not take it in time."""
        self._socket.settimeout(seconds)
        try:
            self._socket.sendall(data)
        except TimeoutError:
            raise ConnectionAbortedError from None

    def drain(self) -> None:
        """Read on for a moment: closed at once, the connection would take the answer along."""
        self.idle_since, self.deadline = None, monotonic() + self._limits.linger_seconds
        self._socket.shutdown(socket.SHUT_WR)
        buffer = bytearray(_READ)
        while self.readinto(buffer):
            pass

    def hang_up(self) -> None:
        """End it from another thread: whoever waits for a byte gets none."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()
        super().close()


class Server:
    """Listens at all the fronts' ports from the moment it is made until it is stopped."""

    def __init__(
        self,
        cloud: Cloud,
        clock: Clock,
        tell: Callable[[Logged], None],
        *,
        first_port: int = 0,
        limits: Limits | None = None,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._limits = limits or Limits()
        self._functions = threading.Semaphore(self._limits.functions)
        self._at_work: dict[_Wire, threading.Thread] = {}
        sockets = _bind(first_port)
        self.ports = {front: bound.getsockname()[1] for front, bound in sockets.items()}
        self._selector = selectors.DefaultSelector()
        for front, bound in sockets.items():
            self._selector.register(bound, selectors.EVENT_READ, Gateway(front, cloud))
        self._wake, woken = socket.socketpair()
        self._selector.register(woken, selectors.EVENT_READ)
        # A daemon: Python waits for the others before it runs what was registered for its end.
        self._thread = threading.Thread(target=self._run, name="sigv4_explain fronts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every socket and wait for the threads; again, it does nothing."""
        with suppress(OSError):
            self._wake.send(b"x")
        if threading.current_thread() is not self._thread:  # garbage is collected in any thread
            self._thread.join()
        self._wake.close()

    def _run(self) -> None:
        ready: list[selectors.SelectorKey] = []
        while all(key.data for key in ready):
            for key in ready:
                try:
                    self._welcome(key.data, *key.fileobj.accept())  # type: ignore[union-attr]  # a socket
                except Exception:  # noqa: BLE001 -- a client has gone, or no socket or thread is left: the others stay
                    sleep(_PAUSE_SECONDS)
            ready = [key for key, _ in self._selector.select()]
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # a socket
        self._selector.close()
        until = monotonic() + _END_SECONDS
        for wire, thread in tuple(self._at_work.items()):
            wire.hang_up()
            thread.join(max(0, until - monotonic()))

    def _welcome(self, gateway: Gateway, connection: socket.socket, address: tuple[str, int]) -> None:
        """Give a connection a thread; when there are too many, at the cost of one that is idle, or slow to send."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire = _Wire(connection, self._limits)
        if len(self._at_work) >= self._limits.connections:
            at_work, latest = tuple(self._at_work), monotonic() - self._limits.sending_seconds
            waiting = {each: since for each in at_work if (since := each.idle_since) is not None} or {
                each: since for each in at_work if (since := each.sending_since) is not None and since < latest
            }
            if not waiting:
                with connection:  # what there is no room for is not waited for
                    connection.settimeout(0)
                    connection.sendall(self._trouble(gateway, None, Trouble.NO_ROOM, "too many connections"))
                return
            longest = min(waiting, key=waiting.__getitem__)
            self._at_work.pop(longest, None)
            longest.hang_up()
        thread = threading.Thread(
            target=self._serve, args=(gateway, wire, address[0]), name="sigv4_explain connection", daemon=True
        )
        self._at_work[wire] = thread
        thread.start()

    def _serve(self, gateway: Gateway, wire: _Wire, source_ip: str) -> None:
        """Answer request after request until the client leaves, sends what is no HTTP, or is too slow."""
        stream, seconds = io.BufferedReader(wire, _READ), self._limits.request_seconds
        reader = RequestReader(stream, LONGEST_BODY[gateway.front], lambda: wire.send(_CONTINUE, seconds))
        try:
            while (received := reader.next()) and self._answer(gateway, wire, received, source_ip):
                wire.rest()
        except (OSError, EOFError) as error:
            if isinstance(error, TimeoutError) and wire.idle_since is None:
                self._refuse(gateway, wire, reader, Trouble.TOO_SLOW, Trouble.TOO_SLOW.value)
        except Unreadable as error:
            self._refuse(gateway, wire, reader, error.trouble, str(error))
        except Exception as error:  # noqa: BLE001 -- the last wall: whatever broke, the client gets an answer
            self._refuse(gateway, wire, reader, Trouble.FAILED, logged_fault(error))
        finally:
            self._at_work.pop(wire, None)
            wire.close()

    def _answer(self, gateway: Gateway, wire: _Wire, received: Received, source_ip: str) -> bool:
        """Answer a request; tell whether the connection stays."""
        wire.idle_since = wire.sending_since = None
        request, at = received.request, self._clock.now()
        response = self._asked(gateway, request, at, source_ip)
        try:
            data = written(response, request.method, keeps_open=received.keeps_open)
        except ValueError as error:
            response = failed(gateway, error, at)
            data = written(response, request.method, keeps_open=received.keeps_open)
        self._tell(decision_of(gateway.front, request.method, request.path, at, response))
        wire.send(data, self._limits.request_seconds)
        return received.keeps_open

    def _asked(self, gateway: Gateway, request: Request, at: datetime, source_ip: str) -> Response:
        """Ask the front; a function of the user's own is not waited for without an end."""
        if gateway.cloud.function is echo or gateway.front is Front.STS:
            return answered(gateway, request, at, source_ip)
        seconds, answers = self._limits.function_seconds, queue.SimpleQueue[Response]()

        def work() -> None:
            try:
                answers.put(answered(gateway, request, at, source_ip))
            finally:
                self._functions.release()

        with suppress(queue.Empty):
            if self._functions.acquire(timeout=seconds):
                # A daemon, which nobody waits for at the end.
                threading.Thread(target=work, name="sigv4_explain function", daemon=True).start()
                return answers.get(timeout=seconds)
        because = f"the function took longer than {seconds:g} seconds"
        return troubled(gateway, Trouble.TIMED_OUT, at, because)

    def _refuse(self, gateway: Gateway, wire: _Wire, reader: RequestReader, trouble: Trouble, because: str) -> None:
        with suppress(Exception):  # the client has gone, or nothing can be said any more
            wire.send(self._trouble(gateway, reader, trouble, because), self._limits.linger_seconds)
            wire.drain()

    def _trouble(self, gateway: Gateway, reader: RequestReader | None, trouble: Trouble, because: str) -> bytes:
        head, at = reader.head if reader else None, self._clock.now()
        method, target = (head.method, head.target) if head else ("-", "-")
        response = troubled(gateway, trouble, at, because)
        self._tell(decision_of(gateway.front, method, target.partition("?")[0], at, response))
        return written(response, method, keeps_open=False)


def _bind(first_port: int) -> dict[Front, socket.socket]:
    """Take all the ports, or none. Raises InvalidInput for no port, OSError for one that somebody else has."""
    if not 0 <= first_port <= _LAST_PORT - len(Front) + 1:
        raise InvalidInput("first_port", describe(first_port), f"0, or a port that has {len(Front) - 1} more above it")
    bound: dict[Front, socket.socket] = {}
    try:
        for number, front in enumerate(Front):
            bound[front] = socket.create_server((LOOPBACK, first_port + number if first_port else 0), backlog=_BACKLOG)
            bound[front].settimeout(0)
    except OSError:
        for taken in bound.values():
            taken.close()
        raise
    return bound
