"""What was pasted, as text of a bearable size: the part around the words of an answer."""

from __future__ import annotations

import re

from sigv4_explain.capture.chunked import dechunked
from sigv4_explain.errors import UnreadableText, describe

LONGEST = 262_144
"""Characters that are looked at. AWS's longest answers have some ten thousand."""

_chunked_head = re.compile(
    r"^transfer-encoding:[ \t]*chunked[ \t]*\r?\n(?:[^\r\n][^\n]*\n){0,64}\r?\n", re.IGNORECASE | re.MULTILINE
)
_LANDMARKS = (
    "Canonical String for this request",
    "CanonicalRequest",
    "String-to-Sign should",
    "StringToSign",
    "signature we calculated",
    "SignatureDoesNotMatch",
    "InvalidSignature",
    "Signature expired",
    "Signature not yet",
    "Credential should be scoped",
    "__type",
    "<Code>",
    "Error Code:",
    "api error",
    "An error occurred (",
    "message",
)


def pasted_text(pasted: str | bytes) -> str:
    """Return text without half characters, at most LONGEST of it: what stands around the words of an answer.

    Bytes are read as UTF-8, or as UTF-16 when they begin with its mark. Raises UnreadableText for another type.

    >>> pasted_text(b'{"message":"Forbidden"}')
    '{"message":"Forbidden"}'
    """
    if isinstance(pasted, (bytes, bytearray)):
        has_utf_16_mark = pasted[:2] in (b"\xff\xfe", b"\xfe\xff")
        pasted = bytes(pasted).decode("utf-16" if has_utf_16_mark else "utf-8-sig", "replace")
    if not isinstance(pasted, str):
        raise UnreadableText("answer", describe(pasted), "AWS's answer as str or bytes")
    text = _out_of_chunks(whole_characters(_around_the_landmark(pasted)))
    return text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")


def _out_of_chunks(text: str) -> str:
    """Take the body of raw HTTP out of its chunks, which may cut an answer anywhere."""
    head = _chunked_head.search(text)
    body = dechunked(text[head.end() :].encode()) if head else None
    return text if head is None or body is None else text[: head.end()] + body.decode(errors="replace")


def whole_characters(text: str) -> str:
    """Return text in which each half of a surrogate pair that lost the other is a replacement mark."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _around_the_landmark(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    found = (text.find(landmark) for landmark in _LANDMARKS)
    place = next((place for place in found if place >= 0), 0)
    start = max(0, place - LONGEST // 4)
    return text[start : start + LONGEST]
