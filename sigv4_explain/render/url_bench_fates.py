"""What becomes of each character of a URL when it is signed: a fate in words, told from both sides of it."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_is_escape = re.compile(r"%[0-9A-Fa-f]{2}").fullmatch
_characters = re.compile(r"%[0-9A-Fa-f]{2}|.", re.DOTALL).findall


class Fate(Enum):
    """What becomes of a character."""

    KEPT = "kept"
    SEPARATOR = "a separator, kept"
    ENCODED = "encoded"
    AGAIN = "encoded again: its % becomes %25"
    ENCODED_ALREADY = "encoded already, stays so"
    UPPER_CASE = "encoded already, now in upper-case hex"
    DECODED = "decoded: it needs no encoding"
    SPACE = "read as a space, and encoded as one"
    ADDED = "added"
    DROPPED_WITH_SEGMENT = "dropped with its segment"
    DROPPED = "dropped: nothing stands between two separators"
    REPEATED = "dropped: only the first value of a name is signed"
    MASKED = "a session token, masked here"


class Character(NamedTuple):
    """A character of the URL, or an escape such as ``%20``; ``sent`` is empty where one was added."""

    sent: str
    signed: str
    """What stands for it in the canonical request; empty when it was dropped."""
    fate: Fate


def characters_of(text: str) -> list[str]:
    """Cut a text into characters; an escape is one.

    >>> characters_of("a%20%2")
    ['a', '%20', '%', '2']
    """
    return list(_characters(text))


def fated(sent: str, signed: str) -> Character:
    """Tell a character's fate from what was sent and what is signed.

    >>> fated("%20", "%2520").fate.value
    'encoded again: its % becomes %25'
    >>> fated("~", "~").fate.value
    'kept'
    """
    return Character(sent, signed, _fate(sent, signed))


def _fate(sent: str, signed: str) -> Fate:
    if sent == signed:
        return Fate.ENCODED_ALREADY if _is_escape(sent) else Fate.KEPT
    if sent == "+" and signed == "%20":
        return Fate.SPACE
    if not _is_escape(sent):
        return Fate.ENCODED
    if signed.startswith("%25"):
        return Fate.AGAIN
    return Fate.UPPER_CASE if signed == sent.upper() else Fate.DECODED
