from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain.errors import InvalidInput
from sigv4_explain.gateway.iam import (
    Access,
    Policies,
    Policy,
    PolicyKind,
    Principal,
    Reason,
    User,
    checked_policy,
    evaluate,
    request_context,
)
from tests.gateway.iam.people import (
    ALICE,
    API,
    API_ACCOUNT,
    BOB,
    CALLERS_ACCOUNT,
    GET_HELLO,
    NOBODY,
    NOON,
    ROLE,
    SESSION,
    document,
    identity,
    resource,
    session,
    statement,
    trust,
)

ALLOW, DENY = statement(), statement("Deny")
OTHER = statement(action="s3:GetObject")


def _access(principal: Principal, action: str = "execute-api:Invoke", arn: str = GET_HELLO) -> Access:
    return Access(principal, action, arn, request_context(principal, at=NOON, source_ip="203.0.113.7"))


def _reason(principal: Principal, policies: Policies) -> Reason:
    return evaluate(_access(principal), policies).reason


def _named(who: Any, effect: str = "Allow") -> Policy:
    return resource(statement(effect, Principal=who))


ROOT = {"AWS": f"arn:aws:iam::{API_ACCOUNT}:root"}
ACCOUNT = {"AWS": API_ACCOUNT}
THE_USER, THE_ROLE, THE_SESSION = {"AWS": BOB.arn}, {"AWS": ROLE}, {"AWS": SESSION.arn}


@pytest.mark.parametrize(
    ("principal", "policies", "expected"),
    [
        (BOB, Policies(), Reason.NO_IDENTITY_ALLOW),
        (BOB, Policies((identity(OTHER),)), Reason.NO_IDENTITY_ALLOW),
        (BOB, Policies((identity(OTHER), identity(ALLOW))), Reason.ALLOWED),
        (BOB, Policies((identity(ALLOW), identity(DENY))), Reason.EXPLICIT_DENY_IDENTITY),
        (BOB, Policies((identity(ALLOW),), resource=_named("*", "Deny")), Reason.EXPLICIT_DENY_RESOURCE),
        (BOB, Policies((identity(ALLOW),), resource=_named(THE_ROLE)), Reason.ALLOWED),
        (BOB, Policies((identity(OTHER),), resource=_named(THE_ROLE)), Reason.NO_IDENTITY_ALLOW),
        (BOB, Policies(resource=_named("*")), Reason.ALLOWED),
        (BOB, Policies(resource=_named(THE_USER)), Reason.ALLOWED),
        (BOB, Policies(resource=_named(ROOT)), Reason.NO_IDENTITY_ALLOW),
        (BOB, Policies(resource=_named(ACCOUNT)), Reason.NO_IDENTITY_ALLOW),
        (BOB, Policies((identity(ALLOW),), resource=_named(ROOT)), Reason.ALLOWED),
        (BOB, Policies((identity(DENY),), resource=_named("*")), Reason.EXPLICIT_DENY_IDENTITY),
        (SESSION, Policies((identity(ALLOW),)), Reason.ALLOWED),
        (SESSION, Policies((identity(ALLOW),), session(ALLOW)), Reason.ALLOWED),
        (SESSION, Policies((identity(ALLOW),), session(OTHER)), Reason.NO_SESSION_ALLOW),
        (SESSION, Policies((identity(ALLOW),), session(ALLOW, DENY)), Reason.EXPLICIT_DENY_SESSION),
        (SESSION, Policies((identity(OTHER),), session(ALLOW)), Reason.NO_IDENTITY_ALLOW),
        (SESSION, Policies(resource=_named(THE_ROLE)), Reason.ALLOWED),
        (SESSION, Policies((), session(OTHER), _named(THE_ROLE)), Reason.NO_SESSION_ALLOW),
        (SESSION, Policies((), session(OTHER), _named(THE_SESSION)), Reason.ALLOWED),
        (SESSION, Policies((), session(OTHER), _named({"AWS": [ROLE, SESSION.arn]})), Reason.ALLOWED),
        (SESSION, Policies((), session(DENY), _named(THE_SESSION)), Reason.EXPLICIT_DENY_SESSION),
        (SESSION, Policies((), session(ALLOW), _named(ROOT)), Reason.NO_IDENTITY_ALLOW),
    ],
)
def test_within_an_account_one_allow_is_enough(principal: Principal, policies: Policies, expected: Reason) -> None:
    """Unless somebody denies; an account passes on, and a session policy limits all but the session's own ARN."""
    assert _reason(principal, policies) is expected


