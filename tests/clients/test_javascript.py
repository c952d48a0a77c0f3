from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sigv4_explain import Request
from tests.clients import node
from tests.clients.parts import JAVASCRIPT_CLIENTS, Client, export, request_object

HERE = Path(__file__).parent
CLIENTS = [client.name for client in JAVASCRIPT_CLIENTS]
REQUEST = Request(
    "POST",
    "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=ky",
    {"x-api-key": "example", "Content-Type": "application/json"},
    '{"client": "ky"}',
)
REGION, SERVICE = "eu-central-1", "execute-api"


def _export(client: str, request: Request = REQUEST, *, region: str = REGION, service: str = SERVICE) -> str:
    return export(request, client, region=region, service=service)


@pytest.mark.parametrize("client", ["smithy-ky", "aws4-node-fetch", "sts-assume-role"])
def test_the_program_reads_so(client: str) -> None:
    """A copy of the whole program, so that a change of it is seen in review."""
    assert _export(client) == (HERE / "javascript_programs" / f"{client}.mjs").read_text(encoding="utf-8")


@pytest.mark.parametrize("client", JAVASCRIPT_CLIENTS, ids=lambda client: client.name)
def test_the_program_says_what_to_install(client: Client) -> None:
    """What it imports, in its first line; and it was tested with a pinned version of each."""
    program = _export(client.name)
    imported = re.findall(r'^import .* from "(?!node:)([^"]+)";$', program, re.MULTILINE)
    pinned = json.loads((node.HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert program.splitlines()[0] == f"// npm install {' '.join(client.packages)}"
    assert set(imported) == set(client.packages)
    assert set(client.packages) <= set(pinned)


@pytest.mark.parametrize("client", CLIENTS)
def test_region_and_service_are_said(client: str) -> None:
    """Also where a client would guess them from the host name; only ``request`` cannot be told the Region."""
    program = _export(client, region="eu-south-2", service="lambda")

    assert 'service: "lambda"' in program
    assert ('region: "eu-south-2"' in program) == (client != "request")


@pytest.mark.parametrize("client", ["smithy-fetch", "lambda-function", "sts-assume-role"])
def test_s3_is_signed_by_its_own_rules(client: str) -> None:
    """The AWS SDK's signer must be told; with other services nothing is said."""
    assert "uriEscapePath: false" in _export(client, service="s3")
    assert "uriEscapePath" not in _export(client)


@pytest.mark.parametrize("client", CLIENTS)
def test_what_looks_like_a_part_of_the_template_is_text(client: str) -> None:
    """A template is filled once: a name in it that comes from the user is no name."""
    texts = "$service $region ${signV4} $$ $request"
    program = _export(client, Request("POST", REQUEST.url, {"X-Note": texts}, texts))

    assert program.count(f'"{texts}"') == 2


_hard = st.text("\\'\"`${}\n\r\u2028\u2029\u202e</>", max_size=9)
_texts = _hard | st.text(max_size=20).map(lambda text: text.encode(errors="ignore").decode())
_values = _texts.map(lambda text: "".join(character for character in text if character.isprintable()).strip())
_names = st.text("aZ0-_'`$!#^|~", min_size=1, max_size=9) | st.just("__proto__") | st.just("constructor")
_requests = st.builds(
    Request,
    st.sampled_from(["GET", "POST", "M-SEARCH"]),
    _values.map(lambda text: "https://example.com/" + text.replace("#", "")),
    st.dictionaries(_names, _values, max_size=3).map(lambda headers: list(headers.items())),
    _texts.map(str.encode) | st.binary(max_size=9),
)


@settings(max_examples=10, phases=[Phase.generate])  # each example starts Node
@given(st.lists(_requests, min_size=20, max_size=60))
def test_node_reads_the_request_that_was_meant(requests: list[Request]) -> None:
    """Quotes, backslashes, line breaks, ``${}``, backticks and any script: all of it stays text, to the byte."""
    written = [request_object(request, "request") for request in requests]

    read = node.run_node("evaluate-requests.mjs", {"sources": written})["requests"]

    for request, found in zip(requests, read, strict=True):
        assert (found["method"], found["url"]) == (request.method, request.url)
        assert dict(found["headers"]) == dict(request.headers)
        assert base64.b64decode(found["body"]) == request.body
