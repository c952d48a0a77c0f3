"""A signature as a recipe: everything it is made of, as values that a mistake can change."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from sigv4_explain.canonical import Headers, written_canonically
from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.diagnosis.key_chain import KeyChain
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.verifier.reading import Reading


class HashForm(Enum):
    """How the hash of the canonical request is written into the string to sign."""

    HEX = "64 lower-case hex digits"
    UPPER_HEX = "64 upper-case hex digits"
    BASE64 = "base64"
    RAW = "its 32 bytes"
    TWICE = "hashed once more, as text"
    NONE = "not hashed: the canonical request itself"

    def written(self, text: bytes) -> bytes:
        """Hash the canonical request in this form."""
        return _HASH_FORMS[self](text)


_HASH_FORMS: Mapping[HashForm, Callable[[bytes], bytes]] = {
    HashForm.HEX: lambda text: sha256(text).hexdigest().encode(),
    HashForm.UPPER_HEX: lambda text: sha256(text).hexdigest().upper().encode(),
    HashForm.BASE64: lambda text: base64.b64encode(sha256(text).digest()),
    HashForm.RAW: lambda text: sha256(text).digest(),
    HashForm.TWICE: lambda text: sha256(sha256(text).hexdigest().encode()).hexdigest().encode(),
    HashForm.NONE: lambda text: text,
}


class Recipe(NamedTuple):
    """What one side signs. A byte that is no UTF-8 stands in a text as a lone surrogate, as Python's files have it."""

    method: str
    canonical_uri: str
    canonical_query_string: str
    header_lines: Headers
    """Name and value of each line of the canonical headers, in the order in which they are written."""
    signed_names: tuple[str, ...]
    """The names of SignedHeaders, in the order in which they are written."""
    hashed_payload: str
    line_break: str
    """The line break of the canonical request."""
    after_headers: tuple[str, ...]
    """The lines between the canonical headers and the signed headers: one, and empty."""
    ending: str
    """What follows the last line of the canonical request: nothing."""
    hash_form: HashForm
    algorithm: str
    date_time: str
    """The second line of the string to sign."""
    scope: tuple[str, ...]
    """Date, Region, service, terminator."""
    text_line_break: str
    """The line break of the string to sign."""
    key_chain: KeyChain

    @property
    def hashed_part(self) -> tuple[object, ...]:
        """The values of which the hash of the canonical request is made."""
        return self[:10]

    @property
    def headed_part(self) -> tuple[object, ...]:
        """The values of which the first three lines of the string to sign are made."""
        return self[10:14]

    def canonical_request(self) -> str:
        """Write the canonical request."""
        lines = (
            self.method,
            self.canonical_uri,
            self.canonical_query_string,
            *[f"{name}:{value}" for name, value in self.header_lines],
            *self.after_headers,
            ";".join(self.signed_names),
            self.hashed_payload,
        )
        return self.line_break.join(lines) + self.ending

    def string_to_sign(self) -> str:
        """Write the string to sign."""
        return (self.head() + self.hash()).decode("utf-8", "surrogateescape")

    def head(self) -> bytes:
        """Return the first three lines of the string to sign, with their line breaks."""
        lines = (self.algorithm, self.date_time, "/".join(self.scope), "")
        return self.text_line_break.join(lines).encode("utf-8", "surrogateescape")

    def hash(self) -> bytes:
        """Return the last line of the string to sign."""
        return self.hash_form.written(self.canonical_request().encode("utf-8", "surrogateescape"))

    def signature(self, signing_key: bytes | None = None) -> str:
        """Sign; a signing key that is known already is not derived again."""
        key = self.key_chain.signing_key() if signing_key is None else signing_key
        return hmac.digest(key, self.head() + self.hash(), "sha256").hex()

    def __repr__(self) -> str:
        return f"<Recipe: {self.method}, {len(self.header_lines)} headers, for {'/'.join(self.scope)}>"


def right_recipe(reading: Reading, secret_access_key: str) -> Recipe:
    """Return what AWS signs for a request as it arrived: what a client without a mistake would have signed.

    The scope is the server's own Region and service, and the day of the request's date.
    """
    step: dict[str, str] = {}

    def kept(function: Callable[..., str]) -> Callable[..., str]:
        return lambda **inputs: step.setdefault(function.__name__, function(**inputs))

    written_canonically(reading.to_be_signed, kept)
    presented = reading.presented
    names = tuple(step["signed_headers"].split(";")) if step["signed_headers"] else ()
    lines = step["canonical_headers"].split("\n")[:-1]
    # The name itself may hold a colon: HTTP/2's :authority.
    values = [line[len(name) + 1 :] for name, line in zip(names, lines, strict=True)]
    date_time = presented.date_time or presented.date or ""
    day = date_time[:8]
    return Recipe(
        method=reading.request.method,
        canonical_uri=step["canonical_uri"],
        canonical_query_string=step["canonical_query_string"],
        header_lines=tuple(zip(names, values, strict=True)),
        signed_names=names,
        hashed_payload=step["hashed_payload"],
        line_break="\n",
        after_headers=("",),
        ending="",
        hash_form=HashForm.HEX,
        algorithm=ALGORITHM,
        date_time=date_time,
        scope=(day, reading.region, reading.service, TERMINATOR),
        text_line_break="\n",
        key_chain=KeyChain(secret=secret_access_key, date=day, region=reading.region, service=reading.service),
    )
