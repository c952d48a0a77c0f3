"""A thousand requests that nobody would think of, signed here and by botocore.

Each restriction below keeps to what both signers are meant to sign; outside it, test_known_differences.py says who
is right.
"""

from __future__ import annotations

from urllib.parse import quote

from botocore.auth import SIGNED_HEADERS_BLACKLIST
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Credentials, Request
from sigv4_explain.rules import NEVER_SIGNED
from tests.core.botocore_signing import EXPIRES, signed_by_botocore, signed_here
from tests.core.examples import MOMENT

# Not lone surrogates (no UTF-8 has them), not control characters (no URL or header may hold them).
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
# What signers trip over comes often, what else there is in Unicode now and then.
TEXTS = st.text(st.sampled_from("abAB019-._~ /%+=&*'()!:;,@$[]?#\\\"ሴé") | CHARACTERS, max_size=8)
WORDS = st.text("abcXYZ019", min_size=1, max_size=8)

METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"])
ORIGINS = st.sampled_from(
    [
        "https://abc123.execute-api.eu-central-1.amazonaws.com",
        "http://localhost:4566",
        "https://Example.COM:443",
        "https://example.com:8443",
        "https://[::1]:8443",
    ]
)
BODIES = st.binary(max_size=40)
CREDENTIALS = st.builds(
    Credentials,
    st.text("ABCDEFGHIJ0123456789", min_size=4, max_size=20),
    # Blanks around a secret are signed alike, but this package warns, and a warning is an error here.
    st.text(CHARACTERS, min_size=1, max_size=40).filter(lambda secret: secret == secret.strip()),
    st.none() | st.text("abcXYZ019+/=%", min_size=1, max_size=40),
)

# Any path for the generic rules: it is encoded once more whatever it holds. Not ? and #, which end it; no white space
# at its end, which would be the URL's end.
GENERIC_PATHS = st.lists(
    st.one_of(st.sampled_from(["", ".", "..", "a", "a%20b", "%2F", "%zz", "prod:1"]), TEXTS), max_size=5
).map(lambda segments: "".join(f"/{segment}" for segment in segments).replace("?", "").replace("#", "").rstrip())
# For S3, a path that is encoded as S3 wants it, slashes raw, and not empty: botocore signs it as it stands.
S3_PATHS = st.lists(st.one_of(st.sampled_from(["", ".", "..", "key"]), TEXTS), min_size=1, max_size=5).map(
    lambda segments: "".join(f"/{quote(segment)}" for segment in segments)
)

# A query that is encoded as AWS wants it: botocore only sorts it. Not empty between two &: botocore makes that a "=".
PARAMETERS = st.tuples(TEXTS, st.none() | TEXTS).filter(lambda pair: pair[0] != "" or pair[1] is not None)
QUERIES = st.lists(PARAMETERS, max_size=5)
# For S3 and for presigned URLs each name once: botocore signs all values for S3, and drops repeats from a URL.
UNIQUE_QUERIES = st.lists(PARAMETERS, max_size=5, unique_by=lambda pair: pair[0])

SIGNED_NAMES = st.sampled_from(
    ["Accept", "Cache-Control", "Content-Type", "Range", "X-Api-Key", "x-amz-meta-a", "X-Amz-Meta-B", "a", "A", "my_h*"]
)
LEFT_OUT_BY_BOTH = sorted({*SIGNED_HEADERS_BLACKLIST, "authorization"} & set(NEVER_SIGNED))
# Not Date: botocore signs it instead of X-Amz-Date.
HEADER_NAMES = SIGNED_NAMES | st.sampled_from(LEFT_OUT_BY_BOTH).map(str.title) | WORDS.map("X-{}".format)
# Spaces and tabs, but not the other white space of Unicode: botocore folds that too.
HEADER_VALUES = st.text(
    st.sampled_from('ab \t,:;="') | CHARACTERS.filter(lambda character: not character.isspace()), max_size=12
)
OWN_HEADERS = st.sampled_from([("X-Amz-Date", "20010101T000000Z"), ("X-Amz-Security-Token", "an older token")])
HEADERS = st.lists(st.tuples(HEADER_NAMES, HEADER_VALUES) | OWN_HEADERS, max_size=7)
# For S3, not x-amz-content-sha256: botocore writes its own over it.
DECLARED = st.sampled_from([("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"), ("x-amz-content-sha256", "0" * 64)])
# For presigned URLs, not Authorization: botocore signs the old one.
PRESIGNED_HEADERS = HEADERS.map(lambda pairs: [pair for pair in pairs if pair[0].lower() != "authorization"])
HOSTS = st.sampled_from([[], [("Host", "custom.example.com")], [("host", "")]])


