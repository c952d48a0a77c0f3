"""What AWS knows about a request when it evaluates policies: the condition keys that a caller here can have.

Source: the IAM User Guide, "AWS global condition context keys" (each key's availability).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType

from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.gateway.iam.principal import Principal, RoleSession, User, check_aware
from sigv4_explain.gateway.iam.template import Context
from sigv4_explain.gateway.iam.values import address

_PRINCIPAL_TYPES = {User: "User", RoleSession: "AssumedRole"}


class Transport(Enum):
    """What ``aws:SecureTransport`` says; a local front stands for one that AWS offers over TLS only."""

    TLS = "true"
    PLAIN = "false"


def request_context(
    principal: Principal,
    *,
    at: datetime,
    source_ip: str,
    user_agent: str | None = None,
    transport: Transport = Transport.TLS,
    service_keys: Mapping[str, str] | None = None,
) -> Context:
    """Collect the condition keys of a request.

    ``at`` is an aware datetime. ``service_keys`` are those that the service itself adds, such as ``sts:ExternalId``
    and ``sts:RoleSessionName``.

    Raises:
        InvalidInput: ``at`` has no time zone, or ``source_ip`` is no address.
    """
    check_aware("at", at)
    source = address(source_ip)
    if source is None:
        raise InvalidInput("source_ip", describe(source_ip), "an IP address")
    context = {
        **(service_keys or {}),
        "aws:CurrentTime": _written(at),
        "aws:EpochTime": str(int(at.timestamp())),
        "aws:SourceIp": str(source),
        "aws:SecureTransport": transport.value,
        **_keys_of(principal),
    }
    if user_agent is not None:
        context["aws:UserAgent"] = user_agent
    return MappingProxyType(context)


def _keys_of(principal: Principal) -> dict[str, str]:
    """Return the keys about the caller; a role's session has the ARN of the role, and no user name."""
    keys = {
        "aws:PrincipalAccount": principal.account_id,
        "aws:PrincipalType": _PRINCIPAL_TYPES.get(type(principal), "Anonymous"),
    }
    if isinstance(principal, User):
        keys |= {"aws:PrincipalArn": principal.arn, "aws:userid": principal.user_id, "aws:username": principal.name}
    if isinstance(principal, RoleSession):
        keys |= {"aws:PrincipalArn": principal.role_arn, "aws:userid": principal.user_id}
        keys |= {"aws:TokenIssueTime": _written(principal.issued_at), "aws:MultiFactorAuthPresent": "false"}
    return keys


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
