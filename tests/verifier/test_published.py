from __future__ import annotations

from datetime import timedelta

import pytest

from sigv4_explain import Request, verify
from tests.core.published import CASES, MISSING, Case, read_case, read_request
from tests.requirements import skip_or_fail


@pytest.fixture(params=CASES or ["none"])
def case(request: pytest.FixtureRequest) -> Case:
    """Each published case in turn."""
    if not CASES:
        skip_or_fail("vectors", MISSING)
    return read_case(request.param)


def _is_accepted(case: Case, arrived: Request, *, in_header: bool, after: timedelta = timedelta()) -> bool:
    keys = {case.credentials.access_key_id: case.credentials}
    rules = case.rules(in_header=in_header)
    verdict = verify(arrived, keys, region=case.region, service=case.service, at=case.at + after, rules=rules)
    return verdict.accepted


@pytest.mark.parametrize("form", ["header", "query"])
def test_a_published_signature_is_accepted(case: Case, form: str) -> None:
    """Each request that AWS publishes as signed is accepted in its minute, and not ten minutes later."""
    arrived = read_request(case.published(f"{form}-signed-request"))
    in_header = form == "header"

    assert _is_accepted(case, arrived, in_header=in_header)
    assert not _is_accepted(case, arrived, in_header=in_header, after=timedelta(minutes=10))


@pytest.mark.parametrize("form", ["header", "query"])
def test_a_published_signature_is_of_one_method_only(case: Case, form: str) -> None:
    """The same request with another method is refused."""
    arrived = read_request(case.published(f"{form}-signed-request"))
    changed = Request("PURGE", arrived.url, arrived.headers, arrived.body)

    assert not _is_accepted(case, changed, in_header=form == "header")
