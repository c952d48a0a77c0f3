"""LocalAws: the fronts of a world on this machine, for a notebook and for every client that speaks HTTP."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import requests

from sigv4_explain.credentials import Credentials
from sigv4_explain.local_aws.carrier import carrying_session
from sigv4_explain.local_aws.cloud import Clock, Cloud, Function, echo
from sigv4_explain.local_aws.front import DecisionLog, Logged, aws_hosts
from sigv4_explain.local_aws.world import STORY, Front, World
from sigv4_explain.verifier import Wording

if TYPE_CHECKING:
    from sigv4_explain.local_aws.server import Limits


@dataclass(frozen=True, slots=True)
class Urls:
    """One URL for each front, without a slash at the end."""

    rest_url: str
    """The REST API, with its stage."""
    custom_domain_url: str
    """The custom domain, with its base path."""
    http_api_url: str
    function_url: str
    sts_url: str


def urls(world: World, origins: Mapping[Front, str]) -> Urls:
    """Put stage and base path behind the origin of each front."""
    base_path = world.custom_domain.base_path
    return Urls(
        rest_url=f"{origins[Front.REST_API]}/{world.rest_api.stage}",
        custom_domain_url=f"{origins[Front.CUSTOM_DOMAIN]}{f'/{base_path}' if base_path else ''}",
        http_api_url=origins[Front.HTTP_API],
        function_url=origins[Front.FUNCTION_URL],
        sts_url=origins[Front.STS],
    )


def aws_urls(world: World) -> Urls:
    """Return the URLs as AWS would show them."""
    return urls(world, {front: f"https://{host}" for front, host in aws_hosts(world).items()})


class WorldFacts:
    """The names of ``Target`` for a cloud's world; they follow when the world is changed."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        """What the fronts share: sessions, counters, the function."""

    @property
    def world(self) -> World:
        """The world; set it, and the next request finds another one."""
        return self.cloud.world

    @world.setter
    def world(self, world: World) -> None:
        self.cloud.world = world

    @property
    def region(self) -> str:
        """The world's Region."""
        return self.world.region

    @property
    def rest_url(self) -> str:
        """The REST API's URL as AWS shows it, with its stage."""
        return self._aws.rest_url

    @property
    def custom_domain_url(self) -> str:
        """The custom domain's URL, with its base path."""
        return self._aws.custom_domain_url

    @property
    def http_api_url(self) -> str:
        """The HTTP API's URL as AWS shows it."""
        return self._aws.http_api_url

    @property
    def function_url(self) -> str:
        """The function's URL as AWS shows it."""
        return self._aws.function_url

    @property
    def caller(self) -> Credentials:
        """The keys of the one who calls from another account: the world's first user."""
        return self.world.users[0].credentials

    @property
    def owner(self) -> Credentials:
        """The keys of the one in whose account the API is: the world's last user."""
        return self.world.users[-1].credentials

    @property
    def role_arn(self) -> str:
        """The role to assume."""
        return self.world.roles[0].arn

    @property
    def api_key(self) -> str:
        """The value for the header ``x-api-key``."""
        return self.world.rest_api.api_keys[0].value

    @property
    def _aws(self) -> Urls:
        return aws_urls(self.world)


class Listening(NamedTuple):
    """The port of each front, and how to close them all."""

    ports: Mapping[Front, int]
    stop: Callable[[], None]


class LocalAws(WorldFacts):
    """AWS as far as a signed call needs it, for programs on this machine, from the moment it is made until ``close``.

    ``at`` stops its clock at an aware datetime or ``YYYYMMDDTHHMMSSZ``; without it the clock runs. ``first_port`` is
    the first of five in a row; without it they are any that are free. ``tell`` is called with each Logged call, from
    another thread. From ``seed`` come the keys that STS lends, in every run the same. Raises OSError for a port
    that is taken.

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
        first_port: int = 0,
        limits: Limits | None = None,
        tell: Callable[[Logged], None] | None = None,
        seed: bytes = b"sigv4_explain",
    ) -> None:
        super().__init__(Cloud(world, wording=wording, function=function, seed=seed))
        self.clock = Clock(at)
        """What time it is at the fronts; it can be stopped and moved."""
        self.log = DecisionLog(tell)
        """What was decided about each request, and why."""
        listening = self._listen(self.log.add, first_port, limits)
        self._origins = {front: f"http://127.0.0.1:{port}" for front, port in listening.ports.items()}
        self._stop = weakref.finalize(self, listening.stop)  # also at Python's end, and when nobody holds it any more

    def _listen(self, tell: Callable[[Logged], None], first_port: int, limits: Limits | None) -> Listening:
        from sigv4_explain.local_aws.server import Server  # a browser has neither sockets nor threads

        server = Server(self.cloud, self.clock, tell, first_port=first_port, limits=limits)
        return Listening(server.ports, server.stop)

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
        if not self._stop.alive:
            raise requests.ConnectionError("LocalAws: received a call when closed; make another: LocalAws()")
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
