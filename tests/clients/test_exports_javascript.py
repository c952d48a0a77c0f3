"""What is exported for Node, run with the real clients: accepted, and signed as we sign."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import boto3
import pytest

from sigv4_explain import Credentials, Request, explain
from sigv4_explain.clients.javascript import JAVASCRIPT_CLIENTS
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.local_aws.front import Logged
from sigv4_explain.local_aws.world import Front
from tests.clients.javascript_exports import Answer, Program, call_of, run_exports

pytestmark = pytest.mark.usefixtures("node_packages")

CLIENTS = {client.name: client for client in JAVASCRIPT_CLIENTS}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A request for the fronts, and who makes it."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | str = b""
    front: str = "rest_url"
    service: str = "execute-api"
    has_session: bool = False

    def program(self, client: str, aws: LocalAws, lent: Credentials) -> Program:
        """Return what is exported. ``request`` needs a host name that tells the Region."""
        base = getattr(aws.loopback, self.front)
        if client == "request" and self.front == "rest_url":
            base = aws.rest_url.replace("https:", "http:")
        keys = lent if self.has_session else aws.owner
        request = Request(self.method, base + self.path, self.headers, self.body)
        return Program(request, aws.caller if client == "sts-assume-role" else keys, self.service)


SITUATIONS = {
    "GET with a query": Situation(path="/items/a?client=ky&b=2&b=1&a-b=1&a=two%20words&plus=a%2Bb&t=a==&z"),
    "POST with JSON": Situation(path="/items/a", method="POST", headers=JSON, body='{"client": "ky"}\n'),
    "UTF-8": Situation(path="/items/größe?q=ሴ&straße=😀", method="PUT", headers=JSON, body='{"é": "☃ \\n"}'),
    "session token": Situation(path="/items/a", method="POST", headers=JSON, body="{}", has_session=True),
    "API key": Situation(path="/?client=ky", headers={"x-api-key": "not shown"}),
    "all at once": Situation(
        path="/?client=ky", method="POST", headers={**JSON, "X-Api-Key": "-"}, body='"x"', has_session=True
    ),
    "binary body": Situation(
        path="/items/a", method="POST", headers={"Content-Type": "application/octet-stream"}, body=bytes(range(256))
    ),
    "odd characters": Situation(
        path="/items/x//a(b)*!+:@%20d;e=f,g/?x=*'()!&y=%7E%25&+=+", headers={"X-Note": " a   b ", "Accept": "*/*"}
    ),
    "custom domain": Situation(path="/items/a?x=1", front="custom_domain_url"),
    "HTTP API": Situation(path="/hello?client=ky", front="http_api_url"),
    "function URL": Situation(path="/?client=ky", front="function_url", service="lambda"),
}
NO_REGION_IN_THE_HOST = ("custom domain", "HTTP API", "function URL")
CANNOT = {("request", situation) for situation in NO_REGION_IN_THE_HOST}
"""``request`` cannot be told the Region, and these hosts do not tell it."""
DOABLE = [(client, situation) for client in CLIENTS for situation in SITUATIONS if (client, situation) not in CANNOT]
IN_THE_QUERY = "aws4-query"


class Outcome(NamedTuple):
    """What the program printed, and what the front decided."""

    answer: Answer
    decision: Logged

    @property
    def arrived(self) -> Request:
        """The request as it reached the front."""
        assert self.decision.verdict is not None
        return self.decision.verdict.request


Run = Callable[[str], Mapping[str, Outcome]]


@pytest.fixture(scope="module")
def lent(aws: LocalAws) -> Credentials:
    """Keys of the role, by AssumeRole."""
    sts = boto3.client("sts", **aws.sts)
    keys = sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1")["Credentials"]
    sts.close()
    return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


@pytest.fixture(scope="module")
def run(aws: LocalAws, lent: Credentials, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Each client's programs, run once."""
    folder = tmp_path_factory.mktemp("exports")

    @cache
    def outcomes(client: str) -> Mapping[str, Outcome]:
        aws.log.clear()
        programs = [situation.program(client, aws, lent) for situation in SITUATIONS.values()]
        answers = run_exports(CLIENTS[client], programs, aws, folder)
        decisions = [decision for decision in aws.log if decision.front is not Front.STS]
        return dict(zip(SITUATIONS, map(Outcome, answers, decisions), strict=True))

    return outcomes


