"""Mistakes with HMAC and the chain of keys: bytes taken for text, arguments in another order, steps left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.doctor.forms import HashForm, Mixing, Writing
from sigv4_explain.doctor.mistakes.mistake import Composition, Rows, Variant, both, put, put_key
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.encoding import is_sha256, sha256_hex

_PLACES = ("kDate", "kRegion", "kService", "kSigning")
_RAW, _HMAC = (Writing.RAW,) * 4, (Mixing.HMAC,) * 4


def _linked(link: Writing, called: str = "") -> Iterator[Variant]:
    """Hand the keys on in another writing: all, all but the last, each alone."""
    yield Variant(f"{called}all", put_key(links=(link,) * 4))
    yield Variant(f"{called}all but the last", put_key(links=(*(link,) * 3, Writing.RAW)))
    for place, name in enumerate(_PLACES):
        yield Variant(f"{called}{name} alone", put_key(links=(*_RAW[:place], link, *_RAW[place + 1 :])))


def _hex(_: SignedRequest) -> Iterator[Variant]:
    yield from _linked(Writing.HEX)
    yield _all(Writing.UPPER_HEX)


def _as_text(_: SignedRequest) -> Iterator[Variant]:
    yield from _linked(Writing.UTF_8)
    yield from map(_all, (Writing.REPLACED, Writing.WINDOWS_1252, Writing.ASCII))


def _base64(_: SignedRequest) -> Iterator[Variant]:
    yield from list(_linked(Writing.BASE64))[:2]
    yield _all(Writing.BASE64_OF_HEX)


def _printed(_: SignedRequest) -> Iterator[Variant]:
    return map(_all, (Writing.PYTHON, Writing.RUBY, Writing.OBJECT, Writing.SWIFT))


def _all(link: Writing) -> Variant:
    return Variant(f"{link.value}, all", put_key(links=(link,) * 4))


def _cut(arrived: SignedRequest) -> Iterator[Variant]:
    """Cut where a zero byte is, or where a shell would lose something: on most days nothing of it shows."""
    keys = [key for key, _ in arrived.recipe.key_chain.steps()]
    for link in (Writing.CUT, Writing.SHELL):
        changed = [place for place, key in enumerate(keys) if link.written(key) != key]
        variants = list(_linked(link, "" if link is Writing.CUT else f"{link.value}: "))
        if changed:
            yield variants[0]
        if changed and changed[0] < 3:
            yield variants[1]
        yield from [variants[2 + place] for place in changed]


_without_zeros = re.compile("0(?=.(?:..)*$)").sub


def _bare_hex(arrived: SignedRequest) -> Iterator[Variant]:
    """Write a byte below 16 as one digit, wherever there is such a byte."""
    right, form, writing = arrived.recipe, HashForm.BARE_HEX, Writing.BARE_HEX
    links = put_key(links=(writing,) * 4)
    yield from list(_linked(writing, "in the chain of keys, "))[:2]
    payload = _without_zeros("", right.hashed_payload) if is_sha256(right.hashed_payload) else ""
    if form.written(right.canonical_request().encode("utf-8", "surrogateescape")) != right.hash():
        yield Variant("in the hash of the canonical request", put(hash_form=form))
    if payload not in ("", right.hashed_payload):
        yield Variant("in the hash of the body", put(hashed_payload=payload))
        yield Variant("in both hashes", put(hashed_payload=payload, hash_form=form))
        yield Variant("in every hash and key", both(put(hashed_payload=payload, hash_form=form), links))
    yield Variant("in every key and in the signature", both(put(writing=writing), links))
    if len(right._replace(writing=writing).signature()) < _DIGITS:
        yield Variant("in the signature, which is the right one", put(writing=writing))


_DIGITS = 64


def _swapped(_: SignedRequest) -> Iterator[Variant]:
    swapped = (Mixing.SWAPPED,) * 4
    yield Variant("in every call", both(put(mixing=Mixing.SWAPPED), put_key(mixings=swapped)))
    yield Variant("in the chain of keys", put_key(mixings=swapped))
    yield Variant("in the signature", put(mixing=Mixing.SWAPPED))
    for place, name in enumerate(_PLACES):
        mixings = (*_HMAC[:place], Mixing.SWAPPED, *_HMAC[place + 1 :])
        yield Variant(f"{name} alone", put_key(mixings=mixings))


def _key_sent(_: SignedRequest) -> Iterator[Variant]:
    yield Variant("", put(mixing=Mixing.KEY_ALONE))


def _hashed(_: SignedRequest) -> Iterator[Variant]:
    """Hash where an HMAC belongs."""
    for mixing in (Mixing.TEXT_HASHED, Mixing.KEY_BEFORE, Mixing.KEY_BEHIND):
        yield Variant(f"the signature is {mixing.value}", put(mixing=mixing))
    for mixing in (Mixing.KEY_BEFORE, Mixing.KEY_BEHIND):
        each = (mixing,) * 4
        yield Variant(f"each step is {mixing.value}", both(put(mixing=mixing), put_key(mixings=each)))


def _other_function(arrived: SignedRequest) -> Iterator[Variant]:
    body = arrived.request.body
    for form in (HashForm.SHA_1, HashForm.MD5):
        yield Variant(f"{form.value} of the canonical request", put(hash_form=form))
        if arrived.recipe.hashed_payload == sha256_hex(body):
            yield Variant(f"{form.value} of the body", put(hashed_payload=form.written(body).decode()))
    yield Variant(f"{Mixing.SHA_1.value} for the signature", put(mixing=Mixing.SHA_1))
    every = both(put(mixing=Mixing.SHA_1), put_key(mixings=(Mixing.SHA_1,) * 4))
    yield Variant(f"{Mixing.SHA_1.value} in every step", every)


def _no_derivation(_: SignedRequest) -> Iterator[Variant]:
    alone = (Mixing.KEY_ALONE,) * 4
    yield Variant("the secret alone", put_key(mixings=alone, prefix=""))
    yield Variant("AWS4 and the secret", put_key(mixings=alone))


def _step_missing(_: SignedRequest) -> Iterator[Variant]:
    for place, name in enumerate(("the date", "the Region", "the service", "aws4_request")):
        mixings = (*_HMAC[:place], Mixing.KEY_ALONE, *_HMAC[place + 1 :])
        yield Variant(f"without {name}", put_key(mixings=mixings))
    yield Variant("with the date alone", put_key(mixings=(Mixing.HMAC, *(Mixing.KEY_ALONE,) * 3)))


def _prefixed(arrived: SignedRequest) -> Iterator[Variant]:
    """Put something else before the secret."""
    yield Variant("without AWS4 before the secret", put_key(prefix=""))
    for prefix in ("AWS", "aws4", "AWS4 ", "AWS4-HMAC-SHA256"):
        yield Variant(f"{prefix!r} before the secret", put_key(prefix=prefix))
    secret = arrived.recipe.key_chain.secret
    yield Variant("AWS4 behind it", put_key(prefix=f"{secret}AWS4", secret=""))


def _added(arrived: SignedRequest) -> Iterator[Variant]:
    """PHP's plus adds, and takes what is no number for 0."""
    secret = arrived.recipe.key_chain.secret
    digits = secret[: len(secret) - len(secret.lstrip("0123456789"))]
    yield Variant("AWS4 and the secret, in PHP", put_key(prefix="", secret=digits.lstrip("0") or "0"))


CHAIN: Rows = {
    "key-chain-bytes-vs-hex": (_hex, Composition.ALTERS),
    "key-chain-binary-as-utf8": (_as_text, Composition.ALTERS),
    "key-chain-base64": (_base64, Composition.ALTERS),
    "key-chain-printed-form": (_printed, Composition.ALTERS),
    "key-cut-at-zero-byte": (_cut, Composition.ALTERS),
    "hex-without-zeros": (_bare_hex, Composition.ALTERS),
    "hmac-arguments-swapped": (_swapped, Composition.ALTERS),
    "signing-key-as-signature": (_key_sent, Composition.ALTERS),
    "hash-instead-of-hmac": (_hashed, Composition.ALTERS),
    "other-hash-function": (_other_function, Composition.ALTERS),
    "key-not-derived": (_no_derivation, Composition.ALTERS),
    "key-chain-step-missing": (_step_missing, Composition.ALTERS),
    "key-prefix-missing": (_prefixed, Composition.ALTERS),
    "plus-for-dot": (_added, Composition.ALTERS),
}
"""All mistakes with HMAC and the chain of keys."""
