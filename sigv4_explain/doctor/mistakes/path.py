"""Mistakes with the method and the path, the first two lines of the canonical request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.canonical import canonical_uri
from sigv4_explain.doctor.mistakes.mistake import (
    ENCODERS,
    Change,
    Composition,
    Rows,
    Variant,
    both,
    different,
    rewritten,
)
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.encoding import uri_decode, uri_encode
from sigv4_explain.rules import PathEncoding, PathNormalization

_FIELD = "canonical_uri"

MOST_SEGMENTS = 16
"""Segments that a proxy may have taken from the beginning of a path: more than that is not tried."""

_PREFIXES = ("/minio", "/default", "/prod", "/dev", "/test", "/stage", "/staging", "/api", "/v1", "/%24default")


def _is_s3(arrived: SignedRequest) -> bool:
    return arrived.rules.path_normalization is PathNormalization.AS_SENT


def _alters(*changes: tuple[str, str, str]) -> Iterator[Variant]:
    """Return a variant for each pattern that is replaced in the canonical URI."""
    for spelling, pattern, new in changes:
        yield rewritten(spelling, _FIELD, pattern, new)


def _normalized(arrived: SignedRequest) -> Iterator[Variant]:
    if _is_s3(arrived):
        uri = canonical_uri(arrived.path, arrived.rules.path_encoding, PathNormalization.NORMALIZED)
        yield from different(arrived, _FIELD, [("", uri)])


def _not_normalized(arrived: SignedRequest) -> Iterator[Variant]:
    if not _is_s3(arrived):
        sent = canonical_uri(arrived.request.path, arrived.rules.path_encoding, PathNormalization.AS_SENT)
        yield from different(arrived, _FIELD, [("", sent)])


def _collapsed(arrived: SignedRequest) -> Iterator[Variant]:
    if "//" in arrived.recipe.canonical_uri:
        yield from _alters(("", "//+", "/"))


def _backslash(arrived: SignedRequest) -> Iterator[Variant]:
    if len(arrived.recipe.canonical_uri) > 1:
        yield from _alters(
            (r"\ between the segments", "(?<!^)/", r"\\"),
            (r"\ from the first on", "/", r"\\"),
            ("%5C between the segments", "(?<!^)/", "%5C"),
            ("%5C from the first on", "/", "%5C"),
        )


def _prefix(arrived: SignedRequest) -> Iterator[Variant]:
    segments = arrived.recipe.canonical_uri.split("/", MOST_SEGMENTS + 1)[1:]
    for count in range(2 if _is_s3(arrived) else 1, len(segments)):
        cut = "/" + "/".join(segments[:count])
        yield from _alters((f"without {cut}", "^" + re.escape(cut), ""))
    for prefix in _PREFIXES:
        yield from _alters((f"with {prefix}", "^(?!/$)", prefix), (f"as {prefix}", "^/$", prefix))


def _bucket(arrived: SignedRequest) -> Iterator[Variant]:
    if _is_s3(arrived) and (found := re.match("/[^/]+(?=/)", arrived.recipe.canonical_uri)):
        yield from _alters((f"without {found[0]}", "^" + re.escape(found[0]), ""))


def _slash_came(arrived: SignedRequest) -> Iterator[Variant]:
    if len(arrived.recipe.canonical_uri) > 1 and arrived.recipe.canonical_uri.endswith("/"):
        yield from _alters(("", "/$", ""))


def _slash_went(arrived: SignedRequest) -> Iterator[Variant]:
    if not arrived.recipe.canonical_uri.endswith("/"):
        yield from _alters(("", "(?<!/)$", "/"))


def _empty(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.recipe.canonical_uri == "/":
        yield from _alters(("", "^/$", ""))


def _no_first_slash(arrived: SignedRequest) -> Iterator[Variant]:
    if len(arrived.recipe.canonical_uri) > 1:
        yield from _alters(("", "^/", ""))


_ENCODED_SLASH = re.compile("%2[Ff]")
_has_reserved = re.compile(r"[^A-Za-z0-9._~/%-]").search
_sent_blanks = re.compile(r"%20|[+ ]").findall


def _encoded(arrived: SignedRequest, keep: str) -> str:
    """Write the path with an encoder that keeps more characters than it should."""
    if arrived.encodes_twice:
        return uri_encode(arrived.path, keep=keep + "/")
    return uri_encode(uri_decode(arrived.path.replace("+", " ")), keep=keep + "/")


def _encoded_by_segment(path: str) -> str:
    """Take the path apart at its slashes before it is decoded: so an encoded slash stays ``%2F``."""
    return "/".join([uri_encode(uri_decode(segment)) for segment in path.replace("+", " ").split("/")])


def _not_encoded(arrived: SignedRequest) -> Iterator[Variant]:
    written = [(spelling, _encoded(arrived, keep)) for spelling, keep in ENCODERS]
    # At S3 a raw plus has a name of its own.
    if _has_reserved(arrived.path if arrived.encodes_twice else arrived.path.replace("+", "")):
        as_sent = [
            ("not encoded at all", arrived.path),
            ("not encoded and not normalized at all", arrived.request.path),
        ]
        written = [*as_sent, *written]
    return different(arrived, _FIELD, written)


def _encoded_once(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.encodes_twice and "%" in arrived.path:
        once = canonical_uri(arrived.path, PathEncoding.ONCE, PathNormalization.AS_SENT)
        as_for_s3 = canonical_uri(arrived.request.path, PathEncoding.ONCE, PathNormalization.AS_SENT)
        written = [
            ("encoded once, as for S3", once),
            ("as it was sent", arrived.path),
            ("encoded once, segment by segment", _encoded_by_segment(arrived.path)),
            ("encoded once and not normalized, as for S3", as_for_s3),
            ("as it was sent, not normalized", arrived.request.path),
        ]
        yield from different(arrived, _FIELD, written)


def _encoded_again(arrived: SignedRequest) -> Iterator[Variant]:
    if "%" in arrived.recipe.canonical_uri:
        yield rewritten("once too often", _FIELD, "%", "%25")
        yield rewritten("twice too often", _FIELD, "%", "%2525")
    if not arrived.encodes_twice:
        as_sent = canonical_uri(arrived.request.path, PathEncoding.TWICE, PathNormalization.AS_SENT)
        normalized = canonical_uri(arrived.request.path, PathEncoding.TWICE, PathNormalization.NORMALIZED)
        if "%25" in as_sent:
            as_elsewhere = [("as for other services", as_sent), ("as for other services, normalized", normalized)]
            yield from different(arrived, _FIELD, as_elsewhere)


def _plus_as_space(arrived: SignedRequest) -> Iterator[Variant]:
    """Sign a space where a plus was sent: ``%2B`` encoded, or raw."""
    if "%2B" in arrived.recipe.canonical_uri:
        yield rewritten("%20 was signed for a plus", _FIELD, "%2B", "%20")
        if arrived.encodes_twice:
            yield rewritten("%2520 was signed for a plus", _FIELD, "%2B", "%2520")
    if "%252B" in arrived.recipe.canonical_uri:
        yield rewritten("%20 was signed for %2B", _FIELD, "%252B", "%20")
        yield rewritten("%2520 was signed for %2B", _FIELD, "%252B", "%2520")


def _plus_kept(arrived: SignedRequest) -> Iterator[Variant]:
    """Sign a plus, encoded or not, where S3 reads a space: of the blanks in the path, those that were sent as one."""
    sent = _sent_blanks(arrived.path)

    def signed_as(new: str) -> Change:
        def change(recipe: Recipe) -> Recipe:
            kinds = iter(sent)
            uri = re.sub("%20", lambda _: new if next(kinds, "") == "+" else "%20", recipe.canonical_uri)
            return recipe._replace(canonical_uri=uri)

        return change

    if not arrived.encodes_twice and "+" in sent:
        yield Variant("%2B was signed for it", signed_as("%2B"))
        yield Variant("it was signed as it is", signed_as("+"))


def _lower_hex(arrived: SignedRequest) -> Iterator[Variant]:
    def lower(spelling: str, field: str) -> Variant:
        return rewritten(spelling, field, "%[0-9A-F]{2}", lambda found: found[0].lower())

    if "%" in arrived.recipe.canonical_uri + arrived.recipe.canonical_query_string:
        path, query = lower("in the path", _FIELD), lower("in the query", "canonical_query_string")
        yield Variant("in path and query", both(path.change, query.change))
        yield path
        yield query


def _slash_decoded(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.encodes_twice and _ENCODED_SLASH.search(arrived.path):
        path = _ENCODED_SLASH.sub("/", arrived.path)
        written = [
            (
                "/ was signed for %2F",
                canonical_uri(path, arrived.rules.path_encoding, arrived.rules.path_normalization),
            ),
            ("/ was signed for %2F, and the rest once", canonical_uri(path, PathEncoding.ONCE)),
        ]
        yield from different(arrived, _FIELD, written)


def _slash_encoded(arrived: SignedRequest) -> Iterator[Variant]:
    uri = arrived.recipe.canonical_uri
    written = [("all but the first", "/" + uri[1:].replace("/", "%2F")), ("the first too", uri.replace("/", "%2F"))]
    if not arrived.encodes_twice:
        written.insert(0, ("those sent as %2F", _encoded_by_segment(arrived.path)))
    return different(arrived, _FIELD, written) if uri.startswith("/") else iter(())


def _url(arrived: SignedRequest) -> Iterator[Variant]:
    """Give the signer something else than the path: the URL as it stands, or the host."""
    request, uri = arrived.request, arrived.recipe.canonical_uri
    url, host = request.url.partition("#")[0].partition("?")[0], request.host
    query = arrived.reading.query
    written = [
        ("the whole URL", f"{url}?{query}" if query else url),
        ("the URL up to the question mark", url),
        ("the URL without a path", url.removesuffix(request.path)),
        ("the host", host),
        ("the host and the path", f"{host}{uri}"),
    ]
    return different(arrived, _FIELD, written)


_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")


def _other_method(arrived: SignedRequest) -> Iterator[Variant]:
    return different(arrived, "method", [(f"{name} was signed", name) for name in _METHODS])


def _other_case(arrived: SignedRequest) -> Iterator[Variant]:
    method = arrived.recipe.method
    written = (method.lower(), method.capitalize())
    return different(arrived, "method", [(f"{name} was signed", name) for name in written])


PATH: Rows = {
    "path-normalised-for-s3": (_normalized, Composition.REPLACES),
    "path-separator-backslash": (_backslash, Composition.ALTERS),
    "slash-collapse": (_collapsed, Composition.ALTERS),
    "path-not-normalised": (_not_normalized, Composition.REPLACES),
    "proxy-rewrote-path": (_prefix, Composition.ALTERS),
    "trailing-slash-added": (_slash_came, Composition.ALTERS),
    "trailing-slash-dropped": (_slash_went, Composition.ALTERS),
    "bucket-missing-from-path": (_bucket, Composition.ALTERS),
    "empty-path-not-slash": (_empty, Composition.ALTERS),
    "path-missing-leading-slash": (_no_first_slash, Composition.ALTERS),
    "path-char-not-encoded": (_not_encoded, Composition.REPLACES),
    "path-double-encoding-rule": (_encoded_once, Composition.REPLACES),
    "double-encoded-path": (_encoded_again, Composition.ALTERS),
    "lowercase-hex-percent-encoding": (_lower_hex, Composition.ALTERS),
    "plus-signed-as-space": (_plus_as_space, Composition.ALTERS),
    "plus-in-path-read-as-space": (_plus_kept, Composition.ALTERS),
    "slash-encoded-in-path": (_slash_encoded, Composition.REPLACES),
    "encoded-slash-decoded": (_slash_decoded, Composition.REPLACES),
    "url-signed-as-path": (_url, Composition.REPLACES),
    "method-mismatch": (_other_method, Composition.REPLACES),
    "method-case": (_other_case, Composition.REPLACES),
}
"""All mistakes with the method and the path."""
