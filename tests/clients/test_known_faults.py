"""Other people's signers on requests that they sign wrongly: really signed, really refused, and diagnosed."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from sigv4_explain import Credentials, Following, Request, explain, verify
from sigv4_explain.doctor import diagnose
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.presented import presented_by
from tests.clients.calling import Call
from tests.clients.clients import CLIENTS
from tests.clients.faults import FAULTS, Fault
from tests.clients.parts import Certainty, SignedRequest, dialects_of
from tests.readers.answers import Told, s3_xml
from tests.readers.servers import Inbox

pytestmark = pytest.mark.usefixtures("node_packages")

STAGE = "/default"
ANSWERED = ("wrong-region", "wrong-service", "host-not-signed")
"""Causes that AWS's own words name, so that nothing is left to prove."""


class Sent(NamedTuple):
    """A request as it arrived, and what was answered."""

    request: Request
    answer: str | None
    """AWS's words; None when it was accepted."""
    keys: Credentials
    service: str


def _send(fault: Fault, aws: LocalAws, inbox: Inbox) -> Sent:
    return _to_s3(fault, aws, inbox) if fault.service == "s3" else _to_the_api(fault, aws)


def _call(fault: Fault, url: str, aws: LocalAws) -> Call:
    return Call(
        url=url,
        keys=aws.owner,
        region=aws.region,
        service=fault.service,
        method=fault.method,
        headers=fault.headers,
        body=fault.body,
        options=fault.options,
    )


def _to_the_api(fault: Fault, aws: LocalAws) -> Sent:
    aws.log.clear()
    answer = CLIENTS[fault.client](_call(fault, aws.loopback.rest_url + fault.path, aws))
    verdict = aws.log[-1].verdict
    assert verdict is not None
    assert verdict.accepted == (answer.status == 200)
    return Sent(verdict.request, None if verdict.accepted else answer.text, aws.owner, fault.service)


def _to_s3(fault: Fault, aws: LocalAws, inbox: Inbox) -> Sent:
    inbox.received.clear()
    CLIENTS[fault.client](_call(fault, inbox.origin + STAGE + fault.path, aws))
    request = inbox.take()
    key = aws.owner
    verdict = verify(request, {key.access_key_id: key}, region=aws.region, service=fault.service)
    if verdict.refusal is None:
        return Sent(request, None, key, fault.service)
    answer = s3_xml(Told(verdict.refusal.message, "", "", dict(verdict.refusal.details)))
    return Sent(request, answer, key, fault.service)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_the_doctor_names_what_the_client_did(fault: Fault, aws: LocalAws, inbox: Inbox) -> None:
    """First a cause that is proven, or told by AWS, then the others; habits, made on purpose, name the client."""
    sent = _send(fault, aws, inbox)
    place: dict[str, Any] = {"region": aws.region, "service": sent.service}

    assert sent.answer is not None
    findings = diagnose(sent.request, answer=sent.answer, credentials=sent.keys, **place).findings

    assert findings[0].cause in fault.causes
    assert {finding.cause for finding in findings} >= set(fault.causes)
    if fault.causes[0] not in ANSWERED:
        assert findings[0].certainty is Certainty.PROVEN
    if fault.is_dialect:
        arrived = SignedRequest.of(sent.request, sent.keys.secret_access_key, region=aws.region, service=sent.service)
        found = [proof for dialect, proof in dialects_of(arrived) if fault.client in dialect.client]
        assert [set(proof.slugs) for proof in found] == [set(fault.causes)]


CALLS = [("GET", "/items/a?a=1&b=two", ""), ("POST", "/items/a", '{"a": 1}')]
RIGHT = [
    *(Fault(client, path, (), method=method, body=body) for client in CLIENTS for method, path, body in CALLS),
    *(
        Fault(client, path, (), method=method, body=body, service="s3")
        for client in ("requests-aws4auth", "httpx-aws-auth", "aws4", "aws4-axios")
        for method, path, body in (*CALLS, ("PUT", "/items/a%20b%2Fc", "é"))
    ),
]


@pytest.mark.parametrize("right", RIGHT, ids=lambda right: f"{right.client} {right.service} {right.method}")
def test_the_same_client_is_accepted_otherwise(right: Fault, aws: LocalAws, inbox: Inbox) -> None:
    """So the refusals are the faults' and not the harness's; and what it sent explains its own signature."""
    sent = _send(right, aws, inbox)
    trace = explain(sent.request, sent.keys, following=Following.THE_REQUEST)

    assert sent.answer is None
    assert trace.signature == presented_by(sent.request, "").parameters["Signature"]
