"""AWS's answers, word for word, as public threads show them or tools that asked AWS recorded them: all but S3's."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from sigv4_explain import Request, Wording, verify
from sigv4_explain.presented import Carrier
from tests.core.examples import ALICE, MOMENT
from tests.verifier.breaking import BREAKS, with_token
from tests.verifier.drafts import BOB, Draft, fresh

Spoil = Callable[[Draft], Draft]


class Service(NamedTuple):
    """What differs between the services' answers."""

    incomplete: tuple[str, int]
    invalid: tuple[str, int]
    client: tuple[str, int]
    expired: tuple[str, int]
    missing: tuple[str, int]
    missing_words: tuple[str, str]
    """In the current wording and in the classic one."""
    minutes: int


def _exceptions(status: int, words: str, minutes: int) -> Service:
    return Service(
        ("IncompleteSignatureException", status),
        ("InvalidSignatureException", status),
        ("UnrecognizedClientException", status),
        ("ExpiredTokenException", status),
        ("MissingAuthenticationTokenException", status),
        (words, words),
        minutes,
    )


HELP = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
SERVICES = {
    "execute-api": _exceptions(403, "Missing Authentication Token", 5),
    "lambda": _exceptions(403, "", 5)._replace(
        missing=("AccessDeniedException", 403),
        missing_words=(
            f"Forbidden. For troubleshooting Function URL authorization issues, see: {HELP}",
            "Forbidden",
        ),
    ),
    "dynamodb": _exceptions(400, "Request is missing Authentication Token", 15),
    "sts": Service(
        ("IncompleteSignature", 400),
        ("SignatureDoesNotMatch", 403),
        ("InvalidClientTokenId", 403),
        ("ExpiredToken", 403),
        ("MissingAuthenticationToken", 403),
        ("Request is missing Authentication Token", "Request is missing Authentication Token"),
        15,
    ),
}
# A second after the window's end and before its beginning, and what AWS calls the window's edges then.
TIMES = {
    5: {"late": "20150830T124101Z", "early": "20150830T123059Z"},
    15: {"late": "20150830T125101Z", "early": "20150830T122059Z"},
}
AFTER, BEFORE = "20150830T123601Z", "20150830T123559Z"


class Row(NamedTuple):
    """How a request is spoilt, the rule that it breaks, the kind of answer, and AWS's words in both wordings."""

    spoil: Spoil
    rule: str
    kind: str
    current: str
    classic: str | None = None
    """None where it is the same."""


def _with(**parts: object) -> Spoil:
    return lambda draft: replace(draft, **parts)  # type: ignore[arg-type]


def _scope(
    day: str = "20150830", region: str = "us-east-1", service: str = "", terminator: str = "aws4_request"
) -> Spoil:
    return lambda draft: replace(draft, scope=(day, region, service or draft.service, terminator))


def _query(**parts: object) -> Spoil:
    return _with(carrier=Carrier.QUERY, signed=("host",), **parts)


def _clock(when: str) -> Spoil:
    return lambda draft: replace(draft, clock=TIMES[SERVICES[draft.service].minutes][when])


REGION = "Credential should be scoped to a valid region. "
REGION_CLASSIC = "Credential should be scoped to a valid region, not 'eu-west-9'. "
SERVICE = "Credential should be scoped to correct service: '{service}'. "
TERM = "Credential should be scoped with a valid terminator: 'aws4_request'. "
TERM_CLASSIC = "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. "
DATE = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP. "
DATE_CLASSIC = (
    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
    "'20150829' != '20150830', from '20150830T123600Z'."
)
EXPIRED = f"Signature expired: {MOMENT} is now earlier than {AFTER} ({{late}} - {{minutes}} min.)"
EARLY = f"Signature not yet current: {MOMENT} is still later than {BEFORE} ({{early}} + {{minutes}} min.)"
NOT_ISO = "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601"
HOST = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
HOST_CLASSIC = "'Host' must be a 'SignedHeader' in the AWS Authorization."
ALGORITHM = "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'."
ALGORITHM_CLASSIC = "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512' (only AWS4-HMAC-SHA256 for now). "
FIVE = "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got "
ELEMENTS = "AKIDEXAMPLE/20150830/us-east-1/{service}/aws4_request"
EQUAL_SIGN = "Authorization header must begin with the algorithm name, which cannot include an equal-sign"
INVALID_TOKEN = "The security token included in the request is invalid"
EXPIRED_TOKEN = "The security token included in the request is expired"
QUERY_TAIL = "Re-examine the query-string parameters."
IN_QUERY = "AWS query-string parameters must include 'X-Amz-{}'. "

