"""Mistakes with the body, whose hash is the last line of the canonical request."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, unquote_plus, urlencode

from sigv4_explain.doctor.mistakes.mistake import Composition, Rows, Variant, different, seldom
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex
from sigv4_explain.json_text import read_json

_FIELD = "hashed_payload"
_UNSIGNED = "UNSIGNED-PAYLOAD"
_LONGEST_LINE = 4096
"""Characters of a body that may stand for its hash."""

_LONGEST_BODY = 1 << 24
"""Bytes of a body that are written anew, so that a replay stays quick and small."""


def _bodies(arrived: SignedRequest, bodies: Iterable[tuple[str, bytes]]) -> Iterator[Variant]:
    return different(arrived, _FIELD, [(spelling, sha256_hex(body)) for spelling, body in bodies])


def _text_of(arrived: SignedRequest) -> str | None:
    body = arrived.request.body
    if not body or len(body) > _LONGEST_BODY:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _empty(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.request.body and arrived.recipe.hashed_payload != _UNSIGNED:
        yield from different(arrived, _FIELD, [("", EMPTY_SHA256)])


def _unsigned(arrived: SignedRequest) -> Iterator[Variant]:
    """Sign the words where the hash counts, or a hash where the words count."""
    hashes = [("the hash of an empty body was signed", EMPTY_SHA256)]
    hashes.append(("the hash of the body was signed", sha256_hex(arrived.request.body)))
    is_unsigned = arrived.recipe.hashed_payload == _UNSIGNED
    return different(
        arrived, _FIELD, hashes if is_unsigned else [("the words UNSIGNED-PAYLOAD were signed", _UNSIGNED)]
    )


def _serialised(arrived: SignedRequest) -> Iterator[Variant]:
    text = _text_of(arrived)
    if text is None:
        return
    bodies = [("without the line break at its end", text.rstrip("\r\n")), ("with a line break at its end", text + "\n")]
    try:
        value = read_json(text)
    except ValueError:
        value = None
    if isinstance(value, (dict, list)):
        bodies += _as_json(value)
    if isinstance(value, dict):
        bodies.append(("as a form", urlencode(value)))
    yield from _bodies(arrived, [(spelling, body.encode("utf-8", "surrogatepass")) for spelling, body in bodies])


def _as_json(value: Any) -> Iterator[tuple[str, str]]:
    styles: dict[str, dict[str, Any]] = {
        "without blanks": {"separators": (",", ":")},
        "with blanks": {},
        "indented by two": {"indent": 2},
        "indented by four": {"indent": 4},
    }
    plain = json.dumps(value, ensure_ascii=False)
    letters_of = (("", False), (r", \u… for other letters", True))[: 1 if plain.isascii() else 2]
    is_in_order = json.dumps(value, ensure_ascii=False, sort_keys=True) == plain
    orders = (("", False), (", keys sorted", True))[: 1 if is_in_order else 2]
    for spelling, style in styles.items():
        for order, is_sorted in orders:
            for letters, is_ascii in letters_of:
                text = json.dumps(value, ensure_ascii=is_ascii, sort_keys=is_sorted, **style)
                yield f"as JSON {spelling}{order}{letters}", text


def _announced(arrived: SignedRequest) -> str | None:
    announced = arrived.reading.announced
    is_hash = announced is not None and len(announced) == 64 and announced != EMPTY_SHA256
    return announced if is_hash else None


def _dropped(arrived: SignedRequest) -> Iterator[Variant]:
    announced = _announced(arrived)
    if announced and not arrived.request.body:
        yield from different(arrived, _FIELD, [("as x-amz-content-sha256 announces", announced)])


def _changed(arrived: SignedRequest) -> Iterator[Variant]:
    announced = _announced(arrived)
    if announced and arrived.request.body:
        yield from different(arrived, _FIELD, [("as x-amz-content-sha256 announces", announced)])


def _other_encoding(arrived: SignedRequest) -> Iterator[Variant]:
    text = _text_of(arrived)
    if text is None:
        return
    bodies = [("UTF-16, little end first", text.encode("utf-16-le"))]
    if not text.isascii():
        low_bytes = bytes([ord(character) & 0xFF for character in text])
        bodies += [("the low byte of each character", low_bytes), ("Latin-1", text.encode("latin-1", "replace"))]
        bodies += [
            ("ASCII", text.encode("ascii", "replace")),
            ("UTF-8 twice", text.encode().decode("latin-1").encode()),
        ]
    yield from _bodies(arrived, bodies)


def _uncompressed(arrived: SignedRequest) -> Iterator[Variant]:
    body = arrived.request.body
    for spelling, start, window in (("gzip", b"\x1f\x8b", 31), ("zlib", b"\x78", 15)):
        if body.startswith(start):
            try:
                plain = zlib.decompressobj(window).decompress(body, _LONGEST_BODY)
            except zlib.error:
                continue
            yield from _bodies(arrived, [(f"the body without {spelling} was signed", plain)])


def _form(arrived: SignedRequest) -> Iterator[Variant]:
    text = _text_of(arrived)
    if text is None or not ("+" in text or "%" in text or " " in text):
        return
    forms = {
        "not encoded": unquote_plus(text, errors="surrogateescape"),
        "not encoded, plus kept": unquote(text, errors="surrogateescape"),
        "%20 for a space": text.replace("+", "%20").replace(" ", "%20"),
        "+ for a space": text.replace("%20", "+").replace(" ", "+"),
    }
    yield from _bodies(
        arrived, [(spelling, form.encode("utf-8", "surrogateescape")) for spelling, form in forms.items()]
    )


def _not_hex(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.recipe.hashed_payload == sha256_hex(arrived.request.body):
        digest = sha256(arrived.request.body).digest()
        raw = digest.decode("utf-8", "surrogateescape")
        forms = [("in base64", b64encode(digest).decode()), ("in capitals", digest.hex().upper()), ("as bytes", raw)]
        forms += [("hashed once more", sha256_hex(digest.hex().encode()))]
        text = _text_of(arrived)
        if text is not None and len(text) < _LONGEST_LINE:
            forms.append(("the body itself, not hashed", text))
        yield from different(arrived, _FIELD, forms)


_PLACEHOLDERS = ("{}", "null", "undefined", "[object Object]", '""', "[]", "None", "\n")


def _placeholder(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.recipe.hashed_payload != _UNSIGNED:
        texts = [word for word in _PLACEHOLDERS if word.encode() != arrived.request.body]
        yield from _bodies(arrived, [(f"the hash of {word!r} was signed", word.encode()) for word in texts])


BODY: Rows = {
    "empty-body-hash": (_empty, Composition.REPLACES),
    "body-reserialised": (_serialised, Composition.REPLACES),
    "unsigned-payload-mismatch": (_unsigned, Composition.REPLACES),
    "body-dropped-after-signing": (_dropped, Composition.REPLACES),
    "body-encoding-not-utf8": (_other_encoding, Composition.REPLACES),
    "body-compressed-after-signing": (_uncompressed, Composition.REPLACES),
    "body-encoding-form": (_form, Composition.REPLACES),
    "body-changed-after-hash": (_changed, Composition.REPLACES),
    "content-sha256-not-hex": (_not_hex, Composition.REPLACES),
    "placeholder-body-hashed": (seldom(_placeholder), Composition.REPLACES),
}
"""All mistakes with the body."""
