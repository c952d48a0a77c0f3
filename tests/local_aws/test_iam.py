"""IAM as far as a signed call needs it; what a policy says beyond that is refused by its name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain.verifier import Wording
from tests.local_aws.parts import (
    Access,
    Anonymous,
    Decision,
    InvalidPolicy,
    Policy,
    PolicyKind,
    Principal,
    RoleSession,
    User,
    checked_policy,
    denial_message,
    evaluate,
    request_context,
)

CALLERS_ACCOUNT, API_ACCOUNT = "111122223333", "444455556666"
API = f"arn:aws:execute-api:eu-central-1:{API_ACCOUNT}:abc123"
GET_HELLO = f"{API}/prod/GET/hello"
ROLE = f"arn:aws:iam::{API_ACCOUNT}:role/ApiAccess"
CAROL = User(CALLERS_ACCOUNT, "carol", "AIDACAROL")
ALICE = User(API_ACCOUNT, "alice", "AIDAALICE")
SESSION = RoleSession(API_ACCOUNT, "ApiAccess", "session1", "AROAAPIACCESS")
NOBODY = Anonymous()
ROOT, CALLERS_ROOT = {"AWS": f"arn:aws:iam::{API_ACCOUNT}:root"}, {"AWS": f"arn:aws:iam::{CALLERS_ACCOUNT}:root"}
THE_USER, THE_ROLE, THE_SESSION = {"AWS": ALICE.arn}, {"AWS": ROLE}, {"AWS": SESSION.arn}


def _statement(effect: str = "Allow", action: Any = "execute-api:Invoke", **more: Any) -> dict[str, Any]:
    """Return a statement; the resource is anything unless given or None."""
    elements = {"Effect": effect, "Action": action, "Resource": "*", **more}
    return {name: value for name, value in elements.items() if value is not None}


def _document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _identity(*statements: dict[str, Any]) -> Policy:
    return checked_policy(_document(*statements), PolicyKind.IDENTITY, name="Invoke")


def _session(*statements: dict[str, Any]) -> Policy:
    return checked_policy(_document(*statements), PolicyKind.SESSION, name="session")


def _resource(*statements: dict[str, Any]) -> Policy:
    return checked_policy(_document(*statements), PolicyKind.RESOURCE, name="api", attached_to=API)


def _named(who: Any, effect: str = "Allow") -> Policy:
    return _resource(_statement(effect, Principal=who))


def _all(
    identity: tuple[Policy, ...] = (), session: Policy | None = None, resource: Policy | None = None
) -> list[Policy]:
    return [policy for policy in (*identity, session, resource) if policy is not None]


def _trust(who: Any, effect: str = "Allow") -> Policy:
    statement = _statement(effect, "sts:AssumeRole", Resource=None, Principal=who)
    return checked_policy(_document(statement), PolicyKind.TRUST, name="ApiAccess")


def _access(
    principal: Principal, action: str = "execute-api:Invoke", arn: str = GET_HELLO, **service_keys: str
) -> Access:
    keys = {name.replace("_", ":"): value for name, value in service_keys.items()}
    context = request_context(principal, source_ip="203.0.113.7", user_agent="curl/8", service_keys=keys)
    return Access(principal, action, arn, context)


ALLOW, DENY, OTHER = _statement(), _statement("Deny"), _statement(action="s3:GetObject")
ASSUME = _statement(action="sts:AssumeRole", Resource=ROLE)
MAY, MAY_ASSUME = (_identity(ALLOW),), (_identity(ASSUME),)
NO_IDENTITY, NO_SESSION, NO_RESOURCE, NO_TRUST = (f"denied: no {kind.value} allows it" for kind in PolicyKind)
DENIED = "denied: an explicit deny in"


@pytest.mark.parametrize(
    ("principal", "policies", "expected"),
    [
        # Within an account one Allow is enough, an account passes on, and a session policy limits all but its own ARN.
        (ALICE, _all(), NO_IDENTITY),
        (ALICE, _all((_identity(OTHER),)), NO_IDENTITY),
        (ALICE, _all((_identity(OTHER), *MAY)), "allowed, by identity-based policy Invoke, Statement[0]"),
        (ALICE, _all((*MAY, _identity(DENY))), f"{DENIED} an identity-based policy"),
        (ALICE, _all(MAY, resource=_named("*", "Deny")), f"{DENIED} a resource-based policy, by"),
        (ALICE, _all(MAY, resource=_named(THE_ROLE)), "allowed"),
        (ALICE, _all(resource=_named(THE_ROLE)), NO_IDENTITY),
        (ALICE, _all(resource=_named("*")), "allowed, by resource-based policy api"),
        (ALICE, _all(resource=_named(THE_USER)), "allowed"),
        (ALICE, _all(resource=_named(ROOT)), NO_IDENTITY),
        (ALICE, _all(resource=_named({"AWS": API_ACCOUNT})), NO_IDENTITY),
        (ALICE, _all(resource=_resource(_statement(Principal=ROOT), _statement(Principal=THE_USER))), "allowed"),
        (ALICE, _all((_identity(DENY),), resource=_named("*")), f"{DENIED} an identity-based policy"),
        (SESSION, _all(MAY, _session(ALLOW)), "allowed"),
        (SESSION, _all(MAY, _session(OTHER)), NO_SESSION),
        (SESSION, _all(MAY, _session(ALLOW, DENY)), f"{DENIED} a session policy, by session policy session"),
        (SESSION, _all((), _session(ALLOW)), NO_IDENTITY),
        (SESSION, _all(resource=_named(THE_ROLE)), "allowed"),
        (SESSION, _all((), _session(OTHER), _named(THE_ROLE)), NO_SESSION),
        (SESSION, _all((), _session(OTHER), _named({"AWS": [ROLE, SESSION.arn]})), "allowed"),
        (SESSION, _all((), _session(DENY), _named(THE_SESSION)), f"{DENIED} a session policy"),
        (SESSION, _all((), _session(ALLOW), _named(ROOT)), NO_IDENTITY),
        # Across accounts both must allow.
        (CAROL, _all(), NO_IDENTITY),
        (CAROL, _all(MAY), NO_RESOURCE),
        (CAROL, _all(MAY, resource=_named(ROOT)), NO_RESOURCE),
        (CAROL, _all(resource=_named({"AWS": CAROL.arn})), NO_IDENTITY),
        (CAROL, _all(MAY, resource=_named({"AWS": CAROL.arn})), "allowed"),
        (CAROL, _all(MAY, resource=_named(CALLERS_ROOT)), "allowed"),
        (CAROL, _all(MAY, _session(OTHER), _named("*")), NO_SESSION),
        (CAROL, _all((_identity(ALLOW, DENY),), resource=_named("*")), f"{DENIED} an identity-based policy"),
        # Everyone is also nobody, who has the resource's policy only.
        (NOBODY, _all(), NO_RESOURCE),
        (NOBODY, _all(resource=_named("*")), "allowed"),
        (NOBODY, _all(resource=_named({"AWS": "*"})), "allowed"),
        (NOBODY, _all(resource=_named(ROOT)), NO_RESOURCE),
        (NOBODY, _all(resource=_named("*", "Deny")), f"{DENIED} a resource-based policy"),
    ],
)
def test_whose_policies_must_allow(principal: Principal, policies: list[Policy], expected: str) -> None:
    """A Deny decides; without one it depends on who owns the API and whom its policy names."""
    assert str(evaluate(_access(principal), policies)).startswith(expected)


@pytest.mark.parametrize(
    ("principal", "policies", "expected"),
    [
        (CAROL, _all(MAY_ASSUME, resource=_trust({"AWS": CALLERS_ACCOUNT})), "allowed"),
        (CAROL, _all(MAY_ASSUME, resource=_trust({"AWS": CAROL.arn})), "allowed"),
        (CAROL, _all(MAY_ASSUME, resource=_trust(ROOT)), NO_TRUST),
        (CAROL, _all((), resource=_trust({"AWS": CAROL.arn})), NO_IDENTITY),
        (CAROL, _all(MAY_ASSUME, resource=_trust("*", "Deny")), f"{DENIED} the role trust policy"),
        (ALICE, _all(MAY_ASSUME, resource=_trust({"AWS": CAROL.arn})), NO_TRUST),
        (ALICE, _all(MAY_ASSUME, resource=_trust(ROOT)), "allowed"),
        (ALICE, _all((), resource=_trust(ROOT)), NO_IDENTITY),
        (ALICE, _all((), resource=_trust(THE_USER)), "allowed"),
        (SESSION, _all(MAY_ASSUME, _session(OTHER), _trust(ROOT)), NO_SESSION),
        (NOBODY, _all(resource=_trust(ROOT)), NO_TRUST),
    ],
)
def test_a_role_must_trust_whoever_assumes_it(principal: Principal, policies: list[Policy], expected: str) -> None:
    """Also within its own account, where any other resource would be open to an identity's Allow."""
    assert str(evaluate(_access(principal, "sts:AssumeRole", ROLE), policies)).startswith(expected)


