"""What all fronts of one world share: the world, the function, the sessions, and a clock for the learner to move."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from threading import Lock
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sigv4_explain.credentials import Credentials
from sigv4_explain.local_aws.iam import Policy, Principal, RoleSession
from sigv4_explain.local_aws.world import STORY, IamRole, World
from sigv4_explain.preparing import moment_now
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifier import KeyRecord, Wording

Function = Callable[[dict[str, Any]], object]
"""A Lambda function without its context: an event in, an answer out."""


def echo(event: Mapping[str, Any]) -> dict[str, Any]:
    """Answer with the message, the parameters, the body and the method: the same for both shapes of event.

    >>> echo({"httpMethod": "GET", "queryStringParameters": {"client": "ky"}, "body": None})["body"]
    '{"message": "Hello from the function", "params": {"client": "ky"}, "body": null, "method": "GET"}'
    """
    method = event.get("httpMethod") or event["requestContext"]["http"]["method"]
    told = {
        "message": "Hello from the function",
        "params": event.get("queryStringParameters") or {},
        "body": event.get("body"),
        "method": method,
    }
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(told)}


MOST_SESSIONS = 10_000
"""The front forgets the oldest session when there are more."""


@dataclass(frozen=True, slots=True)
class Session:
    """A role, assumed: its principal, its keys, and the session policy that limits it."""

    role: IamRole
    principal: RoleSession
    key: KeyRecord
    policy: Policy | None


def open_session(
    role: IamRole, session_name: str, policy: Policy | None, seconds: int, at: datetime, seed: bytes
) -> Session:
    """Lend a role's keys for some seconds; from the same seed come the same keys, so that notebooks repeat."""
    key_id = base64.b32encode(_drawn(seed, "id", 10)).decode()
    secret = base64.b64encode(_drawn(seed, "secret", 30)).decode()
    token = base64.b64encode(_drawn(seed, "token", 240)).decode()
    credentials = Credentials(f"ASIA{key_id}", secret, token)
    principal = RoleSession(role.account_id, role.name, session_name, role.role_id)
    return Session(role, principal, KeyRecord(credentials, at + timedelta(seconds=seconds)), policy)


def _drawn(seed: bytes, purpose: str, length: int) -> bytes:
    """Draw bytes from a seed, others for each purpose."""
    blocks = (sha256(seed + f"{purpose}{number}".encode()).digest() for number in range(-(-length // 32)))
    return b"".join(blocks)[:length]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a key belongs to, and the policies that speak for the caller."""

    access_key_id: str
    principal: Principal
    policies: tuple[Policy, ...]
    session_policy: Policy | None = None


class Cloud:
    """A world with a memory. Fronts ask it who calls; it never asks what time it is."""

    def __init__(
        self,
        world: World = STORY,
        *,
        wording: Wording = Wording.CURRENT,
        function: Function = echo,
        seed: bytes = b"sigv4_explain",
    ) -> None:
        self.wording = wording
        self.function = function
        """What answers behind every front."""
        self._seed = seed
        self._numbers = count(1)
        self._lock = Lock()
        self._sessions: dict[str, Session] = {}
        self._keys: dict[str, KeyRecord] = {}
        self.world = world

    @property
    def world(self) -> World:
        """The world; set it, and the next request finds another one."""
        return self._world

    @world.setter
    def world(self, world: World) -> None:
        users = {user.credentials.access_key_id: KeyRecord(user.credentials) for user in world.users}
        with self._lock:
            self._world = world
            self._keys = users | {key_id: session.key for key_id, session in self._sessions.items()}

    @property
    def keys(self) -> Mapping[str, KeyRecord]:
        """Every key on file, of users and of sessions."""
        return MappingProxyType(self._keys)

    def caller(self, access_key_id: str) -> Caller:
        """Return whom a key on file belongs to. A session has its role's policies as they are now."""
        session = self._sessions.get(access_key_id)
        if session is not None:
            roles = (role for role in self.world.roles if role.arn == session.role.arn)
            policies = next((role.checked_policies for role in roles), ())
            return Caller(access_key_id, session.principal, policies, session.policy)
        user = next(user for user in self.world.users if user.credentials.access_key_id == access_key_id)
        return Caller(access_key_id, user.principal, user.checked_policies)

    def assume(self, role: IamRole, session_name: str, policy: Policy | None, seconds: int, at: datetime) -> Session:
        """Open a session; of too many, the oldest is forgotten."""
        seed = self._seed + self._next_number()
        session = open_session(role, session_name, policy, seconds, at, seed)
        with self._lock:
            self._sessions[session.key.credentials.access_key_id] = session
            self._keys[session.key.credentials.access_key_id] = session.key
            while len(self._sessions) > MOST_SESSIONS:
                oldest = next(iter(self._sessions))
                del self._sessions[oldest], self._keys[oldest]
        return session

    def request_id(self) -> str:
        """Return the next request's id: a UUID of version 4, drawn from the seed."""
        return str(UUID(bytes=sha256(self._seed + b"request" + self._next_number()).digest()[:16], version=4))

    def _next_number(self) -> bytes:
        return str(next(self._numbers)).encode()


class Clock:
    """Runs with the real time, until it is stopped or moved.

    >>> clock = Clock("20150830T123600Z")
    >>> clock.forward(minutes=16)
    >>> clock
    <Clock: stands at 2015-08-30 12:52:00 UTC>
    """

    def __init__(self, at: datetime | str | None = None) -> None:
        self._ahead = timedelta()
        self._standing: datetime | None = None
        if at is not None:
            self.stop(at)

    def now(self) -> datetime:
        """Return what it shows: an aware datetime in UTC."""
        standing = self._standing
        return moment_now() + self._ahead if standing is None else standing

    def stop(self, at: datetime | str | None = None) -> None:
        """Stand still: now, or at an aware datetime or ``YYYYMMDDTHHMMSSZ``. Raises InvalidInput for another text."""
        self._standing = self.now() if at is None else datetime.fromisoformat(request_date_time(at))

    def start(self) -> None:
        """Run on from what it shows."""
        if self._standing is not None:
            self._ahead = self._standing - moment_now()
            self._standing = None

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move on; negative numbers move back."""
        step = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if self._standing is None:
            self._ahead += step
        else:
            self._standing += step

    def reset(self) -> None:
        """Run with the real time again."""
        self._ahead, self._standing = timedelta(), None

    def __repr__(self) -> str:
        how = "runs" if self._standing is None else "stands"
        return f"<Clock: {how} at {self.now():%Y-%m-%d %H:%M:%S} UTC>"
