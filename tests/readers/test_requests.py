"""SigV4Auth against a real server: what arrives must have the signature it carries."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sigv4_explain import S3, Credentials, InvalidRequest, Request, SigV4Auth, SigV4Error, sha256_hex, sign
from sigv4_explain.readers import request_from_requests, request_to_requests, trace_of
from tests.readers.servers import EXAMPLE, Inbox, signed_again

AT = "20150830T123600Z"
BOB = Credentials("AKIDBOB", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """Requests' own headers, and nothing from the environment."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


def _auth(credentials: Any = EXAMPLE, service: str = "execute-api", at: str | None = AT) -> SigV4Auth:
    return SigV4Auth(credentials, region="eu-central-1", service=service, at=at)


def _check(received: Request, service: str = "execute-api") -> None:
    assert signed_again(received, region="eu-central-1", service=service) == received.header("authorization")


@pytest.mark.parametrize("service", ["execute-api", "s3"])
@pytest.mark.parametrize(
    ("method", "target", "arguments"),
    [
        ("GET", "/", {}),
        ("GET", "", {"params": {"client": "requests", "q": "two words", "é": "1+1=2&", "list": ["b", "a"]}}),
        ("GET", "/a b/ሴ/%2f/a%20b?q=a b&c=%2B+d", {}),
        ("GET", "/a//b/../c/.", {"headers": {"x-api-key": "example", "X-Empty": "", "X-Blanks": "a   b "}}),
        ("GET", "/", {"headers": {"X-Text": "é", "X-Bytes": "ሴ".encode()}, "cookies": {"a": "1"}}),
        ("POST", "/", {"json": {"client": "requests"}}),
        ("POST", "/", {"data": {"client": "requests", "q": "two words"}}),
        ("POST", "/", {"data": "ሴ"}),
        ("POST", "/", {"data": b"\x00\xff"}),
        ("POST", "/", {}),
        ("POST", "/", {"files": {"file": ("a.txt", b"content")}}),
        ("PUT", "/", {"data": b"x", "headers": {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}}),
    ],
)
def test_what_arrives_has_the_signature_it_carries(
    http_server: Inbox, session: requests.Session, service: str, method: str, target: str, arguments: dict[str, Any]
) -> None:
    """Path, query, headers and body as the server sees them give the same signature again."""
    session.request(method, http_server.origin + target, auth=_auth(service=service), **arguments).raise_for_status()

    received = http_server.take()
    assert received.header("host") == f"127.0.0.1:{http_server.port}"
    assert received.header("x-amz-security-token") == EXAMPLE.session_token
    assert received.header("x-amz-date") == AT
    _check(received, service)


@pytest.mark.parametrize("service", ["execute-api", "s3"])
def test_a_file_is_streamed_and_its_hash_signed(
    http_server: Inbox, session: requests.Session, service: str, tmp_path: Path
) -> None:
    """The rest of the file arrives, from where it stood, under the hash that was signed."""
    (tmp_path / "body").write_bytes(b"skipped" + b"content" * 100_000)
    with (tmp_path / "body").open("rb") as file:
        file.seek(7)
        session.put(f"{http_server.origin}/key", data=file, auth=_auth(service=service)).raise_for_status()

    received = http_server.take()
    assert received.body == b"content" * 100_000
    assert received.header("x-amz-content-sha256") == sha256_hex(received.body)
    assert received.header("transfer-encoding") is None
    _check(received, service)


def test_signing_puts_a_file_back_and_keeps_no_copy(tmp_path: Path) -> None:
    """The traced request has the hash in a header and an empty body; the file stands where it stood."""
    (tmp_path / "body").write_bytes(b"skipped, content")
    with (tmp_path / "body").open("rb") as file:
        file.seek(9)
        prepared = requests.Request("PUT", "https://h.example/", data=file, auth=_auth()).prepare()

        assert file.tell() == 9

    request = trace_of(prepared).request
    assert request.body == b""
    assert request.header("x-amz-content-sha256") == sha256_hex(b"content")
    assert prepared.headers["Content-Length"] == "7"


def _parts() -> Iterator[bytes]:
    yield b"content"


class _Pipe(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("body", "received"),
    [(_parts(), "generator"), (io.StringIO("text"), "StringIO"), (_Pipe(), "_Pipe"), (iter([b""]), "list_iterator")],
)
def test_a_body_that_can_be_read_only_once_is_refused(body: Any, received: str) -> None:
    """The hash is sent before the body, so the error says what to give in its place."""
    with pytest.raises(InvalidRequest, match=rf"body: received {received}, expected bytes, .* UNSIGNED-PAYLOAD"):
        requests.Request("POST", "https://h.example/", data=body, auth=_auth()).prepare()


