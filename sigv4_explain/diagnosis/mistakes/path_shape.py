"""Mistakes with the path, the second line of the canonical request: which segments and slashes it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.canonical import canonical_uri
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Composition, Mistake, Variant, different, rewritten
from sigv4_explain.rules import PathNormalization

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
