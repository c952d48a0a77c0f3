"""Where a front works: in the loop while that is quick, beside it when a function of the user's own may be slow."""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sigv4_explain.gateway.echo import echo
from sigv4_explain.gateway.gateway import Front, Gateway
from sigv4_explain.gateway.response import Response
from sigv4_explain.gateway.serving.limits import Limits
from sigv4_explain.gateway.troubles import Trouble, troubled
from sigv4_explain.request import Request

_log = logging.getLogger("sigv4_explain.gateway")


class Workshop:
    """Gets answers from the fronts of one loop; whatever happens there, an answer comes out."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.function_seconds
        self._benches = asyncio.Semaphore(limits.functions)

    async def answer(self, gateway: Gateway, request: Request, at: datetime, source_ip: str) -> Response:
        """Ask a front. A fault in it is an answer of AWS's own, and a line in the log without the request's text."""
        try:
            if gateway.cloud.function is echo or gateway.front is Front.STS:
                return gateway.handle(request, at, source_ip)
            async with asyncio.timeout(self._seconds):
                await self._benches.acquire()
                return await in_a_thread(lambda: gateway.handle(request, at, source_ip), self._benches.release)
        except TimeoutError:
            because = f"the function took longer than {self._seconds:g} seconds"
            return _trouble(gateway, Trouble.TIMED_OUT, at, because)
        except Exception as error:  # noqa: BLE001 -- the last wall: the client gets AWS's answer, whatever broke
            return failed(gateway, error, at)


def failed(gateway: Gateway, error: BaseException, at: datetime) -> Response:
    """Answer for a fault in the front."""
    return _trouble(gateway, Trouble.FAILED, at, logged_fault(error))


def logged_fault(error: BaseException) -> str:
    """Log a fault, and return the line: where it is, not what it says, which may be a secret."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    because = f"a fault in the front: {type(error).__name__} in {frame.name}, line {frame.lineno}"
    _log.error("%s", because)
    return because


def _trouble(gateway: Gateway, trouble: Trouble, at: datetime, because: str) -> Response:
    return troubled(gateway.front, trouble, at, because, gateway.cloud.request_id())


def in_a_thread(work: Callable[[], Response], done: Callable[[], None]) -> asyncio.Future[Response]:
    """Do work in a thread that nobody waits for at the end: a pool's threads would keep Python from ending."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Response] = loop.create_future()

    def settle(response: Response | None, error: BaseException | None) -> None:
        done()
        if answer.done():
            return
        if response is None:
            answer.set_exception(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))
        else:
            answer.set_result(response)

    def run() -> None:
        response, fault = None, None
        try:
            response = work()
        except BaseException as error:  # noqa: BLE001 -- handed over to whoever waits
            fault = error
        with suppress(RuntimeError):  # the loop may have ended meanwhile
            loop.call_soon_threadsafe(settle, response, fault)

    threading.Thread(target=run, name="sigv4_explain function", daemon=True).start()
    return answer