@pytest.mark.parametrize(("client", "situation"), DOABLE)
def test_the_program_gets_the_echo(client: str, situation: str, run: Run) -> None:
    """Signed when it ran, with the keys of its environment; method and body arrive as they were asked for."""
    answer, decision = run(client)[situation]
    asked = SITUATIONS[situation]

    assert answer.status == 200, (answer, decision)
    assert "Hello from the function" in answer.printed
    arrived = run(client)[situation].arrived
    assert (arrived.method, arrived.body) == (asked.method, Request("GET", "http://h/", (), asked.body).body)


@pytest.mark.parametrize(("client", "situation"), sorted(CANNOT))
def test_what_cannot_be_is_refused_and_said(client: str, situation: str, run: Run, aws: LocalAws) -> None:
    """The front names the Region, and the program's comments said so before."""
    answer, decision = run(client)[situation]
    call = call_of(SITUATIONS[situation].program(client, aws, aws.owner))

    assert answer.status == 403
    assert decision.verdict is not None
    assert "Credential should be scoped to a valid region" in (decision.verdict.message or "")
    assert "request leaves the Region to aws4" in CLIENTS[client].write(call).partition("import")[0]


def _canonical_lines(text: str) -> list[str]:
    """Return what does not depend on the headers signed: method, path, query and payload hash."""
    method, path, query, *_, payload = text.split("\n")
    return [method, path, "&".join(piece for piece in query.split("&") if not piece.startswith("X-Amz-")), payload]


@pytest.mark.parametrize(("client", "situation"), DOABLE)
def test_the_front_sees_the_canonical_request_that_we_make(
    client: str, situation: str, run: Run, aws: LocalAws
) -> None:
    """Method, path, query and payload hash, to the byte."""
    verdict = run(client)[situation].decision.verdict
    call = call_of(SITUATIONS[situation].program(client, aws, aws.owner))
    ours = explain(call.request, aws.owner, region=call.region, service=call.service)

    assert verdict is not None
    assert verdict.trace is not None
    theirs = verdict.trace["canonical_request"].text
    assert _canonical_lines(theirs) == _canonical_lines(ours["canonical_request"].text)


_SMITHY = "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-api-key"
_AWS4 = "content-length;content-type;host;x-amz-date;x-amz-security-token;x-api-key"
SIGNED_HEADERS = {
    "smithy-ky": _SMITHY,
    "smithy-fetch": _SMITHY,
    "smithy-axios": _SMITHY,
    "aws-sigv4-fetch": _SMITHY,
    "aws4-node-fetch": _AWS4,
    "aws4-query": "content-type;host;x-api-key",
    "aws4-axios": f"accept;{_AWS4}",
    "aws4fetch": "host;x-amz-date;x-amz-security-token;x-api-key",
    "request": _AWS4,
    "lambda-function": _SMITHY,
    "sts-assume-role": _SMITHY,
}
"""What each client signs of a POST with everything."""


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_signs_headers_of_its_own_choice(client: str, run: Run) -> None:
    """The host and the API key are always among them."""
    verdict = run(client)["all at once"].decision.verdict

    assert verdict is not None
    assert verdict.trace is not None
    assert verdict.trace["signed_headers"].text == SIGNED_HEADERS[client]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_sessions_token_travels_with_its_signature(client: str, run: Run) -> None:
    """In a header, or in the query beside the signature."""
    for situation in ("session token", "all at once"):
        arrived = run(client)[situation].arrived

        assert ("X-Amz-Security-Token=" in arrived.query) == (client == IN_THE_QUERY)
        assert (arrived.header("x-amz-security-token") is None) == (client == IN_THE_QUERY)
        assert ("X-Amz-Signature=" in arrived.query) == (client == IN_THE_QUERY)


def test_the_role_is_assumed_by_the_program(run: Run, aws: LocalAws) -> None:
    """With the caller's keys in its environment, the API is called with those of a session."""
    arrived = run("sts-assume-role")["GET with a query"].arrived

    assert aws.caller.access_key_id not in (arrived.header("authorization") or "")
    assert "Credential=ASIA" in (arrived.header("authorization") or "")


@pytest.mark.parametrize("client", ["smithy-axios", "aws4-axios"])
def test_axios_sends_json_as_it_was_written(client: str, run: Run) -> None:
    """Also what it would serialise in another way: a line break at the end, a text that is JSON."""
    assert run(client)["POST with JSON"].arrived.body == b'{"client": "ky"}\n'
    assert run(client)["all at once"].arrived.body == json.dumps("x").encode()
