"""Each form in which one signed request may be pasted, whole and damaged."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import InvalidRequest, Request, UnreadableText, explain, presign
from sigv4_explain.readers import requests_in, requests_in_har
from tests.readers.parts import curl_command
from tests.readers.servers import EXAMPLE

TARGET = "https://h.example/a%20b?c=d"
AT = "20150830T123600Z"
TRACE = explain(Request("POST", TARGET, {"A": "1"}, "hello"), EXAMPLE, region="us-east-1", service="sts", at=AT)
SIGNED = TRACE.signed_request.with_headers([("Content-Length", "5")])
PRESIGNED = presign(Request("GET", TARGET), EXAMPLE, region="us-east-1", service="s3", expires=300, at=AT)
HEAD = ["POST /a%20b?c=d HTTP/1.1", *(f"{name}: {value}" for name, value in SIGNED.headers)]
ENTRY = {
    "method": "POST",
    "url": TARGET,
    "headers": [{"name": name, "value": value} for name, value in SIGNED.headers],
    "postData": {"mimeType": "text/plain", "text": "hello"},
}
FORMS = {
    "raw HTTP": "\n".join([*HEAD, "", "hello"]),
    "curl": curl_command(SIGNED, reveal=True),
    "curl -v": "\n".join(
        ["$ curl -v -d hello …", *(f"> {line}" for line in HEAD), "> ", "< HTTP/1.1 403 Forbidden", "< "]
    ),
    "HAR": json.dumps({"log": {"entries": [{"request": ENTRY, "response": {"status": 403}}]}}, indent=1),
    "botocore": (
        "botocore.endpoint [DEBUG] Making request for X with params: {'headers': {}, 'body': b'hello', 'url': 'x'}\n"
        f"botocore.auth [DEBUG] CanonicalRequest:\n{TRACE['canonical_request'].output!s}\n"
        f"botocore.auth [DEBUG] StringToSign:\n{TRACE['string_to_sign'].output!s}\n"
        f"botocore.auth [DEBUG] Signature:\n{TRACE.signature}\n"
        f"botocore.endpoint [DEBUG] Sending http request: <AWSPreparedRequest stream_output=False, method=POST, "
        f"url={TARGET}, headers={dict(SIGNED.headers)!r}>\n"
    ),
    "Go": "\n".join(
        ["SDK 2015/08/30 12:36:00 DEBUG Request", *HEAD, "", "hello", "SDK 2015/08/30 12:36:01 DEBUG Response"]
    ),
}
MARKER = "MarkerOfASecret"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_form_gives_the_request_that_was_sent(form: str, line_end: str) -> None:
    """Signature, token, repeated blanks and body are those of the signed request."""
    text = FORMS[form].replace("…", TARGET).replace("\n", line_end)

    assert Request.parse(text) == SIGNED


@pytest.mark.parametrize("around", ["{}", "\n  {}\n", "<{}>", '"{}"', "'{}'\r\n"])
def test_a_url_alone_is_a_get_request(around: str) -> None:
    """A presigned URL is all that there is; what quotes it in a mail is none of it."""
    assert Request.parse(around.format(PRESIGNED)) == Request("GET", PRESIGNED)


@pytest.mark.parametrize("text", [f"https://h.example:x/?{MARKER}", f"https://me:{MARKER}@h.example/", "https://"])
def test_a_url_that_cannot_be_is_an_error(text: str) -> None:
    """Neither the query nor a password is repeated."""
    with pytest.raises(UnreadableText) as caught:
        Request.parse(text)

    assert MARKER not in str(caught.value)


_damage = st.tuples(
    st.integers(0, 2000), st.integers(0, 40), st.text(st.sampled_from("\0\n\r'\"\\{}[]<>:=^`$ \ud800é1a"), max_size=4)
)


@given(st.sampled_from([*FORMS.values(), PRESIGNED]), st.lists(_damage, max_size=4))
def test_damaged_text_is_read_or_refused(text: str, damages: list[tuple[int, int, str]]) -> None:
    """Whatever is missing or added, there is a Request or one of two errors, and no other."""
    for start, length, added in damages:
        text = text[:start] + added + text[start + length :]

    for read in (Request.parse, requests_in, requests_in_har):
        with contextlib.suppress(UnreadableText, InvalidRequest):
            read(text)


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing that can be pasted is a fault of this package."""
    with contextlib.suppress(UnreadableText, InvalidRequest):
        Request.parse(text)


@given(st.sampled_from(sorted(FORMS)), st.integers(0, 2000), st.integers(0, 40))
def test_no_error_repeats_a_token(form: str, start: int, length: int) -> None:
    """Whatever is damaged, the session token is not in the message."""
    text = FORMS[form].replace("token/+=", MARKER).replace("token/+\\u003d", MARKER)
    text = text[:start] + "\0" + text[start + length :]

    assert MARKER not in _error_of(text)


def _error_of(text: str) -> str:
    try:
        Request.parse(text)
    except (UnreadableText, InvalidRequest) as error:
        return f"{error} {error.__cause__}"
    return ""


def test_the_first_line_decides_before_a_body_that_looks_otherwise() -> None:
    """Raw HTTP may carry what curl printed."""
    assert Request.parse("PUT / HTTP/1.1\nHost: h.example\n\n> GET / HTTP/1.1\n> Host: other\n> \n").method == "PUT"


def test_a_signature_in_the_query_counts_as_signed() -> None:
    """Of two requests in a HAR the presigned one is taken."""
    urls = ["https://h.example/", PRESIGNED]
    entries = [{"request": {"method": "GET", "url": url}} for url in urls]

    assert Request.parse(json.dumps({"log": {"entries": entries}})).url == PRESIGNED


@pytest.mark.parametrize(
    "text",
    [
        "curl https://example.com/",
        "\n  $ curl https://example.com/",
        "curl.exe https://example.com/",
        "curl \\\n  https://example.com/",
        "GET https://example.com/",
    ],
)
def test_the_first_word_decides(text: str) -> None:
    """A command begins with curl, with or without a prompt; anything else is raw HTTP."""
    assert Request.parse(text) == Request("GET", "https://example.com/")


def test_a_method_that_begins_like_curl_is_no_command() -> None:
    """Only the whole word counts."""
    assert Request.parse("curly https://example.com/").method == "CURLY"


def test_bytes_are_refused_by_type() -> None:
    """What is not text says so instead of failing inside."""
    with pytest.raises(UnreadableText, match="received bytes, expected raw HTTP, a curl command"):
        Request.parse(b"GET /")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["copy", "params", "lt", "para", "not", "sect"])
def test_a_parameter_that_begins_as_an_escape_of_html_stays(name: str) -> None:
    """Without its semicolon it is none, and in the query of a presigned URL it would be another name."""
    url = f"https://h.example/a?X-Amz-Signature={'0' * 64}&{name}=1"

    assert [one.request.url for one in requests_in(f"See {url} .")] == [url]