APPLIES: list[tuple[dict[str, Any], bool]] = [
    ({"action": "*"}, True),
    ({"action": "EXECUTE-API:invoke"}, True),
    ({"action": "execute-api:In?oke"}, True),
    ({"action": "execute-api:Invok"}, False),
    ({"action": ["s3:*", "execute-api:Invoke"]}, True),
    ({"Resource": f"{API}/*"}, True),
    ({"Resource": f"{API}/PROD/GET/hello"}, False),
    ({"Resource": f"{API}/*/GET/*"}, True),
    ({"Resource": f"{API}/*/POST/*"}, False),
    ({"Resource": f"{API}/prod/GET"}, False),
    ({"Resource": f"{API}/prod/GET/hell[o]"}, False),
    ({"Resource": f"{API}/prod/GET/hel?o"}, True),
    ({"Resource": "arn:aws:execute-api:*"}, True),
    ({"Resource": "arn:aws:execute-api:us-*:*:*"}, False),
    ({"Resource": ["arn:aws:s3:::*", f"{API}/*"]}, True),
    ({"Condition": {"IpAddress": {"aws:SourceIp": ["198.51.100.0/24", "203.0.113.0/24"]}}}, True),
    ({"Condition": {"IpAddress": {"AWS:sourceip": "198.51.100.0/24"}}}, False),
    ({"Condition": {"StringEquals": {"aws:PrincipalArn": ROLE}, "StringLike": {"aws:UserAgent": "curl/*"}}}, True),
    ({"Condition": {"StringEquals": {"aws:PrincipalArn": ROLE, "aws:UserAgent": "curl/*"}}}, False),
    ({"Condition": {"StringLike": {"aws:username": "*"}}}, False),  # a role's session has no user name
]


