"""What is exported, run with the real clients: accepted, and signed as we sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import boto3
import pytest

from sigv4_explain import Credentials, Request, explain, sha256_hex, verify
from sigv4_explain.clients.export import CLIENTS as ALL_CLIENTS
from sigv4_explain.local_aws import LocalAws
from tests.clients.exported import Answer, Program, need, run_exports
from tests.clients.parts import Front, Language, Logged
from tests.readers.servers import EXAMPLE, Inbox

CLIENTS = {client.name: client for client in ALL_CLIENTS}
SCRIPTS = [name for name, client in CLIENTS.items() if client.language is not Language.JAVASCRIPT]
JSON = {"Content-Type": "application/json"}
ASSUME_A_ROLE = ("boto3-assume-role", "sts-assume-role")
IN_THE_QUERY = "aws4-query"


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
        keys = aws.caller if client in ASSUME_A_ROLE else lent if self.has_session else aws.owner
        return Program(Request(self.method, base + self.path, self.headers, self.body), keys, self.service)


SITUATIONS = {
    "GET with a query": Situation(path="/items/a?client=ky&b=2&a-b=1&a=two%20words&plus=a%2Bb&t=a==&z"),
    "POST with JSON": Situation(path="/items/a", method="POST", headers=JSON, body='{"client": "it\'s \\\\n"}\n'),
    "UTF-8": Situation(path="/items/größe?q=ሴ&straße=😀", method="PUT", headers=JSON, body='{"é": "☃ \\n"}\n\n'),
    "all at once": Situation(
        path="/?client=ky", method="POST", headers={**JSON, "X-Api-Key": "-"}, body='"x"', has_session=True
    ),
    "everything odd": Situation(
        path="/items/x//a(b)*!+:@%20d;e=f,g?x=*'()!&y=%7E%25&+=+&b=2&b=1",
        method="POST",
        headers={"X-Note": " a   b ", "Accept": "*/*", "Content-Type": "application/octet-stream"},
        body=bytes(range(256)),
    ),
    "function URL": Situation(path="/?client=ky", front="function_url", service="lambda"),
}
REFUSED = {
    ("requests-aws4auth", "everything odd"): "signs the path up to a semicolon",
    ("curl", "everything odd"): "signs // in the path as it is sent",
    ("request", "function URL"): "request leaves the Region to aws4",
}
"""What a client cannot do, with the words of its comment; ``request`` cannot be told the Region."""
REFUSED_FROM_SOME = {("curl", "UTF-8"): "curl 7.88 is refused: it signs the path as it is sent"}
"""What only some versions of a client cannot do."""
ALL = [(client, situation) for client in CLIENTS for situation in SITUATIONS]
DOABLE = [pair for pair in ALL if pair not in REFUSED and pair not in REFUSED_FROM_SOME]


class Outcome(NamedTuple):
    """What was to be sent, what the program printed, and what the front decided."""

    program: Program
    answer: Answer
    decision: Logged

    @property
    def arrived(self) -> Request:
        """The request as it reached the front."""
        assert self.decision.verdict is not None
        return self.decision.verdict.request

    def step(self, name: str) -> str:
        """Return a step's text as the front made it."""
        assert self.decision.verdict is not None
        assert self.decision.verdict.trace is not None
        return self.decision.verdict.trace[name].text


Run = Callable[[str, str], Outcome]


