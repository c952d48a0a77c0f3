"""Exercises of notebook 05: the signing key, the signature, and what a stolen key opens."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from hashlib import sha256
from random import Random

from sigv4_explain.course.exercise import exercise
from sigv4_explain.course.made_up import date_time, digest, region, secret, service, text
from sigv4_explain.course.stolen_keys import forged, walked_on
from sigv4_explain.credentials import EXAMPLE, CredentialScope
from sigv4_explain.encoding import hmac_sha256
from sigv4_explain.masking import EXAMPLE_SECRET
from sigv4_explain.request import Request
from sigv4_explain.signature import date_key, date_region_key, date_region_service_key, signature
from sigv4_explain.verifier import verify

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


def _arguments_swapped(*words: str) -> bytes:
    return _walked(*words, "aws4_request", link=lambda key, message: hmac.digest(message.encode(), key, "sha256"))


def _plain_hashes(*words: str) -> bytes:
    return _walked(*words, "aws4_request", link=lambda key, message: sha256(key + message.encode()).digest())


def _hex_between(*words: str) -> bytes:
    """Take hexdigest() from link to link, and the bytes only at the end."""
    hexed = _walked(*words, link=lambda key, message: hmac_sha256(key, message).hex().encode())
    return hmac_sha256(hexed, "aws4_request")


_SIGNING_KEY = exercise(
    "signing-key",
    right=_right_key,
    drawing=lambda draw: (secret(draw), date_time(draw)[:8], region(draw), service(draw)),
    solution=my_signing_key,
    cases=(
        ("chain", EXAMPLE_SECRET, "20150830", "us-east-1", "iam"),
        ("chain", "another secret, with ü", "20251121", "eu-central-1", "execute-api"),
    ),
    mistakes=(
        ("prefix", lambda *words: _walked(*words, "aws4_request", prefix="")),
        ("raw", _hex_between),
        ("bytes", lambda *words: _hex_between(*words).hex()),
        ("raw-result", lambda *words: _walked(*words, "aws4_request").hex()),
        ("arguments", _arguments_swapped),
        ("order", lambda secret, date, region, service: _walked(secret, date, service, region, "aws4_request")),
        ("last", lambda *words: _walked(*words)),
        ("keyed", _plain_hashes),
    ),
)

_TEXT = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n" + sha256(b"GET").hexdigest()
_KEY = walked_on(EXAMPLE_SECRET, 0, CredentialScope("20150830", "us-east-1", "iam"))


def my_signature(signing_key: bytes, string_to_sign: str) -> str:
    """Return the signature."""
    return hmac.new(signing_key, string_to_sign.encode(), sha256).hexdigest()


_SIGNATURE = exercise(
    "signature",
    right=signature,
    drawing=lambda draw: (bytes.fromhex(digest(draw)), text(draw, most=9)),
    solution=my_signature,
    cases=(("one-step", _KEY, _TEXT), ("one-step", bytes(range(32)), "Zoë\n")),
    mistakes=(
        ("hex", lambda key, text: signature(key, text).upper()),
        ("text-out", lambda key, text: bytes.fromhex(signature(key, text))),
        ("not-base64", lambda key, text: base64.b64encode(bytes.fromhex(signature(key, text))).decode()),
        ("arguments", lambda key, text: hmac.digest(text.encode(), key, "sha256").hex()),
        ("text-itself", lambda key, text: signature(key, sha256(text.encode()).hexdigest())),
        ("raw-key", lambda key, text: signature(key.hex().encode(), text)),
        ("with-key", lambda _key, text: sha256(text.encode()).hexdigest()),
        ("one-hmac", lambda key, text: sha256(bytes.fromhex(signature(key, text))).hexdigest()),
    ),
)


def my_can_sign(mixed_in: tuple[str, ...], scope: tuple[str, ...]) -> bool:
    """Tell whether a key with these words mixed in can sign for a day, a Region and a service."""
    return scope[: len(mixed_in)] == mixed_in


def _by_the_server(mixed_in: tuple[str, ...], scope: tuple[str, str, str]) -> bool:
    """Steal the key, walk the chain on, and let the server judge what the thief signed."""
    wanted, at = CredentialScope(*scope), f"{scope[0]}T123600Z"
    request, known = Request("GET", "https://example.com/"), {EXAMPLE.access_key_id: EXAMPLE}
    sent = forged(request, EXAMPLE.access_key_id, _stolen(mixed_in), len(mixed_in), at, wanted)
    return verify(sent, known, region=wanted.region, service=wanted.service, at=at).accepted


def _stolen(mixed_in: tuple[str, ...]) -> str | bytes:
    """Return the owner's key after these links: the secret itself after none."""
    key: str | bytes = EXAMPLE.secret_access_key
    for link, word in zip((date_key, date_region_key, date_region_service_key), mixed_in, strict=False):
        key = link(key, word)  # type: ignore[operator]  # each takes what the one before returns
    return key


_DAY, _NEXT_DAY, _HERE, _THERE = "20150830", "20150831", "eu-central-1", "us-east-1"


def _drawn(draw: Random) -> tuple[tuple[str, ...], tuple[str, str, str]]:
    """Draw a scope, and a key of it; in half of them one word is another, or a beginning, or in another place."""
    wanted = (draw.choice((_DAY, _NEXT_DAY)), draw.choice((_HERE, _THERE)), draw.choice(("s3", "s3express", "sts")))
    words = list(wanted[: draw.randint(0, 3)])
    if words and draw.random() < 0.5:
        place = draw.randrange(len(words))
        words[place] = draw.choice(
            (words[place][:2], f"{words[place]}x", words[0], words[-1], _NEXT_DAY, _THERE, "sts")
        )
    return tuple(words), wanted


_REACH = exercise(
    "can-sign",
    right=_by_the_server,
    drawing=_drawn,
    solution=my_can_sign,
    cases=(
        ("prefix", (_DAY, _HERE, "s3"), (_DAY, _HERE, "s3")),
        ("not-back", (_DAY, _HERE, "s3"), (_DAY, _HERE, "sts")),
        ("further", (_DAY, _HERE), (_DAY, _HERE, "sts")),
        ("not-back", (_DAY, _HERE), (_DAY, _THERE, "sts")),
        ("further", (_DAY,), (_DAY, _THERE, "iam")),
        ("not-back", (_DAY,), (_NEXT_DAY, _THERE, "iam")),
        ("secret", (), (_NEXT_DAY, _THERE, "iam")),
        ("in-place", (_DAY, _HERE), (_NEXT_DAY, _HERE, "s3")),
        ("in-place", (_HERE, _DAY), (_DAY, _HERE, "s3")),
    ),
    mistakes=(
        ("further", lambda mixed_in, scope: mixed_in == scope),
        ("not-back", lambda _mixed_in, _scope: True),
        ("secret", lambda mixed_in, scope: bool(mixed_in) and scope[: len(mixed_in)] == mixed_in),
        ("in-place", lambda mixed_in, scope: mixed_in[-1:] == scope[: len(mixed_in)][-1:]),
        ("prefix", lambda mixed_in, scope: not mixed_in or mixed_in[0] == scope[0]),
    ),
)
EXERCISES = (_SIGNING_KEY, _SIGNATURE, _REACH)
