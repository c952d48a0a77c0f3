"""What a signing key is made of, as values that a mistake can change."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.encoding import hmac_sha256


class Link(Enum):
    """How one key of the chain is handed to the next HMAC."""

    RAW = "its 32 bytes"
    HEX = "64 hex digits, as text"
    UTF_8 = "each byte taken for a character and written in UTF-8"

    def handed_on(self, key: bytes) -> bytes:
        """Return the bytes that the next HMAC gets."""
        if self is Link.HEX:
            return key.hex().encode()
        return key.decode("latin-1").encode() if self is Link.UTF_8 else key


class KeyChain(NamedTuple):
    """The secret and the words that are mixed into it, and how the chain runs. Its repr shows none of them.

    >>> KeyChain(secret="my-own-secret", date="20150830", region="us-east-1", service="s3")
    KeyChain(•••)
    """

    secret: str
    date: str
    region: str
    service: str
    terminator: str = TERMINATOR
    prefix: str = "AWS4"
    """What stands before the secret."""
    links: tuple[Link, ...] = (Link.RAW,) * 4
    """How kDate, kRegion, kService and kSigning are handed on."""

    def signing_key(self) -> bytes:
        """Walk the chain; return the key of the last HMAC."""
        key = (self.prefix + self.secret).encode("utf-8", "surrogateescape")
        for word, link in zip((self.date, self.region, self.service, self.terminator), self.links, strict=True):
            key = link.handed_on(hmac_sha256(key, word))
        return key

    def __repr__(self) -> str:
        return "KeyChain(•••)"
