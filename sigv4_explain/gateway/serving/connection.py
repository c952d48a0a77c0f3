"""One connection: requests in, answers out, in order, and no client can keep it busy for ever."""

from __future__ import annotations

import asyncio
import math
import socket
from contextlib import suppress
from datetime import datetime

from tornado.iostream import IOStream, StreamClosedError

from sigv4_explain.gateway.gateway import Gateway
from sigv4_explain.gateway.log import decision_of
from sigv4_explain.gateway.response import Response
from sigv4_explain.gateway.serving.house import House
from sigv4_explain.gateway.serving.working import failed, logged_fault
from sigv4_explain.gateway.troubles import LONGEST_BODY, Trouble, troubled
from sigv4_explain.gateway.wire import (
    NotHttp,
    Persistence,
    Received,
    RequestReader,
    TooLarge,
    TooManyHeaders,
    written,
)

_READ = 65_536
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class _NoRoom(Exception):
    """The process holds too much already."""


_TROUBLES: dict[type[Exception], Trouble] = {
    NotHttp: Trouble.NOT_HTTP,
    TooLarge: Trouble.BODY_TOO_LARGE,
    TooManyHeaders: Trouble.HEADERS_TOO_LARGE,
    _NoRoom: Trouble.NO_ROOM,
}


class Connection:
    """Serves one client until it leaves, sends what is no HTTP, or is too slow."""

    def __init__(self, stream: IOStream, source_ip: str, gateway: Gateway, house: House) -> None:
        self.deadline = math.inf
        """When it will be ended unless something happens, in the loop's time."""
        self._stream = stream
        self._source_ip = source_ip
        self._gateway = gateway
        self._house = house
        self._loop = asyncio.get_running_loop()
        self._reader = RequestReader(LONGEST_BODY[gateway.front])
        self._held = 0

    async def serve(self) -> None:
        """Answer request after request."""
        self._house.connections.add(self)
        self._stream.set_nodelay(True)
        try:
            self._check_room()
            while await self._serve_next():
                await asyncio.sleep(0)  # the other connections have their turn
        except StreamClosedError:
            pass  # the client has gone, or was ended
        except (NotHttp, TooLarge, TooManyHeaders, _NoRoom) as error:
            await self._refuse(_TROUBLES[type(error)], str(error))
        except Exception as error:  # noqa: BLE001 -- the last wall: whatever broke, the client gets an answer
            await self._refuse(Trouble.FAILED, logged_fault(error))
        finally:
            self._hold(0)
            self._house.connections.discard(self)
            self._stream.close()

    def end(self) -> None:
        """End it because its time is up; a client that is in the middle of a request is told."""
        if self._reader.held or self._reader.head:
            with suppress(StreamClosedError):
                self._tell_client(Trouble.TOO_SLOW, Trouble.TOO_SLOW.value)
        self._stream.close()

    def close(self) -> None:
        """Close it at once."""
        self._stream.close()

    async def _serve_next(self) -> bool:
        received = await self._receive()
        self.deadline = math.inf  # a function has its own limit
        at = self._house.clock.now()
        response = await self._house.workshop.answer(self._gateway, received.request, at, self._source_ip)
        await self._send(received, response, at)
        return received.keeps_open

    def _check_room(self) -> None:
        if len(self._house.connections) > self._house.limits.connections:
            raise _NoRoom("too many connections")

    async def _receive(self) -> Received:
        """Read until a request is whole."""
        self._allow(self._house.limits.idle_seconds)
        begun = continued = False
        while (received := self._reader.next()) is None:
            if self._reader.awaits_continue and not continued:
                continued = True
                await self._stream.write(_CONTINUE)
            self._reader.feed(await self._stream.read_bytes(_READ, partial=True))
            self._hold(self._reader.held)
            if not begun and self._reader.held:
                begun = True
                self._allow(self._house.limits.request_seconds)
        return received

    async def _send(self, received: Received, response: Response, at: datetime) -> None:
        """Log the decision, then send the answer."""
        request = received.request
        persistence = Persistence.STAYS if received.keeps_open else Persistence.CLOSES
        try:
            data = written(response, request.method, persistence)
        except ValueError as error:
            response = failed(self._gateway, error, at)
            data = written(response, request.method, persistence)
        self._house.tell(decision_of(self._gateway.front, request.method, request.path, at, response))
        self._hold(self._reader.held + len(data))
        self._allow(self._house.limits.request_seconds)
        await self._stream.write(data)
        self._hold(self._reader.held)

    async def _refuse(self, trouble: Trouble, because: str) -> None:
        """Say what is wrong, and read on for a moment: closed at once, the connection would take the answer along."""
        self._allow(self._house.limits.linger_seconds)
        with suppress(Exception):  # the client has gone, or nothing can be said any more
            await self._tell_client(trouble, because)
            self._reader = RequestReader(0)
            self._hold(0)
            self._stream.socket.shutdown(socket.SHUT_WR)
            while trouble is not Trouble.NO_ROOM:  # what there is no room for is not waited for
                await self._stream.read_bytes(_READ, partial=True)

    def _tell_client(self, trouble: Trouble, because: str) -> asyncio.Future[None]:
        head, at = self._reader.head, self._house.clock.now()
        method, target = (head.method, head.target) if head else ("-", "-")
        response = troubled(self._gateway.front, trouble, at, because, self._gateway.cloud.request_id())
        path = target.partition("?")[0]
        self._house.tell(decision_of(self._gateway.front, method, path, at, response))
        return self._stream.write(written(response, method, Persistence.CLOSES))

    def _allow(self, seconds: float) -> None:
        self.deadline = self._loop.time() + seconds

    def _hold(self, count: int) -> None:
        """Count what this connection keeps in memory."""
        self._house.held_bytes += count - self._held
        self._held = count
        if count and self._house.is_full:
            raise _NoRoom("too much in memory")
