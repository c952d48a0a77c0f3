from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import pytest

from sigv4_explain import Credentials, Request, presign
from tests.local_aws.calling import (
    ALICE,
    API_ACCESS,
    CAROL,
    FORM,
    HOSTS,
    MINUTES,
    NOON,
    assume_role,
    assumed,
    called,
    changed,
    get,
    signed,
    xml_texts,
)
from tests.local_aws.parts import STORY, Cloud, Front, Gateway, allow, trust

WHO = Request("POST", f"{HOSTS[Front.STS]}/", FORM, "Action=GetCallerIdentity&Version=2011-06-15")
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
GET_ONLY = json.dumps(allow("execute-api:Invoke", "arn:aws:execute-api:*:*:*/GET/*"))


def test_assume_role_lends_keys_that_the_api_accepts() -> None:
    """Carol, in her own account, takes the role of the other and calls with its keys and token."""
    cloud = Cloud()
    keys = assumed(cloud)

    assert keys.access_key_id.startswith("ASIA")
    assert len(keys.access_key_id) == 20
    assert len(keys.secret_access_key) == 40
    assert called(Front.REST_API, get(), keys, cloud=cloud).status == 200


def test_the_answer_names_the_session_and_its_end() -> None:
    """The ARN has role and session name, the id is the role's with the name, the end is 900 seconds away."""
    found = xml_texts(called(Front.STS, assume_role("DurationSeconds=900"), CAROL))

    assert found["Arn"] == "arn:aws:sts::444455556666:assumed-role/ApiAccess/session1"
    assert found["AssumedRoleId"] == "AROAAPIACCESSEXAMPLE:session1"
    assert found["Expiration"] == "2015-08-30T12:51:00Z"
    assert "PackedPolicySize" not in found


@pytest.mark.parametrize(
    ("keys", "arn", "user_id", "account"),
    [
        (CAROL, "arn:aws:iam::111122223333:user/carol", "AIDACAROLEXAMPLE", "111122223333"),
        (ALICE, "arn:aws:iam::444455556666:user/alice", "AIDAALICEEXAMPLE", "444455556666"),
    ],
)
def test_get_caller_identity_tells_whose_key_it_is(keys: Credentials, arn: str, user_id: str, account: str) -> None:
    """Whoever signs may ask; no permission is needed."""
    found = xml_texts(called(Front.STS, WHO, keys))

    assert (found["Arn"], found["UserId"], found["Account"]) == (arn, user_id, account)


def test_a_presigned_get_is_accepted() -> None:
    """As EKS uses it: GetCallerIdentity as a URL; X-Amz-Expires is ignored, 15 minutes count."""
    url = f"{HOSTS[Front.STS]}/?Action=GetCallerIdentity&Version=2011-06-15"
    presigned = Request(
        "GET", presign(Request("GET", url), ALICE, region="eu-central-1", service="sts", expires=60, at=NOON)
    )
    gateway = Gateway(Front.STS, Cloud())

    assert gateway.handle(presigned, NOON + 15 * MINUTES).status == 200
    assert gateway.handle(presigned, NOON + 16 * MINUTES).status == 403


