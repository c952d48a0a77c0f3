"""Each form in which people paste a request, in the wrappings in which they paste it."""

from __future__ import annotations

import contextlib
import html
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request, SigV4Error, verify
from sigv4_explain.readers import NotWhole, Origin, ReadRequest, requests_in
from tests.readers import printing
from tests.readers.printing import BODY, FORMS, HOST, KEYS, MOMENT, PRESIGNED, PRESIGNED_FORMS, SIGNED
from tests.tables import tables

ANSWER = '{"message":"The request signature we calculated does not match the signature you provided. Check your key."}'
ASKED = (
    "My call fails:\n\n```\n(request)\n```\n\nand the answer is\n\n```json\n" + ANSWER + "\n```\nWhat is wrong with it?"
)
WRAPPINGS: dict[str, Callable[[str], str]] = {
    "alone": lambda text: text,
    "in a fence, with prose and the answer": lambda text: ASKED.replace("(request)", text),
    "a log's prefix": lambda text: "\n".join(
        [f"2015-08-30T12:36:{at % 60:02}.{at:03}Z stdout F {line}" for at, line in enumerate(text.split("\n"))]
    ),
    "a container's name": lambda text: printing.marked("app-1  | ", text),
    "quoted in a mail": lambda text: printing.marked("> ", text),
    "indented": lambda text: printing.marked("    ", text),
    "before the answer": lambda text: f"{text}\n\n{ANSWER}\n",
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "double-spaced": lambda text: text.replace("\n", "\n\n"),
    "in colour": lambda text: "\n".join([f"\x1b[32m{line}\x1b[0m" for line in text.split("\n")]),
}
CHANGES: dict[str, Callable[[str], str]] = {
    "in HTML": html.escape,
    "a text in JSON": lambda text: json.dumps({"message": text}),
    "a text in JSON in JSON": lambda text: json.dumps({"log": json.dumps({"message": text})}),
    "Python's repr": repr,
    "with typographic quotes": lambda text: text.replace("'", "’").replace('"', "”"),
    "commented out": lambda text: printing.marked("# ", text),
    "wrapped at 80 columns": lambda text: "\n".join(
        [line[at : at + 80] for line in text.split("\n") for at in range(0, max(1, len(line)), 80)]
    ),
    "in one line": lambda text: text.replace("\n", " "),
}
UNKNOWN = {NotWhole.METHOD, NotWhole.HOST, NotWhole.TARGET, NotWhole.BODY}
SIG = "0123456789abcdef" * 4
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request, "
    f"SignedHeaders=host;x-amz-date, Signature={SIG}"
)
TABLES = tables(__file__, SECRET=KEYS.secret_access_key, AUTHORIZATION=AUTHORIZATION, SIG=SIG)


def _only(text: str) -> ReadRequest:
    """Return the one request of a text; its place is in the text."""
    (found,) = requests_in(text)
    assert 0 <= found.start < found.end <= len(text)
    return found


def _headers(request: Request) -> list[tuple[str, str]]:
    return sorted((name.lower(), value.strip()) for name, value in request.headers if name.lower() != "host")


def _check(found: ReadRequest, sent: Request) -> None:
    """Compare what is not said to be missing; a request that is whole is accepted by the server's rules."""
    request, lacking = found.request, found.not_whole
    assert _headers(request) == _headers(sent)
    assert NotWhole.METHOD in lacking or request.method == sent.method
    assert NotWhole.HOST in lacking or request.host == HOST
    assert NotWhole.TARGET in lacking or request.url == sent.url
    assert NotWhole.BODY in lacking or request.body == sent.body
    if not lacking & UNKNOWN:
        verdict = verify(request, {KEYS.access_key_id: KEYS}, region="us-east-1", service="execute-api", at=MOMENT)
        assert verdict.accepted


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("form", FORMS)
def test_a_printed_request_is_the_one_that_was_signed(form: str, wrapping: str) -> None:
    """Whoever printed it, and whatever stands around it."""
    found = _only(WRAPPINGS[wrapping](FORMS[form]()))

    _check(found, SIGNED)
    assert found.signing is None


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("form", ["HTTP message", "HTTPie -v", "options of aws4", "HAR", "config of axios"])
def test_what_was_escaped_wrapped_or_joined_is_put_back(form: str, change: str) -> None:
    """Headers and URL are those that were signed; a body is, or it is said that it may not be."""
    found = _only(CHANGES[change](FORMS[form]()))

    assert _headers(found.request) == _headers(SIGNED)
    assert found.request.url == SIGNED.url
    assert found.request.body == SIGNED.body or found.not_whole & {NotWhole.BODY, NotWhole.BODY_END}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("form", PRESIGNED_FORMS)
def test_a_presigned_request_is_found_in_urls_and_tokens(form: str, wrapping: str) -> None:
    """Broken by lines, by HTML, encoded as a token."""
    found = _only(WRAPPINGS[wrapping](PRESIGNED_FORMS[form]()))

    _check(found, Request("GET", PRESIGNED))


