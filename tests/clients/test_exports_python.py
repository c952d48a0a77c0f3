"""What is exported for Python and the shell, run with the real clients: accepted, and signed as we sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import boto3
import pytest

from sigv4_explain import Credentials, Request, explain, sha256_hex, verify
from sigv4_explain.clients.client import Call, unsigned
from sigv4_explain.clients.python import PYTHON_CLIENTS
from sigv4_explain.clients.shell import SHELL_CLIENTS
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.local_aws.front import Logged
from sigv4_explain.local_aws.world import Front
from sigv4_explain.rules import SigningRules
from tests.clients.script_exports import Answer, environment_of, need, run_export, surroundings
from tests.readers.servers import EXAMPLE, Inbox

CLIENTS = {client.name: client for client in (*PYTHON_CLIENTS, *SHELL_CLIENTS)}
JSON = {"Content-Type": "application/json"}
ASSUMES_A_ROLE = "boto3-assume-role"


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

    def call(self, aws: LocalAws) -> Call:
        """Return what ``export`` gives to a client."""
        rules = SigningRules.for_service(self.service)
        url = getattr(aws.loopback, self.front) + self.path
        return Call(
            unsigned(Request(self.method, url, self.headers, self.body), rules), aws.region, self.service, rules
        )


SITUATIONS = {
    "GET with a query": Situation(path="/items/a?client=requests&b=2&a-b=1&a=two%20words&plus=a%2Bb&t=a==&z"),
    "POST with JSON": Situation(path="/items/a", method="POST", headers=JSON, body='{"client": "it\'s \\\\n"}\n'),
    "UTF-8": Situation(path="/items/größe?q=ሴ&straße=😀", method="PUT", headers=JSON, body='{"é": "☃ \\n"}\n\n'),
    "session token": Situation(path="/items/a", method="POST", headers=JSON, body="{}", has_session=True),
    "API key": Situation(
        path="/?client=requests", method="POST", headers={**JSON, "x-api-key": "not shown"}, body="{}", has_session=True
    ),
    "everything odd": Situation(
        path="/items/x//a(b)*!+:@%20d;e=f,g?x=*'()!&y=%7E%25&+=+&b=2&b=1",
        method="POST",
        headers={"X-Note": ' a   b\t"c   d"', "Accept": "*/*", "Content-Type": "application/octet-stream"},
        body=bytes(range(256)),
    ),
    "function URL": Situation(path="/?client=requests", front="function_url", service="lambda"),
}
REFUSED = {
    ("requests-aws4auth", "everything odd"): "signs the path up to a semicolon",
    ("curl", "everything odd"): "signs // in the path as it is sent",
}
"""What a client cannot do, with the words of its comment."""
REFUSED_FROM_SOME = {("curl", "UTF-8"): "curl 7.88 is refused: it signs the path as it is sent"}
"""What only some versions of a client cannot do."""
ALL = [(client, situation) for client in CLIENTS for situation in SITUATIONS]
DOABLE = [pair for pair in ALL if pair not in REFUSED and pair not in REFUSED_FROM_SOME]


class Outcome(NamedTuple):
    """What the program printed, and what the front decided."""

    answer: Answer
    decision: Logged

    @property
    def canonical_request(self) -> str:
        """The text as the front made it."""
        assert self.decision.verdict is not None
        assert self.decision.verdict.trace is not None
        return self.decision.verdict.trace["canonical_request"].text

    @property
    def arrived(self) -> Request:
        """The request as it reached the front."""
        assert self.decision.verdict is not None
        return self.decision.verdict.request


Run = Callable[[str, str], Outcome]


@pytest.fixture(scope="module")
def lent(aws: LocalAws) -> Credentials:
    """Keys of the role, by AssumeRole."""
    sts = boto3.client("sts", **aws.sts)
    keys = sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1")["Credentials"]
    sts.close()
    return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


@pytest.fixture(scope="module")
def run(aws: LocalAws, lent: Credentials, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Each client's program in each situation, run once."""
    folder = tmp_path_factory.mktemp("exports")

    @cache
    def outcome(client: str, situation: str) -> Outcome:
        need(CLIENTS[client])
        asked = SITUATIONS[situation]
        keys = aws.caller if client == ASSUMES_A_ROLE else lent if asked.has_session else aws.owner
        aws.log.clear()
        environment = environment_of(keys) | surroundings(aws)
        answer = run_export(CLIENTS[client], asked.call(aws), environment, folder)
        decisions = [decision for decision in aws.log if decision.front is not Front.STS]
        assert len(decisions) == 1, answer
        return Outcome(answer, decisions[0])

    return outcome


@pytest.mark.parametrize(("client", "situation"), DOABLE)
def test_the_program_gets_the_echo(client: str, situation: str, run: Run) -> None:
    """Signed when it ran, with the keys of its environment; method and body arrive as they were asked for."""
    answer, decision = run(client, situation)
    asked = SITUATIONS[situation]

    assert (answer.code, answer.status) == (0, 200), (answer, decision)
    assert "Hello from the function" in answer.printed
    arrived = run(client, situation).arrived
    assert (arrived.method, arrived.body) == (asked.method, Request("GET", "http://h/", (), asked.body).body)


