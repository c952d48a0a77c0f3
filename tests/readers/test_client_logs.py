from __future__ import annotations

import contextlib
import io
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import botocore.session
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.parsers import ResponseParserError
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request, UnreadableText, explain, sha256_hex
from sigv4_explain.doctor.pasting import Pieces, pieces_in
from sigv4_explain.readers.client_logs import requests_in_botocore_log
from tests.readers.servers import EXAMPLE, Inbox

FORMATS = (
    "%(asctime)s %(name)s [%(levelname)s] %(message)s",
    "%(asctime)s - %(threadName)s - %(name)s - %(levelname)s - %(message)s",
    "%(levelname)s:%(name)s:%(message)s",
    "%(message)s",
    "[%(levelname)s]\t%(asctime)s.014Z\t0000-request-id\t%(message)s",
)


class _Log:
    """What botocore wrote since the start."""

    def __init__(self, written: io.StringIO) -> None:
        self._written = written

    @property
    def text(self) -> str:
        """Everything so far."""
        return self._written.getvalue()


@pytest.fixture(params=FORMATS)
def botocore_log(request: pytest.FixtureRequest) -> Iterator[_Log]:
    """Botocore's debug log in one of the formats in which people have it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter(request.param))
    logger = logging.getLogger("botocore")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield _Log(written)
    logger.setLevel(before)
    logger.removeHandler(handler)


def _client(service: str, inbox: Inbox) -> Any:
    """Make a client that signs in Python, where it logs, and sends once to the server of this test."""
    session = botocore.session.get_session()
    config = Config(retries={"total_max_attempts": 1}, proxies={}, s3={"addressing_style": "path"})
    return session.create_client(
        service,
        region_name="eu-central-1",
        endpoint_url=inbox.origin,
        config=config,
        aws_access_key_id=EXAMPLE.access_key_id,
        aws_secret_access_key=EXAMPLE.secret_access_key,
        aws_session_token=EXAMPLE.session_token,
    )


def _signed_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore sign in Python also where its native signer, which logs nothing, is installed."""
    import botocore.auth

    monkeypatch.setitem(botocore.auth.AUTH_TYPE_MAPS, "v4", SigV4Auth)
    monkeypatch.setitem(botocore.auth.AUTH_TYPE_MAPS, "s3v4", botocore.auth.S3SigV4Auth)


