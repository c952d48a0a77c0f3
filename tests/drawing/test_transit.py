from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from sigv4_explain import Request, explain, verify
from tests.core.examples import ALICE, MOMENT
from tests.drawing.parts import (
    PROFILES,
    Effect,
    Transit,
    arrived_value,
    changes_of,
    comparison_value,
    reasons,
    server_style,
)
from tests.drawing.test_markup import Elements
from tests.tables import tables

TABLES = tables(__file__)

URL = "https://h.example.com/a?x=1&y=2"
HEADERS = {"Host": "h.example.com", "X-Note": "one", "User-Agent": "me"}


def transit(service: str = "execute-api", *, expires: int | None = None, **arrived: Any) -> Transit:
    """Sign a POST, let it arrive with other fields (``headers`` are added or replaced), and judge it on time."""
    request = Request("POST", URL, HEADERS, "body")
    trace = explain(request, ALICE, region="us-east-1", service=service, at=MOMENT, expires=expires)
    sent = trace.signed_request
    fields = {"method": sent.method, "url": sent.url, "body": sent.body, "headers": {}} | arrived
    changed = Request(fields["method"], fields["url"], sent.headers, fields["body"])
    changed = changed.with_headers(fields["headers"].items())
    verdict = verify(changed, {"AKIDEXAMPLE": ALICE}, region="us-east-1", service=service, at=MOMENT)
    return Transit(trace, sent, verdict, verdict.trace, MOMENT, timedelta(0))


@pytest.mark.parametrize(
    ("service", "arrived", "name", "effect"),
    TABLES["changes"],
)
def test_each_change_is_told_with_its_effect(service: str, arrived: dict[str, Any], name: str, effect: str) -> None:
    """Signed, signed with the same canonical form, not signed, announced, or the signature itself."""
    effects = {change.name: change.effect for change in changes_of(transit(service, **arrived))}

    assert effects[name] is Effect[effect]


def test_an_effect_agrees_with_the_verdict() -> None:
    """Without any change there is nothing to tell, and the request is accepted."""
    untouched = transit()

    assert untouched.verdict.accepted
    assert changes_of(untouched) == ()
    assert reasons(untouched) == ("What arrived is what was sent.",)


def test_the_signature_in_a_url_is_told_apart_from_the_rest_of_the_query() -> None:
    """A changed X-Amz-Signature leaves the canonical query as it was: the signature itself was changed."""
    url = transit("s3", expires=60).sent.url
    swapped = transit("s3", expires=60, url=url[:-1] + ("0" if url[-1] != "0" else "1"))

    assert [change.effect for change in changes_of(swapped)] == [Effect.SIGNATURE_ITSELF]
    assert "the signature itself was changed" in reasons(swapped)[1]


def test_a_body_that_a_url_does_not_sign_is_said_to_be_unsigned() -> None:
    """A presigned URL of S3 leaves the body to whoever uses it."""
    other = transit("s3", expires=60, body="other")

    assert [change.effect for change in changes_of(other)] == [Effect.NOT_COVERED]
    assert other.verdict.accepted


def test_the_arrived_request_marks_what_differs_and_tells_what_is_signed() -> None:
    """Each line has what arrived, what was sent instead, and whether the signature covers it."""
    drawn = arrived_value(transit(headers={"X-Note": "two", "X-New": "<1>"}, body=""))
    text = Elements(drawn).text

    assert "X-Note: twochanged on the way, sent as X-Note: one; signed" in text
    assert "X-New: <1>added on the way; not signed" in text
    assert "User-Agent: menot signed" in text
    assert "bodyremoved on the way; 0 bytes; its hash is signed" in text
    assert "<del>body</del>" in drawn
    assert '</span>:<span class="sigv4-space"> </span><mark class="sigv4-differs">two</mark>' in drawn


def test_the_comparison_names_the_first_difference_and_ends_before_the_signature() -> None:
    """Equal steps are shown once; the first that differs is named; the right signature is not there."""
    changed = transit(headers={"X-Note": "two"})
    drawn = comparison_value(changed)
    other = Request("POST", URL, HEADERS | {"X-Note": "two"}, "body")
    right = explain(other, ALICE, region="us-east-1", service="execute-api", at=MOMENT)

    assert drawn.count("≠ first difference") == 1
    assert drawn.index("Canonical headers") < drawn.index("≠ first difference") < drawn.index("Signed headers")
    assert drawn.count("= equal") == 6
    assert drawn.count("≠ differs") == 3
    assert changed.client.signature in drawn
    assert right["string_to_sign"].text.split("\n")[-1] in drawn
    assert right.signature not in drawn


def test_a_server_that_cannot_begin_says_so() -> None:
    """Without a date there is nothing to compare."""
    assert "cannot begin" in unescape(comparison_value(transit(headers={"X-Amz-Date": "yesterday"})))


def test_a_different_token_of_the_same_length_is_told() -> None:
    """Masks of equal length hide a difference, so it is said in words."""
    request = Request("GET", URL, {"X-Amz-Security-Token": "one"})
    trace = explain(request, ALICE, region="us-east-1", service="execute-api", at=MOMENT)
    arrived = trace.signed_request.with_headers([("X-Amz-Security-Token", "two")])
    verdict = verify(arrived, {"AKIDEXAMPLE": ALICE}, region="us-east-1", service="execute-api", at=MOMENT)
    seen = Transit(trace, trace.signed_request, verdict, verdict.trace, MOMENT, timedelta(0))

    assert "They differ in the session token, which is masked." in comparison_value(seen)
    assert "The header x-amz-security-token was changed. It is signed" in reasons(seen)[0]


def test_the_style_shows_one_outcome_for_each_rule() -> None:
    """There is a rule of style for each place where a service can stop, and one for going through."""
    style = server_style()
    longest = max(len(profile.rules) for profile in PROFILES.values())

    assert all(f".sigv4-broken-at-{number} " in style for number in range(1, longest + 2))
    assert style.count("{") == style.count("}")
