"""The URLs of the exercise ``safe-url``, signed by the clients of the table."""

from __future__ import annotations

import importlib.util
import socketserver
from collections.abc import Iterator

import pytest

from sigv4_explain import Request
from sigv4_explain.course import EXERCISES, check
from sigv4_explain.course.exercise import TEXTS
from tests.clients import node
from tests.clients.parts import SIGNERS, Acceptance, RequestPart, Situation, judged, measured, my_url
from tests.clients.sending import JAVASCRIPT, curls, sent_by_node
from tests.readers.servers import Inbox, RawHandler, serve
from tests.requirements import skip_or_fail

URLS = [my_url(*case.arguments) for case in EXERCISES["safe-url"].cases]
PATH, QUERY, REPEATED = ("httpx-aws-auth", "curl 7.88"), ("awscurl",), ("curl 7.88",)
"""Whom AWS refuses for a percent sign in the path, for one in the query, and for a name twice out of order."""


def refused(url: str) -> set[str]:
    """Return whom AWS refuses for a safe URL all the same, by the notebook."""
    path, _, query = url.partition("?")
    return {*(PATH if "%" in path else ()), *(QUERY if "%" in query else ()), *(REPEATED if "tag=b" in query else ())}


def asked(url: str) -> Situation:
    """Return the situation of a URL; either line of it tells whether the signature is right."""
    request = Request("GET", url)
    return Situation(
        name="", title="", part=RequestPart.QUERY, request=request, service="execute-api", meaning="", source=""
    )


def is_right(sent: Request | None, url: str) -> bool:
    """Tell whether AWS's lines give the signature that was sent, and the URL is the one that was asked for."""
    return sent is not None and sent.url == url and measured(sent, asked(url), ()).outcome is Acceptance.RIGHT


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    """A server that takes everything."""
    yield from serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), RawHandler))


@pytest.mark.parametrize("client", SIGNERS)
def test_clients_in_python_sign_a_safe_url_as_aws_does(client: str) -> None:
    """But for the one that cannot sign a percent sign in a path, and the one that cannot in a query."""
    if importlib.util.find_spec(client.replace("-", "_")) is None:
        skip_or_fail("clients", f"{client} is not installed")

    right = [url for url in URLS if is_right(SIGNERS[client](asked(url)), url)]

    assert right == [url for url in URLS if client not in refused(url)]


def test_clients_in_javascript_sign_a_safe_url_as_aws_does() -> None:
    """All of them, each URL."""
    node.install()
    pairs = [(client, url) for client in JAVASCRIPT for url in URLS]

    sent = sent_by_node((client, asked(url)) for client, url in pairs)

    assert [pair for pair, each in zip(pairs, sent, strict=True) if not is_right(each, pair[1])] == []


def test_curl_signs_a_safe_url_as_the_table_says(inbox: Inbox) -> None:
    """The machine's, and the one in pycurl."""
    for client, send in curls().items():
        signed = {url: send(asked(url), inbox) for url in URLS}
        plain = {url: Request("GET", url, sent.headers) for url, sent in signed.items()}

        wrong_ones = [url for url in URLS if not is_right(plain[url], url)]
        assert wrong_ones == [url for url in URLS if client in refused(url)]


@pytest.mark.parametrize("name", ["empty-segment", "plus-for-blank", "plus", "reserved", "nameless"])
def test_a_url_that_breaks_a_rule_about_signers_makes_another_of_them_fail(name: str) -> None:
    """The rules are not made up: some client signs such a URL otherwise that signs the safe one right."""
    rule = TEXTS["safe-url"].rule(name)
    function = next(mistake.function for mistake in EXERCISES["safe-url"].mistakes if mistake.rule == rule)
    given = [case.arguments for case in EXERCISES["safe-url"].cases]
    pairs = [(my_url(*each), function(*each)) for each in given if function(*each) != my_url(*each)]
    clients = [client for client in SIGNERS if importlib.util.find_spec(client.replace("-", "_"))]
    if not clients:
        skip_or_fail("clients", "no other signer in Python is installed")

    assert [
        (client, unsafe)
        for safe, unsafe in pairs
        for client in clients
        if client not in refused(safe) and not is_right(SIGNERS[client](asked(unsafe)), unsafe)
    ]


API = "https://abc123.execute-api.eu-central-1.amazonaws.com"
ARGUMENTS = (f"{API}/", ["a b", ""], [("q", "1+1"), ("p", "")])


@pytest.mark.parametrize(
    ("rest", "rule"),
    [
        ("/a%20b?q=1%2B1&p=", None),
        ("/a%20b?p=&q=1%2B1", None),
        ("/a%20b?p=&&q=1%2B1", "parameters"),
        ("/a%20b?q=1%2B1&p=&", "parameters"),
        ("/a b?q=1%2B1&p=", "blank"),
        ("//a%20b?q=1%2B1&p=", "empty-segment"),
        ("/a%20b?q=1+1&p=", "plus"),
        ("/a%20b?q=1%2B1&p=&=", "nameless"),
        ("/a%20b?q=1%2B1&p", "equals-sign"),
        ("/a%20b?q=1%2b1&p=", "upper"),
        ("/a%20b?q=1%2B1&p=#", "reserved"),
        ("/a%2520b?q=1%2B1&p=", "segments"),
        ("/a%20b/?q=1%2B1&p=", "segments"),
        ("a%20b?q=1%2B1&p=", "segments"),
        ("/a%20b?q=1%2B2&p=", "parameters"),
        ("/a%20b", "parameters"),
    ],
)
def test_a_url_is_judged_by_what_it_says_and_how(rest: str, rule: str | None) -> None:
    """The order of the parameters is free; everything else is not."""
    assert judged(ARGUMENTS, API + rest) == rule


@pytest.mark.parametrize("answer", [None, 7, b"https://", "", "/a%20b?q=1%2B1&p="])
def test_what_is_no_url_of_the_base_is_told_so(answer: object) -> None:
    """A path alone is none, and neither are bytes."""
    assert judged(ARGUMENTS, answer) == "text"


def test_without_segments_the_base_may_keep_its_slash() -> None:
    """A host with or without a slash is the same request."""
    assert [judged((f"{API}/", [], []), API + end) for end in ("", "/", "?")] == [None] * 3


def test_another_way_to_write_it_is_right_too() -> None:
    """Parameters sorted, or put together by urlencode with quote_via=quote."""
    assert check("safe-url", lambda base, path, query: my_url(base, path, sorted(query))).solved
