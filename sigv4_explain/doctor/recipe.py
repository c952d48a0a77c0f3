"""A signature as a recipe: everything it is made of, as values that a mistake can change."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from sigv4_explain.canonical import Headers, canonical_query_string, normalized_path
from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.encoding import hmac_sha256
from sigv4_explain.presented import Presented, presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import PathEncoding, PathNormalization, RepeatedParameters, SigningRules
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import profile_of


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


class KeyDerivation(NamedTuple):
    """The secret and the words that are mixed into it, and how the chain runs. Its repr shows none of them.

    >>> KeyDerivation(secret="my-own-secret", date="20150830", region="us-east-1", service="s3")
    KeyDerivation(•••)
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
        return "KeyDerivation(•••)"


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
    key_chain: KeyDerivation

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

    reading.written(kept)
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
        key_chain=KeyDerivation(secret=secret_access_key, date=day, region=reading.region, service=reading.service),
    )


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a mistake may look at. Its repr shows neither the secret nor a signature."""

    reading: Reading = field(repr=False)
    """The request as the server reads it."""
    recipe: Recipe
    """What a client without a mistake would have signed."""
    received: str = field(repr=False)
    """The signature that came with the request."""
    hosts: tuple[str, ...] = ()
    """Names under which the service is known too: a custom domain, a load balancer, the origin behind a CDN."""

    @classmethod
    def of(
        cls,
        request: Request,
        secret_access_key: str,
        *,
        region: str,
        service: str,
        rules: SigningRules | None = None,
        hosts: tuple[str, ...] = (),
    ) -> SignedRequest:
        """Read a signed request as the server in this Region does.

        >>> request = Request("GET", "https://example.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256")
        >>> Case.of(request, "my-own-secret", region="us-east-1", service="iam")
        Case(recipe=<Recipe: GET, 0 headers, for /us-east-1/iam/aws4_request>, hosts=())
        """
        signing_rules = rules or SigningRules.for_service(service)
        presented = presented_by(request, signing_rules.token_name.value)
        reading = Reading(request, presented, region, service, profile_of(service), signing_rules)
        received = presented.parameters.get("Signature", "")
        return cls(reading, right_recipe(reading, secret_access_key), received, hosts)

    @property
    def request(self) -> Request:
        """The request as it arrived."""
        return self.reading.request

    @property
    def presented(self) -> Presented:
        """What the request says about its signature."""
        return self.reading.presented

    @property
    def rules(self) -> SigningRules:
        """How the service wants its requests signed."""
        return self.reading.signing_rules

    @property
    def path(self) -> str:
        """The path that is encoded: as sent, or normalized where the service does that."""
        path = self.request.path or "/"
        is_normalized = self.rules.path_normalization is PathNormalization.NORMALIZED
        return normalized_path(path) if is_normalized else path

    @property
    def encodes_twice(self) -> bool:
        """Whether the path sent is encoded once more."""
        return self.rules.path_encoding is PathEncoding.TWICE

    @property
    def query_pieces(self) -> tuple[str, ...]:
        """The pieces ``name=value`` of the query that count for this service, as sent."""
        pieces = [piece for piece in self.reading.query.split("&") if piece]
        if self.rules.repeated_parameters is RepeatedParameters.FIRST:
            first: dict[str, str] = {}
            for piece in pieces:
                first.setdefault(canonical_query_string(piece.partition("=")[0]), piece)
            pieces = list(first.values())
        return tuple(pieces)

    @property
    def presented_scope(self) -> tuple[str, ...]:
        """Date, Region, service and terminator by the request's own word; the right ones when it has not four."""
        scope = self.presented.credential[1:]
        return scope if len(scope) == 4 else self.recipe.scope

    def values_of(self, name: str) -> tuple[str, ...]:
        """Return the values of a header as they arrived, signed or not; ``name`` is in lower case."""
        return tuple([value for key, value in self.request.headers if key.lower() == name])
