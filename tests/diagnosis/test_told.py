from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from sigv4_explain import Credentials, KeyRecord, Request, Wording, presign, request_date_time, sign, verify
from sigv4_explain.capture.answers import parse_answer
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Certainty, Finding
from sigv4_explain.diagnosis.gathering import Inputs, gathered
from sigv4_explain.diagnosis.told import told
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex
from sigv4_explain.exporting import raw_http
from tests.core.examples import ALICE, MOMENT, Scope

REGION = "eu-central-1"
TEMPORARY = Credentials("ASIAIOSFODNN7EXAMPLE", ALICE.secret_access_key, "own/token==")
HOSTS = {
    "execute-api": "abc123.execute-api.eu-central-1.amazonaws.com",
    "dynamodb": "dynamodb.eu-central-1.amazonaws.com",
    "sts": "sts.eu-central-1.amazonaws.com",
    "s3": "bucket.s3.eu-central-1.amazonaws.com",
}


def _signed(service: str, key: Credentials = ALICE) -> Request:
    place = Scope(region=REGION, service=service, at=MOMENT)
    return sign(Request("POST", f"https://{HOSTS[service]}/pets", {"X-Note": "a"}, "{}"), key, **place)


def _edited(request: Request, old: str, new: str, name: str = "authorization") -> Request:
    """Change a header's text, which must be there."""
    value = request.header(name) or ""
    assert old in value
    return request.with_headers([(name, value.replace(old, new, 1))])


def _without(request: Request, name: str) -> Request:
    kept = [pair for pair in request.headers if pair[0].lower() != name]
    return Request(request.method, request.url, kept, request.body)


BREAKAGES: dict[str, tuple[str, Callable[[Request], Request]]] = {
    "unsigned": ("incomplete-authorization", lambda r: _without(r, "authorization")),
    "in two places": ("incomplete-authorization", lambda r: r.with_url(f"{r.url}?X-Amz-Algorithm=AWS4-HMAC-SHA256")),
    "a word alone": ("incomplete-authorization", lambda r: _edited(r, ", Signature=", ", ")),
    "no list": ("incomplete-authorization", lambda r: _edited(r, "SignedHeaders=", "Headers=")),
    "another scheme": ("incomplete-authorization", lambda r: r.with_headers([("authorization", "Bearer abc")])),
    "no date": ("incomplete-authorization", lambda r: _without(r, "x-amz-date")),
    "the header's name in it": (
        "authorization-header-name-in-value",
        lambda r: _edited(r, "AWS4", "Authorization: AWS4"),
    ),
    "a blank in the key id": ("whitespace-in-access-key-id", lambda r: _edited(r, "AKIDEXAMPLE", "AKIDEXAMPLE ")),
    "another algorithm": ("unsupported-algorithm", lambda r: _edited(r, "HMAC-SHA256", "HMAC-SHA1")),
    "a date in words": ("malformed-date", lambda r: r.with_headers([("x-amz-date", "30 August 2015")])),
    "host left out": ("host-not-signed", lambda r: _edited(r, "=host;", "=")),
    "four words": ("malformed-credential", lambda r: _edited(r, f"/{REGION}", "")),
    "another terminator": ("malformed-credential", lambda r: _edited(r, "aws4_request", "aws4")),
    "another region": ("wrong-region", lambda r: _edited(r, REGION, "us-east-1")),
    "no region": ("empty-region", lambda r: _edited(r, f"/{REGION}/", "//")),
    "another day": ("date-scope-mismatch", lambda r: _edited(r, "/20150830/", "/20150829/")),
    "unknown key": ("unknown-access-key", lambda r: _edited(r, "AKIDEXAMPLE", "AKIDSOMEBODY")),
}
# What a service cannot say, or calls by another name.
OTHERS = {
    ("in two places", "sts"): None,
    ("another algorithm", "dynamodb"): "unsupported-algorithm",
    ("another scheme", "s3"): "unsupported-algorithm",
    ("the header's name in it", "s3"): "unsupported-algorithm",
    ("the header's name in it", "sts"): "unsupported-algorithm",
    ("another scheme", "sts"): "unsupported-algorithm",
}


def _body(code: str | None, message: str | None, details: tuple[tuple[str, str], ...], service: str) -> str:
    """Write a verdict as the service would: S3 and STS in XML, the others in JSON."""
    if service in ("s3", "sts"):
        pairs = (("Code", code or ""), ("Message", message or ""), *details)
        inner = "".join(f"<{name}>{value.replace('<', '&lt;')}</{name}>" for name, value in pairs)
        return f"HTTP/1.1 403 Forbidden\n\n<Error>{inner}</Error>"
    return f"HTTP/1.1 403 Forbidden\nx-amzn-ErrorType: {code}\n\n{json.dumps({'message': message})}"


