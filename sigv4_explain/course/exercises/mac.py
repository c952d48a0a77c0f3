"""Exercise of notebook 01: check an HMAC as a server does."""

from __future__ import annotations

import hashlib
import hmac
from operator import is_
from typing import Any

from sigv4_explain.course.exercise import exercise
from sigv4_explain.encoding import hmac_sha256


class _TimedTag(str):
    """A tag that will not be compared with ==, so that an exercise can tell."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        raise TypeError("this tag was compared with == or !=")

    __ne__ = __eq__


def mac_ok(key: bytes, message: bytes, tag: str) -> bool:
    """Say whether the tag is the HMAC of the message with this key."""
    expected = hmac.new(key, message, "sha256").hexdigest()
    return hmac.compare_digest(expected.encode(), tag.encode())


def _plain_hash(_key: bytes, message: bytes, tag: str) -> bool:
    return hmac.compare_digest(hashlib.sha256(message).hexdigest().encode(), tag.encode())


def _hash_of_key_and_message(key: bytes, message: bytes, tag: str) -> bool:
    return hmac.compare_digest(hashlib.sha256(key + message).hexdigest().encode(), tag.encode())


def _swapped(key: bytes, message: bytes, tag: str) -> bool:
    return hmac.compare_digest(hmac.new(message, key, "sha256").hexdigest().encode(), tag.encode())


def _upper_case(key: bytes, message: bytes, tag: str) -> bool:
    return hmac.compare_digest(hmac.new(key, message, "sha256").hexdigest().upper().encode(), tag.encode())


def _bytes_with_text(key: bytes, message: bytes, tag: str) -> bool:
    digest: Any = hmac.digest(key, message, "sha256")
    return bool(digest == str(tag))


_ORDER = b"Pay Bob 10 EUR"
_GOOD = "c85d27b6d3edfccfeab8c821a93552f82c53d16fb6ba47c58d5f7368e1caaf77"
_OTHER_TAGS = (
    hashlib.sha256(_ORDER).hexdigest(),
    hashlib.sha256(b"open sesame" + _ORDER).hexdigest(),
    hmac_sha256(_ORDER, "open sesame").hex(),
)
"""Each would pass where a mistake was made, and only there."""
_CASES = (
    ("fits", b"open sesame", _ORDER, _GOOD),
    ("message", b"open sesame", b"Pay Bob 1000 EUR", _GOOD),
    ("key", b"password", _ORDER, _GOOD),
    *(("fits", b"open sesame", _ORDER, other) for other in _OTHER_TAGS),
    ("whole", b"open sesame", _ORDER, _GOOD[:8]),
    ("whole", b"open sesame", _ORDER, ""),
    ("case", b"open sesame", _ORDER, _GOOD.upper()),
    ("any-text", b"open sesame", _ORDER, "größer"),
    ("constant", b"open sesame", _ORDER, _TimedTag(_GOOD)),
)


def _judge(arguments: tuple[Any, ...], answer: Any) -> str | None:
    key, message, tag = arguments
    if not isinstance(answer, bool):
        return "bool"
    right = str.__eq__(hmac_sha256(key, message.decode()).hex(), tag)
    return None if answer is right else next(rule for rule, *given in _CASES if all(map(is_, given, arguments)))


_MAC = exercise(
    "mac-ok",
    judge=_judge,
    solution=mac_ok,
    cases=_CASES,
    mistakes=(
        ("plain-hash", _plain_hash),
        ("hash-of-key-and-message", _hash_of_key_and_message),
        ("swapped", _swapped),
        ("upper-case", _upper_case),
        ("bytes-with-text", _bytes_with_text),
        ("case", lambda key, message, tag: mac_ok(key, message, tag.lower())),
        ("whole", lambda key, message, tag: hmac.new(key, message, "sha256").hexdigest().startswith(str(tag))),
        ("any-text", lambda key, message, tag: hmac.compare_digest(hmac.new(key, message, "sha256").hexdigest(), tag)),
        ("constant", lambda key, message, tag: hmac.new(key, message, "sha256").hexdigest() == tag),
    ),
)
EXERCISES = (_MAC,)
