"""Uploads before a server that nobody here wrote: the S3 API of OpenStack Swift, which checks each chunk."""

from __future__ import annotations

import warnings
from importlib import import_module
from io import BytesIO
from random import Random
from typing import Any

import pytest

from sigv4_explain import Credentials, Request, sign_chunks
from sigv4_explain.family.checksums import ChecksumAlgorithm
from tests.family.examples import SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER
from tests.requirements import skip_or_fail

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
REGION = "eu-central-1"
LEAST = 8192  # bytes of a chunk, but for the last: as in S3


class Refused(Exception):
    """Swift takes the upload for wrong."""


def _part(name: str) -> Any:
    return import_module(f"swift.common.middleware.s3api.{name}")


@pytest.fixture(scope="module")
def swift() -> Any:
    """Swift's reader of a request, with what it raises for a body that is wrong."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return _part("s3request")
    except ImportError:
        skip_or_fail("swift", "OpenStack Swift is not installed: pip install swift")


def _stored(swift: Any, request: Request, framed: bytes) -> bytes:
    """Give an upload to Swift, and return what it would store. Refused where it would store nothing."""
    config = _part("utils").Config({"location": REGION})
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": request.path,
        "RAW_PATH_INFO": request.path,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "QUERY_STRING": request.query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(framed),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers},
        "CONTENT_LENGTH": str(len(framed)),
    }
    del environ["HTTP_CONTENT_LENGTH"]
    try:
        read = swift.SigV4Request(environ, None, config)
        if not read.sig_checker.check_signature(ALICE.secret_access_key):
            raise Refused("the seed")
        body: bytes = environ["wsgi.input"].read()
    except (_part("exception").S3InputError, _part("s3response").ErrorResponse) as error:
        raise Refused(type(error).__name__) from error
    return body


def _upload(random: Random) -> tuple[Request, bytes, bytes]:
    mode = random.choice([SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER])
    if "checksum" in mode:
        mode = {**mode, "checksum": random.choice([*ChecksumAlgorithm])}
    body = random.randbytes(random.choice([0, 1, LEAST, LEAST + 1, random.randrange(40_000)]))
    request = Request("PUT", f"http://localhost/bucket/key{random.randrange(99)}", body=body)
    upload = sign_chunks(request, ALICE, region=REGION, **mode, chunk_size=random.randrange(LEAST, 20_000))
    return upload.request, b"".join(upload), body


def test_swift_takes_five_hundred_random_uploads(swift: Any) -> None:
    """Signed chunks, and signed and unsigned trailers, with each of the checksums; it stores what was sent."""
    random = Random(17)
    for _ in range(500):
        request, framed, body = _upload(random)

        assert _stored(swift, request, framed) == body


def test_swift_refuses_each_signed_upload_that_was_changed(swift: Any) -> None:
    """One bit of it, anywhere but in the case of a digit; so it does check what it takes."""
    random = Random(18)
    for _ in range(200):
        request, framed, _ = _upload(random)
        place, changed = random.randrange(len(framed)), bytearray(framed)
        changed[place] ^= 1
        if "UNSIGNED" in (request.header("x-amz-content-sha256") or ""):
            continue

        with pytest.raises(Refused):
            _stored(swift, request, bytes(changed))