def _answered(request: Request, service: str, wording: Wording, keys: dict[str, Any] | None = None) -> Evidence:
    """Let the server of the kit judge, and read what it says."""
    verdict = verify(
        request,
        keys or {ALICE.access_key_id: ALICE},
        region=REGION,
        service=service,
        at=MOMENT,
        wording=wording,
    )
    assert verdict.refusal is not None
    body = _body(verdict.code, verdict.message, verdict.refusal.details, service)
    return gathered(Inputs(request, body, region=REGION, service=service))


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("service", HOSTS)
@pytest.mark.parametrize("name", BREAKAGES)
def test_every_refusal_of_the_server_is_heard(name: str, service: str, wording: Wording) -> None:
    """What the kit's own server answers in both wordings leads back to what was broken."""
    slug, broken = BREAKAGES[name]
    evidence = _answered(broken(_signed(service)), service, wording)
    findings = {finding.cause: finding.certainty for finding in told(evidence)}

    expected = OTHERS.get((name, service), slug)
    assert findings == ({} if expected is None else {expected: Certainty.SHOWN}), evidence.answer


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("service", HOSTS)
def test_a_wrong_service_is_heard_with_both_names(service: str, wording: Wording) -> None:
    """The right name is in every answer, the wrong one in the request."""
    (finding,) = told(_answered(_edited(_signed(service), f"/{service}/", "/other/"), service, wording))

    assert (finding.cause, finding.sent, finding.expected) == ("wrong-service", "other", service)
    assert finding.where is not None


@pytest.mark.parametrize("service", HOSTS)
@pytest.mark.parametrize("wording", Wording)
def test_a_wrong_region_is_heard_with_both_regions(service: str, wording: Wording) -> None:
    """The host tells the right Region where the answer keeps it to itself."""
    (finding,) = told(_answered(_edited(_signed(service), REGION, "us-east-1"), service, wording))

    assert (finding.cause, finding.sent, finding.expected) == ("wrong-region", "us-east-1", REGION)


@pytest.mark.parametrize("service", HOSTS)
def test_a_signature_that_does_not_match_names_no_cause(service: str) -> None:
    """The generic sentence says nothing by itself."""
    request = _edited(_signed(service), "Signature=", "Signature=0")

    assert list(told(_answered(request, service, Wording.CURRENT))) == []


@pytest.mark.parametrize("service", HOSTS)
def test_a_temporary_key_without_its_token_lacks_the_token(service: str) -> None:
    """The server says that the key is unknown; its first letters tell why."""
    request = _without(_signed(service, TEMPORARY), "x-amz-security-token")
    (finding,) = told(_answered(request, service, Wording.CURRENT, {TEMPORARY.access_key_id: TEMPORARY}))

    assert (finding.cause, finding.certainty) == ("missing-session-token", Certainty.SHOWN)


@pytest.mark.parametrize("service", HOSTS)
def test_the_end_of_a_session_is_heard(service: str) -> None:
    """An expired token has its own sentence in every service."""
    record = KeyRecord(TEMPORARY, datetime(2015, 8, 30, 12, tzinfo=UTC))
    evidence = _answered(_signed(service, TEMPORARY), service, Wording.CURRENT, {TEMPORARY.access_key_id: record})
    (finding,) = told(evidence)

    assert (finding.cause, finding.certainty) == ("expired-session-token", Certainty.SHOWN)


@pytest.mark.parametrize("service", HOSTS)
@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(hours=2, seconds=20), "2 hours sharp"),
        (timedelta(hours=-5, minutes=-30), "5 hours 30 minutes sharp"),
        (timedelta(minutes=17), "17 minutes"),
        (timedelta(days=3, hours=4), "kept for too long"),
        (timedelta(minutes=-44), "The client's clock is fast"),
    ],
)
def test_the_clocks_are_compared_in_numbers(service: str, late: timedelta, words: str) -> None:
    """How far apart, on which side, and what whole hours and days hint at."""
    now = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + late
    request = _signed(service)
    verdict = verify(request, {ALICE.access_key_id: ALICE}, region=REGION, service=service, at=now)
    assert verdict.refusal is not None
    body = _body(verdict.code, verdict.message, verdict.refusal.details, service)
    (finding,) = told(gathered(Inputs(request, body, received_at=now)))

    assert (finding.cause, finding.certainty, finding.sent) == ("clock-skew", Certainty.SHOWN, MOMENT)
    assert words in " ".join(finding.evidence)
    assert finding.expected is not None
    assert ("sharp" in words) == any("sharp" in says for says in finding.evidence)