@pytest.fixture(scope="module")
def run(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Each client's programs, run once."""
    folder = tmp_path_factory.mktemp("exports")
    sts = boto3.client("sts", **aws.sts)
    keys = sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1")["Credentials"]
    sts.close()
    lent = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

    @cache
    def outcomes(client: str) -> Mapping[str, Outcome]:
        need(CLIENTS[client])
        aws.log.clear()
        programs = [situation.program(client, aws, lent) for situation in SITUATIONS.values()]
        answers = run_exports(CLIENTS[client], programs, aws, folder)
        decisions = [decision for decision in aws.log if decision.front is not Front.STS]
        return dict(zip(SITUATIONS, map(Outcome, programs, answers, decisions), strict=True))

    return lambda client, situation: outcomes(client)[situation]


def _canonical_lines(text: str) -> list[str]:
    """Return what does not depend on the headers signed: method, path, query and payload hash."""
    method, path, query, *_, payload = text.split("\n")
    return [method, path, "&".join(piece for piece in query.split("&") if not piece.startswith("X-Amz-")), payload]


@pytest.mark.parametrize(("client", "situation"), DOABLE)
def test_the_program_gets_the_echo(client: str, situation: str, run: Run, aws: LocalAws) -> None:
    """Signed when it ran, with the keys of its environment; it arrives as asked, and is signed as we sign it."""
    outcome = run(client, situation)
    answer, call = outcome.answer, outcome.program.call

    assert (answer.code, answer.status) == (0, 200), outcome
    assert "Hello from the function" in answer.printed
    assert (outcome.arrived.method, outcome.arrived.body) == (call.request.method, call.request.body)
    ours = explain(call.request, aws.owner, region=call.region, service=call.service)["canonical_request"].text
    assert _canonical_lines(outcome.step("canonical_request")) == _canonical_lines(ours)


@pytest.mark.parametrize(("client", "situation"), [*REFUSED, *REFUSED_FROM_SOME])
def test_what_cannot_be_is_refused_and_said(client: str, situation: str, run: Run) -> None:
    """The front refuses, and the program's comments said so before."""
    outcome = run(client, situation)
    code = CLIENTS[client].write(outcome.program.call)

    assert (REFUSED | REFUSED_FROM_SOME)[client, situation] in code.replace("\n# ", " ")
    if (client, situation) in REFUSED or outcome.decision.status != 200:
        assert outcome.answer.status == 403


def test_an_answer_of_403_is_a_failure_where_a_shell_would_say_so(aws: LocalAws, tmp_path: Path) -> None:
    """A wrong secret: the scripts and the standard library end with a code; the libraries print the status."""
    wrong = Credentials(aws.owner.access_key_id, "not-the-secret")
    codes = {}
    for name in ("requests", "python-stdlib", "curl", "openssl"):
        need(CLIENTS[name])
        program = SITUATIONS["GET with a query"].program(name, aws, wrong)._replace(keys=wrong)
        (answer,) = run_exports(CLIENTS[name], [program], aws, tmp_path)
        codes[name] = answer.code
        assert "The request signature we calculated does not match" in answer.printed + answer.failed

    assert codes == {"requests": 0, "python-stdlib": 1, "curl": 22, "openssl": 22}


_FEW = "content-type;host;x-amz-date;x-amz-security-token;x-api-key"
_SMITHY = "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-api-key"
_AWS4 = "content-length;content-type;host;x-amz-date;x-amz-security-token;x-api-key"
SIGNED_HEADERS = {
    "requests": f"accept;{_AWS4}",
    "requests-aws4auth": "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
    "aws4-node-fetch": _AWS4,
    "aws4-query": "content-type;host;x-api-key",
    "aws4-axios": f"accept;{_AWS4}",
    "aws4fetch": "host;x-amz-date;x-amz-security-token;x-api-key",
    "request": _AWS4,
    **dict.fromkeys(("python-stdlib", "botocore", "boto3-assume-role", "httpx", "curl", "openssl"), _FEW),
    **dict.fromkeys(("smithy-ky", "smithy-fetch", "smithy-axios", "aws-sigv4-fetch"), _SMITHY),
    **dict.fromkeys(("lambda-function", "sts-assume-role"), _SMITHY),
}
"""What each client signs of a POST with an API key, by a session."""


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_signs_headers_of_its_own_choice(client: str, run: Run, aws: LocalAws) -> None:
    """The host is always among them; a session's token travels in a header, or in the query with the signature."""
    outcome = run(client, "all at once")

    assert outcome.step("signed_headers") == SIGNED_HEADERS[client]
    assert ("X-Amz-Security-Token=" in outcome.arrived.query) == (client == IN_THE_QUERY)
    assert (outcome.arrived.header("x-amz-security-token") is None) == (client == IN_THE_QUERY)
    assert "ASIA" in f"{outcome.arrived.header('authorization')}{outcome.arrived.query}"
    assert aws.caller.access_key_id not in (outcome.arrived.header("authorization") or "")


S3_PATHS = {
    "/folder/größe a+b%2Bc=d?uploads&list-type=2": (),
    "/a%2Fb": (),
    "/a//b": ("requests-aws4auth",),
    "/a?b=2&b=1": ("botocore", "httpx", "requests-aws4auth", "curl"),
}
"""Keys of objects, and who cannot sign for them."""


@pytest.mark.parametrize("client", [name for name in SCRIPTS if name not in ASSUME_A_ROLE])
@pytest.mark.parametrize("path", S3_PATHS)
def test_s3_would_accept_it(client: str, path: str, inbox: Inbox, aws: LocalAws, tmp_path: Path) -> None:
    """The path is signed encoded once and as sent, and the payload hash travels; or the comments say why not."""
    need(CLIENTS[client])
    asked = Request("PUT", inbox.origin + path, {"Content-Type": "text/plain", "User-Agent": "me"}, "é")
    program = Program(asked, EXAMPLE, "s3")
    inbox.received.clear()

    run_exports(CLIENTS[client], [program], aws, tmp_path)

    arrived = inbox.take()
    verdict = verify(arrived, {EXAMPLE.access_key_id: EXAMPLE}, region=aws.region, service="s3")
    assert arrived.header("x-amz-content-sha256") == sha256_hex("é".encode())
    assert verdict.accepted == (client not in S3_PATHS[path]), str(verdict)
    assert ("S3 will refuse this" in CLIENTS[client].write(program.call)) == (client in S3_PATHS[path])
