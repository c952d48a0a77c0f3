"""Every answer of a REST API behind AWS_IAM: status, headers in their order, and the body byte for byte.

The texts are AWS's, as they were published in threads, transcripts and documentation between 2013 and 2026.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from sigv4_explain import Credentials, Request, Wording, presign
from tests.local_aws.calling import ALICE, API_KEY, CAROL, HOSTS, MINUTES, NOON, assumed, called, changed, get, signed
from tests.local_aws.parts import STORY, Cloud, Front, Gateway, Method, MethodAuthorization, allow


def _signed(path: str = "/default", credentials: Credentials = ALICE, at: int = 0) -> Request:
    return signed(Front.REST_API, get(path), credentials, NOON + at * MINUTES)


def _authorized(value: str, path: str = "/default", **headers: str) -> Request:
    return get(path, {"Authorization": value, **{name.replace("_", "-"): text for name, text in headers.items()}})


def _edited(pattern: str, replacement: str) -> Request:
    request = _signed()
    authorization = re.sub(pattern, replacement, request.header("authorization") or "")
    return changed(request, "Authorization", authorization)


class Row(NamedTuple):
    """A request, and with which error and body AWS refuses it."""

    request: Callable[[Cloud], Request]
    error_type: str
    body: str


def _row(request: Request | Callable[[Cloud], Request], error: str, message: str, key: str = "message") -> Row:
    body = json.dumps({key: message}, separators=(",", ":"))
    return Row(request if callable(request) else lambda _: request, f"{error}Exception", body)


DENIED = (
    "User: arn:aws:iam::111122223333:user/carol is not authorized to perform: execute-api:Invoke on resource: "
    "arn:aws:execute-api:eu-central-1:********6666:abc123/default/GET/ "
    "because no identity-based policy allows the execute-api:Invoke action"
)
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.\n\n"
    "The Canonical String for this request should have been\n"
    "'GET\n/default\n\nhost:abc123.execute-api.eu-central-1.amazonaws.com\nx-amz-date:20150830T123600Z\n"
    "x-api-key:example\n\nhost;x-amz-date;x-api-key\n"
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n\n"
    "The String-to-Sign should have been\n"
    "'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/eu-central-1/execute-api/aws4_request\n"
    "99c204dcec2cb8d56ce897a6fc64fd23547ef67725f3574930eb9fc9026311a6'\n"
)

FORBIDDEN = ("Forbidden", "Forbidden")
MISSING = ("MissingAuthenticationToken", "Missing Authentication Token")
BEARER_WORDS = (
    "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64):"
    " 'y4iWy1aq4i5DGQIugs5IA1A9K9WCbZjwIJdx57Cnk3o='."
)
BEARER = ("IncompleteSignature", BEARER_WORDS)
UNKNOWN = "The security token included in the request is invalid"
NOWHERE = "/default/nowhere"

ROWS: dict[str, Row] = {
    "wrong stage": _row(_signed("/production"), *FORBIDDEN),
    "no such API": _row(get().with_url(get().url.replace("abc123", "another")), *FORBIDDEN),
    "no signature": _row(get(), *MISSING),
    "no signature, unknown path": _row(get(NOWHERE), *MISSING),
    "unknown path, signed well": _row(_signed(NOWHERE), *MISSING),
    "unknown method, complete parameters of a foreign algorithm": _row(
        _authorized("Foreign Credential=a,Signature=b,SignedHeaders=c", NOWHERE, X_Amz_Date="x"), *MISSING
    ),
    "Bearer": _row(_authorized("Bearer sometoken"), *BEARER),
    "Bearer, unknown path: read before the path is looked up": _row(_authorized("Bearer sometoken", NOWHERE), *BEARER),
    "an API key where the signature belongs": _row(
        _authorized("x-api-key=abc"),
        "IncompleteSignature",
        "Authorization header must begin with the algorithm name, which cannot include an equal-sign",
    ),
    "a raw token": _row(
        _authorized("rawtoken"),
        "IncompleteSignature",
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
        "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
        "'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) "
        "Authorization=PCFUvd/Js2Qu+AAXb0uSfxJ13ZiA7VlaOHXgxXFNfO4=",
    ),
    "in header and query": _row(
        Request("GET", f"{_signed().url}?X-Amz-Algorithm=AWS4-HMAC-SHA256", _signed().headers),
        "InvalidSignature",
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    ),
    "query incomplete": _row(
        get("/default?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20150830T123600Z"),
        "IncompleteSignature",
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include "
        "'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
        "Re-examine the query-string parameters.",
    ),
    "unreadable date": _row(
        changed(_signed(), "X-Amz-Date", "yesterday"),
        "IncompleteSignature",
        "Date must be in ISO-8601 'basic format'. Got 'yesterday'. See http://en.wikipedia.org/wiki/ISO_8601",
    ),
    "six minutes late": _row(
        _signed(at=-6),
        "InvalidSignature",
        "Signature expired: 20150830T123000Z is now earlier than 20150830T123100Z (20150830T123600Z - 5 min.)",
    ),
    "six minutes early": _row(
        _signed(at=6),
        "InvalidSignature",
        "Signature not yet current: 20150830T124200Z is still later than 20150830T124100Z (20150830T123600Z + 5 min.)",
    ),
    "host not signed": _row(
        _edited("SignedHeaders=host;", "SignedHeaders="),
        "InvalidSignature",
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ),
    "another algorithm": _row(
        _edited("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"),
        "IncompleteSignature",
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
    ),
    "credential without a terminator": _row(
        _edited("/aws4_request", ""),
        "IncompleteSignature",
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got "
        "'AKIDEXAMPLE/20150830/eu-central-1/execute-api'",
    ),
    "wrong Region and service": _row(
        _edited("eu-central-1/execute-api", "us-east-1/s3"),
        "InvalidSignature",
        "Credential should be scoped to a valid region. "
        "Credential should be scoped to correct service: 'execute-api'. ",
    ),
    "unknown key": _row(
        _signed(credentials=Credentials("AKIDNOBODY", "a secret of nobody")), "UnrecognizedClient", f"{UNKNOWN}."
    ),
    "wrong secret": _row(
        _signed(credentials=Credentials(ALICE.access_key_id, "not Alice's secret")), "InvalidSignature", MISMATCH
    ),
    "a token with a long-term key": _row(
        _signed(credentials=Credentials(ALICE.access_key_id, ALICE.secret_access_key, "a/token")),
        "UnrecognizedClient",
        UNKNOWN,
    ),
    "a session that is over": _row(
        lambda cloud: _signed(credentials=assumed(cloud, at=NOON - 15 * MINUTES)),
        "ExpiredToken",
        "The security token included in the request is expired",
    ),
    "a session without its token": _row(
        lambda cloud: changed(_signed(credentials=assumed(cloud)), "X-Amz-Security-Token", None),
        "UnrecognizedClient",
        f"{UNKNOWN}.",
    ),
    "a token of somebody else": _row(
        lambda cloud: changed(_signed(credentials=assumed(cloud)), "X-Amz-Security-Token", "undefined"),
        "UnrecognizedClient",
        f"{UNKNOWN}.",
    ),
    "no permission": _row(_signed(credentials=CAROL), "AccessDenied", DENIED, "Message"),
    "permission is asked for before the API key": _row(
        signed(Front.REST_API, get(headers={}), CAROL), "AccessDenied", DENIED, "Message"
    ),
    "no API key": _row(signed(Front.REST_API, get(headers={}), ALICE), *FORBIDDEN),
    "an unknown API key": _row(signed(Front.REST_API, get(headers={"x-api-key": "guessed"}), ALICE), *FORBIDDEN),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_refusal_is_aws_own(name: str) -> None:
    """Status, the seven headers in AWS's order, and the body are those that AWS was seen to send."""
    row, cloud = ROWS[name], Cloud()
    response = Gateway(Front.REST_API, cloud).handle(row.request(cloud), NOON)

    assert (response.status, response.header("x-amzn-ErrorType")) == (403, row.error_type)
    assert response.text == row.body
    assert [key for key, _ in response.headers] == [
        "Date",
        "Content-Type",
        "Content-Length",
        "Connection",
        "x-amzn-RequestId",
        "x-amzn-ErrorType",
        "x-amz-apigw-id",
    ]
    assert response.header("Date") == "Sun, 30 Aug 2015 12:36:00 GMT"
    assert response.header("Content-Type") == "application/json"
    assert response.header("Content-Length") == str(len(row.body))
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        response.header("x-amzn-RequestId") or "",
    )
    assert re.fullmatch(r"[\w-]{15}=", response.header("x-amz-apigw-id") or "", re.ASCII)