CALLERS_ROOT = {"AWS": f"arn:aws:iam::{CALLERS_ACCOUNT}:root"}


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        (Policies(), Reason.NO_IDENTITY_ALLOW),
        (Policies((identity(ALLOW),)), Reason.NO_RESOURCE_ALLOW),
        (Policies((identity(ALLOW),), resource=_named(ROOT)), Reason.NO_RESOURCE_ALLOW),
        (Policies(resource=_named({"AWS": ALICE.arn})), Reason.NO_IDENTITY_ALLOW),
        (Policies((identity(ALLOW),), resource=_named({"AWS": ALICE.arn})), Reason.ALLOWED),
        (Policies((identity(ALLOW),), resource=_named(CALLERS_ROOT)), Reason.ALLOWED),
        (Policies((identity(ALLOW),), resource=_named("*")), Reason.ALLOWED),
        (Policies((identity(ALLOW),), session(OTHER), _named("*")), Reason.NO_SESSION_ALLOW),
        (Policies((identity(ALLOW, DENY),), resource=_named("*")), Reason.EXPLICIT_DENY_IDENTITY),
        (
            Policies((identity(ALLOW),), resource=resource(statement(Principal="*"), statement("Deny", Principal="*"))),
            Reason.EXPLICIT_DENY_RESOURCE,
        ),
    ],
)
def test_across_accounts_both_must_allow(policies: Policies, expected: Reason) -> None:
    """The caller's account gives, and the API's account takes."""
    assert _reason(ALICE, policies) is expected


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        (Policies(), Reason.NO_RESOURCE_ALLOW),
        (Policies(resource=_named("*")), Reason.ALLOWED),
        (Policies(resource=_named({"AWS": "*"})), Reason.ALLOWED),
        (Policies(resource=_named(ROOT)), Reason.NO_RESOURCE_ALLOW),
        (Policies(resource=resource(statement(NotPrincipal=ROOT))), Reason.ALLOWED),
        (Policies(resource=_named("*", "Deny")), Reason.EXPLICIT_DENY_RESOURCE),
    ],
)
def test_an_anonymous_caller_has_the_resources_policy_only(policies: Policies, expected: Reason) -> None:
    """Everyone is also nobody."""
    assert _reason(NOBODY, policies) is expected


ASSUME = statement(action="sts:AssumeRole", Resource=ROLE)


@pytest.mark.parametrize(
    ("principal", "policies", "expected"),
    [
        (ALICE, Policies((identity(ASSUME),), resource=trust({"AWS": CALLERS_ACCOUNT})), Reason.ALLOWED),
        (ALICE, Policies((identity(ASSUME),), resource=trust({"AWS": ALICE.arn})), Reason.ALLOWED),
        (ALICE, Policies((identity(ASSUME),), resource=trust(ROOT)), Reason.NO_TRUST_ALLOW),
        (ALICE, Policies((), resource=trust({"AWS": ALICE.arn})), Reason.NO_IDENTITY_ALLOW),
        (ALICE, Policies((identity(ASSUME),), resource=trust("*", effect="Deny")), Reason.EXPLICIT_DENY_TRUST),
        (BOB, Policies((identity(ASSUME),), resource=trust({"AWS": ALICE.arn})), Reason.NO_TRUST_ALLOW),
        (BOB, Policies((identity(ASSUME),), resource=trust(ROOT)), Reason.ALLOWED),
        (BOB, Policies((), resource=trust(ROOT)), Reason.NO_IDENTITY_ALLOW),
        (BOB, Policies((), resource=trust(THE_USER)), Reason.ALLOWED),
        (SESSION, Policies((identity(ASSUME),), session(OTHER), trust(ROOT)), Reason.NO_SESSION_ALLOW),
        (
            BOB,
            Policies((identity(ASSUME),), resource=trust({"Service": "lambda.amazonaws.com"})),
            Reason.NO_TRUST_ALLOW,
        ),
        (NOBODY, Policies(resource=trust(ROOT)), Reason.NO_TRUST_ALLOW),
    ],
)
def test_a_role_must_trust_whoever_assumes_it(principal: Principal, policies: Policies, expected: Reason) -> None:
    """Also within its own account, where any other resource would be open to an identity's Allow."""
    assert evaluate(_access(principal, "sts:AssumeRole", ROLE), policies).reason is expected


@pytest.mark.parametrize(
    ("who", "addressed"),
    [
        (THE_SESSION, False),
        (THE_ROLE, False),
        (ROOT, False),
        ({"AWS": [BOB.arn, ALICE.arn]}, True),
        ({"AWS": f"{SESSION.arn}2"}, True),
        ({"AWS": CALLERS_ACCOUNT}, True),
        ("*", False),
    ],
)
def test_not_principal_speaks_of_everyone_else(who: Any, addressed: bool) -> None:  # noqa: FBT001 -- a table's column
    """Listed by session, by role or by account, a session is left out."""
    denying = resource(statement("Deny", NotPrincipal=who))

    assert (_reason(SESSION, Policies((identity(ALLOW),), resource=denying)) is not Reason.ALLOWED) is addressed


