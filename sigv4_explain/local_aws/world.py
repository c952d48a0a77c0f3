"""The world of the story as plain data: two accounts, a caller in one, an API and a role in the other.

Read it, change it with ``dataclasses.replace`` or with the methods here, and give it to ``LocalAws``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple, TypeVar

from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.local_aws.iam import Policy, PolicyDocument, PolicyKind, User, allow, checked_policy, trust
from sigv4_explain.masking import EXAMPLE_SECRET_OF_IAM


class Front(Enum):
    """What stands at a port."""

    REST_API = "REST API"
    CUSTOM_DOMAIN = "custom domain"
    HTTP_API = "HTTP API"
    FUNCTION_URL = "function URL"
    STS = "STS"


class MethodAuthorization(Enum):
    """Who may call a method."""

    AWS_IAM = "whoever signs with a key that is allowed"
    NONE = "anybody"


class KeyRequirement(Enum):
    """Whether a method asks for an API key."""

    REQUIRED = "the header x-api-key, with a key of the API"
    NOT_REQUIRED = "no API key"


@dataclass(frozen=True, slots=True)
class Method:
    """A method of an API: an HTTP method on a resource."""

    http_method: str
    """Such as ``GET``; ``ANY`` for all of them."""
    resource: str
    """A path; ``{name}`` stands for one segment, ``{name+}`` at the end for all that follow."""
    authorization: MethodAuthorization = MethodAuthorization.AWS_IAM
    api_key: KeyRequirement = KeyRequirement.NOT_REQUIRED


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key: it counts calls, and is no proof of who calls."""

    key_id: str
    name: str
    value: str = field(repr=False)
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RestApi:
    """A REST API with one stage."""

    account_id: str
    api_id: str
    stage: str
    methods: tuple[Method, ...]
    api_keys: tuple[ApiKey, ...]
    """Those of its usage plan. How much they may call is not counted here."""
    resource_policy: PolicyDocument | None = None

    def host(self, region: str) -> str:
        """Return the name that AWS gives it."""
        return api_host(self.api_id, region)


@dataclass(frozen=True, slots=True)
class HttpApi:
    """An HTTP API with the stage ``$default``, which has no place in the path."""

    account_id: str
    api_id: str
    methods: tuple[Method, ...]
    """Its routes."""

    def host(self, region: str) -> str:
        """Return the name that AWS gives it."""
        return api_host(self.api_id, region)


@dataclass(frozen=True, slots=True)
class FunctionUrl:
    """The URL of a Lambda function."""

    account_id: str
    url_id: str
    function_name: str
    resource_policy: PolicyDocument | None = None

    def host(self, region: str) -> str:
        """Return the name that AWS gives it."""
        return f"{self.url_id}.lambda-url.{region}.on.aws"


@dataclass(frozen=True, slots=True)
class CustomDomain:
    """A domain name of one's own in front of the REST API."""

    name: str
    base_path: str
    """The first segment of the path, which stands for the API and its stage; empty for none."""

    def __post_init__(self) -> None:
        if "/" in self.base_path:
            raise InvalidInput("base_path", describe(self.base_path), "one segment without slashes, or nothing")


def api_host(api_id: str, region: str) -> str:
    """Return the name that AWS gives an API.

    >>> api_host("abc123", "eu-central-1")
    'abc123.execute-api.eu-central-1.amazonaws.com'
    """
    return f"{api_id}.execute-api.{region}.amazonaws.com"


def names_another(host: str, own: str) -> bool:
    """Tell whether a host is one of AWS's names and not this front's own; this machine's names are as good.

    >>> own = "abc123.execute-api.eu-central-1.amazonaws.com"
    >>> names_another("xyz789.execute-api.eu-central-1.amazonaws.com", own), names_another("127.0.0.1:8400", own)
    (True, False)
    """
    name = host.lower().partition(":")[0]
    return name.endswith((".amazonaws.com", ".on.aws")) and name != own


class Reached(NamedTuple):
    """A method, and how it was reached."""

    method: Method
    parameters: Mapping[str, str]
    """What stood in the path for each ``{name}``."""
    path: str
    """The decoded path: without the stage or the base path."""


def find_method(methods: tuple[Method, ...], http_method: str, path: str) -> Reached | None:
    """Return the method that a decoded path reaches; the most literal resource wins.

    >>> methods = (Method("GET", "/pets/{id}"), Method("ANY", "/pets/{rest+}"))
    >>> find_method(methods, "GET", "/pets/7").parameters
    {'id': '7'}
    """
    reached = [
        Reached(method, parameters, path)
        for method in methods
        if method.http_method in (http_method, "ANY") and (parameters := _parameters(method.resource, path)) is not None
    ]
    return min(reached, key=lambda found: _generality(found.method), default=None)