@pytest.mark.parametrize(("elements", "applies"), APPLIES)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_statement_applies_to_what_its_elements_say(
    elements: dict[str, Any],
    applies: bool,  # noqa: FBT001 -- a table's column
    effect: str,
) -> None:
    """Whether it allows or denies; a Deny is tried with an Allow of everything beside it."""
    policies = _all((_identity(_statement(effect, **elements), ALLOW if effect == "Deny" else OTHER),))

    assert evaluate(_access(SESSION), policies).allowed is (applies is (effect == "Allow"))


@pytest.mark.parametrize(
    ("abbreviation", "allowed"),
    [("execute-api:/*", True), ("execute-api:/*/GET/*", True), ("execute-api:/test/*", False)],
)
def test_an_apis_policy_may_leave_the_api_out(abbreviation: str, allowed: bool) -> None:  # noqa: FBT001 -- a table's column
    """It can only be its own, so another API's requests are not meant."""
    policies = _all(resource=_resource(_statement(Principal="*", Resource=abbreviation)))

    assert evaluate(_access(NOBODY), policies).allowed is allowed
    assert not evaluate(_access(NOBODY, arn=GET_HELLO.replace("abc123", "xyz789")), policies).allowed


def test_the_external_id_guards_a_role() -> None:
    """A trust policy's condition sees what AssumeRole was given."""
    guarded = _statement(action="sts:AssumeRole", Resource=None, Principal=CALLERS_ROOT)
    guarded["Condition"] = {"StringEquals": {"sts:ExternalId": "12345"}}
    policies = _all(MAY_ASSUME, resource=checked_policy(_document(guarded), PolicyKind.TRUST, name="ApiAccess"))

    given_ids = [{"sts_ExternalId": "12345"}, {"sts_ExternalId": "1234"}, {}]
    allowed = [evaluate(_access(CAROL, "sts:AssumeRole", ROLE, **keys), policies).allowed for keys in given_ids]
    assert allowed == [True, False, False]


