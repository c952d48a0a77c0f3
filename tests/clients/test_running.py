"""An exported program run with its real client, or answered from its recording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sigv4_explain import InvalidInput, MissingDependency, Request, SigV4Error, diagnose, export
from sigv4_explain.local_aws import LocalAws
from tests.clients import node
from tests.clients.parts import KnownBy, recorded_run, run
from tests.clients.record import NOTEBOOK, runs_of
from tests.site.builder import find_node


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    """The story in real time, as these clients sign for now."""
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def with_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """The npm packages, where NODE_PATH says, and the Node that the tests use."""
    node.install()
    found = find_node()
    assert found is not None
    monkeypatch.setenv("NODE_PATH", str(node.HERE / "node_modules"))
    monkeypatch.setenv("PATH", str(Path(found.node[0]).parent), prepend=":")


@pytest.fixture
def without_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No program at all is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("NODE_PATH", raising=False)
    monkeypatch.chdir(tmp_path)


def exported(aws: LocalAws, client: str) -> str:
    """Return the notebook's request as code."""
    url = f"{aws.rest_url}/items/1?b=two%20words&a=1"
    request = Request("POST", url, {"content-type": "application/json"}, '{"name": "Rex"}')
    return export(request, client, region=aws.region, service="execute-api")


@pytest.mark.usefixtures("with_node")
def test_a_program_for_node_runs(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> None:
    """What arrived and what was answered are this run's, also where Jupyter asks for colours."""
    monkeypatch.setenv("FORCE_COLOR", "1")

    ran = run(exported(aws, "smithy-fetch"), "smithy-fetch", aws, credentials=aws.owner)

    assert (ran.status, ran.evidence, repr(ran)) == (200, KnownBy.LIVE, "<Ran: 200, measured now>")
    assert ran.request.url.startswith(aws.loopback.rest_url)
    assert "Hello from the function" in ran.text


def test_a_program_in_python_runs(aws: LocalAws) -> None:
    """It needs nothing but the Python that is here."""
    ran = run(exported(aws, "python-stdlib"), "python-stdlib", aws, credentials=aws.owner)

    assert (ran.status, ran.evidence) == (200, KnownBy.LIVE)
    assert ran.text.endswith('"method": "POST"}')


def test_a_program_in_python_that_is_refused_is_no_failure(aws: LocalAws) -> None:
    """It writes AWS's answer as its error; status and text are found there."""
    wrong = exported(aws, "python-stdlib").replace('f"AWS4{', 'f"aws4{')

    ran = run(wrong, "python-stdlib", aws, credentials=aws.owner)

    assert ran.status == 403
    assert ran.text.startswith('{"message":"The request signature we calculated does not match')


@pytest.mark.usefixtures("without_node")
def test_without_node_the_answer_is_the_recorded_one(aws: LocalAws) -> None:
    """It says so, and has the request with which it was got."""
    ran = run(exported(aws, "smithy-fetch"), "smithy-fetch", aws, credentials=aws.owner)

    assert (ran.status, ran.evidence, repr(ran)) == (200, KnownBy.RECORDED, "<Ran: 200, recorded>")
    assert ran.request.body == b'{"name": "Rex"}'
    assert "Hello from the function" in ran.text


@pytest.mark.usefixtures("without_node")
def test_a_program_that_was_not_recorded_needs_its_client(aws: LocalAws) -> None:
    """The error names what to install."""
    code = exported(aws, "smithy-fetch").replace("Rex", "Max")

    with pytest.raises(MissingDependency, match=r"install node, @smithy/signature-v4, @aws-crypto/sha256-js"):
        run(code, "smithy-fetch", aws, credentials=aws.owner)


def test_an_unknown_client_is_named_with_those_there_are(aws: LocalAws) -> None:
    """As in export."""
    with pytest.raises(InvalidInput, match="client: received 'wget', expected one of requests, "):
        run("", "wget", aws, credentials=aws.owner)


def test_a_program_that_sends_nothing_is_told_with_its_error(aws: LocalAws) -> None:
    """What it wrote about it is in the message."""
    with pytest.raises(SigV4Error, match="the program got no answer: nothing"):
        run('raise SystemExit("nothing")', "python-stdlib", aws, credentials=aws.owner)


@pytest.mark.usefixtures("with_node")
def test_the_recorded_runs_are_those_of_the_notebook() -> None:
    """Run again, each of its programs gets the recorded status, and the doctor finds the same."""
    runs = runs_of(NOTEBOOK)

    assert len(runs) == 7
    for (code, credentials), ran in runs.items():
        kept = recorded_run(code, credentials)
        assert kept is not None, "run python -m tests.clients.record"
        assert (ran.evidence, kept.evidence) == (KnownBy.LIVE, KnownBy.RECORDED)
        assert (kept.status, kept.request.body) == (ran.status, ran.request.body)
        place = {"region": "eu-central-1", "service": "execute-api"}
        found, known = (
            diagnose(each.request, answer=each.text, credentials=credentials, **place) for each in (ran, kept)
        )
        assert [one.cause for one in known.findings] == [one.cause for one in found.findings]
