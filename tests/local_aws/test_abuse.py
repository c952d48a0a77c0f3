"""Whatever arrives, an answer of AWS's or a clean 4xx leaves: no traceback, hang, secret or expected signature."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Credentials, Request, sign
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.signature import signature
from sigv4_explain.signing import scope_and_signing_key
from tests.local_aws.calling import FORM, HOSTS, NOON, SERVICES
from tests.local_aws.parts import STORY, Cloud, Front, Gateway, Limits, World
from tests.local_aws.sockets import RawClient, exchange, raw

AT = "20150830T123600Z"
SECRETS = ("MARKEDSECRETCAROL", "MARKEDSECRETALICE")
MARKED = (Credentials("AKIDMARKEDCAROL", SECRETS[0]), Credentials("AKIDMARKEDALICE", SECRETS[1]))
ALICE = MARKED[1]


def _marked_world() -> World:
    """Return the story with secrets that can be recognized wherever they turn up."""
    users = tuple(replace(user, credentials=marked) for user, marked in zip(STORY.users, MARKED, strict=True))
    return replace(STORY, users=users)


WORLD = _marked_world()


class _Faults(logging.Handler):
    """Keeps what is logged as a fault, by whomever."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append(self.format(record))


FAULTS = _Faults()


@pytest.fixture(scope="module", autouse=True)
def _faults() -> Iterator[None]:
    """Listen to every logger."""
    logging.getLogger().addHandler(FAULTS)
    yield
    logging.getLogger().removeHandler(FAULTS)


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    """Fronts that wait long enough for the slowest machine, and not for ever."""
    with LocalAws(WORLD, at=AT, limits=Limits(idle_seconds=10, request_seconds=10, linger_seconds=2)) as aws:
        yield aws


def _signed(
    url: str, service: str = "execute-api", headers: Any = (), body: bytes = b"", method: str = "GET"
) -> Request:
    headers = [("x-api-key", "example"), *headers]
    return sign(Request(method, url, headers, body), ALICE, region="eu-central-1", service=service, at=AT)


def _urls(aws: LocalAws) -> dict[Front, str]:
    urls = aws.loopback
    places = (urls.rest_url, urls.custom_domain_url, f"{urls.http_api_url}/hello", urls.function_url, urls.sts_url)
    return dict(zip(Front, places, strict=True))


def _good(aws: LocalAws) -> bytes:
    return raw(_signed(aws.loopback.rest_url))


def _check_served(aws: LocalAws) -> None:
    answer = exchange(aws.loopback.rest_url, _good(aws))
    assert answer.status == 200, answer


def _check_harmless(sent: bytes, text: str) -> None:
    """Look for what must not leave: tracebacks, secrets, and the signature that the server would have accepted."""
    assert FAULTS.records == []
    assert "Traceback" not in text
    for secret in SECRETS:
        assert secret not in text
    for expected in _expected_signatures(text):
        assert expected in sent.decode("latin-1") or expected not in text


def _expected_signatures(text: str) -> Iterator[str]:
    """Sign each string to sign that an answer shows, as the server did and never says."""
    text = text.replace("\\n", "\n")
    for found in re.findall(r"'(AWS4-HMAC-SHA256\n[^'\n]*\n[^'\n]*\n[0-9a-f]{64})'", text):
        date, region, service = found.split("\n")[2].split("/")[:3]
        for marked in MARKED:
            _, key = scope_and_signing_key(marked.secret_access_key, date, region, service)
            yield signature(key, found)


def _sent_and_answered(url: str, data: bytes) -> str:
    """Send bytes, close this side, and return everything that comes back."""
    with RawClient(url) as client:
        try:
            client.send(data)
            client.end_sending()
        except OSError:
            pass  # the server has seen enough, and has closed
        return client.rest().decode()


def _check_answers(text: str) -> None:
    """Nothing but whole answers, none of which says that the front broke."""
    while text:
        head, _, text = text.partition("\r\n\r\n")
        status = re.match(r"HTTP/1\.1 (\d\d\d) [A-Za-z ]+(\r\n|$)", head)
        assert status, head
        assert status[1] in {"100", "200", "400", "403", "404", "408", "413", "429", "431"}, head
        length = re.search(r"\r\nContent-Length: (\d+)", head)
        text = text.encode()[int(length[1]) if length else 0 :].decode()


