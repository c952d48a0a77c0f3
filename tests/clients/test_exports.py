from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Credentials, InvalidInput, Request, SigningRules, export, presign, sign
from tests.clients.parts import CLIENTS, PYTHON_CLIENTS, SHELL_CLIENTS, Call, Client, Language, unsigned
from tests.requirements import skip_or_fail

SCRIPTS = Path(__file__).parent / "scripts"
ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token/+==")
POST = Request(
    "POST",
    "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=requests",
    {"x-api-key": "not-to-be-shown", "Content-Type": "application/json"},
    '{"client": "requests"}',
)
PUT = Request(
    "PUT",
    "https://bucket.s3.eu-central-1.amazonaws.com/a//b c",
    {"User-Agent": "me", "X-Amz-Meta-Note": "it's"},
    b"\x00\xff",
)
PRETTY = Request(
    "PATCH", "https://api.example.com/a/../b?x=2&x=1", {"Content-Type": "application/json"}, '{\n  "name": "Zoë"\n}\n'
)
BARE = Request("GET", "https://example.amazonaws.com/")
REQUESTS = {
    "POST": (POST, "execute-api"),
    "PUT to S3": (PUT, "s3"),
    "PATCH": (PRETTY, "execute-api"),
    "GET": (BARE, "lambda"),
    "OpenSearch Serverless": (POST, "aoss"),
    "DELETE with a body": (Request("DELETE", POST.url, (), "x"), "execute-api"),
    "its own method and Host": (Request("M-SEARCH", POST.url, {"Host": "other.example.com"}), "execute-api"),
}
ALL = [(client, request) for client in CLIENTS for request in REQUESTS]


def _name(value: object) -> str | None:
    return value.name if isinstance(value, Client) else None


def _code(client: Client, request: str) -> str:
    asked, service = REQUESTS[request]
    return export(asked, client.name, region="eu-central-1", service=service)


def test_clients_have_names_of_their_own() -> None:
    """Python first, then JavaScript, then the shell; whoever is not kept up says why not to take it."""
    names = [client.name for client in CLIENTS]
    languages = [client.language for client in CLIENTS]

    assert len(set(names)) == len({client.title for client in CLIENTS}) == len(names)
    assert languages == sorted(languages, key=list(Language).index)
    assert [client.name for client in CLIENTS if client.deprecated] == ["request"]


@pytest.mark.parametrize(
    ("given_", "field"),
    [({"client": "postman"}, "client"), ({"region": "eu central"}, "region"), ({"service": ""}, "service")],
)
def test_what_nobody_knows_is_an_error(given_: dict[str, str], field: str) -> None:
    """It names the argument, and for a client all that there are."""
    arguments = {"client": "curl", "region": "eu-central-1", "service": "execute-api"} | given_

    with pytest.raises(InvalidInput, match=field) as caught:
        export(POST, **arguments)

    assert caught.value.field == field
    assert field != "client" or all(client.name in str(caught.value) for client in CLIENTS)


@pytest.mark.parametrize(("client", "request_"), ALL, ids=_name)
def test_code_signs_when_it_runs(client: Client, request_: str) -> None:
    """Of a request that is signed already, in a header or in the query, the code is the same as of the plain one."""
    asked, service = REQUESTS[request_]
    place: dict[str, Any] = {"region": "eu-central-1", "service": service}
    rules = SigningRules.for_service(service)
    plain = unsigned(asked, rules)
    signed = sign(plain, ALICE, **place)
    presigned = plain.with_url(presign(plain, ALICE, expires=60, **place))

    code = export(plain, client.name, **place)

    assert export(signed, client.name, **place) == code
    assert export(presigned, client.name, **place) == code
    assert not re.search(r"[0-9a-f]{64}|20[0-9]{6}T|AKID|not-to-be-shown", code)


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("client", PYTHON_CLIENTS, ids=_name)
def test_python_is_written_as_ruff_would_write_it(client: Client, request_: str, tmp_path: Path) -> None:
    """Formatted, its imports sorted, and nothing imported or named in vain."""
    file = tmp_path / "script.py"
    file.write_text(_code(client, request_), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["format", "--diff"], ["check", "--select=E4,E5,E7,E9,F,I,W"]):
        done = subprocess.run(
            [*ruff, *command, "--isolated", "--no-cache", "--line-length=100", str(file)],
            capture_output=True,
            text=True,
            cwd=tmp_path,  # a project's own modules would be sorted apart
            check=False,
        )

        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("client", SHELL_CLIENTS, ids=_name)
def test_a_shell_can_read_it(client: Client, request_: str) -> None:
    """And no line is left over."""
    if shutil.which("sh") is None:
        skip_or_fail("clients", "there is no POSIX shell")
    done = subprocess.run(["sh", "-n"], input=_code(client, request_), capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


_hard = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
_names = st.text("abcXYZ019!#$%&'*+.^_`|~-", min_size=1).map(lambda name: f"x-note-{name}")
_words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp"), exclude_characters="/,"), min_size=1
)
_calls = st.builds(
    lambda method, path, query, headers, body, region, service: Call(
        unsigned(Request(method, f"https://example.com/{path}?{query}#", headers, body), SigningRules()),
        region,
        service,
        SigningRules(),
    ),
    st.sampled_from(["GET", "POST", "IT'S", "M-`$"]),
    _hard,
    _hard,
    st.lists(st.tuples(_names, _hard), max_size=3),
    st.binary(max_size=40) | st.text(max_size=40).map(str.encode),
    _words,
    _words,
)


