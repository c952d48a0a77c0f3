from __future__ import annotations

import shutil
import subprocess

import pytest

from sigv4_explain import Request, UnreadableText
from tests.readers.servers import Inbox

HEAD = (
    "> POST /a%20b?c=d HTTP/1.1\n> Host: h.example\n> x-empty:\n> x-twice: 1\n> X-Twice:  2\n> Content-Length: 3\n> \n"
)
SENT = [("Host", "h.example"), ("x-empty", ""), ("x-twice", "1"), ("X-Twice", " 2"), ("Content-Length", "3")]
ANSWER = '< HTTP/1.1 403 Forbidden\n< Content-Type: application/json\n< \n{"message":"x"}\n'
SIGNED = "> GET /signed HTTP/1.1\n> Host: h.example\n> Authorization: AWS4-HMAC-SHA256 Credential=A\n> \n"


@pytest.mark.parametrize(
    ("above", "url", "body"),
    [
        ("", "https://h.example/a%20b?c=d", b""),
        ("* Connected to h.example (127.0.0.1) port 80 (#0)\n", "http://h.example/a%20b?c=d", b""),
        ("* Connected to h.example (127.0.0.1) port 443\n", "https://h.example/a%20b?c=d", b""),
        ("* SSL connection using TLSv1.3\n", "https://h.example/a%20b?c=d", b""),
        ("* [HTTP/2] [1] [:scheme: http]\n* ALPN: x\n", "http://h.example/a%20b?c=d", b""),
        ("* h2h3 [:method: POST]\n* h2h3 [:scheme: https]\n", "https://h.example/a%20b?c=d", b""),
        ("$ curl -v -d abc https://h.example\n", "https://h.example/a%20b?c=d", b"abc"),
        ("me@host:~$ curl -v \\\n  -d abc h.example 2>&1 | less\n* ALPN\n", "https://h.example/a%20b?c=d", b"abc"),
        ("curl -v -d 'a\nb' h.example\n  % Total    % Received\n* ALPN\n", "https://h.example/a%20b?c=d", b"a\nb"),
        ("curl -v -d longer https://h.example\n", "https://h.example/a%20b?c=d", b""),
        ("curl -v -d @file https://h.example\n", "https://h.example/a%20b?c=d", b""),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_lines_that_were_sent_are_the_request(above: str, url: str, body: bytes, line_end: str) -> None:
    """Scheme and body come from what stands around them, when that is certain."""
    text = f"{above}{HEAD}* upload completely sent off\n{ANSWER}".replace("\n", line_end)

    assert Request.parse(text) == Request("POST", url, SENT, body)


def test_of_several_requests_the_first_signed_one_counts() -> None:
    """A redirect is not asked about, and neither is the tunnel through a proxy."""
    tunnel = "> CONNECT h.example:443 HTTP/1.1\n> Host: h.example:443\n> \n< HTTP/1.1 200 OK\n"

    request = Request.parse(f"{tunnel}{HEAD}{ANSWER}{SIGNED}{ANSWER}{SIGNED.replace('signed', 'again')}")

    assert request.path == "/signed"


def test_without_a_signed_one_the_first_counts() -> None:
    """The first is what the command asked for."""
    assert Request.parse(f"{HEAD}{ANSWER}{HEAD.replace('POST', 'GET')}").method == "POST"


def test_notes_between_the_lines_and_a_missing_end_are_no_matter() -> None:
    """Notes are written when they happen, and somebody may copy the request alone."""
    lines = HEAD.splitlines()
    text = "\n".join([*lines[:3], "* TLSv1.3 (IN), TLS handshake, Newsession Ticket (4):", *lines[3:-1]])

    assert Request.parse(text) == Request("POST", "https://h.example/a%20b?c=d", SENT)


@pytest.mark.parametrize(
    ("text", "received"),
    [
        ("> CONNECT h.example:443 HTTP/1.1\n> Host: h.example:443\n> \n", "no line that shows what was sent"),
        ("> GET / HTTP/1.1\n> X-Amz-Security-Token: marker\n> \n", "a request without Host"),
        ("> GET / HTTP/1.1\n> Host: h.example\n> X-Amz-Security-Token: mar\x00ker\n> \n", "line 3"),
    ],
)
def test_what_cannot_be_read_is_an_error_without_values(text: str, received: str) -> None:
    """The error tells what is missing, and repeats no header."""
    with pytest.raises(UnreadableText) as caught:
        Request.parse(text)

    assert received in caught.value.received
    assert "mar" not in str(caught.value)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "options",
    [
        ["-d", '{"client": "requests"}', "-H", "x-empty;", "-H", "x-blanks:  a   b "],
        ["-X", "DELETE", "--aws-sigv4", "aws:amz:eu-central-1:execute-api", "-u", "AKIDEXAMPLE:secret"],
        ["--http2", "--data-urlencode", "a=b c&d"],
    ],
)
def test_what_curl_prints_is_what_arrives(raw_server: Inbox, options: list[str]) -> None:
    """The Request read from the output of curl -v equals the one that the server got."""
    command = ["curl", "-q", "-sSv", "--noproxy", "*", "--max-time", "10", *options, f"{raw_server.origin}/a%20b?c=d"]

    output = subprocess.run(command, capture_output=True, text=True, check=True).stderr

    received = raw_server.take()
    url = f"{raw_server.origin}/a%20b?c=d"
    assert Request.parse(output) == Request(received.method, url, received.headers)