FRAGMENTS = st.sampled_from(
    [
        b"GET /default HTTP/1.1\r\n",
        b"POST /default HTTP/1.1\r\n",
        b"HEAD /default/items/a HTTP/1.1\r\n",
        b"GET /default?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a HTTP/1.1\r\n",
        b"OPTIONS * HTTP/1.1\r\n",
        b"Host: localhost\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: 99999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Expect: 100-continue\r\n",
        b"Connection: close\r\n",
        b"Authorization: AWS4-HMAC-SHA256 Credential=AKIDMARKEDALICE/20150830/eu-central-1/execute-api/aws4_request, ",
        b"SignedHeaders=host;x-amz-date, Signature=0\r\n",
        b"Authorization: ",
        b"X-Amz-Date: 20150830T123600Z\r\n",
        b"X-Amz-Security-Token: \xff\xfe\r\n",
        b"\r\n",
        b"\r\n\r\n",
        b"\n",
        b"\x00",
        b"5\r\nabcde\r\n",
        b"0\r\n\r\n",
        b"ffffffffffffffff\r\n",
        b"%zz%",
        b"\xc3\x28",
        b" ",
        b":",
        b"x" * 20_000,
    ]
)


@settings(max_examples=150)
@given(front=st.sampled_from(Front), data=st.lists(FRAGMENTS | st.binary(max_size=20), max_size=20).map(b"".join))
def test_no_bytes_break_a_front(aws: LocalAws, front: Front, data: bytes) -> None:
    """Pieces of HTTP in any order, and anything between them."""
    text = _sent_and_answered(_urls(aws)[front], data)

    _check_answers(text)
    _check_harmless(data, text)


@settings(max_examples=150)
@given(data=st.data(), front=st.sampled_from(Front))
def test_no_change_of_a_good_request_breaks_a_front(aws: LocalAws, front: Front, data: st.DataObject) -> None:
    """Bytes that are flipped, dropped, doubled or put in on the way; what follows on the connection too."""
    request = _signed(_urls(aws)[front], SERVICES.get(front, "execute-api"), method="POST", body=b'{"client": "ky"}')
    sent = bytearray(raw(request) * 2)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(sent) - 1)))
        length = data.draw(st.integers(0, 4))
        sent[place : place + length] = data.draw(st.binary(max_size=4) | st.just(bytes(sent[place : place + 40])))

    text = _sent_and_answered(_urls(aws)[front], bytes(sent))

    _check_answers(text)
    _check_harmless(bytes(sent), text)


def test_the_signature_that_would_be_accepted_can_be_found(aws: LocalAws) -> None:
    """What the other tests look for is computed from the answer: a refusal shows all of it but the key."""
    good = _signed(aws.loopback.rest_url)
    data = raw(good).replace(b"Signature=", b"Signature=0")

    found = list(_expected_signatures(_sent_and_answered(aws.loopback.rest_url, data)))

    assert str(good.header("Authorization"))[-64:] in found


def test_after_all_that_a_good_request_is_served_and_the_log_is_clean(aws: LocalAws) -> None:
    """Nothing that was sent has left a mark: the fronts answer, and the log shows no secret."""
    for data in (b"\x00" * 100, raw(_signed(aws.loopback.rest_url)).replace(b"Signature=", b"Signature=0")):
        _sent_and_answered(aws.loopback.rest_url, data)

    _check_served(aws)
    _check_harmless(b"", repr(aws.log))
    for decision in aws.log:
        _check_harmless(b"", f"{decision.because} {decision.verdict!r} {decision.verdict}")


HEAD = b"GET /default HTTP/1.1\r\nHost: localhost\r\n"
ABUSES = {
    "bad percent-escapes": b"GET /default/%?%zz=%f&%%%=1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no UTF-8 behind the escapes": b"GET /default/%ff%fe?%c3%28=%80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "thousands of parameters": b"GET /default?" + b"a=1&" * 7_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "thousands of dots": b"GET /default" + b"/.." * 9_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "two Authorization headers": HEAD + b"Authorization: AWS4-HMAC-SHA256 a=b\r\nAuthorization: Basic eA==\r\n\r\n",
    "thousands of words in one": HEAD + b"Authorization: AWS4-HMAC-SHA256 " + b"a=b," * 2_500 + b"\r\n\r\n",
    "thousands of signed headers": HEAD + b"Authorization: A SignedHeaders=" + b"a;" * 5_000 + b"\r\n\r\n",
    "no ASCII in a header": HEAD + b"Authorization: \xe2\x82\xac\xff\r\n\r\n",
    "an impossible date": HEAD + b"X-Amz-Date: 99999999T999999Z\r\nAuthorization: A b=c\r\n\r\n",
    "garbage behind a good head": HEAD + b"\r\n" + b"\xff" * 1_000,
    "a long line of nothing": b"\r\n" * 30_000,
    "a body cut short": HEAD + b"Content-Length: 1000\r\n\r\nabc",
    "chunks cut short": HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\nabc",
    "a chunk's size without end": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 50_000,
    "chunks of one byte": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 20_000 + b"0\r\n\r\n",
    "a trailer without end": HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 20_000,
}