def request_of(
    method: str,
    origin: str,
    path: str,
    query: list[tuple[str, str | None]],
    headers: list[tuple[str, str]],
    host: list[tuple[str, str]],
    body: bytes,
) -> Request:
    """Put a request together whose query is encoded as AWS wants it."""
    pieces = [
        quote(name, safe="") if value is None else f"{quote(name, safe='')}={quote(value, safe='')}"
        for name, value in query
    ]
    url = f"{origin}{path}?{'&'.join(pieces)}" if pieces else f"{origin}{path}"
    return Request(method, url, [*headers, *host], body)


GENERIC_REQUESTS = st.builds(
    request_of,
    METHODS,
    ORIGINS,
    GENERIC_PATHS,
    QUERIES,
    st.lists(DECLARED, max_size=1).flatmap(lambda declared: HEADERS.map(lambda pairs: [*pairs, *declared])),
    HOSTS,
    BODIES,
)
S3_REQUESTS = st.builds(request_of, METHODS, ORIGINS, S3_PATHS, UNIQUE_QUERIES, HEADERS, HOSTS, BODIES)
# For presigned URLs no body: botocore takes it for form fields and moves it into the query.
NO_BODY = st.just(b"")
GENERIC_PRESIGNED = st.builds(
    request_of, METHODS, ORIGINS, GENERIC_PATHS, UNIQUE_QUERIES, PRESIGNED_HEADERS, HOSTS, NO_BODY
)
S3_PRESIGNED = st.builds(request_of, METHODS, ORIGINS, S3_PATHS, UNIQUE_QUERIES, PRESIGNED_HEADERS, HOSTS, NO_BODY)


@settings(max_examples=250)
@given(GENERIC_REQUESTS, CREDENTIALS)
def test_a_generic_header_signature_agrees(request: Request, credentials: Credentials) -> None:
    """Canonical request and signature are botocore's, whatever the path, query, headers, body and token."""
    assert signed_here(request, credentials, "iam") == signed_by_botocore(request, credentials, "iam")


@settings(max_examples=250)
@given(S3_REQUESTS, CREDENTIALS)
def test_an_s3_header_signature_agrees(request: Request, credentials: Credentials) -> None:
    """The same with S3's rules: the path as sent, the payload's hash in a header."""
    assert signed_here(request, credentials, "s3") == signed_by_botocore(request, credentials, "s3")


@settings(max_examples=250)
@given(GENERIC_PRESIGNED, CREDENTIALS)
def test_a_generic_presigned_url_agrees(request: Request, credentials: Credentials) -> None:
    """The same for a presigned URL."""
    here = signed_here(request, credentials, "execute-api", EXPIRES)

    assert here == signed_by_botocore(request, credentials, "execute-api", EXPIRES)


@settings(max_examples=250)
@given(S3_PRESIGNED, CREDENTIALS)
def test_an_s3_presigned_url_agrees(request: Request, credentials: Credentials) -> None:
    """The same for a presigned S3 URL, whose payload is not signed."""
    assert signed_here(request, credentials, "s3", EXPIRES) == signed_by_botocore(request, credentials, "s3", EXPIRES)


def test_the_two_sign_at_the_same_moment() -> None:
    """Botocore's clock is stopped: its canonical request holds the fixed moment."""
    signed = signed_by_botocore(Request("GET", "https://example.com/"), Credentials("AKID", "secret"), "sts")

    assert f"\nx-amz-date:{MOMENT}\n" in signed.canonical_request