@pytest.mark.parametrize(
    ("elements", "applies"),
    [
        ({"action": "*"}, True),
        ({"action": "EXECUTE-API:invoke"}, True),
        ({"action": "execute-api:*"}, True),
        ({"action": "execute-api:In?oke"}, True),
        ({"action": "execute-api:Invok"}, False),
        ({"action": ["s3:*", "execute-api:Invoke"]}, True),
        ({"action": None, "NotAction": "execute-api:Invoke"}, False),
        ({"action": None, "NotAction": ["s3:*", "sts:*"]}, True),
        ({"Resource": f"{API}/*"}, True),
        ({"Resource": f"{API}/prod/GET/hello"}, True),
        ({"Resource": f"{API}/PROD/GET/hello"}, False),
        ({"Resource": f"{API}/*/GET/*"}, True),
        ({"Resource": f"{API}/*/POST/*"}, False),
        ({"Resource": f"{API}/prod/GET"}, False),
        ({"Resource": "arn:aws:execute-api"}, True),
        ({"Resource": "arn:aws:execute-api:*"}, True),
        ({"Resource": "arn:aws:execute-api:us-*:*:*"}, False),
        ({"Resource": ["arn:aws:s3:::*", f"{API}/*"]}, True),
        ({"Resource": None, "NotResource": f"{API}/*/POST/*"}, True),
        ({"Resource": None, "NotResource": [f"{API}/*", "arn:aws:s3:::*"]}, False),
        ({"Resource": f"{API}/prod/GET/${{aws:username, 'hello'}}"}, True),
        ({"Resource": f"{API}/prod/GET/${{aws:username}}"}, False),
        ({"Resource": None, "NotResource": f"{API}/prod/GET/${{aws:username}}"}, True),
        ({"Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}, True),
        ({"Condition": {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}}, False),
        ({"Condition": {"DateLessThan": {"aws:TokenIssueTime": "2015-08-30T12:36:01Z"}}}, True),
    ],
)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_statement_applies_to_what_its_elements_say(
    elements: dict[str, Any],
    applies: bool,  # noqa: FBT001 -- a table's column
    effect: str,
) -> None:
    """Whether it allows or denies; a Deny is tried with an Allow of everything beside it."""
    policies = Policies(
        (identity(statement(effect, **elements)), identity(*([ALLOW] if effect == "Deny" else [OTHER])))
    )

    assert evaluate(_access(SESSION), policies).allowed is (applies is (effect == "Allow"))


@pytest.mark.parametrize(
    ("abbreviation", "allowed"),
    [
        ("execute-api:/*", True),
        ("execute-api:/prod/GET/hello", True),
        ("execute-api:/prod/*", True),
        ("execute-api:/*/GET/*", True),
        ("execute-api:/test/*", False),
        ("execute-api:/prod/POST/hello", False),
    ],
)
def test_an_apis_policy_may_leave_the_api_out(abbreviation: str, allowed: bool) -> None:  # noqa: FBT001 -- a table's column
    """It can only be its own, so another API's requests are not meant."""
    policies = Policies(resource=resource(statement(Principal="*", Resource=abbreviation)))

    assert evaluate(_access(NOBODY), policies).allowed is allowed
    assert not evaluate(_access(NOBODY, arn=GET_HELLO.replace("abc123", "xyz789")), policies).allowed


def test_the_external_id_guards_a_role() -> None:
    """A trust policy's condition sees what AssumeRole was given."""
    guarded = statement(action="sts:AssumeRole", Resource=None, Principal={"AWS": CALLERS_ACCOUNT})
    guarded["Condition"] = {"StringEquals": {"sts:ExternalId": "12345"}}
    policies = Policies(
        (identity(ASSUME),), resource=checked_policy(document(guarded), PolicyKind.TRUST, name="ApiAccess")
    )

    def allowed(keys: dict[str, str]) -> bool:
        context = request_context(ALICE, at=NOON, source_ip="127.0.0.1", service_keys=keys)
        return evaluate(Access(ALICE, "sts:AssumeRole", ROLE, context), policies).allowed

    assert allowed({"sts:ExternalId": "12345"})
    assert not allowed({"sts:ExternalId": "1234"})
    assert not allowed({})


def test_the_decision_says_which_statement_decided() -> None:
    """By the document's name, the statement's place and its Sid."""
    policies = Policies((identity(OTHER, statement(Sid="Invoke"), name="ApiAccess"),))
    denied = Policies(policies.identity, resource=resource(statement(Principal="*"), statement("Deny", Principal="*")))

    assert str(evaluate(_access(BOB), policies)) == (
        "allowed, by identity-based policy ApiAccess, Statement[1] (Invoke)"
    )
    assert str(evaluate(_access(BOB), denied)) == (
        "denied: an explicit deny in a resource-based policy, by resource-based policy api, Statement[1]"
    )
    assert str(evaluate(_access(BOB), Policies())) == "denied: no identity-based policy allows it"


def test_the_most_direct_allow_of_the_resource_decides() -> None:
    """An earlier statement for the account does not hide a later one for the user."""
    policies = Policies(resource=resource(statement(Principal=ROOT), statement(Principal=THE_USER, Sid="Bob")))

    decided_by = evaluate(_access(BOB), policies).decided_by

    assert decided_by is not None
    assert decided_by.statement.sid == "Bob"


@pytest.mark.parametrize("arn", ["", "*", "abc123", "arn:aws:s3:::bucket", "arn:aws:iam::444455556666"])
def test_a_resource_must_say_whose_it_is(arn: str) -> None:
    """Without an account nobody could tell whether one Allow is enough."""
    with pytest.raises(InvalidInput, match=r"resource: received .*, expected an ARN with an account"):
        Access(BOB, "execute-api:Invoke", arn)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"identity": (_named("*"),)}, "identity: received resource-based policy, expected identity-based policy"),
        ({"session": identity(ALLOW)}, "session: received identity-based policy"),
        ({"resource": session(ALLOW)}, "resource: received session policy, expected resource-based policy or"),
    ],
)
def test_a_policy_in_the_wrong_place_is_refused(given: dict[str, Any], message: str) -> None:
    """An identity's policy has no principal, so in a resource's place it would allow everyone."""
    with pytest.raises(InvalidInput, match=message):
        Policies(**given)