def test_a_presigned_url_tells_its_end() -> None:
    """S3 says until when it was good."""
    url = presign(Request("GET", f"https://{HOSTS['s3']}/a"), ALICE, region=REGION, service="s3", at=MOMENT, expires=60)
    verdict = verify(
        Request("GET", url), {ALICE.access_key_id: ALICE}, region=REGION, service="s3", at="20150830T124000Z"
    )
    assert verdict.refusal is not None
    body = _body(verdict.code, verdict.message, verdict.refusal.details, "s3")
    (finding,) = told(gathered(Inputs(url, body)))

    assert finding.cause == "clock-skew"
    assert "The URL was good until 2015-08-30T12:37:00Z, 60 seconds after it was signed." in finding.evidence
    assert finding.where is not None


SKEWED = "HTTP/1.1 403 Forbidden\n\n"


@pytest.mark.parametrize(
    ("answer", "minutes", "expected"),
    [
        (SKEWED + '{"message":"Forbidden"}', 4, None),
        (SKEWED + '{"message":"Forbidden"}', 10, Certainty.SUSPECTED),
        (SKEWED + '{"message":"Forbidden"}', -10, Certainty.SUSPECTED),
        (SKEWED + '{"message":"Forbidden"}', 20, Certainty.SHOWN),
        (SKEWED + '{"message":"Forbidden"}', -20, Certainty.SHOWN),
        ("HTTP/1.1 200 OK\n\n", 20, Certainty.SUSPECTED),
        (None, 20, Certainty.SUSPECTED),
        (SKEWED + "The request signature we calculated does not match the signature you", 20, Certainty.SUSPECTED),
    ],
)
def test_the_time_of_arrival_is_compared_when_the_answer_is_silent(
    answer: str | None, minutes: int, expected: Certainty | None
) -> None:
    """Shown only beyond every window, by an answer that refuses, and not after the server had passed the date."""
    received = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(minutes=minutes)
    findings = told(gathered(Inputs(_signed("execute-api"), answer, received_at=received)))
    skew = [finding.certainty for finding in findings if finding.cause == "clock-skew"]

    assert skew == ([] if expected is None else [expected])


def _skew(*, at: datetime, received_at: datetime | None = None) -> list[Finding]:
    given = Inputs(_signed("execute-api"), SKEWED + '{"message":"Forbidden"}', at=at, received_at=received_at)
    findings = told(gathered(given))
    return [finding for finding in findings if finding.cause == "clock-skew"]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(4, None), (10, Certainty.SUSPECTED), (-10, Certainty.SUSPECTED), (20, Certainty.SHOWN), (-20, Certainty.SHOWN)],
)
def test_the_date_is_compared_with_the_time_that_the_user_knows(minutes: int, expected: Certainty | None) -> None:
    """As with the server's clock, when nobody knows that one."""
    at = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(minutes=minutes)

    assert [finding.certainty for finding in _skew(at=at)] == ([] if expected is None else [expected])


@pytest.mark.parametrize(("hours", "side"), [(2, "earlier"), (-2, "later")])
def test_local_time_is_told_by_the_hours_that_it_is_off(hours: int, side: str) -> None:
    """The user's word says which way."""
    at = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(hours=hours)
    (finding,) = _skew(at=at)

    assert finding.evidence == (
        f"It was signed at {request_date_time(at)}; the date in it is 2 hours {side}.",
        "That is nearly 2 hours sharp: a time zone was left out or added.",
    )
    assert (finding.sent, finding.expected) == ("20150830T123600Z", request_date_time(at))
    assert finding.where is not None


def test_the_servers_clock_is_believed_before_the_users() -> None:
    """A date that the server finds fresh is no fault, whatever the user remembers."""
    signed = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)

    assert _skew(at=signed + timedelta(hours=2), received_at=signed) == []


UNDATED = _without(_signed("execute-api"), "x-amz-date")
SKEWED_BY_CODE = f"{SKEWED}<Error><Code>RequestTimeTooSkewed</Code></Error>"


@pytest.mark.parametrize(
    ("request_", "answer"), [(None, SKEWED_BY_CODE), (UNDATED, SKEWED_BY_CODE), (UNDATED, f"{SKEWED}Forbidden")]
)
def test_the_time_that_the_user_knows_is_held_against_the_servers_clock(request_: Request | None, answer: str) -> None:
    """When the request does not say when it was signed, or is not there."""
    given = Inputs(request_, answer, at=MOMENT, received_at="20150830T143600Z")
    findings = [finding for finding in told(gathered(given)) if finding.cause == "clock-skew"]

    says = "Signed at 20150830T123600Z; the server's clock said 20150830T143600Z, 2 hours later."
    assert [(finding.sent, says in finding.evidence) for finding in findings] == [("20150830T123600Z", True)]