def test_the_lengths_are_those_of_published_transcripts() -> None:
    """42, 23, 68 and 67 bytes: what curl showed others as Content-Length."""
    lengths = {name: len(ROWS[name].body) for name in ("no signature", "no API key", "unknown key")}

    assert lengths == {"no signature": 42, "no API key": 23, "unknown key": 68}
    assert len(ROWS["a session that is over"].body) == 67


def test_a_disabled_api_key_is_no_key() -> None:
    """Switched off, a key that is right opens nothing."""
    off = (replace(STORY.rest_api.api_keys[0], enabled=False),)
    cloud = Cloud(replace(STORY, rest_api=replace(STORY.rest_api, api_keys=off)))

    assert Gateway(Front.REST_API, cloud).handle(_signed(), NOON).text == '{"message":"Forbidden"}'


def test_a_method_without_a_key_requirement_asks_for_none() -> None:
    """GET /hello needs a signature only."""
    request = signed(Front.REST_API, get("/default/hello", {}), ALICE)

    assert Gateway(Front.REST_API, Cloud()).handle(request, NOON).status == 200


def test_a_presigned_url_is_accepted_and_x_amz_expires_is_ignored() -> None:
    """API Gateway gives a URL five minutes, whatever it says."""
    url = presign(
        get(headers={}).with_url(get("/default/hello").url),
        ALICE,
        region="eu-central-1",
        service="execute-api",
        expires=3600,
        at=NOON,
    )
    gateway = Gateway(Front.REST_API, Cloud())

    assert gateway.handle(Request("GET", url), NOON + 5 * MINUTES).status == 200
    assert "Signature expired" in gateway.handle(Request("GET", url), NOON + 6 * MINUTES).text


