from __future__ import annotations

import pytest

from sigv4_explain import Request, Trace, explain, presign, sign
from tests.core.published import CASES, MISSING, Case, read_case, read_request
from tests.requirements import skip_or_fail

STEPS = {
    "canonical_request": "canonical-request",
    "string_to_sign": "string-to-sign",
    "signature": "signature",
}


@pytest.fixture(params=CASES or ["none"])
def case(request: pytest.FixtureRequest) -> Case:
    """Each published case in turn."""
    if not CASES:
        skip_or_fail("vectors", MISSING)
    return read_case(request.param)


def test_the_folder_holds_every_published_case() -> None:
    """The suite has 26 cases; fewer would mean that some are skipped without a word."""
    if not CASES:
        skip_or_fail("vectors", MISSING)

    assert len(CASES) == 26, f"expected 26 published cases, found {CASES}"


def test_each_step_of_a_header_signature_is_the_published_one(case: Case) -> None:
    """Canonical request, string to sign, signature and Authorization header are AWS's to the byte."""
    trace = _explained(case)

    _assert_steps(trace, case, "header")
    published = read_request(case.published("header-signed-request"))
    assert trace.authorization == published.header("authorization"), "the Authorization header differs"


def test_the_request_signed_in_a_header_is_the_published_one(case: Case) -> None:
    """The signed request has the published request's target, headers and body, and no others."""
    signed = _explained(case).signed_request
    published = read_request(case.published("header-signed-request"))

    assert (signed.method, signed.url) == (published.method, published.url), "method or URL differ"
    assert _headers(signed) == _headers(published), "the headers differ"
    assert signed.body == published.body, "the body differs"


def test_each_step_of_a_presigned_url_is_the_published_one(case: Case) -> None:
    """Canonical request, string to sign and signature of the query-string form are AWS's to the byte."""
    _assert_steps(_explained(case, expires=case.expires), case, "query")


def test_the_presigned_request_is_the_published_one(case: Case) -> None:
    """The presigned request has the published path, headers, body and parameters; their order is free."""
    signed = _explained(case, expires=case.expires).signed_request
    published = read_request(case.published("query-signed-request"))

    assert (signed.method, signed.path) == (published.method, published.path), "method or path differ"
    assert sorted(signed.query.split("&")) == sorted(published.query.split("&")), "the parameters differ"
    assert _headers(signed) == _headers(published), "the headers differ"
    assert signed.body == published.body, "the body differs"


def test_signing_without_recording_gives_the_same(case: Case) -> None:
    """``sign`` and ``presign`` return what ``explain`` explains."""
    signed = sign(
        case.request,
        case.credentials,
        region=case.region,
        service=case.service,
        at=case.at,
        rules=case.rules(in_header=True),
    )
    url = presign(
        case.request,
        case.credentials,
        region=case.region,
        service=case.service,
        at=case.at,
        expires=case.expires,
        rules=case.rules(in_header=False),
    )

    assert signed == _explained(case).signed_request, "sign and explain differ"
    assert url == _explained(case, expires=case.expires).presigned_url, "presign and explain differ"


def _explained(case: Case, expires: int | None = None) -> Trace:
    return explain(
        case.request,
        case.credentials,
        region=case.region,
        service=case.service,
        at=case.at,
        expires=expires,
        rules=case.rules(in_header=expires is None),
    )


def _assert_steps(trace: Trace, case: Case, kind: str) -> None:
    for step, published in STEPS.items():
        expected = case.published(f"{kind}-{published}")
        assert trace[step].output == expected, f"{case.folder.name}: {step} of the {kind} signature differs"


def _headers(request: Request) -> list[tuple[str, str]]:
    return sorted((name.lower(), value.strip()) for name, value in request.headers)
