"""The pieces of which a Python export is put together: imports, the request, and how it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import Note, comments
from sigv4_explain.exporting.quoting import plain_text, python_block, python_bytes, python_literal
from sigv4_explain.exporting.secret_headers import environment_variable

_HAS_A_FUNCTION = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


def script(*blocks: Iterable[str]) -> str:
    """Put blocks of lines under each other, an empty line between them; an empty block leaves no gap."""
    texts = ["\n".join(block) for block in blocks]
    return "\n\n".join(text for text in texts if text) + "\n"


def heading(call: Call, packages: tuple[str, ...], notes: tuple[Note, ...]) -> list[str]:
    """Say what to install, and what this client does otherwise."""
    return [f"# pip install {' '.join(packages)}", *comments(call, notes)]


def standard_imports(call: Call, *names: str) -> list[str]:
    """Return the imports of the standard library: those named, and those that headers and body need."""
    needed = {*names}
    if any(environment_variable(name) for name, _ in call.request.headers):
        needed.add("os")
    if is_binary(call):
        needed.add("base64")
    return [f"import {name}" for name in sorted(needed)]


def is_binary(call: Call) -> bool:
    """Tell whether the body is written in base64."""
    return plain_text(call.request.body) is None


def request_lines(call: Call) -> Iterator[str]:
    """Write the URL, the headers and the body, the last two only if there are any."""
    yield f"url = {python_literal(call.request.url)}"
    if call.request.headers:
        yield from headers_lines(call.request.headers)
    if call.request.body:
        yield body_line(call)


def headers_lines(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Write the headers as a dictionary; a value that logs somebody in comes from the environment."""
    yield "headers = {"
    for name, value in headers:
        yield f"    {python_literal(name)}: {header_value(name, value)},"
    yield "}"


def header_value(name: str, value: str) -> str:
    """Write one header's value."""
    variable = environment_variable(name)
    return python_literal(value) if variable is None else f'os.environ["{variable}"]'


def body_line(call: Call) -> str:
    """Write the body: a text of several lines in several lines, so that it can be read and changed."""
    text = plain_text(call.request.body)
    if text is None or "\n" not in text:
        return f"body = {python_bytes(call.request.body)}"
    block = python_block(text)
    return f"body = b{block}" if text.isascii() else f"body = {block}.encode()"


def arguments(call: Call, body: str = "data") -> str:
    """Name the headers and the body as keyword arguments, as far as there are any."""
    named = ["headers=headers"] if call.request.headers else []
    named += [f"{body}=body"] if call.request.body else []
    return "".join(f", {argument}" for argument in named)


def call_of(library: str, call: Call) -> str:
    """Name the library's function for a method, with its first arguments: ``requests.post(url``."""
    method = call.request.method
    if method in _HAS_A_FUNCTION:
        return f"{library}.{method.lower()}(url"
    return f"{library}.request({python_literal(method)}, url"
