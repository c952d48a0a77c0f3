from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain import Request, UnreadableText
from sigv4_explain.readers import parse_curl
from tests.readers.parts import IGNORED, IGNORED_FLAGS, READ, READ_FLAGS, REFUSED, SHORT
from tests.tables import tables

URL = "https://example.com/"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
SECRET = "wJalrMarkerSecretOfSomebody"
TABLES = tables(__file__, SECRET=SECRET)
NOTHING: tuple[Any, ...] = ("", (), "")


def test_a_get_has_no_headers_of_its_own() -> None:
    """What curl adds by itself (User-Agent, Accept) is not part of the request."""
    assert parse_curl(f"curl {URL}") == Request("GET", URL)


def test_a_command_as_chrome_copies_it() -> None:
    """Continued lines, ANSI-C quotes and the switches of a browser."""
    command = r"""curl 'https://example.com/a?b=1&c=%20' \
  -X 'PATCH' \
  -H 'accept: */*' \
  -b 'a=1; b=2' \
  --data-raw $'{"a":"it\'s \u00e9"}' \
  --compressed \
  --insecure"""

    request = parse_curl(command)

    assert request.method == "PATCH"
    assert request.url == "https://example.com/a?b=1&c=%20"
    assert request.headers == (("accept", "*/*"), ("Cookie", "a=1; b=2"), FORM)
    assert request.body == '{"a":"it\'s é"}'.encode()


@pytest.mark.parametrize("row", [*TABLES["options"], ["-d $'\\xff'", "POST", "", [FORM], b"\xff"]])
def test_options_make_the_request_that_curl_sends(row: list[Any]) -> None:
    """Method, URL, headers and body follow from the options, wherever the URL stands."""
    options, method, *told = row
    rest, headers, body = (*told, *NOTHING[len(told) :])
    expected = Request(method, URL + rest, headers, body)

    for command in (f"curl {options} {URL}", f"curl {URL} {options}", f"curl {options} --url {URL}"):
        assert parse_curl(command) == expected


@pytest.mark.parametrize(("words", "url"), TABLES["urls"])
def test_the_url_is_the_one_that_curl_requests(words: str, url: str) -> None:
    """What curl resolves, adds or encodes is resolved, added or encoded here."""
    assert parse_curl(f"curl {words}").url == url


def test_keys_for_curls_own_signature_are_skipped() -> None:
    """-u with --aws-sigv4 says how to sign, and is no part of what is signed."""
    request = parse_curl(
        f"curl --aws-sigv4 aws:amz:us-east-1:s3 -uAKID:{SECRET} {URL} -H 'x-amz-date: 20150830T123600Z'"
    )

    assert request == Request("GET", URL, {"x-amz-date": "20150830T123600Z"})


@pytest.mark.parametrize(("command", "received"), TABLES["unreadable"])
def test_what_cannot_be_read_is_named(command: str, received: str) -> None:
    """The error names the option and never a value, which may be a secret."""
    with pytest.raises(UnreadableText) as caught:
        parse_curl(command)

    assert caught.value.field == "text"
    assert received in caught.value.received
    assert SECRET not in str(caught.value)
    assert SECRET not in str(caught.value.__cause__)


def test_each_option_has_one_meaning() -> None:
    """No option stands in two lists, and each letter stands for one that is listed."""
    lists = [READ, READ_FLAGS, IGNORED, IGNORED_FLAGS, frozenset(REFUSED)]
    every = frozenset().union(*lists)

    assert sum(map(len, lists)) == len(every)
    assert set(SHORT.values()) <= every
