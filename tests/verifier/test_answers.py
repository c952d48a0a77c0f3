"""AWS's answers, word for word, as public threads show them or tools that asked AWS recorded them: all but S3's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from sigv4_explain import Request, Wording, verify
from sigv4_explain.presented import Carrier
from tests.core.examples import ALICE, MOMENT
from tests.tables import filled, tables
from tests.verifier.breaking import spoilt, with_token, words_of
from tests.verifier.drafts import BOB, fresh


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
CREDENTIAL, SIGNATURE, SIGNED = (
    f"Authorization header requires '{name}' parameter." for name in ("Credential", "Signature", "SignedHeaders")
)
NO_DATE = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
COMPLETE = "Credential=a/b, SignedHeaders=host, Signature=c"
TABLES = tables(__file__, CREDENTIAL=CREDENTIAL, SIGNATURE=SIGNATURE, SIGNED=SIGNED, NO_DATE=NO_DATE, COMPLETE=COMPLETE)
ROWS = [(service, what, row) for service in SERVICES for what, row in TABLES["all"].items()]
ROWS.remove(("dynamodb", "no algorithm", TABLES["all"]["no algorithm"]))  # no signature at all to DynamoDB
ROWS += [(service, what, row) for services, what, *row in TABLES["own"] for service in services.split()]


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize(("service", "row"), [pytest.param(s, row, id=f"{s}-{what}") for s, what, row in ROWS])
def test_an_answer_is_awss(service: str, row: list[Any], wording: Wording) -> None:
    """Rule, code, status and message are AWS's, to the last blank, in both wordings; the last where they differ."""
    parts, rule, kind, *words = row
    verdict = replace(spoilt(fresh(service), parts), wording=wording).verdict()

    assert verdict.rule is not None
    assert verdict.refusal is not None
    assert verdict.message == filled(words[0 if wording is Wording.CURRENT else -1], words_of(service))
    assert (verdict.rule.name, verdict.code, verdict.status) == (rule, *getattr(SERVICES[service], kind))
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


@pytest.mark.parametrize(("authorization", "headers", "wrong"), TABLES["headers"])
def test_the_header_is_repeated_or_hashed(authorization: str, headers: dict[str, str], wrong: str | list[str]) -> None:
    """Its first word without an equals sign is told, or all that is missing; today only a hash of it comes back."""
    classic, current = (_message(authorization, headers, wording) for wording in (Wording.CLASSIC, Wording.CURRENT))
    hashed = "ashed with SHA-256 and encoded with Base64)"
    if isinstance(wrong, str):
        told = "not a valid key=value pair (missing equal-sign) in Authorization header:"
        begin, size = f"Invalid key=value pair (missing equal-sign) in Authorization header (h{hashed}: '", 46
        assert classic == f"'{wrong}' {told} '{authorization}'."
    else:
        begin, size = f"{' '.join(wrong)} (H{hashed} Authorization=", 44
        assert classic == f"{' '.join(wrong)} Authorization={authorization}"

    assert current.startswith(begin)
    assert len(current.removeprefix(begin)) == size
    assert authorization not in current
    assert HASHES.get(authorization, "") in current


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