IDENTITY, RESOURCE, TRUST = PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.TRUST
ANYONE = {"Principal": "*"}
AT = r"policy\.Statement\[0\]"
NOT_EVALUATED = "received an element that is not evaluated here, expected one of"
REFUSED: list[tuple[PolicyKind, Any, str]] = [
    (IDENTITY, None, "policy: received NoneType, expected a policy document"),
    (IDENTITY, {}, "policy.Statement: received nothing"),
    (IDENTITY, {"Statement": []}, "policy.Statement: received an empty list"),
    (IDENTITY, {"Statement": "x"}, f"{AT}: received 'x', expected a statement"),
    (IDENTITY, {"Version": "2012-10-18", "Statement": _statement()}, "policy.Version: received '2012-10-18'"),
    (IDENTITY, {"Statements": _statement()}, f"policy.Statements: {NOT_EVALUATED} Statement, Version, Id"),
    (IDENTITY, _document(_statement(), _statement("allow")), r"policy.Statement\[1\].Effect: received 'allow'"),
    (IDENTITY, _document(_statement(action=None)), f"{AT}.Action: received nothing, expected all of Effect, Action"),
    (IDENTITY, _document(_statement(NotAction="*")), f"{AT}.NotAction: {NOT_EVALUATED} Effect, Action, Resource, Sid"),
    (IDENTITY, _document(_statement(NotResource="*")), f"{AT}.NotResource: {NOT_EVALUATED}"),
    (IDENTITY, _document(_statement(**ANYONE)), f"{AT}.Principal: {NOT_EVALUATED}"),
    (IDENTITY, _document(_statement(action=["*", "exec*:Invoke"])), f"{AT}.Action: received 'exec"),
    (IDENTITY, _document(_statement(action=[])), f"{AT}.Action: received list"),
    (IDENTITY, _document(_statement(Resource=None)), f"{AT}.Resource: received nothing"),
    (IDENTITY, _document(_statement(Resource=[API, 5])), f"{AT}.Resource: received 5"),
    (IDENTITY, _document(_statement(Resource="arn:aws:s3")), f"{AT}.Resource: received 'arn:aws:s3'"),
    (IDENTITY, _document(_statement(Resource="execute-api:/*")), f"{AT}.Resource: received 'execute-api:"),
    (
        IDENTITY,
        _document(_statement(Resource=API + "/${aws:username}")),
        f"{AT}.Resource: .*expected a text without var",
    ),
    (RESOURCE, _document(_statement()), f"{AT}.Principal: received nothing"),
    (RESOURCE, _document(_statement(NotPrincipal="*")), f"{AT}.NotPrincipal: {NOT_EVALUATED}"),
    (RESOURCE, _document(_statement(Principal="x")), f"{AT}.Principal: received 'x', expected \"\\*\" or"),
    (RESOURCE, _document(_statement(Principal={})), f"{AT}.Principal.AWS: received nothing"),
    (RESOURCE, _document(_statement(Principal={"Service": "a"})), f"{AT}.Principal.Service: {NOT_EVALUATED} AWS"),
    (RESOURCE, _document(_statement(Principal={"AWS": "arn:aws:iam::1:user/*"})), f"{AT}.Principal.AWS: received 'arn"),
    (TRUST, _document(_statement(**ANYONE)), f"{AT}.Resource: {NOT_EVALUATED}"),
]
CONDITIONS: list[tuple[Any, str]] = [
    ([], "Condition: received list, expected a block"),
    ({"Bool": {"aws:SecureTransport": "true"}}, "Condition.Bool: received an operator that is not evaluated here"),
    ({"StringNotEquals": {}}, "Condition.StringNotEquals: .*expected one of StringEquals, StringLike, IpAddress"),
    ({"ForAnyValue:StringLike": {}}, "Condition.ForAnyValue:StringLike: received an operator that is not"),
    ({"StringEquals": {"aws:SourceVpc": "v"}}, "StringEquals.aws:SourceVpc: received a condition key that is not"),
    ({"StringEquals": {"sts:ExternalId": 1}}, "StringEquals.sts:ExternalId: received 1, expected a text"),
    ({"StringEquals": {"sts:ExternalId": "${aws:userid}"}}, "expected a text without variables"),
    ({"IpAddress": {"aws:SourceIp": "here"}}, "IpAddress.aws:SourceIp: received 'here', expected an address"),
    ({"IpAddress": {"aws:username": "1.1.1.1"}}, "IpAddress.aws:username: received a condition key"),
]
REFUSED += [(IDENTITY, _document(_statement(Condition=block)), message) for block, message in CONDITIONS]


