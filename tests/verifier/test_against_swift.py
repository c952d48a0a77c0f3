"""S3 requests of this package before a server that nobody here wrote: the S3 API of OpenStack Swift, on loopback."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection
from importlib import import_module
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from sigv4_explain import Request, presign, sign
from tests.core.examples import ALICE
from tests.requirements import skip_or_fail

REGION = "eu-central-1"
PATH_PIECES = ["/", "//", "%2F", "%2f", ".", "..", "/../", "%2E", "a", "~", "%7e", "+", "%2B", "%20", "%25", "%252F"]
PATH_PIECES += ["%C3%BC", "%e1%88%b4", "*", "(", ":", "=", "@", "!", "'", ";", "-_"]
NAMES = ["a", "b", "a-b", "%62", "A", "uploads", "%C3%BC", "x+y", "x%20z", "prefix", "max-keys", "list-type", "marker"]
VALUES = ["", "1", "2", "a/b", "a%2fb", "+", "%2B", "%20", "%F0%9F%99%82", "a%3Db", "*", "%7E", "%252F"]


def _random_request(random: Random, origin: str) -> Request:
    path = "/bucket/k" + "".join(random.choices(PATH_PIECES, k=random.randrange(8)))
    pieces = [f"{random.choice(NAMES)}={random.choice(VALUES)}" for _ in range(random.randrange(5))]
    headers = [(f"x-amz-meta-{name}", f" {random.choice('abc')}  b ") for name in random.sample("abc", 2)]
    body = b"body" if random.random() < 0.5 else b""
    return Request("PUT" if body else "GET", f"{origin}{path}?{'&'.join(pieces)}".rstrip("?"), headers, body)


def _has_raw_plus(request: Request) -> bool:
    return "+" in request.path


def _has_other_last_value(request: Request) -> bool:
    return dict(_pairs(request)) != dict(reversed(_pairs(request)))


def _is_sorted_otherwise(request: Request) -> bool:
    names = {name for name, _ in _pairs(request)}
    return [quote(name) for name in sorted(names)] != sorted(map(quote, names))


def _pairs(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.query, keep_blank_values=True)


DIFFERENCES: Mapping[str, Callable[[Request], bool]] = {
    "Swift keeps a raw plus in a path; S3's own canonical requests have a space (anomalizer/ngx_aws_auth#87)":
        _has_raw_plus,
    "Swift signs the last value of a repeated name; S3's own canonical request has the first (aws/aws-sdk-go#1495)":
        _has_other_last_value,
    "Swift sorts names before it encodes them; AWS's page: sort after encoding":
        _is_sorted_otherwise,
}  # fmt: skip
"""Where Swift is not S3, each with what S3 does and where that was seen."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """Swift's check of a signature as a server: 200 or 403, or 500 when it cannot read a request."""
    try:
        with warnings.catch_warnings(action="ignore"):
            s3request = import_module("swift.common.middleware.s3api.s3request")
            config = import_module("swift.common.middleware.s3api.utils").Config({"location": REGION})
    except ImportError:  # it needs a dozen packages, some of them in C: too heavy for the extra "test"
        skip_or_fail("swift", "OpenStack Swift is not installed: pip install swift")

    def app(environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]) -> list[bytes]:
        request = s3request.SigV4Request(environ, None, config)
        accepted = request.sig_checker.check_signature(ALICE.secret_access_key)
        start_response("200 OK" if accepted else "403 Forbidden", [])
        return []

    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _answer(request: Request) -> int:
    connection = HTTPConnection(request.host, timeout=10)
    target = request.path + (f"?{request.query}" if request.query else "")
    connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
    headers = dict(request.headers) | {"Host": request.host, "Content-Length": str(len(request.body))}
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(request.body or None)
    status = connection.getresponse().status
    connection.close()
    return status


def test_swift_accepts_five_hundred_random_requests(origin: str) -> None:
    """Signed in the header and in the URL, with encoded slashes, dots, plus, repeats and unicode; or it is told why."""
    random, met = Random(13), set[str]()
    for number in range(500):
        asked = _random_request(random, origin)
        if number % 2:
            signed = sign(asked, ALICE, region=REGION, service="s3")
        else:
            url = presign(asked, ALICE, region=REGION, service="s3", expires=300)
            signed = asked.with_url(url)
        reasons = {reason for reason, applies in DIFFERENCES.items() if applies(signed)}
        met |= reasons

        assert _answer(signed) == (403 if reasons else 200), (signed, reasons)
    assert met == DIFFERENCES.keys()
