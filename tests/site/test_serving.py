"""The server for trying the site: what a good host does, on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from tests.site.builder import (
    ALWAYS,
    ASKED_AGAIN,
    CACHED,
    FOREVER,
    MINUTES,
    POLICY,
    PROJECT,
    cache_control,
    headers_file,
    serving,
)

FILES = {
    "index.html": b"<p>here</p>",
    "static/python-0a1b/pyodide.mjs": b"export {}",
    "static/python-0a1b/python.wasm": b"\0asm",
    "static/python-0a1b/pets.whl": b"PK",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site under /kit, beside a file that is not part of it."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "secret.txt").write_text("secret")
    for name, data in FILES.items():
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_bytes(data)
    with serving(folder / "site", prefix="/kit") as (address, _):
        yield address


@pytest.mark.parametrize("name", FILES)
def test_a_file_arrives_as_it_is(address: str, name: str) -> None:
    """Compressed or not, the reader gets the same bytes, with the policy."""
    for encoding in ("gzip", "identity"):
        answer = requests.get(address + name, headers={"Accept-Encoding": encoding}, timeout=5)
        assert (answer.status_code, answer.content) == (200, FILES[name])
        assert answer.headers["Content-Security-Policy"] == POLICY


def test_texts_are_compressed_and_types_are_those_that_browsers_insist_on(address: str) -> None:
    """A wheel is compressed already; browsers run neither modules nor WebAssembly under another type."""
    got = {name: requests.get(address + name, timeout=5).headers for name in FILES}

    assert [name for name, headers in got.items() if headers.get("Content-Encoding") != "gzip"] == [list(FILES)[-1]]
    assert [got[name]["Content-Type"] for name in list(FILES)[1:3]] == ["text/javascript", "application/wasm"]


def test_what_the_browser_has_is_not_sent_again(address: str) -> None:
    """Asked with the tag that it gave, the server says that nothing changed."""
    first = requests.get(address, timeout=5)
    again = requests.get(address + "index.html", timeout=5)
    tagged = requests.get(address + "index.html", headers={"If-None-Match": again.headers["ETag"]}, timeout=5)

    assert (first.status_code, tagged.status_code, tagged.content) == (200, 304, b"")


@pytest.mark.parametrize("path", ["/index.html", "/kitchen/index.html", "/kit/../secret.txt", "/kit/%2e%2e/secret.txt"])
def test_nothing_else_is_served(address: str, path: str) -> None:
    """Neither beside the prefix nor above the folder."""
    prepared = requests.Request("GET", address).prepare()
    prepared.url = address.removesuffix("/kit/") + path  # as it is: requests would tidy it

    assert requests.Session().send(prepared, timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", ASKED_AGAIN),
        ("/lab/index.html", ASKED_AGAIN),
        ("/api/contents/all.json", ASKED_AGAIN),
        ("/static/python-0a1b/pyodide-lock.json", FOREVER),
        ("/build/1.a8fa7b2.js", FOREVER),
        ("/build/lab/bundle.js", MINUTES),
        ("/static/favicons/favicon.ico", MINUTES),
    ],
)
def test_how_long_a_file_is_kept(path: str, kept: str) -> None:
    """For ever only what has a hash in its name; pages and lists are asked for again."""
    assert cache_control(path) == kept


def test_the_text_on_hosting_says_the_same() -> None:
    """Its headers are those that the tests in a browser were passed with."""
    text = (PROJECT / "notebooks" / "hosting.md").read_text(encoding="utf-8")

    assert [line for name, value in ALWAYS.items() if (line := f"\n{name}: {value}\n") not in text] == []
    forever = [pattern for pattern, value in CACHED.items() if value == FOREVER]
    assert [pattern for pattern in forever if f"| `{pattern}` | `{FOREVER}` |" not in text] == []


def test_the_headers_file_says_the_same() -> None:
    """The file for hosts that read one has the policy, and what is kept for ever."""
    assert headers_file("/kit").splitlines()[:2] == ["/kit/*", f"  Content-Security-Policy: {POLICY}"]
    assert f"/kit/static/python-*\n  Cache-Control: {FOREVER}\n" in headers_file("/kit")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("BAD", 400),
        ("GET / HTTP/9.9", 505),
        (f"GET /{'a' * 70_000} HTTP/1.1", 414),
        (f"GET /kit/{'a' * 5_000}.js HTTP/1.1", 404),
        ("GET /kit/%00 HTTP/1.1", 404),
        ("GET /kit/%ed%a0%80.js HTTP/1.1", 404),
        ("GET http://[/ HTTP/1.1", 404),
        ("BREW /kit/ HTTP/1.1", 501),
    ],
)
def test_a_line_that_names_nothing_has_an_answer(
    address: str, line: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A status and the policy, never a traceback in the terminal."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=5) as connection:
        connection.sendall(f"{line}\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()

    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert f"Content-Security-Policy: {POLICY}\r\n" in answer
    assert capsys.readouterr().err == ""
