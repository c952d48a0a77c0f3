"""For each cause one signature made by hand: the right texts with one literal change, and the name that it must get."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from hashlib import sha1, sha256
from urllib.parse import quote

import pytest

from sigv4_explain import Request, SigningRules, presign, sha256_hex, sign
from tests.core.examples import ALICE, MOMENT
from tests.doctor.parts import Search, SignedRequest, replay, replay_pairs
from tests.tables import tables

TABLES = tables(__file__)

Signs = Callable[[bytes, list[bytes], bytes], bytes]
"""Makes a signature of a secret, the four words and the string to sign."""

REGION = "eu-central-1"
SERVICES = ("execute-api", "sts", "iam", "sqs", "sns", "ec2", "dynamodb", "lambda", "es", "kinesis")
URL = "https://abc.example.com/pets/a:b?b=2&a=x y&flag"
EMPTY = sha256_hex(b"")


def _case(service: str, url: str = URL, body: bytes = b'{"a": 1}', **headers: str) -> SignedRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    rules = replace(SigningRules.for_service(service), never_signed=frozenset())
    signed = sign(Request("POST", url, named, body), ALICE, region=REGION, service=service, at=MOMENT, rules=rules)
    return SignedRequest.of(signed, ALICE.secret_access_key, region=REGION, service=service)


API, S3 = _case("execute-api"), _case("s3", "https://abc.example.com/pets//a+b%2Bc%2Fd?a=2&a=1")
PLAIN = _case("execute-api", "https://abc.example.com")
ENCODED = _case("bedrock", "https://abc.example.com/model/a%3Ab%2Fc/invoke/")
MISREAD = _case("execute-api", "https://abc.example.com/pets/a;b?t=a==&n=1")
REPEATED = _case("execute-api", "https://abc.example.com/?a=1&a=2&a-b=3")
TYPED = _case("execute-api", content_type="text/plain", x_amz_meta="1", x_amz_meta_a="two  blanks")
FORWARDED = _case("execute-api", x_forwarded_host="www.example.com", x_forwarded_for="10.0.0.1, 10.0.0.2")
ANNOUNCED = _case("execute-api", x_amz_content_sha256=sha256_hex(b"another"))
CHANGING = _case(
    "execute-api",
    "https://abc.example.com:8443/a/../b?x=1+2&c:=1&c-=2",
    "a=é+b".encode(),
    connection="close",
    accept_encoding="gzip,gzip(gfe)",
    user_agent="curl/8",
    expect="100-continue",
    content_length="6",
    traceparent="00-1",
    x_amz_meta_city="Zürich",
    x_note="Abc",
)
HASH, UMLAUT = sha256_hex(b'{"a": 1}'), sha256_hex("a=é+b".encode())

CASES = {name: arrived for name, arrived in dict(vars()).items() if isinstance(arrived, SignedRequest)}
CANONICAL = {slug: (CASES[arrived], right, wrong) for slug, (arrived, right, wrong) in TABLES["canonical"].items()} | {
    "body-encoding-not-utf8": (CHANGING, UMLAUT, sha256_hex("a=é+b".encode("latin-1"))),
    "body-encoding-form": (CHANGING, UMLAUT, sha256_hex("a=é%20b".encode())),
    "empty-body-hash": (API, HASH, EMPTY),
    "body-reserialised": (API, HASH, sha256_hex(b'{"a":1}')),
    "unsigned-payload-mismatch": (API, HASH, "UNSIGNED-PAYLOAD"),
    "body-changed-after-hash": (ANNOUNCED, HASH, sha256_hex(b"another")),
    "content-sha256-not-hex": (API, HASH, HASH.upper()),
    "placeholder-body-hashed": (API, HASH, sha256_hex(b"{}")),
    "hmac-for-hash": (API, HASH, hmac.digest(b"1", b'{"a": 1}', "sha256").hex()),
    "hex-without-zeros": (CHANGING, UMLAUT, "".join([f"{byte:x}" for byte in bytes.fromhex(UMLAUT)])),
    "other-hash-function": (API, HASH, sha1(b'{"a": 1}').hexdigest()),
}


def _signature(
    arrived: SignedRequest, canonical: str, secret: str = ALICE.secret_access_key, service: str | None = None
) -> str:
    """Sign a canonical request with nothing but Python's own functions."""
    key, scope = b"AWS4" + secret.encode(), [MOMENT[:8], REGION, service or arrived.reading.service, "aws4_request"]
    for word in scope:
        key = hmac.digest(key, word.encode(), "sha256")
    lines = ["AWS4-HMAC-SHA256", MOMENT, "/".join(scope), sha256(canonical.encode()).hexdigest()]
    return hmac.digest(key, "\n".join(lines).encode(), "sha256").hex()


