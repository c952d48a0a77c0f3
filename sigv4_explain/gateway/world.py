"""The world of the story as plain data: two accounts, a caller in one, an API and a role in the other.

Read it, change it with ``dataclasses.replace`` or with the methods here, and give it to ``LocalAws``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.gateway.documents import PolicyDocument, allow, trust
from sigv4_explain.gateway.iam import Policy, PolicyKind, checked_policy
from sigv4_explain.gateway.people import IamRole, IamUser
from sigv4_explain.gateway.places import (
    ApiKey,
    CustomDomain,
    FunctionUrl,
    HttpApi,
    KeyRequirement,
    Method,
    RestApi,
    UsagePlan,
)
from sigv4_explain.masking import EXAMPLE_SECRET_OF_IAM


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
            "alice",
            "AIDAALICEEXAMPLE",
            Credentials("AKIAIOSFODNN7EXAMPLE", EXAMPLE_SECRET_OF_IAM),
            {"AssumeApiAccess": allow("sts:AssumeRole", f"arn:aws:iam::{_APIS_ACCOUNT}:role/ApiAccess")},
        ),
        IamUser(
            _APIS_ACCOUNT,
            "bob",
            "AIDABOBEXAMPLE",
            EXAMPLE,
            _INVOKE,
        ),
    ),
    roles=(
        IamRole(
            _APIS_ACCOUNT,
            "ApiAccess",
            "AROAAPIACCESSEXAMPLE",
            trust(f"arn:aws:iam::{_CALLERS_ACCOUNT}:root"),
            _INVOKE,
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
        UsagePlan("Workshop", (ApiKey("k3y1d", "workshop", "example"),), rate=500, burst=1_000, quota=10_000),
    ),
    custom_domain=CustomDomain("api.example.com", "v1"),
    http_api=HttpApi(_APIS_ACCOUNT, "def456", (Method("GET", "/hello"), Method("POST", "/hello"))),
    function_url=FunctionUrl(_APIS_ACCOUNT, "echoexampleexampleexampleexample", "echo"),
)
"""Alice, in her own account, may assume the role ApiAccess. Bob, in the API's account, may call the API."""
