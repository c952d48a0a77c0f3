"""The in-page twin of LocalAws: the same answers to the same clients, without a socket."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests
from botocore.awsrequest import AWSHTTPConnectionPool
from botocore.exceptions import ClientError, EndpointConnectionError

from sigv4_explain import SigV4Auth, local_aws
from sigv4_explain.errors import SigV4Error
from sigv4_explain.local_aws import LocalAws
from tests.local_aws.parts import InPageAws

NOON = "20150830T120000Z"
CALLS: dict[str, dict[str, Any]] = {
    "unsigned": {"method": "GET", "path": ""},
    "accepted": {"method": "GET", "path": "/items/1?b=2&a=%20", "service": "execute-api"},
    "accepted, with a body": {"method": "POST", "path": "/items/1", "service": "execute-api", "json": {"name": "Rex"}},
    "HEAD": {"method": "HEAD", "path": "/items/1", "service": "execute-api"},
    "a body in chunks": {"method": "PUT", "path": "/items/1", "chunks": [b"a", b"bc"]},
    "a header that is not ASCII": {"method": "GET", "path": "", "headers": {"x-name": "Zoë".encode()}},
    "of another service": {"method": "GET", "path": "/items/1", "service": "lambda"},
    "a stage that is not there": {"method": "GET", "path": "/../nowhere"},
    "a host that is none": {"method": "GET", "path": "", "headers": {"Host": "a b"}},
    "headers that are too long": {"method": "GET", "path": "", "headers": {"x-long": "x" * 11_000}},
    "a body that is too long": {"method": "POST", "path": "", "headers": {"Content-Length": "10485761"}, "data": b"x"},
}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[InPageAws]:
    """The twin, with no sockets and no threads to be had."""
    monkeypatch.setattr(socket, "socket", _refuse)
    monkeypatch.setattr(threading.Thread, "start", _refuse)
    monkeypatch.setattr(AWSHTTPConnectionPool, "ConnectionCls", AWSHTTPConnectionPool.ConnectionCls)  # and put it back
    with InPageAws(at=NOON) as aws:
        yield aws


def _refuse(*_: object, **__: object) -> None:
    raise OSError("there is none in a browser")


def _asked(aws: LocalAws, call: dict[str, Any]) -> tuple[Any, ...]:
    given = dict(call)
    service, path = given.pop("service", None), given.pop("path")
    auth = SigV4Auth(aws.owner, region=aws.region, service=service, at=NOON) if service else None
    if chunks := given.pop("chunks", None):
        given["data"] = iter(chunks)
    answer = aws.session().request(url=aws.rest_url + path, auth=auth, timeout=10, **given)
    decision = aws.log[-1]
    return answer.status_code, dict(answer.headers), answer.content, str(decision), decision.verdict is None


@pytest.mark.parametrize("name", CALLS)
def test_it_answers_as_the_sockets_do(here: InPageAws, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status, headers, body and what is logged are the same, byte for byte."""
    in_page = _asked(here, CALLS[name])
    monkeypatch.undo()
    with LocalAws(at=NOON) as aws:
        through_sockets = _asked(aws, CALLS[name])

    volatile = {"Connection"} if in_page[0] in (400, 413, 431) else set()  # the sockets hang up on these
    for answer in (in_page, through_sockets):
        for header in volatile:
            answer[1].pop(header, None)
    assert in_page == through_sockets


def test_boto3_is_lent_keys_and_is_refused(here: InPageAws) -> None:
    """A client of boto3 that gets ``sts`` asks the page, for answers and for errors."""
    here.follow_real_time()
    sts = boto3.client("sts", **here.sts)

    lent = sts.assume_role(RoleArn=here.role_arn, RoleSessionName="session1")

    assert lent["Credentials"]["AccessKeyId"].startswith("ASIA")
    with pytest.raises(ClientError, match="AccessDenied"):
        sts.assume_role(RoleArn=here.role_arn.replace("role/", "role/other"), RoleSessionName="session1")
    assert [decision.front.value for decision in here.log] == ["STS", "STS"]


def test_each_of_two_twins_answers_for_itself(here: InPageAws) -> None:
    """Their ports differ, as on a machine."""
    with InPageAws(at=NOON) as other:
        other.session().get(other.rest_url)
        assert (len(here.log), len(other.log)) == (0, 1)
        assert here.loopback.rest_url != other.loopback.rest_url


def test_a_closed_twin_refuses_the_connection(here: InPageAws) -> None:
    """For requests and for boto3 it is as if nobody listened."""
    session, sts = here.session(), boto3.client("sts", **here.sts)
    here.close()

    with pytest.raises(requests.ConnectionError, match="closed; make another"):
        session.get(here.rest_url)
    with pytest.raises(EndpointConnectionError):
        sts.get_caller_identity()
    assert repr(here).startswith("<LocalAws: closed, in this page, without sockets, https://")


def test_it_calls_nobody_else(here: InPageAws) -> None:
    """A host that is not of this world is not looked for."""
    with pytest.raises(requests.ConnectionError, match="expected one of this world"):
        here.session().get("https://example.com/")


def test_a_fault_in_the_users_function_is_answered() -> None:
    """What a function of the user's own raises, or says against HTTP, is AWS's own answer for a fault."""

    def broken(*_: object) -> Any:
        raise RuntimeError("a secret")

    with InPageAws(function=broken, at=NOON) as aws:
        auth = SigV4Auth(aws.owner, region=aws.region, service="execute-api", at=NOON)
        answer = aws.session().get(aws.rest_url + "/items/1", auth=auth)

    assert (answer.status_code, "a secret" in aws.log[-1].because) == (502, False)


def test_in_a_browser_the_names_mean_what_works_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """LocalAws is the twin, and RealAws says what to install."""
    monkeypatch.setattr(sys, "platform", "emscripten")

    assert local_aws.LocalAws is InPageAws
    with pytest.raises(SigV4Error, match=r"pip install 'sigv4_explain\[lab\]'"):
        local_aws.RealAws(url="https://abc123.example/default", region="eu-central-1")
