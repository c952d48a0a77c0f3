"""Mistakes with the headers: their values, which ones are signed, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations

from sigv4_explain.canonical import Headers
from sigv4_explain.doctor.header_advice import FORWARDED, HOP_BY_HOP, TRACING
from sigv4_explain.doctor.mistakes.mistake import (
    Change,
    Composition,
    Rows,
    Variant,
    both,
    each_line,
    every_value,
    left_out,
    put,
    valued,
    with_value,
)
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.encoding import sha256_hex, uri_encode
from sigv4_explain.masking import TOKEN_NAMES

_HOP_VALUES = ("", "close", "keep-alive", "Keep-Alive", "Close", "Upgrade", "upgrade", "trailers", "chunked")
_KNOWN = {*("host", "content-length", "expect", "user-agent", "accept-encoding", *HOP_BY_HOP, *TRACING, *TOKEN_NAMES)}

_PRESIGNED_VALUES = {
    "content-type": (
        "application/octet-stream",
        "image/png",
        "image/jpeg",
        "application/json",
        "text/plain",
        "video/mp4",
    ),
    "x-amz-acl": ("public-read", "private", "bucket-owner-full-control", "public-read-write", "authenticated-read"),
    "x-amz-server-side-encryption": ("AES256", "aws:kms"),
    "cache-control": ("no-cache", "no-store", "max-age=31536000"),
    "content-disposition": ("attachment", "inline"),
    "x-amz-storage-class": ("STANDARD_IA", "INTELLIGENT_TIERING", "STANDARD"),
}


def _hop_by_hop(arrived: SignedRequest) -> Iterator[Variant]:
    for name in HOP_BY_HOP:
        yield from valued(arrived, name, _HOP_VALUES)
    yield from left_out(arrived, HOP_BY_HOP)


def _content_length(arrived: SignedRequest) -> Iterator[Variant]:
    yield from valued(arrived, "content-length", ("", "0", str(len(arrived.request.body))))
    yield from left_out(arrived, ("content-length",))


def _expect(arrived: SignedRequest) -> Iterator[Variant]:
    yield from valued(arrived, "expect", ("", "100-continue", "100-Continue"))
    yield from left_out(arrived, ("expect",))


def _not_sent(arrived: SignedRequest) -> Iterator[Variant]:
    """Guess the value that was signed: a presigned URL has it only in its signature."""
    body = arrived.request.body
    for name, value in arrived.recipe.header_lines:
        if not value and not arrived.values_of(name):
            measured = {
                "content-length": (str(len(body)),),
                "x-amz-content-sha256": (sha256_hex(body), "UNSIGNED-PAYLOAD"),
                "x-amz-date": (arrived.recipe.date_time,),
            }
            yield from valued(arrived, name, measured.get(name, _PRESIGNED_VALUES.get(name, ())))


def _added(arrived: SignedRequest) -> Iterator[Variant]:
    return left_out(arrived, [name for name in arrived.recipe.signed_names if name not in _KNOWN])


def _listed(arrived: SignedRequest) -> tuple[str, ...]:
    """Return the names of SignedHeaders as the request has them: in its order, with repeats."""
    return tuple([name for name in arrived.presented.parameters.get("SignedHeaders", "").lower().split(";") if name])


def _place_in(order: Sequence[str]) -> Callable[[str], int]:
    """Return what tells the place of a name; a name that is not in the order, of a damaged text, comes last."""
    places = {name: place for place, name in enumerate(order)}
    return lambda name: places.get(name, len(places))


def _names_by(order: Sequence[str]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(signed_names=tuple(sorted(recipe.signed_names, key=_place_in(order))))

    return change


def _lines_by(order: Sequence[str]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        place = _place_in(order)
        return recipe._replace(header_lines=tuple(sorted(recipe.header_lines, key=lambda line: place(line[0]))))

    return change


_FEW = 3
"""Headers of which each order is tried."""


def _order(arrived: SignedRequest) -> Iterator[Variant]:
    signed = arrived.recipe.signed_names
    sent = [name for name in dict.fromkeys(name.lower() for name, _ in arrived.reading.headers) if name in signed]
    unseen = [name for name in signed if name not in sent]  # a paste often has no Host, which is sent all the same
    orders = {"as listed": _listed(arrived), "as sent": (*unseen, *sent), "backwards": signed[::-1]}
    if unseen:
        orders["as sent, with Host at the end"] = (*sent, *unseen)
    if len(signed) <= _FEW:
        orders |= {" ".join(order): order for order in permutations(signed) if order not in orders.values()}
    for spelling, order in orders.items():
        if set(order) == set(signed):
            names, lines = _names_by(order), _lines_by(order)
            yield Variant(f"the names, {spelling}", names)
            yield Variant(f"the lines, {spelling}", lines)
            yield Variant(f"both, {spelling}", both(names, lines))


def _repeated(arrived: SignedRequest) -> Iterator[Variant]:
    listed = _listed(arrived)
    if len(set(listed)) < len(listed):
        orders = {"as listed": listed, "sorted": tuple(sorted(listed))}
    else:
        orders = {
            f"{name} twice": tuple(sorted((*listed, name))) for name in ("content-type", "host") if name in listed
        }
    for spelling, names in orders.items():
        yield Variant(f"in the list, {spelling}", put(signed_names=names))
        yield Variant(f"in the list and the lines, {spelling}", _repeating_lines(names))


def _repeating_lines(names: tuple[str, ...]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        values = dict(recipe.header_lines)
        lines = tuple([(name, values[name]) for name in names if name in values])
        return recipe._replace(signed_names=names, header_lines=lines)

    return change


def _as_text(arrived: SignedRequest) -> Iterator[Variant]:
    def change(recipe: Recipe) -> Recipe:
        by_text = sorted(recipe.header_lines, key=lambda line: f"{line[0]}:{line[1]}")
        return recipe._replace(header_lines=tuple(by_text))

    if any(f"{name}-" in ";".join(arrived.recipe.signed_names) for name in arrived.recipe.signed_names):
        yield Variant("", change)


_outside_quotes = re.compile(r"""("[^"]*"|(?<!\S)'[^']*')|[ \t]+""").sub
_CHARSETS = ("; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8")

