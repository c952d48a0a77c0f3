"""Every cell of the table measured again with the client itself, so that none goes stale unseen."""

from __future__ import annotations

import importlib.util
import json
import socketserver
from collections.abc import Iterator, Mapping

import pytest

from sigv4_explain.clients.situations import TEXTS
from sigv4_explain.request import Request
from tests.clients import node
from tests.clients.parts import SIGNERS, SITUATIONS, VERSIONS, Cell, Instead, Situation, known_lines, measured, recorded
from tests.clients.sending import JAVASCRIPT, curls, sent_by_node
from tests.readers.servers import Inbox, RawHandler, serve
from tests.requirements import skip_or_fail

CURLS = [client for client in VERSIONS if client.startswith("curl ")]
each_situation = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)


def facts(cell: Cell) -> tuple[object, ...]:
    """Return a cell without how it is known."""
    return cell.signed, cell.outcome


def again(sent: Request | None, situation: Situation) -> tuple[object, ...]:
    """Measure what was sent."""
    return facts(measured(sent, situation, known_lines(situation)))


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    """A server that takes everything."""
    yield from serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), RawHandler))


@pytest.fixture(scope="module")
def from_node() -> Mapping[tuple[str, str], Request | None]:
    """What the clients in JavaScript send, asked in one Node."""
    node.install()
    asked = [(client, situation) for client in JAVASCRIPT for situation in SITUATIONS]
    names = [(client, situation.name) for client, situation in asked]
    return dict(zip(names, sent_by_node(asked), strict=True))


@each_situation
@pytest.mark.parametrize("client", SIGNERS)
def test_a_client_in_python_signs_as_recorded(client: str, situation: Situation) -> None:
    """The installed version does what the table says of the recorded one."""
    if importlib.util.find_spec(client.replace("-", "_")) is None:
        skip_or_fail("clients", f"{client} is not installed")

    assert again(SIGNERS[client](situation), situation) == facts(recorded(client, situation))


@each_situation
@pytest.mark.parametrize("client", JAVASCRIPT)
def test_a_client_in_javascript_signs_as_recorded(
    client: str, situation: Situation, from_node: Mapping[tuple[str, str], Request | None]
) -> None:
    """The version that npm installs does what the table says."""
    assert again(from_node[client, situation.name], situation) == facts(recorded(client, situation))


@each_situation
@pytest.mark.parametrize("client", CURLS)
def test_curl_signs_as_recorded(client: str, situation: Situation, inbox: Inbox) -> None:
    """The machine's curl, and the one in pycurl, where they are of a version that was recorded."""
    here = curls()
    if client not in here:
        pytest.skip(f"{client} was recorded, here is {', '.join(here) or 'none'}")

    assert again(here[client](situation, inbox), situation) == facts(recorded(client, situation))


def test_all_columns_are_measured() -> None:
    """No client is recorded that the tests above do not ask."""
    assert set(VERSIONS) == {*SIGNERS, *JAVASCRIPT, *CURLS}


def test_the_javascript_versions_are_those_that_npm_installs() -> None:
    """The recorded versions equal the pinned ones."""
    pinned = json.loads((node.HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert {client: VERSIONS[client] for client in JAVASCRIPT} == {client: pinned[client] for client in JAVASCRIPT}


def test_the_records_name_known_clients_once() -> None:
    """A name with a typing error would leave its cell right."""
    for text in TEXTS.values():
        assert len({*text.different, *text.accepted, *text.instead}) == sum(
            map(len, (text.different, text.accepted, text.instead))
        )
        assert {*text.different, *text.accepted, *text.instead} <= set(VERSIONS)
        assert {word.upper() for word in text.instead.values()} <= set(Instead.__members__)
