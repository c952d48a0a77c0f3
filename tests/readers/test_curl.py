from __future__ import annotations

import pytest

from sigv4_explain import Request, UnreadableText
from sigv4_explain.readers import parse_curl
from sigv4_explain.readers.curl import IGNORED, IGNORED_FLAGS, READ, READ_FLAGS, REFUSED, SHORT

URL = "https://example.com/"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
SECRET = "wJalrMarkerSecretOfSomebody"


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


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("-XPUT", Request("PUT", URL)),
        ("-I", Request("HEAD", URL)),
        ("-sSvX DELETE", Request("DELETE", URL)),
        ("-d a=1 -d b=2", Request("POST", URL, [FORM], "a=1&b=2")),
        ("-da=1 --request PUT", Request("PUT", URL, [FORM], "a=1")),
        ("-d ''", Request("POST", URL, [FORM])),
        ("--data-raw @a --data-binary 'b\n'", Request("POST", URL, [FORM], "@a&b\n")),
        ("-d $'\\xff'", Request("POST", URL, [FORM], b"\xff")),
        ("-H 'content-type: text/plain' -d a", Request("POST", URL, {"content-type": "text/plain"}, "a")),
        ("-H Content-Type: -d a", Request("POST", URL, (), "a")),
        ("-H 'Content-Type;' -d a", Request("POST", URL, {"Content-Type": ""}, "a")),
        ("--data-urlencode 'a b=c d+é' --data-urlencode =@ --data-urlencode '~ *'",
         Request("POST", URL, [FORM], "a b=c+d%2B%C3%A9&%40&~+%2A")),
        ("--json '{' --json '}'",
         Request("POST", URL, {"Content-Type": "application/json", "Accept": "application/json"}, "{}")),
        ("--json 1 -d 2 -H accept:a", Request("POST", URL, {"accept": "a", "Content-Type": "application/json"}, "1&2")),
        ("-G -d a=1 --data-urlencode 'b=c d'", Request("GET", URL + "?a=1&b=c+d")),
        ("-GI -d a=1", Request("HEAD", URL + "?a=1")),
        ("-G -X POST -d a=1", Request("POST", URL + "?a=1")),
        ("-G", Request("GET", URL)),
        ("-G --url-query a=1", Request("GET", URL + "?a=1")),
        ("--url-query 'a=b c' --url-query +d=%20 -d e", Request("POST", URL + "?a=b+c&d=%20", [FORM], "e")),
        ("-H 'A: 1' -H B:2 -H 'a:  3 ' -H 'C;' -H D: -H 'E: '",
         Request("GET", URL, [("A", "1"), ("B", "2"), ("a", " 3 "), ("C", "")])),
        ("-A me -e 'https://a/;auto' -b a=1 -b b=2",
         Request("GET", URL, {"User-Agent": "me", "Referer": "https://a/", "Cookie": "a=1;b=2"})),
        ("-A me -H 'user-agent: you' -b a=1 -H Cookie:", Request("GET", URL, {"user-agent": "you"})),
        ("-A '' -e ';auto'", Request("GET", URL)),
        ("--compressed -ksSivLfgN --max-time 5 -m5 -o /dev/null -w '%{http_code}' --retry 3", Request("GET", URL)),
    ],
)  # fmt: skip
def test_options_make_the_request_that_curl_sends(options: str, expected: Request) -> None:
    """Method, URL, headers and body follow from the options, wherever the URL stands."""
    assert parse_curl(f"curl {options} {URL}") == expected
    assert parse_curl(f"curl {URL} {options}") == expected
    assert parse_curl(f"curl {options} --url {URL}") == expected


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("example.com/a", "http://example.com/a"),
        ("HTTPS://example.com", "HTTPS://example.com"),
        ("https://h/a/../b/./c//d/..", "https://h/b/c//"),
        ("https://h/a/../../b?x=/../y", "https://h/b?x=/../y"),
        ("https://h/a/%2e%2e/b", "https://h/a/%2e%2e/b"),
        ("--path-as-is https://h/a/../b", "https://h/a/../b"),
        ("https://h/é?é", "https://h/%c3%a9?é"),
        ("-g 'https://h/[a]{b}?[c]'", "https://h/[a]{b}?[c]"),
        ("'https://h/\\[a\\]'", "https://h/[a]"),
        ("'http://[::1]:80/a'", "http://[::1]:80/a"),
        ("--request-target '/a b/../é?x' https://h:8/c?d#e", "https://h:8/a b/../é?x"),
        ("-G -d b 'https://h/?a#f'", "https://h/?a&b#f"),
        ("-G -d b 'https://h/?a&'", "https://h/?a&b"),
        ("-G -d b 'https://h/?'", "https://h/?b"),
        ("-G -d b https://h", "https://h?b"),
        ("-G -d '' https://h/", "https://h/"),
    ],
)
def test_the_url_is_the_one_that_curl_requests(words: str, url: str) -> None:
    """What curl resolves, adds or encodes is resolved, added or encoded here."""
    assert parse_curl(f"curl {words}").url == url


def test_keys_for_curls_own_signature_are_skipped() -> None:
    """-u with --aws-sigv4 says how to sign, and is no part of what is signed."""
    request = parse_curl(
        f"curl --aws-sigv4 aws:amz:us-east-1:s3 -uAKID:{SECRET} {URL} -H 'x-amz-date: 20150830T123600Z'"
    )

    assert request == Request("GET", URL, {"x-amz-date": "20150830T123600Z"})


@pytest.mark.parametrize(
    ("command", "received"),
    [
        ("curl", "no URLs"),
        ("curl https://a https://b", "2 URLs"),
        ("curl ftp://a", "the command: url"),
        (f"curl https://a:{SECRET}@b", "the command: url: a user name"),
        ("curl 'https://a/b c'", "a blank in the URL"),
        ("curl https://a/[1-3]", "[ in the URL"),
        ("curl 'https://a?{b}'", "{ in the URL"),
        ("curl https://a --frobnicate", "the unknown option '--frobnicate'"),
        (f"curl https://a --user={SECRET}", "the unknown option '--user'"),
        ("curl https://a -?", "the unknown option '-?'"),
        (f"curl https://a -u {SECRET}", "the option -u without --aws-sigv4"),
        ("curl https://a -sH", "-H at the end"),
        ("curl https://a --header", "--header at the end"),
        (f"curl https://a -H {SECRET}", "a header without a colon"),
        (f"curl https://a -H 'a;{SECRET}'", "a header without a colon"),
        (f"curl https://a -H 'x y: {SECRET}'", "the command: headers: the name 'x y'"),
        (f"curl https://a -H $'x: {SECRET}\\n'", "the command: headers['x']: '\\n'"),
        ("curl https://a -H @f", "a file (@…) after --header"),
        ("curl https://a -d @f", "a file (@…) after --data"),
        ("curl https://a --data-binary @f", "a file (@…) after --data-binary"),
        ("curl https://a --json @f", "a file (@…) after --json"),
        ("curl https://a --data-urlencode a@f", "a file (@…) after --data-urlencode"),
        ("curl https://a --url-query @f", "a file (@…) after --url-query"),
        ("curl https://a -b cookies.txt", "a file of cookies after -b"),
        ("curl https://a -F a=b", "the option -F"),
        ("curl https://a --form a=b", "the option --form"),
        ("curl https://a -T f", "the option -T"),
        ("curl https://a -K f", "the option -K"),
    ],
)
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
