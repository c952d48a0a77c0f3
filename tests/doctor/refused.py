"""Requests that a server refuses before it computes a signature, and the cause of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sigv4_explain import Credentials, Request
from tests.core.examples import ALICE
from tests.doctor.parts import Certainty, Finding

REGION = "eu-central-1"
HOSTS = {
    "execute-api": "abc123.execute-api.eu-central-1.amazonaws.com",
    "lambda": "abc.lambda-url.eu-central-1.on.aws",
    "dynamodb": "dynamodb.eu-central-1.amazonaws.com",
    "sts": "sts.eu-central-1.amazonaws.com",
    "s3": "bucket.s3.eu-central-1.amazonaws.com",
    "aoss": "abc.eu-central-1.aoss.amazonaws.com",
    "iotdevicegateway": "abc-ats.iot.eu-central-1.amazonaws.com",
}
TEMPORARY = Credentials("ASIAIOSFODNN7EXAMPLE", ALICE.secret_access_key, "own/token==")
SERVERS = ("execute-api", "dynamodb", "sts", "s3")
Change = Callable[[Request], Request]


def heard(findings: Iterable[Finding]) -> list[str]:
    """Return the causes; a question mark marks what is only suspected."""
    marks = {Certainty.PROVEN: "!", Certainty.SHOWN: "", Certainty.SUSPECTED: "?"}
    return [f"{finding.cause}{marks[finding.certainty]}" for finding in findings]


def edited(old: str, new: str, name: str = "authorization") -> Change:
    """Change a header's text, which must be there."""

    def edit(request: Request) -> Request:
        value = request.header(name) or ""
        assert old in value
        return request.with_headers([(name, value.replace(old, new, 1))])

    return edit


def without(name: str) -> Change:
    """Drop a header."""

    def edit(request: Request) -> Request:
        kept = [pair for pair in request.headers if pair[0].lower() != name]
        return Request(request.method, request.url, kept, request.body)

    return edit


def with_header(name: str, value: str) -> Change:
    """Put another value in place of a header's."""
    return lambda request: request.with_headers([(name, value)])


REFUSED: dict[str, tuple[str, Change]] = {
    "unsigned": ("not-signed", without("authorization")),
    "in two places": (
        "signed-twice",
        lambda request: request.with_url(f"{request.url}?X-Amz-Algorithm=AWS4-HMAC-SHA256"),
    ),
    "a word alone": ("incomplete-authorization", edited(", Signature=", ", ")),
    "no list": ("incomplete-authorization", edited("SignedHeaders=", "Headers=")),
    "another scheme": ("another-scheme", with_header("authorization", "Bearer abc")),
    "no algorithm": ("incomplete-authorization", edited("AWS4-HMAC-SHA256 ", "")),
    "the header's name in it": ("authorization-header-name-in-value", edited("AWS4", "Authorization: AWS4")),
    "a blank in the key id": ("whitespace-in-access-key-id", edited("AKIDEXAMPLE", "AKIDEXAMPLE ")),
    "a blank before the key id": ("whitespace-in-access-key-id", edited("Credential=", "Credential= ")),
    "another algorithm": ("unsupported-algorithm", edited("HMAC-SHA256", "HMAC-SHA1")),
    "a date in words": ("malformed-date", with_header("x-amz-date", "30 August 2015")),
    "no such day": ("malformed-date", with_header("x-amz-date", "20150231T000000Z")),
    "host left out": ("host-not-signed", edited("=host;", "=")),
    "four words": ("malformed-credential", edited(f"/{REGION}", "")),
    "another terminator": ("malformed-credential", edited("aws4_request", "aws4")),
    "another region": ("wrong-region", edited(REGION, "us-east-1")),
    "no region": ("empty-region", edited(f"/{REGION}/", "//")),
    "another day": ("date-scope-mismatch", edited("/20150830/", "/20150829/")),
    "a header left out": ("signed-header-not-sent", without("x-note")),
}
