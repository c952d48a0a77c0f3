"""One front of a cloud: a request in, an answer out, whatever happens; and the log of what was decided and why.

AWS's answer where a request gets as far as a front's rules; otherwise one in the shape that the front's others have.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.errors import describe
from sigv4_explain.local_aws.cloud import Arrival, Cloud, Headers, Response, compact_json, extended_id, framing
from sigv4_explain.local_aws.http_api import answer_function_url, answer_http_api
from sigv4_explain.local_aws.rest_api import answer_custom_domain, answer_rest_api
from sigv4_explain.local_aws.sts import answer_sts, xml
from sigv4_explain.local_aws.world import Front, World
from sigv4_explain.request import Request
from sigv4_explain.verifier import Verdict

_ANSWERS: Mapping[Front, Callable[[Cloud, Arrival], Response]] = MappingProxyType(
    {
        Front.REST_API: answer_rest_api,
        Front.CUSTOM_DOMAIN: answer_custom_domain,
        Front.HTTP_API: answer_http_api,
        Front.FUNCTION_URL: answer_function_url,
        Front.STS: answer_sts,
    }
)


class Gateway:
    """A front, and the cloud behind it."""

    def __init__(self, front: Front, cloud: Cloud) -> None:
        self.front = front
        self.cloud = cloud

    def handle(self, request: Request, at: datetime, source_ip: str = "127.0.0.1") -> Response:
        """Accept or refuse a request as AWS does. ``at`` is the server's time, an aware datetime.

        >>> from datetime import UTC
        >>> gateway = Gateway(Front.REST_API, Cloud())
        >>> unsigned = Request("GET", "https://abc123.execute-api.eu-central-1.amazonaws.com/default")
        >>> response = gateway.handle(unsigned, datetime(2015, 8, 30, 12, 36, tzinfo=UTC))
        >>> response.status, response.text
        (403, '{"message":"Missing Authentication Token"}')
        """
        return _ANSWERS[self.front](self.cloud, Arrival(request, at, source_ip))


def aws_hosts(world: World) -> dict[Front, str]:
    """Return the host names that AWS would give to the fronts.

    >>> from sigv4_explain.local_aws.world import STORY
    >>> aws_hosts(STORY)[Front.REST_API]
    'abc123.execute-api.eu-central-1.amazonaws.com'
    """
    region = world.region
    return {
        Front.REST_API: world.rest_api.host(region),
        Front.CUSTOM_DOMAIN: world.custom_domain.name,
        Front.HTTP_API: world.http_api.host(region),
        Front.FUNCTION_URL: world.function_url.host(region),
        Front.STS: f"sts.{region}.amazonaws.com",
    }


class Trouble(Enum):
    """What can go wrong around a front."""

    NOT_HTTP = "the bytes are no HTTP request"
    TOO_SLOW = "the request did not arrive in time"
    BODY_TOO_LARGE = "the body is longer than the front takes"
    HEADERS_TOO_LARGE = "the headers are longer than the front takes"
    NO_ROOM = "there are too many connections"
    FAILED = "there is a fault in the front"
    TIMED_OUT = "the function did not answer in time"
    FOREIGN = "a web page of another origin sends it, or calls this machine by another name"


class _Answer(NamedTuple):
    status: int
    content_type: str
    body: bytes
    error_type: str | None = None


_REST = "application/json"
_FAULT = "InternalServerErrorException"

_FOREIGN = (
    "This is not AWS: the local front answers programs of this machine, which call it by its own address or by AWS's "
    "names, and no web page of another origin. To open a URL in a browser, paste it into the address bar.\n"
)

# What AWS's load balancers say, whatever is behind them; nothing in it is worth parsing.
_BARE: Mapping[Trouble, _Answer] = MappingProxyType(
    {
        Trouble.NOT_HTTP: _Answer(400, "text/plain", b"Bad Request"),
        Trouble.TOO_SLOW: _Answer(408, "text/plain", b"Request Timeout"),
        # The words that API Gateway was seen to use for 10 MB (public transcripts, 2019 to 2026), and for headers
        # (ntsblog.homedev.com.au, 2021; the status: backbencher.dev, 2023).
        Trouble.BODY_TOO_LARGE: _Answer(413, "text/plain", b"HTTP content length exceeded 10485760 bytes."),
        Trouble.HEADERS_TOO_LARGE: _Answer(431, "text/plain", b"HTTP header is larger than 10240 bytes."),
        Trouble.NO_ROOM: _Answer(503, _REST, b'{"message":"Service Unavailable"}'),
        Trouble.FAILED: _Answer(500, _REST, b'{"message":"Internal server error"}', _FAULT),
        Trouble.FOREIGN: _Answer(403, "text/plain; charset=utf-8", _FOREIGN.encode()),
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
        Trouble.TIMED_OUT: _Answer(504, _REST, b'{"message":"Endpoint request timed out"}', _FAULT),
    }
)
_SIX_MEGABYTES = "Request must be smaller than 6291456 bytes for the InvokeFunction operation"


def _xml(status: int, code: str, words: str) -> _Answer:
    """Write it as STS does: AWS's SDKs read nothing else there."""
    blame = "Sender" if status < 500 else "Receiver"
    return _Answer(status, "text/xml", xml("ErrorResponse", {"Error": {"Type": blame, "Code": code, "Message": words}}))


