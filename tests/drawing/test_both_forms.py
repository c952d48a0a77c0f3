from __future__ import annotations

import pytest

from sigv4_explain import Credentials, InvalidInput, Request, explain, presign, sign
from sigv4_explain.masking import EXAMPLE_TOKEN
from tests.drawing.parts import FARTHEST, FORM_SECTIONS, BothForms, Html, both_forms, join, places, same_steps, text_of

MOMENT = "20150830T123600Z"
LONG_TERM = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
TEMPORARY = Credentials("ASIAEXAMPLE", "MARKEDSECRET/with+chars", "MARKEDTOKEN/with+chars==")
REQUEST = Request("PUT", "https://example.com/a%20b?b=2&a=1", {"X-A": "1"}, "body")


def both(
    service: str = "execute-api", credentials: Credentials = LONG_TERM, expires: int = 3600, seconds: int = 10
) -> BothForms:
    """Return both forms of the request above."""
    place = {"region": "us-east-1", "service": service, "at": MOMENT}
    return both_forms(REQUEST, credentials, **place, expires=expires, seconds=seconds)


def page(shown: BothForms) -> Html:
    """Return all that is drawn."""
    return join(*(drawn(shown) for drawn in FORM_SECTIONS.values()))


def as_text(shown: BothForms) -> str:
    """Return the same as text."""
    return text_of(page(shown))


@pytest.mark.parametrize("service", ["execute-api", "lambda", "sts", "s3"])
@pytest.mark.parametrize("credentials", [LONG_TERM, TEMPORARY])
def test_the_forms_are_those_that_sign_and_presign_make(service: str, credentials: Credentials) -> None:
    """Nothing is signed on the side, and a moment later the server takes both."""
    shown = both(service, credentials)
    place = {"region": "us-east-1", "service": service, "at": MOMENT}

    assert shown.header.trace.signed_request == sign(REQUEST, credentials, **place)  # type: ignore[arg-type]
    url = presign(REQUEST, credentials, **place, expires=3600)  # type: ignore[arg-type]
    assert shown.presigned.trace.presigned_url == url
    assert shown.header.verdict.accepted
    assert shown.presigned.verdict.accepted


@pytest.mark.parametrize(("service", "window"), [("execute-api", 300), ("sts", 900), ("s3", 900)])
@pytest.mark.parametrize("expires", [1, 60, 3600, 604_800])
def test_a_header_counts_for_the_servers_window_and_only_s3_goes_by_the_urls_life(
    service: str, window: int, expires: int
) -> None:
    """Both ends are the last seconds at which the server says yes; where the life does not count, that is said."""
    shown = both(service, expires=expires)
    last = expires if service == "s3" else window

    assert shown.header.taken == (-window, window)
    assert shown.presigned.taken == (-window, last)
    for second, accepted in ((last, True), (last + 1, False)):
        assert both(service, expires=expires, seconds=second).presigned.verdict.accepted is accepted
    assert ("does not look at X-Amz-Expires" in as_text(shown)) is (service != "s3")


def told(shown: BothForms) -> dict[str, tuple[str | None, str | None]]:
    """Return what each form tells, by what it is about."""
    return {place.what: (place.header, place.presigned) for place in places(shown)}


def test_what_is_told_stands_in_the_finished_requests() -> None:
    """Each text is cut from the header, or from the URL."""
    shown = both(credentials=LONG_TERM)
    header, url = shown.header.trace.authorization, shown.presigned.trace.presigned_url

    for where, (in_header, in_url) in told(shown).items():
        if in_header is not None and in_header.startswith("Authorization"):
            assert in_header.removeprefix("Authorization: ").replace("… ", "").replace(" …", "") in header, where
        assert in_url is None or in_url in url, where
    assert told(shown)["how long it counts"] == (None, "X-Amz-Expires=3600")
    assert told(shown)["the session token"] == told(shown)["the hash of the body"] == (None, None)


def test_s3_is_told_the_hash_in_the_header_form_alone() -> None:
    """A presigned URL of S3 does not sign the body, and says so in the recipe."""
    shown = both("s3")
    hashed = explain(REQUEST, LONG_TERM, region="us-east-1", service="s3", at=MOMENT)["hashed_payload"].text

    assert told(shown)["the hash of the body"] == (f"X-Amz-Content-SHA256: {hashed}", None)
    assert "not told: the body is not signed" in as_text(shown)
    assert "not told: the server hashes the body itself" in as_text(both())


def test_a_token_travels_in_both_forms_and_is_not_shown() -> None:
    """Neither the token nor the secret stands in the page or the text."""
    shown = both(credentials=TEMPORARY)
    views = page(shown) + as_text(shown)

    assert all(side is not None for side in told(shown)["the session token"])
    assert "MARKED" not in views
    assert "••• (" in views


def test_a_long_token_is_shortened_wherever_it_stands() -> None:
    """It would bury the rest; its beginning and its end are enough to find it again."""
    shown = both(credentials=Credentials("ASIAEXAMPLE", LONG_TERM.secret_access_key, EXAMPLE_TOKEN))
    text = as_text(shown)

    assert f"x-amz-security-token:{EXAMPLE_TOKEN[:20]}…{EXAMPLE_TOKEN[-20:]}" in text
    assert EXAMPLE_TOKEN not in text
    assert f"X-Amz-Security-Token: {EXAMPLE_TOKEN}"[:160] in text


def test_steps_are_the_same_exactly_where_their_outputs_are() -> None:
    """The path, the date, the scope and all keys are; the body is, but for S3."""
    generic = {mine.name for mine, theirs in both().steps if mine.output == theirs.output}
    s3 = {mine.name for mine, theirs in both("s3").steps if mine.output == theirs.output}

    keys = {"date_key", "date_region_key", "date_region_service_key", "signing_key"}
    assert s3 == keys | {"canonical_uri", "request_date_time", "credential_scope"}
    assert generic == s3 | {"hashed_payload"}
    assert same_steps(both()) == "8 of 15 steps give the same."


@pytest.mark.parametrize("seconds", [FARTHEST + 1, -FARTHEST - 1, 10**30])
def test_a_time_too_far_off_is_named(seconds: int) -> None:
    """No server's clock is that wrong, and no calendar has that year."""
    with pytest.raises(InvalidInput, match="seconds: received"):
        both(seconds=seconds)


def test_a_form_that_is_never_taken_says_so() -> None:
    """A URL that is presigned already cannot be signed in a header as well."""
    url = presign(REQUEST, LONG_TERM, region="us-east-1", service="sts", at=MOMENT, expires=60)
    place = {"region": "us-east-1", "service": "sts", "at": MOMENT}
    shown = both_forms(Request("GET", url), LONG_TERM, **place, expires=60, seconds=1)

    assert shown.header.taken is None
    assert "Authorization header  at no time" in as_text(shown)
