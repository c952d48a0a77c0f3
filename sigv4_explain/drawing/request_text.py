"""A request as raw HTTP and as a curl command, to read and to copy. Session tokens are masked unless ``reveal``."""

from __future__ import annotations

import re
import shlex

from sigv4_explain.canonical import Headers
from sigv4_explain.masking import masked_headers, masked_url, pictured
from sigv4_explain.request import Request

_url_parts = re.compile(r"(https?://[^/?#]*)([^#]*)", re.IGNORECASE)
_dot_segment = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_refused_by_curl = re.compile(r"[^!-~]")


def raw_http(request: Request, *, reveal: bool = False) -> str:
    r"""Write the request line, Host, the other headers as sent, an empty line and the body.

    A missing Content-Length is shown, since every client sends one with a body. A body that is no UTF-8 text becomes
    a note of its length. Unless ``reveal``, what cannot be seen is pictured.

    >>> print(raw_http(Request("POST", "https://example.com/a?b", {"Accept": "*/*"}, "Hello")))
    POST /a?b HTTP/1.1
    Host: example.com
    Accept: */*
    Content-Length: 5
    <BLANKLINE>
    Hello
    """
    target = _target(request.url)
    lines = [f"{request.method} {target if reveal else masked_url(target)} HTTP/1.1"]
    lines += [f"{name}: {value}" if value else f"{name}:" for name, value in _sent_headers(request, reveal=reveal)]
    text = _text(request.body)
    lines += ["", f"({len(request.body)} bytes that are not UTF-8 text)" if text is None else text]
    return "\n".join(lines) if reveal else pictured("\n".join(lines))


def curl_command(request: Request, *, reveal: bool = False) -> str:
    r"""Write a command that makes curl send this request, quoted for a POSIX shell.

    A body that cannot stand in a command line is left to a file, ``body.bin``.

    >>> print(curl_command(Request("PUT", "https://example.com/a/../b", {"X-Note": "it's", "X-Empty": ""}, "Hello")))
    curl --path-as-is https://example.com/a/../b \
      -X PUT \
      -H 'X-Note: it'"'"'s' \
      -H 'X-Empty;' \
      -H Content-Type: \
      --data-raw Hello
    """
    arguments = [_curl_and_url(request.url, reveal=reveal), *_curl_method(request)]
    arguments += [f"-H {_quoted(_curl_header(*pair))}" for pair in _shown(request.headers, reveal=reveal)]
    if not request.body:
        return " \\\n  ".join(arguments)
    if request.header("content-type") is None:
        arguments.append("-H Content-Type:")  # otherwise curl calls the body a form
    text = _text(request.body)
    if text is not None and "\0" not in text:
        return " \\\n  ".join([*arguments, f"--data-raw {_quoted(text)}"])
    note = f"# body.bin holds the body: {len(request.body)} bytes that cannot stand here\n"
    return note + " \\\n  ".join([*arguments, "--data-binary @body.bin"])


def _sent_headers(request: Request, *, reveal: bool) -> Headers:
    """Return Host first, then the other headers in order, then the Content-Length that clients add."""
    host = () if request.header("host") is not None else (("Host", request.host),)
    length = (("Content-Length", str(len(request.body))),)
    missing = request.body and request.header("content-length") is None
    headers = sorted(
        (*host, *request.headers, *(length if missing else ())), key=lambda pair: pair[0].lower() != "host"
    )
    return _shown(tuple(headers), reveal=reveal)


def _shown(headers: Headers, *, reveal: bool) -> Headers:
    return headers if reveal else masked_headers(headers)


def _curl_and_url(url: str, *, reveal: bool) -> str:
    """Return ``curl``, the switches that keep it from changing this URL, and the URL."""
    shown = str if reveal else masked_url
    if _refused_by_curl.search(url):
        # curl refuses blanks and encodes what is not ASCII, except in a request target.
        origin = _url_parts.match(url)
        return f"curl {_quoted(origin[1] if origin else url)} --request-target {_quoted(shown(_target(url)))}"
    path_as_is = " --path-as-is" if _dot_segment.search(url.partition("?")[0]) else ""
    globoff = " --globoff" if re.search(r"[\[\]{}]", url) else ""
    return f"curl{path_as_is}{globoff} {_quoted(shown(url))}"


def _curl_method(request: Request) -> list[str]:
    if request.method == "HEAD" and not request.body:
        return ["--head"]  # after -X HEAD, curl would wait for a body
    return [] if request.method == ("POST" if request.body else "GET") else [f"-X {_quoted(request.method)}"]


def _curl_header(name: str, value: str) -> str:
    return f"{name}: {value}" if value.strip(" \t") else f"{name};"


def _quoted(text: str) -> str:
    """Quote a word for the shell; what cannot be seen is written as bytes, which every shell but dash reads."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return shlex.quote(text)
    plain = (one if one.isprintable() and one not in "\\'" else _octal(one) for one in text)
    return f"$'{''.join(plain)}'"


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in character.encode())


def _target(url: str) -> str:
    """Return path and query exactly as they travel; an empty path is ``/``."""
    found = _url_parts.match(url)
    target = found[2] if found else url
    return target if target.startswith("/") else f"/{target}"


def _text(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