ROWS = {
    "x-api-key=… in place of an algorithm": Row(_with(algorithm="x=y"), "algorithm_first", "incomplete", EQUAL_SIGN),
    "a date as ISO 8601 writes it at length": Row(
        _with(date="2015-08-30T12:36:00Z"), "date_readable", "incomplete", NOT_ISO.format("2015-08-30T12:36:00Z")
    ),
    "a day that does not exist": Row(
        _with(date="20150231T000000Z"), "date_readable", "incomplete", NOT_ISO.format("20150231T000000Z")
    ),
    "hour 24": Row(_with(date="20150830T240000Z"), "date_readable", "incomplete", NOT_ISO.format("20150830T240000Z")),
    "a mail's date in X-Amz-Date": Row(
        _with(date="Sun, 30 Aug 2015 12:36:00 GMT"),
        "date_readable",
        "incomplete",
        NOT_ISO.format("Sun, 30 Aug 2015 12:36:00 GMT"),
    ),
    "a second too late": Row(_clock("late"), "not_expired", "invalid", EXPIRED),
    "a second too early": Row(_clock("early"), "not_early", "invalid", EARLY),
    "too late, in the query, in spite of X-Amz-Expires": Row(
        lambda draft: _query(expires="604800")(_clock("late")(draft)), "not_expired", "invalid", EXPIRED
    ),
    "host not signed": Row(_with(signed=("x-amz-date",)), "host_signed", "invalid", HOST, HOST_CLASSIC),
    "SignedHeaders empty": Row(_with(signed=()), "host_signed", "invalid", HOST, HOST_CLASSIC),
    "another algorithm": Row(
        _with(algorithm="AWS4-HMAC-SHA512"), "algorithm_supported", "incomplete", ALGORITHM, ALGORITHM_CLASSIC
    ),
    "six elements": Row(_with(more_credential="/x"), "credential_in_five", "incomplete", f"{FIVE}'{ELEMENTS}/x'"),
    "four elements": Row(
        lambda draft: replace(draft, scope=("20150830", "us-east-1", draft.service)),
        "credential_in_five",
        "incomplete",
        f"{FIVE}'AKIDEXAMPLE/20150830/us-east-1/{{service}}'",
    ),
    "another Region": Row(_scope(region="eu-west-9"), "scope_right", "invalid", REGION, REGION_CLASSIC),
    "another service": Row(_scope(service="glue"), "scope_right", "invalid", SERVICE),
    "the service in capitals": Row(_scope(service="STS"), "scope_right", "invalid", SERVICE),
    "another Region and service": Row(
        _scope(region="eu-west-9", service="glue"), "scope_right", "invalid", REGION + SERVICE, REGION_CLASSIC + SERVICE
    ),
    "another terminator": Row(_scope(terminator="aws5_request"), "scope_right", "invalid", TERM, TERM_CLASSIC),
    "another day": Row(_scope(day="20150829"), "scope_right", "invalid", DATE, DATE_CLASSIC),
    "nothing right in the scope": Row(
        _scope("20150829", "eu-west-9", "glue", "aws5_request"),
        "scope_right",
        "invalid",
        REGION + SERVICE + TERM + DATE,
        REGION_CLASSIC + SERVICE + TERM_CLASSIC + DATE_CLASSIC,
    ),
    "an unknown key": Row(_with(key_id="AKIDNOBODY"), "key_known", "client", f"{INVALID_TOKEN}."),
    "a temporary key without its token": Row(_with(key_id="ASIABOB"), "key_known", "client", f"{INVALID_TOKEN}."),
    "a session that is over": Row(BREAKS["session_current"], "session_current", "expired", EXPIRED_TOKEN),
    "nothing in the query but X-Amz-Algorithm": Row(
        _query(parts=(), date=None),
        "parts_complete",
        "incomplete",
        "".join(map(IN_QUERY.format, ("Credential", "Signature", "SignedHeaders", "Date"))) + QUERY_TAIL,
    ),
    "no X-Amz-Date in the query": Row(
        _query(date=None), "parts_complete", "incomplete", IN_QUERY.format("Date") + QUERY_TAIL
    ),
    "an empty X-Amz-Date in the query": Row(
        _query(date=""), "parts_complete", "incomplete", IN_QUERY.format("Date") + QUERY_TAIL
    ),
}
# What is not the same everywhere: by service, then as above.
OWN_ROWS = {
    (service, what): row
    for services, what, row in (
        (
            "execute-api lambda dynamodb",
            "signed in both places",
            Row(
                _with(carrier=Carrier.BOTH),
                "in_one_place",
                "invalid",
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
            ),
        ),
        ("sts", "signed in both places", Row(_with(carrier=Carrier.BOTH), "sts_in_one_place", "invalid", "")),
        (
            "execute-api lambda dynamodb",
            "an empty algorithm in the query",
            Row(
                _query(algorithm=""),
                "parts_complete",
                "incomplete",
                IN_QUERY.format("Algorithm") + QUERY_TAIL,
            ),
        ),
        (
            "execute-api lambda dynamodb",
            "another algorithm in the query",
            Row(
                _query(algorithm="AWS4-HMAC-SHA512"), "algorithm_supported", "incomplete", ALGORITHM, ALGORITHM_CLASSIC
            ),
        ),
        (
            "sts",
            "another algorithm in the query",
            Row(
                _query(algorithm="AWS4-HMAC-SHA512"),
                "query_algorithm_known",
                "missing",
                "Request is missing Authentication Token",
            ),
        ),
        (
            "dynamodb",
            "another scheme",
            Row(
                _with(algorithm="Bearer"),
                "dynamodb_scheme_known",
                "missing",
                "Request is missing Authentication Token",
            ),
        ),
        (
            "execute-api lambda dynamodb",
            "a token with a long-term key",
            Row(lambda draft: with_token(draft, "x"), "token_fits_key", "client", INVALID_TOKEN),
        ),
        (
            "execute-api lambda dynamodb",
            "a temporary key with another token",
            Row(
                lambda draft: with_token(replace(draft, key_id=BOB.access_key_id), "x"),
                "key_known",
                "client",
                f"{INVALID_TOKEN}.",
            ),
        ),
        (
            "sts",
            "a temporary key with another token",
            Row(
                lambda draft: with_token(replace(draft, key_id=BOB.access_key_id), "x"),
                "token_valid",
                "client",
                f"{INVALID_TOKEN}.",
            ),
        ),
        (
            "sts",
            "a token with a long-term key",
            Row(lambda draft: with_token(draft, "x"), "token_valid", "client", f"{INVALID_TOKEN}."),
        ),
    )
    for service in services.split()
}
SKIPPED = {("dynamodb", "x-api-key=… in place of an algorithm"): "no signature at all to DynamoDB"}
ALL = {
    **{(service, what): row for service in SERVICES for what, row in ROWS.items() if (service, what) not in SKIPPED},
    **OWN_ROWS,
}


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize(("service", "what"), ALL)
def test_an_answer_is_awss(service: str, what: str, wording: Wording) -> None:
    """Rule, code, status and message are AWS's, to the last blank, in both wordings."""
    row, facts = ALL[service, what], SERVICES[service]
    verdict = replace(row.spoil(fresh(service)), wording=wording).verdict()
    words = row.current if wording is Wording.CURRENT or row.classic is None else row.classic
    values = {"service": service, "minutes": facts.minutes, **TIMES[facts.minutes]}

    assert verdict.rule is not None
    assert verdict.message == words.format(**values)
    assert (verdict.rule.name, verdict.code, verdict.status) == (row.rule, *getattr(facts, row.kind))
    assert verdict.refusal is not None
    assert verdict.refusal.details == ()


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("service", SERVICES)
def test_no_signature_has_its_own_words(service: str, wording: Wording) -> None:
    """Without a signature each service says something else, Lambda the newer help or the older word."""
    facts = SERVICES[service]
    verdict = replace(fresh(service), carrier=Carrier.NEITHER, wording=wording).verdict()

    assert (verdict.code, verdict.status) == facts.missing
    assert verdict.message == facts.missing_words[wording is Wording.CLASSIC]


