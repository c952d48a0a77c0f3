"""A Request from the pieces of a pasted text: what cannot be a request was unreadable text."""

from __future__ import annotations

from collections.abc import Iterable

from sigv4_explain.errors import InvalidRequest, UnreadableText
from sigv4_explain.request import Request


def request_from_text(
    where: str, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes | str
) -> Request:
    """Build the Request, or raise UnreadableText that says ``where`` in the text it failed."""
    try:
        return Request(method, url, headers, body)
    except InvalidRequest as error:
        raise UnreadableText("text", f"{where}: {error.field}: {error.received}", error.expected) from error