@settings(max_examples=40)
@given(call=_calls)
@pytest.mark.parametrize("client", PYTHON_CLIENTS, ids=_name)
def test_python_holds_the_users_texts_as_they_are(client: Client, call: Call) -> None:
    """Whatever stands in them: URL, headers and body, read back by Python, are those of the request."""
    tree = ast.parse(client.write(call))
    values = {
        target.id: eval(compile(ast.Expression(node.value), "", "eval"), {"base64": __import__("base64")})
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name)
        if target.id in ("url", "headers", "body")
    }

    assert values["url"] == call.request.url
    assert list(values.get("headers", {}).items()) == list(call.request.headers)
    assert values.get("body", b"") == call.request.body
    literals = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert {call.region, call.service} <= {literal for literal in literals if isinstance(literal, str)}


CURL = '#!/bin/sh\nprintf \'%s\\0\' "$@"\ncase "$*" in *--data-binary*) cat ;; esac\n'


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a curl that tells how it was called, and what it would have sent."""
    for program in ("sh", "openssl"):
        if shutil.which(program) is None:
            skip_or_fail("clients", f"{program} is not installed")
    folder = tmp_path_factory.mktemp("stubs")
    (folder / "curl").write_text(CURL, encoding="utf-8")
    (folder / "curl").chmod(0o755)
    return folder


@settings(max_examples=25)
@given(call=_calls)
@pytest.mark.parametrize("client", SHELL_CLIENTS, ids=_name)
def test_a_script_hands_the_users_texts_to_curl_as_they_are(client: Client, call: Call, stubs: Path) -> None:
    """Whatever stands in them, the shell expands and runs none of it."""
    environment = {
        "PATH": f"{stubs}{os.pathsep}{os.environ['PATH']}",
        "AWS_ACCESS_KEY_ID": ALICE.access_key_id,
        "AWS_SECRET_ACCESS_KEY": ALICE.secret_access_key,
    }
    done = subprocess.run(["sh"], input=client.write(call).encode(), env=environment, capture_output=True, check=False)
    assert done.stderr == b""
    words = done.stdout.split(b"\0")
    after = {word: words[number + 1] for number, word in enumerate(words[:-1])}
    headers = [words[number + 1].decode() for number, word in enumerate(words[:-1]) if word == b"-H"]

    request = call.request
    if client.name == "openssl":
        assert request.url.encode() in words
        assert f"/{call.region}/{call.service}/aws4_request, " in headers[-1]
    else:
        assert after[b"--aws-sigv4"].decode() == f"aws:amz:{call.region}:{call.service}"
    expected = [f"{name}: {value}" if value else f"{name};" for name, value in request.headers]
    assert [header for header in headers if header.startswith("x-note-")] == expected
    sent = after[b"--data-raw"] if b"--data-raw" in words else words[-1]
    assert sent == request.body
    assert after.get(b"-X", b"POST" if request.body else b"GET").decode() == request.method


@pytest.mark.parametrize("client", [client.name for client in (*PYTHON_CLIENTS, *SHELL_CLIENTS)])
def test_the_code_reads_as_it_did_when_it_was_reviewed(client: str) -> None:
    """A POST with a query, JSON and an API key; SIGV4_REWRITE=1 writes the files anew."""
    known = {known.name: known for known in CLIENTS}[client]
    file = SCRIPTS / f"post-{client}{known.language.value}.txt"
    code = _code(known, "POST")
    if os.environ.get("SIGV4_REWRITE"):
        file.write_text(code, encoding="utf-8")

    assert code == file.read_text(encoding="utf-8")


def test_a_body_of_several_lines_is_written_in_several_lines() -> None:
    """So that JSON can be read and changed."""
    assert 'body = """\\\n{\n  "name": "Zoë"\n}\n""".encode()\n' in _code(PYTHON_CLIENTS[0], "PATCH")
    assert '--data-raw \'{\n  "name": "Zoë"\n}\n\'\n' in _code(SHELL_CLIENTS[0], "PATCH")


@pytest.mark.parametrize("client", CLIENTS, ids=_name)
@pytest.mark.parametrize(
    ("service", "path", "sent", "times"),
    [
        ("s3", "a+b", "/a%20b", 1),
        ("s3", "a%2Bb", "/a%2Bb", 0),
        ("s3", "a%20b?q=1+1", "/a%20b", 0),
        ("execute-api", "a+b", "/a+b", 0),
    ],
)
def test_a_raw_plus_in_an_s3_path_is_said_to_be_a_space(
    client: Client, service: str, path: str, sent: str, times: int
) -> None:
    """The client gets the path that S3 reads, and a comment on how to name a key with a plus; elsewhere it stays."""
    asked = Request("GET", f"https://bucket.s3.amazonaws.com/{path}")
    code = export(asked, client.name, region="us-east-1", service=service)

    assert code.count("S3 reads a raw plus in a path as a space") == times
    assert sent in code
    assert service != "s3" or "amazonaws.com/a+b" not in code


def test_what_is_not_signed_is_said_with_its_reason() -> None:
    """A header that proxies rewrite is sent, and left out of the signature."""
    code = _code(PYTHON_CLIENTS[1], "PUT to S3")

    assert 'headers["User-Agent"] = "me"  # not signed: proxies and browsers rewrite it\n' in code