@pytest.mark.parametrize(("service", "window"), [(name, facts.minutes) for name, facts in SERVICES.items()])
def test_the_edges_of_the_window_belong_to_it(service: str, window: int) -> None:
    """Exactly five minutes, or fifteen, late or early is in time."""
    for minute in (36 + window, 36 - window):
        draft = replace(fresh(service), clock=f"20150830T12{minute:02}00Z")

        assert draft.verdict().accepted, draft.clock


# The Authorization header as it was sent, whether there was a date, and what is missing in it.
CREDENTIAL, SIGNATURE, SIGNED, NO_DATE = (
    "Authorization header requires 'Credential' parameter.",
    "Authorization header requires 'Signature' parameter.",
    "Authorization header requires 'SignedHeaders' parameter.",
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
)
COMPLETE = "Credential=a/b, SignedHeaders=host, Signature=c"
HEADERS: list[tuple[str, dict[str, str], str | list[str]]] = [
    ("Bearer sometoken", {}, "sometoken"),
    ("Basic dXNlcjpwYXNzd29yZDEy", {}, "dXNlcjpwYXNzd29yZDEy"),
    ("Basic dXNlcjpwYXNzd29yZA==", {}, [CREDENTIAL, SIGNATURE, SIGNED, NO_DATE]),
    ("eyJhbGciOiJIUzI1NiJ9.e30.c2ln", {}, [CREDENTIAL, SIGNATURE, SIGNED, NO_DATE]),
    ("0123456789abcdef", {"Date": "today"}, [CREDENTIAL, SIGNATURE, SIGNED]),
    ("0123456789abcdef", {"X-Amz-Date": "never"}, [CREDENTIAL, SIGNATURE, SIGNED]),
    ("0123456789abcdef", {"X-Amz-Date": ""}, [CREDENTIAL, SIGNATURE, SIGNED, NO_DATE]),
    (f"Authorization: AWS4-HMAC-SHA256 {COMPLETE}", {}, "AWS4-HMAC-SHA256"),
    ("AWS4-HMAC-SHA256 Credential= AKID/b, SignedHeaders=host, Signature=c", {}, "AKID/b"),
    ("AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host; x-amz-date, Signature", {}, "x-amz-date"),
    ("AWS4-HMAC-SHA256\tCredential=a\tb", {}, "b"),
    ("AWS4-HMAC-SHA256 SignedHeaders=host", {}, [CREDENTIAL, SIGNATURE, NO_DATE]),
    ("AWS4-HMAC-SHA256 Credential=a,SignedHeaders=host", {"Date": "x"}, [SIGNATURE]),
    ("AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=", {"Date": "x"}, [CREDENTIAL, SIGNATURE]),
    ("AWS4-HMAC-SHA256 Signature=c, Credential=a, SignedHeaders=host", {}, [NO_DATE]),
    ("AWS4-HMAC-SHA256 Signature=c, Signature=, Credential=a, SignedHeaders=h", {"Date": "x"}, [SIGNATURE]),
    ("AWS4-HMAC-SHA256 credential=a, signature=b, signedheaders=c", {"Date": "x"}, [CREDENTIAL, SIGNATURE, SIGNED]),
    ("AWS4-HMAC-SHA256", {"Date": "x"}, [CREDENTIAL, SIGNATURE, SIGNED]),
]
HASHES = {
    "Bearer sometoken": "y4iWy1aq4i5DGQIugs5IA1A9K9WCbZjwIJdx57Cnk3o=",
    "AWS4-HMAC-SHA256 SignedHeaders=host": "T6TlTF0tP7OEirEb+CC+gAdhBAW19reUS2EXKW3XV6M=",
}
# Computed with openssl.


