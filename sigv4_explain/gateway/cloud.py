"""What all fronts of one world share: the world, and what changes with each request: sessions, counters, usage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count
from threading import Lock
from types import MappingProxyType
from uuid import UUID

from sigv4_explain.gateway.echo import Function, echo
from sigv4_explain.gateway.iam import Policy, Principal
from sigv4_explain.gateway.people import IamRole
from sigv4_explain.gateway.sessions import MOST_SESSIONS, Session, open_session
from sigv4_explain.gateway.usage import UsageMeter
from sigv4_explain.gateway.world import STORY, World
from sigv4_explain.verifying import KeyRecord, Wording


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
        self.usage = UsageMeter()
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
