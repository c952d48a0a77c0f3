from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request, UnreadableText
from sigv4_explain.readers import requests_in_har
from tests.tables import tables

TABLES = tables(__file__)

SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE"}


def _entry(request: Request, status: int = 200, **more: Any) -> dict[str, Any]:
    """Write a request as browsers write it into a HAR."""
    written = {
        "method": request.method,
        "url": request.url,
        "httpVersion": "HTTP/1.1",
        "headers": [{"name": name, "value": value} for name, value in request.headers],
        "queryString": [],
        "bodySize": len(request.body),
    }
    return {"startedDateTime": "2015-08-30T12:36:00Z", "request": written | more, "response": {"status": status}}


def _har(*entries: dict[str, Any]) -> str:
    return json.dumps({"log": {"version": "1.2", "creator": {}, "entries": entries}}, indent=2)


_requests = st.builds(
    Request,
    st.sampled_from(["GET", "POST", "DELETE"]),
    st.text("ab%20/?=&é#", max_size=8).map(lambda target: f"https://h.example/{target}"),
    st.lists(
        st.tuples(
            st.sampled_from(["A", "a", "x-B"]), st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]))
        )
    ),
    st.text(st.characters(codec="utf-8"), min_size=1).map(str.encode),
)


@given(st.lists(_requests, min_size=1, max_size=3))
def test_every_request_is_read_as_it_was_sent(requests: list[Request]) -> None:
    """URL, order and repeats of headers, and the body survive; a file holds as many as it has entries."""
    har = _har(*(_entry(request, postData={"text": request.body.decode()}) for request in requests))

    assert requests_in_har(har) == tuple(requests)


@given(st.binary(min_size=1))
def test_a_binary_body_is_read_from_base64(body: bytes) -> None:
    """Proxies write what is no text that way."""
    request = Request("PUT", "https://h.example/", (), body)
    data = {"mimeType": "image/png", "text": base64.b64encode(body).decode(), "encoding": "base64"}

    assert Request.parse(_har(_entry(request, postData=data))) == request


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (None, b""),
        ({"text": ""}, b""),
        ({"params": []}, b""),
        ({"params": [{"name": "a b", "value": "é&"}, {"name": "c", "value": ""}]}, b"a+b=%C3%A9%26&c="),
        ({"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a", "value": "1"}]}, b"a=1"),
        ({"text": "a=%31", "params": [{"name": "a", "value": "1"}]}, b"a=%31"),
    ],
)
def test_the_body_is_the_text_or_else_the_form(data: Any, body: bytes) -> None:
    """Text is what was sent; params are put together only without it."""
    request = Request("POST", "https://h.example/", (), body)

    assert Request.parse(_har(_entry(request, postData=data))) == request


def test_headers_of_http2_are_left_out_but_the_host() -> None:
    """What begins with a colon is no header; the authority becomes Host where there is none."""
    headers = [
        {"name": name, "value": value} for name, value in [(":authority", "h.example"), (":path", "/"), ("a", "1")]
    ]
    request = Request("GET", "https://h.example/", [("Host", "h.example"), ("a", "1")])

    assert Request.parse(_har(_entry(request, headers=headers))) == request


@pytest.mark.parametrize(
    ("statuses", "taken"),
    [
        ([("", 403), ("signed", 200), ("signed", 403), ("signed", 403)], 2),
        ([("", 403), ("signed", 200)], 1),
        ([("", 200)] * 2, 0),
    ],
)
def test_the_first_signed_request_that_was_refused_is_taken(statuses: list[tuple[str, int]], taken: int) -> None:
    """Else the first that is signed, else the first of all."""
    entries = [
        _entry(Request("GET", f"https://h.example/{number}", SIGNED if kind else ()), status)
        for number, (kind, status) in enumerate(statuses)
    ]

    assert Request.parse(_har(*entries)).path == f"/{taken}"


@pytest.mark.parametrize("shape", ["entry", "request", "entries"])
def test_a_part_of_a_file_is_read_too(shape: str) -> None:
    """One entry, its request alone, or the list of entries."""
    request = Request("GET", "https://h.example/?X-Amz-Signature=0", SIGNED)
    entry = _entry(request)
    parts = {"entry": entry, "request": entry["request"], "entries": [entry]}

    assert Request.parse(f"\ufeff\n{json.dumps(parts[shape])}") == request


@pytest.mark.parametrize(("text", "received"), TABLES["unreadable"])
def test_what_is_no_har_is_an_error_with_its_entry(text: str, received: str) -> None:
    """The error says where, and repeats no value; a member of another type counts as missing."""
    if not received:
        assert Request.parse(text).headers == ()
        return
    with pytest.raises(UnreadableText) as caught:
        Request.parse(text)

    assert received in str(caught.value)
    assert "marker!" not in str(caught.value)