_OF_A_FRONT: Mapping[tuple[Front, Trouble], _Answer] = MappingProxyType(
    {
        (Front.HTTP_API, Trouble.FAILED): _Answer(500, _REST, b'{"message":"Internal Server Error"}'),
        (Front.HTTP_API, Trouble.TIMED_OUT): _Answer(503, _REST, b'{"message":"Service Unavailable"}'),
        (Front.FUNCTION_URL, Trouble.FAILED): _Answer(502, "text/plain", b"Internal Server Error"),
        (Front.FUNCTION_URL, Trouble.TIMED_OUT): _Answer(502, "text/plain", b"Internal Server Error"),
        (Front.FUNCTION_URL, Trouble.BODY_TOO_LARGE): _Answer(
            413, _REST, compact_json({"Message": _SIX_MEGABYTES}), "RequestEntityTooLargeException"
        ),
        (Front.STS, Trouble.NOT_HTTP): _xml(400, "MalformedInput", "Bad Request"),
        (Front.STS, Trouble.TOO_SLOW): _xml(408, "RequestTimeout", "Request Timeout"),
        (Front.STS, Trouble.BODY_TOO_LARGE): _xml(413, "RequestEntityTooLarge", "Request Entity Too Large"),
        (Front.STS, Trouble.HEADERS_TOO_LARGE): _xml(431, "RequestEntityTooLarge", "Request Header Fields Too Large"),
        (Front.STS, Trouble.NO_ROOM): _xml(503, "ServiceUnavailable", "Service Unavailable"),
        (Front.STS, Trouble.FAILED): _xml(500, "InternalFailure", "Internal Failure"),
    }
)

LONGEST_BODY: Mapping[Front, int] = MappingProxyType(
    {
        Front.REST_API: 10_485_760,
        Front.CUSTOM_DOMAIN: 10_485_760,
        Front.HTTP_API: 10_485_760,
        Front.FUNCTION_URL: 6_291_456,
        Front.STS: 1_048_576,
    }
)
"""Bytes of a body that each front takes.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html and
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html; for STS our own choice.
"""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_port = re.compile(r":[0-9]+$")


def answered(gateway: Gateway, request: Request, at: datetime, source_ip: str) -> Response:
    """Ask a front, and answer whatever happens there; a web page of another origin is not let through.

    The keys are published, so any page could sign; and a function of the user's own may be behind the front.
    """
    try:
        foreign = _foreign(gateway, request)
        if foreign:
            return troubled(gateway, Trouble.FOREIGN, at, foreign)
        return gateway.handle(request, at, source_ip)
    except Exception as error:  # noqa: BLE001 -- the last wall: the client gets AWS's answer, whatever broke
        return failed(gateway, error, at)


def _foreign(gateway: Gateway, request: Request) -> str | None:
    """Say what shows that a page sends it, or that a page's own name was led to this machine (DNS rebinding).

    Source: https://fetch.spec.whatwg.org/#origin-header and https://w3c.github.io/webappsec-fetch-metadata/
    """
    host = request.host.lower()
    name = _port.sub("", host)
    own = (*_LOOPBACK, *aws_hosts(gateway.cloud.world).values())
    if name not in own and not name.endswith((".amazonaws.com", ".on.aws")):
        return f"the host {describe(host)} is neither this machine nor one of AWS's names"
    origin, site = request.header("origin"), request.header("sec-fetch-site")
    if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
        return f"a page of the origin {describe(origin)} sends it"
    if site is not None and site.lower() not in ("same-origin", "none"):
        return f"a page sends it: Sec-Fetch-Site is {describe(site)}"
    return None


def failed(gateway: Gateway, error: BaseException, at: datetime) -> Response:
    """Answer for a fault in the front."""
    return troubled(gateway, Trouble.FAILED, at, logged_fault(error))


