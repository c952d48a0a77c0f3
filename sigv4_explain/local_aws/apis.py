"""What can be called: a REST API, an HTTP API, a function URL, a custom domain. Plain data, checked when made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.local_aws.iam import PolicyDocument


class Front(Enum):
    """What stands at a port."""

    REST_API = "REST API"
    CUSTOM_DOMAIN = "custom domain"
    HTTP_API = "HTTP API"
    FUNCTION_URL = "function URL"
    STS = "STS"


class Authorization(Enum):
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
    authorization: Authorization = Authorization.AWS_IAM
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
