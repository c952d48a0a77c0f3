"""What botocore sends: a trailer with a checksum, and a form with a policy, on requests that nobody would think of."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from unittest.mock import patch

import botocore.session
import pytest
from botocore import httpchecksum
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Credentials, Following, Request, explain, presign_post, sign_chunks
from sigv4_explain.family.checksums import ChecksumAlgorithm
from sigv4_explain.family.framing import StreamingPayload
from tests.family.examples import UNSIGNED_TRAILER, received

ALGORITHMS = st.sampled_from([*ChecksumAlgorithm])
CREDENTIALS = st.builds(
    Credentials,
    st.text("ABCDEF0123456789", min_size=4, max_size=20),
    st.text("abcXYZ019+/", min_size=1, max_size=40),
    st.none() | st.text("abcXYZ019+/=", min_size=1, max_size=40),
)
MOMENT = datetime(2026, 11, 30, 12, 36, 1, tzinfo=UTC)
CHECKSUMS: Any = vars(httpchecksum)["_CHECKSUM_CLS"]
AT = f"{MOMENT:%Y%m%dT%H%M%SZ}"


def client(credentials: Credentials) -> Any:
    """Return botocore's client for S3, with these keys."""
    return botocore.session.get_session().create_client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id=credentials.access_key_id,
        aws_secret_access_key=credentials.secret_access_key,
        aws_session_token=credentials.session_token,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )


@given(st.binary(max_size=200), st.integers(1, 70), ALGORITHMS)
def test_the_framing_is_botocores_to_the_byte(body: bytes, chunk_size: int, algorithm: ChecksumAlgorithm) -> None:
    """Chunks without signatures, and a trailer."""
    theirs = httpchecksum.AwsChunkedWrapper(
        BytesIO(body), CHECKSUMS[algorithm.value], f"x-amz-checksum-{algorithm.value}", chunk_size
    )
    mine = sign_chunks(
        Request("PUT", "https://b.s3.amazonaws.com/k", body=body),
        Credentials("AKIDEXAMPLE", "secret"),
        region="us-east-1",
        payload=StreamingPayload.UNSIGNED_WITH_TRAILER,
        checksum=algorithm,
        chunk_size=chunk_size,
    )

    assert b"".join(mine) == theirs.read()


def put_by_botocore(
    credentials: Credentials, body: bytes, key: str, algorithm: ChecksumAlgorithm
) -> tuple[Request, bytes]:
    """Let botocore put an object, and return what it sends, framed body apart."""
    s3, sent = client(credentials), []

    def answer(request: Any, **_: Any) -> AWSResponse:
        headers = [
            (name, value.decode() if isinstance(value, bytes) else value) for name, value in request.headers.items()
        ]
        sent.append((Request(request.method, request.url, headers), request.body.read()))
        return AWSResponse(request.url, 200, HTTPHeaders(), BytesIO(b""))

    s3.meta.events.register("before-send.s3.PutObject", answer)
    with patch.object(AWSResponse, "content", b""):
        s3.put_object(Bucket="bucket", Key=key, Body=body, ChecksumAlgorithm=algorithm.name)
    return sent[0]


@settings(max_examples=5, deadline=None)
@given(CREDENTIALS, st.binary(max_size=200), st.text("abc/é +", min_size=1, max_size=8), ALGORITHMS)
def test_what_botocore_uploads_is_read_and_its_seed_is_the_same(
    credentials: Credentials, body: bytes, key: str, algorithm: ChecksumAlgorithm
) -> None:
    """Its signature is made again from the request that it sent; its chunks and its checksum are right."""
    request, framed = put_by_botocore(credentials, body, f"k{key}k", algorithm)
    again = explain(request, credentials, following=Following.THE_REQUEST)

    assert request.header("x-amz-content-sha256") == StreamingPayload.UNSIGNED_WITH_TRAILER.value
    assert again.authorization == request.header("authorization")
    mode = {**UNSIGNED_TRAILER, "checksum": algorithm}
    assert received(request, [framed], mode, credentials.secret_access_key) == body


FIELDS = st.dictionaries(
    st.sampled_from(["acl", "Content-Type", "x-amz-meta-é", "success_action_status", "tagging"]), st.text(max_size=8)
)


@settings(max_examples=8, deadline=None)
@given(CREDENTIALS, FIELDS, st.text("abc/é", min_size=1, max_size=8), st.integers(1, 604_800))
def test_a_form_is_botocores_to_the_byte(
    credentials: Credentials, fields: dict[str, str], key: str, expires: int
) -> None:
    """The same policy, so the same signature; its fields are the same as well."""
    exact = [{name: value} for name, value in fields.items()]
    conditions = [*exact, ["content-length-range", 0, 10], {"bucket": "bucket"}, {"key": key}]
    with (
        patch("botocore.signers.get_current_datetime", return_value=MOMENT),
        patch("botocore.auth.get_current_datetime", return_value=MOMENT),
    ):
        theirs = client(credentials).generate_presigned_post(
            "bucket", key, Fields=dict(fields), Conditions=conditions[:-2], ExpiresIn=expires
        )
    mine = presign_post(
        theirs["url"], credentials, region="us-east-1", conditions=conditions, fields=fields, expires=expires, at=AT
    )

    assert dict(mine.fields) == theirs["fields"]


def test_the_seed_is_that_of_awss_library_in_c() -> None:
    """Its Python door signs no chunks, but takes the word for them."""
    auth = pytest.importorskip("awscrt.auth", reason="awscrt is not installed: pip install awscrt")
    http = pytest.importorskip("awscrt.http")
    alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    upload = sign_chunks(
        Request("PUT", "https://b.s3.amazonaws.com/k%20k", body=b"body"), alice, region="us-east-1", at=AT
    )
    headers = [
        pair
        for pair in upload.request.headers
        if pair[0] not in ("Authorization", "X-Amz-Date", "X-Amz-Content-SHA256")
    ]
    request = http.HttpRequest("PUT", "/k%20k", http.HttpHeaders(headers))
    config = auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4,
        signature_type=auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=auth.AwsCredentialsProvider.new_static(alice.access_key_id, alice.secret_access_key),
        region="us-east-1",
        service="s3",
        date=MOMENT,
        use_double_uri_encode=False,
        should_normalize_uri_path=False,
        signed_body_value=StreamingPayload.SIGNED.value,
        signed_body_header_type=auth.AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256,
    )
    theirs = auth.aws_sign_request(request, config).result().headers.get("Authorization")

    assert theirs == upload.request.header("authorization")