def _generality(method: Method) -> tuple[bool, int, bool]:
    return "+}" in method.resource, method.resource.count("{"), method.http_method == "ANY"


def _parameters(resource: str, path: str) -> Mapping[str, str] | None:
    """Lay a path along a resource; None when it does not fit."""
    wanted, given = resource.strip("/").split("/"), path.removeprefix("/").removesuffix("/").split("/")
    if wanted[-1].endswith("+}") and len(given) >= len(wanted) and given[len(wanted) - 1]:
        given = [*given[: len(wanted) - 1], "/".join(given[len(wanted) - 1 :])]
    if len(wanted) != len(given):
        return None
    parameters = {}
    for name, value in zip(wanted, given, strict=True):
        if name.startswith("{"):
            parameters[name.strip("{}+")] = value
        elif name != value:
            return None
    return parameters


SHORTEST_SESSION = 900
"""Seconds: the shortest that AssumeRole lends keys for, and the least that a role may allow at most is an hour."""
LONGEST_SESSION = 43_200
"""Seconds: twelve hours, the most that a role may allow."""


@dataclass(frozen=True, slots=True)
class IamUser:
    """A user with a long-term key."""

    account_id: str
    name: str
    user_id: str
    """``AIDA…``"""
    credentials: Credentials
    policies: Mapping[str, PolicyDocument] = field(default_factory=dict)
    """The identity policies, by name."""
    principal: User = field(init=False, compare=False, repr=False)
    checked_policies: tuple[Policy, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.credentials.session_token is not None:
            raise InvalidInput("credentials", "a session token", "a user's long-term key, which has none")
        object.__setattr__(self, "principal", User(self.account_id, self.name, self.user_id))
        object.__setattr__(self, "checked_policies", _identity_policies(self.policies, f"{self.name}.policies"))


@dataclass(frozen=True, slots=True)
class IamRole:
    """A role: who may assume it, and what its sessions may do."""

    account_id: str
    name: str
    role_id: str
    """``AROA…``"""
    trust_policy: PolicyDocument
    policies: Mapping[str, PolicyDocument] = field(default_factory=dict)
    """The identity policies, by name."""
    max_session_seconds: int = 3600
    """The longest session, from 3600 to 43200 seconds."""
    checked_trust: Policy = field(init=False, compare=False, repr=False)
    checked_policies: tuple[Policy, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 3600 <= self.max_session_seconds <= LONGEST_SESSION:
            raise InvalidInput("max_session_seconds", describe(self.max_session_seconds), "from 3600 to 43200")
        place = f"{self.name}.trust_policy"
        trust = checked_policy(self.trust_policy, PolicyKind.TRUST, name=place, field=place)
        object.__setattr__(self, "checked_trust", trust)
        object.__setattr__(self, "checked_policies", _identity_policies(self.policies, f"{self.name}.policies"))

    @property
    def arn(self) -> str:
        """The role's ARN."""
        return f"arn:aws:iam::{self.account_id}:role/{self.name}"


def _identity_policies(documents: Mapping[str, PolicyDocument], place: str) -> tuple[Policy, ...]:
    """Check the policies of a user or a role; an error says in which one."""
    return tuple(
        checked_policy(document, PolicyKind.IDENTITY, name=name, field=f"{place}[{name!r}]")
        for name, document in documents.items()
    )


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the local front knows before the first request."""

    region: str
    users: tuple[IamUser, ...]
    roles: tuple[IamRole, ...]
    rest_api: RestApi
    custom_domain: CustomDomain
    http_api: HttpApi
    function_url: FunctionUrl
    api_policy: Policy | None = field(init=False, compare=False, repr=False)
    """The REST API's resource policy, checked."""
    function_policy: Policy | None = field(init=False, compare=False, repr=False)
    """The function's resource policy, checked."""

    def __post_init__(self) -> None:
        api = self.rest_api
        api_policy = _resource_policy(api.resource_policy, "rest_api", self.api_arn(api.account_id, api.api_id))
        function_policy = _resource_policy(self.function_url.resource_policy, "function_url", None)
        object.__setattr__(self, "api_policy", api_policy)
        object.__setattr__(self, "function_policy", function_policy)

    def api_arn(self, account_id: str, api_id: str) -> str:
        """Return the ARN of an API in this world's Region, without a stage."""
        return f"arn:aws:execute-api:{self.region}:{account_id}:{api_id}"

    @property
    def function_arn(self) -> str:
        """The ARN of the function behind the function URL."""
        place = self.function_url
        return f"arn:aws:lambda:{self.region}:{place.account_id}:function:{place.function_name}"

    def user(self, name: str) -> IamUser:
        """Return a user by name. Raises InvalidInput when there is none."""
        return _named(self.users, name, "a user")

    def role(self, name: str) -> IamRole:
        """Return a role by name. Raises InvalidInput when there is none."""
        return _named(self.roles, name, "a role")

    def with_policies(self, name: str, policies: Mapping[str, PolicyDocument]) -> World:
        """Return the world in which a user or a role has these identity policies, and no others."""
        if any(user.name == name for user in self.users):
            user = replace(self.user(name), policies=policies)
            return replace(self, users=tuple(user if other.name == name else other for other in self.users))
        return self._with_role(replace(self.role(name), policies=policies))

    def with_trust(self, name: str, trust_policy: PolicyDocument) -> World:
        """Return the world in which a role trusts others."""
        return self._with_role(replace(self.role(name), trust_policy=trust_policy))

    def with_resource_policy(self, document: PolicyDocument | None) -> World:
        """Return the world in which the REST API has this resource policy."""
        return replace(self, rest_api=replace(self.rest_api, resource_policy=document))

    def _with_role(self, role: IamRole) -> World:
        return replace(self, roles=tuple(role if other.name == role.name else other for other in self.roles))


def _resource_policy(document: PolicyDocument | None, place: str, api_arn: str | None) -> Policy | None:
    if document is None:
        return None
    name = f"{place}.resource_policy"
    return checked_policy(document, PolicyKind.RESOURCE, name=name, field=name, attached_to=api_arn)


Named = TypeVar("Named", IamUser, IamRole)


def _named(people: tuple[Named, ...], name: str, kind: str) -> Named:
    for person in people:
        if person.name == name:
            return person
    raise InvalidInput("name", describe(name), f"{kind} of this world: {', '.join(one.name for one in people)}")


_CALLERS_ACCOUNT = "111122223333"
_APIS_ACCOUNT = "444455556666"
_API = f"arn:aws:execute-api:eu-central-1:{_APIS_ACCOUNT}:*"
_FUNCTION = f"arn:aws:lambda:eu-central-1:{_APIS_ACCOUNT}:function:echo"
_INVOKE = {
    "InvokeApi": allow("execute-api:Invoke", f"{_API}/*"),
    # Since October 2025 a function URL asks for both.
    "InvokeFunction": allow(["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"], _FUNCTION),
}

STORY = World(
    region="eu-central-1",
    users=(
        IamUser(
            _CALLERS_ACCOUNT,
            "carol",
            "AIDACAROLEXAMPLE",
            Credentials("AKIAIOSFODNN7EXAMPLE", EXAMPLE_SECRET_OF_IAM),
            {"AssumeApiAccess": allow("sts:AssumeRole", f"arn:aws:iam::{_APIS_ACCOUNT}:role/ApiAccess")},
        ),
        IamUser(_APIS_ACCOUNT, "alice", "AIDAALICEEXAMPLE", EXAMPLE, _INVOKE),
    ),
    roles=(
        IamRole(
            _APIS_ACCOUNT, "ApiAccess", "AROAAPIACCESSEXAMPLE", trust(f"arn:aws:iam::{_CALLERS_ACCOUNT}:root"), _INVOKE
        ),
    ),
    rest_api=RestApi(
        _APIS_ACCOUNT,
        "abc123",
        "default",
        (
            Method("GET", "/", api_key=KeyRequirement.REQUIRED),
            Method("POST", "/", api_key=KeyRequirement.REQUIRED),
            Method("GET", "/hello"),
            Method("ANY", "/items/{proxy+}"),
        ),
        (ApiKey("k3y1d", "workshop", "example"),),
    ),
    custom_domain=CustomDomain("api.example.com", "v1"),
    http_api=HttpApi(_APIS_ACCOUNT, "def456", (Method("GET", "/hello"), Method("POST", "/hello"))),
    function_url=FunctionUrl(_APIS_ACCOUNT, "echoexampleexampleexampleexample", "echo"),
)
"""Carol, in her own account, may assume the role ApiAccess. Alice, in the API's account, may call the API."""
