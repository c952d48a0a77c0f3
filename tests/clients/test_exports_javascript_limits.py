"""What the programs for Node say they cannot do: they really cannot, and those that say nothing can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from sigv4_explain import Request, verify
from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.rules import ContentSha256
from tests.clients.exported import Program, run_exports
from tests.clients.parts import JAVASCRIPT_CLIENTS, LIMITS, Client, Limit
from tests.readers.servers import EXAMPLE, Inbox

pytestmark = pytest.mark.usefixtures("node_packages")

CLIENTS = {client.name: client for client in JAVASCRIPT_CLIENTS if client.name != "sts-assume-role"}
"""AssumeRole's keys are another server's; that program signs as the one in the Lambda function does."""
KEYS = EXAMPLE
LABEL = "x-example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A request that some clients cannot make. aws4 takes a host that tells nothing to be in us-east-1."""

    path: str = "/a"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    service: str = "execute-api"
    region: str = "us-east-1"

    def program(self, label: str, origin: str) -> Program:
        """Return what is exported, with a label to know it by when it arrives."""
        request = Request(self.method, origin + self.path, {LABEL: label, **self.headers}, self.body)
        return Program(request, KEYS, self.service, self.region)


PLAIN = "nothing special"
EXAMPLES = {
    PLAIN: Example(path="/a?b=1"),
    "body with GET": Example(headers={"Content-Type": "text/plain"}, body=b"a"),
    "body without a type": Example(method="POST", body=b"a=1"),
    "another host, signed": Example(headers={"Host": "api.example.com"}),
    "another host, ignored": Example(headers={"Host": "api.example.com"}),
    "parameter without a name": Example(path="/a?=x&b=1"),
    "query beyond UTF-8": Example(path="/a?b=%FF"),
    "Region not in the host name": Example(region="eu-central-1"),
    "S3: repeated parameter": Example(path="/a?b=2&b=1", service="s3"),
    "nothing special in S3": Example(path="/a%2Fb", service="s3"),
    "S3: dots in the path": Example(path="/a/../b", service="s3"),
    "S3: path": Example(path="/a%20b//c", service="s3"),
    "S3: payload hash": Example(service="s3"),
    "S3's rules under another name": Example(path="/a", service="s3-outposts"),
    "payload hash elsewhere": Example(service="aoss"),
    "session token of another name": Example(service="s3express"),
}
"""By the name of the limit."""

Arrived = Callable[[str], Mapping[str, Request]]


@pytest.fixture(scope="module")
def arrived(aws: LocalAws, inbox: Inbox, tmp_path_factory: pytest.TempPathFactory) -> Arrived:
    """What arrived of each client's examples, by name; what was never sent is missing."""
    folder = tmp_path_factory.mktemp("limits")

    @cache
    def requests(client: str) -> Mapping[str, Request]:
        inbox.received.clear()
        programs = [example.program(name, inbox.origin) for name, example in EXAMPLES.items()]
        run_exports(CLIENTS[client], programs, aws, folder)
        return {request.header(LABEL) or "": request for request in inbox.received}

    return requests


def _said(client: str, program: Program) -> list[str]:
    call = program.call
    return [limit.name for limit in LIMITS if client in limit.clients and limit.note.applies(call)]


def _is_as_asked(arrived: Request, program: Program) -> bool:
    """Tell whether a server accepts a request, and whether it is the one that was wanted."""
    call = program.call
    verdict = verify(arrived, {KEYS.access_key_id: KEYS}, region=call.region, service=call.service)
    is_in_query = "X-Amz-Signature=" in arrived.query
    hash_missing = arrived.header("x-amz-content-sha256") is None and not (is_in_query and call.service == "s3")
    return (
        verdict.accepted
        and _target(arrived) == _target(call.request)
        and (arrived.method, arrived.host, arrived.body) == (call.request.method, call.request.host, call.request.body)
        and not (hash_missing and call.rules.content_sha256 is ContentSha256.REQUIRED)
    )


def _target(request: Request) -> tuple[str, str]:
    query = canonical_query_string(request.query)
    return request.path, "&".join(piece for piece in query.split("&") if not piece.startswith("X-Amz-"))


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_program_says_that_it_cannot_exactly_when_it_cannot(
    client: str, example: str, arrived: Arrived, inbox: Inbox
) -> None:
    """Seen at a server: nothing arrives, or it is refused, or it is not what was asked for."""
    program = EXAMPLES[example].program(example, inbox.origin)
    request = arrived(client).get(example)

    assert (request is not None and _is_as_asked(request, program)) == (_said(client, program) == [])


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_each_limit_is_said_by_its_clients_alone(limit: Limit, inbox: Inbox) -> None:
    """In a comment above the code, and of a plain request nothing is said."""
    program = EXAMPLES.get(limit.name, Example(headers={"X-Note": "é"})).program("-", inbox.origin)
    plain = EXAMPLES[PLAIN].program("-", inbox.origin)

    assert {client for client in CLIENTS if limit.name in _said(client, program)} == limit.clients & CLIENTS.keys()
    for client, written in CLIENTS.items():
        said = written.write(program.call).partition("import")[0].replace("\n//", "")
        assert (limit.note.text in said) == (client in limit.clients)
        assert _said(client, plain) == []


@pytest.mark.parametrize("client", JAVASCRIPT_CLIENTS, ids=lambda client: client.name)
def test_a_header_beyond_ascii_is_not_sent_as_it_was_signed(client: Client, aws: LocalAws, tmp_path: Path) -> None:
    """The signature is of UTF-8; a character that is not in Latin-1 is refused, or is not sent at all."""
    base = aws.rest_url.replace("https:", "http:") if client.name == "request" else aws.loopback.rest_url
    keys = aws.caller if client.name == "sts-assume-role" else aws.owner
    programs = [Program(Request("GET", f"{base}/items/a", {"X-Note": note}), keys) for note in ("e", "ሴ")]
    plain, other = run_exports(client, programs, aws, tmp_path)

    assert plain.status == 200
    assert other.failed or other.status == 403
    assert _said(client.name, programs[1]) == ["header beyond ASCII"]
