"""What all fronts of one world share: its memory, a clock to move, who calls, whether it may, and how to refuse it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from itertools import count
from threading import Lock
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sigv4_explain.credentials import Credentials
from sigv4_explain.encoding import uri_decode
from sigv4_explain.local_aws.iam import (
    Access,
    Anonymous,
    Decision,
    Policy,
    Principal,
    RoleSession,
    User,
    evaluate,
)
from sigv4_explain.local_aws.world import STORY, IamRole, World
from sigv4_explain.preparing import moment_now
from sigv4_explain.request import Request
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifier import KeyRecord, Verdict, Wording, verify

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


Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as a front received it: what, when, and from where."""

    request: Request
    at: datetime
    """The front's time, an aware datetime."""
    source_ip: str

    @property
    def decoded_path(self) -> str:
        """The path without percent-encoding, as methods are looked up."""
        return uri_decode(self.request.path).decode(errors="replace") or "/"

    @property
    def user_agent(self) -> str | None:
        """What the client says it is."""
        return self.request.header("user-agent")


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer."""

    status: int
    headers: Headers
    """All of them, in the order in which AWS sends them."""
    body: bytes = field(repr=False)  # STS lends keys in it
    because: str
    """Why, in one sentence; never sent."""
    verdict: Verdict | None = None
    """What became of the signature; None when the front did not look at one."""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever the case of its name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def framing(at: datetime, content_type: str, body: bytes) -> Headers:
    """Return the headers with which every answer begins."""
    return (
        ("Date", format_datetime(at, usegmt=True)),
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Connection", "keep-alive"),
    )


def compact_json(value: Mapping[str, object]) -> bytes:
    """Write JSON as API Gateway does: without a blank.

    >>> compact_json({"message": "Forbidden"})
    b'{"message":"Forbidden"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def extended_id(request_id: str) -> str:
    """Return the second id of a request: 15 Base64 characters and an equals sign."""
    return base64.urlsafe_b64encode(sha256(request_id.encode()).digest()[:11]).decode()


def check_signature(cloud: Cloud, arrival: Arrival, service: str) -> Verdict:
    """Ask verify who calls, with the keys, the Region and the wording of this cloud."""
    return verify(
        arrival.request, cloud.keys, region=cloud.world.region, service=service, at=arrival.at, wording=cloud.wording
    )


def broken_rule(verdict: Verdict) -> str:
    """Say for the log which rule was broken."""
    return f"rule {verdict.number} does not hold: {verdict.rule.title}" if verdict.rule else "every rule is kept"


def request_context(
    principal: Principal,
    *,
    source_ip: str,
    user_agent: str | None = None,
    service_keys: Mapping[str, str] | None = None,
) -> Mapping[str, str]:
    """Collect what a condition can ask about a request, by key in lower case; a role's session has the role's ARN."""
    keys = {"aws:sourceip": source_ip, "aws:principalaccount": principal.account_id}
    if user_agent is not None:
        keys["aws:useragent"] = user_agent
    if isinstance(principal, User):
        keys |= {"aws:principalarn": principal.arn, "aws:username": principal.name}
    if isinstance(principal, RoleSession):
        keys["aws:principalarn"] = principal.role_arn
    return keys | {name.lower(): value for name, value in (service_keys or {}).items()}


def ask_iam(
    caller: Caller | None,
    arrival: Arrival,
    action: str,
    resource: str,
    resource_policy: Policy | None,
    service_keys: Mapping[str, str] | None = None,
) -> tuple[Access, Decision]:
    """Evaluate the policies of the caller and of the resource; no caller is anybody who did not sign.

    ``service_keys`` are the condition keys that the service adds, such as ``sts:ExternalId``.
    """
    principal = Anonymous() if caller is None else caller.principal
    context = request_context(
        principal, source_ip=arrival.source_ip, user_agent=arrival.user_agent, service_keys=service_keys
    )
    access = Access(principal, action, resource, context)
    own = () if caller is None else (*caller.policies, caller.session_policy)
    return access, evaluate(access, [policy for policy in (*own, resource_policy) if policy is not None])


def denial_message(access: Access, decision: Decision, wording: Wording = Wording.CURRENT) -> str:
    """Say why a request is denied, in the words of API Gateway and STS.

    API Gateway masks the resource's account and leaves the caller's; STS masks neither, and gives a reason for an
    explicit deny only. The older wording does not say which kind of policy denied.

    Sources: answers of API Gateway and STS that were published between 2018 and 2026; the IAM User Guide,
    "Troubleshoot access denied error messages", for session and role trust policies.
    """
    is_api = access.action.startswith("execute-api:")
    resource = re.sub(":[0-9]{8}([0-9]{4}:)", r":********\1", access.resource, count=1) if is_api else access.resource
    denial = f"User: {access.principal.arn} is not authorized to perform: {access.action} on resource: {resource}"
    if decision.denied_by is None or (not decision.decided_by and (wording is Wording.CLASSIC or not is_api)):
        return denial
    if decision.decided_by:
        why = "an explicit deny" if wording is Wording.CLASSIC else decision.denied_by.explicit_deny
        return f"{denial} with {why}"
    return f"{denial} because no {decision.denied_by.value} allows the {access.action} action"
