"""A signature that is not 64 lower-case hex digits is told without a secret; a mask is not."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha1, sha256, sha512
from urllib.parse import quote

import pytest

from sigv4_explain import Request, diagnose
from tests.doctor.parts import Certainty, signature_fault
from tests.tables import tables

TABLES = tables(__file__)
DIGEST = sha256(b"x").digest()
HEX = DIGEST.hex()
WRITTEN = {
    "capitals": HEX.upper(),
    "base64": b64encode(DIGEST).decode(),
    "base64, percent-encoded": quote(b64encode(DIGEST).decode(), safe=""),
    "base64 for URLs, without its equals sign": urlsafe_b64encode(DIGEST).decode().rstrip("="),
    "base64 of the hex digits": b64encode(HEX.encode()).decode(),
    "base64 of words": b64encode(b"[object ArrayBuffer]").decode(),
    "base64 of SHA-1": b64encode(sha1(b"x").digest()).decode(),
    "hex twice": HEX.encode().hex(),
    "SHA-512": sha512(b"x").hexdigest(),
    "BitConverter": DIGEST.hex("-").upper(),
    "colons": DIGEST.hex(":"),
    "Python's b": repr(HEX.encode()),
    "SQL's 0x": f"0x{HEX.upper()}",
    "raw bytes": DIGEST.decode("latin-1"),
    "raw bytes as UTF-8": DIGEST.decode(errors="replace"),
    "negative bytes": "".join([f"{'f' * 6 if byte > 127 else ''}{byte:x}" for byte in DIGEST]),
    "%x": "".join([f"{byte:x}" for byte in DIGEST]),
    "two digits short": HEX[:-2],
}
SENT = (
    "GET / HTTP/1.1\nHost: iam.amazonaws.com\nX-Amz-Date: 20150830T123600Z\nAuthorization: AWS4-HMAC-SHA256 "
    "Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=host;x-amz-date, Signature={}\n\n"
)


@pytest.mark.parametrize("name", WRITTEN)
def test_another_writing_is_told(name: str) -> None:
    """Each by what languages make of 32 bytes."""
    fault = signature_fault(WRITTEN[name])

    assert fault is not None
    assert (fault.slug, fault.expected) == (TABLES["faults"][name], "64 characters, each 0-9 or a-f")


@pytest.mark.parametrize("printed", TABLES["words"]["printed"])
def test_what_a_language_prints_for_bytes_is_told(printed: str) -> None:
    """Also the first word of it, which is what a header has up to its first blank."""
    fault = signature_fault(printed)

    assert fault is not None
    assert fault.slug == "signature-not-hex"


@pytest.mark.parametrize("text", [HEX, *TABLES["words"]["masks"], *[one * 64 for one in TABLES["words"]["repeated"]]])
def test_a_right_one_and_a_mask_are_no_fault(text: str) -> None:
    """Nor is a piece of one, or a word that somebody wrote in its place."""
    assert signature_fault(text) is None


@pytest.mark.parametrize("name", ["capitals", "base64", "%x", "BitConverter"])
def test_a_request_shows_it(name: str) -> None:
    """Before any suspicion, with the place."""
    found = diagnose(SENT.format(WRITTEN[name])).findings

    assert [(finding.cause, finding.certainty) for finding in found] == [(TABLES["faults"][name], Certainty.SHOWN)]
    assert found[0].where is not None


def test_a_masked_one_shows_nothing() -> None:
    """A request with a mask for its signature is no faulty one for that."""
    found = diagnose(SENT.format("********")).findings

    assert {finding.cause for finding in found}.isdisjoint({"signature-not-hex", "hex-without-zeros"})


def test_a_presigned_url_shows_it_too() -> None:
    """Its signature is a parameter."""
    query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fs3%2Faws4_request"
    more = f"X-Amz-Date=20150830T123600Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature={HEX.upper()}"
    request = Request("GET", f"https://bucket.s3.amazonaws.com/key?{query}&{more}")

    assert "signature-not-hex" in {finding.cause for finding in diagnose(request).findings}
