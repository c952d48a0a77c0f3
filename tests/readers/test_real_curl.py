"""Commands read and written, compared with what the curl on this machine sends."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Request, sign
from sigv4_explain.drawing.request_text import curl_command
from tests.readers.servers import EXAMPLE, Inbox, signed_again

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


@pytest.mark.parametrize(
    "words",
    [
        "URL",
        "-I URL",
        "-X PUT URL/a/../b/./c//d?x=/../y#z",
        "--path-as-is URL/a/../b",
        "URL/é?é",
        "'URL/\\[a\\]' -H 'A;' -H 'B:b' -H 'C:  c ' -H D: -H 'E: ' -H 'B: 2'",
        "-g 'URL/[a]{b}|\"<>^`'",
        "--request-target '/a b/../é?x=é y' URL/c?d",
        "-d a=1 -da=2 URL",
        "-d '' URL",
        "-d a URL -H Content-Type:",
        "-d a URL -H 'Content-Type;'",
        "--json '{' --json '}' URL",
        "-d 1 --json 2 --data-raw @3 URL",
        "--data-urlencode 'a b=c d+é' --data-urlencode '=@' --data-urlencode '~ *-._' URL",
        "-G -d a=1 --data-urlencode 'b=c d' 'URL/?x'",
        "-G -d a=1 'URL/?'",
        "-G -d a=1 'URL/?x&'",
        "-G -d '' URL",
        "-GI -d a URL",
        "-G --json '{}' URL",
        "-G -X POST -d a=1 -d b=2 URL#f",
        "-b a=1 -b b=2 URL -e 'x;auto'",
        "-b a=1 -H 'Cookie: b=2' URL",
    ],
)
def test_a_command_is_read_as_curl_runs_it(raw_server: Inbox, words: str) -> None:
    """The Request read from a command is the one that curl sends for it."""
    command = f"curl {words.replace('URL', raw_server.origin)}"

    _run(command)

    assert _sent(raw_server.take()) == _sent(Request.parse(command))


def _signed(request: Request) -> Request:
    return sign(request, EXAMPLE, region="us-east-1", service="execute-api", at="20150830T123600Z")


@pytest.mark.parametrize(
    ("method", "target", "headers", "body"),
    [
        ("GET", "/", {}, ""),
        ("GET", "?a=1", {}, ""),
        ("GET", "/a%20b?q=a%20b&q=a+b&c#top", {}, ""),
        ("GET", "/example space/ሴ?q=a b&é", {}, ""),
        ("GET", "/a/../b/.//c/%2e%2E/d/..", {}, ""),
        ("GET", "/[a]{b}\\[?x[]=1", {}, ""),
        ("GET", "/", {"x-empty": "", "X-Blanks": '  "a   b"  ', "x-quote": "it's $HOME `x` \\ é"}, ""),
        ("GET", "/", {"Accept": "application/json", "Content-Length": "1", "User-Agent": "me"}, "x"),
        ("HEAD", "/", {}, ""),
        ("DELETE", "/", {}, ""),
        ("POST", "/", {}, ""),
        ("POST", "/", {}, "@file\n\n'\"$\\\r\nሴ"),
        ("POST", "/", {"Content-Type": "application/json"}, '{"client": "requests"}'),
        ("PUT", "/", {"Content-Type": "", "x-amz-meta-a": "1"}, "x"),
    ],
)
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