CALLS = [
    (
        "sts",
        "assume_role",
        {"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "it's", "DurationSeconds": 900},
        True,
    ),
    ("dynamodb", "get_item", {"TableName": 'äpfel\'s "x"\\', "Key": {"a": {"S": "\n"}}}, True),
    ("s3", "list_objects_v2", {"Bucket": "bucket", "Prefix": "a b/é"}, True),
    ("s3", "put_object", {"Bucket": "bucket", "Key": "a b//c'", "Body": b"hello", "Metadata": {"q": "it's"}}, False),
]


@pytest.mark.parametrize(("service", "operation", "arguments", "shows_body"), CALLS)
def test_a_call_in_botocores_log_is_the_one_that_arrived(
    monkeypatch: pytest.MonkeyPatch,
    botocore_log: _Log,
    http_server: Inbox,
    service: str,
    operation: str,
    arguments: dict[str, Any],
    shows_body: bool,  # noqa: FBT001  # a column of the table
) -> None:
    """Request, canonical request, string to sign and signature; a body that was streamed is not in the log."""
    _signed_in_python(monkeypatch)
    with contextlib.suppress(ResponseParserError):  # the answer is empty
        getattr(_client(service, http_server), operation)(**arguments)

    pieces = pieces_in(botocore_log.text)

    received = http_server.take()
    assert pieces.request is not None
    request = pieces.request.request
    assert (request.method, request.url) == (received.method, received.url)
    own = {"Host", "Accept-Encoding"}  # added by http.client
    assert set(request.headers) == {pair for pair in received.headers if pair[0] not in own}
    assert request.body == (received.body if shows_body else b"")
    assert request.header("content-length") in (None, str(len(received.body)))
    _check(pieces, received, service)
    assert Request.parse(botocore_log.text) == request


def _check(pieces: Pieces, received: Request, service: str) -> None:
    """Compare with the steps of our own signature over what was covered."""
    covered = re.search("SignedHeaders=([^,]*)", received.header("authorization") or "")
    assert covered
    headers = [pair for pair in received.headers if pair[0].lower() in covered[1].split(";")]
    trace = explain(
        Request(received.method, received.url, headers, received.body),
        EXAMPLE,
        region="eu-central-1",
        service=service,
        at=received.header("x-amz-date"),
    )
    assert pieces.canonical_request == trace["canonical_request"].output
    assert pieces.string_to_sign == trace["string_to_sign"].output


def test_the_last_of_several_calls_counts(
    monkeypatch: pytest.MonkeyPatch, botocore_log: _Log, http_server: Inbox
) -> None:
    """A program ends where it fails; the calls before are there as well, each with its own parts."""
    _signed_in_python(monkeypatch)
    client = _client("dynamodb", http_server)
    for name in ("one", "two"):
        client.describe_table(TableName=name)

    pieces = pieces_in(botocore_log.text)

    assert pieces.request is not None
    assert b"two" in pieces.request.request.body
    assert sha256_hex(pieces.request.request.body) in str(pieces.canonical_request)


def test_what_was_signed_but_not_sent_has_no_request(botocore_log: _Log) -> None:
    """A signer alone logs the three texts."""
    signer = SigV4Auth(BotocoreCredentials(EXAMPLE.access_key_id, EXAMPLE.secret_access_key), "sts", "us-east-1")
    signed = AWSRequest("GET", "https://h.example/?a=1")
    signer.add_auth(signed)

    pieces = pieces_in(botocore_log.text)

    assert pieces.request is None
    assert "a=1" in str(pieces.canonical_request)
    with pytest.raises(UnreadableText, match="a log of what was signed, without the request"):
        Request.parse(botocore_log.text)


REQUEST = Request("POST", "https://h.example/a%20b?c=d", {"Content-Type": "text/plain"}, "hello\n")
TRACE = explain(REQUEST, EXAMPLE, region="us-east-1", service="execute-api", at="20150830T123600Z")
CANONICAL, TO_SIGN = str(TRACE["canonical_request"].output), str(TRACE["string_to_sign"].output)
DUMP = "".join(
    [
        "POST /a%20b?c=d HTTP/1.1\n",
        *(f"{name}: {value}\n" for name, value in TRACE.signed_request.headers),
        "Content-Length: 6\n\n",
    ]
)
STAMP = "SDK 2015/08/30 12:36:00"
GO_BLOCKS = f"""DEBUG Request Signature:
---[ CANONICAL STRING  ]-----------------------------
{CANONICAL}
---[ STRING TO SIGN ]--------------------------------
{TO_SIGN}
-----------------------------------------------------
"""


@pytest.mark.parametrize(
    ("log", "body"),
    [
        (f"{STAMP} {GO_BLOCKS}{STAMP} DEBUG Request\n{DUMP}hello\n\n{STAMP} DEBUG Response", b"hello\n"),
        (f"{STAMP} {GO_BLOCKS}{STAMP} DEBUG Request\n{DUMP}{STAMP} DEBUG Response\nHTTP/1.1 403 Forbidden", b""),
        (f"2015/08/30 {GO_BLOCKS}---[ REQUEST POST-SIGN ]-----\n{DUMP}hello\n\n----------\nx", b"hello\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_logs_of_the_sdk_for_go_are_read(log: str, body: bytes, line_end: str) -> None:
    """Both versions, with the body or without it."""
    pieces = pieces_in(log.replace("\n", line_end))

    sent = TRACE.signed_request
    assert pieces.canonical_request == CANONICAL
    assert pieces.string_to_sign == TO_SIGN
    assert pieces.request is not None
    assert pieces.request.request == Request("POST", sent.url, [*sent.headers, ("Content-Length", "6")], body)
    assert Request.parse(log) == pieces.request.request


def test_a_chunked_body_in_a_log_of_the_sdk_for_go_is_read() -> None:
    """A stream of unknown length goes out in chunks, up to the empty one; one that the log cuts short is empty."""
    head = "2015/08/30 DEBUG Request\nPUT /a HTTP/1.1\nHost: h.example\nTransfer-Encoding: chunked\n\n"

    for chunks, body in (("2\nab\n3\nc\nd\n0\n\n", b"abc\nd"), ("2\nab\n", b"")):
        assert Request.parse(f"{head}{chunks}-----------\nx").body == body


@pytest.mark.parametrize(
    "log",
    [
        f"DEBUG Signer: AWS4 Canonical Request: {CANONICAL}\nDEBUG: AWS4 String to sign: {TO_SIGN}\nDEBUG x",
        f"AWS4 Canonical Request: '\"{CANONICAL}\"'\n[main] DEBUG AWS4 String to Sign: '\"{TO_SIGN}\"'\n",
        f"AWS4 Canonical Request: [{CANONICAL}]\nAWS4 Canonical Request Hash: 00\nAWS4 String to Sign: [{TO_SIGN}]",
        f"\nCANONICAL REQUEST = {CANONICAL}\n\nSTRING_TO_SIGN = {TO_SIGN}\n\nHEADERS++++",
        f"canonical_request:\n\n{CANONICAL}\n\nstring_to_sign:\n\n{TO_SIGN}\n",
        f"Canonical String:\n{CANONICAL}\nString-to-Sign:\n{TO_SIGN}",
    ],
)
def test_other_clients_write_other_words_above_the_same_texts(log: str) -> None:
    """The words of the AWS SDKs for Java and iOS, of awscurl and of one's own print."""
    pieces = pieces_in(log)

    assert (pieces.canonical_request, pieces.string_to_sign) == (CANONICAL, TO_SIGN)


def test_a_canonical_request_without_its_last_line_is_taken_as_it_is() -> None:
    """What a faulty client signs must come out as faulty, without the lines of the log around it."""
    cut = CANONICAL.rpartition("\n")[0]

    pieces = pieces_in(f"DEBUG:botocore.auth:CanonicalRequest:\n{cut}\nDEBUG:botocore.auth:StringToSign:\n{TO_SIGN}")

    assert (pieces.canonical_request, pieces.string_to_sign) == (cut, TO_SIGN)


def test_aws_answer_is_no_evidence_of_the_client() -> None:
    """What the server calculated must not pass for what the client did."""
    canonical = f"The Canonical String for this request should have been\n'{CANONICAL}'"
    answer = f"{canonical}\n\nThe String-to-Sign should have been\n'{TO_SIGN}'\n"

    assert pieces_in(answer).canonical_request is None


def _logged(body: object, headers: dict[str, Any]) -> str:
    """Write the two lines that botocore writes of a request."""
    sent = f"<AWSPreparedRequest stream_output=False, method=POST, url=https://h.example/, headers={headers!r}>"
    return f"Making request for X with params: {{'body': {body!r}, 'url': 1}}\nSending http request: {sent}\n"


_forms = st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")) | st.integers())


@given(
    _forms, st.dictionaries(st.sampled_from("abc"), st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
)
def test_everything_that_python_writes_is_read_back(form: dict[str, Any], headers: dict[str, str]) -> None:
    """Forms, and headers as text or bytes, survive repr."""
    body = urlencode(form).encode()
    sent = {name: value.encode() if name == "a" else value for name, value in headers.items()}
    sent["Content-Length"] = str(len(body))
    log = _logged(form, sent)

    assert Request.parse(log) == Request(
        "POST", "https://h.example/", [*headers.items(), ("Content-Length", str(len(body)))], body
    )


@given(st.binary(min_size=1))
def test_bytes_are_read_back_as_well(body: bytes) -> None:
    """JSON and other bodies are logged as bytes."""
    headers = {"Content-Length": str(len(body))}
    log = _logged(body, headers)

    assert Request.parse(log).body == body


def test_line_breaks_of_a_body_are_kept() -> None:
    """Go writes the head with CRLF and the log with LF, so a CR in the body is the sender's."""
    head = DUMP.replace("Length: 6", "Length: 4").replace("\n", "\r\n")

    assert Request.parse(f"{STAMP} DEBUG Request\n{head}a\r\nb\n{STAMP} DEBUG Response").body == b"a\r\nb"


def test_a_body_of_another_hash_is_left_out() -> None:
    """What the request declares must fit what the log shows."""
    headers = {"Content-Length": "5", "X-Amz-Content-SHA256": 64 * "0"}
    log = _logged(b"hello", headers)

    assert Request.parse(log).body == b""


@pytest.mark.parametrize(
    ("log", "received"),
    [
        (
            "\n<AWSPreparedRequest stream_output=True, method=GET, url=https://h/, headers={'a': marker",
            "line 2: headers",
        ),
        ("<AWSPreparedRequest stream_output=True, method=GET, url=marker, headers={}", "line 1: url"),
    ],
)
def test_what_is_no_log_is_an_error(log: Any, received: str) -> None:
    """The error says which line it could not read, and shows no value."""
    with pytest.raises(UnreadableText) as caught:
        requests_in_botocore_log(log)

    assert received in caught.value.received


def test_a_body_of_another_length_is_left_out() -> None:
    """The line before may show the body of another call."""
    assert Request.parse(_logged(b"hello", {"Content-Length": "4"})).body == b""


def test_the_last_request_of_a_log_is_taken() -> None:
    """Also by Request.parse."""
    one, two = (_logged(body, {"Content-Length": str(len(body))}) for body in (b"1", b"22"))

    assert Request.parse(one + two).body == b"22"


def test_an_unfinished_block_ends_with_the_next_entry() -> None:
    """A log's next line is no part of what was signed."""
    cut = CANONICAL.rpartition("\n")[0]

    assert pieces_in(f"CanonicalRequest:\n{cut}\nDEBUG other").canonical_request == cut
