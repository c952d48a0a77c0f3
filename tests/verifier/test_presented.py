from __future__ import annotations

from dataclasses import replace

import pytest

from sigv4_explain import Request, verify
from sigv4_explain.presented import Carrier, Presented, presented_by
from tests.core.examples import MOMENT
from tests.tables import tables
from tests.verifier.drafts import fresh

TABLES = tables(__file__)

URL = "https://example.com/"
TOKEN = "X-Amz-Security-Token"


def _of_query(query: str) -> Presented:
    return presented_by(Request("GET", f"{URL}?X-Amz-Algorithm=a&{query}"), TOKEN)


def _of_headers(*headers: tuple[str, str]) -> Presented:
    return presented_by(Request("GET", URL, [("Authorization", "a Credential=b, Signature=c"), *headers]), TOKEN)


def test_of_a_repeated_query_parameter_the_first_counts() -> None:
    """Where the header's last repeat wins, the query's first does, as STS was seen to read it."""
    presented = _of_query(f"X-Amz-Date={MOMENT}&X-Amz-Date=x&X-Amz-Expires=1&X-Amz-Expires=2&X-Amz-Algorithm=b")

    assert (presented.algorithm, presented.date, presented.expires) == ("a", MOMENT, "1")


def test_a_plus_in_the_query_is_a_space() -> None:
    """As in the canonical query string: a plus that is meant arrives as %2B."""
    assert _of_query(f"{TOKEN}=a+b%2Bc").session_token == "a b+c"


def test_what_is_no_text_is_replaced() -> None:
    """Bytes that are no UTF-8 cannot be a key's id; they are shown as such."""
    assert _of_query("X-Amz-Credential=%ff%2Fb").access_key_id == "\ufffd"


def test_a_name_in_another_case_is_another_parameter() -> None:
    """The names of query parameters have one case, those of headers any."""
    assert presented_by(Request("GET", f"{URL}?x-amz-algorithm=a"), TOKEN).carrier is Carrier.NEITHER
    assert _of_headers(("x-AMZ-date", MOMENT)).date == MOMENT


@pytest.mark.parametrize(("headers", "date", "date_time"), TABLES["dates"])
def test_x_amz_date_counts_before_date(headers: list[tuple[str, str]], date: str | None, date_time: str) -> None:
    """Only Date may be as HTTP writes it; blanks around a value are not part of it."""
    presented = _of_headers(*headers)

    assert (presented.date, presented.date_time) == (date, date_time)
    assert (presented.moment is None) is (date_time == "")


def test_a_date_header_in_the_clients_own_words_signs() -> None:
    """Botocore signs Date as HTTP writes it where there is one; the string to sign has the other format."""
    draft = replace(
        fresh("execute-api"),
        headers=(("Date", "Sun, 30 Aug 2015 12:36:00 -0000"),),
        signed=("date", "host"),
    )
    request = draft.request()
    without = Request(
        request.method, request.url, [pair for pair in request.headers if pair[0] != "X-Amz-Date"], request.body
    )
    assert verify(without, draft.keys, region="us-east-1", service="execute-api", at=MOMENT).accepted


@pytest.mark.parametrize(
    ("listed", "names"),
    [("host;x-amz-date", {"host", "x-amz-date"}), ("X-Amz-Date;HOST;;", {"host", "x-amz-date"}), ("", set())],
)
def test_the_list_of_signed_headers_is_the_requests_own(listed: str, names: set[str]) -> None:
    """In any case and any order; an empty name is none."""
    request = Request("GET", URL, {"Authorization": f"a SignedHeaders={listed}"})

    assert presented_by(request, TOKEN).signed_headers == names


@pytest.mark.parametrize("end", ["", "/", "//"])
def test_a_slash_at_the_credentials_end_is_ignored(end: str) -> None:
    """DynamoDB was seen to ignore it."""
    assert replace(fresh("dynamodb"), more_credential=end).verdict().accepted


def test_several_authorization_headers_are_joined_and_empty_ones_left_out() -> None:
    """As HTTP joins the values of a header, by commas."""
    request = Request("GET", URL, [("authorization", " a b=c "), ("Authorization", " "), ("Authorization", "d")])

    assert presented_by(request, TOKEN).authorization == "a b=c, d"
    assert presented_by(Request("GET", URL, {"Authorization": " \t"}), TOKEN).carrier is Carrier.NEITHER


def test_the_repr_hides_the_session_token() -> None:
    """What is presented can be looked at; the token is not in the picture."""
    presented = _of_headers((TOKEN, " MARKED "))

    assert presented.session_token == "MARKED"
    assert "MARKED" not in repr(presented)
