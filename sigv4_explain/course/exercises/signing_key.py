"""Exercise of notebook 05: the signing key."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from hashlib import sha256

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.course.stolen_keys import walked_on
from sigv4_explain.credentials import CredentialScope
from sigv4_explain.encoding import hmac_sha256
from sigv4_explain.masking import EXAMPLE_SECRET

_CHAIN = Requirement(
    "Four times HMAC-SHA256: each result is the key of the next, and day, Region, service and aws4_request go in."
)
_PREFIX = Requirement("The first key is AWS4 followed by the secret access key.")
_RAW = Requirement("A key of the chain goes into the next step as its 32 raw bytes, not as hex digits.")
_BYTES = Requirement("hexdigest() gives text, to be read by people. Every key of the chain is 32 raw bytes: digest().")
_RAW_RESULT = Requirement("The signing key is 32 raw bytes; hex is only for showing it.")
_ARGUMENTS = Requirement(
    "hmac.new takes the key first, then the message.", "https://docs.python.org/3/library/hmac.html"
)
_ORDER = Requirement("The Region goes in before the service.")
_LAST = Requirement("The last message of the chain is aws4_request.")
_KEYED = Requirement("Each step is an HMAC, a hash with a key: a plain hash of key and message is another value.")

Link = Callable[[bytes, str], bytes]
"""One step of a chain."""


def my_signing_key(secret: str, date: str, region: str, service: str) -> bytes:
    """Return the signing key."""
    key = f"AWS4{secret}".encode()
    for message in (date, region, service, "aws4_request"):
        key = hmac.new(key, message.encode(), sha256).digest()
    return key


def _right_key(secret: str, date: str, region: str, service: str) -> bytes:
    return walked_on(secret, 0, CredentialScope(date, region, service))


def _walked(secret: str, *messages: str, prefix: str = "AWS4", link: Link = hmac_sha256) -> bytes:
    """Walk any chain: what else can be written."""
    key = f"{prefix}{secret}".encode()
    for message in messages:
        key = link(key, message)
    return key


def _without_prefix(*words: str) -> bytes:
    return _walked(*words, "aws4_request", prefix="")


def _arguments_swapped(*words: str) -> bytes:
    return _walked(*words, "aws4_request", link=lambda key, message: hmac.digest(message.encode(), key, "sha256"))


def _service_first(secret: str, date: str, region: str, service: str) -> bytes:
    return _walked(secret, date, service, region, "aws4_request")


def _one_link_short(*words: str) -> bytes:
    return _walked(*words)


def _plain_hashes(*words: str) -> bytes:
    return _walked(*words, "aws4_request", link=lambda key, message: sha256(key + message.encode()).digest())


def _hex_between(*words: str) -> bytes:
    """Take hexdigest() from link to link, and the bytes only at the end."""
    hexed = _walked(*words, link=lambda key, message: hmac_sha256(key, message).hex().encode())
    return hmac_sha256(hexed, "aws4_request")


def _hex_all_the_way(*words: str) -> str:
    return _hex_between(*words).hex()


def _hex_at_the_end(*words: str) -> str:
    return _walked(*words, "aws4_request").hex()


EXERCISES = (
    Exercise(
        name="signing-key",
        chapter="05",
        task="write my_signing_key(secret, date, region, service): four texts in, the signing key's 32 bytes out.",
        cases=(
            Example((EXAMPLE_SECRET, "20150830", "us-east-1", "iam"), _CHAIN),
            Example(("another secret, with ü", "20251121", "eu-central-1", "execute-api"), _CHAIN),
        ),
        right=_right_key,
        imports=("import hmac", "from hashlib import sha256"),
        solution=my_signing_key,
        mistakes=(
            WrongAnswer(_without_prefix, _PREFIX),
            WrongAnswer(_hex_between, _RAW),
            WrongAnswer(_hex_all_the_way, _BYTES),
            WrongAnswer(_hex_at_the_end, _RAW_RESULT),
            WrongAnswer(_arguments_swapped, _ARGUMENTS),
            WrongAnswer(_service_first, _ORDER),
            WrongAnswer(_one_link_short, _LAST),
            WrongAnswer(_plain_hashes, _KEYED),
        ),
        hints=(
            "Begin with AWS4 and the secret, as bytes. What comes out of one step is the key of the next.",
            "hmac.new(key, message, sha256).digest() is one step; both key and message are bytes.",
            'Take four steps, with the messages date, region, service and "aws4_request", each encoded.',
        ),
    ),
)