_CONTENT_TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-8",
    "application/json",
    "text/plain",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-amz-json-1.0",
    "application/x-amz-json-1.1",
)


def _raw_lines(arrived: SignedRequest) -> Headers:
    """Return the signed headers with their values as they arrived, repeats joined."""
    values: dict[str, list[str]] = {}
    for name, value in arrived.reading.headers:
        values.setdefault(name.lower(), []).append(value)
    return tuple([(name, ",".join(values.get(name, [value]))) for name, value in arrived.recipe.header_lines])


def _rewritten_values(new: Mapping[str, str]) -> Change:
    return each_line(lambda name, value: (name, new.get(name, value)))


def _dense(value: str) -> str:
    return value.replace(" ", "").replace("\t", "")


def _blanks(arrived: SignedRequest) -> Iterator[Variant]:
    right = dict(arrived.recipe.header_lines)
    raw = {name: value for name, value in _raw_lines(arrived) if _dense(value) == _dense(right[name])}
    if any(value != right[name] for name, value in raw.items()):
        collapsed = {
            name: _outside_quotes(lambda found: found[1] or " ", value.strip(" \t")) for name, value in raw.items()
        }
        yield Variant("as they are", _rewritten_values(raw))
        yield Variant("with the outer ones cut off", _rewritten_values({k: v.strip(" \t") for k, v in raw.items()}))
        yield Variant("folded, but not between quotes", _rewritten_values(collapsed))


