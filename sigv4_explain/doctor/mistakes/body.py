"""Mistakes with the body, whose hash is the last line of the canonical request."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, unquote_plus, urlencode

from sigv4_explain.doctor.mistakes.mistake import Composition, Mistake, Variant, different
from sigv4_explain.doctor.recipe import Case
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex
from sigv4_explain.json_text import read_json

_FIELD = "hashed_payload"
_UNSIGNED = "UNSIGNED-PAYLOAD"
_LONGEST_BODY = 1 << 24
"""Bytes of a body that are written anew, so that a replay stays quick and small."""


def _lines(case: Case, written: Iterable[tuple[str, str]]) -> Iterator[Variant]:
    return different(iter(written), case.recipe.hashed_payload, _FIELD)


def _bodies(case: Case, bodies: Iterable[tuple[str, bytes]]) -> Iterator[Variant]:
    return _lines(case, [(spelling, sha256_hex(body)) for spelling, body in bodies])


def _text_of(case: Case) -> str | None:
    body = case.request.body
    if not body or len(body) > _LONGEST_BODY:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _empty(case: Case) -> Iterator[Variant]:
    if case.request.body and case.recipe.hashed_payload != _UNSIGNED:
        yield from _lines(case, [("", EMPTY_SHA256)])


def _unsigned(case: Case) -> Iterator[Variant]:
    """Sign the words where the hash counts, or a hash where the words count."""
    hashes = [("the hash of an empty body was signed", EMPTY_SHA256)]
    hashes.append(("the hash of the body was signed", sha256_hex(case.request.body)))
    is_unsigned = case.recipe.hashed_payload == _UNSIGNED
    return _lines(case, hashes if is_unsigned else [("the words UNSIGNED-PAYLOAD were signed", _UNSIGNED)])


def _serialised(case: Case) -> Iterator[Variant]:
    text = _text_of(case)
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
    yield from _bodies(case, [(spelling, body.encode("utf-8", "surrogatepass")) for spelling, body in bodies])


def _as_json(value: Any) -> Iterator[tuple[str, str]]:
    styles: dict[str, dict[str, Any]] = {
        "without blanks": {"separators": (",", ":")},
        "with blanks": {},
        "indented by two": {"indent": 2},
        "indented by four": {"indent": 4},
    }
    for spelling, style in styles.items():
        for order, is_sorted in (("", False), (", keys sorted", True)):
            for letters, is_ascii in (("", False), (r", \u… for other letters", True)):
                text = json.dumps(value, ensure_ascii=is_ascii, sort_keys=is_sorted, **style)
                yield f"as JSON {spelling}{order}{letters}", text


def _announced(case: Case) -> str | None:
    announced = case.reading.announced
    is_hash = announced is not None and len(announced) == 64 and announced != EMPTY_SHA256
    return announced if is_hash else None


def _dropped(case: Case) -> Iterator[Variant]:
    announced = _announced(case)
    if announced and not case.request.body:
        yield from _lines(case, [("as x-amz-content-sha256 announces", announced)])


def _changed(case: Case) -> Iterator[Variant]:
    announced = _announced(case)
    if announced and case.request.body:
        yield from _lines(case, [("as x-amz-content-sha256 announces", announced)])


def _other_encoding(case: Case) -> Iterator[Variant]:
    text = _text_of(case)
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
    yield from _bodies(case, bodies)


def _uncompressed(case: Case) -> Iterator[Variant]:
    body = case.request.body
    for spelling, start, window in (("gzip", b"\x1f\x8b", 31), ("zlib", b"\x78", 15)):
        if body.startswith(start):
            try:
                plain = zlib.decompressobj(window).decompress(body, _LONGEST_BODY)
            except zlib.error:
                continue
            yield from _bodies(case, [(f"the body without {spelling} was signed", plain)])


def _form(case: Case) -> Iterator[Variant]:
    text = _text_of(case)
    if text is None or not ("+" in text or "%" in text or " " in text):
        return
    forms = {
        "not encoded": unquote_plus(text, errors="surrogateescape"),
        "not encoded, plus kept": unquote(text, errors="surrogateescape"),
        "%20 for a space": text.replace("+", "%20").replace(" ", "%20"),
        "+ for a space": text.replace("%20", "+").replace(" ", "+"),
    }
    yield from _bodies(case, [(spelling, form.encode("utf-8", "surrogateescape")) for spelling, form in forms.items()])


def _not_hex(case: Case) -> Iterator[Variant]:
    if case.recipe.hashed_payload == sha256_hex(case.request.body):
        digest = sha256(case.request.body).digest()
        raw = digest.decode("utf-8", "surrogateescape")
        forms = [("in base64", b64encode(digest).decode()), ("in capitals", digest.hex().upper()), ("as bytes", raw)]
        yield from _lines(case, forms)


BODY = (
    Mistake(
        slug="empty-body-hash",
        seen=13,
        sentence="The hash of an empty body was signed, and a body was sent.",
        how="The signer saw the request before it had its body: a stream, a framework's late body, a proxy.",
        fix="Give the signer the bytes that are sent; read a stream before signing.",
        step=_FIELD,
        variants=_empty,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="body-reserialised",
        seen=7,
        sentence="The body was signed in another spelling than it was sent.",
        how="It was written as text once for the signer and once more by the HTTP library.",
        fix="Write the body once; sign and send the same bytes.",
        step=_FIELD,
        variants=_serialised,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="unsigned-payload-mismatch",
        seen=4,
        sentence="UNSIGNED-PAYLOAD was signed where the hash counts, or the hash where the words count.",
        how="A presigned URL of S3 has the words; API Gateway, function URLs and DynamoDB hash the body that they get.",
        fix="Presign for S3 with UNSIGNED-PAYLOAD; where the service hashes the body, sign that hash.",
        step=_FIELD,
        variants=_unsigned,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="body-dropped-after-signing",
        seen=3,
        sentence="A body was signed, and none arrived.",
        how="The HTTP library sends no body with GET or DELETE, or the stream was read to its end before.",
        fix="Send what was signed; use no body with GET and DELETE.",
        step=_FIELD,
        variants=_dropped,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="body-encoding-not-utf8",
        seen=3,
        sentence="The body was hashed in another encoding than it was sent.",
        how="The signer turned the text into bytes in its own way.",
        fix="Hash the bytes that are sent.",
        step=_FIELD,
        variants=_other_encoding,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="body-compressed-after-signing",
        seen=2,
        sentence="The body was signed before it was compressed.",
        how="The HTTP library compresses last.",
        fix="Compress first, then sign the compressed bytes.",
        step=_FIELD,
        variants=_uncompressed,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="body-encoding-form",
        seen=2,
        sentence="The form was signed in another encoding than it was sent.",
        how="The signer saw the fields before they were encoded, or a space as %20 and not as +.",
        fix="Encode the form once; sign and send the same bytes.",
        step=_FIELD,
        variants=_form,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="body-changed-after-hash",
        seen=1,
        sentence="The body that arrived is not the one that was signed.",
        how="The hash in x-amz-content-sha256 is that of an earlier body: a file that went on growing, a body edited.",
        fix="Hash the body right before it is sent, and do not change it after.",
        step=_FIELD,
        variants=_changed,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="content-sha256-not-hex",
        seen=1,
        sentence="The body's hash was not signed as 64 lower-case hex digits.",
        how="The hash function of the language returns bytes, base64 or capitals.",
        fix="Write the hash as lower-case hex.",
        step=_FIELD,
        variants=_not_hex,
        composition=Composition.REPLACES,
    ),
)
"""All mistakes with the body."""