def test_a_body_of_unknown_hash_may_be_declared_unsigned() -> None:
    """With the header that the error advises, a generator is signed without being read."""
    headers = {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    body = _parts()

    prepared = requests.Request("PUT", "https://h.example/", headers, data=body, auth=_auth(service="s3")).prepare()

    assert trace_of(prepared)["hashed_payload"].output == "UNSIGNED-PAYLOAD"
    assert list(body) == [b"content"]


def test_the_trace_is_on_the_responses_request(http_server: Inbox, session: requests.Session) -> None:
    """From the answer back to each step of the signature that was sent."""
    response = session.get(f"{http_server.origin}/?client=requests", auth=_auth())

    trace = trace_of(response)
    assert trace is trace_of(response.request)
    assert trace is response.request.sigv4_trace  # type: ignore[attr-defined]  # which is where SigV4Auth puts it
    assert trace.authorization == http_server.take().header("authorization")
    assert trace["canonical_query_string"].output == "client=requests"


def test_an_unsigned_request_has_no_trace() -> None:
    """The error says why there may be none."""
    with pytest.raises(SigV4Error, match="was not signed by SigV4Auth"):
        trace_of(requests.Request("GET", "https://h.example/").prepare())


def test_signing_again_leaves_only_the_new_signature() -> None:
    """Time, keys, token and hash are those of the second call, as if there had been no first."""
    prepared = requests.Request("PUT", "https://h.example/", data=b"one", auth=_auth(service="s3")).prepare()
    prepared.body = b"two"

    _auth(BOB, service="s3", at="20150831T000000Z")(prepared)

    fresh = requests.Request("PUT", "https://h.example/", data=b"two")
    fresh.auth = _auth(BOB, service="s3", at="20150831T000000Z")
    assert fresh.prepare().headers == prepared.headers
    assert "X-Amz-Security-Token" not in prepared.headers


def test_signing_a_copy_again_takes_the_time_of_now() -> None:
    """A retry minutes later must not repeat the first date; a copy has no trace to remember by."""
    prepared = requests.Request("GET", "https://h.example/", auth=_auth()).prepare()
    again = prepared.copy()

    _auth(at=None)(again)

    assert again.headers["X-Amz-Date"] != AT


def test_signing_again_keeps_a_payload_that_is_declared_unsigned() -> None:
    """Words in x-amz-content-sha256 are the caller's choice, not a hash of an earlier body."""
    headers = {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    prepared = requests.Request("PUT", "https://h.example/", headers, data=b"x", auth=_auth(service="s3")).prepare()

    _auth(service="s3")(prepared)

    assert prepared.headers["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD"


def test_the_date_on_an_unsigned_request_counts() -> None:
    """Without at, the request's own X-Amz-Date is signed."""
    headers = {"X-Amz-Date": AT}

    prepared = requests.Request("GET", "https://h.example/", headers, auth=_auth(at=None)).prepare()

    assert trace_of(prepared)["request_date_time"].output == AT


def test_credentials_may_be_a_function() -> None:
    """Keys that expire are asked for each time."""
    keys = iter([EXAMPLE, BOB])
    auth = _auth(lambda: next(keys))

    both = [requests.Request("GET", "https://h.example/", auth=auth).prepare() for _ in range(2)]

    assert ["AKIDBOB" in str(prepared.headers["Authorization"]) for prepared in both] == [False, True]
    assert ["X-Amz-Security-Token" in prepared.headers for prepared in both] == [True, False]


def test_rules_may_be_given() -> None:
    """A service that the table does not know, with the rules of one that it knows."""
    auth = SigV4Auth(EXAMPLE, region="eu-central-1", service="my-storage", at=AT, rules=S3)

    prepared = requests.Request("GET", "https://h.example/a%20b", auth=auth).prepare()

    assert trace_of(prepared)["canonical_uri"].output == "/a%20b"


def test_no_host_header_is_left_to_follow_a_redirect() -> None:
    """The HTTP library writes the Host that was signed; one that the caller set is kept."""
    prepared = requests.Request("GET", "https://h.example/", auth=_auth()).prepare()
    with_host = requests.Request("GET", "https://h.example/", {"Host": "api.example"}, auth=_auth()).prepare()

    assert "Host" not in prepared.headers
    assert trace_of(prepared).signed_request.header("host") == "h.example"
    assert with_host.headers["Host"] == trace_of(with_host).signed_request.header("host") == "api.example"


def test_a_header_in_bytes_that_are_no_text_is_refused() -> None:
    """What cannot be shown cannot be explained; the value is not in the error."""
    prepared = requests.Request("GET", "https://h.example/", {"X-A": b"\xff\xfe"}).prepare()

    with pytest.raises(InvalidRequest, match=r"headers\['X-A'\]: received bytes that are not UTF-8"):
        request_from_requests(prepared)


def test_a_request_that_is_not_prepared_is_refused() -> None:
    """An empty PreparedRequest has neither method nor URL."""
    with pytest.raises(InvalidRequest, match="method: received ''"):
        request_from_requests(requests.PreparedRequest())


def test_a_signed_request_goes_out_through_requests(http_server: Inbox, session: requests.Session) -> None:
    """What request_to_requests returns is what was signed, repeated headers and other scripts included."""
    headers = [("A", " 1 "), ("B", "é"), ("a", "2   3"), ("Content-Type", "application/json")]
    request = Request("POST", f"{http_server.origin}/a%20b?c=d%20e", headers, json.dumps({"a": 1}))
    signed = sign(request, EXAMPLE, region="eu-central-1", service="execute-api", at=AT)

    session.request(**request_to_requests(signed)).raise_for_status()

    received = http_server.take()
    assert received.header("a") == "1,2 3"
    assert received.body == request.body
    _check(received)


def test_request_to_requests_has_no_data_without_a_body() -> None:
    """None, so that requests adds no Content-Type of its own."""
    assert request_to_requests(Request("GET", "https://h.example/")) == {
        "method": "GET",
        "url": "https://h.example/",
        "headers": {},
        "data": None,
    }


def test_a_missing_library_says_how_to_install_it() -> None:
    """Only SigV4Auth needs requests: the rest of the package imports without."""
    script = (
        "import sys; sys.modules['requests'] = None\n"
        "import sigv4_explain\n"
        "try: sigv4_explain.SigV4Auth\n"
        "except sigv4_explain.MissingDependency as error: print(error)"
    )

    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert output == "requests is not installed: pip install requests\n"
