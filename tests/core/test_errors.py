from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sigv4_explain import (
    Authorization,
    Credentials,
    CredentialScope,
    InvalidCredentials,
    InvalidInput,
    InvalidRequest,
    InvalidScope,
    MissingDependency,
    Request,
    SigV4Error,
    Trace,
    UnreadableText,
    diagnose,
    explain,
    presign,
    sign,
    verify,
)
from sigv4_explain.errors import describe
from sigv4_explain.readers import parse_curl, parse_curl_verbose, parse_har, parse_raw_http, requests_in_har
from tests.core.examples import ALICE, SCOPE, VANILLA
from tests.tables import tables

TABLES = tables(__file__)

URL = "https://example.com/"


def _request(method: Any = "GET", url: Any = URL, headers: Any = (), body: Any = b"") -> Callable[[], object]:
    return lambda: Request(method, url, headers, body)


def _credentials(access_key_id: Any = "AKID", secret: Any = "secret", token: Any = None) -> Callable[[], object]:
    return lambda: Credentials(access_key_id, secret, token)


def _signed(**changed: Any) -> Callable[[], object]:
    return lambda: explain(VANILLA, ALICE, **{**SCOPE, **changed})


# What is done, the class of the error, its field, a part of what came, a part of what is expected.
WRONG: list[tuple[Callable[[], object], type[InvalidInput], str, str, str]] = [
    *((_request(**given), InvalidRequest, *said) for given, *said in TABLES["requests"]),
    *((_credentials(**given), InvalidCredentials, *said) for given, *said in TABLES["credentials"]),
    *((_signed(**given), InvalidScope, *said) for given, *said in TABLES["scopes"]),
    (_request(url="https://example.com/\ud800"), InvalidRequest, "url", r"'\ud800' at position 20", "https://"),
    (_request(url=b"https://example.com/"), InvalidRequest, "url", "bytes", "https://example.com/path?query"),
    (_request(headers=[("X-A",)]), InvalidRequest, "headers", "tuple", "pairs of a name and a value"),
    (_request(headers={b"X-A": "1"}), InvalidRequest, "headers", "the name bytes", "letters, digits"),
    (_request(headers={"X-A": "\udc80"}), InvalidRequest, "headers['X-A']", r"'\udc80' at position 0", "one line"),
    (_request(body=bytearray(b"a")), InvalidRequest, "body", "bytearray", "bytes, or str"),
    (_request(body="a\ud800"), InvalidRequest, "body", r"'\ud800' at position 1", "text that is Unicode"),
    (_credentials("AKID\ud800"), InvalidCredentials, "access_key_id", "a lone surrogate", "an id such as"),
    (_credentials("AKID", b"secret"), InvalidCredentials, "secret_access_key", "bytes", "the secret that belongs"),
    (_credentials("AKID", "\udfff"), InvalidCredentials, "secret_access_key", "a lone surrogate", "the secret that"),
    (_credentials("AKID", "secret", b""), InvalidCredentials, "session_token", "bytes", "None, or the token"),
    (_signed(at="2015-08-30"), InvalidInput, "at", "'2015-08-30'", "YYYYMMDDTHHMMSSZ"),
    (lambda: CredentialScope("2015", "r", "s"), InvalidScope, "date", "'2015'", "a day, YYYYMMDD"),
    (lambda: CredentialScope("２０１５０８３０", "r", "s"), InvalidScope, "date", "", "a day, YYYYMMDD"),
    (
        lambda: CredentialScope.parse("a/b/c"),
        InvalidScope,
        "credential_scope",
        "a text of 5",
        "/aws4_request",
    ),
    (lambda: CredentialScope.parse("20150830/r/s/aws5"), InvalidScope, "credential_scope", "aws5", "/aws4_request"),
    (lambda: Authorization.parse("Basic abc"), InvalidRequest, "Authorization", "'Basic'", "AWS4-HMAC-SHA256"),
    (lambda: Trace.from_json("{}"), UnreadableText, "text", "2 characters", "a trace written by to_json"),
]


@pytest.mark.parametrize(("call", "kind", "field", "received", "expected"), WRONG)
def test_an_error_names_the_field_what_came_and_what_is_expected(
    call: Callable[[], object], kind: type[InvalidInput], field: str, received: str, expected: str
) -> None:
    """Every wrong argument is an error of the package's own, with its evidence, in its attributes and in its text."""
    with pytest.raises(InvalidInput) as caught:
        call()
    error = caught.value

    assert type(error) is kind
    assert error.field == field
    assert received in error.received
    assert expected in error.expected
    assert str(error) == f"{field}: received {error.received}, expected {error.expected}"


ENTRIES: dict[str, Callable[[Any], object]] = {
    "CredentialScope": lambda wrong: CredentialScope(wrong, "us-east-1", "s3"),
    "CredentialScope.parse": CredentialScope.parse,
    "headers": lambda wrong: Request("GET", URL, wrong),
    "sign, request": lambda wrong: sign(wrong, ALICE, **SCOPE),
    "sign, credentials": lambda wrong: sign(VANILLA, wrong, **SCOPE),
    "presign": lambda wrong: presign(wrong, ALICE, expires=60, **SCOPE),
    "verify, request": lambda wrong: verify(wrong, {}, **SCOPE),
    "verify, keys": lambda wrong: verify(VANILLA, wrong, **SCOPE),
    "diagnose, region": lambda wrong: diagnose(VANILLA, region=wrong),
    "diagnose, service": lambda wrong: diagnose(VANILLA, service=wrong),
    "parse_curl": parse_curl,
    "parse_curl_verbose": parse_curl_verbose,
    "parse_har": parse_har,
    "requests_in_har": requests_in_har,
    "parse_raw_http": parse_raw_http,
}


@pytest.mark.parametrize("wrong", [5, 1.5, object()], ids=["int", "float", "object"])
@pytest.mark.parametrize("entry", ENTRIES)
def test_another_kind_of_value_is_refused_by_name(entry: str, wrong: object) -> None:
    """A number where a text or a Request belongs is an InvalidInput, not an error from deep inside."""
    with pytest.raises(InvalidInput, match=r"received (5|int|float|object), expected"):
        ENTRIES[entry](wrong)


def test_the_errors_are_a_small_tree() -> None:
    """One class catches all; wrong arguments are ValueErrors too, a missing library is an ImportError too."""
    for kind in (InvalidRequest, InvalidCredentials, InvalidScope, UnreadableText):
        assert issubclass(kind, InvalidInput)
    assert issubclass(InvalidInput, SigV4Error)
    assert issubclass(InvalidInput, ValueError)
    assert issubclass(MissingDependency, SigV4Error)
    assert issubclass(MissingDependency, ImportError)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\n", r"'a\n'"),
        (7, "7"),
        (True, "True"),
        (None, "NoneType"),
        (1.5, "float"),
        (b"secret", "bytes"),
        ({"a": 1}, "dict"),
        ("x" * 78, repr("x" * 78)),
        ("x" * 79, f"'{'x' * 79}… (79 characters)"),
    ],
)
def test_a_value_is_described_briefly(value: object, shown: str) -> None:
    """A short text or number as it is, a long text cut with its own length, anything else by its type."""
    assert describe(value) == shown
