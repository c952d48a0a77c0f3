"""AWS's published examples: whoever follows them compares each value with the page, and so each wrong one can be known.

Stored is what AWS prints and nobody can compute; the keys, the signatures and what each mistake makes of them follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.forms import Writing
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.masking import EXAMPLE_SECRET, EXAMPLE_SECRET_OF_IAM
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.texts import records

_REGION = "us-east-1"
_SECRETS = {"+": EXAMPLE_SECRET, "/": EXAMPLE_SECRET_OF_IAM}
_NAMES = ("kDate", "kRegion", "kService", "kSigning")
_OF_THE_CHAIN = frozenset(("date_key", "signing_key", "signature"))


@dataclass(frozen=True, slots=True)
class AwsExample:
    """An example that AWS has published, or several of one chain of keys, signed for us-east-1."""

    name: str
    date_time: str
    service: str
    secret: str
    """The character in which the two published secrets differ."""
    source: str
    hashed: Mapping[str, str] = field(default_factory=dict)
    """The hashes of the canonical requests that AWS prints, by name."""


EXAMPLES = records("sigv4_explain.doctor", "aws_examples.toml", AwsExample, "name")
"""The published examples, by name."""


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A value that somebody gets who follows an example, right or wrong."""

    example: str
    name: str
    """Which value of the example it is."""
    right: str
    """What AWS has there, in hex."""
    cause: str | None
    """The mistake that makes this value; None when it is right."""


def known_value(text: str) -> KnownValue | None:
    """Return what some hex digits are in one of AWS's published examples; None for a value of nobody's example.

    >>> known_value("969fbb94feb542b71ede6f87fe4d5fa29c789342b0f407474670f0c2489e0a0d").name
    'kDate'
    >>> known_value("a59e30f9d899c47b3dd68ea1c0ab3bb529e03a8f4ed2f54cb64af547330a22a0").cause
    'key-chain-bytes-vs-hex'
    """
    return _known_values().get(text.lower())


_hex_words = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{24,64}(?![0-9A-Za-z])").finditer
_MOST_WORDS = 2_000


def example_findings(text: str) -> Iterator[Finding]:
    """Return a finding for each value in a text that a known mistake makes of one of AWS's examples.

    It is proven: nothing but this mistake gives these bytes, and the secret is a published one.
    """
    words = dict.fromkeys([word[0] for word in islice(_hex_words(text), _MOST_WORDS)])
    for word in words:
        known = known_value(word)
        if known is not None and known.cause is not None:
            says = f"{word[:8]}… is {known.name} of AWS's example ({known.example}), made with this mistake."
            cause, right = CAUSES[known.cause], f"{known.name}: {known.right}"
            yield found(cause, Certainty.PROVEN, says, sent=word, expected=right)


@cache
def _known_values() -> Mapping[str, KnownValue]:
    """Make every value of every example: the right ones first, then what each mistake makes of them."""
    values: dict[str, KnownValue] = {}
    cases = [(example, _case(example)) for example in EXAMPLES.values()]
    right = [_made(arrived.recipe, example) for example, arrived in cases]
    for (example, _), made in zip(cases, right, strict=True):
        values |= {value.hex(): KnownValue(example.name, name, value.hex(), None) for name, value in made.items()}
    for (example, arrived), correct in zip(cases, right, strict=True):
        for cause, mistaken in _mistaken(example, arrived):
            for name, text in mistaken.items():
                values.setdefault(text, KnownValue(example.name, name, correct[name].hex(), cause))
    return values


def _case(example: AwsExample) -> SignedRequest:
    secret = _SECRETS[example.secret]
    request = Request("GET", "https://example.amazonaws.com/")
    key = Credentials("AKIDEXAMPLE", secret)
    signed = sign(request, key, region=_REGION, service=example.service, at=example.date_time)
    return SignedRequest.of(signed, secret, region=_REGION, service=example.service)


def _made(recipe: Recipe, example: AwsExample) -> dict[str, bytes]:
    """Return the four keys and the signatures of an example, by name."""
    steps = recipe.key_chain.steps()
    keys = {name: made for name, (made, _) in zip(_NAMES, steps, strict=True)}
    head, signing_key = recipe.head(), steps[-1][1]
    texts = {f"the signature of {name}": head + hashed.encode() for name, hashed in example.hashed.items()}
    return keys | {name: recipe.sealed(signing_key, text) for name, text in texts.items()}


def _mistaken(example: AwsExample, arrived: SignedRequest) -> Iterator[tuple[str, dict[str, str]]]:
    """Return the slug of each mistake with HMAC or the keys, and the values that it makes, in hex as it prints them."""
    right = _made(arrived.recipe, example)
    yield "hex-without-zeros", {k: Writing.BARE_HEX.written(value).decode() for k, value in right.items()}
    yield "key-cut-at-zero-byte", {k: Writing.CUT.written(value).hex() for k, value in right.items()}
    for mistake in MISTAKES:
        if mistake.step in _OF_THE_CHAIN:
            for variant in mistake.tried(arrived):
                made = _made(variant.change(arrived.recipe), example)
                yield mistake.slug, {name: value.hex() for name, value in made.items()}
                if mistake.slug == "key-cut-at-zero-byte":
                    yield mistake.slug, {name: Writing.CUT.written(value).hex() for name, value in made.items()}
