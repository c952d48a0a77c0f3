"""LocalAws: the fronts of a world on this machine, for a notebook and for every client that speaks HTTP."""

from __future__ import annotations

import secrets
import warnings
import weakref
from collections.abc import Callable, Mapping
from datetime import datetime
from ipaddress import ip_address
from types import TracebackType
from typing import Any, NamedTuple, Self

import requests

from sigv4_explain.gateway.carrier import carrying_session
from sigv4_explain.gateway.clock import Clock
from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.gateway.echo import Function, echo
from sigv4_explain.gateway.facts import WorldFacts
from sigv4_explain.gateway.gateway import Front
from sigv4_explain.gateway.log import Decision, DecisionLog
from sigv4_explain.gateway.names import Urls, aws_hosts, urls
from sigv4_explain.gateway.serving.house import House
from sigv4_explain.gateway.serving.limits import Limits
from sigv4_explain.gateway.world import STORY, World
from sigv4_explain.verifying import Wording


class OpenToOthersWarning(UserWarning):
    """The local front can be reached from other machines."""


class Listening(NamedTuple):
    """The port of each front, and how to close them all."""

    ports: Mapping[Front, int]
    stop: Callable[[], None]


def _say_nothing(decision: Decision) -> None:
    """Tell nobody: the log has it."""


class LocalAws(WorldFacts):
    """AWS as far as a signed call needs it, listening from the moment it is made until ``close``.

    ``at`` stops its clock at an aware datetime or ``YYYYMMDDTHHMMSSZ``; without it the clock runs. ``first_port`` is
    the first of five in a row; without it they are any that are free. ``tell`` is called with each Decision, from
    another thread. From ``seed`` come the keys that STS lends. Raises OSError for a port that is taken.

    >>> with LocalAws(at="20150830T123600Z") as aws:
    ...     response = aws.session().get(aws.rest_url)
    >>> print(response.text)
    {"message":"Missing Authentication Token"}
    >>> aws.log[-1].code
    'MissingAuthenticationTokenException'
    """

    _where = ""
    """Where it listens, when that is not on this machine's ports."""

    def __init__(
        self,
        world: World = STORY,
        *,
        function: Function = echo,
        wording: Wording = Wording.CURRENT,
        at: datetime | str | None = None,
        host: str = "127.0.0.1",
        first_port: int = 0,
        limits: Limits | None = None,
        tell: Callable[[Decision], None] = _say_nothing,
        seed: bytes | None = None,
    ) -> None:
        if not is_loopback(host):
            message = f"LocalAws listens at {host}: everybody on this network can reach it, and its keys are published"
            warnings.warn(message, OpenToOthersWarning, stacklevel=2)
        super().__init__(Cloud(world, wording=wording, function=function, seed=seed or _seed(host)))
        self.clock = Clock(at)
        """What time it is at the fronts; it can be stopped and moved."""
        self.log = DecisionLog()
        """What was decided about each request, and why."""
        house = House(self.clock, _both(self.log.add, tell), limits)
        listening = self._listen(house, host, first_port)
        self._origins = {front: f"http://{_reachable(host)}:{port}" for front, port in listening.ports.items()}
        self._stop = weakref.finalize(self, listening.stop)  # also at Python's end, and when nobody holds it any more

    def _listen(self, house: House, host: str, first_port: int) -> Listening:
        from sigv4_explain.gateway.serving.running import RunningFronts  # a browser has neither sockets nor threads

        fronts = RunningFronts(self.cloud, house, host, first_port)
        return Listening(fronts.ports, fronts.stop)

    def close(self) -> None:
        """Stop listening."""
        self._stop()

    def now(self) -> datetime:
        """Return what the clock shows: an aware datetime."""
        return self.clock.now()

    def follow_real_time(self) -> None:
        """Let the clock run with the real time: libraries that sign with the computer's clock need that."""
        self.clock.reset()

    @property
    def loopback(self) -> Urls:
        """The URLs on this machine, for any client."""
        return urls(self.world, self._origins)

    @property
    def sts(self) -> dict[str, Any]:
        """Keyword arguments: ``boto3.client("sts", **aws.sts)``, with the caller's keys."""
        return {
            "endpoint_url": self.loopback.sts_url,
            "region_name": self.region,
            "aws_access_key_id": self.caller.access_key_id,
            "aws_secret_access_key": self.caller.secret_access_key,
        }

    def session(self) -> requests.Session:
        """Return a ``requests.Session`` that finds AWS's names here; it never leaves this machine."""
        return carrying_session(self._origins_by_host)

    def _origins_by_host(self) -> dict[str, str]:
        return {host: self._origins[front] for front, host in aws_hosts(self.world).items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "listening" if self._stop.alive else "closed"
        return f"<LocalAws: {state}, {self._where}{self.rest_url}>"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _both(first: Callable[[Decision], None], second: Callable[[Decision], None]) -> Callable[[Decision], None]:
    def tell(decision: Decision) -> None:
        first(decision)
        second(decision)

    return tell


def _seed(host: str) -> bytes:
    """Choose the same keys for every run; where others listen, nobody may know them."""
    return b"sigv4_explain" if is_loopback(host) else secrets.token_bytes(32)


def _reachable(host: str) -> str:
    """Return how to address a host from here; a server may listen at all addresses, a client names one."""
    host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound
    return f"[{host}]" if ":" in host else host