def _accept_encoding(arrived: SignedRequest) -> Iterator[Variant]:
    received = dict(arrived.recipe.header_lines).get("accept-encoding", "")
    known = ("identity", "gzip", "gzip, deflate", "gzip, deflate, br", "gzip, deflate, br, zstd", "gzip, br", "*", "")
    return valued(arrived, "accept-encoding", (received.removesuffix(",gzip(gfe)"), *known))


def _content_type(arrived: SignedRequest) -> Iterator[Variant]:
    """Add, drop or respell the charset."""
    received = dict(arrived.recipe.header_lines).get("content-type", "")
    bare = received.partition(";")[0].rstrip()
    return valued(arrived, "content-type", (bare, *[bare + charset for charset in _CHARSETS]))


def _default_type(arrived: SignedRequest) -> Iterator[Variant]:
    return valued(arrived, "content-type", ("", *_CONTENT_TYPES))


def _other_bytes(arrived: SignedRequest) -> Iterator[Variant]:
    """Write what is not ASCII in the ways of other languages."""
    for spelling, written in (
        ("in Latin-1", _latin_1),
        ("each character as a question mark", lambda value: value.encode("ascii", "replace").decode()),
        ("without these characters", lambda value: value.encode("ascii", "ignore").decode()),
        ("UTF-8 taken for Latin-1 and encoded again", lambda value: value.encode().decode("latin-1")),
        ("percent-encoded", lambda value: "".join([c if c.isascii() else uri_encode(c) for c in value])),
    ):
        yield from every_value(arrived, spelling, written)


def _latin_1(value: str) -> str:
    return value if value.isascii() else value.encode("latin-1", "replace").decode("utf-8", "surrogateescape")


def _by_proxy(arrived: SignedRequest) -> Iterator[Variant]:
    for name, value in arrived.recipe.header_lines:
        if name in FORWARDED and "," in value:
            first, last = value.partition(",")[0], value.rpartition(",")[0]
            yield from valued(arrived, name, (first, last.rstrip()))


def _other_capitals(arrived: SignedRequest) -> Iterator[Variant]:
    yield from every_value(arrived, "in lower case", str.lower)
    for name, value in arrived.recipe.header_lines:
        if "charset=utf-8" in value:
            yield Variant(f"{name}, with UTF-8", with_value(name, value.replace("utf-8", "UTF-8")))


def _characters(arrived: SignedRequest) -> Iterator[Variant]:
    text = arrived.request.body.decode("utf-8", "replace")
    return valued(arrived, "content-length", (str(len(text)),) if not arrived.request.body.isascii() else ())


HEADERS: Rows = {
    "hop-by-hop-header-signed": (_hop_by_hop, Composition.ALTERS),
    "content-length-signed": (_content_length, Composition.ALTERS),
    "signed-header-not-sent": (_not_sent, Composition.ALTERS),
    "expect-header-signed": (_expect, Composition.ALTERS),
    "header-added-after-signing": (_added, Composition.ALTERS),
    "trace-header-signed": (lambda arrived: left_out(arrived, TRACING), Composition.ALTERS),
    "user-agent-signed": (lambda arrived: left_out(arrived, ("user-agent",)), Composition.ALTERS),
    "signed-headers-order": (_order, Composition.ALTERS),
    "duplicate-signed-header": (_repeated, Composition.ALTERS),
    "headers-sorted-as-string": (_as_text, Composition.ALTERS),
    "header-value-whitespace": (_blanks, Composition.ALTERS),
    "accept-encoding-modified": (_accept_encoding, Composition.ALTERS),
    "non-ascii-header-value": (_other_bytes, Composition.ALTERS),
    "header-modified-after-signing": (_content_type, Composition.ALTERS),
    "content-type-default-added": (_default_type, Composition.ALTERS),
    "header-modified-by-proxy": (_by_proxy, Composition.ALTERS),
    "content-length-chars-not-bytes": (_characters, Composition.ALTERS),
    "header-modified-by-server": (_other_capitals, Composition.ALTERS),
}
"""All mistakes with headers, but for the host and the session token."""