SIGNATURES: dict[str, tuple[Callable[[Cloud], Request], int, str, str]] = {
    "unsigned": (lambda _: WHO, 403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
    "unreadable": (
        lambda _: changed(WHO, "Authorization", "AWS4-HMAC-SHA256 nonsense"),
        400,
        "IncompleteSignature",
        (
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded "
            "with Base64): '/GgzqArXSgHmeH9zKGL5W27LTpQAGGlulZHcz25KRcI='."
        ),
    ),
    "unknown key": (
        lambda _: signed(Front.STS, WHO, Credentials("AKIDNOBODY", "a secret of nobody")),
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
    ),
    "wrong secret": (
        lambda _: signed(Front.STS, WHO, Credentials(ALICE.access_key_id, "not Alice's secret")),
        403,
        "SignatureDoesNotMatch",
        MISMATCH,
    ),
    "16 minutes late": (
        lambda _: signed(Front.STS, WHO, ALICE, NOON - 16 * MINUTES),
        403,
        "SignatureDoesNotMatch",
        "Signature expired: 20150830T122000Z is now earlier than 20150830T122100Z (20150830T123600Z - 15 min.)",
    ),
    "session over": (
        lambda cloud: signed(Front.STS, WHO, assumed(cloud, at=NOON - 15 * MINUTES)),
        403,
        "ExpiredToken",
        "The security token included in the request is expired",
    ),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_call_s_own_signature_comes_first(name: str) -> None:
    """STS refuses in XML, with codes of its own."""
    request, status, code, message = SIGNATURES[name]
    cloud = Cloud()
    response = Gateway(Front.STS, cloud).handle(request(cloud), NOON)
    found = xml_texts(response)

    assert (response.status, found["Code"], found["Message"]) == (status, code, message)
    assert response.header("Content-Type") == "text/xml"
    assert response.header("x-amzn-RequestId") == found["RequestId"]
    assert found["Type"] == "Sender"


def test_an_error_has_aws_layout() -> None:
    """Two blanks a level, the namespace on the root, one line break at the end."""
    response = called(Front.STS, WHO)

    assert response.text == (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n'
        "  <Error>\n"
        "    <Type>Sender</Type>\n"
        "    <Code>MissingAuthenticationToken</Code>\n"
        "    <Message>Request is missing Authentication Token</Message>\n"
        "  </Error>\n"
        f"  <RequestId>{response.header('x-amzn-RequestId')}</RequestId>\n"
        "</ErrorResponse>\n"
    )


@pytest.mark.parametrize(
    ("keys", "world"),
    [
        (ALICE, STORY),  # whom the role does not trust
        (CAROL, STORY.with_policies("carol", {})),  # who may not ask
        (CAROL, STORY.with_trust("ApiAccess", trust("arn:aws:iam::111122223333:user/dave"))),
    ],
)
def test_both_sides_must_agree(keys: Credentials, world: object) -> None:
    """The caller's policy and the role's trust policy: without one of them, the same sentence."""
    response = called(Front.STS, assume_role(), keys, cloud=Cloud(world))  # type: ignore[arg-type]  # parametrized
    found = xml_texts(response)
    who = STORY.user("alice" if keys is ALICE else "carol").principal.arn

    assert (response.status, found["Code"]) == (403, "AccessDenied")
    assert found["Message"] == f"User: {who} is not authorized to perform: sts:AssumeRole on resource: {API_ACCESS}"


def test_a_role_that_does_not_exist_is_denied_like_one_that_does() -> None:
    """Nobody learns which roles an account has."""
    missing = API_ACCESS.replace("ApiAccess", "Nobody")
    found = xml_texts(called(Front.STS, assume_role(role=missing), CAROL))

    assert found["Code"] == "AccessDenied"
    assert found["Message"].endswith(f"sts:AssumeRole on resource: {missing}")


def test_an_external_id_that_the_role_asks_for_must_be_sent() -> None:
    """The confused deputy: without the agreed word the role is not lent."""
    condition = {"StringEquals": {"sts:ExternalId": "agreed-word"}}
    world = STORY.with_trust("ApiAccess", trust("arn:aws:iam::111122223333:root", condition=condition))

    assert called(Front.STS, assume_role(), CAROL, cloud=Cloud(world)).status == 403
    assert called(Front.STS, assume_role("ExternalId=guessed"), CAROL, cloud=Cloud(world)).status == 403
    assert called(Front.STS, assume_role("ExternalId=agreed-word"), CAROL, cloud=Cloud(world)).status == 200


def test_a_session_policy_limits_the_session() -> None:
    """What the role may and the session policy does not is denied, and the answer says which policy."""
    cloud = Cloud()
    keys = assumed(cloud, more=f"&Policy={quote(GET_ONLY)}")
    post = Request("POST", get().url, {"x-api-key": "example"}, "{}")

    assert called(Front.REST_API, get(), keys, cloud=cloud).status == 200
    denied = called(Front.REST_API, post, keys, cloud=cloud)
    assert denied.text.endswith(' because no session policy allows the execute-api:Invoke action"}')


FAULTS = {
    "DurationSeconds=899": "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy "
    "constraint: Member must have value greater than or equal to 900",
    "DurationSeconds=43201": "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy "
    "constraint: Member must have value less than or equal to 43200",
    "DurationSeconds=3601": "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    "RoleSessionName=a": "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: "
    "Member must have length greater than or equal to 2",
    "RoleSessionName=a b": "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy "
    "constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    "RoleArn=x&RoleSessionName=a": "2 validation errors detected: Value 'x' at 'roleArn' failed to satisfy "
    "constraint: Member must have length greater than or equal to 20; Value 'a' at 'roleSessionName' failed to "
    "satisfy constraint: Member must have length greater than or equal to 2",
}


@pytest.mark.parametrize("more", FAULTS)
def test_parameters_are_checked_in_aws_words(more: str) -> None:
    """All faults at once, each with the value, the name and the constraint."""
    response = called(Front.STS, assume_role(more.replace(" ", "%20")), CAROL)
    found = xml_texts(response)

    assert (response.status, found["Code"], found["Message"]) == (400, "ValidationError", FAULTS[more])


def test_a_role_may_allow_longer_sessions() -> None:
    """Up to twelve hours, when the role says so."""
    role = replace(STORY.role("ApiAccess"), max_session_seconds=43_200)
    cloud = Cloud(replace(STORY, roles=(role,)))

    assert called(Front.STS, assume_role("DurationSeconds=43200"), CAROL, cloud=cloud).status == 200


def test_a_session_that_assumes_a_role_gets_an_hour_at_most() -> None:
    """Role chaining."""
    world = STORY.with_trust("ApiAccess", trust("arn:aws:iam::111122223333:root", API_ACCESS))
    world = world.with_policies("ApiAccess", {"Chain": allow("sts:AssumeRole", "*")})
    role = replace(world.role("ApiAccess"), max_session_seconds=43_200)
    cloud = Cloud(replace(world, roles=(role,)))
    keys = assumed(cloud)

    found = xml_texts(called(Front.STS, assume_role("DurationSeconds=3601"), keys, cloud=cloud))
    assert "1 hour session limit for roles assumed by role chaining" in found["Message"]
    assert called(Front.STS, assume_role("DurationSeconds=3600"), keys, cloud=cloud).status == 200


@pytest.mark.parametrize("policy", ["{", "[]", '"text"', '{"Statement":{"Effect":"Maybe"}}', "[" * 2000])
def test_a_malformed_session_policy_is_refused(policy: str) -> None:
    """A document that IAM would not take opens no session."""
    response = called(Front.STS, assume_role(f"Policy={quote(policy)}"), CAROL)

    assert (response.status, xml_texts(response)["Code"]) == (400, "MalformedPolicyDocument")


@pytest.mark.parametrize("more", ["PolicyArns.member.1.arn=x", "Tags.member.1.Key=x", "SerialNumber=x"])
def test_what_this_front_does_not_know_is_refused_and_not_ignored(more: str) -> None:
    """A parameter that would change the session's rights is never skipped in silence."""
    assert more.partition("=")[0] in xml_texts(called(Front.STS, assume_role(more), CAROL))["Message"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Action=DecodeAuthorizationMessage&Version=2011-06-15", "Could not find operation DecodeAuthorizationMessage"),
        ("Action=GetCallerIdentity&Version=2010-05-08", "Could not find operation GetCallerIdentity for version"),
        ("", "Could not find operation null"),
    ],
)
def test_an_unknown_action_is_named(body: str, message: str) -> None:
    """Another operation, another version, none at all."""
    response = called(Front.STS, Request("POST", f"{HOSTS[Front.STS]}/", FORM, body), ALICE)

    assert (response.status, xml_texts(response)["Code"]) == (400, "InvalidAction")
    assert xml_texts(response)["Message"].startswith(message)


def test_what_xml_cannot_hold_is_replaced() -> None:
    """A control character in a parameter does not break the answer."""
    request = assume_role("RoleSessionName=a%00%01b")

    assert "\N{REPLACEMENT CHARACTER}" in xml_texts(called(Front.STS, request, CAROL))["Message"]


def test_the_same_seed_gives_the_same_keys_and_another_gives_others() -> None:
    """So a notebook's outputs repeat, and a front that is started for others cannot be guessed."""
    one, same, other = (assumed(Cloud(seed=seed)) for seed in (b"1", b"1", b"2"))

    assert one == same
    assert one != other
    assert one.secret_access_key != other.secret_access_key
