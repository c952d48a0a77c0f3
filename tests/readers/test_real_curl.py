"""Commands read and written, compared with what the curl on this machine sends."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Request, sign
from tests.readers.parts import curl_command
from tests.readers.servers import EXAMPLE, Inbox, signed_again
from tests.tables import tables

TABLES = tables(__file__)

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def _run(command: str) -> None:
    """Let a shell run the command, without the user's .curlrc and proxies."""
    command = re.sub(r"^curl", "curl --disable -sS --noproxy '*' --max-time 10", command)
    subprocess.run(["bash", "-c", command], check=True)


def _sent(request: Request) -> tuple[str, str, list[tuple[str, str]], bytes]:
    """Return a request without what curl adds on its own, in a form that ignores the scheme."""
    target = re.sub(r"^https?://[^/?#]*/?|#.*", "", request.url)
    own = {"host", "user-agent", "accept", "content-length"}
    return request.method, target, sorted(pair for pair in request.headers if pair[0].lower() not in own), request.body


@pytest.mark.parametrize("words", TABLES["commands"])
def test_a_command_is_read_as_curl_runs_it(raw_server: Inbox, words: str) -> None:
    """The Request read from a command is the one that curl sends for it."""
    command = f"curl {words.replace('URL', raw_server.origin)}"

    _run(command)

    assert _sent(raw_server.take()) == _sent(Request.parse(command))


def _signed(request: Request) -> Request:
    return sign(request, EXAMPLE, region="us-east-1", service="execute-api", at="20150830T123600Z")


@pytest.mark.parametrize(("method", "target", "headers", "body"), TABLES["requests"])
def test_what_curl_sends_for_a_signed_request_has_the_same_signature(
    raw_server: Inbox, method: str, target: str, headers: dict[str, str], body: str
) -> None:
    """The command written for a signed request makes curl send exactly what was signed."""
    signed = _signed(Request(method, f"{raw_server.origin}{target}", headers, body))

    _run(curl_command(signed, reveal=True))

    received = raw_server.take()
    assert received.body == signed.body
    assert received.header("authorization") == signed.header("authorization")
    assert signed_again(received, region="us-east-1", service="execute-api") == signed.header("authorization")


_text = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("'\"\\$`!*?~#&;|<>(){}[] \n@:"), max_size=12
)
_target = st.text(
    st.characters(min_codepoint=32, exclude_characters="#\x7f", exclude_categories=("Cc", "Cs")), max_size=12
)


@given(target=_target, value=_text, body=_text)
@settings(max_examples=25, deadline=None)
def test_no_character_changes_on_the_way(raw_server: Inbox, target: str, value: str, body: str) -> None:
    """Whatever stands in path, query, header or body passes the shell and curl unchanged."""
    url = f"{raw_server.origin}/{target}".rstrip()
    signed = _signed(Request("POST", url, {"x-value": value.replace("\n", " ")}, body))

    _run(curl_command(signed, reveal=True))

    received = raw_server.take()
    assert received.body == signed.body
    assert signed_again(received, region="us-east-1", service="execute-api") == signed.header("authorization")
