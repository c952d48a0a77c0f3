from __future__ import annotations

import pytest
from hypothesis import given

from sigv4_explain import Authorization, Credentials, InvalidRequest, authorization_header, explain, presigned_url
from sigv4_explain.rules import PresignedScheme
from tests.core import strategies
from tests.core.examples import SCOPE, VANILLA


@given(strategies.CREDENTIALS)
def test_what_was_written_is_read(credentials: Credentials) -> None:
    """Reading the header of a signed request gives its credential, names and signature."""
    trace = explain(VANILLA, credentials, **SCOPE)
    read = Authorization.parse(trace.authorization)

    assert read == Authorization(
        f"{credentials.access_key_id}/{trace['credential_scope'].text}",
        trace["signed_headers"].text,
        trace.signature,
    )
    assert trace.authorization == authorization_header(
        credentials.access_key_id, trace["credential_scope"].text, read.signed_headers, read.signature
    )


@pytest.mark.parametrize(
    "value",
    [
        "AWS4-HMAC-SHA256 Credential=A/B, SignedHeaders=a;b, Signature=c",
        "AWS4-HMAC-SHA256 Credential=A/B,SignedHeaders=a;b,Signature=c",
        "  AWS4-HMAC-SHA256  Signature=c ,  SignedHeaders=a;b, Credential=A/B ",
    ],
)
def test_blanks_and_order_do_not_matter(value: str) -> None:
    """Clients differ in the blanks after the commas."""
    assert Authorization.parse(value) == Authorization("A/B", "a;b", "c")


@pytest.mark.parametrize(
    ("value", "received"),
    [
        ("", "the algorithm ''"),
        ("Basic QUtJRDpzZWNyZXQ=", "the algorithm 'Basic'"),
        ("AWS4-ECDSA-P256-SHA256 Credential=A/B, SignedHeaders=a, Signature=c", "AWS4-ECDSA-P256-SHA256"),
        ("AWS4-HMAC-SHA256", "no Credential and no SignedHeaders and no Signature"),
        ("AWS4-HMAC-SHA256 Credential=A/B, Signature=c", "no SignedHeaders"),
        ("AWS4-HMAC-SHA256 Credential=A/B, SignedHeaders=, Signature=c", "no SignedHeaders"),
    ],
)
def test_another_header_is_refused(value: str, received: str) -> None:
    """The error says what is missing; of another scheme it shows the name and not the password."""
    with pytest.raises(InvalidRequest) as caught:
        Authorization.parse(value)

    assert caught.value.field == "Authorization"
    assert received in caught.value.received
    assert "QUtJRDpzZWNyZXQ" not in str(caught.value)


def test_the_signature_stands_last_in_the_url() -> None:
    """After it come only the token of AWS IoT; and RDS takes the URL without its scheme."""
    url = "https://h/?u=https://x"

    assert presigned_url(url, "f00") == f"{url}&X-Amz-Signature=f00"
    assert presigned_url(url, "f00", "a/b") == f"{url}&X-Amz-Signature=f00&X-Amz-Security-Token=a%2Fb"
    assert presigned_url(url, "f00", None, PresignedScheme.STRIPPED) == "h/?u=https://x&X-Amz-Signature=f00"