@pytest.mark.parametrize(("kind", "given", "message"), REFUSED)
def test_what_is_not_evaluated_is_refused_by_its_name(kind: PolicyKind, given: Any, message: str) -> None:
    """The message names the element by its place in the document; nothing is left to fail open."""
    with pytest.raises(InvalidPolicy, match=message):
        checked_policy(given, kind, name="p")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (IDENTITY, {"Statement": _statement(), "Id": "mine"}),
        (IDENTITY, _document(_statement(action=("s3:Get*", "execute-api:*"), Resource=("*", "arn:aws:s3:::b/*")))),
        (RESOURCE, _document(_statement(Principal={"AWS": [CALLERS_ACCOUNT, "*", SESSION.arn]}))),
        (TRUST, _document(_statement(action="sts:AssumeRole", Resource=None, **ANYONE))),
    ],
)
def test_what_the_story_needs_is_accepted(kind: PolicyKind, given: Any) -> None:
    """One value bare, several in a list."""
    assert checked_policy(given, kind, name="p").kind is kind


def test_a_hostile_pattern_is_compared_in_reasonable_steps() -> None:
    """Forty runs against a text that nearly fits would never end if every way were tried."""
    policies = _all((_identity(_statement(Resource=f"{API}/{'*a' * 40}b")),))

    assert not evaluate(_access(ALICE, arn=f"{API}/{'a' * 4_000}"), policies).allowed


SAID = f"User: {SESSION.arn} is not authorized to perform: "
MASKED = f"{SAID}execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********6666:abc123/prod/GET/hello"


@pytest.mark.parametrize("kind", PolicyKind)
def test_a_denial_is_said_in_aws_words(kind: PolicyKind) -> None:
    """API Gateway masks the account and says why, in its older words less; STS gives no reason for a missing Allow."""
    api, sts = _access(SESSION), _access(SESSION, "sts:AssumeRole", ROLE)
    missing, explicit = Decision(kind), Decision(kind, "a statement")
    article = {PolicyKind.IDENTITY: "an", PolicyKind.TRUST: "the"}.get(kind, "a")
    because = f"with an explicit deny in {article} {kind.value}"

    assert denial_message(api, missing) == f"{MASKED} because no {kind.value} allows the execute-api:Invoke action"
    assert denial_message(api, explicit) == f"{MASKED} {because}"
    assert denial_message(api, missing, Wording.CLASSIC) == MASKED
    assert denial_message(api, explicit, Wording.CLASSIC) == f"{MASKED} with an explicit deny"
    assert denial_message(sts, missing) == f"{SAID}sts:AssumeRole on resource: {ROLE}"
    assert denial_message(sts, explicit) == f"{SAID}sts:AssumeRole on resource: {ROLE} {because}"


STATEMENTS = st.builds(
    _statement,
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from(["execute-api:Invoke", "*", "s3:*"]),
    Resource=st.sampled_from(["*", f"{API}/*/GET/*", f"{API}/*/POST/*"]),
)
WHO = st.sampled_from(["*", ROOT, THE_USER, THE_ROLE, THE_SESSION, CALLERS_ROOT])
PLACES = {"identity": _identity, "session": _session, "resource": _resource}
DOCUMENTS = st.fixed_dictionaries({name: st.lists(STATEMENTS, max_size=3) for name in PLACES})


@given(st.sampled_from([CAROL, ALICE, SESSION, NOBODY]), DOCUMENTS, st.sampled_from(sorted(PLACES)), WHO, st.data())
def test_adding_a_deny_never_allows_more(
    principal: Principal, documents: dict[str, list[dict[str, Any]]], where: str, who: Any, data: st.DataObject
) -> None:
    """Whatever else the policies say, in whichever policy it stands."""

    def allowed(made: dict[str, list[dict[str, Any]]]) -> bool:
        named = [{**statement, "Principal": who} for statement in made["resource"]]
        identity = (_identity(*made["identity"]),) if made["identity"] else ()
        session = _session(*made["session"]) if made["session"] else None
        policies = _all(identity, session, _resource(*named) if named else None)
        return evaluate(_access(principal), policies).allowed

    added = {**documents, where: [*documents[where], {**data.draw(STATEMENTS), "Effect": "Deny"}]}
    assert allowed(added) <= allowed(documents)