@pytest.mark.parametrize("row", TABLES["forms"], ids=lambda row: row["name"])
def test_other_forms_are_read(row: dict[str, Any]) -> None:
    """Commands, saved requests, tokens and pieces of a request: what they say, what they lack, and who says it."""
    found = _only(row["text"])

    assert found.form == row["form"]
    assert found.origin is Origin[row.get("origin", "WIRE")]
    assert {part.name for part in found.not_whole} == set(row.get("lacks", []))
    assert f"{found.request.method} {found.request.url}" == row["request"]
    assert [name for name, _ in found.request.headers] == row.get("headers", [])
    assert found.request.body.decode() == row.get("body", "")
    signing = found.signing
    said = [] if signing is None else [signing.region or "", signing.service or "", str(bool(signing.credentials))]
    assert said == row.get("signing", [])


@pytest.mark.parametrize("text", TABLES["nothing"])
def test_code_answers_and_prose_are_no_requests(text: str) -> None:
    """What was never sent, and what the server says, must not pass for what the client sent."""
    assert requests_in(text) == ()


@pytest.mark.parametrize("order", [1, -1])
def test_several_requests_are_found_in_their_order(order: int) -> None:
    """A command, its output and a URL in one paste, in any order."""
    texts = [FORMS["curl for bash"](), FORMS["OkHttp"](), PRESIGNED, FORMS["Python's dict"]()][::order]

    found = requests_in("\n\nand then\n\n".join(texts))

    expected = ["curl command", "OkHttp log", "presigned URL", "printed headers"][::order]
    assert [one.form for one in found] == expected
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_bodys_end_is_told_by_the_length_and_by_the_announced_hash() -> None:
    """What an editor or a person adds behind it is none of it; without either it ends where an answer begins."""
    head = printing.head()
    without_hash = "\n".join([line for line in head.split("\n") if "Sha256" not in line])

    for more in ("", "\n", "\n\nHow can that be?\n", f"\n{ANSWER}", "\n\nResponse:\n403"):
        assert _only(f"{head}\n\n{BODY}{more}").request.body == BODY.encode()
        assert _only(f"{without_hash}\nContent-Length: {len(BODY)}\n\n{BODY}{more}").not_whole == set()
    for more in ("", "\n", f"\n{ANSWER}", "\n\nResponse:\n403"):
        found = _only(f"{without_hash}\n\n{BODY}{more}")
        assert found.request.body == BODY.encode()
        assert found.not_whole == {NotWhole.BODY_END}


def test_the_body_of_a_request_that_curl_printed_is_that_of_its_command() -> None:
    """When it is as long as the Content-Length that was sent."""
    command = f"$ curl -v -X POST -d '{BODY}' https://{HOST}/x\n"
    output = f"> POST /x HTTP/1.1\n> Host: {HOST}\n> Content-Length: {len(BODY)}\n> \n< HTTP/1.1 403 Forbidden\n"

    _, sent = requests_in(command + output)

    assert sent.request.body == BODY.encode()


@pytest.mark.parametrize("form", ["HTTP message", "curl for bash", "OkHttp", "fetch", "mc admin trace --json"])
def test_request_parse_reads_them_too(form: str) -> None:
    """In prose, with the answer."""
    request = Request.parse(ASKED.replace("(request)", FORMS[form]()))

    assert _headers(request) == _headers(SIGNED)
    assert (request.url, request.body) == (SIGNED.url, SIGNED.body)


def test_a_secret_of_a_command_is_masked() -> None:
    """Neither the reading nor its signing shows it."""
    found = _only(
        "curl --aws-sigv4 aws:amz:us-east-1:sts --user AKIDEXAMPLE:MarkerOfASecret https://sts.amazonaws.com/"
    )

    assert found.signing
    assert found.signing.credentials
    assert found.signing.credentials.secret_access_key == "MarkerOfASecret"
    assert "Marker" not in f"{found!r} {found.signing!r} {found.request!r}"


_damage = st.tuples(
    st.integers(0, 2000),
    st.integers(0, 40),
    st.text(st.sampled_from("\0\n\r'\"\\{}[]()<>:=^`$%& \ud800é1a"), max_size=4),
)
_printed = st.sampled_from([one() for one in (*FORMS.values(), *PRESIGNED_FORMS.values())])


@given(_printed, st.lists(_damage, max_size=4))
def test_damaged_text_gives_requests_or_none(text: str, damages: list[tuple[int, int, str]]) -> None:
    """Whatever is missing or added, there is no error, and each place is in the text."""
    for start, length, added in damages:
        text = text[:start] + added + text[start + length :]

    for found in requests_in(text):
        assert 0 <= found.start <= found.end <= len(text)


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_gives_requests_or_none(text: str) -> None:
    """Nothing that can be pasted is a fault of this package."""
    with contextlib.suppress(SigV4Error):
        Request.parse(text)

    assert isinstance(requests_in(text), tuple)


def test_a_command_of_chromes_is_read_as_a_shell_reads_it() -> None:
    """In prose too: its escapes of characters, bytes and quotes are those of the body that was sent."""
    text = "It said 403:\n\ncurl 'https://h.example/' --data-raw $'it\\'s \\u0021 \\x41 Z\\u00fcrich'\n\nWhy?"

    assert requests_in(text)[0].request.body == "it's ! A Zürich".encode()