def _message(authorization: str, headers: dict[str, str], wording: Wording, service: str = "execute-api") -> str:
    """Return what a service says to an Authorization header."""
    request = Request("GET", "https://example.com/", {**headers, "Authorization": authorization})
    verdict = verify(request, {"AKIDEXAMPLE": ALICE}, region="us-east-1", service=service, at=MOMENT, wording=wording)
    assert (verdict.code, verdict.status) == SERVICES[service].incomplete
    return str(verdict.message)


@pytest.mark.parametrize(("authorization", "headers", "wrong"), HEADERS)
def test_the_classic_wording_repeats_the_header(
    authorization: str, headers: dict[str, str], wrong: str | list[str]
) -> None:
    """The first word without an equals sign is named, or all parts that are missing; the header stands at the end."""
    expected = (
        f"'{wrong}' not a valid key=value pair (missing equal-sign) in Authorization header: '{authorization}'."
        if isinstance(wrong, str)
        else f"{' '.join(wrong)} Authorization={authorization}"
    )

    assert _message(authorization, headers, Wording.CLASSIC) == expected


@pytest.mark.parametrize(("authorization", "headers", "wrong"), HEADERS)
def test_the_current_wording_hashes_the_header(
    authorization: str, headers: dict[str, str], wrong: str | list[str]
) -> None:
    """The same, with a hash in place of what was sent: nothing of the header comes back."""
    message = _message(authorization, headers, Wording.CURRENT)
    begin = (
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with "
        "Base64): '"
        if isinstance(wrong, str)
        else f"{' '.join(wrong)} (Hashed with SHA-256 and encoded with Base64) Authorization="
    )

    assert message.startswith(begin)
    assert len(message.removeprefix(begin)) == 44 + 2 * isinstance(wrong, str)
    assert authorization not in message
    assert HASHES.get(authorization, "") in message


