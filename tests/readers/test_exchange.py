from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
import requests

from sigv4_explain import InvalidRequest
from sigv4_explain.readers import request_from_exchange, request_from_requests, requests_from_exchange
from tests.readers.servers import Inbox

SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE"}


def _redirected(request: httpx.Request) -> httpx.Response:
    """Answer as a server that has moved."""
    return httpx.Response(307, headers={"location": "/b"}) if request.url.path == "/a" else httpx.Response(403)


def test_a_response_of_httpx_leads_to_its_request() -> None:
    """Repeated headers, their order and the body are those that were sent."""
    with httpx.Client(transport=httpx.MockTransport(_redirected), headers={}) as client:
        response = client.post("https://h.example/c%20d?e", content=b"abc", headers=[("A", "1"), ("a", "2")])

    request = request_from_exchange(response)

    assert (request.method, request.url, request.body) == ("POST", "https://h.example/c%20d?e", b"abc")
    assert [pair for pair in request.headers if pair[0] in "Aa"] == [("A", "1"), ("a", "2")]
    assert request.header("host") == "h.example"
    assert request_from_exchange(response.request) == request


def test_what_was_redirected_comes_first() -> None:
    """Each request of the history is there, and the signed one is taken."""
    with httpx.Client(transport=httpx.MockTransport(_redirected), follow_redirects=True) as client:
        response = client.get("https://h.example/a", headers=SIGNED)

    assert [request.path for request in requests_from_exchange(response)] == ["/a", "/b"]
    assert request_from_exchange(response).path == "/a"


def test_a_response_of_requests_leads_to_what_arrived(http_server: Inbox) -> None:
    """The Request is the one that the server got, but for the Host that http.client adds."""
    with requests.Session() as session:
        session.trust_env = False
        response = session.post(f"{http_server.origin}/a%20b", params={"c": "d"}, json={"e": 1}, headers=SIGNED)

    received = http_server.take()
    request = request_from_exchange(response)
    assert (request.method, request.url, request.body) == (received.method, received.url, received.body)
    assert set(request.headers) == {pair for pair in received.headers if pair[0] != "Host"}


@pytest.mark.parametrize(
    ("exchange", "message"),
    [
        ("GET /", "exchange: received str, expected a response or a request"),
        (None, "exchange: received NoneType"),
        (httpx.Request("POST", "https://h.example/", content=iter([b"a"])), "body: received .*, expected a body"),
    ],
)
def test_what_is_no_exchange_is_refused(exchange: Any, message: str) -> None:
    """The error names the type that came."""
    with pytest.raises(InvalidRequest, match=message):
        request_from_exchange(exchange)


def test_a_file_that_was_sent_is_hashed() -> None:
    """As for a request that is about to be sent, its hash stands for it."""
    prepared = requests.Request("PUT", "https://h.example/", data=io.BytesIO(b"abc")).prepare()

    assert request_from_exchange(prepared) == request_from_requests(prepared)
