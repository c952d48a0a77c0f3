"""Uploads in chunks: their speed beside hashlib's, and random ones beside botocore's.

``python -m tests.benchmarks.uploads`` prints the table; with ``--random 500`` it compares that many uploads and forms.
"""

from __future__ import annotations

import argparse
import hmac
import random
import sys
from hashlib import sha256
from unittest.mock import patch

from sigv4_explain import Credentials, Following, Request, explain, presign_post, sign_chunks
from sigv4_explain.authorization import Authorization
from sigv4_explain.family.checksums import ChecksumAlgorithm
from sigv4_explain.family.chunks import CHUNK_ALGORITHM, Seed, SignatureChain
from sigv4_explain.family.framing import ChunkBegins, ChunkData, ChunkEnds, FramingReader, StreamingPayload
from sigv4_explain.family.uploads import CHUNK_SIZE, Upload
from sigv4_explain.signing import scope_and_signing_key
from tests.benchmarks.measuring import markdown, ratios
from tests.family.examples import PLACE, PUBLISHED, UNSIGNED_TRAILER, received
from tests.family.test_against_botocore import AT, MOMENT, client, put_by_botocore

BODY = bytes(100_000_000)
RECEIVED = 1 << 20  # bytes that arrive at a time
HASHING = "hashlib's SHA-256 of each chunk"


def _upload() -> Upload:
    return sign_chunks(Request("PUT", "https://b.s3.amazonaws.com/k", body=BODY), PUBLISHED, **PLACE)


def _hash() -> None:
    view = memoryview(BODY)
    for start in range(0, len(view), CHUNK_SIZE):
        sha256(view[start : start + CHUNK_SIZE]).hexdigest()


def _authenticate() -> None:
    """Do what no signer can leave out, and nothing besides: no framing, no functions."""
    view, before, begins = memoryview(BODY), "0" * 64, f"{CHUNK_ALGORITHM}\n20130524T000000Z\n"
    for start in range(0, len(view), CHUNK_SIZE):
        hashed = sha256(view[start : start + CHUNK_SIZE]).hexdigest()
        before = hmac.digest(bytes(32), f"{begins}{before}\n{hashed}".encode(), "sha256").hex()


def _sign() -> None:
    for _ in _upload():
        pass


def verified(request: Request, pieces: list[bytes]) -> None:
    """Check the signature of each chunk as it arrives, as a server does."""
    date = request.header("x-amz-date") or ""
    scope, key = scope_and_signing_key(PUBLISHED.secret_access_key, date[:8], "us-east-1", "s3")
    seed = Seed(date, scope, key, Authorization.parse(request.header("authorization") or "").signature)
    chain, reader = SignatureChain(seed), FramingReader(StreamingPayload.SIGNED)
    hashed, signature = sha256(), None
    for piece in pieces:
        for event in reader.receive(piece):
            if isinstance(event, ChunkData):
                hashed.update(event.data)
            elif isinstance(event, ChunkBegins):
                hashed, signature = sha256(), event.signature
            elif isinstance(event, ChunkEnds) and chain.chunk(hashed.hexdigest()) != signature:
                raise AssertionError(event)
    reader.end()


def speed() -> str:
    """Compare signing and verifying 100 MB in chunks of 64 KB with hashing them."""
    upload = _upload()
    framed = b"".join(upload)
    pieces = [framed[start : start + RECEIVED] for start in range(0, len(framed), RECEIVED)]
    contenders = {
        HASHING: _hash,
        "hashlib's SHA-256 of the whole": lambda: sha256(BODY).digest(),
        "the same, and hmac's HMAC of each": _authenticate,
        "`sign_chunks`": _sign,
        "verifying": lambda: verified(upload.request, pieces),
    }
    times = ratios(contenders, HASHING, rounds=11, calls=1)
    rows = {name: [f"{1 / time:.2f}"] for name, time in times.items()}
    return markdown([f"100 MB in chunks of {CHUNK_SIZE} bytes", "speed, as a part of hashlib's"], rows)


def _text(draw: random.Random, characters: str, most: int) -> str:
    return "".join(draw.choices(characters, k=draw.randint(1, most)))


def compare(number: int, draw: random.Random) -> None:
    """Sign, read and check one random upload and one random form as botocore does."""
    token = _text(draw, "abc019+/=", 60) if draw.random() < 0.5 else None
    credentials = Credentials(_text(draw, "ABC019", 20) + "0000", _text(draw, "abcXYZ019+/", 40), token)
    algorithm, key = draw.choice([*ChecksumAlgorithm]), f"k{_text(draw, 'ab/é +~%', 12)}k"
    body = draw.randbytes(draw.choice([0, 1, 100, 65536, 65537, 1 << 20, (1 << 20) + 1, draw.randrange(300_000)]))
    request, framed = put_by_botocore(credentials, body, key, algorithm)
    again = explain(request, credentials, following=Following.THE_REQUEST)
    mode = {**UNSIGNED_TRAILER, "checksum": algorithm}
    mine = sign_chunks(
        Request("PUT", request.url, body=body), credentials, region="us-east-1", **mode, chunk_size=1 << 20
    )
    assert again.authorization == request.header("authorization"), f"upload {number}: another seed"
    assert received(request, [framed], mode, credentials.secret_access_key) == body, f"upload {number}: another body"
    assert b"".join(mine) == framed, f"upload {number}: another framing"
    acl = {"acl": _text(draw, "abé", 8)}
    with (
        patch("botocore.signers.get_current_datetime", return_value=MOMENT),
        patch("botocore.auth.get_current_datetime", return_value=MOMENT),
    ):
        theirs = client(credentials).generate_presigned_post(
            "bucket", "${filename}", Fields=dict(acl), Conditions=[acl], ExpiresIn=60
        )
    listed = [acl, {"bucket": "bucket"}, ["starts-with", "$key", ""]]
    form = presign_post(
        theirs["url"],
        credentials,
        region="us-east-1",
        conditions=listed,
        fields={"key": "${filename}"},
        expires=60,
        at=AT,
    )
    assert dict(form.fields) == theirs["fields"], f"form {number} differs"


def main() -> None:
    """Print the table, or compare random uploads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=0, metavar="N", help="compare N random uploads and forms")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    for number in range(asked.random):
        compare(number, draw)
    if asked.random:
        sys.stdout.write(f"{asked.random} uploads and {asked.random} forms are botocore's\n")
    else:
        sys.stdout.write(f"{speed()}\n")


if __name__ == "__main__":
    main()
