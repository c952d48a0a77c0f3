"""Mistakes with the path, the second line of the canonical request: how it is encoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.canonical import canonical_uri
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Change, Composition, Mistake, Variant, different, rewritten
from sigv4_explain.diagnosis.mistakes.path_shape import PATH_SHAPE
from sigv4_explain.diagnosis.percent import ENCODERS
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.encoding import uri_decode, uri_encode
from sigv4_explain.rules import PathEncoding, PathNormalization

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


def _alters(spelling: str, old: str, new: str) -> Variant:
    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(canonical_uri=recipe.canonical_uri.replace(old, new))

    return Variant(spelling, change)


def _plus_as_space(case: Case) -> Iterator[Variant]:
    """Sign a space where a plus was sent: ``%2B`` encoded, or raw."""
    if "%2B" in case.recipe.canonical_uri:
        yield _alters("%20 was signed for a plus", "%2B", "%20")
        if case.encodes_twice:
            yield _alters("%2520 was signed for a plus", "%2B", "%2520")
    if "%252B" in case.recipe.canonical_uri:
        yield _alters("%20 was signed for %2B", "%252B", "%20")
        yield _alters("%2520 was signed for %2B", "%252B", "%2520")


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
