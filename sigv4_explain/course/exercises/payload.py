"""Exercise of notebook 03: the hash of the payload."""

from __future__ import annotations

import base64
import hashlib
import json

from sigv4_explain.canonical import hashed_payload
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.request import Request

_HASHED = Requirement("The last line is the SHA-256 of the body's bytes.")
_EMPTY = Requirement("A request without a body has the hash of no bytes; the line is never empty.")
_HEX = Requirement("The hash is written as 64 hex digits.")
_LOWER = Requirement("Hex digits are in lower case.")
_UTF8 = Requirement(
    "A text is hashed as the bytes that are sent, and JSON is sent in UTF-8.",
    "https://www.rfc-editor.org/rfc/rfc8259#section-8.1",
)
_BYTES = Requirement("Bytes are hashed as they are: str() would write a b and quotes around them.")
_EVERY_BYTE = Requirement("Every byte counts, a line break at the end too.")
_AS_SENT = Requirement("What is hashed is what is sent: JSON that is written anew has other bytes.")


def my_payload(body: bytes | str) -> str:
    """Return the hash of the body."""
    if isinstance(body, str):
        body = body.encode("utf-8")
    return hashlib.sha256(body).hexdigest()


def _right(body: bytes | str) -> str:
    return hashed_payload(Request("POST", "https://example.com/", body=body).body)


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body


def _unhashed(body: bytes | str) -> str:
    return _bytes(body).decode()


def _nothing_for_none(body: bytes | str) -> str:
    return _right(body) if body else ""


def _unsigned_for_none(body: bytes | str) -> str:
    return _right(body) if body else "UNSIGNED-PAYLOAD"


def _base64(body: bytes | str) -> str:
    return base64.b64encode(hashlib.sha256(_bytes(body)).digest()).decode()


def _upper(body: bytes | str) -> str:
    return _right(body).upper()


def _latin(body: bytes | str) -> str:
    return sha256_hex(body.encode("latin-1", "replace") if isinstance(body, str) else body)


def _ascii(body: bytes | str) -> str:
    return sha256_hex(body.encode("ascii", "ignore") if isinstance(body, str) else body)


def _written_out(body: bytes | str) -> str:
    return sha256_hex(str(body).encode())


def _stripped(body: bytes | str) -> str:
    return sha256_hex(_bytes(body).strip())


def _written_anew(body: bytes | str) -> str:
    try:
        return sha256_hex(json.dumps(json.loads(body)).encode())
    except ValueError:
        return _right(body)


EXERCISES = (
    Exercise(
        name="payload",
        chapter="03",
        task="write my_payload(body): the body in, as bytes or as text; the last line of the canonical request out.",
        cases=(
            Example((b"Param1=value1",), _HASHED),
            Example((b"",), _EMPTY),
            Example(("",), _EMPTY),
            Example(("Param1=value1",), _HASHED),
            Example(('{"a":1}',), _AS_SENT),
            Example(("Zoë",), _UTF8),
            Example(("a=1\n",), _EVERY_BYTE),
            Example((b"\x00\xff",), _BYTES),
        ),
        right=_right,
        imports=("import hashlib",),
        solution=my_payload,
        mistakes=(
            WrongAnswer(_unhashed, _HASHED),
            WrongAnswer(_nothing_for_none, _EMPTY),
            WrongAnswer(
                _unsigned_for_none,
                Requirement("No body is not an unsigned body: there are no bytes, and they are hashed."),
            ),
            WrongAnswer(_base64, _HEX),
            WrongAnswer(_upper, _LOWER),
            WrongAnswer(_latin, _UTF8),
            WrongAnswer(_ascii, Requirement("No character is left out: ë is two bytes in UTF-8, and both are hashed.")),
            WrongAnswer(_written_out, _BYTES),
            WrongAnswer(_stripped, _EVERY_BYTE),
            WrongAnswer(_written_anew, _AS_SENT),
        ),
        hints=(
            "SHA-256 takes bytes. What has to be done with a text first? With an empty body nothing special is needed.",
            "hashlib.sha256(…) has digest(), which gives bytes, and hexdigest(), which gives lower-case hex.",
            "If isinstance(body, str), encode it as UTF-8; then hash the bytes, and return hexdigest().",
        ),
    ),
)
