from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain import Request, Trace, explain, presign, sign
from tests.core.published import CASES, MISSING, Case, read_case, read_request
from tests.requirements import skip_or_fail

STEPS = {"canonical_request": "canonical-request", "string_to_sign": "string-to-sign", "signature": "signature"}


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


FORMS = pytest.mark.parametrize("form", ["header", "query"])


@FORMS
def test_each_step_is_the_published_one(case: Case, form: str) -> None:
    """Canonical request, string to sign and signature are AWS's to the byte, and so is the Authorization header."""
    trace = _explained(case, form)

    for step, name in STEPS.items():
        assert trace[step].output == case.published(f"{form}-{name}"), f"{case.folder.name}: {step} differs"
    if form == "header":
        published = read_request(case.published("header-signed-request"))
        assert trace.authorization == published.header("authorization"), "the Authorization header differs"


@FORMS
def test_the_signed_request_is_the_published_one(case: Case, form: str) -> None:
    """It has the published target, headers and body, and no others; the order of a URL's parameters is free."""
    signed = _explained(case, form).signed_request
    published = read_request(case.published(f"{form}-signed-request"))

    assert (signed.method, signed.path) == (published.method, published.path), "method or path differ"
    assert sorted(signed.query.split("&")) == sorted(published.query.split("&")), "the parameters differ"
    assert form == "query" or signed.url == published.url, "the URL differs"
    assert _headers(signed) == _headers(published), "the headers differ"
    assert signed.body == published.body, "the body differs"


def test_signing_without_recording_gives_the_same(case: Case) -> None:
    """``sign`` and ``presign`` return what ``explain`` explains."""
    given: dict[str, Any] = {"region": case.region, "service": case.service, "at": case.at}
    signed = sign(case.request, case.credentials, rules=case.rules(in_header=True), **given)
    rules = case.rules(in_header=False)
    url = presign(case.request, case.credentials, expires=case.expires, rules=rules, **given)

    assert signed == _explained(case, "header").signed_request, "sign and explain differ"
    assert url == _explained(case, "query").presigned_url, "presign and explain differ"


def _explained(case: Case, form: str) -> Trace:
    in_header = form == "header"
    return explain(
        case.request,
        case.credentials,
        region=case.region,
        service=case.service,
        at=case.at,
        expires=None if in_header else case.expires,
        rules=case.rules(in_header=in_header),
    )


def _headers(request: Request) -> list[tuple[str, str]]:
    return sorted((name.lower(), value.strip()) for name, value in request.headers)
