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

URL = "https://example.com/"


def _request(method: Any = "GET", url: Any = URL, headers: Any = (), body: Any = b"") -> Callable[[], object]:
    return lambda: Request(method, url, headers, body)


def _credentials(access_key_id: Any = "AKID", secret: Any = "secret", token: Any = None) -> Callable[[], object]:
    return lambda: Credentials(access_key_id, secret, token)


def _signed(**changed: Any) -> Callable[[], object]:
    return lambda: explain(VANILLA, ALICE, **{**SCOPE, **changed})


# What is done, the class of the error, its field, a part of what came, a part of what is expected.
WRONG: list[tuple[Callable[[], object], type[InvalidInput], str, str, str]] = [
    (_request(method=""), InvalidRequest, "method", "''", "such as GET"),
    (_request(method="GET /"), InvalidRequest, "method", "'GET /'", "such as GET"),
    (_request(method="GET\n"), InvalidRequest, "method", r"'GET\n'", "such as GET"),
    (_request(method=None), InvalidRequest, "method", "NoneType", "such as GET"),
    (_request(url=""), InvalidRequest, "url", "''", "https://example.com/path?query"),
    (_request(url="example.com/a"), InvalidRequest, "url", "'example.com/a'", "with http or https and a host"),
    (_request(url="/a?b"), InvalidRequest, "url", "'/a'", "with http or https and a host"),
    (_request(url="https:///a"), InvalidRequest, "url", "'https:///a'", "with http or https and a host"),
    (_request(url="https://:443/"), InvalidRequest, "url", "'https://:443/'", "with http or https and a host"),
    (_request(url="ftp://example.com/"), InvalidRequest, "url", "'ftp://example.com/'", "with http or https"),
    (_request(url="https://example.com:port/"), InvalidRequest, "url", ":port/'", "https://example.com/path?query"),
    (_request(url="https://example.com:65536/"), InvalidRequest, "url", ":65536/'", "https://example.com/path?query"),
    (_request(url="https://example.com:0/"), InvalidRequest, "url", ":0/'", "https://example.com/path?query"),
    (_request(url="https://[::1/"), InvalidRequest, "url", "'https://[::1/'", "https://example.com/path?query"),
    (_request(url="https://exa mple.com/"), InvalidRequest, "url", "' ' in the host", "a host name"),
    (_request(url="https://ex<a>mple.com/"), InvalidRequest, "url", "'<' in the host", "a host name"),
    (_request(url="https://exämple.com/"), InvalidRequest, "url", "'exämple.com'", "in ASCII (xn--"),
    (_request(url="https://alice@example.com/"), InvalidRequest, "url", "a user name", "keys as Credentials"),
    (_request(url="https://example.com/a\nb"), InvalidRequest, "url", r"'\n' at position 21", "control characters"),
    (_request(url="https://example.com/\t"), InvalidRequest, "url", r"'\t' at position 20", "control characters"),
    (_request(url="https://example.com/\ud800"), InvalidRequest, "url", r"'\ud800' at position 20", "https://"),
    (_request(url=" https://example.com/"), InvalidRequest, "url", "' https://", "without blanks around it"),
    (_request(url="https://example.com/ "), InvalidRequest, "url", "example.com/ '", "without blanks around it"),
    (_request(url=b"https://example.com/"), InvalidRequest, "url", "bytes", "https://example.com/path?query"),
    (_request(url=None), InvalidRequest, "url", "NoneType", "https://example.com/path?query"),
    (_request(headers=[("X-A",)]), InvalidRequest, "headers", "tuple", "pairs of a name and a value"),
    (_request(headers=["X-A: 1"]), InvalidRequest, "headers", "str", "pairs of a name and a value"),
    (_request(headers=[7]), InvalidRequest, "headers", "int", "pairs of a name and a value"),
    (_request(headers={"": "1"}), InvalidRequest, "headers", "the name ''", "letters, digits"),
    (_request(headers={"X A": "1"}), InvalidRequest, "headers", "the name 'X A'", "letters, digits"),
    (_request(headers={"X-A\n": "1"}), InvalidRequest, "headers", r"the name 'X-A\n'", "letters, digits"),
    (_request(headers={"X-Ä": "1"}), InvalidRequest, "headers", "the name 'X-Ä'", "letters, digits"),
    (_request(headers={b"X-A": "1"}), InvalidRequest, "headers", "the name bytes", "letters, digits"),
    (_request(headers={"X-A": 1}), InvalidRequest, "headers['X-A']", "int", "str"),
    (_request(headers={"X-A": None}), InvalidRequest, "headers['X-A']", "NoneType", "str"),
    (_request(headers={"X-A": "a\r\nb"}), InvalidRequest, "headers['X-A']", r"'\r' at position 1", "one line"),
    (_request(headers={"X-A": "a\x00"}), InvalidRequest, "headers['X-A']", r"'\x00' at position 1", "one line"),
    (_request(headers={"X-A": "\t\x7f"}), InvalidRequest, "headers['X-A']", r"'\x7f' at position 1", "one line"),
    (_request(headers={"X-A": "\udc80"}), InvalidRequest, "headers['X-A']", r"'\udc80' at position 0", "one line"),
    (_request(body=7), InvalidRequest, "body", "7", "bytes, or str"),
    (_request(body=None), InvalidRequest, "body", "NoneType", "bytes, or str"),
    (_request(body={"a": 1}), InvalidRequest, "body", "dict", "bytes, or str"),
    (_request(body=bytearray(b"a")), InvalidRequest, "body", "bytearray", "bytes, or str"),
    (_request(body="a\ud800"), InvalidRequest, "body", r"'\ud800' at position 1", "text that is Unicode"),
    (_credentials(""), InvalidCredentials, "access_key_id", "an empty text", "an id such as AKIDEXAMPLE"),
    (_credentials("  "), InvalidCredentials, "access_key_id", "nothing but blanks", "an id such as AKIDEXAMPLE"),
    (_credentials(None), InvalidCredentials, "access_key_id", "NoneType", "an id such as AKIDEXAMPLE"),
    (_credentials("AKID "), InvalidCredentials, "access_key_id", "a blank", "an id such as AKIDEXAMPLE"),
    (_credentials("AKID/20150830"), InvalidCredentials, "access_key_id", "slash", "an id such as AKIDEXAMPLE"),
    (_credentials("AKID\ud800"), InvalidCredentials, "access_key_id", "a lone surrogate", "an id such as"),
    (_credentials("AKID\x00"), InvalidCredentials, "access_key_id", "a control character", "an id such as"),
    (_credentials("AKID", ""), InvalidCredentials, "secret_access_key", "an empty text", "the secret that belongs"),
    (_credentials("AKID", "\n"), InvalidCredentials, "secret_access_key", "nothing but blanks", "the secret that"),
    (_credentials("AKID", None), InvalidCredentials, "secret_access_key", "NoneType", "the secret that belongs"),
    (_credentials("AKID", b"secret"), InvalidCredentials, "secret_access_key", "bytes", "the secret that belongs"),
    (_credentials("AKID", "\udfff"), InvalidCredentials, "secret_access_key", "a lone surrogate", "the secret that"),
    (_credentials("AKID", "secret", ""), InvalidCredentials, "session_token", "an empty text", "None, or the token"),
    (_credentials("AKID", "secret", b""), InvalidCredentials, "session_token", "bytes", "None, or the token"),
    (_credentials("AKID", "secret", "a\nb"), InvalidCredentials, "session_token", "line break", "one line of text"),
    (_signed(region=""), InvalidScope, "region", "''", "such as eu-central-1, without blanks"),
    (_signed(region="eu central"), InvalidScope, "region", "'eu central'", "such as eu-central-1, without blanks"),
    (_signed(service="s3/aws4_request"), InvalidScope, "service", "'s3/aws4_request'", "such as execute-api"),
    (_signed(service=None), InvalidScope, "service", "NoneType", "such as execute-api"),
    (_signed(at="2015-08-30"), InvalidInput, "at", "'2015-08-30'", "YYYYMMDDTHHMMSSZ"),
    (_signed(expires=0), InvalidScope, "expires", "0", "whole seconds from 1 to 604800 (a week)"),
    (_signed(expires=604_801), InvalidScope, "expires", "604801", "whole seconds from 1 to 604800 (a week)"),
    (_signed(expires=True), InvalidScope, "expires", "True", "whole seconds from 1 to 604800 (a week)"),
    (_signed(expires="300"), InvalidScope, "expires", "'300'", "whole seconds from 1 to 604800 (a week)"),
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