@pytest.mark.parametrize(("minutes", "alive"), [(50, True), (70, False)])
def test_a_presigned_url_of_s3_is_alive_as_long_as_it_says(
    minutes: int,
    alive: bool,  # noqa: FBT001 -- a column of a table
) -> None:
    """Its age within its own life is no skew."""
    place = Scope(region=REGION, service="s3", at=MOMENT)
    url = presign(Request("GET", f"https://{HOSTS['s3']}/a"), ALICE, expires=3600, **place)
    received = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(minutes=minutes)
    findings = told(gathered(Inputs(url, SKEWED + "<Error><Code>AccessDenied</Code></Error>", received_at=received)))

    assert ("clock-skew" not in {finding.cause for finding in findings}) is alive


BODY_HASH = sha256_hex(b"body")
HASHES = {
    "empty-body-hash": (EMPTY_SHA256, BODY_HASH),
    "body-dropped-after-signing": (BODY_HASH, EMPTY_SHA256),
    "body-changed-after-hash": (BODY_HASH, sha256_hex(b"other")),
    "content-sha256-not-hex": ("I5DpRmrjKDrrDS5sbBOo9g==", BODY_HASH),
}


@pytest.mark.parametrize("slug", HASHES)
def test_the_two_hashes_tell_what_became_of_the_body(slug: str) -> None:
    """S3 writes both into its answer."""
    client, server = HASHES[slug]
    details = f"<ClientComputedContentSHA256>{client}</ClientComputedContentSHA256>"
    details += f"<S3ComputedContentSHA256>{server}</S3ComputedContentSHA256>"
    (finding,) = _told(f"<Error><Code>XAmzContentSHA256Mismatch</Code><Message>m</Message>{details}</Error>")

    assert (finding.cause, finding.sent, finding.expected) == (slug, client, server)
    assert finding.certainty is Certainty.SHOWN


def test_the_body_is_hashed_where_the_answer_names_no_hash() -> None:
    """MinIO says only that the hashes differ."""
    request = Request("PUT", "https://minio.example.com/b/a", {"x-amz-content-sha256": EMPTY_SHA256}, "body")
    answer = "The provided 'x-amz-content-sha256' header does not match what was computed."
    (finding,) = told(_evidence(f"<Error><Code>X</Code><Message>{answer}</Message></Error>", request))

    assert (finding.cause, finding.expected) == ("empty-body-hash", sha256_hex(b"body"))


def _evidence(answer: str, request: Request | None = None) -> Evidence:
    return Evidence(answer=parse_answer(answer), request=request)


def _told(answer: str, request: Request | None = None) -> list[Finding]:
    return list(told(_evidence(answer, request)))


def _xml(code: str, message: str = "", more: str = "") -> str:
    text = f"<Message>{message}</Message>" if message else ""
    return f"<?xml version='1.0'?><Error><Code>{code}</Code>{text}{more}</Error>"


