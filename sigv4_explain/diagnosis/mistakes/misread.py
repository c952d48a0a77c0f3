"""Mistakes in which the client takes the URL apart in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.canonical import canonical_uri
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Composition, Mistake, Variant, put
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.encoding import uri_decode, uri_encode

_QUERY = "canonical_query_string"


def _semicolon(case: Case) -> Iterator[Variant]:
    if ";" in case.request.path.rpartition("/")[2]:
        yield Variant("", _without_parameters)


def _without_parameters(recipe: Recipe) -> Recipe:
    before, slash, last = recipe.canonical_uri.rpartition("/")
    return recipe._replace(canonical_uri=before + slash + last.partition("%3B")[0])


def _cut_values(case: Case) -> Iterator[Variant]:
    pieces = [piece.split("=")[:2] for piece in case.query_pieces]
    if any(piece.count("=") > 1 for piece in case.query_pieces):
        once = [[uri_encode(uri_decode(text)) for text in piece] for piece in pieces]
        again = [[uri_encode(text) for text in piece] for piece in pieces]
        yield Variant("encoded once", put(**{_QUERY: _joined(once)}))
        if again != once:
            yield Variant("and what was sent encoded once more", put(**{_QUERY: _joined(again)}))


def _joined(pieces: list[list[str]]) -> str:
    return "&".join([f"{name}={''.join(value)}" for name, *value in sorted(pieces)])


def _query_in_path(case: Case) -> Iterator[Variant]:
    if case.recipe.canonical_query_string:
        whole, rules = f"{case.request.path or '/'}?{case.reading.query}", case.rules
        encoded = canonical_uri(whole, rules.path_encoding, rules.path_normalization)
        for spelling, uri in (("encoded", encoded), ("as it was sent", whole)):
            yield Variant(spelling, put(**{"canonical_uri": uri, _QUERY: ""}))


MISREAD = (
    Mistake(
        slug="path-cut-at-semicolon",
        seen=0,
        sentence="The path was signed without the semicolon in its last segment and what follows it.",
        how="Python's urlparse takes what follows a semicolon for parameters, which are no part of its path.",
        fix="Take the path with urlsplit, or send %3B for the semicolon.",
        step="canonical_uri",
        variants=_semicolon,
        source="https://docs.python.org/3/library/urllib.parse.html#urllib.parse.urlparse",
    ),
    Mistake(
        slug="query-value-cut-at-equals",
        seen=0,
        sentence="The value of a query parameter was signed up to its first equals sign alone.",
        how="The client splits name=value at every equals sign; values in base64 end with one or two.",
        fix="Split at the first equals sign, or send %3D for those in a value.",
        step=_QUERY,
        variants=_cut_values,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="query-signed-in-path",
        seen=0,
        sentence="The query was signed as a part of the path.",
        how="The signer wants path and query apart, and was given both as the path.",
        fix="Give the signer the path up to the question mark, and the parameters as its query.",
        step="canonical_uri",
        variants=_query_in_path,
        composition=Composition.REPLACES,
        source="https://github.com/aws/aws-sdk-js-v3/issues/2996",
    ),
)
"""All mistakes in which a URL is taken apart in the wrong place."""
