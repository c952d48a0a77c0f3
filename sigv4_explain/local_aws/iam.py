"""IAM, as far as a signed call needs it: who calls, and what the policies say.

What a policy says beyond that (NotAction, NotPrincipal, NotResource, variables, other operators and condition keys) is
refused by its name, never guessed.

Source: the IAM User Guide, "IAM JSON policy element reference", "Policy evaluation logic" and "Cross-account policy
evaluation logic"; the API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from typing import Any

from sigv4_explain.errors import InvalidInput, describe

PolicyDocument = Mapping[str, Any]
"""A policy as ``json.loads`` returns it."""


def allow(action: str | list[str], resource: str, condition: Mapping[str, Any] | None = None) -> PolicyDocument:
    """Write an identity policy of one statement.

    >>> allow("sts:AssumeRole", "*")["Statement"]
    {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Resource': '*'}
    """
    return _document({"Effect": "Allow", "Action": action, "Resource": resource}, condition)


def trust(*principals: str, condition: Mapping[str, Any] | None = None) -> PolicyDocument:
    """Write a role's trust policy: who may assume it."""
    named = principals[0] if len(principals) == 1 else list(principals)
    return _document({"Effect": "Allow", "Principal": {"AWS": named}, "Action": "sts:AssumeRole"}, condition)


def _document(statement: dict[str, Any], condition: Mapping[str, Any] | None) -> PolicyDocument:
    whole = statement if condition is None else statement | {"Condition": condition}
    return {"Version": "2012-10-17", "Statement": whole}


@dataclass(frozen=True, slots=True)
class User:
    """An IAM user, with long-term keys.

    >>> User("111122223333", "carol", "AIDACAROLEXAMPLE").arn
    'arn:aws:iam::111122223333:user/carol'
    """

    account_id: str
    name: str
    user_id: str
    """The unique id, ``AIDA…``."""

    @property
    def arn(self) -> str:
        """The user's ARN."""
        return f"arn:aws:iam::{self.account_id}:user/{self.name}"


@dataclass(frozen=True, slots=True)
class RoleSession:
    """Somebody who has assumed a role: temporary keys, the role's permissions, a name of its own.

    >>> session = RoleSession("444455556666", "ApiAccess", "session1", "AROAAPIACCESSEXAMPLE")
    >>> session.arn, session.user_id
    ('arn:aws:sts::444455556666:assumed-role/ApiAccess/session1', 'AROAAPIACCESSEXAMPLE:session1')
    """

    account_id: str
    role_name: str
    session_name: str
    role_id: str
    """The role's unique id, ``AROA…``."""

    @property
    def arn(self) -> str:
        """The session's ARN."""
        return f"arn:aws:sts::{self.account_id}:assumed-role/{self.role_name}/{self.session_name}"

    @property
    def role_arn(self) -> str:
        """The ARN of the role that was assumed."""
        return f"arn:aws:iam::{self.account_id}:role/{self.role_name}"

    @property
    def user_id(self) -> str:
        """The unique id: the role's, and the session's name."""
        return f"{self.role_id}:{self.session_name}"


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Whoever sends a request without a signature; AWS writes ``anonymous`` for the ARN and the account."""

    arn: str = "anonymous"
    account_id: str = "anonymous"


Principal = User | RoleSession | Anonymous
"""Anybody who calls."""

_KNOWN_KEYS = (
    *("aws:SourceIp", "aws:UserAgent", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:username"),
    *("sts:ExternalId", "sts:RoleSessionName"),
)


class PolicyKind(Enum):
    """Where a policy is attached, in the words of AWS's messages."""

    IDENTITY = "identity-based policy"
    SESSION = "session policy"
    RESOURCE = "resource-based policy"
    TRUST = "role trust policy"

    @property
    def explicit_deny(self) -> str:
        """What AWS calls a Deny in it."""
        article = {PolicyKind.IDENTITY: "an", PolicyKind.TRUST: "the"}.get(self, "a")  # a role has one trust policy
        return f"an explicit deny in {article} {self.value}"


class Grant(IntEnum):
    """How directly a statement speaks of the caller; the more directly, the fewer other policies must allow."""

    ACCOUNT = 1
    """The caller's account, which passes the permission on in its own policies."""
    ROLE = 2
    """The caller's role; a session policy still limits the session."""
    DIRECT = 3
    """The caller itself, or everyone."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy, checked."""

    place: str
    """Such as ``Statement[0] (Sid)``."""
    allows: bool
    principals: tuple[str, ...] | None
    """``*``, account ids and ARNs; None in a policy that speaks of its bearer."""
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Operator, key in lower case, and values: every row must hold, any of its values is enough."""

    def covers(self, access: Access) -> bool:
        """Whether it applies to what is asked; who asks is another question."""
        return (
            any(_like(access.action.lower(), pattern.lower()) for pattern in self.actions)
            and any(_like(access.resource, pattern) for pattern in self.resources)
            and all(
                key in access.context and any(_OPERATORS[operator](access.context[key], value) for value in values)
                for operator, key, values in self.conditions
            )
        )

    def grant(self, principal: Principal) -> Grant | None:
        """Return how directly it speaks of the caller; None when it does not."""
        if self.principals is None or {"*", principal.arn} & set(self.principals):
            return Grant.DIRECT
        if isinstance(principal, RoleSession) and principal.role_arn in self.principals:
            return Grant.ROLE
        account = {principal.account_id, f"arn:aws:iam::{principal.account_id}:root"}
        return Grant.ACCOUNT if account & set(self.principals) else None


def _like(text: str, pattern: str) -> bool:
    """Compare with ``*`` and ``?`` as the only special characters; both pass over ``:`` and ``/``."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StringLike": _like,
    "IpAddress": lambda given, wanted: ip_address(given) in ip_network(wanted, strict=False),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document that has been checked."""

    name: str
    kind: PolicyKind
    statements: tuple[Statement, ...]


class InvalidPolicy(InvalidInput):
    """A policy document that is not evaluated here: the field says where, such as ``policy.Statement[1].Effect``."""


def checked_policy(
    document: object, kind: PolicyKind, *, name: str, field: str = "policy", attached_to: str | None = None
) -> Policy:
    """Read a policy document as ``json.loads`` returns it; raises InvalidPolicy for what is not evaluated here.

    ``attached_to`` is the ARN of the API whose resource policy it is: there ``execute-api:/stage/GET/path`` is enough.
    """
    if not isinstance(document, Mapping):
        raise InvalidPolicy(field, describe(document), "a policy document, a JSON object")
    _check_names(document, field, ("Statement",), ("Version", "Id"))
    if document.get("Version", "2012-10-17") not in ("2012-10-17", "2008-10-17"):
        raise InvalidPolicy(f"{field}.Version", describe(document["Version"]), "2012-10-17 or 2008-10-17")
    blocks = document["Statement"] if isinstance(document["Statement"], (list, tuple)) else [document["Statement"]]
    if not blocks:
        raise InvalidPolicy(f"{field}.Statement", "an empty list", "at least one statement")
    read = (_read_statement(block, field, number, kind, attached_to) for number, block in enumerate(blocks))
    return Policy(name, kind, tuple(read))


def _read_statement(block: object, field: str, number: int, kind: PolicyKind, attached_to: str | None) -> Statement:
    place = f"{field}.Statement[{number}]"
    if not isinstance(block, Mapping):
        raise InvalidPolicy(place, describe(block), "a statement, a JSON object")
    names_who = kind in (PolicyKind.RESOURCE, PolicyKind.TRUST)
    needed = ("Effect", *(["Principal"] if names_who else []), "Action")
    _check_names(block, place, needed if kind is PolicyKind.TRUST else (*needed, "Resource"), ("Sid", "Condition"))
    if block["Effect"] not in ("Allow", "Deny"):
        raise InvalidPolicy(f"{place}.Effect", describe(block["Effect"]), "Allow or Deny")
    resources = block.get("Resource", "*")
    return Statement(
        f"Statement[{number}]" + (f" ({block['Sid']})" if block.get("Sid") else ""),
        block["Effect"] == "Allow",
        _principals(block["Principal"], f"{place}.Principal") if names_who else None,
        tuple(_texts(block["Action"], f"{place}.Action", _action, "* or an action such as execute-api:Invoke")),
        tuple(_full_resource(each, attached_to, f"{place}.Resource") for each in _listed(resources)),
        tuple(_conditions(block.get("Condition", {}), f"{place}.Condition")),
    )


def _check_names(block: Mapping[str, object], place: str, needed: tuple[str, ...], optional: tuple[str, ...]) -> None:
    """Find elements that are missing, and those that would change the meaning and are not evaluated here."""
    known = (*needed, *optional)
    for name in block:
        if name not in known:
            raise InvalidPolicy(
                f"{place}.{name}", "an element that is not evaluated here", f"one of {', '.join(known)}"
            )
    for name in needed:
        if name not in block:
            raise InvalidPolicy(f"{place}.{name}", "nothing", f"all of {', '.join(needed)}")


_action = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+").fullmatch
_resource = re.compile(r"\*|arn(:[^:]*){4}:.+|arn:.*\*.*", re.DOTALL).fullmatch
_principal = re.compile(
    r"\*|[0-9]{12}|arn:aws:iam::[0-9]{12}:(root|(user|role)/[^*?]+)|arn:aws:sts::[0-9]{12}:assumed-role/[^*?/]+/[^*?/]+"
).fullmatch


def _principals(value: object, place: str) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        _check_names(value, place, ("AWS",), ())
        value, place = value["AWS"], f"{place}.AWS"
    elif value != "*":
        raise InvalidPolicy(place, describe(value), '"*" or a block such as {"AWS": …}')
    expected = "*, an account id, or the ARN of an account's root, a user, a role or a session, without wildcards"
    return tuple(_texts(value, place, _principal, expected))


def _full_resource(value: object, attached_to: str | None, place: str) -> str:
    if attached_to is not None and isinstance(value, str) and value.startswith("execute-api:/"):
        value = attached_to + value.removeprefix("execute-api:")
    return next(_texts(value, place, _resource, "* or an ARN, such as arn:aws:execute-api:eu-central-1:*:abc123/*"))


def _conditions(block: object, place: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for operator, keys in _block(block, place).items():
        if operator not in _OPERATORS:
            raise InvalidPolicy(f"{place}.{operator}", "an operator that is not evaluated here", _one_of(_OPERATORS))
        known = ("aws:SourceIp",) if operator == "IpAddress" else _KNOWN_KEYS
        for key, values in _block(keys, f"{place}.{operator}").items():
            at = f"{place}.{operator}.{key}"
            if key.lower() not in map(str.lower, known):
                raise InvalidPolicy(at, "a condition key that is not evaluated here", _one_of(known))
            fits = _is_network if operator == "IpAddress" else bool
            yield operator, key.lower(), tuple(_texts(values, at, fits, "an address range" if fits is not bool else ""))


def _block(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise InvalidPolicy(place, describe(value), "a block, a JSON object")
    return value


def _one_of(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return f"one of {', '.join(names)}"


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) and value else [value]


def _texts(value: object, place: str, fits: Callable[[str], object], expected: str) -> Iterator[str]:
    for text in _listed(value):
        if not isinstance(text, str) or not fits(text):
            raise InvalidPolicy(place, describe(text), expected or "a text")
        if "${" in text:
            raise InvalidPolicy(place, describe(text), "a text without variables, which are not evaluated here")
        yield text


@dataclass(frozen=True, slots=True)
class Access:
    """What is asked: who wants to do what with which resource."""

    principal: Principal
    action: str
    """Such as ``execute-api:Invoke``."""
    resource: str
    """The ARN."""
    context: Mapping[str, str]
    """The condition keys; ``request_context`` collects them."""

    @property
    def resource_account(self) -> str:
        """The account that owns the resource."""
        return self.resource.split(":", 5)[4]


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of an evaluation."""

    denied_by: PolicyKind | None
    """Whose policies deny, or lack an Allow; None when it is allowed."""
    decided_by: str = ""
    """The policy and the statement that decided; empty when an Allow is missing."""

    @property
    def allowed(self) -> bool:
        """Whether the request may go on."""
        return self.denied_by is None

    def __str__(self) -> str:
        if self.denied_by is None:
            return f"allowed, by {self.decided_by}"
        if not self.decided_by:
            return f"denied: no {self.denied_by.value} allows it"
        return f"denied: {self.denied_by.explicit_deny}, by {self.decided_by}"


def evaluate(access: Access, policies: Sequence[Policy]) -> Decision:
    """Decide: a Deny in any policy decides; without one, each kind of policy that must allow has to.

    The policies are all that speak about the request: the caller's, the session's, and the resource's.
    """
    allows: dict[PolicyKind, tuple[Grant, str]] = {}
    for policy in policies:
        for statement in policy.statements:
            grant = statement.grant(access.principal)
            if grant is None or not statement.covers(access):
                continue
            decided_by = f"{policy.kind.value} {policy.name}, {statement.place}"
            if not statement.allows:
                return Decision(policy.kind, decided_by)
            if policy.kind not in allows or grant > allows[policy.kind][0]:
                allows[policy.kind] = grant, decided_by
    grants = {kind: grant for kind, (grant, _) in allows.items()}
    must_allow = _kinds_that_must_allow(access, {policy.kind for policy in policies}, grants)
    missing = next((kind for kind in must_allow if kind not in allows), None)
    return Decision(missing) if missing else Decision(None, allows[must_allow[0]][1])


def _kinds_that_must_allow(
    access: Access, present: set[PolicyKind], grants: Mapping[PolicyKind, Grant]
) -> tuple[PolicyKind, ...]:
    """Return the kinds of policies that must allow, given who owns the resource and whom its policy names."""
    resource = PolicyKind.TRUST if PolicyKind.TRUST in present else PolicyKind.RESOURCE
    session = (PolicyKind.SESSION,) if PolicyKind.SESSION in present else ()
    if isinstance(access.principal, Anonymous):
        return (resource,)
    if access.principal.account_id != access.resource_account:
        return (PolicyKind.IDENTITY, *session, resource)
    if grants.get(resource) is Grant.DIRECT:
        return (resource,)
    if grants.get(resource) is Grant.ROLE:
        return (resource, *session)
    # A role is closed to its own account too, unless its trust policy opens it.
    trusted = (resource,) if resource is PolicyKind.TRUST else ()
    return (PolicyKind.IDENTITY, *session, *trusted)