@pytest.mark.parametrize("front", Front)
@pytest.mark.parametrize("abuse", ABUSES)
def test_each_abuse_gets_a_clean_answer(aws: LocalAws, front: Front, abuse: str) -> None:
    """At every front; and the next client is served."""
    text = _sent_and_answered(_urls(aws)[front], ABUSES[abuse])

    assert bool(text) == ("cut short" not in abuse)
    _check_answers(text)
    _check_harmless(ABUSES[abuse], text)
    _check_served(aws)


@pytest.mark.parametrize("rest", ["%?%zz=%f&%%%=1", "%ff%fe?%c3%28=%80", "a?" + "a=1&" * 7_000, "a" + "/.." * 9_000])
def test_an_odd_request_that_is_signed_is_accepted(aws: LocalAws, rest: str) -> None:
    """Odd is no fault: what is signed as it is sent has the right signature."""
    answer = exchange(aws.loopback.rest_url, raw(_signed(f"{aws.loopback.rest_url}/items/{rest}")))

    assert answer.status == 200, answer.body[:300]


def test_many_who_come_and_go_leave_nothing_behind(aws: LocalAws) -> None:
    """Connections that say nothing, half a request, or leave before their answer; then everything is as before."""
    for number in range(150):
        client = RawClient(aws.loopback.rest_url)
        client.send(
            (b"", HEAD, HEAD + b"Content-Length: 1000000\r\n\r\n" + bytes(100_000), _good(aws) * 20)[number % 4]
        )
        if number % 3:
            client.reset()
        else:
            client.close()

    _check_served(aws)


def test_a_flood_of_requests_on_one_connection_lets_others_have_their_turn(aws: LocalAws) -> None:
    """Of a thousand requests that arrive at once, most are still to be answered when another client is served."""
    with RawClient(aws.loopback.rest_url) as flood, RawClient(aws.loopback.rest_url) as other:
        aws.log.clear()
        flood.send(b"GET /default HTTP/1.1\r\nHost: localhost\r\n\r\n" * 1_000)
        other.send(_good(aws))
        assert other.answer().status == 200
        served_before = len(aws.log)
        for _ in range(1_000):
            assert flood.answer().status == 403

    assert served_before < 900


ODD = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
AUTHORIZATIONS = ODD | st.lists(
    st.sampled_from(
        [
            "AWS4-HMAC-SHA256 ",
            "AWS4-ECDSA-P256-SHA256 ",
            "Bearer ",
            "Credential=AKIDMARKEDALICE/20150830/eu-central-1/execute-api/aws4_request",
            "Credential=AKIDMARKEDALICE/////",
            "SignedHeaders=host;x-amz-date",
            "SignedHeaders=",
            "Signature=0123",
            "=",
            ",",
            ", ",
            " ",
        ]
    )
    | ODD,
    max_size=8,
).map("".join)
DATES = st.sampled_from([AT, "20150830T123600", "99999999T999999Z", "00000000T000000Z", "Sun, 30 Aug 2015"]) | ODD
HEADERS = st.lists(
    st.tuples(st.sampled_from(["Authorization", "authorization"]), AUTHORIZATIONS)
    | st.tuples(st.sampled_from(["X-Amz-Date", "Date"]), DATES)
    | st.tuples(st.sampled_from(["X-Amz-Security-Token", "x-api-key", "Content-Type", "User-Agent"]), ODD),
    max_size=6,
)
PARAMETERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature"),
                *("Action", "Version", "RoleArn", "DurationSeconds", "Policy", "RoleSessionName", "ExternalId"),
            ]
        ),
        ODD.map(lambda text: re.sub(r"[#\s]", "%", text)),
    ).map("=".join),
    max_size=5,
).map("&".join)
PATHS = st.sampled_from(["/", "/default", "/default/items/a", "/v1", "/v1/items/%zz", "/hello", "//"])


@settings(max_examples=300)
@given(
    front=st.sampled_from(Front),
    method=st.sampled_from(["GET", "POST", "PATCH"]),
    path=PATHS,
    query=PARAMETERS,
    headers=HEADERS,
    body=st.binary(max_size=20) | PARAMETERS.map(str.encode),
    is_signed=st.booleans(),
)
def test_no_request_breaks_a_fronts_rules(
    front: Front,
    method: str,
    path: str,
    query: str,
    headers: list[tuple[str, str]],
    body: bytes,
    is_signed: bool,  # noqa: FBT001 -- drawn
) -> None:
    """Odd headers, parameters, dates and bodies, signed or not: the answer is never that the front broke."""
    request = Request(method, f"{HOSTS[front]}{path}?{query}", [*FORM.items(), *headers], body)
    if is_signed:
        service = SERVICES.get(front, "execute-api")
        request = sign(request, ALICE, region="eu-central-1", service=service, at=AT)

    response = Gateway(front, Cloud(WORLD)).handle(request, NOON)

    assert response.status < 500, response
    _check_harmless(repr(request.headers).encode(), f"{response.headers} {response.text} {response.because}")
