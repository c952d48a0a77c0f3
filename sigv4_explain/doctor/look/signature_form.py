"""A signature that is written in another way than 64 lower-case hex digits: seen at a glance, without any secret.

Only what a program is known to make of 32 bytes is told. Whatever else stands there, a mask, a word, a piece cut off,
may have been put there by whoever pasted it.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from sigv4_explain.encoding import is_sha256

EXPECTED = "64 characters, each 0-9 or a-f"
_DIGITS = 64
_FEWEST = 59
"""Digits that are left when zeros are lost: of 32 bytes two are below 16 on average; six are so once in 80 times."""


class SignatureFault(NamedTuple):
    """How a signature is written that is not written as it should be."""

    slug: str
    says: str
    expected: str


def signature_fault(signature: str) -> SignatureFault | None:
    """Return how a signature is written, if not as 64 lower-case hex digits; None for a right one, and for a mask.

    >>> signature_fault("5FA00FA31553B73EBF1942676E86291E8372FF2A2260956D9B8AAE1D763FBF31").says
    'The signature has capitals: 64 hex digits, of which those above 9 are A-F.'
    >>> signature_fault("****") is signature_fault("5fa00fa3…") is signature_fault("YOUR_SIGNATURE") is None
    True
    """
    text = signature.strip()
    if not text or is_sha256(text):
        return None
    return next((fault for look in (_digits, _base64, _printed, _bytes) for fault in look(text)), None)


def _not_hex(says: str) -> Iterator[SignatureFault]:
    yield SignatureFault("signature-not-hex", says, EXPECTED)


_are_digits = re.compile(r"[0-9A-Fa-f]+").fullmatch
_are_pairs = re.compile(r"(?:[0-9A-Fa-f]{2}([-: ]))(?:[0-9A-Fa-f]{2}\1){30}[0-9A-Fa-f]{2}").fullmatch
_wrapped = re.compile(r"(?:b(['\"])|0x|<)([0-9A-Fa-f]{64})(?:\1|>)?").fullmatch
_signed_bytes = re.compile(r"(?:[0-9a-f]{1,2}|f{6}[89a-f][0-9a-f])+").fullmatch


def _digits(text: str) -> Iterator[SignatureFault]:
    if wrapped := _wrapped(text):
        around = text.replace(wrapped[2], "…")
        yield from _not_hex(f"The signature is hex with something around it, as a language prints it: {around}.")
    elif _are_pairs(text):
        yield from _not_hex(
            f"There is {text[2]!r} between the bytes of the signature, as .NET's BitConverter writes it."
        )
    elif not _are_digits(text) or _is_a_mask(text):
        return
    elif len(text) == _DIGITS:
        yield from _not_hex("The signature has capitals: 64 hex digits, of which those above 9 are A-F.")
    elif text.lower() != text and len(text) < 2 * _DIGITS:
        return
    elif _FEWEST <= len(text) < _DIGITS:
        says = f"The signature has {len(text)} digits, not 64: a byte below 16 was written as one digit (%x for %02x)"
        says += ", or its end was cut off; xxd -p breaks the line after 60." if len(text) == 60 else ", or it was cut."
        yield SignatureFault("hex-without-zeros", says, EXPECTED)
    elif len(text) == 2 * _DIGITS:
        is_twice = is_sha256(bytes.fromhex(text).decode("latin-1"))
        yield from _not_hex(
            "The signature is hex of its hex digits: it was written as hex twice."
            if is_twice
            else "The signature has 128 digits, 64 bytes: that is SHA-512, or hex of a text."
        )
    elif len(text) > _DIGITS and text.count("ffffff") > 2 and _signed_bytes(text):
        yield from _not_hex("Bytes above 127 were written as negative numbers: ffffff stands before them.")


_is_base64 = re.compile(r"[A-Za-z0-9+/_-]{27,88}={0,2}").fullmatch
_FEWEST_CHARACTERS = 12
_BYTES = {20: "SHA-1, of 20 bytes", 32: "the 32 bytes", 64: "64 bytes"}


def _base64(text: str) -> Iterator[SignatureFault]:
    """Tell base64 by its length, its equals sign and what is in it; a word may have the right length by chance."""
    plain = unquote(text).replace(" ", "+")
    if not _is_base64(plain) or _is_a_mask(plain):
        return
    try:
        made = b64decode(plain.replace("-", "+").replace("_", "/") + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    inside = made.decode("ascii", "replace")
    encoded = ", and percent-encoded" if "%" in text else ""
    if inside.startswith("[object "):
        yield from _not_hex(f"The signature is base64{encoded} of the words {inside[:30]}: not the bytes were encoded.")
    elif is_sha256(inside.lower()):
        yield from _not_hex(f"The signature is base64{encoded} of its hex digits: leave base64 out.")
    elif len(made) in _BYTES and _has_all_kinds(plain):
        yield from _not_hex(f"The signature is base64{encoded}: {_BYTES[len(made)]}, in {len(plain)} characters.")


def _has_all_kinds(text: str) -> bool:
    """Tell whether a text looks drawn by chance: it ends as base64 does, or has both letters and digits in plenty."""
    digits = sum(map(str.isdigit, text))
    return digits > 0 and (text.endswith("=") or (digits > 2 and text.lower() != text != text.upper()))


_printed_as = re.compile(
    r"\[object(?: [A-Z]\w*\])?|<Buffer\b.*|\[B@[0-9a-f]{5,8}|System\.Byte\[\]|Uint8Array(?:\(32\).*)?|32 bytes"
    r"|bytearray\(b['\"].*|b(['\"]).*\\x[0-9a-f]{2}.*|undefined|null|None|NaN|Array|Resource id #\d+"
    r"|(?:|(?:HMAC-)?SHA2?-?256)\(stdin\)=.*|\{length ?= ?32.*|<[0-9a-f]{8}(?: [0-9a-f]{8}){7}>"
).fullmatch


def _printed(text: str) -> Iterator[SignatureFault]:
    """Tell what languages print for bytes, and for nothing."""
    if "(stdin)=" in text and _printed_as(text):
        yield from _not_hex("openssl wrote its label before the signature: take what follows it, or use dgst -r.")
    elif _printed_as(unquote(text)):
        yield from _not_hex(f"This is what a language prints, not the signature: {unquote(text)[:30]}.")


_MASKS = frozenset("…•·*■█▒░–—×✱●")
_FEWEST_ODD = 6


def _bytes(text: str) -> Iterator[SignatureFault]:
    """Tell raw bytes that were taken for characters: many that no text has."""
    plain = unquote(text, errors="replace") if text.count("%") > _FEWEST_ODD else text
    odd = [one for one in plain if (one == "\ufffd" or "\x7f" <= one <= "\xff" or one < " ") and one not in _MASKS]
    if len(odd) >= _FEWEST_ODD and (len(set(odd)) >= _FEWEST_ODD or "\ufffd" in odd):
        yield from _not_hex("The signature is raw bytes, not text.")


def _is_a_mask(text: str) -> bool:
    return len(set(text.lower())) < _FEWEST_CHARACTERS - (_FEWEST_CHARACTERS // 2 if _are_digits(text) else 0)
