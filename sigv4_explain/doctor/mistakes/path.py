"""Mistakes with the path, the second line of the canonical request: how it is encoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.canonical import canonical_uri
from sigv4_explain.doctor.mistakes.mistake import ENCODERS, Change, Composition, Mistake, Variant, different, rewritten
from sigv4_explain.doctor.recipe import Case, Recipe
from sigv4_explain.encoding import uri_decode, uri_encode
from sigv4_explain.rules import PathEncoding, PathNormalization

# Mistakes with the path, the second line of the canonical request: which segments and slashes it has.

MOST_SEGMENTS = 16


"""Segments that a proxy may have taken from the beginning of a path: more than that is not tried."""


_PREFIXES = ("/minio", "/default", "/prod", "/dev", "/test", "/stage", "/staging", "/api", "/v1", "/%24default")


def _is_s3(case: Case) -> bool:
    return case.rules.path_normalization is PathNormalization.AS_SENT


def _alters(*changes: tuple[str, str, str]) -> Iterator[Variant]:
    """Return a variant for each pattern that is replaced in the canonical URI."""
    for spelling, pattern, new in changes:
        yield rewritten(spelling, "canonical_uri", pattern, new)


def _normalized(case: Case) -> Iterator[Variant]:
    if _is_s3(case):
        uri = canonical_uri(case.path, case.rules.path_encoding, PathNormalization.NORMALIZED)
        yield from different(iter([("", uri)]), case.recipe.canonical_uri, "canonical_uri")


def _not_normalized(case: Case) -> Iterator[Variant]:
    if not _is_s3(case):
        sent = canonical_uri(case.request.path, case.rules.path_encoding, PathNormalization.AS_SENT)
        yield from different(iter([("", sent)]), case.recipe.canonical_uri, "canonical_uri")


def _collapsed(case: Case) -> Iterator[Variant]:
    if "//" in case.recipe.canonical_uri:
        yield from _alters(("", "//+", "/"))


def _backslash(case: Case) -> Iterator[Variant]:
    if len(case.recipe.canonical_uri) > 1:
        yield from _alters(
            (r"\ between the segments", "(?<!^)/", r"\\"),
            (r"\ from the first on", "/", r"\\"),
            ("%5C between the segments", "(?<!^)/", "%5C"),
            ("%5C from the first on", "/", "%5C"),
        )


def _prefix(case: Case) -> Iterator[Variant]:
    segments = case.recipe.canonical_uri.split("/", MOST_SEGMENTS + 1)[1:]
    for count in range(2 if _is_s3(case) else 1, len(segments)):
        cut = "/" + "/".join(segments[:count])
        yield from _alters((f"without {cut}", "^" + re.escape(cut), ""))
    for prefix in _PREFIXES:
        yield from _alters((f"with {prefix}", "^(?!/$)", prefix), (f"as {prefix}", "^/$", prefix))


def _bucket(case: Case) -> Iterator[Variant]:
    if _is_s3(case) and (found := re.match("/[^/]+(?=/)", case.recipe.canonical_uri)):
        yield from _alters((f"without {found[0]}", "^" + re.escape(found[0]), ""))


def _slash_came(case: Case) -> Iterator[Variant]:
    if len(case.recipe.canonical_uri) > 1 and case.recipe.canonical_uri.endswith("/"):
        yield from _alters(("", "/$", ""))


def _slash_went(case: Case) -> Iterator[Variant]:
    if not case.recipe.canonical_uri.endswith("/"):
        yield from _alters(("", "(?<!/)$", "/"))


def _empty(case: Case) -> Iterator[Variant]:
    if case.recipe.canonical_uri == "/":
        yield from _alters(("", "^/$", ""))


def _no_first_slash(case: Case) -> Iterator[Variant]:
    if len(case.recipe.canonical_uri) > 1:
        yield from _alters(("", "^/", ""))


PATH_SHAPE = (
    Mistake(
        slug="path-normalised-for-s3",
        seen=3,
        sentence="The path was normalized before signing; S3 keeps every segment.",
        how="The signer resolves . and .. and drops empty segments for every service.",
        fix="Leave the path as it is for S3: a key may hold // and dots.",
        step="canonical_uri",
        variants=_normalized,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="path-separator-backslash",
        seen=3,
        sentence="The path was signed with backslashes.",
        how="It was put together with functions for file names, on Windows.",
        fix="Join the segments of a URL with functions for URLs.",
        step="canonical_uri",
        variants=_backslash,
    ),
    Mistake(
        slug="slash-collapse",
        seen=3,
        sentence="Two slashes in a row were signed as one.",
        how="A URL library, or a server that is like S3, makes one slash of them.",
        fix="Sign the path as it is sent, or avoid empty segments.",
        step="canonical_uri",
        variants=_collapsed,
    ),
    Mistake(
        slug="path-not-normalised",
        seen=2,
        sentence="The path was signed with its dots and empty segments, which this service resolves.",
        how="The signer follows S3's rule.",
        fix="Resolve . and .. and drop empty segments before signing, for every service but S3.",
        step="canonical_uri",
        variants=_not_normalized,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="proxy-rewrote-path",
        seen=2,
        sentence="The path was signed with, or without, segments at its beginning.",
        how="A proxy, a stage or a mapping on the way adds or takes away a prefix.",
        fix="Sign the path that the service sees.",
        step="canonical_uri",
        variants=_prefix,
    ),
    Mistake(
        slug="trailing-slash-added",
        seen=2,
        sentence="The path was signed without the slash at its end.",
        how="Something adds the slash after signing, or the signer drops it.",
        fix="Sign the path as it is sent, to the last slash.",
        step="canonical_uri",
        variants=_slash_came,
    ),
    Mistake(
        slug="trailing-slash-dropped",
        seen=2,
        sentence="The path was signed with a slash at its end that was not sent.",
        how="A URL library or a proxy drops the slash after signing.",
        fix="Sign the path as it is sent, to the last slash.",
        step="canonical_uri",
        variants=_slash_went,
    ),
    Mistake(
        slug="bucket-missing-from-path",
        seen=1,
        sentence="The path was signed without the bucket.",
        how="The URL is path-style, the signer expects the bucket in the host's name.",
        fix="Sign the path as it is sent, bucket included.",
        step="canonical_uri",
        variants=_bucket,
    ),
    Mistake(
        slug="empty-path-not-slash",
        seen=1,
        sentence="The path was signed as an empty line.",
        how="The URL has no path, and the client takes that literally.",
        fix="Sign / when there is no path.",
        step="canonical_uri",
        variants=_empty,
    ),
    Mistake(
        slug="path-missing-leading-slash",
        seen=1,
        sentence="The path was signed without its first slash.",
        how="The client was given a path that does not begin with a slash.",
        fix="Begin the path with a slash.",
        step="canonical_uri",
        variants=_no_first_slash,
    ),
)


_ESCAPE = re.compile(r"%[0-9A-F]{2}")


_ENCODED_SLASH = re.compile("%2[Ff]")


_has_reserved = re.compile(r"[^A-Za-z0-9._~/%-]").search


_sent_blanks = re.compile(r"%20|[+ ]").findall


def _uris(case: Case, written: Iterator[tuple[str, str]]) -> Iterator[Variant]:
    return different(written, case.recipe.canonical_uri, "canonical_uri")


def _encoded(case: Case, keep: str) -> str:
    """Write the path with an encoder that keeps more characters than it should."""
    if case.encodes_twice:
        return uri_encode(case.path, keep=keep + "/")
    return uri_encode(uri_decode(case.path.replace("+", " ")), keep=keep + "/")


def _encoded_by_segment(path: str) -> str:
    """Take the path apart at its slashes before it is decoded: so an encoded slash stays ``%2F``."""
    return "/".join([uri_encode(uri_decode(segment)) for segment in path.replace("+", " ").split("/")])


def _not_encoded(case: Case) -> Iterator[Variant]:
    written = [(spelling, _encoded(case, keep)) for spelling, keep in ENCODERS]
    # At S3 a raw plus has a name of its own.
    if _has_reserved(case.path if case.encodes_twice else case.path.replace("+", "")):
        as_sent = [("not encoded at all", case.path), ("not encoded and not normalized at all", case.request.path)]
        written = [*as_sent, *written]
    return _uris(case, iter(written))


def _encoded_once(case: Case) -> Iterator[Variant]:
    if case.encodes_twice and "%" in case.path:
        once = canonical_uri(case.path, PathEncoding.ONCE, PathNormalization.AS_SENT)
        as_for_s3 = canonical_uri(case.request.path, PathEncoding.ONCE, PathNormalization.AS_SENT)
        written = [
            ("encoded once, as for S3", once),
            ("as it was sent", case.path),
            ("encoded once, segment by segment", _encoded_by_segment(case.path)),
            ("encoded once and not normalized, as for S3", as_for_s3),
            ("as it was sent, not normalized", case.request.path),
        ]
        yield from _uris(case, iter(written))


def _encoded_again(case: Case) -> Iterator[Variant]:
    if "%" in case.recipe.canonical_uri:
        yield rewritten("once too often", "canonical_uri", "%", "%25")
        yield rewritten("twice too often", "canonical_uri", "%", "%2525")
    if not case.encodes_twice:
        as_sent = canonical_uri(case.request.path, PathEncoding.TWICE, PathNormalization.AS_SENT)
        normalized = canonical_uri(case.request.path, PathEncoding.TWICE, PathNormalization.NORMALIZED)
        if "%25" in as_sent:
            as_elsewhere = [("as for other services", as_sent), ("as for other services, normalized", normalized)]
            yield from _uris(case, iter(as_elsewhere))


def _path_alters(spelling: str, old: str, new: str) -> Variant:
    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(canonical_uri=recipe.canonical_uri.replace(old, new))

    return Variant(spelling, change)


def _plus_as_space(case: Case) -> Iterator[Variant]:
    """Sign a space where a plus was sent: ``%2B`` encoded, or raw."""
    if "%2B" in case.recipe.canonical_uri:
        yield _path_alters("%20 was signed for a plus", "%2B", "%20")
        if case.encodes_twice:
            yield _path_alters("%2520 was signed for a plus", "%2B", "%2520")
    if "%252B" in case.recipe.canonical_uri:
        yield _path_alters("%20 was signed for %2B", "%252B", "%20")
        yield _path_alters("%2520 was signed for %2B", "%252B", "%2520")


def _plus_kept(case: Case) -> Iterator[Variant]:
    """Sign a plus, encoded or not, where S3 reads a space: of the blanks in the path, those that were sent as one."""
    sent = _sent_blanks(case.path)

    def signed_as(new: str) -> Change:
        def change(recipe: Recipe) -> Recipe:
            kinds = iter(sent)
            uri = re.sub("%20", lambda _: new if next(kinds, "") == "+" else "%20", recipe.canonical_uri)
            return recipe._replace(canonical_uri=uri)

        return change

    if not case.encodes_twice and "+" in sent:
        yield Variant("%2B was signed for it", signed_as("%2B"))
        yield Variant("it was signed as it is", signed_as("+"))


def _lower_hex(case: Case) -> Iterator[Variant]:
    def lower(text: str) -> str:
        return _ESCAPE.sub(lambda found: found[0].lower(), text)

    def in_path(recipe: Recipe) -> Recipe:
        return recipe._replace(canonical_uri=lower(recipe.canonical_uri))

    def in_query(recipe: Recipe) -> Recipe:
        return recipe._replace(canonical_query_string=lower(recipe.canonical_query_string))

    if "%" in case.recipe.canonical_uri + case.recipe.canonical_query_string:
        yield Variant("in path and query", lambda recipe: in_query(in_path(recipe)))
        yield Variant("in the path", in_path)
        yield Variant("in the query", in_query)


def _slash_decoded(case: Case) -> Iterator[Variant]:
    if case.encodes_twice and _ENCODED_SLASH.search(case.path):
        path = _ENCODED_SLASH.sub("/", case.path)
        written = [
            ("/ was signed for %2F", canonical_uri(path, case.rules.path_encoding, case.rules.path_normalization)),
            ("/ was signed for %2F, and the rest once", canonical_uri(path, PathEncoding.ONCE)),
        ]
        yield from _uris(case, iter(written))


def _slash_encoded(case: Case) -> Iterator[Variant]:
    uri = case.recipe.canonical_uri
    written = [("all but the first", "/" + uri[1:].replace("/", "%2F")), ("the first too", uri.replace("/", "%2F"))]
    if not case.encodes_twice:
        written.insert(0, ("those sent as %2F", _encoded_by_segment(case.path)))
    return _uris(case, iter(written)) if uri.startswith("/") else iter(())


_PATH_ENCODING = (
    Mistake(
        slug="path-char-not-encoded",
        seen=13,
        sentence="The path was signed with characters that AWS encodes.",
        how="The URL function of the language keeps some of ! $ & ' ( ) * + , : ; = @ as they are.",
        fix="Encode every byte but A-Z a-z 0-9 - . _ ~ as %XX with upper-case hex digits, and keep the slashes.",
        step="canonical_uri",
        variants=_not_encoded,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="path-double-encoding-rule",
        seen=12,
        sentence="The path was signed as it is sent; this service encodes what was sent once more.",
        how="The signer follows S3's rule, under which %3A stays %3A.",
        fix="Encode the path sent once more, for every service but S3: %3A becomes %253A.",
        step="canonical_uri",
        variants=_encoded_once,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="double-encoded-path",
        seen=8,
        sentence="The path was signed with one encoding too many.",
        how="The signer encodes a path that is encoded already, or sends another one than it signs.",
        fix="Build the encoded path once, send it, and sign that (S3) or its encoding (other services).",
        step="canonical_uri",
        variants=_encoded_again,
    ),
    Mistake(
        slug="lowercase-hex-percent-encoding",
        seen=2,
        sentence="Percent-encodings were signed with lower-case hex digits.",
        how="The language's encoder writes %2f.",
        fix="Write %2F: upper-case hex digits.",
        step="canonical_uri",
        variants=_lower_hex,
    ),
    Mistake(
        slug="plus-signed-as-space",
        seen=2,
        sentence="A plus in the path was signed as a space.",
        how="The path was decoded as if it were a form.",
        fix="Do not decode the path as a form: a plus is a space only in a form and, sent raw, to S3.",
        step="canonical_uri",
        variants=_plus_as_space,
    ),
    Mistake(
        slug="plus-in-path-read-as-space",
        seen=4,
        sentence="The path has a raw plus, which the server read as a space.",
        how="S3 decodes a path as it decodes a query, as a form; most signers do not.",
        fix="Send %2B for a plus.",
        step="canonical_uri",
        variants=_plus_kept,
        source="https://github.com/anomalizer/ngx_aws_auth/issues/87",
    ),
    Mistake(
        slug="slash-encoded-in-path",
        seen=2,
        sentence="Slashes of the path were signed as %2F.",
        how="The path went through an encoder for a single segment; S3 decodes it, and signs a slash.",
        fix="Encode segment by segment, and send and sign the slashes between them as they are.",
        step="canonical_uri",
        variants=_slash_encoded,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="encoded-slash-decoded",
        seen=1,
        sentence="A slash was signed where %2F was sent.",
        how="The client decodes the path, for instance with an ARN in it, before signing.",
        fix="Sign the path as it is sent, without decoding it.",
        step="canonical_uri",
        variants=_slash_decoded,
        composition=Composition.REPLACES,
    ),
)


PATH = (*_PATH_ENCODING, *PATH_SHAPE)


"""All mistakes with the path."""


# Mistakes with the method, the first line of the canonical request.

_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")


def _other_method(case: Case) -> Iterator[Variant]:
    return different(((f"{name} was signed", name) for name in _METHODS), case.recipe.method, "method")


def _other_case(case: Case) -> Iterator[Variant]:
    method = case.recipe.method
    written = (method.lower(), method.capitalize())
    return different(((f"{name} was signed", name) for name in written), method, "method")


METHOD = (
    Mistake(
        slug="method-mismatch",
        seen=7,
        sentence="Another method was signed than was sent.",
        how="A presigned URL is used with another method, or the signer was left at its default.",
        fix="Sign for the method that is sent; a URL presigned for GET serves neither HEAD nor PUT.",
        step="canonical_request",
        variants=_other_method,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="method-case",
        seen=3,
        sentence="The method was not signed in upper case.",
        how="The signer was given 'get'; the HTTP library sends GET.",
        fix="Write the method in upper case before signing.",
        step="canonical_request",
        variants=_other_case,
        composition=Composition.REPLACES,
    ),
)