@pytest.mark.parametrize("slug", CANONICAL)
def test_a_change_to_the_canonical_request_gets_its_name(slug: str) -> None:
    """Each row replaces some text of the right canonical request."""
    arrived, right, wrong = CANONICAL[slug]
    canonical = arrived.reading.canonical_request()
    assert right in canonical

    (proof,) = replay(
        replace(arrived, received=_signature(arrived, canonical.replace(right, wrong))), search=Search.FIRST
    )

    assert proof.slugs == (slug,)
    assert proof.recipe.canonical_request() == canonical.replace(right, wrong)
    assert proof.right.canonical_request() == canonical


@pytest.mark.parametrize(
    ("slug", "secret", "service"),
    [
        ("trailing-whitespace-in-secret", f"{ALICE.secret_access_key}\n", None),
        ("secret-mangled-special-chars", ALICE.secret_access_key.replace("+", " "), None),
        ("wrong-service", ALICE.secret_access_key, "apigateway"),
    ],
)
def test_another_key_gets_its_name(slug: str, secret: str, service: str | None) -> None:
    """The texts may be right and the key wrong."""
    received = _signature(API, API.reading.canonical_request(), secret, service)

    (proof,) = replay(replace(API, received=received), search=Search.FIRST)

    assert proof.slugs == (slug,)