def test_across_accounts_both_sides_must_allow() -> None:
    """Carol, with a policy of her own, still needs the API's; with both she may."""
    world = STORY.with_policies("carol", {"Invoke": allow("execute-api:Invoke", "*")})
    open_to_carol = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:user/carol"},
            "Action": "execute-api:Invoke",
            "Resource": "execute-api:/*",
        },
    }
    request = _signed(credentials=CAROL)

    alone = Gateway(Front.REST_API, Cloud(world)).handle(request, NOON)
    both = Gateway(Front.REST_API, Cloud(world.with_resource_policy(open_to_carol))).handle(request, NOON)
    assert "because no resource-based policy allows the execute-api:Invoke action" in alone.text
    assert both.status == 200


def test_the_answer_never_holds_the_signature_that_would_have_been_right() -> None:
    """A refused signature is answered with the string to sign; signing it is left to whoever has the secret."""
    right = _signed().header("authorization") or ""
    wrong = _signed(credentials=Credentials(ALICE.access_key_id, "not Alice's secret"))
    response = Gateway(Front.REST_API, Cloud()).handle(wrong, NOON)

    assert right[-64:] not in repr((response, response.headers, response.text, str(response.verdict)))


def _with_open_method(resource_policy: dict[str, object] | None = None) -> Cloud:
    """Return a cloud whose API has GET /open, for anybody."""
    api = replace(STORY.rest_api, methods=(Method("GET", "/open", MethodAuthorization.NONE),))
    return Cloud(replace(STORY, rest_api=api).with_resource_policy(resource_policy))


def test_an_open_method_asks_for_no_signature() -> None:
    """Authorization NONE: nobody looks at a signature, not even a wrong one."""
    gateway = Gateway(Front.REST_API, _with_open_method())

    assert gateway.handle(get("/default/open"), NOON).status == 200
    assert gateway.handle(_authorized("Bearer sometoken", "/default/open"), NOON).status == 200


def test_an_open_method_under_a_resource_policy_is_called_by_anonymous() -> None:
    """Whom the policy does not let in is told so, without a name."""
    policy: dict[str, object] = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "execute-api:Invoke",
            "Resource": "execute-api:/*",
            "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        },
    }
    gateway = Gateway(Front.REST_API, _with_open_method(policy))

    assert gateway.handle(get("/default/open"), NOON, "203.0.113.7").status == 200
    denied = gateway.handle(get("/default/open"), NOON, "198.51.100.1")
    assert denied.text.startswith('{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke')


def test_the_classic_wording_repeats_what_was_sent() -> None:
    """As AWS answered until about 2023."""
    response = Gateway(Front.REST_API, Cloud(wording=Wording.CLASSIC)).handle(_authorized("Bearer sometoken"), NOON)

    assert response.text == (
        '{"message":"\'sometoken\' not a valid key=value pair (missing equal-sign) in Authorization header: '
        "'Bearer sometoken'.\"}"
    )


def test_the_base_path_stands_for_the_stage() -> None:
    """What is signed is the custom host and the path as sent; the method is GET /."""
    seen: list[dict[str, object]] = []

    def function(event: dict[str, object]) -> object:
        seen.append(event)
        return {"statusCode": 204}

    cloud = Cloud(function=function)
    response = called(
        Front.CUSTOM_DOMAIN, Request("GET", f"{HOSTS[Front.CUSTOM_DOMAIN]}/v1", API_KEY), ALICE, cloud=cloud
    )

    context = seen[0]["requestContext"]
    assert response.status == 204
    assert isinstance(context, dict)
    assert (context["domainName"], context["path"], context["stage"]) == ("api.example.com", "/v1", "default")


@pytest.mark.parametrize("path", ["/", "/v2", "/default"])
def test_an_unmapped_base_path_is_forbidden(path: str) -> None:
    """The stage's own name is of no use here."""
    response = called(Front.CUSTOM_DOMAIN, Request("GET", HOSTS[Front.CUSTOM_DOMAIN] + path, API_KEY), ALICE)

    assert (response.header("x-amzn-ErrorType"), response.text) == ("ForbiddenException", '{"message":"Forbidden"}')


def test_a_domain_without_a_base_path_has_the_api_at_its_root() -> None:
    """Nothing stands before the resource's path."""
    world = replace(STORY, custom_domain=replace(STORY.custom_domain, base_path=""))
    request = Request("GET", f"{HOSTS[Front.CUSTOM_DOMAIN]}/hello")

    assert called(Front.CUSTOM_DOMAIN, request, ALICE, cloud=Cloud(world)).status == 200