WHO = [None, "*", ROOT, THE_USER, THE_ROLE, THE_SESSION, CALLERS_ROOT]
STATEMENTS = st.builds(
    statement,
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from(["execute-api:Invoke", "*", "s3:*"]),
    Resource=st.sampled_from(["*", f"{API}/*/GET/*", f"{API}/*/POST/*"]),
    Condition=st.sampled_from([{}, {"Bool": {"aws:SecureTransport": "false"}}, {"Null": {"aws:username": "true"}}]),
)
WITH_PRINCIPALS = st.builds(lambda made, who: {**made, "Principal": who}, STATEMENTS, st.sampled_from(WHO[1:]))
CALLERS: list[Principal] = [ALICE, BOB, SESSION, NOBODY, User(API_ACCOUNT, "carol", "AIDACAROL")]
DOCUMENTS = st.fixed_dictionaries(
    {
        "identity": st.lists(STATEMENTS, min_size=1, max_size=3),
        "session": st.lists(STATEMENTS, max_size=3),
        "resource": st.lists(WITH_PRINCIPALS, max_size=3),
    }
)


def _allowed(principal: Principal, documents: dict[str, list[dict[str, Any]]]) -> bool:
    return evaluate(
        _access(principal),
        Policies(
            (identity(*documents["identity"]),) if documents["identity"] else (),
            session(*documents["session"]) if documents["session"] else None,
            resource(*documents["resource"]) if documents["resource"] else None,
        ),
    ).allowed


@given(st.sampled_from(CALLERS), DOCUMENTS, st.sampled_from(["identity", "session", "resource"]), st.data())
def test_adding_a_deny_never_allows_more(
    principal: Principal, documents: dict[str, list[dict[str, Any]]], where: str, data: st.DataObject
) -> None:
    """Whatever else the policies say."""
    denial = {**data.draw(WITH_PRINCIPALS if where == "resource" else STATEMENTS), "Effect": "Deny"}
    at = data.draw(st.integers(0, len(documents[where])))
    added = {**documents, where: [*documents[where][:at], denial, *documents[where][at:]]}

    assert _allowed(principal, added) <= _allowed(principal, documents)


@given(st.sampled_from(CALLERS), DOCUMENTS, st.data())
def test_removing_an_allow_never_allows_more(
    principal: Principal, documents: dict[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    """A session policy that is left without any statement still limits, so one that matches nothing stays in it."""
    documents = {**documents, "session": [*documents["session"], OTHER]} if documents["session"] else documents
    allows = [
        (where, at) for where in documents for at, made in enumerate(documents[where]) if made["Effect"] == "Allow"
    ]
    if not allows:
        return
    where, at = data.draw(st.sampled_from(allows))
    fewer = {**documents, where: documents[where][:at] + documents[where][at + 1 :]}

    if fewer["session"] or not documents["session"]:
        assert _allowed(principal, fewer) <= _allowed(principal, documents)
