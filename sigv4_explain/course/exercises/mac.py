"""Exercise of notebook 01: check an HMAC as a server does."""

from __future__ import annotations

import hashlib
import hmac
import sys
from dis import get_instructions
from random import Random
from types import CodeType
from typing import Any

from sigv4_explain.course.exercise import Function, exercise
from sigv4_explain.course.made_up import body, secret, text
from sigv4_explain.encoding import hmac_sha256


class _TimedTag(str):
    """A tag whose comparison is watched."""

    __slots__ = ()


def _watched(function: Function, key: bytes, message: bytes, tag: str) -> Any:
    """Call a function, and raise if a timed tag is let in though nothing compared it in constant time."""
    if not isinstance(tag, _TimedTag):
        return function(key, message, tag)
    called: list[str] = []
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, built_in: called.append(built_in.__name__) if event == "c_call" else None)
    try:
        answer = function(key, message, str(tag))
    finally:
        sys.setprofile(before)
    compared = any(name.endswith("compare_digest") for name in called)
    hashed_both = (
        sum(name in ("hmac_new", "hmac_digest") for name in called) > 1
    )  # two HMACs tell nothing by their time
    if answer is True and not (compared or hashed_both or _has_a_loop_of_its_own(function)):
        raise TypeError("this tag was compared with == or !=")
    return answer


def _has_a_loop_of_its_own(function: Function) -> bool:
    """Tell whether a function collects the bits that differ, as compare_digest does."""
    code = getattr(function, "__code__", None)
    held = [code, *getattr(code, "co_consts", ())]
    return any(
        each.argrepr in ("^", "^=") for one in held if isinstance(one, CodeType) for each in get_instructions(one)
    )


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


def _right(key: bytes, message: bytes, tag: str) -> bool:
    return hmac.digest(key, message, "sha256").hex() == tag


def _drawn(draw: Random) -> tuple[bytes, bytes, str]:
    key, message = secret(draw).encode(), draw.choice((body(draw), f"Pay {text(draw, most=12)}/10".encode()))
    good, longer = (hmac.digest(key, each, "sha256").hex() for each in (message, message + b" "))
    swapped, place = hmac.digest(message, key, "sha256").hex(), draw.randrange(64)
    hashes = [hashlib.sha256(each).hexdigest() for each in (message, key + message)]
    other_digit = f"{good[:place]}{'1' if good[place] == '0' else '0'}{good[place + 1 :]}"
    near = [good.upper(), good[:place], f"{good}0", f" {good}", f"{good}ë", other_digit, other_digit]
    return key, message, draw.choice([good, good, good, longer, swapped, *hashes, *near, text(draw)])


_MAC = exercise(
    "mac-ok",
    right=_right,
    solution=mac_ok,
    cases=_CASES,
    drawing=_drawn,
    call=_watched,
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