FUNCTION_URL = (
    "HTTP/1.1 403\nx-amzn-ErrorType: AccessDeniedException\n\n"
    '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/"}'
)
HEADERS_NOT_SIGNED = "There were headers present in the request which were not signed"
ANSWERS = {
    "s3 region in the element": (
        _xml("AuthorizationHeaderMalformed", "It is wrong.", "<Region>eu-west-1</Region>"),
        "wrong-region",
    ),
    "s3 other endpoint": (
        _xml(
            "PermanentRedirect",
            "The bucket must be addressed using the specified endpoint.",
            "<Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>",
        ),
        "wrong-region?",
    ),
    "s3 date": (
        _xml(
            "AuthorizationHeaderMalformed",
            'The authorization header is malformed; Invalid credential date "20150829". '
            'This date is not the same as X-Amz-Date: "20150830".',
        ),
        "date-scope-mismatch",
    ),
    "s3 date form": (
        _xml("AuthorizationHeaderMalformed", 'x; incorrect date format "2015". This date must be'),
        "malformed-credential",
    ),
    "s3 empty region": (
        _xml(
            "AuthorizationHeaderMalformed",
            "The authorization header is malformed; a non-empty region must be provided in the credential.",
        ),
        "empty-region",
    ),
    "s3 unsigned headers": (
        _xml("AccessDenied", HEADERS_NOT_SIGNED, "<HeadersNotSigned>x-amz-acl, x-amz-meta-a</HeadersNotSigned>"),
        "header-added-after-signing",
    ),
    "s3 unsigned host": (
        _xml("AccessDenied", HEADERS_NOT_SIGNED, "<HeadersNotSigned>host</HeadersNotSigned>"),
        "host-not-signed",
    ),
    "s3 component": (
        _xml(
            "AuthorizationHeaderMalformed",
            'x; the authorization component "Credential=AKID /20150830/r/s3/aws4_request" is malformed.',
        ),
        "whitespace-in-access-key-id",
    ),
    "s3 three parts": (
        _xml(
            "AuthorizationHeaderMalformed",
            "x; the authorization header requires three components: Credential, SignedHeaders, and Signature.",
        ),
        "incomplete-authorization",
    ),
    "s3 presigned parts": (
        _xml("AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm"),
        "incomplete-authorization",
    ),
    "s3 no hash": (
        _xml("InvalidRequest", "Missing required header for this request: x-amz-content-sha256"),
        "missing-x-amz-content-sha256",
    ),
    "s3 hash of another form": (
        _xml("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, or a valid sha256 value."),
        "content-sha256-not-hex",
    ),
    "s3 version 2": (
        _xml(
            "InvalidRequest",
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
        ),
        "unsupported-algorithm",
    ),
    "s3 expires": (
        _xml("AuthorizationQueryParametersError", "X-Amz-Expires must be less than a week (in seconds)"),
        "expires-out-of-bounds",
    ),
    "s3 token": (
        _xml("InvalidToken", "The provided token is malformed or otherwise invalid."),
        "unknown-access-key missing-session-token?",
    ),
    "s3 skew by the code": (
        "An error occurred (RequestTimeTooSkewed) when calling the GetObject operation: x",
        "clock-skew",
    ),
    "an sdk's expired token": (
        "An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.",
        "expired-session-token",
    ),
    "a code alone": ('{"__type":"com.amazon.coral.service#IncompleteSignatureException"}', "incomplete-authorization"),
    "minio region": (
        _xml(
            "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the region is wrong; expecting 'us-east-1'.",
        ),
        "wrong-region",
    ),
    "minio region by code": (_xml("InvalidRegion", "Region does not match."), "wrong-region"),
    "minio service": (
        _xml("AuthorizationParametersError", 'Error parsing; incorrect service. This endpoint belongs to "s3".'),
        "wrong-service",
    ),
    "minio terminator": (
        _xml(
            "AuthorizationQueryParametersError", 'Error parsing; incorrect terminal. This endpoint uses "aws4_request".'
        ),
        "malformed-credential",
    ),
    "minio part": (_xml("AccessDenied", "Signature header missing Signature field."), "incomplete-authorization"),
    "minio credential": (
        _xml("InvalidRequest", "Missing Credential field for this request."),
        "incomplete-authorization",
    ),
    "minio key": (
        _xml("InvalidAccessKeyId", "The Access Key Id you provided does not exist in our records."),
        "unknown-access-key missing-session-token?",
    ),
    "minio date": (
        _xml(
            "MalformedDate", "Invalid date format header, expected to be in ISO8601, RFC1123 or RFC1123Z time format."
        ),
        "malformed-date",
    ),
    "minio url": (_xml("AccessDenied", "Request has expired"), "clock-skew"),
    "minio early": (_xml("AccessDenied", "Request is not valid yet"), "clock-skew"),
    "minio headers": (_xml("AccessDenied", HEADERS_NOT_SIGNED), "header-added-after-signing"),
    "garage": (
        _xml(
            "AuthorizationHeaderMalformed",
            "Authorization header malformed, unexpected scope: 20150830/us-east-1/s3/aws4_request",
        ),
        "wrong-region?",
    ),
    "r2 region": (_xml("InvalidRegionName", "The region name 'us-east-2' is not valid."), "wrong-region"),
    "r2 key": (
        _xml("InvalidArgument", "Credential access key has length 20, should be 32"),
        "unknown-access-key",
    ),
    "google url": (
        _xml(
            "ExpiredToken",
            "The provided token has expired.",
            "<Details>Request signature expired at: 2021-01-15T14:01:50+00:00</Details>",
        ),
        "clock-skew",
    ),
    "google unsigned": (
        _xml(
            "AccessDenied",
            "Access denied.",
            "<Details>Anonymous caller does not have storage.objects.get access</Details>",
        ),
        "incomplete-authorization",
    ),
    "google header": (
        _xml(
            "MalformedSecurityHeader",
            "Your request has a malformed header.",
            "<Details>Header was included in signedheaders, but not in the request.</Details>",
        ),
        "signed-header-not-sent",
    ),
    "google mismatch": (
        _xml(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your Google key.",
        ),
        "",
    ),
    "ceph skew": (_xml("RequestTimeTooSkewed"), "clock-skew"),
    "ceph key": (_xml("InvalidAccessKeyId"), "unknown-access-key missing-session-token?"),
    "ceph denied": (_xml("AccessDenied"), "not-a-signature-fault?"),
    "ceph mismatch": (_xml("SignatureDoesNotMatch"), ""),
    "wasabi region": (
        _xml(
            "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
        ),
        "wrong-region",
    ),
    "a policy": (
        '{"Message":"User: arn:aws:iam::123456789012:user/bob is not authorized to perform: a:Invoke on resource: a"}',
        "not-a-signature-fault",
    ),
    "nobody": (
        '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: a"}',
        "incomplete-authorization",
    ),
    "an authorizer": ('{"Message":"User is not authorized to access this resource"}', "not-a-signature-fault"),
    "rest forbidden": (
        'HTTP/1.1 403 Forbidden\nx-amzn-ErrorType: ForbiddenException\n\n{"message":"Forbidden"}',
        "not-a-signature-fault",
    ),
    "http api forbidden": ('HTTP/1.1 403 Forbidden\n\n{"message":"Forbidden"}', "not-a-signature-fault?"),
    "function url forbidden": (
        FUNCTION_URL,
        "not-a-signature-fault?",
    ),
    "s3 denied": (_xml("AccessDenied", "Access Denied"), "not-a-signature-fault?"),
    "no route": ('{"message":"Missing Authentication Token"}', "not-a-signature-fault? incomplete-authorization?"),
    "dynamodb unsigned": (
        '{"__type":"x#MissingAuthenticationTokenException","message":"Request is missing Authentication Token"}',
        "incomplete-authorization",
    ),
    "too many": ('HTTP/1.1 429 Too Many Requests\n\n{"message":"Too Many Requests"}', "not-a-signature-fault"),
    "no such key": (_xml("NoSuchKey", "The specified key does not exist."), "not-a-signature-fault"),
    "jwt": ('HTTP/1.1 401 Unauthorized\n\n{"message":"Unauthorized"}', "not-a-signature-fault?"),
    "all is well": ('HTTP/1.1 200 OK\n\n{"message":"Forbidden"}', ""),
    "another error": ('HTTP/1.1 500 Internal Server Error\n\n{"message":"Internal server error"}', ""),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_words_of_many_servers_are_heard(name: str) -> None:
    """Without the request; a question mark marks what is only suspected."""
    answer, expected = ANSWERS[name]
    marks = {Certainty.SHOWN: "", Certainty.SUSPECTED: "?"}
    heard = [f"{finding.cause}{marks[finding.certainty]}" for finding in _told(answer)]

    assert heard == expected.split()


UNSIGNED = Request("GET", "https://abc123.execute-api.eu-central-1.amazonaws.com/pets")
BESIDE: dict[str, tuple[str, Request, str]] = {
    "no route, signed": ("no route", _signed("execute-api"), "not-a-signature-fault? incomplete-authorization?"),
    "no route, unsigned": ("no route", UNSIGNED, "incomplete-authorization"),
    "forbidden, unsigned": ("http api forbidden", UNSIGNED, "incomplete-authorization"),
    "denied, unsigned": ("s3 denied", UNSIGNED, "incomplete-authorization"),
    "denied, signed": ("s3 denied", _signed("s3"), "not-a-signature-fault"),
    "unknown key with a token": ("ceph key", _signed("s3", TEMPORARY), "unknown-access-key"),
    "unknown long-term key": ("ceph key", _signed("s3"), "unknown-access-key"),
    "unknown temporary key": (
        "ceph key",
        _without(_signed("s3", TEMPORARY), "x-amz-security-token"),
        "missing-session-token",
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_the_request_beside_the_answer_makes_it_surer(name: str) -> None:
    """The same words mean another thing for a signed request, an unsigned one, and a temporary key."""
    answer, request, expected = BESIDE[name]
    marks = {Certainty.SHOWN: "", Certainty.SUSPECTED: "?"}
    heard = [f"{finding.cause}{marks[finding.certainty]}" for finding in _told(ANSWERS[answer][0], request)]

    assert heard == expected.split()


@pytest.mark.parametrize(("asked", "same"), [("Bearer abc", True), ("Bearer other", False)])
def test_the_hash_in_the_answer_tells_whether_the_header_arrived(
    asked: str,
    same: bool,  # noqa: FBT001 -- a column of a table
) -> None:
    """The current wording hashes the header that the server saw."""
    seen = UNSIGNED.with_headers([("Authorization", "Bearer abc")])
    pasted = UNSIGNED.with_headers([("Authorization", asked)])
    answer = _answered(seen, "execute-api", Wording.CURRENT).answer
    (finding,) = told(Evidence(answer=answer, request=pasted))

    assert any("another one arrived" in says for says in finding.evidence) is not same
    assert any("is that of this request" in says for says in finding.evidence) is same


def test_a_token_is_in_no_finding() -> None:
    """Whatever is wrong, what the doctor says of it does not repeat a session token."""
    changes: list[Callable[[Request], Request]] = [
        lambda request: _edited(request, f"/{REGION}/", "//"),
        lambda request: _edited(request, "=host;", "="),
        lambda request: _without(request, "x-amz-date"),
    ]
    broken = [change(_signed("execute-api", TEMPORARY)) for change in changes]
    said = [
        (*finding.evidence, finding.sent, finding.expected)
        for request in broken
        for finding in told(_answered(request, "execute-api", Wording.CLASSIC))
    ]

    assert said
    assert "own/token" not in str(said)


def _presented(credential: str, host: str = "api.example.com") -> Request:
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host;x-amz-date, Signature=0"
    return Request("GET", f"https://{host}/", {"Authorization": authorization, "X-Amz-Date": MOMENT})


def _scoped(
    region: str = "us-east-1", service: str = "sts", day: str = "20150830", end: str = "aws4_request"
) -> Request:
    return _presented(f"AKIDEXAMPLE/{day}/{region}/{service}/{end}", HOSTS["sts"])


DENIED = "HTTP/1.1 403 Forbidden\n\n"
BAD_PAIR = "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256)."
NO_VALID_DATE = _xml("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header")
MISSING_PARTS = (
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=Bearer"
)
SKEW_TIMES = f"<RequestTime>{MOMENT}</RequestTime><ServerTime>2015-08-30T12:56:00Z</ServerTime>"
HASH_DIFFERS = _xml("XAmzContentSHA256Mismatch", "m")
ANNOUNCED = Request(
    "PUT", "https://b.s3.amazonaws.com/a", {"x-amz-content-sha256": EMPTY_SHA256, "x-amz-acl": "private"}
)


class Told(NamedTuple):
    """A finding in full: certainty, what was sent and expected, the text at its place, and words of its evidence."""

    certainty: Certainty
    sent: str | None
    expected: str | None
    there: str | None
    words: str


SHOWN, SUSPECTED = Certainty.SHOWN, Certainty.SUSPECTED
IN_FULL: dict[str, tuple[str, Request | None, str, Told]] = {
    "region from the host": (
        "Credential should be scoped to a valid region. ",
        _scoped(),
        "wrong-region",
        Told(SHOWN, "us-east-1", REGION, "us-east-1", "wrong: us-east-1 was sent, eu-central-1 expected."),
    ),
    "region, and no host that tells": (
        "Credential should be scoped to a valid region. ",
        _presented("AKIDEXAMPLE/20150830/us-east-1/sts/aws4_request"),
        "wrong-region",
        Told(SHOWN, "us-east-1", None, "us-east-1", "wrong: us-east-1 was sent."),
    ),
    "region, and no request": (
        "Credential should be scoped to a valid region. ",
        None,
        "wrong-region",
        Told(SHOWN, None, None, None, "The answer says that the scope's region is wrong."),
    ),
    "terminator": (
        "Credential should be scoped with a valid terminator: 'aws4_request'. ",
        _scoped(REGION, end="aws4"),
        "malformed-credential",
        Told(SHOWN, "aws4", "aws4_request", "aws4", "aws4 was sent"),
    ),
    "day": (
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP. ",
        _scoped(REGION, day="20150829"),
        "date-scope-mismatch",
        Told(SHOWN, "20150829", "20150830", "20150829", "20150829 was sent, 20150830 expected"),
    ),
    "minio's region": (
        ANSWERS["minio region"][0],
        _presented("AKIDEXAMPLE/20150830/eu-west-1/s3/aws4_request"),
        "wrong-region",
        Told(SHOWN, "eu-west-1", "us-east-1", "eu-west-1", "the region is wrong"),
    ),
    "four words, and a region by code": (
        ANSWERS["minio region by code"][0],
        _presented("AKIDEXAMPLE/20150830/s3/aws4_request"),
        "wrong-region",
        Told(SHOWN, None, None, "AKIDEXAMPLE/20150830/s3/aws4_request", "Region does not match"),
    ),
    "an endpoint": (
        ANSWERS["s3 other endpoint"][0],
        None,
        "wrong-region",
        Told(SUSPECTED, None, "eu-west-1", None, "specified endpoint"),
    ),
    "a date": (
        "Date must be in ISO-8601 'basic format'. Got 'x'. See http://en.wikipedia.org/wiki/ISO_8601",
        _presented("A/1/2/3/4").with_headers([("x-amz-date", "x")]),
        "malformed-date",
        Told(SHOWN, "x", None, "x", "basic format"),
    ),
    "no valid date, and no request": (
        NO_VALID_DATE,
        None,
        "malformed-date",
        Told(SUSPECTED, None, "YYYYMMDDTHHMMSSZ, in UTC", None, "requires a valid Date"),
    ),
    "no valid date, and one that can be read": (
        NO_VALID_DATE,
        _presented("A/1/2/3/4"),
        "malformed-date",
        Told(SUSPECTED, MOMENT, "YYYYMMDDTHHMMSSZ, in UTC", None, "requires a valid Date"),
    ),
    "a bad pair, and no request": (
        BAD_PAIR,
        None,
        "whitespace-in-access-key-id",
        Told(SUSPECTED, None, None, None, "missing equal-sign"),
    ),
    "a bad pair, and the request": (
        BAD_PAIR,
        _presented("A B/1/2/3/4"),
        "whitespace-in-access-key-id",
        Told(SHOWN, "A B/1/2/3/4", "AB/1/2/3/4", "A B/1/2/3/4", "There is a blank in, before or after"),
    ),
    "the end of a component": (
        _xml(
            "AuthorizationHeaderMalformed", 'x; the authorization component "/20150830/r/s3/aws4_request" is malformed.'
        ),
        None,
        "whitespace-in-access-key-id",
        Told(SHOWN, "… /20150830/r/s3/aws4_request", "…/20150830/r/s3/aws4_request", None, "blank"),
    ),
    "parts that are missing": (
        MISSING_PARTS,
        Request("GET", "https://h.example/", {"Authorization": "Basic YTpi"}),
        "incomplete-authorization",
        Told(SHOWN, None, "Credential, Signature, X-Amz-Date", "Basic YTpi", "of the scheme Basic"),
    ),
    "a long-term key with a token": (
        ANSWERS["ceph key"][0],
        _presented("AKIAIOSFODNN7EXAMPLE/1/2/3/4").with_headers([("X-Amz-Security-Token", "t")]),
        "unknown-access-key",
        Told(SHOWN, "AKIAIOSFODNN7EXAMPLE", None, "AKIAIOSFODNN7EXAMPLE", "comes without a session token"),
    ),
    "a long-term key without one": (
        ANSWERS["ceph key"][0],
        _presented("AKIAIOSFODNN7EXAMPLE/1/2/3/4"),
        "unknown-access-key",
        Told(SHOWN, "AKIAIOSFODNN7EXAMPLE", None, "AKIAIOSFODNN7EXAMPLE", "not enabled for the account"),
    ),
    "a hash without a body": (
        HASH_DIFFERS,
        ANNOUNCED,
        "empty-body-hash",
        Told(SHOWN, EMPTY_SHA256, None, EMPTY_SHA256, "the hash of no bytes"),
    ),
    "headers that are not signed": (
        ANSWERS["s3 unsigned headers"][0],
        ANNOUNCED,
        "header-added-after-signing",
        Told(SHOWN, None, "x-amz-acl;x-amz-meta-a", "private", "Not signed, by the answer's words: x-amz-acl"),
    ),
    "the host that is not signed": (
        ANSWERS["s3 unsigned host"][0],
        _presented("A/1/2/3/4"),
        "host-not-signed",
        Told(SHOWN, None, "host", "host;x-amz-date", "Not signed, by the answer's words: host."),
    ),
    "a route, unsigned": (
        ANSWERS["no route"][0],
        UNSIGNED,
        "incomplete-authorization",
        Told(SHOWN, None, None, None, "No signature arrived, and none was sent."),
    ),
    "a call that dynamodb found unsigned": (
        ANSWERS["dynamodb unsigned"][0],
        UNSIGNED.with_headers([("Authorization", "Bearer abc")]),
        "incomplete-authorization",
        Told(SHOWN, None, None, None, "of the scheme Bearer"),
    ),
    "a call that another service found unsigned": (
        ANSWERS["dynamodb unsigned"][0],
        None,
        "incomplete-authorization",
        Told(SHOWN, None, None, None, "The answer says that no signature arrived."),
    ),
    "a function url": (
        ANSWERS["function url forbidden"][0],
        None,
        "not-a-signature-fault",
        Told(SUSPECTED, None, None, None, "lambda:InvokeFunctionUrl"),
    ),
    "a skew by its code": (
        _xml(
            "RequestTimeTooSkewed",
            "x",
            f"<RequestTime>{MOMENT}</RequestTime><ServerTime>2015-08-30T12:56:00Z</ServerTime>",
        ),
        _presented("A/1/2/3/4"),
        "clock-skew",
        Told(SHOWN, MOMENT, "20150830T125100Z to 20150830T130100Z", MOMENT, "20 minutes later"),
    ),
    "a url of the future": (
        _xml("AccessDenied", "Request is not valid yet", "<ServerTime>2015-08-30T12:16:00Z</ServerTime>"),
        _scoped("us-east-1", "s3"),
        "clock-skew",
        Told(SHOWN, MOMENT, "20150830T120100Z to 20150830T123100Z", MOMENT, "20 minutes earlier"),
    ),
}


@pytest.mark.parametrize("name", IN_FULL)
def test_a_finding_tells_what_was_sent_what_belongs_there_and_where(name: str) -> None:
    """From the answer's own words, else from the request beside it."""
    answer, request, slug, expected = IN_FULL[name]
    finding = next(finding for finding in told(gathered(Inputs(request, DENIED + answer))) if finding.cause == slug)
    where = finding.where
    there = None
    if request is not None and where is not None:
        there = raw_http(request, reveal=True).split("\n")[where.line - 1][where.start : where.end]

    assert (finding.certainty, finding.sent, finding.expected, there) == expected[:4]
    assert expected.words in " ".join(finding.evidence)
