"""Pasted text: a curl command or raw HTTP."""

from __future__ import annotations

import re

from sigv4_explain.capture.curl import parse_curl
from sigv4_explain.capture.raw_http import parse_raw_http
from sigv4_explain.errors import UnreadableText, describe
from sigv4_explain.request import Request


def parse_request(text: str) -> Request:
    """Read a curl command when the first word is ``curl`` (a prompt ``$`` may precede it), else raw HTTP.

    Raises UnreadableText when the text is neither.

    >>> parse_request("$ curl https://example.amazonaws.com/").url
    'https://example.amazonaws.com/'
    """
    if not isinstance(text, str):
        raise UnreadableText("text", describe(text), "raw HTTP or a curl command, as str")
    command = text.lstrip().removeprefix("$ ").lstrip()
    return parse_curl(command) if re.match(r"curl(\.exe)?(\s|$)", command) else parse_raw_http(text)
