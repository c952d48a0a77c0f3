"""Sentences of the course that state a rule, each beside the code that carries the rule: neither changes alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from sigv4_explain import S3, Credentials, Request, SigningRules, canonical_query_string, canonical_uri, sign, verify
from sigv4_explain.canonical import canonical_headers
from sigv4_explain.rules import NEVER_SIGNED
from sigv4_explain.verifier.services import profile_of

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default"
MINUTES = {service: profile_of(service).window.total_seconds() / 60 for service in ("execute-api", "sts", "s3")}


def s3_path(path: str) -> str:
    """Return the canonical URI of S3."""
    return canonical_uri(path, S3.path_encoding, S3.path_normalization)


def signed_names(*names: str) -> set[str]:
    """Return what the signer signs of these headers, beside the two that it adds."""
    signed = sign(Request("GET", URL, [(name, "x") for name in names]), ALICE, region="eu-central-1", service="s3")
    listed = (signed.header("Authorization") or "").partition("SignedHeaders=")[2].partition(",")[0]
    return set(listed.split(";")) - {"host", "x-amz-date", "x-amz-content-sha256"}


def refused_without(name: str, service: str = "execute-api") -> bool:
    """Whether a server refuses a request that sends this header and does not sign it."""
    at, region = "20150830T123600Z", "eu-central-1"
    rules = replace(SigningRules.for_service(service), never_signed=frozenset({name}))
    request = sign(Request("POST", URL, [(name, "x")]), ALICE, region=region, service=service, at=at, rules=rules)
    return not verify(request, {"AKIDEXAMPLE": ALICE}, region=region, service=service, at=at).accepted


SENTENCES: tuple[tuple[str, str, Callable[[], bool]], ...] = (
    ("02", "always, except for S3 and its relatives", lambda: canonical_uri("/%20") == "/%2520" != s3_path("/%20")),
    ("02", "`/a%2Fb` is the key `a/b`, and it is signed as `/a/b`", lambda: s3_path("/a%2Fb") == "/a/b"),
    ("02", "| `/a%2Fb` is signed as | `/a%252Fb` | `/a/b` |", lambda: canonical_uri("/a%2Fb") == "/a%252Fb"),
    ("02", "S3 reads a raw plus in a path as a space", lambda: s3_path("/a+b") == "/a%20b"),
    ("02", "So for S3 nothing is normalized", lambda: s3_path("/a//../b") == "/a//../b"),
    ("02", "A slash at the end stays", lambda: canonical_uri("/a/./") == "/a/"),
    ("02", "ignore empty pieces", lambda: canonical_query_string("&a=1&&") == "a=1"),
    ("02", "Without an `=` the value is empty", lambda: canonical_query_string("a") == "a="),
    ("02", "A name that comes twice stays twice", lambda: canonical_query_string("a=2&a=1") == "a=1&a=2"),
    ("02", "to sign the first only", lambda: S3.repeated_parameters.name == "FIRST"),
    ("02", "Servers read it as a space", lambda: canonical_query_string("q=a+b") == "q=a%20b"),
    ("03", "a run of spaces becomes one**", lambda: canonical_headers((("A", " b \t c "),)) == "a:b c\n"),
    ("03", "So it becomes **one line**", lambda: canonical_headers((("A", "2"), ("a", "1"))) == "a:2,1\n"),
    (
        "03",
        "sign everything but the third row",
        lambda: signed_names("Accept", "X", *NEVER_SIGNED) == {"accept", "x"},
    ),
    (
        "03",
        "`host`, each `x-amz-…` header | must be signed",
        lambda: refused_without("x-amz-a", "s3") > refused_without("a", "s3"),
    ),
    ("03", "servers were seen to accept requests without", lambda: not refused_without("content-type")),
    ("04", "API Gateway was seen to keep to them", lambda: MINUTES["execute-api"] == 5),
    ("06", "five minutes at API Gateway, fifteen at S3", lambda: (MINUTES["execute-api"], MINUTES["s3"]) == (5, 15)),
    ("08", "STS allows 15", lambda: MINUTES["sts"] == 15),
    (
        "09",
        "rule 14 computes",
        lambda: profile_of("execute-api").rules[13].name == "signature_matches",
    ),
)


@pytest.mark.parametrize(("chapter", "sentence", "holds"), SENTENCES, ids=[sentence for _, sentence, _ in SENTENCES])
def test_a_sentence_and_the_code_say_the_same(chapter: str, sentence: str, holds: Callable[[], bool]) -> None:
    """The sentence is in its notebook, and the package does what it says."""
    (path,) = NOTEBOOKS.glob(f"{chapter}-*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    words = "\n".join(cell.source for cell in cells)

    assert sentence in words
    assert holds()