@pytest.mark.parametrize(
    ("slug", "right", "wrong"),
    [
        ("malformed-date", "20150830T123600Z", "2015-08-30T12:36:00Z"),
        ("timestamp-differs-within-signature", "T123600Z", "T123602Z"),
        ("local-time-not-utc", "T123600Z", "T143600Z"),
        ("empty-region", REGION, ""),
        ("sts-hash-not-hex", "hash", "HASH"),
        ("crlf-line-endings", "\n", "\r\n"),
        ("literal-line-breaks", "\n", r"\n"),
        ("malformed-scope", "/aws4_request", ""),
        ("malformed-string-to-sign", "AWS4-HMAC-SHA256\n", ""),
    ],
)
def test_a_change_to_the_string_to_sign_gets_its_name(slug: str, right: str, wrong: str) -> None:
    """The key is the right one."""
    hashed = sha256(API.reading.canonical_request().encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{MOMENT}\n{MOMENT[:8]}/{REGION}/execute-api/aws4_request\nhash"
    text = text.replace(right, wrong).replace("HASH", hashed.upper()).replace("hash", hashed)
    received = hmac.digest(API.recipe.key_chain.signing_key(), text.encode(), "sha256").hex()

    (proof,) = replay(replace(API, received=received), search=Search.FIRST)

    assert proof.slugs == (slug,)
    assert proof.recipe.string_to_sign() == text


def test_a_key_handed_on_as_hex_gets_its_name() -> None:
    """As where the HMAC function returns text."""
    key = f"AWS4{ALICE.secret_access_key}"
    for word in (*API.recipe.scope, API.reading.string_to_sign()):
        key = hmac.digest(key.encode(), word.encode(), "sha256").hex()

    (proof,) = replay(replace(API, received=key), search=Search.FIRST)

    assert proof.slugs == ("key-chain-bytes-vs-hex",)


def _handed(write: Callable[[bytes], bytes]) -> Signs:
    """Write each key of the chain in some way before it is handed on."""

    def signs(secret: bytes, words: list[bytes], text: bytes) -> bytes:
        return _hmac(reduce(lambda key, word: write(_hmac(key, word)), words, b"AWS4" + secret), text)

    return signs


def _prefixed(before: bytes) -> Signs:
    return lambda secret, words, text: _hmac(reduce(_hmac, words, before + secret), text)


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")


def _swapped(key: bytes, text: bytes) -> bytes:
    return hmac.digest(text, key, "sha256")


BY_HAND: dict[str, tuple[str, Signs]] = {
    "hex digits in capitals": ("key-chain-bytes-vs-hex", _handed(lambda key: key.hex().upper().encode())),
    "base64": ("key-chain-base64", _handed(b64encode)),
    "digest('utf8')": ("key-chain-binary-as-utf8", _handed(lambda key: key.decode("utf-8", "replace").encode())),
    "a bytes object in an f-string": ("key-chain-printed-form", _handed(lambda key: str(key).encode())),
    "strlen": ("key-cut-at-zero-byte", _handed(lambda key: key.split(b"\0")[0])),
    "%x": ("hex-without-zeros", _handed(lambda key: "".join([f"{byte:x}" for byte in key]).encode())),
    "the text first": (
        "hmac-arguments-swapped",
        lambda secret, words, text: _swapped(reduce(_swapped, words, b"AWS4" + secret), text),
    ),
    "the text first, at the end": (
        "hmac-arguments-swapped",
        lambda secret, words, text: _swapped(reduce(_hmac, words, b"AWS4" + secret), text),
    ),
    "AWS": ("key-prefix-missing", _prefixed(b"AWS")),
    "nothing before the secret": ("key-prefix-missing", _prefixed(b"")),
    "PHP's plus": ("plus-for-dot", lambda _, words, text: _hmac(reduce(_hmac, words, b"0"), text)),
    "three steps": (
        "key-chain-step-missing",
        lambda secret, words, text: _hmac(reduce(_hmac, words[:3], b"AWS4" + secret), text),
    ),
    "no chain": ("key-not-derived", lambda secret, _, text: _hmac(b"AWS4" + secret, text)),
    "no last step": ("signing-key-as-signature", lambda secret, words, _: reduce(_hmac, words, b"AWS4" + secret)),
    "no key": ("hash-instead-of-hmac", lambda *given: sha256(given[2]).digest()),
    "SHA-1 at the end": (
        "other-hash-function",
        lambda secret, words, text: hmac.digest(reduce(_hmac, words, b"AWS4" + secret), text, "sha1"),
    ),
    "a byte order mark": (
        "byte-order-mark-signed",
        lambda secret, words, text: _hmac(reduce(_hmac, words, b"AWS4" + secret), b"\xef\xbb\xbf" + text),
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_slip_of_somebody_who_signs_by_hand_gets_its_name(name: str) -> None:
    """The texts are right; the key has a zero byte, as on two days of five."""
    slug, signs = BY_HAND[name]
    arrived = next(each for each in map(_case, SERVICES) if any(0 in key for key, _ in each.recipe.key_chain.steps()))
    words = [word.encode() for word in arrived.recipe.scope]
    digest = signs(ALICE.secret_access_key.encode(), words, arrived.reading.string_to_sign().encode())

    (proof,) = replay(replace(arrived, received=digest.hex()), search=Search.FIRST)

    assert proof.slugs == (slug,)


WRITTEN: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "capitals": ("signature-not-hex", lambda digest: digest.hex().upper()),
    "base64": ("signature-not-hex", lambda digest: b64encode(digest).decode()),
    "base64 in a URL": ("signature-not-hex", lambda digest: quote(b64encode(digest).decode(), safe="")),
    "dashes": ("signature-not-hex", lambda digest: digest.hex("-").upper()),
    "%x": ("hex-without-zeros", lambda digest: "".join([f"{byte:x}" for byte in digest])),
}


@pytest.mark.parametrize("writing", WRITTEN)
@pytest.mark.parametrize(("method", "others"), [("POST", set()), ("GET", {"method-mismatch"})])
def test_a_signature_in_another_writing_is_told_with_what_else_is_wrong(
    writing: str, method: str, others: set[str]
) -> None:
    """A right one is proven by the writing alone."""
    slug, write = WRITTEN[writing]
    digest = bytes.fromhex(_signature(API, API.reading.canonical_request().replace("POST", method)))
    arrived = replace(API, received=write(digest))

    (proof,) = replay(arrived, search=Search.FIRST) or replay_pairs(arrived)

    assert set(proof.slugs) == {slug, *others}


def test_two_changes_get_both_names() -> None:
    """The method signed in small letters, and with a line break after the secret."""
    canonical = API.reading.canonical_request().replace("POST", "post")
    arrived = replace(API, received=_signature(API, canonical, f"{ALICE.secret_access_key}\n"))

    assert replay(arrived) == ()
    assert [set(proof.slugs) for proof in replay_pairs(arrived)] == [{"method-case", "trailing-whitespace-in-secret"}]


def test_an_unknown_secret_gives_no_proof() -> None:
    """No mistake is made up when none fits."""
    arrived = replace(API, received=_signature(API, API.reading.canonical_request(), "quite-another-secret"))

    assert replay(arrived) == replay_pairs(arrived) == ()


@pytest.mark.parametrize("received", ["", "no hex", "E" * 64, "é" * 64, "0" * 63])
def test_what_is_no_signature_gives_no_proof(received: str) -> None:
    """A signature that was cut or garbled is no reason to fail."""
    assert replay(replace(API, received=received)) == ()


def test_a_presigned_url_is_replayed_too() -> None:
    """Its own parameters are part of the query."""
    request = Request("GET", "https://abc.example.com/pets")
    url = presign(request, ALICE, region=REGION, service="s3", at=MOMENT, expires=60)
    arrived = SignedRequest.of(request.with_url(url), ALICE.secret_access_key, region=REGION, service="s3")
    wrong = arrived.reading.canonical_request().replace("GET", "PUT")

    assert replay(arrived) == ()
    assert replay(replace(arrived, received=_signature(arrived, wrong)), search=Search.FIRST)[0].slugs == (
        "method-mismatch",
    )


def test_neither_secrets_nor_signatures_are_shown() -> None:
    """Not in the repr or text of a case, a recipe, a key chain or a proof."""
    secret, token = "MARKEDSECRET", "MARKEDTOKEN"
    request = Request("GET", f"https://abc.example.com/?X-Amz-Security-Token={token}", {"X-Amz-Security-Token": token})
    key = replace(ALICE, secret_access_key=secret)
    arrived = SignedRequest.of(
        sign(request, key, region=REGION, service="sts", at=MOMENT), secret, region=REGION, service="sts"
    )
    wrong = arrived.recipe._replace(method="POST")
    broken = replace(arrived, received=wrong.signature())
    (proof,) = replay(broken, search=Search.FIRST)

    shown = "".join([f"{each!r}{each}" for each in (arrived, broken, proof, proof.recipe, proof.recipe.key_chain)])

    for hidden in (secret, token, arrived.received, broken.received, arrived.recipe.key_chain.signing_key().hex()):
        assert hidden not in shown


@pytest.mark.parametrize("lines", ["host:abc.example.com\nx-amz-date:", "Host:abc.example.com\nX-Amz-Date:"])
def test_capitals_in_the_list_are_told_from_a_wrong_secret(lines: str) -> None:
    """The server writes the names in lower case, whatever the request lists; the client signed what it lists."""
    canonical = PLAIN.reading.canonical_request()
    wrong = canonical.replace("host;x-amz-date", "Host;X-Amz-Date").replace("host:abc.example.com\nx-amz-date:", lines)
    sent = PLAIN.reading.request
    headers = [(name, value.replace("host;x-amz-date", "Host;X-Amz-Date")) for name, value in sent.headers]
    request = Request(sent.method, sent.url, headers, sent.body)
    listed = SignedRequest.of(request, ALICE.secret_access_key, region=REGION, service="execute-api")

    (proof,) = replay(replace(listed, received=_signature(listed, wrong)), search=Search.FIRST)

    assert wrong != canonical
    assert proof.slugs == ("header-name-capitals",)
