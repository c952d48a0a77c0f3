"""A signature as a recipe: everything it is made of, as values that a mistake can change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from sigv4_explain.canonical import Headers, canonical_query_string, normalized_path
from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.doctor.forms import HashForm, Mixing, TextForm, Writing
from sigv4_explain.encoding import hmac_sha256, utf_8
from sigv4_explain.presented import Presented, presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import PathEncoding, PathNormalization, RepeatedParameters, SigningRules
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import profile_of

_RAW, _HMAC = (Writing.RAW,) * 4, (Mixing.HMAC,) * 4


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
    links: tuple[Writing, ...] = _RAW
    """How kDate, kRegion, kService and kSigning are handed on."""
    mixings: tuple[Mixing, ...] = _HMAC
    """How each of them is made of the key before it and a word."""

    def steps(self, hmac_of: Callable[[bytes, str], bytes] = hmac_sha256) -> list[tuple[bytes, bytes]]:
        """Walk the chain: each key as it is made, and as it is handed on. ``hmac_of`` may know some of them already."""
        key, steps = self._first(), []
        for word, link, mixing in zip(self[1:5], self.links, self.mixings, strict=True):
            made = hmac_of(key, word) if mixing is Mixing.HMAC else mixing.mixed(key, utf_8(word, "surrogateescape"))
            key = made if link is Writing.RAW else link.written(made)
            steps.append((made, key))
        return steps

    def signing_key(self, hmac_of: Callable[[bytes, str], bytes] = hmac_sha256) -> bytes:
        """Return the last of them, with which the string to sign is signed."""
        if self.links is not _RAW or self.mixings is not _HMAC:
            return self.steps(hmac_of)[-1][1]
        key = hmac_of(hmac_of(self._first(), self.date), self.region)
        return hmac_of(hmac_of(key, self.service), self.terminator)

    def _first(self) -> bytes:
        return (self.prefix + self.secret).encode("utf-8", "surrogateescape")

    def __repr__(self) -> str:
        return "KeyDerivation(•••)"


class Part(Enum):
    """A line of the canonical request, or several, by the field of the recipe that has them."""

    METHOD = "method"
    PATH = "canonical_uri"
    QUERY = "canonical_query_string"
    HEADERS = "header_lines"
    AFTER_HEADERS = "after_headers"
    SIGNED_NAMES = "signed_names"
    PAYLOAD = "hashed_payload"


LAYOUT = tuple(Part)
"""The parts of a canonical request in their order."""


class HeadLine(Enum):
    """One of the first three lines of the string to sign, by the field of the recipe that has it."""

    ALGORITHM = "algorithm"
    DATE_TIME = "date_time"
    SCOPE = "scope"


HASHED, HEADED, SEALED = slice(1, 14), slice(14, 19), slice(19, None)
"""The fields of a recipe of which the hash is made, those of the lines before it, and what is done to the whole."""


class Recipe(NamedTuple):
    """What one side signs. A byte that is no UTF-8 stands in a text as a lone surrogate, as Python's files have it."""

    key_chain: KeyDerivation
    method: str
    canonical_uri: str
    canonical_query_string: str
    header_lines: Headers
    """Name and value of each line of the canonical headers, in the order in which they are written."""
    signed_names: tuple[str, ...]
    """The names of SignedHeaders, in the order in which they are written."""
    hashed_payload: str
    line_break: str = "\n"
    """The line break of the canonical request."""
    after_headers: tuple[str, ...] = ("",)
    """The lines between the canonical headers and the signed headers: one, and empty."""
    ending: str = ""
    """What follows the last line of the canonical request: nothing."""
    between_names: str = ";"
    """What stands between the names of SignedHeaders."""
    layout: tuple[Part, ...] = LAYOUT
    """The parts of the canonical request, in their order."""
    text_form: TextForm = TextForm.UTF_8
    """How the canonical request becomes bytes."""
    hash_form: HashForm = HashForm.HEX
    """How its hash is made, and written into the string to sign."""
    algorithm: str = ALGORITHM
    date_time: str = ""
    """The second line of the string to sign."""
    scope: tuple[str, ...] = ()
    """Date, Region, service, terminator."""
    text_line_break: str = "\n"
    """The line break of the string to sign."""
    head_layout: tuple[HeadLine, ...] = tuple(HeadLine)
    """The first lines of the string to sign, in their order."""
    text_ending: str = ""
    """What follows the hash in the string to sign: nothing."""
    to_sign_form: TextForm = TextForm.UTF_8
    """How the string to sign becomes bytes."""
    mixing: Mixing = Mixing.HMAC
    """How it is signed."""
    writing: Writing = Writing.HEX
    """How the signature is written."""

    @property
    def hashed_part(self) -> tuple[object, ...]:
        """The values of which the hash of the canonical request is made."""
        return tuple(self)[HASHED]

    def canonical_request(self) -> str:
        """Write the canonical request."""
        if self.layout is not LAYOUT:
            return self.line_break.join(self._lines()) + self.ending
        lines = (
            self.method,
            self.canonical_uri,
            self.canonical_query_string,
            *[f"{name}:{value}" for name, value in self.header_lines],
            *self.after_headers,
            self.between_names.join(self.signed_names),
            self.hashed_payload,
        )
        return self.line_break.join(lines) + self.ending

    def _lines(self) -> Iterator[str]:
        for part in self.layout:
            if part is Part.HEADERS:
                yield from [f"{name}:{value}" for name, value in self.header_lines]
            elif part is Part.AFTER_HEADERS:
                yield from self.after_headers
            elif part is Part.SIGNED_NAMES:
                yield self.between_names.join(self.signed_names)
            else:
                yield getattr(self, part.value)

    def string_to_sign(self) -> str:
        """Write the string to sign."""
        return (self.head() + self.hash()).decode("utf-8", "surrogateescape") + self.text_ending

    def head(self) -> bytes:
        """Return the first three lines of the string to sign, with their line breaks."""
        values = [getattr(self, line.value) for line in self.head_layout]
        lines = ["/".join(value) if isinstance(value, tuple) else value for value in values]
        return self.text_line_break.join([*lines, ""]).encode("utf-8", "surrogateescape")

    def hash(self) -> bytes:
        """Return the last line of the string to sign."""
        if self.hash_form is HashForm.PAYLOAD:
            return self.hashed_payload.encode("utf-8", "surrogateescape")
        text = self.text_form.written(self.canonical_request())
        return self.hash_form.written(text)

    def sealed(self, signing_key: bytes, string_to_sign: bytes) -> bytes:
        """Sign a string to sign in this recipe's way."""
        text = string_to_sign + self.text_ending.encode()
        if self.to_sign_form is not TextForm.UTF_8:
            text = self.to_sign_form.written(text.decode("utf-8", "surrogateescape"))
        return self.mixing.mixed(signing_key, text)

    def signature(self) -> str:
        """Sign, and write the signature."""
        digest = self.sealed(self.key_chain.signing_key(), self.head() + self.hash())
        return self.writing.written(digest).decode("latin-1")

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
        date_time=date_time,
        scope=(day, reading.region, reading.service, TERMINATOR),
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
        >>> SignedRequest.of(request, "my-own-secret", region="us-east-1", service="iam")
        SignedRequest(recipe=<Recipe: GET, 0 headers, for /us-east-1/iam/aws4_request>, hosts=())
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
