"""Mistakes with the headers: values that were signed in another form than they arrived."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.canonical import Headers
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.header_changes import every_value, valued, with_value
from sigv4_explain.diagnosis.header_kinds import FORWARDED
from sigv4_explain.diagnosis.mistake import Change, Mistake, Variant
from sigv4_explain.diagnosis.mistakes.header_names import HEADER_NAMES
from sigv4_explain.diagnosis.mistakes.header_order import HEADER_ORDER
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.encoding import uri_encode

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


def _raw_lines(case: Case) -> Headers:
    """Return the signed headers with their values as they arrived, repeats joined."""
    values: dict[str, list[str]] = {}
    for name, value in case.reading.headers:
        values.setdefault(name.lower(), []).append(value)
    return tuple([(name, ",".join(values.get(name, [value]))) for name, value in case.recipe.header_lines])


def _rewritten_values(new: dict[str, str]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(
            header_lines=tuple([(name, new.get(name, value)) for name, value in recipe.header_lines])
        )

    return change


def _dense(value: str) -> str:
    return value.replace(" ", "").replace("\t", "")


def _blanks(case: Case) -> Iterator[Variant]:
    right = dict(case.recipe.header_lines)
    raw = {name: value for name, value in _raw_lines(case) if _dense(value) == _dense(right[name])}
    if any(value != right[name] for name, value in raw.items()):
        collapsed = {
            name: _outside_quotes(lambda found: found[1] or " ", value.strip(" \t")) for name, value in raw.items()
        }
        yield Variant("as they are", _rewritten_values(raw))
        yield Variant("with the outer ones cut off", _rewritten_values({k: v.strip(" \t") for k, v in raw.items()}))
        yield Variant("folded, but not between quotes", _rewritten_values(collapsed))


def _accept_encoding(case: Case) -> Iterator[Variant]:
    received = dict(case.recipe.header_lines).get("accept-encoding", "")
    known = ("identity", "gzip", "gzip, deflate", "gzip, deflate, br", "gzip, deflate, br, zstd", "gzip, br", "*", "")
    return valued(case, "accept-encoding", (received.removesuffix(",gzip(gfe)"), *known))


def _content_type(case: Case) -> Iterator[Variant]:
    """Add, drop or respell the charset."""
    received = dict(case.recipe.header_lines).get("content-type", "")
    bare = received.partition(";")[0].rstrip()
    return valued(case, "content-type", (bare, *[bare + charset for charset in _CHARSETS]))


def _default_type(case: Case) -> Iterator[Variant]:
    return valued(case, "content-type", ("", *_CONTENT_TYPES))


def _other_bytes(case: Case) -> Iterator[Variant]:
    """Write what is not ASCII in the ways of other languages."""
    for spelling, written in (
        ("in Latin-1", _latin_1),
        ("each character as a question mark", lambda value: value.encode("ascii", "replace").decode()),
        ("without these characters", lambda value: value.encode("ascii", "ignore").decode()),
        ("UTF-8 taken for Latin-1 and encoded again", lambda value: value.encode().decode("latin-1")),
        ("percent-encoded", lambda value: "".join([c if c.isascii() else uri_encode(c) for c in value])),
    ):
        yield from every_value(case, spelling, written)


def _latin_1(value: str) -> str:
    return value if value.isascii() else value.encode("latin-1", "replace").decode("utf-8", "surrogateescape")


def _by_proxy(case: Case) -> Iterator[Variant]:
    for name, value in case.recipe.header_lines:
        if name in FORWARDED and "," in value:
            first, last = value.partition(",")[0], value.rpartition(",")[0]
            yield from valued(case, name, (first, last.rstrip()))


def _other_capitals(case: Case) -> Iterator[Variant]:
    yield from every_value(case, "in lower case", str.lower)
    for name, value in case.recipe.header_lines:
        if "charset=utf-8" in value:
            yield Variant(f"{name}, with UTF-8", with_value(name, value.replace("utf-8", "UTF-8")))


def _characters(case: Case) -> Iterator[Variant]:
    text = case.request.body.decode("utf-8", "replace")
    return valued(case, "content-length", (str(len(text)),) if not case.request.body.isascii() else ())


_VALUES = (
    Mistake(
        slug="header-value-whitespace",
        seen=10,
        sentence="A header's value was signed with blanks that AWS folds or cuts off.",
        how="The signer does not trim, or keeps runs of blanks, or spares what stands between quotes.",
        fix="Cut blanks off at both ends and fold each run inside to one; best, send none of them.",
        step="canonical_headers",
        variants=_blanks,
    ),
    Mistake(
        slug="accept-encoding-modified",
        seen=6,
        sentence="Accept-Encoding arrived with another value than was signed.",
        how="A proxy or a front end rewrites this header.",
        fix="Do not sign Accept-Encoding.",
        step="canonical_headers",
        variants=_accept_encoding,
    ),
    Mistake(
        slug="non-ascii-header-value",
        seen=6,
        sentence="Characters beyond ASCII in a header's value were signed as other bytes.",
        how="Signer and HTTP library write them in different encodings.",
        fix="Send ASCII only: percent-encode such values, or write them as RFC 2047 says.",
        step="canonical_headers",
        variants=_other_bytes,
    ),
    Mistake(
        slug="header-modified-after-signing",
        seen=5,
        sentence="Content-Type was signed with another charset than was sent.",
        how="The HTTP library adds or rewrites the charset after signing.",
        fix="Set the whole value before signing, or do not sign Content-Type.",
        step="canonical_headers",
        variants=_content_type,
    ),
    Mistake(
        slug="content-type-default-added",
        seen=2,
        sentence="Another Content-Type was signed than was sent.",
        how="The signer or the HTTP library fills in a type of its own where none was given.",
        fix="Set Content-Type yourself before signing.",
        step="canonical_headers",
        variants=_default_type,
    ),
    Mistake(
        slug="header-modified-by-proxy",
        seen=2,
        sentence="A forwarding header was signed, and got one more element on the way.",
        how="Each proxy appends to X-Forwarded-For, Forwarded or Via.",
        fix="Do not sign forwarding headers.",
        step="canonical_headers",
        variants=_by_proxy,
    ),
    Mistake(
        slug="content-length-chars-not-bytes",
        seen=1,
        sentence="Content-Length was signed as the number of characters.",
        how="The client measures the text before it is encoded.",
        fix="Count the bytes of the body; best, do not sign Content-Length.",
        step="canonical_headers",
        variants=_characters,
    ),
    Mistake(
        slug="header-modified-by-server",
        seen=1,
        sentence="A header's value was signed with other capitals than arrived.",
        how="A server or library on the way writes charset=UTF-8 for charset=utf-8, or the like.",
        fix="Send the spelling that arrives, or do not sign the header.",
        step="canonical_headers",
        variants=_other_capitals,
    ),
)

HEADERS = (*_VALUES, *HEADER_NAMES, *HEADER_ORDER)
"""All mistakes with headers, but for the host and the session token."""
