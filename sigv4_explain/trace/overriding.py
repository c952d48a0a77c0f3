"""What if this step had returned something else? A user's values in place of steps' own, checked by name and kind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sigv4_explain.encoding import utf_8
from sigv4_explain.errors import InvalidInput, check_kind, describe
from sigv4_explain.signature import request_date_time
from sigv4_explain.trace.catalogue import Catalogue
from sigv4_explain.trace.step import SIGNATURE
from sigv4_explain.url import checked_url, unsendable

_KEY_BYTES = 32
_counted = re.compile(r"\.[1-9][0-9]*\Z")
_TRAVEL = frozenset({"signed_headers", "credential_scope", "signature", "authorization_header"})
"""What goes into the Authorization header, and has to be one line there."""


def given_outputs(
    overriding: Mapping[str, str | bytes], leaving_out: str, catalogue: Catalogue = SIGNATURE
) -> dict[str, str | bytes]:
    """Return the values given for steps, each as the step would return it; one destination is not in this trace.

    Raises InvalidInput for a step that there is not, and for a value that cannot stand in its place.

    >>> given_outputs({"hashed_payload": "UNSIGNED-PAYLOAD", "date_key": "41" * 32}, "presigned_url")["date_key"][:4]
    b'AAAA'
    """
    check_kind("overriding", overriding, Mapping, "a mapping from a step's name to what it shall return")
    return {name: given_output(name, value, leaving_out, catalogue) for name, value in overriding.items()}


def given_output(name: str, value: str | bytes, leaving_out: str = "", catalogue: Catalogue = SIGNATURE) -> str | bytes:
    """Return one value given for a step as the step would return it: text, or the 32 bytes of a key."""
    info = catalogue.words.get(_counted.sub("", name)) if isinstance(name, str) else None
    if info is None or name == leaving_out or bool(info.counted) is (name == info.name):
        words = (each for each in catalogue.words.values() if each.name != leaving_out)
        names = ", ".join(f"{each.name}.1" if each.counted else each.name for each in words)
        raise InvalidInput("overriding", describe(name), f"one of {names}")
    try:
        return _key(value) if "output" in info.sensitive else _text(name, value)
    except InvalidInput as error:
        raise InvalidInput(f"overriding[{name!r}]", error.received, error.expected) from None


def _key(value: str | bytes) -> bytes:
    """Read a key of the chain; what is wrong with it is told by its length alone."""
    expected = f"{_KEY_BYTES} bytes, or their {2 * _KEY_BYTES} hex digits"
    check_kind("", value, (bytes, str), expected)
    try:
        key = bytes.fromhex(value) if isinstance(value, str) else value
    except ValueError:
        raise InvalidInput("", f"{len(value)} characters that are not hex digits", expected) from None
    if len(key) != _KEY_BYTES:
        raise InvalidInput("", f"{len(key)} bytes", expected)
    return key


def _text(name: str, value: str | bytes) -> str:
    if not isinstance(value, str):
        raise InvalidInput("", type(value).__name__, "text")
    utf_8(value)
    if name == "request_date_time":
        return request_date_time(value)
    if name == "presigned_url":
        checked_url(value if "://" in value else f"https://{value}")
    if name in _TRAVEL and (found := unsendable(value)):
        where = f"{found[0]!r} at position {found.start()}"
        raise InvalidInput("", where, "one line, without control characters")
    return value
