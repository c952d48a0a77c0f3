"""LocalAws in a notebook's hands: it starts, it is asked, it ends."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import boto3
import pytest
import requests

from sigv4_explain import Credentials, InvalidInput, SigV4Auth
from sigv4_explain.local_aws import LocalAws
from tests.local_aws.calling import ALICE, CAROL, NOON
from tests.local_aws.parts import Logged
from tests.local_aws.sockets import exchange, signed_get

AT = "20150830T123600Z"


@pytest.fixture
def aws() -> Iterator[LocalAws]:
    """The story, with its clock stopped."""
    with LocalAws(at=AT) as aws:
        yield aws


@pytest.fixture
def session(aws: LocalAws) -> Iterator[requests.Session]:
    """A session that finds AWS's names here."""
    with aws.session() as session:
        yield session


def _auth(aws: LocalAws, credentials: Credentials = ALICE, service: str = "execute-api") -> SigV4Auth:
    return SigV4Auth(credentials, region=aws.region, service=service, at=aws.now())


def _listens(url: str) -> bool:
    try:
        return exchange(url, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status > 0
    except ConnectionRefusedError:
        return False


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("sigv4_explain")]


def test_a_session_calls_aws_by_its_names(aws: LocalAws, session: requests.Session) -> None:
    """What is signed, sent, logged and returned has AWS's own host names in it."""
    response = session.get(
        aws.rest_url, params={"client": "requests"}, headers={"x-api-key": aws.api_key}, auth=_auth(aws)
    )

    host = "abc123.execute-api.eu-central-1.amazonaws.com"
    assert response.json()["params"] == {"client": "requests"}
    assert response.url == response.request.url == f"https://{host}/default?client=requests"
    assert "Host" not in response.request.headers
    verdict = aws.log[-1].verdict
    assert verdict is not None
    assert verdict.request.host == host
    assert verdict.covered_headers == ("accept", "host", "x-amz-date", "x-api-key")


@pytest.mark.parametrize(
    ("name", "path", "service"),
    [
        ("rest_url", "/", "execute-api"),
        ("rest_url", "/items/a%20b/c", "execute-api"),
        ("custom_domain_url", "", "execute-api"),
        ("http_api_url", "/hello", "execute-api"),
        ("function_url", "/any/path", "lambda"),
    ],
)
def test_every_front_is_reached_by_both_its_names(
    aws: LocalAws, session: requests.Session, name: str, path: str, service: str
) -> None:
    """By AWS's name through the session, and by this machine's name through any client."""
    headers = {"x-api-key": aws.api_key}
    for url in (getattr(aws, name), getattr(aws.loopback, name)):
        response = session.get(url + path, headers=headers, auth=_auth(aws, service=service))
        assert response.status_code == 200, response.text

    response = requests.get(url + path, headers=headers, auth=_auth(aws, service=service), timeout=10)
    assert response.status_code == 200


def test_two_runs_give_the_same_bytes() -> None:
    """With the clock stopped, ids, dates and lent keys are those of the last run: a notebook's outputs stay."""
    runs = []
    for _ in range(2):
        with LocalAws(at=AT) as aws, aws.session() as session:
            response = session.get(aws.rest_url, headers={"x-api-key": aws.api_key}, auth=_auth(aws))
            url = "https://sts.eu-central-1.amazonaws.com/?Action=AssumeRole&Version=2011-06-15"
            url += f"&RoleArn={aws.role_arn}&RoleSessionName=session1"
            lent = session.get(url, auth=_auth(aws, CAROL, "sts"))
            assert lent.status_code == 200
            runs.append((response.headers, response.content, lent.headers, lent.content, repr(aws.log)))

    assert runs[0] == runs[1]


@pytest.mark.parametrize("url", ["https://example.com/", "http://169.254.169.254/latest/meta-data/"])
def test_a_session_never_leaves_this_machine(session: requests.Session, url: str) -> None:
    """A host that is not of this world is an error that names those that are."""
    with pytest.raises(requests.ConnectionError, match=r"expected one of this world: abc123\.execute-api"):
        session.get(url)


def test_a_session_minds_no_proxy(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says about the network does not concern it."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with aws.session() as session:
        assert session.get(aws.rest_url).status_code == 403


def test_boto3_assumes_the_role_and_its_session_calls_the_api() -> None:
    """The story, with the real SDK and the real time."""
    with LocalAws() as aws, aws.session() as session:
        sts = boto3.client("sts", **aws.sts)
        lent = sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1", DurationSeconds=900)["Credentials"]
        sts.close()
        keys = Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])
        headers = {"x-api-key": aws.api_key}

        assert session.get(aws.rest_url, headers=headers, auth=_auth(aws, CAROL)).status_code == 403
        assert session.get(aws.rest_url, headers=headers, auth=_auth(aws, keys)).status_code == 200
        aws.clock.forward(minutes=16)
        refused = session.get(aws.rest_url, headers=headers, auth=_auth(aws, keys))
        assert refused.json() == {"message": "The security token included in the request is expired"}


def test_the_clock_is_the_learners(aws: LocalAws, session: requests.Session) -> None:
    """Moved, it makes a signature old; what is signed for its time is accepted again."""
    auth, headers = _auth(aws), {"x-api-key": aws.api_key}
    assert session.get(aws.rest_url, headers=headers, auth=auth).status_code == 200
    aws.clock.forward(minutes=6)

    assert aws.now() == NOON + timedelta(minutes=6)
    assert "Signature expired" in session.get(aws.rest_url, headers=headers, auth=auth).text
    assert session.get(aws.rest_url, headers=headers, auth=_auth(aws)).status_code == 200


