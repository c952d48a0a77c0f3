from __future__ import annotations

from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import GENERIC, S3, Credentials, Request, SigningRules, explain, presign, sign
from tests.clients.parts import environment_variable, unsigned

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token/+==")


class Place(TypedDict):
    """Where and when is signed."""

    region: str
    at: str


PLACE: Place = {"region": "us-east-1", "at": "20150830T123600Z"}
PLAIN = Request("POST", "https://example.com/a?b=1&c", {"Content-Type": "text/plain", "X-A": "1"}, "body")

URLS = [
    ("https://example.com", "https://example.com/"),
    ("HTTPS://Example.COM:443/A", "https://example.com/A"),
    ("http://example.com:80/", "http://example.com/"),
    ("https://example.com:8443/#top", "https://example.com:8443/"),
    ("https://example.com/é ü", "https://example.com/%C3%A9%20%C3%BC"),
    ("https://example.com/%7euser%2f%41", "https://example.com/~user%2FA"),
    ("https://example.com/50%/[x]{y}", "https://example.com/50%25/%5Bx%5D%7By%7D"),
    ("https://example.com/a:b@(c)!$&'*+,;=", "https://example.com/a:b@(c)!$&'*+,;="),
    ("https://example.com/a/../b//./c", "https://example.com/a/../b//./c"),
    ("https://example.com/?", "https://example.com/"),
    ("https://example.com/?a=b+c&d=%2a*&&e", "https://example.com/?a=b%20c&d=%2A%2A&e"),
    ("https://example.com/?t=a==&=x&z=", "https://example.com/?t=a%3D%3D&=x&z="),
    ("https://example.com/?b=2&a=2&a=1&ü=ü", "https://example.com/?b=2&a=2&a=1&%C3%BC=%C3%BC"),
]


@pytest.mark.parametrize(("url", "spelled"), URLS)
def test_a_url_is_spelled_as_every_client_reads_it(url: str, spelled: str) -> None:
    """The same resource in the one spelling that no client changes; segments and parameters keep their order."""
    assert unsigned(Request("GET", url), GENERIC).url == spelled


def test_a_path_of_s3_is_spelled_as_it_is_signed() -> None:
    """Some signers take S3's path as it stands, so it stands as S3 reads it: %2F is a slash, a raw plus a space."""
    asked = Request("GET", "https://example.com/a b/(é)+:%2f%2b//../~")

    assert unsigned(asked, S3).path == "/a%20b/%28%C3%A9%29%20%3A/%2B//../~"


@pytest.mark.parametrize("url", [url for url, _ in URLS if url.isascii() and " " not in url and "[" not in url])
@pytest.mark.parametrize("rules", [GENERIC, S3], ids=["generic", "S3"])
def test_the_spelling_does_not_change_the_query_that_is_signed(url: str, rules: SigningRules) -> None:
    """So what is exported is signed as what was asked."""
    service = "s3" if rules is S3 else "execute-api"
    asked, spelled = Request("GET", url), unsigned(Request("GET", url), rules)
    texts = [
        explain(request, ALICE, service=service, **PLACE)["canonical_query_string"].output
        for request in (asked, spelled)
    ]

    assert texts[0] == texts[1]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp"))))
def test_spelling_it_again_changes_nothing(rest: str) -> None:
    """For each service's rules."""
    for rules in (GENERIC, S3):
        once = unsigned(Request("GET", f"https://example.com/{rest}"), rules)

        assert unsigned(once, rules) == once
        assert once.url.isascii()


@pytest.mark.parametrize("service", ["execute-api", "s3", "s3express", "aoss"])
def test_a_signature_is_taken_off(service: str) -> None:
    """In headers and in the query, token included, what was signed comes back."""
    rules = SigningRules.for_service(service)
    signed = sign(PLAIN, ALICE, service=service, **PLACE)
    presigned = PLAIN.with_url(presign(PLAIN, ALICE, service=service, expires=60, **PLACE))

    assert signed != PLAIN != presigned
    assert unsigned(signed, rules) == unsigned(presigned, rules) == PLAIN


def test_a_parameter_that_only_looks_like_a_signatures_stays() -> None:
    """AWS's own parameters are known by name, in any spelling; others are the user's."""
    asked = Request("GET", "https://example.com/?X-Amz-Meta=1&x%2Damz-DATE=2&X-Amz-Target=3")

    assert unsigned(asked, GENERIC).query == "X-Amz-Meta=1&X-Amz-Target=3"


def test_what_the_http_client_writes_is_left_to_it() -> None:
    """Length, connection and compression are its business; a Host header of its own stays, the URL's own does not."""
    written = {"Content-Length": "4", "Connection": "close", "Accept-Encoding": "br", "Host": "EXAMPLE.com"}
    kept = {"User-Agent": "me", "Accept": "*/*"}

    assert unsigned(Request("GET", "https://example.com/", written | kept), GENERIC).headers == tuple(kept.items())
    other = Request("GET", "https://example.com/", {"Host": "other.example.com"})
    assert unsigned(other, GENERIC).header("host") == "other.example.com"


def test_repeated_headers_become_one() -> None:
    """In their order, joined as HTTP allows; a cookie's pieces by a semicolon."""
    headers = [("X-A", "2"), ("Cookie", "a=1"), ("x-a", " 1 "), ("cookie", "b=2")]

    assert unsigned(Request("GET", "https://example.com/", headers), GENERIC).headers == (
        ("X-A", "2,1"),
        ("Cookie", "a=1; b=2"),
    )


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("x-api-key", "API_KEY"),
        ("X-Api-Key", "API_KEY"),
        ("apikey", "APIKEY"),
        ("Cookie", "COOKIE"),
        ("x-auth-token", "AUTH_TOKEN"),
        ("x-$`'|-secret", "SECRET"),
        ("1st-secret", "HEADER_1ST_SECRET"),
        ("x-amz-client-token", None),
        ("idempotency-token", None),
        ("Content-Type", None),
        ("x-amz-server-side-encryption-customer-key-MD5", None),
    ],
)
def test_a_header_that_logs_somebody_in_has_a_variable(name: str, variable: str | None) -> None:
    """Its name is one that every shell takes; what anybody may read has none."""
    assert environment_variable(name) == variable