def test_sts_wants_the_algorithm_before_the_pairs() -> None:
    """Where API Gateway finds fault with the second word, STS does with the first."""
    assert _message("Bearer sometoken", {}, Wording.CURRENT, "sts") == "Unsupported AWS 'algorithm': 'Bearer'."


def test_several_authorization_headers_are_one() -> None:
    """They are joined by commas, so the second one's algorithm has no equals sign."""
    request = Request("GET", "https://example.com/", [("Authorization", f"AWS4-HMAC-SHA256 {COMPLETE}")] * 2)
    verdict = verify(request, {}, region="us-east-1", service="execute-api", at=MOMENT, wording=Wording.CLASSIC)

    assert str(verdict.message).startswith("'AWS4-HMAC-SHA256' not a valid key=value pair")


MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
PETS = f"""{MISMATCH}

The Canonical String for this request should have been
'GET
/prod/pets

host:abcdefghij.execute-api.us-east-1.amazonaws.com
x-amz-date:20250101T000000Z

host;x-amz-date
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

The String-to-Sign should have been
'AWS4-HMAC-SHA256
20250101T000000Z
20250101/us-east-1/execute-api/aws4_request
7401c0958c906cd2a18e04c5c6e413e8796dca0e7be9dc11eaf2eb42a817c746'
"""


def _mismatch(service: str, wording: Wording) -> str:
    """Return what a service says to a wrong signature."""
    request = Request(
        "GET",
        "https://abcdefghij.execute-api.us-east-1.amazonaws.com/prod/pets",
        {
            "Host": "abcdefghij.execute-api.us-east-1.amazonaws.com",
            "X-Amz-Date": "20250101T000000Z",
            "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD",
            "Authorization": f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250101/us-east-1/{service}/aws4_request, "
            f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}",
        },
    )
    verdict = verify(
        request,
        {"AKIDEXAMPLE": ALICE},
        region="us-east-1",
        service=service,
        at="20250101T000000Z",
        wording=wording,
    )
    assert (verdict.code, verdict.status) == SERVICES[service].invalid
    return str(verdict.message)


@pytest.mark.parametrize("wording", Wording)
def test_api_gateway_shows_what_it_would_have_signed(wording: Wording) -> None:
    """Canonical request and string to sign, in quotes that hug them, a line break after the last; 628 bytes of JSON."""
    message = _mismatch("execute-api", wording)

    assert message == PETS
    assert len(json.dumps({"message": message}, separators=(",", ":"))) == 628


@pytest.mark.parametrize("service", ["lambda", "sts"])
def test_a_function_url_and_sts_show_nothing(service: str) -> None:
    """Only the first sentences: 192 bytes of JSON."""
    message = _mismatch(service, Wording.CURRENT)

    assert message == MISMATCH
    assert len(json.dumps({"message": message}, separators=(",", ":"))) == 192


def test_the_path_shown_is_encoded_twice_and_the_body_hashed_by_the_server() -> None:
    """The slash of a path arrives as %2F and is shown as %252F; the client's word about the body is not taken."""
    draft = replace(
        fresh("execute-api"),
        path="/stage/a%2Fb",
        headers=(("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),),
        signature="0" * 64,
    )
    message = str(draft.verdict().message)

    assert "'POST\n/stage/a%252Fb\na=1&b=2\n" in message
    assert "\n230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5'\n" in message
    assert "UNSIGNED-PAYLOAD" not in message


def test_the_message_repeats_a_session_token() -> None:
    """AWS shows the signed headers as they came, the session token too."""
    draft = with_token(replace(fresh("execute-api"), key_id="ASIABOB", signature="0" * 64), str(BOB.session_token))

    assert "\nx-amz-security-token:bobs/own+token==\n" in str(draft.verdict().message)