def troubled(gateway: Gateway, trouble: Trouble, at: datetime, because: str) -> Response:
    """Answer in the shape that the front's other answers have.

    >>> from datetime import UTC
    >>> gateway = Gateway(Front.REST_API, Cloud())
    >>> troubled(gateway, Trouble.TIMED_OUT, datetime(2015, 8, 30, tzinfo=UTC), "it slept").text
    '{"message":"Endpoint request timed out"}'
    """
    answer = _OF_A_FRONT.get((gateway.front, trouble), _BARE[trouble])
    start = framing(at, answer.content_type, answer.body)
    ids = _ids(gateway.front, answer, gateway.cloud.request_id())
    return Response(answer.status, (*start, *ids), answer.body, because)


def _ids(front: Front, answer: _Answer, request_id: str) -> Headers:
    """Name the request, when it came so far that AWS would have given it a name."""
    if answer.status < 500 and answer.error_type is None:
        return ()
    if front is Front.HTTP_API:
        return (("Apigw-Requestid", extended_id(request_id)),)
    errors = () if answer.error_type is None else (("x-amzn-ErrorType", answer.error_type),)
    rest = front in (Front.REST_API, Front.CUSTOM_DOMAIN)
    extended = (("x-amz-apigw-id", extended_id(request_id)),) if rest else ()
    return ("x-amzn-RequestId", request_id), *errors, *extended


MOST_DECISIONS = 1000
"""The log forgets the oldest decision when there are more."""
MOST_BODY_BYTES = 20_000_000
"""And when the requests that are kept have longer bodies than this together."""

_LONGEST_PATH = 120
_log = logging.getLogger(__package__)
_find_code = re.compile(r"<Code>(\w+)</Code>").search


@dataclass(frozen=True, slots=True)
class Logged:
    """A request, what was answered, and why."""

    at: datetime
    """The front's time."""
    front: Front
    method: str
    path: str
    """Without the query, which may hold a signature."""
    status: int
    code: str | None
    """AWS's error code; None when the request was accepted, or when AWS gives none."""
    because: str
    """Why, in one sentence; the client is not told."""
    verdict: Verdict | None
    """What became of the signature; None when it was not looked at."""

    def __str__(self) -> str:
        """Write the line of a log: nothing in it moves a terminal's cursor."""
        answer = str(self.status) if self.code is None else f"{self.status} {self.code}"
        path = self.path if len(self.path) <= _LONGEST_PATH else f"{self.path[:_LONGEST_PATH]}…"
        line = f"{self.at:%H:%M:%S}  {self.front.value:<13}  {self.method} {path}  {answer}: {self.because}"
        return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)


def decision_of(front: Front, method: str, path: str, at: datetime, response: Response) -> Logged:
    """Read off a response what is logged."""
    code = None if response.status < 400 else _code(response)
    return Logged(at, front, method, path, response.status, code, response.because, response.verdict)


def _code(response: Response) -> str | None:
    found = response.header("x-amzn-ErrorType")
    if found is None and response.header("Content-Type") == "text/xml":
        in_body = _find_code(response.text)
        found = in_body[1] if in_body else None
    return found


class DecisionLog:
    """The latest decisions, oldest first, each of which ``tell`` gets too. It may be read while the front writes."""

    def __init__(self, tell: Callable[[Logged], None] | None = None) -> None:
        self._tell = tell
        self._lock = Lock()
        self._decisions: deque[Logged] = deque()
        self._body_bytes = 0

    def add(self, decision: Logged) -> None:
        """Keep a decision, and forget the oldest when there is no room; then tell it.

        Who fails to hear it disturbs nobody.
        """
        with self._lock:
            self._decisions.append(decision)
            self._body_bytes += _body_bytes(decision)
            while len(self._decisions) > MOST_DECISIONS or (
                self._body_bytes > MOST_BODY_BYTES and len(self._decisions) > 1
            ):
                self._body_bytes -= _body_bytes(self._decisions.popleft())
        if self._tell is None:
            return
        try:
            self._tell(decision)
        except Exception as error:  # noqa: BLE001 -- a learner's own function, or a terminal that is gone
            logged_fault(error)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._decisions.clear()
            self._body_bytes = 0

    def _all(self) -> tuple[Logged, ...]:
        with self._lock:
            return tuple(self._decisions)

    def __iter__(self) -> Iterator[Logged]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._decisions)

    def __getitem__(self, index: int) -> Logged:
        return self._all()[index]

    def __repr__(self) -> str:
        return "\n".join(str(decision) for decision in self) or "<DecisionLog: no request yet>"


def _body_bytes(decision: Logged) -> int:
    return 0 if decision.verdict is None else len(decision.verdict.request.body)


def logged_fault(error: BaseException) -> str:
    """Log a fault, and return the line: where it is, not what it says, which may be a secret."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    because = f"a fault in the front: {type(error).__name__} in {frame.name}, line {frame.lineno}"
    _log.error("%s", because)
    return because