def test_the_names_are_those_of_the_story(aws: LocalAws) -> None:
    """What later cells ask for."""
    assert aws.region == "eu-central-1"
    assert (aws.caller, aws.owner) == (CAROL, ALICE)
    assert aws.role_arn == "arn:aws:iam::444455556666:role/ApiAccess"
    assert aws.api_key == "example"
    assert repr(aws) == "<LocalAws: listening, https://abc123.execute-api.eu-central-1.amazonaws.com/default>"


def test_a_function_of_ones_own_gets_the_event_and_each_decision_is_told() -> None:
    """It stands behind every front; whoever wants to follow is called, and the log has it as well."""
    told: list[Logged] = []
    with LocalAws(at=AT, tell=told.append, function=lambda event: {"statusCode": 201, "body": event["version"]}) as aws:
        url = f"{aws.loopback.http_api_url}/hello"

        assert exchange(url, signed_get(url, at=AT)).body == b"2.0"
    assert told == list(aws.log)
    assert len(told) == 1


def test_it_listens_from_the_moment_it_is_made_until_it_is_closed() -> None:
    """Without ``with`` too; closed twice is closed."""
    before = _threads()
    aws = LocalAws()
    assert _listens(aws.loopback.rest_url)

    session = aws.session()
    aws.close()
    aws.close()

    with pytest.raises(requests.ConnectionError, match=r"^LocalAws: received a call when closed; make another"):
        session.get(aws.rest_url)
    assert not _listens(aws.loopback.rest_url)
    assert _threads() == before
    assert "closed" in repr(aws)


def test_it_ends_with_open_connections() -> None:
    """A client that stays connected does not keep it."""
    before = _threads()
    with LocalAws(at=AT) as aws, requests.Session() as session:
        session.get(aws.loopback.rest_url, timeout=10)

    assert _threads() == before


def test_it_ends_when_nobody_holds_it_any_more() -> None:
    """A notebook that runs a cell again leaves nothing behind."""
    before = _threads()
    aws = LocalAws()
    url = aws.loopback.rest_url
    del aws
    gc.collect()

    assert not _listens(url)
    assert _threads() == before


@pytest.mark.parametrize(
    "lines",
    [
        "LocalAws(); 1 / 0",
        "aws = LocalAws(function=lambda event: time.sleep(60)); call(aws.loopback.rest_url)",
    ],
    ids=["after an error", "while a function works"],
)
def test_python_ends_with_it(lines: str) -> None:
    """An interpreter that ends takes it along at once, without a warning."""
    script = f"""
import requests, socket, time
from urllib.parse import urlsplit
from sigv4_explain.local_aws import LocalAws
from tests.local_aws.sockets import RawClient, signed_get
def call(url):
    with RawClient(url) as client:
        client.send(signed_get(url))
        time.sleep(0.5)
{lines}
"""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=50, check=False
    )

    assert result.returncode == ("1 / 0" in lines)
    assert "Warning" not in result.stderr
    assert "Traceback" not in result.stderr or "ZeroDivisionError" in result.stderr


def _in_a_row() -> LocalAws:
    """Find five free ports, below those that the system gives to clients."""
    for first_port in range(20_000, 30_000, 10):
        try:
            return LocalAws(first_port=first_port)
        except OSError:
            continue
    raise AssertionError("no five free ports in a row")


def test_ports_are_given_in_a_row() -> None:
    """The first is chosen, four follow."""
    with _in_a_row() as aws:
        urls = aws.loopback
        ports = [
            urlsplit(url).port or 0
            for url in (urls.rest_url, urls.custom_domain_url, urls.http_api_url, urls.function_url, urls.sts_url)
        ]

    assert ports == list(range(ports[0], ports[0] + 5))


def test_a_port_that_is_taken_is_an_error_and_leaves_no_other_open() -> None:
    """Whichever of the five it is: all or none."""
    with _in_a_row() as other:
        last = urlsplit(other.loopback.sts_url).port or 0
        other.close()
        with socket.create_server(("127.0.0.1", last)), pytest.raises(OSError, match="in use"):
            LocalAws(first_port=last - 4)
        with LocalAws(first_port=last - 4) as aws:
            assert urlsplit(aws.loopback.sts_url).port == last


@pytest.mark.parametrize("first_port", [-1, 65_532, 70_000])
def test_a_port_that_does_not_exist_is_refused_by_name(first_port: int) -> None:
    """All five must be ports."""
    with pytest.raises(InvalidInput, match="first_port"):
        LocalAws(first_port=first_port)


def test_only_this_machine_can_connect(aws: LocalAws) -> None:
    """The ports are open at the loopback address and at no other; there is no way to ask for another."""
    assert {urlsplit(url).hostname for url in (aws.loopback.rest_url, aws.loopback.sts_url)} == {"127.0.0.1"}
    with pytest.raises(TypeError, match="host"):
        LocalAws(host="0.0.0.0")  # type: ignore[call-arg]  # that is what is refused
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", urlsplit(aws.loopback.rest_url).port or 0), timeout=5)
