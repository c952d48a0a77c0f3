"""What HTTP libraries hold as headers and body, made signable without reading a file into memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sigv4_explain.canonical import Headers
from sigv4_explain.encoding import sha256_hex, sha256_hex_of_file
from sigv4_explain.errors import InvalidRequest

CONTENT_SHA256 = "X-Amz-Content-SHA256"
"""The header that announces the payload hash."""


def signable(headers: Iterable[tuple[Any, Any]], body: Any) -> tuple[Headers, bytes | str]:
    """Return headers as text, and the body, or for a file no body and the header that announces its hash.

    A server takes that header for the payload hash, or hashes what arrives and gets the same: both ways the signature
    of the Request without the body is that of the request with it. A hash, or UNSIGNED-PAYLOAD, that the headers have
    already is taken as it is.
    """
    pairs = tuple((_text(name, name), _text(name, value)) for name, value in headers)
    if body is None:
        return pairs, b""
    if isinstance(body, (bytes, bytearray, str)):
        return pairs, body if isinstance(body, str) else bytes(body)
    if any(name.lower() == CONTENT_SHA256.lower() for name, _ in pairs):
        return pairs, b""
    return (*pairs, (CONTENT_SHA256, payload_sha256(body))), b""


def payload_sha256(body: Any) -> str:
    """Hash text, bytes or the rest of a seekable binary file, which is put back to where it was.

    Raises InvalidRequest for a generator, a pipe or a file opened as text.
    """
    if isinstance(body, (bytes, bytearray, str)) or body is None:
        return sha256_hex(body.encode() if isinstance(body, str) else bytes(body or b""))
    try:
        return sha256_hex_of_file(body)
    except (AttributeError, OSError, TypeError, ValueError) as error:
        expected = (
            "bytes, str, or a seekable file opened with 'rb': the body is hashed before it is sent "
            "(S3 also takes the header x-amz-content-sha256: UNSIGNED-PAYLOAD)"
        )
        raise InvalidRequest("body", type(body).__name__, expected) from error


def _text(name: Any, value: Any) -> Any:
    """Decode a header given as bytes; what is neither is left for Request to refuse by name."""
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise InvalidRequest(f"headers[{name!r}]", "bytes that are not UTF-8", "str, or UTF-8 bytes") from None
