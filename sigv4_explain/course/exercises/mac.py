"""Exercise of notebook 01: check an HMAC as a server does."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.encoding import hmac_sha256

_RFC_2104 = "https://www.rfc-editor.org/rfc/rfc2104#section-2"
_PYTHON = "https://docs.python.org/3/library/hmac.html#hmac.compare_digest"

_FITS = Requirement("The tag is the HMAC-SHA256 of the message with the key, in lower-case hex.", _RFC_2104)
_MESSAGE = Requirement(
    "Whoever changes the message must not get through: the whole of it goes into the HMAC.", _RFC_2104
)
_KEY = Requirement("Whoever does not have the key must not get through: it goes into the HMAC first.", _RFC_2104)
_WHOLE = Requirement("All 64 digits are compared. A tag that is only a beginning is refused.", _PYTHON)
_ANY_TEXT = Requirement(
    "A tag from outside may be any text: compare_digest takes bytes, but of texts only ASCII.", _PYTHON
)
_CONSTANT = Requirement(
    "== stops at the first character that differs, and its time tells how far a guess is right. "
    "compare_digest does not stop there.",
    _PYTHON,
)


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


def _case_ignored(key: bytes, message: bytes, tag: str) -> bool:
    return mac_ok(key, message, tag.lower())


def _bytes_with_text(key: bytes, message: bytes, tag: str) -> bool:
    digest: Any = hmac.digest(key, message, "sha256")
    return bool(digest == str(tag))


def _beginning(key: bytes, message: bytes, tag: str) -> bool:
    return hmac.new(key, message, "sha256").hexdigest().startswith(str(tag))


def _equals(key: bytes, message: bytes, tag: str) -> bool:
    return hmac.new(key, message, "sha256").hexdigest() == tag


def _texts_compared(key: bytes, message: bytes, tag: str) -> bool:
    return hmac.compare_digest(hmac.new(key, message, "sha256").hexdigest(), tag)


_ORDER = b"Pay Bob 10 EUR"
_GOOD = "c85d27b6d3edfccfeab8c821a93552f82c53d16fb6ba47c58d5f7368e1caaf77"
_OTHER_TAGS = (
    hashlib.sha256(_ORDER).hexdigest(),
    hashlib.sha256(b"open sesame" + _ORDER).hexdigest(),
    hmac_sha256(_ORDER, "open sesame").hex(),
)
"""Each would pass where a mistake was made, and only there."""
_CASES = (
    Example((b"open sesame", _ORDER, _GOOD), _FITS),
    Example((b"open sesame", b"Pay Bob 1000 EUR", _GOOD), _MESSAGE),
    Example((b"password", _ORDER, _GOOD), _KEY),
    *(Example((b"open sesame", _ORDER, other), _FITS) for other in _OTHER_TAGS),
    Example((b"open sesame", _ORDER, _GOOD[:8]), _WHOLE),
    Example((b"open sesame", _ORDER, ""), _WHOLE),
    Example(
        (b"open sesame", _ORDER, _GOOD.upper()), Requirement("The digits are lower case, and compared as they came.")
    ),
    Example((b"open sesame", _ORDER, "größer"), _ANY_TEXT),
    Example((b"open sesame", _ORDER, _TimedTag(_GOOD)), _CONSTANT),
)


def _judge(arguments: tuple[Any, ...], answer: Any) -> Requirement | None:
    key, message, tag = arguments
    if not isinstance(answer, bool):
        return Requirement("The answer is True or False.", _PYTHON)
    right = str.__eq__(hmac_sha256(key, message.decode()).hex(), tag)
    return None if answer is right else next(case.rule for case in _CASES if case.arguments is arguments)


EXERCISES = (
    Exercise(
        name="mac-ok",
        chapter="01",
        task="write mac_ok(key, message, tag): key and message as bytes, the tag as hex; True if the tag fits.",
        cases=_CASES,
        judge=_judge,
        imports=("import hmac",),
        solution=mac_ok,
        mistakes=(
            WrongAnswer(_plain_hash, Requirement("A plain hash takes no key: anybody can compute it.", _RFC_2104)),
            WrongAnswer(
                _hash_of_key_and_message,
                Requirement(
                    "A hash of key and message is no HMAC: it can be continued to a longer message without the key.",
                    _RFC_2104,
                ),
            ),
            WrongAnswer(_swapped, Requirement("hmac.new takes the key first, then the message.", _PYTHON)),
            WrongAnswer(
                _upper_case, Requirement("The digits of the tag are lower case: hexdigest() gives them so.", _PYTHON)
            ),
            WrongAnswer(
                _bytes_with_text, Requirement("Bytes are never equal to text: hexdigest() gives text.", _PYTHON)
            ),
            WrongAnswer(_case_ignored, Requirement("The digits are lower case, and compared as they came.")),
            WrongAnswer(_beginning, _WHOLE),
            WrongAnswer(_texts_compared, _ANY_TEXT),
            WrongAnswer(_equals, _CONSTANT),
        ),
        hints=(
            "The server does what the sender did: it computes the HMAC itself. Then it compares.",
            "hmac.new(key, message, 'sha256').hexdigest() is the tag that fits. Compare with hmac.compare_digest.",
            "hmac.compare_digest refuses texts with an ö. Give it bytes: expected.encode() and tag.encode().",
        ),
    ),
)
