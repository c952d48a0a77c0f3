"""Whoever pastes waits for nothing: each entry takes a few times as long for four times the text, or stops at a cap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from time import process_time
from typing import Any

import pytest

from sigv4_explain import Request, UnreadableText, diagnose, explain, sign, verify
from sigv4_explain.doctor.code import code_in, faults_in_code
from sigv4_explain.readers import requests_in
from sigv4_explain.readers.answers import parse_answer
from tests.core.examples import ALICE, MOMENT

PLACE: dict[str, Any] = {"region": "us-east-1", "service": "execute-api"}
SENT = "> POST /a HTTP/1.1\n> Host: h.example\n> Content-Length: 9\n> \n< HTTP/1.1 403 Forbidden\n"
DUMP = "GET /a HTTP/1.1\nHost: h\nContent-Length: 2\n\nab\n"
BOTOCORE = (
    "Making request for x with params: {'body': b''}\n"
    "<AWSPreparedRequest stream_output=False, method=GET, url=https://h/, headers={'a': b'b'}>\n"
)
RUNS = (" ", "\t", "\n", "[", "<Error><Code>", "'", '"', "\\", "\\n", "a", "AWS4-HMAC-SHA256 ", "\n> ", "%25")
BESIDE = {
    "a request": "GET /a HTTP/1.1\nHost: h.example\n\n",
    "a canonical request": f"GET\n/\n\nhost:h\n\nhost\n{'e3b0c442' * 8}",
}
ANNOUNCED = "The Canonical String for this request should have been\n'"


def _wrong(url: str = "https://h.example/", headers: list[tuple[str, str]] | None = None) -> Request:
    """Return a request whose signature no mistake gives."""
    signed = sign(Request("GET", url, headers or ()), ALICE, at=MOMENT, **PLACE)
    return signed.with_headers([("Authorization", (signed.header("authorization") or "")[:-4] + "beef")])


def _path(size: int) -> Request:
    return _wrong("https://h.example" + "/a" * (size // 2))


def _headers(size: int) -> Request:
    return _wrong(headers=[(f"h{number}", "v") for number in range(size // 8)])


def _parameters(size: int) -> Request:
    return _wrong("https://h.example/?" + "&".join([f"p{number}=v" for number in range(size // 8)]))


def _refused(request: Request) -> str:
    return verify(request, {ALICE.access_key_id: ALICE}, at=MOMENT, **PLACE).message or ""


def _parsed(text: str) -> None:
    with suppress(UnreadableText):
        Request.parse(text)


def _found(text: str) -> None:
    requests_in(text)


def _answered(text: str) -> None:
    parse_answer(text)


def _pasted(text: str) -> None:
    diagnose(text)


def _pasted_in_turn(texts: Iterable[str]) -> None:
    for text in texts:
        diagnose(text)


def _replayed(request: Request) -> None:
    diagnose(request, credentials=ALICE, **PLACE)


def _compared(both: tuple[Request, Request]) -> None:
    diagnose(both[0], answer=_refused(both[1]), **PLACE)


def _written(text: str) -> None:
    diagnose(client_canonical_request=text, answer=_refused(_path(10)), **PLACE)


def _shared(request: Request) -> None:
    diagnose(request).share()


def _canonical(request: Request) -> str:
    return str(explain(request, ALICE, at=MOMENT, **PLACE)["canonical_request"].output)


def _read_as_code(text: str) -> None:
    code = code_in(text)
    if code is not None:
        faults_in_code(code)


def _repeated(text: str, size: int) -> str:
    return text * (size // len(text))


def _before_and_behind(run: str, text: str, size: int) -> tuple[str, str]:
    many = _repeated(run, size)
    return f"{many}{text}", f"{text}\n{many}"


Entry = tuple[Callable[[Any], None], Callable[[int], Any], int]
ENTRIES: dict[str, Entry] = {
    "curl -v, pipes in the body": (_parsed, lambda n: f"$ curl -v h/a -d '{'a|b|c' * (n // 5)}'\n{SENT}", 16_000),
    "curl -v, blanks in the command": (_parsed, lambda n: f"$ curl {' ' * n}x\n{SENT}", 8_000),
    "curl -v, blanks in a line": (_parsed, lambda n: f"> GET /a{' ' * n}x\n{SENT}", 32_000),
    "raw HTTP, blanks in the target": (_parsed, lambda n: f"GET /a{' ' * n}x\nHost: h\n\n", 16_000),
    "Go's dumps": (_parsed, lambda n: "log\n" + DUMP * (n // len(DUMP)), 250_000),
    "botocore's log": (_parsed, lambda n: BOTOCORE * (n // len(BOTOCORE)), 1_000_000),
    "labels in one line": (_parsed, lambda n: "log\n" + DUMP + "StringToSign:" * (n // 13), 1_000_000),
    **{
        f"a paste of {text!r}": (_found, partial(_repeated, text), 50_000)
        for text in (
            " ",
            "curl -d '",
            "GET / HTTP/1.1 ",
            "send: b'GET / HTTP/1.1\\r\\n",
            "{a=b, Authorization=",
            "[(",
            "'\\",
        )
    },
    "a paste of requests": (_found, partial(_repeated, DUMP), 250_000),
    "an answer of backslashes": (_answered, lambda n: ANNOUNCED + "\\" * n + "x'", 8_000),
    "an answer of lines like methods": (_answered, lambda n: ANNOUNCED + "\n" + "/x: a\n" * (n // 6), 32_000),
    "a paste of texts": (_pasted, lambda n: "GET\n/\n\nhost:h\n\nhost\n" * (n // 20), 60_000),
    "a paste of first lines": (_pasted, lambda n: "AWS4-HMAC-SHA256\n" * (n // 17), 60_000),
    "a paste of escaped lines": (_pasted, lambda n: "'GET\\n' +\n " * (n // 12), 60_000),
    "a paste of quotes": (_pasted, lambda n: "\"\\n'" * (n // 4), 60_000),
    "a paste of keys": (_pasted, lambda n: "secret key = access key: " * (n // 25), 60_000),
    "a paste of words": (_pasted, lambda n: "the canonical request should be " * (n // 32), 60_000),
    "a paste without end": (_pasted, lambda n: "AWS4-HMAC-SHA256 Credential=\n" * (n // 29), 2_500_000),
    **{
        f"many {run!r} before and behind {name}": (_pasted_in_turn, partial(_before_and_behind, run, text), 16_000)
        for run in RUNS
        for name, text in BESIDE.items()
    },
    "segments, with the secret": (_replayed, _path, 2_000),
    "headers, with the secret": (_replayed, _headers, 2_000),
    "parameters, with the secret": (_replayed, _parameters, 4_000),
    "segments, compared": (_compared, lambda n: (_path(n + 2), _path(n)), 8_000),
    "parameters, compared": (_compared, lambda n: (_parameters(n + 8), _parameters(n)), 8_000),
    "headers, compared": (_compared, lambda n: (_headers(8), _headers(n)), 8_000),
    "a client's text of backslashes": (_written, lambda n: "\\" * n + "!", 8_000),
    "a client's text of dashes": (_written, lambda n: "a-" * (n // 2) + "!", 8_000),
    "a client's text of other headers": (_written, lambda n: _canonical(_headers(n)), 7_000),
    "code": (_read_as_code, lambda n: "canonicalRequest = 'GET' + a('\\n', b)\n" * (n // 38), 64_000),
    "code in one line": (_read_as_code, lambda n: "const kDate = sign('AWS4' + secret, day);" * (n // 41), 250_000),
    "a log that is no code": (_read_as_code, lambda n: "2026-05-01 DEBUG x(a = b)\n" * (n // 26), 250_000),
    "share, the word token": (_shared, lambda n: Request("GET", "https://h/", {"X-Note": "token" * (n // 5)}), 32_000),
    "share, the word passw": (_shared, lambda n: Request("GET", "https://h/?" + "passw" * (n // 5)), 32_000),
    "share, many tokens": (
        _shared,
        lambda n: Request("GET", "https://h/", [("x-amz-security-token", f"abcdefgh{i}") for i in range(n // 16)]),
        32_000,
    ),
}


def _seconds(run: Callable[[Any], None], given: Any) -> float:
    start = process_time()
    run(given)
    return process_time() - start


@pytest.mark.parametrize("entry", ENTRIES)
def test_four_times_as_much_is_no_sixteen_times_as_long(entry: str) -> None:
    """The best of five runs; the times of what takes less than 25 milliseconds tell nothing."""
    run, made, size = ENTRIES[entry]
    small, large = made(size // 4), made(size)

    for _ in range(5):
        after = _seconds(run, large)
        if after <= 12 * 0.025 or after <= 12 * _seconds(run, small):
            return
    pytest.fail(f"{size // 4} characters: {_seconds(run, small):.2f} s, {size}: {after:.2f} s")


@pytest.mark.parametrize("run", [" ", "\n", "[", "\\n", "AWS4-HMAC-SHA256 "])
def test_a_long_paste_is_read_at_once(run: str) -> None:
    """A megabyte takes no longer than what people paste on purpose."""
    for text in _before_and_behind(run, BESIDE["a request"], 1_000_000):
        assert _seconds(_pasted, text) < 6


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (_headers(1_000), "No two mistakes were tried at once"),
        (_path(10_000), "longer than 8,192 characters"),
        (_path(40_000), "No mistake was tried: the text is longer than 32,768 characters."),
    ],
)
def test_what_is_not_tried_is_said(request_: Request, says: str) -> None:
    """A request that no server takes for its size is not tried in thousands of ways, and the finding says so."""
    found = diagnose(request_, credentials=ALICE, **PLACE)

    assert any(says in line for finding in found.findings for line in finding.evidence)


def test_texts_of_many_headers_are_compared_without_mistakes() -> None:
    """Each difference is still found."""
    found = diagnose(_headers(1_600), answer=_refused(_headers(1_608)), **PLACE)

    assert found.top is not None
    assert "No known mistake was tried on it: there are more than 100 headers." in found.top.evidence