def _canonical_lines(text: str) -> list[str]:
    """Return what does not depend on the headers signed: method, path, query and payload hash."""
    method, path, query, *_, payload = text.split("\n")
    return [method, path, query, payload]


@pytest.mark.parametrize(("client", "situation"), DOABLE)
def test_the_front_sees_the_canonical_request_that_we_make(
    client: str, situation: str, run: Run, aws: LocalAws
) -> None:
    """Method, path, query and payload hash, to the byte."""
    call = SITUATIONS[situation].call(aws)
    ours = explain(call.request, aws.owner, region=call.region, service=call.service)["canonical_request"].text

    assert _canonical_lines(run(client, situation).canonical_request) == _canonical_lines(ours)


@pytest.mark.parametrize(("client", "situation"), [*REFUSED, *REFUSED_FROM_SOME])
def test_what_cannot_be_is_refused_and_said(client: str, situation: str, run: Run, aws: LocalAws) -> None:
    """The front finds another signature, and the program's comments said so before."""
    answer, decision = run(client, situation)
    said = (REFUSED | REFUSED_FROM_SOME)[client, situation]
    code = CLIENTS[client].write(SITUATIONS[situation].call(aws))

    assert said in code.replace("\n# ", " ")
    if (client, situation) in REFUSED or decision.status != 200:
        assert answer.status == 403
        assert "The request signature we calculated does not match" in answer.printed


def test_an_answer_of_403_is_a_failure_where_a_shell_would_say_so(aws: LocalAws, tmp_path: Path) -> None:
    """A wrong secret: the scripts and the standard library end with a code; the libraries print the status."""
    wrong = Credentials(aws.owner.access_key_id, "not-the-secret")
    call = SITUATIONS["GET with a query"].call(aws)
    codes = {}
    for name in ("requests", "python-stdlib", "curl", "openssl"):
        need(CLIENTS[name])
        answer = run_export(CLIENTS[name], call, environment_of(wrong) | surroundings(aws), tmp_path)
        codes[name] = answer.code
        assert "The request signature we calculated does not match" in answer.printed + answer.errors

    assert codes == {"requests": 0, "python-stdlib": 1, "curl": 22, "openssl": 22}


_OURS = "accept;accept-encoding;content-length;content-type;host;x-amz-date;x-amz-security-token;x-api-key"
_FEW = "content-type;host;x-amz-date;x-amz-security-token;x-api-key"
SIGNED_HEADERS = {
    "requests": _OURS,
    "python-stdlib": _FEW,
    "botocore": _FEW,
    "boto3-assume-role": _FEW,
    "httpx": _FEW,
    "requests-aws4auth": "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
    "curl": _FEW,
    "openssl": _FEW,
}
"""What each client signs of a POST with an API key, by a session."""


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_signs_headers_of_its_own_choice(client: str, run: Run) -> None:
    """The host and the token are always among them."""
    verdict = run(client, "API key").decision.verdict

    assert verdict is not None
    assert verdict.trace is not None
    assert verdict.trace["signed_headers"].text == SIGNED_HEADERS[client]


S3_PATHS = {
    "/folder/größe a+b%2Bc=d": (),
    "/a/b?uploads&list-type=2": (),
    "/a%2Fb": (),
    "/a//b": ("requests-aws4auth",),
    "/a?b=2&b=1": ("botocore", "httpx", "requests-aws4auth", "curl"),
}
"""Keys of objects, and who cannot sign for them."""
WITH_KNOWN_KEYS = [client for client in CLIENTS if client != ASSUMES_A_ROLE]
"""Only STS knows the keys that it lends to a program."""


@pytest.mark.parametrize("client", WITH_KNOWN_KEYS)
@pytest.mark.parametrize("path", S3_PATHS)
def test_s3_would_accept_it(client: str, path: str, inbox: Inbox, aws: LocalAws, tmp_path: Path) -> None:
    """The path is signed encoded once and as sent, and the payload hash travels; or the comments say why not."""
    need(CLIENTS[client])
    rules = SigningRules.for_service("s3")
    asked = Request("PUT", inbox.origin + path, {"Content-Type": "text/plain", "User-Agent": "me"}, "é")
    call = Call(unsigned(asked, rules), aws.region, "s3", rules)
    inbox.received.clear()

    run_export(CLIENTS[client], call, environment_of(EXAMPLE) | surroundings(aws), tmp_path)

    keys = {EXAMPLE.access_key_id: EXAMPLE}
    arrived = inbox.take()
    verdict = verify(arrived, keys, region=aws.region, service="s3")
    assert arrived.header("x-amz-content-sha256") == sha256_hex("é".encode())
    assert verdict.accepted == (client not in S3_PATHS[path]), str(verdict)
    assert ("S3 will refuse this" in CLIENTS[client].write(call)) == (client in S3_PATHS[path])
